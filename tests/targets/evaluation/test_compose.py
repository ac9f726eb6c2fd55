"""From areas to the city: the laws of the sums, what is left out, who is named, and what it does to the lamp."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.evaluation.compose import AreaRecord, area_states, compose, composed
from targets.evaluation.model import GoalRule, MonthFigure, Pair, Status, Verdict
from targets.periods import Frequency, Month
from targets.texts import Text
from tests.targets.evaluation.cases import FARMLAND_GOAL, SEWAGE_GOAL, WATER_GOAL, at, figure, moderate

LINDIAN, ZHAOYUAN, SARTU = (
    Text("林甸县", "Lindian County"),
    Text("肇源县", "Zhaoyuan County"),
    Text("萨尔图区", "Sartu District"),
)
NAMES = (LINDIAN, ZHAOYUAN, SARTU)
Parts = list[tuple[Text, MonthFigure | None]]
SEPTEMBER = Month(2024, 9)

counts = st.integers(min_value=0, max_value=400)
figures = st.builds(
    lambda good, rest, review, origin, provisional: figure(
        SEPTEMBER, good, good + rest, review=review, origin=origin, provisional=provisional
    ),
    counts,
    counts,
    st.sampled_from(["submitted", "approved"]),
    st.sampled_from(["sample", "entered", "imported", "computed"]),
    st.booleans(),
)
parts = st.lists(st.tuples(st.sampled_from(NAMES), st.none() | figures), min_size=1, max_size=10)


@moderate
@given(listed=parts, data=st.data())
def test_the_order_of_the_areas_changes_no_number(listed: Parts, data: st.DataObject) -> None:
    one, other = compose(listed, None), compose(data.draw(st.permutations(listed)), None)
    if one is None or other is None:
        assert one is other
        return
    assert replace(one, missing_areas=()) == replace(other, missing_areas=())
    assert sorted(map(str, one.missing_areas)) == sorted(map(str, other.missing_areas))


@moderate
@given(listed=parts)
def test_the_city_is_the_sum_of_those_that_gave_and_names_the_others(listed: Parts) -> None:
    given_ones = [one for _, one in listed if one is not None]
    city = compose(listed, None)
    assert (city is None) == (not given_ones)
    if city is None:
        return
    assert city.numerator == sum(one.numerator for one in given_ones)
    assert city.denominator == sum(one.denominator for one in given_ones)
    assert city.missing_areas == tuple(name for name, one in listed if one is None)
    assert city.provisional is any(one.provisional for one in given_ones)
    assert (city.review == "approved") == all(one.review == "approved" for one in given_ones)


@moderate
@given(listed=parts, at_place=st.integers(min_value=0, max_value=9))
def test_an_area_where_it_does_not_apply_is_left_out(listed: Parts, at_place: int) -> None:
    none_there = (SARTU, figure(SEPTEMBER, 0, 0, origin="computed"))
    city = compose([*listed[:at_place], none_there, *listed[at_place:]], None)
    assert city is not None
    without = compose(listed, None)
    if without is not None:
        assert (city.numerator, city.denominator) == (without.numerator, without.denominator)
        assert city.missing_areas == without.missing_areas


@moderate
@given(listed=parts, split=st.integers(min_value=0, max_value=10))
def test_summing_in_two_steps_is_summing_in_one(listed: Parts, split: int) -> None:
    """Districts and counties first, then the city: the same as all at once."""
    halves = [compose(half, None) for half in (listed[:split], listed[split:])]
    city = compose([(LINDIAN, half) for half in halves if half is not None], None)
    once = compose(listed, None)
    if city is None or once is None:
        assert city is once
        return
    assert replace(city, missing_areas=()) == replace(once, missing_areas=())


A, B = figure(SEPTEMBER, 13, 52), figure(SEPTEMBER, 18, 68)
TABLE: dict[str, tuple[list[MonthFigure | None], MonthFigure | None, MonthFigure | None]] = {
    "nothing at all": ([None, None], None, None),
    "only the city's own": ([None, None], figure(SEPTEMBER, 66, 340), figure(SEPTEMBER, 66, 340)),
    "areas win over the city's own": ([A, B], figure(SEPTEMBER, 1, 2), figure(SEPTEMBER, 31, 120)),
    "a blank area is missing": ([A, None], None, figure(SEPTEMBER, 13, 52, missing_areas=(ZHAOYUAN,))),
    "0 is a value": ([figure(SEPTEMBER, 0, 52), B], None, figure(SEPTEMBER, 18, 120)),
    "applies nowhere": ([figure(SEPTEMBER, 0, 0)] * 2, None, figure(SEPTEMBER, 0, 0)),
    "not yet approved anywhere": (
        [replace(A, review="submitted"), B],
        None,
        figure(SEPTEMBER, 31, 120, review="submitted"),
    ),
    "a sample makes it a sample": (
        [replace(A, origin="sample"), replace(B, origin="computed")],
        None,
        figure(SEPTEMBER, 31, 120, origin="sample"),
    ),
    "provisional anywhere": ([replace(A, provisional=True), B], None, figure(SEPTEMBER, 31, 120, provisional=True)),
    "the month by itself, from all": (
        [replace(A, month_numerator=Decimal(1), month_denominator=Decimal(2))] * 2,
        None,
        figure(SEPTEMBER, 26, 104, month_numerator=Decimal(2), month_denominator=Decimal(4)),
    ),
    "the month by itself, not from all": (
        [replace(A, month_numerator=Decimal(1), month_denominator=Decimal(2)), B],
        None,
        figure(SEPTEMBER, 31, 120),
    ),
    "typed means doubt the sum by their weight": (
        [figure(SEPTEMBER, 30, 10, half_unit=Decimal("0.05")), figure(SEPTEMBER, 60, 30)],
        None,
        figure(SEPTEMBER, 90, 40, half_unit=Decimal("0.0125")),
    ),
    "a correction that counts": (
        [replace(A, numerator=Decimal(14), review="submitted", was=Pair(Decimal(13), Decimal(52))), B],
        None,
        figure(SEPTEMBER, 32, 120, review="submitted", was=Pair(Decimal(31), Decimal(120))),
    ),
    "a correction that waits": (
        [replace(A, waiting=Pair(Decimal(14), Decimal(52))), B],
        None,
        figure(SEPTEMBER, 31, 120, waiting=Pair(Decimal(32), Decimal(120))),
    ),
    "a blank that waits": (
        [replace(A, waiting=Pair(None, None))],
        None,
        figure(SEPTEMBER, 13, 52, waiting=Pair(None, None)),
    ),
}


@pytest.mark.parametrize(("given_ones", "own", "expected"), TABLE.values(), ids=TABLE)
def test_what_a_month_is_composed_to(
    given_ones: list[MonthFigure | None], own: MonthFigure | None, expected: MonthFigure | None
) -> None:
    assert compose(zip(NAMES, given_ones, strict=False), own) == expected


def area(name: Text, target: str | None = None, /, **months: tuple[int, int]) -> AreaRecord:
    """``area(LINDIAN, m09=(13, 52))``."""
    given_ones = {Month(2024, int(month[1:])): pair for month, pair in months.items()}
    return AreaRecord(
        code=name.en[:3],
        name=name,
        figures={month: figure(month, *pair) for month, pair in given_ones.items()},
        target=None if target is None else Decimal(target),
    )


def test_a_month_in_which_none_is_due_counts_once_all_have_given_one() -> None:
    alone = [area(LINDIAN, m10=(14, 52)), area(ZHAOYUAN)]
    assert composed(alone, {}, Frequency.QUARTERLY) == ()
    both = [area(LINDIAN, m10=(14, 52)), area(ZHAOYUAN, m10=(18, 68))]
    assert composed(both, {}, Frequency.QUARTERLY) == (figure("2024-10", 32, 120),)
    own = {Month(2024, 10): figure("2024-10", 31, 120)}
    assert composed(alone, own, Frequency.QUARTERLY) == tuple(own.values())


def test_of_a_total_the_newest_complete_month_stands_until_all_have_given() -> None:
    before = {"m03": (10, 60)}
    areas = [area(LINDIAN, **before, m06=(12, 52)), area(ZHAOYUAN, **before, m06=(16, 68), m09=(60, 68))]
    state = at(SEWAGE_GOAL, composed(areas, {}, Frequency.QUARTERLY), 9)
    assert state.value == Fraction(100 * 28, 120)
    assert state.months[8].cumulative == state.value
    assert state.data_through == Month(2024, 6)
    assert state.validity.incomplete_months == (SEPTEMBER,)
    (note,) = state.sentences.notes
    assert note.zh == "9 月缺林甸县数据，报齐之前沿用 6 月的全市数值。"
    assert (
        note.en
        == "No figure from Lindian County for September: until it is complete, the city's value is that of June."
    )


def test_a_total_that_was_never_complete_is_at_risk_at_best() -> None:
    areas = [area(LINDIAN), area(ZHAOYUAN, m09=(60, 68))]
    state = at(replace(SEWAGE_GOAL, target=Decimal(35)), composed(areas, {}, Frequency.QUARTERLY), 9)
    assert state.value == Fraction(100 * 60, 68)
    assert state.status is Status.AT_RISK
    assert "9 月缺林甸县数据，全市数值仅由其余单位合成。" in [note.zh for note in state.sentences.notes]


@pytest.mark.parametrize(("rule", "month"), [(SEWAGE_GOAL, "m12"), (FARMLAND_GOAL, "m12"), (WATER_GOAL, "m05")])
def test_a_year_that_lacks_an_area_is_never_met(rule: GoalRule, month: str) -> None:
    frequency = rule.indicator.frequency
    due = [f"m{number:02d}" for number in range(1, 13) if frequency.is_due(Month(2024, number))]
    full = dict.fromkeys(due, (10, 10))
    gap = {key: pair for key, pair in full.items() if key != month}
    complete = composed([area(LINDIAN, **full), area(ZHAOYUAN, **full)], {}, frequency)
    assert at(rule, complete, 12).verdict is Verdict.MET
    state = at(rule, composed([area(LINDIAN, **gap), area(ZHAOYUAN, **full)], {}, frequency), 12)
    assert (state.verdict, state.status) == (Verdict.NOT_EVALUABLE, Status.NOT_EVALUABLE)
    told = " ".join(one.zh for one in (*state.sentences.proof, *state.sentences.notes))
    assert f"{int(month[1:])} 月缺林甸县数据" in told
    assert "no figure from Lindian County for" in " ".join(one.en for one in state.sentences.proof)


def test_a_failed_month_is_not_undone_by_areas_that_are_missing() -> None:
    areas = [area(LINDIAN), area(ZHAOYUAN, m05=(9, 10))]
    assert at(WATER_GOAL, composed(areas, {}, Frequency.MONTHLY), 12).verdict is Verdict.NOT_MET


def test_the_areas_beside_each_other() -> None:
    areas = [
        area(LINDIAN, "30", m03=(10, 52), m06=(12, 52)),
        area(ZHAOYUAN, "25", m03=(14, 68), m09=(18, 68)),
        area(SARTU, m03=(0, 0), m06=(0, 0), m09=(0, 0)),
    ]
    own = {Month(2024, 6): figure("2024-06", 1, 1), Month(2023, 12): figure("2023-12", 74, 340)}
    lindian, zhaoyuan, sartu = area_states(SEWAGE_GOAL, areas, own, SEPTEMBER)
    assert (lindian.numerator, lindian.denominator, lindian.value) == (Decimal(12), Decimal(52), Fraction(1200, 52))
    assert (lindian.is_met, lindian.through, lindian.missing_months) == (False, Month(2024, 6), (SEPTEMBER,))
    assert (zhaoyuan.is_met, zhaoyuan.missing_months) == (True, (Month(2024, 6),))
    assert (sartu.value, sartu.is_applicable, sartu.is_met, sartu.missing_months) == (None, False, None, ())


def test_nobody_is_missing_where_the_city_reported() -> None:
    own = {Month(2024, 3): figure("2024-03", 82, 340)}
    (lindian,) = area_states(SEWAGE_GOAL, [area(LINDIAN)], own, Month(2024, 6))
    assert (lindian.missing_months, lindian.review, lindian.numerator) == ((Month(2024, 6),), None, None)


@pytest.mark.parametrize(("first_month_over", "missing"), [(False, ()), (True, (Month(2024, 1),))])
def test_nobody_is_missing_before_the_first_month_is_over(
    *, first_month_over: bool, missing: tuple[Month, ...]
) -> None:
    january = Month(2024, 1)
    (lindian,) = area_states(WATER_GOAL, [area(LINDIAN)], {}, january, first_month_over=first_month_over)
    assert lindian.missing_months == missing
