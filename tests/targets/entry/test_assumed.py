"""What is typed on the what-if page: understood, told back, or refused with what, why and an example."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.entry.assumed import Assumption, assume, label_of
from targets.evaluation.model import GoalRule, MonthFigure
from targets.evaluation.what_if import Preset
from targets.periods import Month
from targets.texts import Text
from tests.targets.evaluation.cases import (
    FARMLAND_GOAL,
    GOOD_AIR_GOAL,
    MEAN,
    PM25_GOAL,
    SECTIONS_GOAL,
    SEWAGE_GOAL,
    WATER_GOAL,
    at,
    figure,
    goal,
    moderate,
    months,
    real_air,
    real_pm25,
)

SEWAGE = [*months({9: (80, 340), 12: (90, 340)}, 2023), *months({9: (108, 340)})]
FARMLAND = [figure("2023-12", "950.5", "1000")]


def made(
    rule: GoalRule, figures: Sequence[MonthFigure], texts: dict[str, str], *, month: int = 10, whole: bool = True
) -> Assumption:
    return assume(at(rule, figures, month), figures, texts, whole=whole)


MEANINGS = [
    (PM25_GOAL, real_pm25(), {"m11": "25.7"}, "25.7 µg/m³，30 天", "25.7 µg/m³ over 30 days"),
    (PM25_GOAL, real_pm25(), {"m11": "２５，７"}, "25.7 µg/m³，30 天", "25.7 µg/m³ over 30 days"),
    (GOOD_AIR_GOAL, real_air(), {"m11": "27"}, "30 天中 27，即 90.0 %", "27 of 30 days: 90.0 %"),
    (GOOD_AIR_GOAL, real_air(), {"m11": " 95 % "}, "30 天中 28，即 93.3 %", "28 of 30 days: 93.3 %"),
    (GOOD_AIR_GOAL, real_air(), {"m11": "0"}, "30 天中 0，即 0.0 %", "0 of 30 days: 0.0 %"),
    (SECTIONS_GOAL, months({10: (5, 6)}), {"m11": "5"}, "6 个断面中 5，即 83.33 %", "5 of 6 sections: 83.33 %"),
    (SEWAGE_GOAL, SEWAGE, {"m12": "35%"}, "340 个行政村中 119，即 35.0 %", "119 of 340 villages: 35.0 %"),
    (WATER_GOAL, months({10: (10, 10)}), {"m11": "10"}, "10 个次中 10，即 100.0 %", "10 of 10 checks: 100.0 %"),
    (FARMLAND_GOAL, [], {"m12": "99.5%"}, "99.5 %", "99.5 %"),
]


@pytest.mark.parametrize(("rule", "figures", "texts", "zh", "en"), MEANINGS)
def test_what_it_means(rule: GoalRule, figures: list[MonthFigure], texts: dict[str, str], zh: str, en: str) -> None:
    (one,) = (one for one in made(rule, figures, texts).asked if one.text)
    assert (one.problem, one.meaning) == (None, Text(zh, en))


def test_a_measured_part_keeps_its_decimals() -> None:
    (one,) = made(FARMLAND_GOAL, FARMLAND, {"m12": "987.65"}, whole=False).asked
    assert one.meaning == Text("1000 公顷中 987.65，即 98.8 %", "987.65 of 1000 ha: 98.8 %")


def test_a_share_of_an_upper_limit_is_rounded_up() -> None:
    rule = goal(replace(GOOD_AIR_GOAL.indicator), "<=", 8)
    (november, _) = made(rule, real_air(), {"m11": "5 %"}).asked
    assert november.number == 2  # 1.5 of 30


REFUSALS = [
    (GOOD_AIR_GOAL, real_air(), "31", "November has 30 days, so 31 cannot be right. Write 0 to 30, for example 27."),
    (
        GOOD_AIR_GOAL,
        real_air(),
        "27.5",
        "These are counted (good days), so 27.5 cannot be right.",
    ),
    (GOOD_AIR_GOAL, real_air(), "-1", "−1 is below zero, and nothing here can be. Write 0 or more, for example 29."),
    (GOOD_AIR_GOAL, real_air(), "many", "“many” is not a number"),
    (GOOD_AIR_GOAL, real_air(), "1" * 101, "This has 101 characters"),
    (PM25_GOAL, real_pm25(), "25 %", "“25 %” has a per cent sign, but this is not a share."),
    (
        PM25_GOAL,
        real_pm25(),
        "1000000000",
        "A mean of 1000000000 µg/m³ in November is far above every month on record and must be a slip. "
        "Write 0 to 900, for example 27.",
    ),
    (PM25_GOAL, real_pm25(), "901", "A mean of 901 µg/m³ in November"),
    (SECTIONS_GOAL, months({10: (5, 6)}), "7", "There are 6 in all (sections assessed), so 7 cannot be right."),
    (replace(SECTIONS_GOAL), [], "101", "A share is never above 100 %, so 101 cannot be right."),
]


@pytest.mark.parametrize(("rule", "figures", "text", "en"), REFUSALS)
def test_a_bad_field_says_why_and_the_others_go_on(
    rule: GoalRule, figures: list[MonthFigure], text: str, en: str
) -> None:
    found = made(rule, figures, {"m11": text, "m12": "5"})
    november, december = found.asked[-2:]
    assert november.problem is not None and november.problem.en.startswith(en)
    assert november.number is None and november.meaning is None
    assert december.number == 5
    assert found.has_problems and found.is_made


def test_a_month_with_a_figure_is_left_out() -> None:
    found = made(PM25_GOAL, real_pm25(), {"m3": "20", "m11": "20"})
    assert [one.name for one in found.asked] == ["m11", "m12"]
    assert found.left_out == (Month(2024, 3),)


def test_the_chosen_preset_is_marked() -> None:
    found = made(PM25_GOAL, real_pm25(), {"m11": "25.7", "m12": "25,70"})
    assert [choice.kind for choice in found.choices if choice.is_chosen] == [Preset.REQUIRED]
    assert dict(found.choices[2].texts) == {"m11": "25.7", "m12": "25.7"}


def growth(villages: int) -> list[MonthFigure]:
    """A stock that grew by so many villages in the last quarter of the year before."""
    return [*months({9: (80, 340), 12: (80 + villages, 340)}, 2023), *months({9: (108, 340)})]


def test_a_tenth_better_is_more_than_last_year_or_the_page_says_that_it_is_not() -> None:
    found = made(SEWAGE_GOAL, growth(8), {})  # 8.8 villages more
    assert [dict(choice.texts) for choice in found.choices[:2]] == [{"m12": "116"}, {"m12": "117"}]
    assert found.rounding is not None and found.rounding.en.startswith("Counts are rounded to the nearest")
    found = made(SEWAGE_GOAL, growth(3), {})  # 3.3
    assert [dict(choice.texts) for choice in found.choices[:2]] == [{"m12": "111"}] * 2
    assert found.rounding is not None and found.rounding.en.endswith("so both are the same.")


def test_nothing_is_said_of_rounding_where_no_counts_are_filled_in() -> None:
    assert made(PM25_GOAL, real_pm25(), {}).rounding is None
    assert made(FARMLAND_GOAL, FARMLAND, {}, whole=False).rounding is None
    assert made(SEWAGE_GOAL, months({9: (108, 340)}), {}).rounding is None


def test_the_slider_stands_where_the_number_is_and_never_beyond_its_end() -> None:
    asked = made(PM25_GOAL, real_pm25(), {"m11": "25.7", "m12": "99"}).asked
    assert [str(one.slider) for one in asked] == ["25.7", str(asked[1].field.most)]
    assert asked[1].number == 99


def test_a_year_that_is_complete_asks_for_nothing() -> None:
    assert made(PM25_GOAL, real_pm25(), {"m11": "3"}, month=12).asked == ()


@pytest.mark.parametrize(
    ("rule", "figures", "en"),
    [
        (PM25_GOAL, real_pm25(), "mean (µg/m³)"),
        (GOOD_AIR_GOAL, real_air(), "good days"),
        (SEWAGE_GOAL, SEWAGE, "villages with treatment completed in all"),
        (FARMLAND_GOAL, [], "share in %"),
        (goal(replace(MEAN, counts_days=False), "<=", 27), [], "mean (µg/m³)"),
    ],
)
def test_what_is_asked_for(rule: GoalRule, figures: list[MonthFigure], en: str) -> None:
    assert label_of(rule, made(rule, figures, {}).asked[0].field).en == en


@moderate
@given(texts=st.dictionaries(st.sampled_from(["m1", "m11", "m12", "x"]), st.text(max_size=120)))
def test_nothing_typed_ever_breaks_it(texts: dict[str, str]) -> None:
    for rule, figures in ((PM25_GOAL, real_pm25()), (GOOD_AIR_GOAL, real_air()), (SEWAGE_GOAL, SEWAGE)):
        for one in made(rule, figures, texts).asked:
            assert not (one.problem and one.number is not None)


@moderate
@given(number=st.integers(min_value=0, max_value=30))
def test_a_preset_read_back_is_the_same(number: int) -> None:
    """The address of a preset reproduces what it filled in."""
    for choice in made(GOOD_AIR_GOAL, real_air(), {"m11": str(number)}).choices:
        again = made(GOOD_AIR_GOAL, real_air(), dict(choice.texts))
        assert {one.name: one.text for one in again.asked if one.text} == dict(choice.texts)
        assert not again.has_problems
