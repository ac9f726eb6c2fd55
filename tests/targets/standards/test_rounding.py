"""GB/T 8170: rounding half to even, the safe sides, both comparisons."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.standards.rounding import (
    Limit,
    as_compared,
    exact_sum,
    exact_sums,
    is_within,
    outermost,
    round_down,
    round_half_even,
    round_up,
    value_exact,
)
from tests.targets.evaluation.cases import moderate

fractions = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**5)
decimals = st.integers(min_value=0, max_value=6)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("12.1498", 0, "12"),
        ("12.1498", 1, "12.1"),
        ("10.5002", 0, "11"),  # a half and something more goes up
        ("1.050", 1, "1.0"),  # a bare half goes to the even neighbour
        ("0.35", 1, "0.4"),
        ("2.5", 0, "2"),
        ("3.5", 0, "4"),
        ("-2.5", 0, "-2"),
        ("-0.0365", 3, "-0.036"),
        ("-0.04", 1, "0.0"),  # no negative zero
        ("0", 2, "0.00"),
        ("27", 1, "27.0"),
        ("27.24983607", 1, "27.2"),
        ("99.95", 1, "100.0"),
        ("8.53459", 2, "8.53"),  # once, not 8.5346, 8.535, 8.54
    ],
)
def test_rounds_half_to_even(value: str, places: int, rounded: str) -> None:
    assert str(round_half_even(Fraction(value), places)) == rounded


@pytest.mark.parametrize(
    ("value", "down", "up"),
    [
        ("25.7508", "25.7", "25.8"),
        ("25.7", "25.7", "25.7"),
        ("0", "0.0", "0.0"),
        ("-0.01", "-0.1", "0.0"),
        ("-18.7774", "-18.8", "-18.7"),
    ],
)
def test_rounds_to_either_side(value: str, down: str, up: str) -> None:
    assert (str(round_down(Fraction(value), 1)), str(round_up(Fraction(value), 1))) == (down, up)


def test_keeps_every_digit_of_a_number_beyond_the_contexts_precision() -> None:
    huge = Fraction(10) ** 5000 + Fraction(1, 4)
    assert round_half_even(huge, 1) == Decimal((0, (1, *(0,) * 4999, 0, 2), -1))
    assert len(round_up(huge, 3).as_tuple().digits) == 5004


def test_the_exact_value_has_eight_decimals() -> None:
    assert str(value_exact(Fraction("8311.2") / 305)) == "27.24983607"
    assert str(value_exact(Fraction(1, 2))) == "0.50000000"


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ([], "0"),
        (["0"], "0"),
        (["1.10", "2.200"], "3.3"),
        (["300"], "300"),
        (["4", "6"], "10"),
        (["1E+3", "-1E-3"], "999.999"),
        (["0.1"] * 10, "1"),
        (["12345678901234567890.123456789", "0.000000000000000001"], "12345678901234567890.123456789000000001"),
    ],
)
def test_sums_without_rounding(values: list[str], total: str) -> None:
    assert str(exact_sum(Decimal(value) for value in values)) == total


@given(values=st.lists(st.decimals(-(10**30), 10**30), max_size=12))
def test_each_running_sum_is_the_sum_so_far(values: list[Decimal]) -> None:
    so_far = [sum(map(Fraction, values[:count]), Fraction(0)) for count in range(1, len(values) + 1)]
    assert [Fraction(each) for each in exact_sums(values)] == so_far


@moderate
@given(value=fractions, places=decimals)
def test_rounding_agrees_with_the_decimal_module_and_is_idempotent(value: Fraction, places: int) -> None:
    shown = round_half_even(value, places)
    quotient = Context(prec=60).divide(Decimal(value.numerator), Decimal(value.denominator))
    assert shown == quotient.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    assert round_half_even(shown, places) == shown
    assert -shown.as_tuple().exponent == places  # type: ignore[operator]


@moderate
@given(value=fractions, places=decimals)
def test_the_sides_enclose_the_value_within_one_unit(value: Fraction, places: int) -> None:
    down, up = Fraction(round_down(value, places)), Fraction(round_up(value, places))
    assert down <= value <= up
    assert up - down <= Fraction(1, 10**places)


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
def test_an_upper_limit_by_the_full_and_by_the_rounded_value(
    value: str, *, full: bool, whole: bool, one_decimal: bool
) -> None:
    told = [is_within(Fraction(value), 27, at_least=False, decimals=places) for places in (None, 0, 1)]
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
def test_a_lower_limit_by_the_full_and_by_the_rounded_value(value: str, *, full: bool, one_decimal: bool) -> None:
    limit = Decimal("83.3")
    told = [is_within(Decimal(value), limit, at_least=True, decimals=places) for places in (None, 1)]
    assert told == [full, one_decimal]


@pytest.mark.parametrize(
    ("at_least", "limit", "places", "edge", "attained"),
    [
        (False, "27", None, "27", True),
        (False, "27", 0, "27.5", False),
        (False, "28", 0, "28.5", True),
        (True, "92", 0, "91.5", True),
        (True, "91", 0, "90.5", False),
        (True, "91.2", 1, "91.15", True),
    ],
)
def test_the_outermost_value_within_a_limit(
    limit: str, places: int | None, edge: str, *, at_least: bool, attained: bool
) -> None:
    assert outermost(Decimal(limit), at_least=at_least, decimals=places) == Limit(Fraction(edge), attained)


@moderate
@given(value=fractions, places=decimals)
def test_held_against_a_limit_is_the_full_value_or_the_rounded_one(value: Fraction, places: int) -> None:
    assert as_compared(value, None) == value
    assert as_compared(value, places) == Fraction(round_half_even(value, places))


@moderate
@given(value=fractions, limit=fractions, places=st.none() | decimals)
def test_a_lower_limit_is_an_upper_one_mirrored(value: Fraction, limit: Fraction, places: int | None) -> None:
    low = is_within(value, limit, at_least=True, decimals=places)
    assert low is is_within(-value, -limit, at_least=False, decimals=places)
    edge = outermost(limit, at_least=False, decimals=places)
    assert is_within(edge.value, limit, at_least=False, decimals=places) is edge.attained
