"""What a card prints of Daqing's 2024, by name."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from targets.cards import card, number, shown, target_text
from targets.charts.board import Kind
from targets.evaluation.model import GoalEvaluation, Status
from targets.texts import Text
from tests.targets.evaluation.cases import (
    FARMLAND_GOAL,
    GOOD_AIR_GOAL,
    PM25_GOAL,
    SECTIONS_GOAL,
    SEWAGE_GOAL,
    WATER_GOAL,
    at,
    figure,
    months,
    real_air,
    real_pm25,
)

NAME = Text("名", "name")
OCTOBER: dict[str, GoalEvaluation] = {
    "air": at(GOOD_AIR_GOAL, real_air(), 10),
    "pm25": at(PM25_GOAL, real_pm25(), 10),
    "sections": at(SECTIONS_GOAL, months({10: (5, 6)}), 10),
    "water": at(WATER_GOAL, months(dict.fromkeys(range(1, 11), (3, 3))), 10),
    "farmland": at(FARMLAND_GOAL, [], 10),
    "sewage": at(SEWAGE_GOAL, [*months({12: (74, 340)}, 2023), *months({3: (82, 340), 9: (108, 340)})], 10),
}


@pytest.mark.parametrize(
    ("goal", "value", "of", "unit", "target", "kind"),
    [
        ("air", "96.1", "", "%", "≥ 92 %", Kind.BUDGET),
        ("pm25", "27.2", "", "µg/m³", "≤ 27 µg/m³", Kind.LEVEL),
        ("sections", "5", "/6", "sections", "≥ 83.3 %", Kind.HANDFUL),
        ("water", "100", "", "%", "= 100 %", Kind.CHECKS),
        ("farmland", "—", "", "", "= 100 %", Kind.ONCE),
        ("sewage", "31.8", "", "%", "≥ 35 %", Kind.TOTAL),
    ],
)
def test_the_six_cards_of_october(goal: str, value: str, of: str, unit: str, target: str, kind: Kind) -> None:
    printed = card(OCTOBER[goal], NAME)
    assert (printed.value, printed.of, printed.unit.en, printed.target.en) == (value, of, unit, target)
    assert printed.chart.kind is kind
    assert printed.headline == OCTOBER[goal].sentences.headline


def test_a_value_of_zero_is_printed_and_a_missing_one_is_a_dash() -> None:
    assert shown(Fraction(0), 1) == "0.0"
    assert shown(None, 1) == "—"
    assert card(at(PM25_GOAL, [figure("2024-01", 0, 31)], 1), NAME).value == "0.0"
    assert card(at(PM25_GOAL, [], 1), NAME).value == "—"


def test_numbers_lose_only_trailing_zeros() -> None:
    assert [number(Decimal(text)) for text in ("8311.2000", "100", "0.0", "83.30")] == ["8311.2", "100", "0", "83.3"]


def test_a_share_below_the_whole_keeps_its_sign() -> None:
    assert target_text(replace(WATER_GOAL, target=Decimal(95))).zh == "≥ 95 %"


def test_marks_name_what_is_not_final() -> None:
    figures = [figure("2024-01", 27, 31, origin="sample", review="submitted", provisional=True)]
    printed = card(at(GOOD_AIR_GOAL, figures, 1), NAME)
    assert [mark.en for mark in printed.marks] == ["provisional", "sample", "not yet approved"]
    assert card(OCTOBER["air"], NAME).marks == ()


def test_the_caption_names_last_year_and_the_days_behind_the_picture() -> None:
    assert card(OCTOBER["air"], NAME).caption.zh.endswith("有效天数 305")
    assert "2023" in card(OCTOBER["pm25"], NAME).caption.en
    assert card(OCTOBER["air"], NAME).status is Status.ON_TRACK


def test_no_rounding_hides_a_breach() -> None:
    short = at(WATER_GOAL, [figure("2024-01", 2999, 3000)], 1)
    assert card(short, NAME).value == "99.97"  # and not 100.0
    over = at(PM25_GOAL, [figure("2024-01", "838.24", 31)], 1)
    assert card(over, NAME).value == "27.04"  # and not 27.0
