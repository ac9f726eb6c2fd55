"""A city's computed days as CSV, with the columns of ``manage.py export_air``. Pure."""

import csv
import io
from collections.abc import Iterable

from targets.measurements.air_year import DayFacts
from targets.sheets.formulas import harmless

COLUMNS = (
    "date", "aqi", "level", "primary", "iaqi_pm25", "iaqi_pm10", "iaqi_so2", "iaqi_no2", "iaqi_co", "iaqi_o3_8h",
    "iaqi_o3_1h", "valid", "dust", "standard",
)  # fmt: skip
_INDICES = tuple(name.removeprefix("iaqi_") for name in COLUMNS[4:11])


def days_csv(days: Iterable[DayFacts]) -> str:
    """A line for each day on record; no text in it can run as a formula. NA: no aqi and level, not valid."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(str(cell)) for cell in _line(day)] for day in days)
    return stream.getvalue()


def _line(day: DayFacts) -> tuple[str | int, ...]:
    level = day.level
    indices = (day.indices[field] for field in _INDICES)
    return (
        day.on.isoformat(),
        "" if day.aqi is None else day.aqi,
        "" if level is None else level.number,
        "+".join(day.primary),
        *("" if index is None else index for index in indices),
        _word(is_it=day.aqi is not None),
        _word(is_it=day.is_dust),
        day.standard,
    )


def _word(*, is_it: bool) -> str:
    return "true" if is_it else "false"
