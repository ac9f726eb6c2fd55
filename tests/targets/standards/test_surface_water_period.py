"""Months and years of a section: the mean of months, frozen and missing months, natural background both ways."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.periods import Month, months_of, months_until
from targets.standards.surface_water import Measured, assess, means_of
from targets.standards.surface_water_period import (
    Background,
    PeriodAssessment,
    PeriodRule,
    Shortfall,
    assess_both_ways,
    assess_month,
    assess_period,
    mean_of_months,
)
from targets.standards.surface_water_table import WaterBody, WaterClass, WaterItem
from tests.targets.evaluation.cases import moderate

YEAR = months_of(2024)
CODMN, NH3N, COD = WaterItem.CODMN, WaterItem.NH3N, WaterItem.COD
ICE = "封冻"
LETTER = "黑环函〔2024〕1号"


def codmn(*amounts: int | str | None) -> dict[Month, dict[WaterItem, Decimal]]:
    """The permanganate index of the year's months from January on; None: no value."""
    return {month: {CODMN: Decimal(amount)} for month, amount in zip(YEAR, amounts, strict=False) if amount is not None}


def year(months: dict[Month, dict[WaterItem, Decimal]], last: int = 12, **more: Any) -> PeriodAssessment:
    """January to the month ``last`` of 2024."""
    return assess_period(months, first=YEAR[0], last=YEAR[last - 1], **more)


def background(*items: WaterItem, first: int = 1, last: int | None = 12) -> Background:
    until = None if last is None else YEAR[last - 1]
    return Background(frozenset(items or {CODMN}), "腐殖质", LETTER, YEAR[first - 1], until)


def test_a_month_of_class_iv_does_not_spoil_a_year_of_class_iii() -> None:
    found = year(codmn(*[5] * 11, 9))
    assert found.result.raw.water_class is WaterClass.III
    assert found.is_sufficient
    assert (found.months, found.missing, found.remarks) == (YEAR, (), ())


def test_eleven_months_of_class_iii_do_not_save_a_year_of_class_iv() -> None:
    found = year(codmn(*[6] * 11, "6.1"))
    assert found.result.raw.water_class is WaterClass.IV
    assert found.values[CODMN] == 6 + Fraction(1, 120)


def test_the_year_is_the_mean_of_months_and_not_of_samples() -> None:
    samples = {YEAR[0]: [4, 4, 4], YEAR[1]: [9]}  # the mean of all four would be 5.25
    months = {
        month: {item: mean.value for item, mean in means_of([{CODMN: Measured(Decimal(one))} for one in found]).items()}
        for month, found in samples.items()
    }
    found = assess_period(months, first=YEAR[0], last=YEAR[1])
    assert found.values[CODMN] == Fraction(13, 2)
    assert found.result.raw.water_class is WaterClass.IV


def test_each_item_has_the_mean_of_the_months_that_have_it() -> None:
    months = {
        YEAR[0]: {CODMN: Decimal(4), COD: Decimal(10)},
        YEAR[1]: {CODMN: Decimal(6)},
        YEAR[2]: {CODMN: Decimal(8)},
    }
    found = year(months, last=3)
    assert (found.values, found.months_of) == ({CODMN: 6, COD: 10}, {CODMN: 3, COD: 1})


def test_months_outside_the_period_are_ignored() -> None:
    months = codmn(4, 4, 20) | {Month(2023, 12): {CODMN: Decimal(20)}}
    assert year(months, last=2).values[CODMN] == 4
    over_new_year = assess_period(months, first=Month(2023, 12), last=Month(2024, 1))
    assert over_new_year.values[CODMN] == 12


