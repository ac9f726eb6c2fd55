"""The side panel's small chart: where it breaks, what it marks, and that no value breaks it."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from targets.charts.panel import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Picture, draw
from targets.periods import Month
from tests.targets.evaluation.cases import moderate

HERE = Month(2024, 10)
MONTHS = [HERE.plus(-back) for back in range(23, -1, -1)]


def drawn(values: dict[str, int], *, every: int = 1, target: int | None = None) -> Picture:
    points = [
        (month, Fraction(values[str(month)]) if str(month) in values else None, month.number % every == 0)
        for month in MONTHS
    ]
    found = draw(points, HERE, None if target is None else Fraction(target))
    assert found is not None
    return found


def test_nothing_known_is_no_picture() -> None:
    assert draw([(month, None, True) for month in MONTHS], HERE, Fraction(27)) is None


def test_a_line_breaks_where_a_due_month_is_missing_and_not_where_none_was_due() -> None:
    quarters = {"2023-12": 22, "2024-03": 24, "2024-06": 28, "2024-09": 32}
    assert len(drawn(quarters, every=3).lines) == 1
    assert len(drawn(quarters).lines) == 0  # each month was due: four lone dots
    assert len(drawn({"2024-01": 1, "2024-02": 2, "2024-04": 4, "2024-05": 5}).lines) == 2


def test_zero_is_drawn_and_the_month_looked_at_is_marked() -> None:
    picture = drawn({"2024-09": 0, "2024-10": 0})
    assert [(str(dot.month), dot.is_here) for dot in picture.dots] == [("2024-09", False), ("2024-10", True)]
    assert {dot.y for dot in picture.dots} == {HEIGHT - BOTTOM}


def test_years_stand_at_january_and_at_the_beginning() -> None:
    assert [year for _, year in drawn({"2024-10": 1}).years] == ["2023", "2024"]
    points = [(month.plus(-8), Fraction(1), True) for month in MONTHS]
    picture = draw(points, HERE.plus(-8), None)
    assert picture is not None and [year for _, year in picture.years] == ["2022", "2023", "2024"]
    assert [number for _, number in picture.months][:4] == ["4", "7", "10", "1"]


@given(
    st.lists(st.one_of(st.none(), st.fractions(0, 10**9)), min_size=24, max_size=24),
    st.one_of(st.none(), st.fractions(0, 10**9)),
)
@moderate
def test_everything_lies_within_the_box(values: list[Fraction | None], target: Fraction | None) -> None:
    picture = draw([(month, value, True) for month, value in zip(MONTHS, values, strict=True)], HERE, target)
    known = [value for value in values if value is not None]
    assert (picture is None) == (not known)
    if picture is None:
        return
    heights = [dot.y for dot in picture.dots] + ([] if picture.target_y is None else [picture.target_y])
    assert all(TOP - 0.1 <= y <= HEIGHT - BOTTOM + 0.1 for y in heights)
    assert all(LEFT <= dot.x <= WIDTH - RIGHT for dot in picture.dots)
    assert len(picture.dots) == len(known)
    assert len(picture.ticks) <= 4
