"""A figure beside the computed one, in words."""

from decimal import Decimal

import pytest

from targets.entry.cell import Cell
from targets.entry.computed import difference_line
from tests.entry_page import SECTIONS
from tests.factories import make_indicator

pytestmark = pytest.mark.django_db


def test_the_difference_names_what_differs() -> None:
    rule = make_indicator("surface-water", **SECTIONS).as_rule()
    five, six, four = Decimal(5), Decimal(6), Decimal(4)
    told = difference_line(Cell(five, six, four, six), Cell(five, six, six, six), rule)
    assert "given 5 of 6 days, in the month by itself 4 / 6, computed" in told.en
    assert "，当月 4 / 6，计算" in told.zh and told.zh.endswith("，当月 6 / 6")
    told = difference_line(Cell(five, six), Cell(five, six, six, six), rule)
    assert told.en.count("in the month") == told.zh.count("当月") == 1, "given without the month"
    assert "month" not in difference_line(Cell(four, six, four, six), Cell(five, six, six, six), rule).en
