"""One goal as of one month: the documented examples, and Daqing's real year month by month."""

from decimal import Decimal
from fractions import Fraction

import pytest

from targets.evaluation.model import MonthFigure, Validity
from targets.periods import Month
from targets.standards.rounding import round_half_even, value_exact
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
    year,
)


def test_pm25_at_the_end_of_october() -> None:
    evaluation = at(PM25_GOAL, real_pm25(), 10)
    assert evaluation.value is not None
    assert (str(round_half_even(evaluation.value, 1)), str(value_exact(evaluation.value))) == ("27.2", "27.24983607")
    assert (str(evaluation.numerator), str(evaluation.denominator)) == ("8311.2", "305")
    assert (evaluation.status, evaluation.verdict, evaluation.attainability) == ("behind", "open", "attainable")
    assert evaluation.required is not None
    assert (str(evaluation.required.value), evaluation.required.over) == ("25.7", 61)
    assert evaluation.required.exact == (27 * 366 - Fraction("8311.2")) / 61
    assert evaluation.budget is None
    assert evaluation.data_through == Month(2024, 10)
    january = evaluation.months[0]
    assert january.value is not None
    assert str(round_half_even(january.value, 1)) == "48.6"


@pytest.mark.parametrize(
    ("month", "status", "verdict", "attainability", "needed"),
    [
        (1, "on_track", "open", "attainable", "25.0"),
        (3, "on_track", "open", "attainable", "22.6"),
        (4, "at_risk", "open", "attainable", "20.1"),
        (6, "at_risk", "open", "attainable", "21.0"),
        (7, "behind", "open", "attainable", "20.2"),
        (9, "behind", "open", "attainable", "25.0"),
        (10, "behind", "open", "attainable", "25.7"),
        (11, "out_of_reach", "open", "out_of_reach", None),
        (12, "not_met", "not_met", "out_of_reach", None),
    ],
)
def test_pm25_through_the_year(month: int, status: str, verdict: str, attainability: str, needed: str | None) -> None:
    evaluation = at(PM25_GOAL, real_pm25(), month)
    assert (evaluation.status, evaluation.verdict, evaluation.attainability) == (status, verdict, attainability)
    assert (str(evaluation.required.value) if evaluation.required else None) == needed


@pytest.mark.parametrize(
    ("month", "status", "used", "left", "needed"),
    [
        (1, "on_track", 4, 25, "310"),
        (4, "on_track", 12, 17, "228"),
        (5, "on_track", 12, 17, "197"),
        (10, "on_track", 12, 17, "44"),
        (11, "on_track", 22, 7, "24"),
        (12, "met", 24, 5, None),
    ],
)
def test_good_air_days_through_the_year(month: int, status: str, used: int, left: int, needed: str | None) -> None:
    evaluation = at(GOOD_AIR_GOAL, real_air(), month)
    assert evaluation.status == status
    assert evaluation.budget is not None
    assert (evaluation.budget.allowed, evaluation.budget.used, evaluation.budget.left) == (29, used, left)
    assert (str(evaluation.required.value) if evaluation.required else None) == needed


def test_the_real_years_references() -> None:
    air, pm25 = at(GOOD_AIR_GOAL, real_air(), 12), at(PM25_GOAL, real_pm25(), 12)
    assert (str(air.numerator), str(air.denominator)) == ("342", "366")
    assert pm25.value is not None
    assert str(round_half_even(pm25.value, 2)) == "31.38"
    assert air.validity == Validity(evaluable=True, broken=False, short_months=(), missing_months=(), valid_days=366)


def test_the_same_october_not_typed_in_yet() -> None:
    evaluation = at(PM25_GOAL, [each for each in real_pm25() if each.month != Month(2024, 10)], 10)
    assert evaluation.proof.open_units == 92
    assert evaluation.data_through == Month(2024, 9)
    assert evaluation.validity.missing_months == (Month(2024, 10),)
    assert evaluation.required is not None
    assert (str(evaluation.required.value), evaluation.required.over) == ("25.0", 92)


def test_five_of_six_sections_meet_the_target_of_83_3() -> None:
    evaluation = at(SECTIONS_GOAL, months({10: (5, 6)}), 10)
    assert evaluation.value == Fraction(500, 6)
    assert (evaluation.status, evaluation.attainability) == ("on_track", "attainable")


def test_rural_sewage_is_held_against_the_schedule_of_its_last_due_month() -> None:
    evaluation = at(SEWAGE_GOAL, [figure("2023-12", 74, 340), figure("2024-09", 108, 340)], 10)
    assert evaluation.pace == Fraction(7400, 340) + (35 - Fraction(7400, 340)) * 9 / 12
    assert evaluation.status == "at_risk"
    assert evaluation.required is not None
    assert (str(evaluation.required.value), evaluation.required.over) == ("11", 232)


def test_one_failed_month_puts_the_drinking_water_out_of_reach() -> None:
    evaluation = at(WATER_GOAL, year([(3, 3), (3, 3), (3, 3), (2, 3)]), 10)
    assert (evaluation.status, evaluation.required) == ("out_of_reach", None)
    assert evaluation.budget is not None
    assert (evaluation.budget.allowed, evaluation.budget.used, evaluation.budget.left) == (0, 1, -1)


def test_farmland_has_no_value_before_december() -> None:
    evaluation = at(FARMLAND_GOAL, months({6: (92, 100)}), 10)
    assert (evaluation.value, evaluation.numerator, evaluation.data_through) == (None, None, None)
    assert (evaluation.status, evaluation.pace) == ("too_early", None)


@pytest.mark.parametrize(
    ("figures", "provisional"),
    [
        ([figure("2024-09", 5, 6, provisional=True), figure("2024-10", 5, 6)], False),  # not behind the value
        ([figure("2024-09", 5, 6), figure("2024-10", 5, 6, provisional=True)], True),
        ([figure("2024-10", 5, 6), figure("2024-11", 5, 6, provisional=True)], False),  # not seen
        ([], False),
    ],
)
def test_a_value_is_provisional_when_a_figure_behind_it_is(figures: list[MonthFigure], *, provisional: bool) -> None:
    assert at(SECTIONS_GOAL, figures, 10).provisional is provisional


def test_a_sum_is_provisional_when_any_month_is() -> None:
    figures = [figure("2024-01", 30, 31, provisional=True), figure("2024-02", 29, 29)]
    assert at(GOOD_AIR_GOAL, figures, 2).provisional


def test_review_and_origin_pass_through() -> None:
    draft = figure("2024-01", 30, 31, review="draft", origin="sample")
    assert at(GOOD_AIR_GOAL, [draft], 1).months[0].figure == draft


def test_numbers_far_beyond_a_context_stay_exact() -> None:
    evaluation = at(PM25_GOAL, [figure("2024-01", Decimal("1e400"), 31), figure("2024-02", Decimal("1e-40"), 29)], 2)
    assert evaluation.value == (Fraction(10) ** 400 + Fraction(1, 10**40)) / 60