@pytest.mark.parametrize(("sampled", "shortfalls"), [(8, ()), (7, (Shortfall.FEW_MONTHS,))])
def test_eight_months_of_a_year_with_ice_are_enough_and_seven_are_not(
    sampled: int, shortfalls: tuple[Shortfall, ...]
) -> None:
    found = year(codmn(*[4] * sampled), frozen=dict.fromkeys(YEAR[sampled:], ICE))
    assert (found.shortfalls, found.missing, len(found.frozen)) == (shortfalls, (), 12 - sampled)
    assert found.result.raw.water_class is WaterClass.II  # given all the same, and said not to stand
    assert ("少于8个月" in found.remarks[0].zh) is (not found.is_sufficient)
    assert "2024-12 封冻" in found.remarks[-1].zh


def test_the_months_needed_are_a_setting() -> None:
    frozen = dict.fromkeys(YEAR[7:], ICE)
    assert year(codmn(*[4] * 7), frozen=frozen, rule=PeriodRule(min_months=7)).is_sufficient


def test_a_missing_month_is_named_unless_it_is_allowed() -> None:
    months = codmn(4, 4, None, *[4] * 9)
    found = year(months)
    assert (found.shortfalls, found.missing) == ((Shortfall.MISSING_MONTHS,), (YEAR[2],))
    assert found.remarks[0].en == "Months without data: 2024-03 (insufficient data)."
    allowed = year(months, rule=PeriodRule(allowed_missing=1))
    assert (allowed.is_sufficient, allowed.missing) == (True, (YEAR[2],))
    assert "允许" in allowed.remarks[0].zh


def test_part_of_a_year_needs_no_eight_months() -> None:
    assert year(codmn(None, None, 4), last=3, frozen={YEAR[0]: ICE, YEAR[1]: ICE}).is_sufficient


def test_a_frozen_month_that_was_sampled_counts() -> None:
    found = year(codmn(4, 8), last=2, frozen={YEAR[1]: ICE})
    assert (found.values[CODMN], found.frozen) == (6, {})


@pytest.mark.parametrize("months", [{}, {YEAR[0]: {}}, {YEAR[0]: {WaterItem.TN: Decimal(1)}}])
def test_a_period_without_data_has_no_class(months: dict[Month, dict[WaterItem, Decimal]]) -> None:
    found = year(months, last=2)
    assert (found.result.raw.water_class, found.shortfalls) == (None, (Shortfall.NO_DATA,))
    assert [remark.zh for remark in found.remarks] == ["本时段无监测数据，不作评价。"]


def test_a_period_frozen_all_through_has_no_class_and_says_both() -> None:
    found = year({}, last=2, frozen=dict.fromkeys(YEAR[:2], ICE))
    assert found.shortfalls == (Shortfall.NO_DATA,)
    assert len(found.remarks) == 2


def test_a_period_in_a_lake_has_the_lakes_limits() -> None:
    months = {YEAR[0]: {WaterItem.TP: Decimal("0.06")}}
    assert year(months, last=1, body=WaterBody.LAKE).result.raw.water_class is WaterClass.IV


def test_wrong_periods_are_refused() -> None:
    with pytest.raises(ValueError, match="2024-02 to 2024-01"):
        assess_period({}, first=YEAR[1], last=YEAR[0])
    with pytest.raises(ValueError, match="reason"):
        year({}, frozen={YEAR[0]: " "})


def test_background_is_shown_both_ways() -> None:
    values = {CODMN: Decimal(9), NH3N: Decimal("0.6")}
    found = assess_both_ways(values, YEAR[5], [background()])
    assert (found.raw.water_class, found.adjusted.water_class) == (WaterClass.IV, WaterClass.III)
    assert found.raw.left_out == ()
    assert found.adjusted.left_out == (CODMN,)
    assert found.backgrounds == (background(),)


@pytest.mark.parametrize(
    "one", [background(first=7), background(last=5), background(COD)], ids=["later", "earlier", "an item without value"]
)
def test_background_of_other_months_or_items_deducts_nothing(one: Background) -> None:
    found = assess_both_ways({CODMN: Decimal(9)}, YEAR[5], [one])
    assert found.adjusted == found.raw
    assert found.backgrounds == ()


