"""Cells and lines of files of measurements that nobody would write, and that must not stop a file."""

import io
from decimal import Decimal

import pytest

from targets.measurements.lines import read_table
from targets.measurements.marks import Unreadable, number
from targets.measurements.water_cells import reading


@pytest.mark.parametrize("text", ["-0", "-0.0", "-0e3"])
def test_minus_nothing_is_zero(text: str) -> None:
    found = number(text)
    assert found == 0
    assert not Decimal(str(found)).is_signed()


@pytest.mark.parametrize("text", ["-1", "1_0", "①", "inf", "1e999", "5 5"])
def test_what_is_no_concentration_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        number(text)


@pytest.mark.parametrize("text", ["Ｌ", "L", "<", "<-1"])
def test_a_detection_limit_without_a_number_is_refused(text: str) -> None:
    for item in ("temp", "codmn"):
        with pytest.raises(Unreadable):
            reading(item, text)


def test_an_endless_line_is_no_row_and_takes_no_memory() -> None:
    table = read_table(io.StringIO("city,date\n" + "," * 1_000_000 + "\n大庆,2024-01-01\n"))
    rows = list(table.rows)
    assert [row.cells for row in rows if row.cells] == [{"city": "大庆", "date": "2024-01-01"}]
    assert all(len(row.text) <= 200 for row in rows)
