"""Up to where a concentration of air is taken: what no analyser measures is missing, the rest of its row is kept."""

import io
from datetime import datetime

import pytest

from targets.measurements.air_bounds import MOST_MEASURED
from targets.measurements.air_columns import COLUMNS, FIELDS
from targets.measurements.air_rows import AirReader
from targets.measurements.lines import read_table
from targets.measurements.remarks import Outcome, Remark
from targets.measurements.taken import Options
from targets.standards.aqi import STANDARDS

COLUMN = {field: column for column, field in reversed(COLUMNS.items())}
HEADER = ",".join(["city", "date", *(COLUMN[field] for field in FIELDS)])


def read(*rows: dict[str, str]) -> tuple[list[tuple[str | None, ...]], list[Remark]]:
    """The values of the rows, each 1 but where it says otherwise."""
    lines = [",".join(["大庆", "2024-03-28", *(row.get(field, "1") for field in FIELDS)]) for row in rows]
    table = read_table(io.StringIO("\n".join((HEADER, *lines)) + "\n", newline=""))
    reader = AirReader(table.shape, table.columns, Options(), datetime(2024, 11, 4, 9))
    told: list[Remark] = []
    return [found.values for row in table.rows if (found := reader.read(row, told.append))], told


@pytest.mark.parametrize("field", FIELDS)
def test_a_value_above_the_range_is_missing_and_the_rest_of_the_row_is_taken(field: str) -> None:
    most = MOST_MEASURED[field]
    [at, above], told = read({field: f"{most}"}, {field: f"{most}.1"})
    place = FIELDS.index(field)
    assert at[place] == f"{most}"
    assert above == tuple(None if one == place else "1" for one in range(len(FIELDS)))
    [remark] = [one for one in told if one.line == 3]
    assert (remark.rule.name, remark.rule.outcome, remark.column, remark.value) == (
        "above-measuring-range", Outcome.CORRECTED, COLUMN[field], f"{most}.1",
    )  # fmt: skip


def test_what_one_pollutant_may_be_another_may_not() -> None:
    """A text that was taken for one column is not taken for another without a look."""
    values, told = read({"pm10": "800"}, {"pm10": "800", "co": "800"})
    assert [(row[1], row[4]) for row in values] == [("800", "1"), ("800", None)]
    assert ("above-measuring-range", "co_mg_m3") in [(one.rule.name, one.column) for one in told]


def test_a_sand_storm_is_taken_and_told() -> None:
    [values], told = read({"pm25": "1200", "pm10": "8000"})
    assert values[:2] == ("1200", "8000")
    assert [one.rule.name for one in told] == ["above-the-aqi-scale"]
    _, again = read(*[{"pm10": "8000"}] * 2)
    assert [one.line for one in again] == [2, 3]


def test_nothing_that_the_aqi_judges_is_refused() -> None:
    for standard in STANDARDS:
        for item, points in standard.breakpoints.items():
            name = item.value
            field = name if name.startswith("o3") else name.split("_")[0]
            assert points[-1] <= MOST_MEASURED[field], item