def test_background_without_an_end_holds_on() -> None:
    endless = background(first=6, last=None)
    assert [endless.covers(month) for month in (YEAR[4], YEAR[5], Month(2030, 1))] == [False, True, True]
    assert [background(first=6, last=6).covers(month) for month in YEAR[4:7]] == [False, True, False]


def test_a_month_from_its_samples() -> None:
    samples = [{CODMN: Measured(Decimal(5))}, {CODMN: Measured(Decimal(9)), NH3N: Measured(Decimal("0.1"))}]
    found = assess_month(samples, YEAR[0], [background()])
    assert (found.raw.water_class, found.adjusted.water_class) == (WaterClass.IV, WaterClass.I)


def test_background_of_part_of_a_period_deducts_nothing_from_its_mean() -> None:
    whole, part = background(last=None), background(first=2)
    found = year(codmn(9, 9), last=2, backgrounds=[part])
    assert found.result.adjusted == found.result.raw
    found = year(codmn(9, 9), last=2, backgrounds=[part, whole])
    assert (found.result.raw.water_class, found.result.adjusted.water_class) == (WaterClass.IV, None)
    assert found.result.backgrounds == (whole,)
    # Every month that has the item is covered: the others do not matter.
    found = year(codmn(None, 9), last=2, frozen={YEAR[0]: ICE}, backgrounds=[part])
    assert found.result.adjusted.left_out == (CODMN,)


@pytest.mark.parametrize(
    ("papers", "deducts"),
    [([(1, 6), (7, 12)], True), ([(1, 6), (4, 12)], True), ([(1, 6), (8, 12)], False), ([(1, 6)], False)],
    ids=["renewed", "overlapping", "a month between", "not renewed"],
)
def test_papers_that_follow_each_other_cover_a_period_together(papers: list[tuple[int, int]], *, deducts: bool) -> None:
    listed = [background(first=first, last=last) for first, last in papers]
    found = year(codmn(*[9] * 9), last=9, backgrounds=listed).result
    assert found.adjusted.left_out == ((CODMN,) if deducts else ())
    assert found.backgrounds == (tuple(listed) if deducts else ())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"items": frozenset()}, "at least one item"),
        ({"items": frozenset({WaterItem.TN})}, "that decide"),
        ({"reason": " "}, "reason"),
        ({"document": ""}, "document"),
        ({"until_month": Month(2023, 12)}, "before it begins"),
    ],
)
def test_background_is_recorded_whole(changes: dict[str, Any], message: str) -> None:
    whole: dict[str, Any] = {
        "items": frozenset({CODMN}),
        "reason": "腐殖质",
        "document": LETTER,
        "from_month": YEAR[0],
    }
    with pytest.raises(ValueError, match=message):
        Background(**(whole | changes))


amounts = st.fractions(min_value=0, max_value=30, max_denominator=1000)


@moderate
@given(
    months=st.dictionaries(
        st.sampled_from(YEAR), st.dictionaries(st.sampled_from([CODMN, NH3N, COD]), amounts, max_size=3), max_size=12
    ),
    last=st.integers(min_value=1, max_value=12),
    frozen=st.sets(st.sampled_from(YEAR)),
)
def test_a_period_is_its_months_mean_exactly_and_every_month_is_accounted_for(
    months: dict[Month, dict[WaterItem, Fraction]], last: int, frozen: set[Month]
) -> None:
    span = months_until(YEAR[last - 1])
    found = assess_period(months, first=span[0], last=span[-1], frozen=dict.fromkeys(frozen, ICE))
    assert sorted([*found.months, *found.missing, *found.frozen]) == list(span)
    for item, value in found.values.items():
        amounts_of = [months[month][item] for month in span if item in months.get(month, {})]
        assert value * len(amounts_of) == sum(amounts_of)
        assert found.months_of[item] == len(amounts_of)
    within = {month: months[month] for month in reversed(span) if months.get(month)}
    assert found.result.raw == assess(mean_of_months(within))
