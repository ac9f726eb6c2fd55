"""What a plan file may say of where measurements come from: cities, air stations, water sections, and their figures."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field

from targets.services.fixture_schema import Code, Row, Slug, Small, Text60, decimal, needs, up_to

Text12 = Annotated[str, up_to(12)]
Text30 = Annotated[str, up_to(30)]
Text50 = Annotated[str, up_to(50)]
Maybe30 = Annotated[str, up_to(30, shortest=0)]
Maybe60 = Annotated[str, up_to(60, shortest=0)]
Share = Annotated[Decimal, BeforeValidator(decimal), Field(gt=0, le=1, max_digits=3, decimal_places=2)]
Longitude = Annotated[Decimal, BeforeValidator(decimal), Field(ge=-180, le=180, max_digits=9, decimal_places=6)]
Latitude = Annotated[Decimal, BeforeValidator(decimal), Field(ge=-90, le=90, max_digits=9, decimal_places=6)]
Hours = Annotated[int, Field(ge=1, le=24)]
Months = Annotated[int, Field(ge=1, le=12)]
ClassNumber = Annotated[int, Field(ge=1, le=5)]


class City(Row):
    """What is not said of a city, a section or a source stays as it is on record."""

    name: Text50
    area: Code | None
    confirmed: bool
    station_share: Share = Decimal("0.75")
    min_eight_hour_means: Hours = 14


class Station(Row):
    code: Text12
    name: Text50
    city: Text50
    longitude: Longitude | None
    latitude: Latitude | None
    counts: bool
    confirmed: bool


class Section(Row):
    province: Text30
    name: Text60
    basin: Maybe30
    river: Maybe60
    city_name: Maybe30
    area: Code | None
    control_level: Literal["national", "provincial", "city", "unknown"]
    body: Literal["river", "lake"]
    target_class: ClassNumber | None
    counts: bool
    confirmed: bool
    order: Small = 0


class Feed(Row):
    indicator: Slug
    area: Code
    measure: Literal["good_days", "pm25_mean", "water_share"]
    city: Text50 | None
    deducts_dust: bool = False
    good_dust_days_stay: bool = True
    deducts_background: bool = False
    min_months: Months = 8

    air_has_a_city = needs(
        lambda city, seen: (
            "is given exactly for what is computed from air"
            if "measure" in seen and (city is None) != (seen["measure"] == "water_share")
            else None
        ),
        "city",
    )


SECTIONS: dict[str, type[BaseModel]] = {"cities": City, "stations": Station, "sections": Section, "feeds": Feed}
