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
    assert "given 5 of 6" in told.en and "(in the month by itself 4/6)" in told.en
    assert "（当月 4/6）" in told.zh and "（当月 6/6）" in told.zh
    told = difference_line(Cell(five, six), Cell(five, six, six, six), rule)
    assert "(the month by itself blank)" in told.en and "（当月空白）" in told.zh
    assert "month" not in difference_line(Cell(four, six, four, six), Cell(five, six, six, six), rule).en
