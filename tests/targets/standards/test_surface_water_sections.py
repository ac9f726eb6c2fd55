"""Shares of a city's sections, the grade of a river, what is near class III, alerts."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.standards.rounding import is_within
from targets.standards.surface_water import assess
from targets.standards.surface_water_sections import (
    Alert,
    AlertLevel,
    Edge,
    Standing,
    alert,
    near_class_iii,
    river_grade,
    sections_share,
)
from targets.standards.surface_water_table import EVALUATED, Grade, WaterBody, WaterClass, WaterItem
from tests.targets.evaluation.cases import moderate

classes = st.none() | st.sampled_from(WaterClass)


def sections(numbers: str) -> dict[str, WaterClass | None]:
    """One section per digit: 1 to 5 the classes, 6 worse than V, 0 without data."""
    return {f"S{place}": WaterClass(int(one)) if int(one) else None for place, one in enumerate(numbers)}


@pytest.mark.parametrize(
    ("given_", "good", "worst", "assessed", "percent"),
    [
        ("333336", 5, 1, 6, Fraction(250, 3)),  # 83.33 %, the city's target is 83.3
        ("123446", 3, 1, 6, Fraction(50)),
        ("222233", 6, 0, 6, Fraction(100)),
        ("333300", 4, 0, 4, Fraction(100)),
        ("6", 0, 1, 1, Fraction(0)),
        ("00", 0, 0, 0, None),
        ("", 0, 0, 0, None),
    ],
)
def test_the_share_of_good_sections(
    given_: str, good: int, worst: int, assessed: int, percent: Fraction | None
) -> None:
    share = sections_share(sections(given_))
    assert (share.good, share.worse_than_v, share.assessed, share.percent_good) == (good, worst, assessed, percent)


@pytest.mark.parametrize(("given_", "kept"), [("333336", True), ("333366", False), ("33333", True)])
def test_five_of_six_sections_keep_a_target_of_83_3_percent(given_: str, *, kept: bool) -> None:
    percent = sections_share(sections(given_)).percent_good
    assert percent is not None
    assert is_within(percent, Decimal("83.3"), at_least=True, decimals=None) is kept


def test_a_section_without_data_is_listed_and_in_no_denominator() -> None:
    share = sections_share(sections("30406"))
    assert share.not_assessed == ("S1", "S3")
    assert share.percent_worse_than_v == Fraction(100, 3)
    assert list(share.by_class.values()) == [0, 0, 1, 1, 0, 1]


@pytest.mark.parametrize(
    ("given_", "grade"),
    [
        ("3333333334", Grade.EXCELLENT),  # 90 %
        ("33333333344", Grade.GOOD),  # 81.8 %
        ("3334" * 3, Grade.GOOD),  # 75 %
        ("3" * 74 + "4" * 26, Grade.LIGHT),
        ("3" * 70 + "4" * 11 + "6" * 19, Grade.LIGHT),
        ("33346", Grade.MODERATE),  # 20 % worse than V
        ("3" * 50 + "4" * 11 + "6" * 39, Grade.MODERATE),
        ("33366", Grade.HEAVY),  # 40 %
        ("66666", Grade.HEAVY),
        ("333366", Grade.MODERATE),
        ("33333000", Grade.EXCELLENT),
    ],
)
def test_the_grade_of_a_river(given_: str, grade: Grade) -> None:
    found = river_grade(sections(given_))
    assert (found.grade, found.why) == (grade, None)


@pytest.mark.parametrize("given_", ["3333", "33330", "", "000000"])
def test_a_river_of_few_assessed_sections_has_no_grade_and_says_why(given_: str) -> None:
    found = river_grade(sections(given_))
    assert found.grade is None
    assert found.why is not None
    assert "平均浓度" in found.why.zh
    assert "mean concentrations" in found.why.en


def test_the_sections_that_a_grade_needs_are_a_setting() -> None:
    assert river_grade(sections("3333"), min_sections=4).grade is Grade.EXCELLENT


def near(body: WaterBody = WaterBody.RIVER, /, **of: str) -> tuple[str | None, dict[str, str]]:
    """The section's side and each near item's, from one value per item."""
    found = near_class_iii({WaterItem(key): Decimal(text) for key, text in of.items()}, body)
    return (found.edge and found.edge.value), {one.item.value: one.edge.value for one in found.items}


@pytest.mark.parametrize(
    ("value", "edge"),
    [("5.39", None), ("5.4", "losing"), ("6", "losing"), ("6.001", "gaining"), ("6.6", "gaining"), ("6.601", None)],
)
def test_near_an_upper_limit(value: str, edge: str | None) -> None:
    assert near(codmn=value) == (edge, {"codmn": edge} if edge else {})


@pytest.mark.parametrize(
    ("value", "edge"),
    [("5.501", None), ("5.5", "losing"), ("5", "losing"), ("4.999", "gaining"), ("4.5", "gaining"), ("4.499", None)],
)
def test_dissolved_oxygen_is_near_the_other_way_round(value: str, edge: str | None) -> None:
    assert near(do=value) == (edge, {"do": edge} if edge else {})


@pytest.mark.parametrize(
    ("of", "edge"),
    [
        ({"codmn": "6.3", "nh3n": "1.05"}, "gaining"),
        ({"codmn": "6.3", "nh3n": "1.2"}, None),  # one is within reach, the other is not
        ({"codmn": "6.3", "nh3n": "0.95"}, "gaining"),
        ({"codmn": "5.9", "ph": "9.1"}, None),  # pH out of its range: nothing is close
        ({"codmn": "5.9", "ph": "9"}, "losing"),
        ({"codmn": "1", "tn": "0.95", "fcoli": "9900"}, None),  # they decide nothing
        ({}, None),
    ],
)
def test_a_section_is_near_by_all_its_items_together(of: dict[str, str], edge: str | None) -> None:
    assert near(WaterBody.RIVER, **of)[0] == edge


def test_nearness_knows_lakes_ratios_and_what_is_left_out() -> None:
    assert near(WaterBody.LAKE, tp="0.048") == ("losing", {"tp": "losing"})
    assert near(tp="0.048") == (None, {})
    values = {WaterItem.CODMN: Decimal(12), WaterItem.NH3N: Decimal("0.95")}
    found = near_class_iii(values, left_out=[WaterItem.CODMN])
    assert found.edge is Edge.LOSING
    assert [(one.item, one.ratio, one.limit) for one in found.items] == [
        (WaterItem.NH3N, Fraction(19, 20), Fraction(1))
    ]
    assert near_class_iii(values).edge is None


@moderate
@given(
    water=st.dictionaries(
        st.sampled_from(EVALUATED), st.fractions(min_value=0, max_value=12, max_denominator=500), min_size=1
    )
)
def test_only_good_water_can_lose_class_iii_and_only_other_water_gain_it(water: dict[WaterItem, Fraction]) -> None:
    its_class, edge = assess(water).water_class, near_class_iii(water).edge
    assert its_class is not None
    assert edge is None or (edge is Edge.LOSING) is its_class.is_good


def alerted(numbers: str) -> Alert:
    """Month, month last year, cumulative, cumulative last year, target: a digit each as in ``sections``."""
    return alert(Standing(*sections(numbers).values()))


@pytest.mark.parametrize(
    ("numbers", "level"),
    [
        ("43433", 2),  # both one class worse, IV, target III
        ("53433", 2),  # the month two, the year one
        ("53533", 1),  # both two worse
        ("63643", 1),
        ("42423", 1),
        ("33433", None),  # the month is not worse than last year
        ("43333", None),  # the year is not
        ("43434", None),  # the year keeps its target
        ("32433", None),  # the month is still class III
        ("32323", None),
        ("65655", 2),  # worse than V where V was the target
        ("54544", 2),
        ("34344", None),
    ],
)
def test_the_two_levels_of_an_alert(numbers: str, level: int | None) -> None:
    found = alerted(numbers)
    assert (found.level, found.is_decided) == (level, True)


def test_an_alert_says_what_decided_it() -> None:
    found = alerted("53433")
    assert (found.month_steps, found.cumulative_steps, found.is_below_iii, found.misses_target) == (2, 1, True, True)
    assert found.level is AlertLevel.TWO
    better = alerted("34244")
    assert (better.month_steps, better.cumulative_steps, better.is_below_iii, better.misses_target) == (
        -1,
        -2,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("numbers", "is_decided"),
    [
        ("03433", False),
        ("40433", False),
        ("43430", False),
        ("00000", False),
        ("30433", True),  # the month is class III: no alert, whatever last year was
        ("43400", False),
        ("40434", True),  # the target is kept
    ],
)
def test_without_a_class_an_alert_is_open_unless_the_others_rule_it_out(numbers: str, *, is_decided: bool) -> None:
    found = alerted(numbers)
    assert (found.level, found.is_decided) == (None, is_decided)


@moderate
@given(known=st.lists(classes, min_size=5, max_size=5), place=st.integers(min_value=0, max_value=4))
def test_filling_a_gap_never_overturns_what_was_decided(known: list[WaterClass | None], place: int) -> None:
    before = alert(Standing(*known))
    for filled in WaterClass:
        after = alert(Standing(*[filled if at == place and one is None else one for at, one in enumerate(known)]))
        assert not before.is_decided or (after.is_decided, after.level) == (True, before.level)
