"""A city's computed days as CSV, with the columns of ``manage.py export_air``. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from targets.measurements.air_year import DayFacts
from targets.sheets.lines import csv_text
from targets.standards.aqi import level_of

COLUMNS = (
    "date", "aqi", "level", "primary", "iaqi_pm25", "iaqi_pm10", "iaqi_so2", "iaqi_no2", "iaqi_co", "iaqi_o3_8h",
    "iaqi_o3_1h", "valid", "dust", "standard",
)  # fmt: skip
INDICES = tuple(name.removeprefix("iaqi_") for name in COLUMNS[4:11])


def days_csv(days: Iterable[DayFacts]) -> str:
    """A line for each day on record, as the commands print it."""
    return csv_text(
        COLUMNS,
        (
            exported(
                day.on,
                day.aqi,
                "+".join(day.primary),
                [day.indices[field] for field in INDICES],
                is_dust=day.is_dust,
                standard=day.standard,
            )
            for day in days
        ),
    )


def exported(
    on: date, aqi: int | None, primary: str, indices: Sequence[int | None], *, is_dust: bool, standard: str
) -> tuple[str, ...]:
    """A day as a row of COLUMNS, ``indices`` in the order of INDICES. NA: no aqi and level, not valid."""
    return (
        on.isoformat(),
        "" if aqi is None else str(aqi),
        "" if aqi is None else str(level_of(aqi).number),
        primary,
        *("" if index is None else str(index) for index in indices),
        _word(is_it=aqi is not None),
        _word(is_it=is_dust),
        standard,
    )


def _word(*, is_it: bool) -> str:
    return "true" if is_it else "false"
