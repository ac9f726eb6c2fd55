"""Nothing differs after every load and edit; whatever is spoilt behind the services' back is named and put right."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from targets.measurements.taken import Place
from targets.models import City, CityDay, Computation, Figure, SectionMonth, Station, StationHour, WaterSample
from targets.periods import Month
from targets.services.computed import recompute, recompute_all, submit_due
from targets.services.recheck import (
    day_differences,
    figure_differences,
    judged,
    mend_days,
    mend_sections,
    section_differences,
)
from targets.services.settings_changed import after_setting
from tests.factories import NOW, make_indicator, make_mean
from tests.measured import LATER, city_place, make_air_feeds, make_city, make_feed, make_month, make_section

pytestmark = pytest.mark.django_db
VALUES = {"pm25": "30", "pm10": "60", "so2": "8", "no2": "20", "co": "0.5", "o3_1h": "150"}


def make_judged(on: str, **fields: str) -> CityDay:
    """A day with its values and the index that they give."""
    values = {name: Decimal(value) for name, value in (VALUES | fields).items()}
    day = CityDay(city=make_city(), day=date.fromisoformat(on), never_supplied="o3_8h", **values)
    for name, value in judged(day).items():
        setattr(day, name, value)
    day.save()
    return day


@pytest.fixture
def october() -> Place:
    make_air_feeds()
    for number in range(1, 4):
        make_judged(f"2024-10-0{number}", pm25=str(70 + 5 * number))
    recompute([city_place("2024-10")], by=None, now=NOW)
    return city_place("2024-10")


def lines() -> list[str]:
    return [str(one) for one in (*day_differences(), *figure_differences(now=NOW))]


def test_nothing_differs_after_a_load(october: Place) -> None:
    assert lines() == []
    assert Figure.objects.get(indicator__slug="good-air-days").numerator == 1
    CityDay.objects.filter(day="2024-10-02").update(pm25=30, aqi=55, iaqi_pm25=43, primary="pm10")
    recompute([october], by=None, now=LATER)
    assert [line for line in lines() if "computation" in line or "figure" in line] == []


def test_a_spoilt_index_is_named_and_mended_with_its_figure(october: Place) -> None:
    CityDay.objects.filter(day="2024-10-01").update(aqi=150, primary="")
    assert lines() == [
        "大庆 2024-10-01 aqi: 150 → 100",
        "大庆 2024-10-01 primary: nothing → pm25",
        "230600 2024-10 good-air-days computation: 1/3 → 0/3",
        "230600 2024-10 good-air-days figure: 1/3 → 0/3",
    ]
    assert mend_days(now=NOW) == {october}
    assert lines() == []


def test_a_spoilt_computation_or_figure_is_named_and_mended(october: Place) -> None:
    Computation.objects.filter(indicator__slug="pm25").update(standard="HJ 0", detail={"valid": 9})
    Figure.objects.filter(indicator__slug="pm25").update(numerator=7)
    told = lines()
    assert "230600 2024-10 pm25 computation.valid: 9 → 3" in told
    assert "230600 2024-10 pm25 computation.standard: HJ 0 → HJ 633-2012, HJ 663-2013" in told
    assert "230600 2024-10 pm25 figure: 7/3 → 240/3" in told
    recompute_all(by=None, now=LATER)
    assert lines() == []


def test_a_figure_that_outlived_its_readings_is_named_and_mended(october: Place) -> None:
    CityDay.objects.all().delete()
    assert "230600 2024-10 pm25 figure: 240/3 → nothing" in lines()
    # Also where the computation was blanked already and the figure was left behind.
    Computation.objects.update(numerator=None, denominator=None, standard="", detail={})
    assert lines() == [
        "230600 2024-10 good-air-days figure: 1/3 → nothing",
        "230600 2024-10 pm25 figure: 240/3 → nothing",
    ]
    recompute_all(by=None, now=LATER)
    assert lines() == []


def test_the_command_checks_and_mends(october: Place) -> None:
    CityDay.objects.filter(day="2024-10-01").update(aqi=150)
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="3 differences"):
        call_command("recompute", "--check", stdout=out, stderr=StringIO())
    assert "大庆 2024-10-01 aqi: 150 → 100" in out.getvalue()
    call_command("recompute", stderr=err)
    assert err.getvalue().startswith("put right: months of readings 1, computed figures 0")
    call_command("recompute", "--check", stderr=StringIO())


def test_a_sections_spoilt_month_is_named_and_mended_with_its_figure() -> None:
    make_feed(make_indicator("surface-water", combination="newest", counts_days=False), "water_share")
    section = make_section("肇源")
    WaterSample.objects.create(section=section, day="2024-09-05", time="10:00", values={"codmn": "3"})
    after_setting(section, by=None, now=NOW)
    assert Figure.objects.get().numerator == 1
    SectionMonth.objects.update(cumulative_class=5)
    told = [str(one) for one in (*section_differences(), *figure_differences(now=NOW))]
    assert told[0] == "肇源 2024-09 cumulative_class: 5 → 2"
    assert told[-1] == "230600 2024-09 surface-water figure: 1/1 → 0/1"
    assert mend_sections(now=NOW) == {Place("section", section.pk, Month(2024, 9))}
    assert [*section_differences(), *figure_differences(now=NOW)] == []


@pytest.fixture
def by_stations() -> Station:
    """A day of two stations whose hours are 10 and 30 µg/m³; one station is enough."""
    city = make_city(station_share="0.50")
    make_feed(make_mean(), "pm25_mean")
    stations = [Station.objects.create(city=city, name=name, changed_at=NOW) for name in ("东", "西")]
    values = {name: Decimal(10) for name in ("pm10", "so2", "no2", "o3", "o3_8h")} | {"co": Decimal("0.5")}
    StationHour.objects.bulk_create(
        StationHour(station=one, day="2024-10-01", hour=hour, pm25=Decimal(pm25), **values)
        for one, pm25 in zip(stations, (10, 30), strict=True)
        for hour in range(24)
    )
    after_setting(stations[0], by=None, now=NOW)
    return stations[1]


def test_a_station_that_no_longer_counts_leaves_the_day_and_the_figure(by_stations: Station) -> None:
    one = Figure.objects.get()
    assert (one.numerator, one.denominator) == (Decimal(20), Decimal(1))
    assert lines() == []
    by_stations.counts = False
    by_stations.save()
    assert "大庆 2024-10-01 day of its stations: other values → from the hours" in lines()
    after_setting(by_stations, by=None, now=LATER)
    one.refresh_from_db()
    assert one.numerator == 10
    assert lines() == []


def test_a_station_taken_to_another_city_leaves_its_former_one(by_stations: Station) -> None:
    by_stations.city = City.objects.create(name="安达", changed_at=NOW)
    by_stations.changed_at = LATER
    by_stations.save()
    after_setting(by_stations, by=None, now=LATER)
    assert Figure.objects.get().numerator == 10
    assert lines() == []


def test_a_month_that_ended_meanwhile_gets_its_figure_when_somebody_looks() -> None:
    make_air_feeds()
    recompute([make_month("2024-11", 3)], by=None, now=NOW)
    assert submit_due(now=NOW) == []
    december = NOW.replace(month=12)
    assert [change.now for change in submit_due(now=december)] == ["3/3", "60/3"]
    assert Figure.objects.count() == 2
    assert submit_due(now=december) == []
    assert Month.of(Figure.objects.order_by("pk")[0].month) == Month(2024, 11)
