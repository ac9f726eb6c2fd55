"""A chart's numbers as CSV: exact, in the reader's language, and nothing that runs."""

import csv
import io
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.sheets.chart_data import csv_text, months_table, number
from targets.sheets.formulas import as_meant
from targets.sheets.lines import BOM
from targets.texts import Text
from tests.targets.evaluation.cases import PM25_GOAL, at, moderate, real_pm25


def read(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


@pytest.mark.parametrize(
    ("value", "written"),
    [(Fraction(1, 3), "0.33333333"), (Decimal("27.00"), "27"), (Fraction(0), "0"), (Decimal("1505.7"), "1505.7")],
)
def test_numbers_are_plain_digits(value: Fraction | Decimal, written: str) -> None:
    assert number(value) == written


@moderate
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=20))
def test_no_text_runs_and_each_is_read_back(note: str) -> None:
    table = ([Text("备注", "Note")], [[note]])
    (cell,) = read(csv_text(table, "zh-hans"))[1] or [""]
    assert cell[:1] not in tuple("=+-@\t＝＋－＠")
    assert as_meant(cell) == note


def test_the_year_of_a_goal() -> None:
    table = months_table(at(PM25_GOAL, real_pm25(), 10), [("2024-01", Text("=1+1", "=1+1"))])
    rows = read(csv_text(table, "en"))
    assert rows[0][:3] == ["Month", "sum of valid daily means (µg/m³ × days)", "valid days (days)"]
    assert rows[1][:5] == ["2024-01", "1505.7", "31", "48.57096774", "48.57096774"]
    assert rows[1][-1] == "'=1+1"
    assert rows[11][1:3] == ["", ""]
    assert len(rows) == 13
