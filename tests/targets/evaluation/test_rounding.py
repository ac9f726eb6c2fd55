"""How a goal compares: exactly or rounded, and where the outermost value lies."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.evaluation.rounding import compared, limit, meets
from targets.standards.rounding import Limit, round_half_even
from tests.targets.evaluation.cases import MEAN, goal, moderate

fractions = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**5)
decimals = st.integers(min_value=0, max_value=6)


@pytest.mark.parametrize(
    ("value", "full", "whole", "one_decimal"),
    [
        ("26.5", True, True, True),
        ("27.04", False, True, True),
        ("27.15", False, True, False),
        ("27.49", False, True, False),
        ("27.5", False, False, False),
        ("27", True, True, True),
        ("27.05", False, True, True),  # half to even: 27.0
    ],
)
def test_an_upper_limit_of_27_by_each_comparison(value: str, *, full: bool, whole: bool, one_decimal: bool) -> None:
    told = [meets(Fraction(value), goal(MEAN, "<=", 27, decimals=places)) for places in (None, 0, 1)]
    assert told == [full, whole, one_decimal]


@pytest.mark.parametrize(
    ("value", "full", "one_decimal"),
    [
        ("83.3", True, True),
        ("83.25", False, False),  # half to even: 83.2
        ("83.26", False, True),
        ("83.35", True, True),
    ],
)
def test_a_lower_limit_by_each_comparison(value: str, *, full: bool, one_decimal: bool) -> None:
    assert meets(Fraction(value), goal(MEAN, ">=", "83.3")) is full
    assert meets(Fraction(value), goal(MEAN, ">=", "83.3", decimals=1)) is one_decimal


def test_a_rounded_comparison_needs_its_decimals() -> None:
    rule = replace(goal(MEAN, "<=", 27, decimals=0), comparison_decimals=None)
    with pytest.raises(ValueError, match="mean: a rounded comparison needs"):
        meets(Fraction(27), rule)


@pytest.mark.parametrize(
    ("sign", "target", "places", "edge", "attained"),
    [
        ("<=", "27", None, "27", True),
        ("<=", "27", 0, "27.5", False),  # 27.5 goes to 28
        ("<=", "28", 0, "28.5", True),  # 28.5 goes to 28
        ("<=", "27", 1, "27.05", True),
        ("<=", "27.04", 1, "27.05", True),  # the last multiple that meets is 27.0
        (">=", "92", 0, "91.5", True),
        (">=", "91", 0, "90.5", False),
        (">=", "91.2", 0, "91.5", True),
        (">=", "0", 0, "-0.5", True),
    ],
)
def test_the_outermost_value_that_meets(
    sign: str, target: str, places: int | None, edge: str, *, attained: bool
) -> None:
    assert limit(goal(MEAN, sign, target, decimals=places)) == Limit(Fraction(edge), attained)


@moderate
@given(
    sign=st.sampled_from([">=", "<="]),
    target=st.decimals(min_value=0, max_value=100, places=2),
    places=st.sampled_from([None, 0, 1, 2]),
    step=st.fractions(min_value=Fraction(1, 10**6), max_value=1, max_denominator=10**6),
)
def test_the_limit_parts_the_values_that_meet_from_the_others(
    sign: str, target: Decimal, places: int | None, step: Fraction
) -> None:
    rule = goal(MEAN, sign, target, decimals=places)
    edge, inward = limit(rule), 1 if sign == ">=" else -1
    assert meets(edge.value, rule) is edge.attained
    assert meets(edge.value + inward * step, rule)
    assert not meets(edge.value - inward * step, rule)


@moderate
@given(value=fractions, places=decimals)
def test_what_is_compared_is_what_is_stated(value: Fraction, places: int) -> None:
    assert compared(value, goal(MEAN, "<=", 27)) == value
    assert compared(value, goal(MEAN, "<=", 27, decimals=places)) == Fraction(round_half_even(value, places))
