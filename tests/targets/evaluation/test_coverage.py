"""Expected figures counted, and their gaps."""

from datetime import date

import pytest

from targets.evaluation.completeness import Cell, Given
from targets.evaluation.coverage import Gap, Tally, gaps, late_units, tallies, tally
from targets.periods import Month
from targets.texts import Text

TODAY = date(2024, 11, 4)


def cell(month: int = 9, *, code: str = "230600", given: date | None = None, approved: bool = False) -> Cell:
    return Cell(
        goal="pm25",
        code=code,
        area=Text(code, code),
        is_city=code == "230600",
        month=Month(2024, month),
        due_on=date(2024, month + 1, 5),
        given=None if given is None else Given(given, approved),
    )


APPROVED = cell(given=date(2024, 10, 5), approved=True)
AFTER_DUE = cell(given=date(2024, 10, 6))
MISSING = cell()
NOT_YET_DUE = cell(10)
ALL = [APPROVED, AFTER_DUE, MISSING, NOT_YET_DUE]


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (Gap.EXPECTED, ALL),
        (Gap.MISSING, [MISSING, NOT_YET_DUE]),
        (Gap.LATE, [AFTER_DUE, MISSING]),
        (Gap.UNAPPROVED, [AFTER_DUE, MISSING, NOT_YET_DUE]),
    ],
)
def test_each_gap(gap: Gap, expected: list[Cell]) -> None:
    assert gaps(ALL, gap, TODAY) == expected


def test_on_the_due_day_nothing_is_late() -> None:
    assert gaps([NOT_YET_DUE], Gap.LATE, date(2024, 11, 5)) == []
    assert gaps([NOT_YET_DUE], Gap.LATE, date(2024, 11, 6)) == [NOT_YET_DUE]


def test_the_counts_and_their_shapes() -> None:
    assert tally(ALL) == Tally(expected=4, entered=2, on_time=1, approved=1)
    assert [tally(cells).state for cells in ([APPROVED], [AFTER_DUE], ALL, [MISSING], [])] == [
        "approved", "submitted", "draft", "empty", "approved",
    ]  # fmt: skip


def test_counted_by_month_in_order() -> None:
    found = tallies(ALL, lambda one: one.month)
    assert [(str(month), one.expected) for month, one in found.items()] == [("2024-09", 3), ("2024-10", 1)]


def test_late_units_the_longest_first_with_their_oldest_figure() -> None:
    cells = [cell(9, code="230622"), cell(8, code="230621"), cell(9, code="230621"), APPROVED, NOT_YET_DUE]
    first, second = late_units(cells, TODAY)
    assert (first.code, first.days, len(first.figures)) == ("230621", 60, 2)
    assert [one.days for one in first.figures] == [60, 30]
    assert (second.code, second.days) == ("230622", 30)
