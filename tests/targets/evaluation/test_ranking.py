"""The laws of ranking: ties share a rank, the order of the areas does not matter, the better is never behind."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.evaluation.compose import AreaRecord, AreaState, area_states
from targets.evaluation.model import Direction, MonthFigure
from targets.evaluation.ranking import ranked, ranks
from targets.periods import Month
from targets.texts import Text
from tests.targets.evaluation.cases import SEWAGE_GOAL, goal, moderate

AT_LEAST, AT_MOST = Direction.AT_LEAST, Direction.AT_MOST
VALUES = st.lists(st.one_of(st.none(), st.sampled_from([Fraction(number, 3) for number in range(6)])), max_size=12)
SEPTEMBER = Month(2024, 9)


def states(given: dict[str, tuple[str, str] | None]) -> tuple[AreaState, ...]:
    records = [
        AreaRecord(
            code,
            Text(code, code),
            {} if pair is None else {SEPTEMBER: MonthFigure(SEPTEMBER, Decimal(pair[0]), Decimal(pair[1]))},
        )
        for code, pair in given.items()
    ]
    return area_states(SEWAGE_GOAL, records, {}, SEPTEMBER)


def test_two_that_are_equal_share_the_rank_and_the_next_is_left_out() -> None:
    values = [Fraction(30), Fraction(20), Fraction(20), Fraction(10)]
    assert ranks(values, AT_LEAST) == (1, 2, 2, 4)
    assert ranks(values, AT_MOST) == (4, 2, 2, 1)


def test_zero_is_ranked_and_no_value_is_not() -> None:
    assert ranks([Fraction(0), None, Fraction(1)], AT_LEAST) == (2, None, 1)
    assert ranks([None, None], AT_LEAST) == (None, None)
    assert ranks([], AT_LEAST) == ()


@moderate
@given(VALUES, st.sampled_from(Direction))
def test_equal_values_share_their_rank_and_only_those_without_value_have_none(
    values: list[Fraction | None], direction: Direction
) -> None:
    found = ranks(values, direction)
    for one, rank in zip(values, found, strict=True):
        assert (one is None) == (rank is None)
        assert all(other == rank for value, other in zip(values, found, strict=True) if value == one)


@moderate
@given(VALUES, st.sampled_from(Direction))
def test_a_better_value_stands_before_a_worse_one(values: list[Fraction | None], direction: Direction) -> None:
    known = [pair for pair in zip(values, ranks(values, direction), strict=True) if pair[1] is not None]
    for value, rank in known:
        for other, behind in known:
            if value is not None and other is not None and rank is not None and behind is not None and value != other:
                better = value > other if direction is AT_LEAST else value < other
                assert (rank < behind) == better


@moderate
@given(VALUES, st.sampled_from(Direction), st.randoms())
def test_the_order_of_the_areas_does_not_matter(
    values: list[Fraction | None], direction: Direction, order: st.DataObject
) -> None:
    places = list(range(len(values)))
    order.shuffle(places)  # type: ignore[attr-defined]
    found = ranks(values, direction)
    assert ranks([values[place] for place in places], direction) == tuple(found[place] for place in places)


@moderate
@given(VALUES, st.sampled_from(Direction))
def test_a_rank_is_one_more_than_the_number_before_it(values: list[Fraction | None], direction: Direction) -> None:
    found = sorted(rank for rank in ranks(values, direction) if rank is not None)
    assert all(rank == 1 + sum(other < rank for other in found) for rank in found)


def test_areas_stand_by_rank_and_those_without_value_at_the_end() -> None:
    areas = states({"a": ("1", "10"), "b": None, "c": ("2", "10"), "d": ("0", "0"), "e": ("20", "100")})
    places = ranked(areas, SEWAGE_GOAL)
    assert [(place.area.code, place.rank, place.is_shared) for place in places] == [
        ("c", 1, True),
        ("e", 1, True),
        ("a", 3, False),
        ("b", None, False),
        ("d", None, False),
    ]


@pytest.mark.parametrize(("rounded", "expected"), [(False, [1, 2]), (True, [1, 1])])
def test_values_are_ranked_as_the_goal_compares_them(*, rounded: bool, expected: list[int]) -> None:
    rule = goal(SEWAGE_GOAL.indicator, ">=", 35, decimals=1) if rounded else SEWAGE_GOAL
    areas = states({"a": ("10001", "30000"), "b": ("10000", "30000")})
    assert [place.rank for place in ranked(areas, rule)] == expected
