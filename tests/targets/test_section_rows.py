"""Sections as bureaus print them: shares, states, what is near class III, alerts."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from targets.measurements.section_rows import (
    Classes,
    DataShown,
    Main,
    MonthState,
    Rules,
    SectionFacts,
    SectionRow,
    Why,
    row_of,
)
from targets.measurements.section_shares import near_ones, share_of
from targets.measurements.section_words import (
    alert_text,
    both_ways_text,
    carried_text,
    item_decimals,
    item_value,
    main_text,
    near_text,
    not_assessed_text,
    share_text,
    short_item,
    undecided_text,
)
from targets.periods import Month, months_until
from targets.standards.surface_water_period import Background
from targets.standards.surface_water_sections import AlertLevel, Edge
from targets.standards.surface_water_table import WaterClass, WaterItem

_, II, III, IV, V, WORSE = WaterClass
OCTOBER, DECEMBER = Month(2024, 10), Month(2024, 12)
RULES = Rules()


def classes(raw: WaterClass | None, adjusted: WaterClass | None = None, *main: Main) -> Classes:
    return Classes(raw, adjusted or raw, main)


def row(
    own: WaterClass | None,
    total: WaterClass | None,
    *,
    before: tuple[WaterClass | None, WaterClass | None] = (None, None),
    target: WaterClass | None = III,
    month: Month = OCTOBER,
    rules: Rules = RULES,
    **fields: object,
) -> SectionRow:
    """A section whose year so far has the same class in each month; the month itself as ``fields`` say."""
    states = {
        one: MonthState(one, samples=1, is_reviewed=True, own=classes(own or III), cumulative=classes(total or III))
        for one in months_until(month)
    }
    given = {"samples": 0 if own is None else 1, "months": month.number, "is_reviewed": True} | fields
    states[month] = MonthState(month, own=classes(own), cumulative=classes(total), **given)  # type: ignore[arg-type]
    then = month.plus(-12)
    states[then] = MonthState(then, samples=1, own=classes(before[0]), cumulative=classes(before[1]))
    return row_of(SectionFacts(1, "断面", target=target), month, states, rules)


def test_five_of_six_sections_are_83_3_percent() -> None:
    rows = [row(III, one) for one in (II, II, III, III, III, WORSE)]
    rows = [
        SectionRow(SectionFacts(number, "断面"), OCTOBER, one.year, one.before, RULES)
        for number, one in enumerate(rows)
    ]
    share = share_of(rows, OCTOBER, RULES, to_date=True)
    assert (share.counted.good, share.counted.assessed) == (5, 6)
    told = share_text(share)
    assert "占 83.3 %（5/6）" in told.zh
    assert "劣Ⅴ类 1 个，占 16.7 %" in told.zh
    assert "5 of 6 = 83.3 %" in told.en
    assert "2024 年 1—10 月累计" in told.zh


def test_a_section_without_data_is_no_denominator_and_never_a_class() -> None:
    rows = [row(III, III), row_of(SectionFacts(2, "肇源"), OCTOBER, {}, RULES)]
    for to_date in (True, False):
        share = share_of(rows, OCTOBER, RULES, to_date=to_date)
        assert (share.counted.assessed, share.sections) == (1, 2)
        told = not_assessed_text(share.not_assessed)
        assert told is not None
        assert told.zh == "未参评：肇源（无数据）。"


def test_without_any_class_there_is_no_share() -> None:
    share = share_of([row_of(SectionFacts(2, "肇源"), OCTOBER, {}, RULES)], OCTOBER, RULES, to_date=True)
    assert share.counted.percent_good is None
    assert "均无评价结果" in share_text(share).zh


def test_both_readings_are_told_where_background_makes_a_difference() -> None:
    state = MonthState(OCTOBER, samples=1, own=classes(IV, III), cumulative=classes(IV, III), months=10)
    for deducts, good in ((False, 0), (True, 1)):
        rules = Rules(deducts_background=deducts)
        found = row_of(SectionFacts(1, "断面", target=III), OCTOBER, {OCTOBER: state}, rules)
        share = share_of([found], OCTOBER, rules, to_date=True)
        assert share.counted.good == good
        assert found.reaches_target is deducts
        told = both_ways_text(share)
        assert told is not None
        assert "扣除前 0/1，扣除后 1/1" in told.zh
    assert both_ways_text(share_of([row(III, III)], OCTOBER, RULES, to_date=True)) is None


@pytest.mark.parametrize(("months", "why"), [(7, Why.FEW_MONTHS), (8, None)])
def test_a_year_needs_eight_months_in_december(months: int, why: Why | None) -> None:
    found = row(III, III, month=DECEMBER, months=months)
    assert found.why_cumulative is why
    assert share_of([found], DECEMBER, RULES, to_date=True).counted.assessed == (0 if why else 1)
    assert row(III, III, month=Month(2024, 11), months=1).why_cumulative is None


def test_missing_months_make_the_year_so_far_insufficient_and_frozen_ones_do_not() -> None:
    states = {
        one: MonthState(one, samples=1, is_reviewed=True, own=classes(III), cumulative=classes(III), months=one.number)
        for one in months_until(OCTOBER)
        if one.number > 2
    }
    found = row_of(SectionFacts(1, "断面"), OCTOBER, states, RULES)
    assert found.missing == (Month(2024, 1), Month(2024, 2))
    assert found.state_to_date is DataShown.INSUFFICIENT
    ice = {one: MonthState(one, is_frozen=True) for one in (Month(2024, 1), Month(2024, 2))}
    found = row_of(SectionFacts(1, "断面"), OCTOBER, states | ice, RULES)
    assert found.missing == ()
    assert found.frozen == tuple(ice)
    assert found.state_to_date is DataShown.REVIEWED


def test_a_month_without_a_row_has_no_class_of_the_year_so_far() -> None:
    september = Month(2024, 9)
    state = MonthState(september, samples=1, own=classes(III), cumulative=classes(II), months=9)
    found = row_of(SectionFacts(1, "断面"), OCTOBER, {september: state}, RULES)
    assert found.cumulative.raw is None
    assert found.until is state


def test_a_bad_section_without_the_months_sample_stays_in_the_share_of_the_year() -> None:
    bad = MonthState(Month(2024, 9), samples=1, own=classes(WORSE), cumulative=classes(WORSE), months=9)
    silent = row_of(SectionFacts(2, "古恰"), OCTOBER, {bad.month: bad}, RULES)
    never = row_of(SectionFacts(3, "肇源"), OCTOBER, {}, RULES)
    share = share_of([row(III, III), silent, never], OCTOBER, RULES, to_date=True)
    assert (share.counted.good, share.counted.assessed) == (1, 2)
    told, left = carried_text(share.carried), not_assessed_text(share.not_assessed)
    assert told is not None
    assert told.zh == "当月无数据：古恰（按 1—9 月累计类别计入）。"
    assert left is not None
    assert left.en == "Not assessed: 肇源 (no data)."
    month = share_of([row(III, III), silent], OCTOBER, RULES, to_date=False)
    assert (month.counted.assessed, month.carried) == (1, ())
    nobody = share_of([silent], OCTOBER, RULES, to_date=True)
    assert (nobody.counted.assessed, nobody.carried) == (0, ())


@pytest.mark.parametrize(("months", "assessed"), [(7, 1), (8, 2)])
def test_what_is_carried_into_december_needs_its_months_too(months: int, assessed: int) -> None:
    bad = MonthState(Month(2024, 11), samples=1, own=classes(V), cumulative=classes(V), months=months)
    silent = row_of(SectionFacts(2, "古恰"), DECEMBER, {bad.month: bad}, RULES)
    share = share_of([row(III, III, month=DECEMBER), silent], DECEMBER, RULES, to_date=True)
    assert share.counted.assessed == assessed
    assert [one.why for one in share.not_assessed] == [Why.FEW_MONTHS] * (2 - assessed)


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (MonthState(OCTOBER), DataShown.NONE),
        (MonthState(OCTOBER, samples=1), DataShown.INSUFFICIENT),
        (MonthState(OCTOBER, samples=1, own=classes(III)), DataShown.PROVISIONAL),
        (MonthState(OCTOBER, samples=1, own=classes(III), is_reviewed=True), DataShown.REVIEWED),
    ],
)
def test_the_state_of_a_months_data(state: MonthState, shown: DataShown) -> None:
    assert state.state is shown


@pytest.mark.parametrize(
    ("now", "before", "target", "level"),
    [
        ((IV, IV), (III, III), III, AlertLevel.TWO),
        ((V, V), (III, III), III, AlertLevel.ONE),
        ((V, IV), (III, III), III, AlertLevel.TWO),
        ((IV, III), (III, II), III, None),  # the year so far keeps class III
        ((IV, IV), (III, III), IV, None),  # it reaches its target
        ((IV, IV), (IV, III), III, None),  # the month is as a year ago
    ],
)
def test_alerts_follow_the_two_level_rule(
    now: tuple[WaterClass, WaterClass],
    before: tuple[WaterClass, WaterClass],
    target: WaterClass,
    level: AlertLevel | None,
) -> None:
    found = row(*now, before=before, target=target)
    assert found.alert.level == level
    assert found.alert.is_decided
    if level is not None:
        told = alert_text(found)
        assert f"上年同期{before[0].label.zh}" in told.zh
        assert f"目标{target.label.zh}" in told.zh


def test_an_alert_that_cannot_be_decided_says_what_is_wanting() -> None:
    found = row(IV, IV, before=(None, III), target=None)
    assert not found.alert.is_decided
    assert undecided_text(found.alert).zh == "缺上年同月类别、目标类别"


def near_row(rules: Rules = RULES, backgrounds: tuple[Background, ...] = (), **means: str) -> SectionRow:
    values = {WaterItem(item): Fraction(Decimal(value)) for item, value in means.items()}
    worst = WORSE if any(Fraction(Decimal(value)) > 6 for value in means.values()) else III
    state = MonthState(OCTOBER, 1, own=classes(worst), cumulative=classes(worst), means=values, cumulative_means=values)
    return row_of(SectionFacts(1, "断面"), OCTOBER, {OCTOBER: state}, rules, backgrounds)


def test_near_class_iii_is_told_with_item_value_and_limit() -> None:
    found = near_ones([near_row(codmn="6.6"), near_row(codmn="5.4", nh3n="0.2")])
    assert [(one.edge, one.to_date) for one in found] == [
        (Edge.LOSING, True),
        (Edge.LOSING, False),
        (Edge.GAINING, True),
        (Edge.GAINING, False),
    ]
    assert near_text(found[0].items[0]).zh == "高锰酸盐指数 5.4 mg/L，Ⅲ类限值 6，低于限值 10.0 %"
    assert near_text(found[2].items[0]).en == "permanganate index 6.6 mg/L, class III limit 6, 10.0 % above it"
    assert near_ones([near_row(codmn="5.3"), near_row(codmn="6.7")]) == ()


def test_only_the_items_on_the_sections_own_side_are_named() -> None:
    found = near_ones([near_row(codmn="6.4", tp="0.19")])
    assert [[item.item for item in one.items] for one in found] == [[WaterItem.CODMN]] * 2


def test_what_background_leaves_out_is_not_near() -> None:
    background = Background(frozenset({WaterItem.CODMN}), "腐殖质", "文号", Month(2024, 1))
    kept = near_row(Rules(deducts_background=True), (background,), codmn="5.9", tp="0.1")
    assert near_ones([kept]) == ()
    assert near_ones([near_row(RULES, (background,), codmn="5.9", tp="0.1")])


def test_two_papers_leave_an_item_out_of_the_year_so_far_together() -> None:
    first = Background(frozenset({WaterItem.CODMN}), "腐殖质", "文号", Month(2024, 1), Month(2024, 6))
    second = replace(first, from_month=Month(2024, 7), until_month=None)
    states = {one: MonthState(one, samples=1, own=classes(III)) for one in months_until(OCTOBER)}
    for papers, expected in (((first, second), {WaterItem.CODMN}), ((first,), set()), ((second,), set())):
        found = row_of(SectionFacts(1, "断面"), OCTOBER, states, Rules(deducts_background=True), papers)
        assert found.left_out(to_date=True) == expected


def test_a_value_is_told_on_its_side_of_the_limit() -> None:
    item, limit = WaterItem.CODMN, Fraction(6)
    assert item_value(item, Fraction("6.01"), limit) == "6.01"
    assert item_value(item, Fraction("6.01")) == "6.0"
    assert item_value(item, None) == "—"
    assert [item_decimals(one) for one in (WaterItem.PH, WaterItem.TP, WaterItem.HG)] == [1, 3, 6]


def test_main_pollutants_are_told_with_their_multiples() -> None:
    main = (Main(WaterItem.TP, Fraction(9, 5)), Main(WaterItem.CODMN, Fraction(1, 100)), Main(WaterItem.DO, None))
    assert main_text(main).zh == "总磷（1.8）、高锰酸盐指数（<0.1）、溶解氧"
    assert main_text(()).en == "—"
    assert short_item(WaterItem.CR6).zh == "六价铬"
