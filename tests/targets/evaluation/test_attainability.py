"""Budget, required value, best and worst case: named cases and brute force."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from targets.evaluation.aggregate import Tally
from targets.evaluation.attainability import margin
from targets.evaluation.model import (
    Attainability,
    Budget,
    GoalEvaluation,
    GoalRule,
    Proof,
    RequiredKind,
)
from targets.evaluation.rounding import meets
from targets.texts import Text
from tests.targets.evaluation.cases import (
    AIR,
    DAYS,
    FARMLAND_GOAL,
    MEAN,
    PM25_GOAL,
    SECTIONS,
    SECTIONS_GOAL,
    SEWAGE_GOAL,
    WATER,
    WATER_GOAL,
    at,
    figure,
    goal,
    months,
    real_pm25,
    year,
)


def budget(evaluation: GoalEvaluation) -> tuple[int, int, int] | None:
    found = evaluation.budget
    return (found.allowed, found.used, found.left) if found else None


def required(evaluation: GoalEvaluation) -> tuple[str, int] | None:
    found = evaluation.required
    return (str(found.value), found.over) if found else None


@pytest.mark.parametrize(
    ("valid", "allowed"), [(366, 29), (365, 29), (363, 29), (362, 28), (361, 28), (360, 28), (1, 0), (13, 1)]
)
def test_the_budget_of_bad_days_by_expected_valid_days(valid: int, allowed: int) -> None:
    # January alone is on record, so that the expected days are its days and 335 open ones.
    days = valid - 335
    figures = [figure("2024-01", days, days)] if days > 0 else year([(valid, valid), *[(0, 0)] * 11])
    evaluation = at(goal(DAYS, ">=", 92), figures, 1 if days > 0 else 12)
    assert evaluation.proof.expected == valid
    assert budget(evaluation) == (allowed, 0, allowed)


@pytest.mark.parametrize(
    ("target", "places", "allowed"),
    [
        ("92", None, 29),  # 336 ÷ 366 = 91.80 %
        ("92", 0, 31),  # 335 ÷ 366 = 91.53 %, rounded 92
        ("91.8", 1, 30),
        ("100", None, 0),
        ("100", 0, 1),  # 365 ÷ 366 = 99.73 %
        ("0", None, 366),
        ("100.1", None, None),
    ],
)
def test_the_budget_follows_the_comparison(target: str, places: int | None, allowed: int | None) -> None:
    found = at(goal(AIR, ">=", target, decimals=places), [figure("2024-01", 31, 31)], 1).budget
    assert (found and found.allowed) == allowed


def test_an_at_most_goal_spends_its_numerator() -> None:
    bad_days = replace(DAYS, numerator_name=Text("污染天数", "bad days"), shortfall_name=Text("优良天数", "good days"))
    evaluation = at(goal(bad_days, "<=", 8), months(dict.fromkeys(range(1, 11), (2, 30))), 10)
    assert evaluation.budget == Budget(Text("天", "days"), Text("污染天数", "bad days"), allowed=28, used=20)
    assert required(evaluation) == ("53", 61)  # of 61 open days 53 must not be bad
    assert evaluation.proof == Proof(61, 361, Fraction(2000, 361), Fraction(8100, 361))


@pytest.mark.parametrize(
    ("target", "good", "month", "attainability", "needed", "left"),
    [
        (92, [(31, 31)], 1, "attainable", ("306", 335), 29),
        (92, [(2, 31)], 1, "attainable", ("335", 335), 0),  # all of them
        (92, [(1, 31)], 1, "out_of_reach", None, -1),
        (92, [(30, 30)] * 11, 11, "attainable", ("3", 31), 28),
        ("91.5", [(30, 30)] * 11, 11, "attainable", ("1", 31), 30),
        (91, [(31, 31)] * 11, 11, "secured", None, 33),  # 31 open days, 33 may be bad
        (91, [(31, 31)] * 10 + [(29, 31)], 11, "secured", None, 31),
        (91, [(31, 31)] * 10 + [(28, 31)], 11, "attainable", ("1", 31), 30),
        (92, [(0, 0)], 1, "unknown", ("309", 335), 26),
    ],
)
def test_a_share_of_days(
    target: int | str,
    good: list[tuple[int, int]],
    month: int,
    attainability: str,
    needed: tuple[str, int] | None,
    left: int,
) -> None:
    evaluation = at(goal(DAYS, ">=", target), year(good), month)
    assert evaluation.attainability == Attainability(attainability)
    assert required(evaluation) == needed
    assert evaluation.budget is not None
    assert evaluation.budget.left == left


@pytest.mark.parametrize(
    ("sign", "target", "places", "sums", "value", "exact", "attainability"),
    [
        ("<=", 27, None, "8311.2", "25.7", Fraction("1570.8") / 61, "attainable"),
        ("<=", 27, None, "9882", "0.0", Fraction(0), "attainable"),  # exactly on the limit with 0 for the rest
        ("<=", 27, None, "9882.1", None, None, "out_of_reach"),
        ("<=", 27, 0, "10064.9", "0.0", Fraction("0.1") / 61, "attainable"),  # 27.5 itself would round to 28
        ("<=", 27, 0, "10065", None, None, "out_of_reach"),
        ("<=", 28, 0, "10431", "0.0", Fraction(0), "attainable"),  # 28.5 rounds to 28
        ("<=", 0, None, "0", "0.0", Fraction(0), "attainable"),
        ("<=", 0, None, "0.1", None, None, "out_of_reach"),
        (">=", 27, None, "8311.2", "25.8", Fraction("1570.8") / 61, "attainable"),
        (">=", 27, None, "9882", None, None, "secured"),
        (">=", 27, None, "9881.9", "0.1", Fraction("0.1") / 61, "attainable"),
        (">=", 0, None, "0", None, None, "secured"),
    ],
)
def test_a_mean_of_days(
    sign: str,
    target: int,
    places: int | None,
    sums: str,
    value: str | None,
    exact: Fraction | None,
    attainability: str,
) -> None:
    figures = months({number: (0, days) for number, days in enumerate([31, 29, 31, 30, 31, 30, 31, 31, 30], start=1)})
    evaluation = at(goal(MEAN, sign, target, decimals=places), [*figures, figure("2024-10", sums, 31)], 10)
    found = evaluation.required
    assert evaluation.attainability == Attainability(attainability)
    assert (found and str(found.value), found and found.exact) == (value, exact)


def test_the_shown_mean_of_the_rest_steps_back_from_a_limit_that_is_a_miss() -> None:
    # Limit 27.5 excluded: (27.5 × 366 − 8235) ÷ 61 = 30.0 exactly, which would round to 28; 29.9 keeps the target.
    rule = goal(MEAN, "<=", 27, decimals=0)
    evaluation = at(rule, year([("823.5", "30.5")] * 10), 10)
    assert evaluation.required is not None
    assert (evaluation.required.exact, str(evaluation.required.value)) == (Fraction(30), "29.9")
    least = at(goal(MEAN, ">=", 29, decimals=0), year([("869.25", "30.5")] * 10), 10)  # limit 28.5 excluded
    assert least.required is not None
    assert (least.required.exact, str(least.required.value)) == (Fraction("28.5"), "28.6")


def test_the_proof_of_a_mean_is_bounded_on_one_side() -> None:
    assert at(PM25_GOAL, real_pm25(), 11).proof == Proof(31, 366, Fraction("10464.1") / 366, None)
    assert at(goal(MEAN, ">=", 27), real_pm25(), 11).proof == Proof(31, 366, None, Fraction("10464.1") / 366)


@pytest.mark.parametrize("rule", [goal(DAYS, ">=", 92), goal(MEAN, "<=", 27)])
def test_a_year_without_any_valid_day_proves_nothing(rule: GoalRule) -> None:
    evaluation = at(rule, year([(0, 0)] * 12), 12)
    assert (evaluation.proof, evaluation.budget) == (Proof(0, 0, None, None), None)


def test_a_mean_over_something_else_than_days_proves_nothing() -> None:
    per_visit = replace(MEAN, counts_days=False)
    evaluation = at(goal(per_visit, "<=", 27), [figure("2024-01", 900, 10)], 1)
    assert (evaluation.attainability, evaluation.required) == (Attainability.ATTAINABLE, None)
    assert evaluation.proof == Proof(11, None, None, None)


@pytest.mark.parametrize(
    ("sign", "target", "good", "of", "needed", "spare"),
    [
        (">=", "83.3", 5, 6, None, 0),
        (">=", "83.3", 4, 6, ("1", 2), None),
        (">=", "83.3", 6, 6, None, 1),
        (">=", "83.4", 5, 6, ("1", 1), None),
        (">=", "35", 108, 340, ("11", 232), None),
        (">=", "35", 119, 340, None, 0),
        (">=", "0", 0, 6, None, 0),
        (">=", "0", 4, 6, None, 4),
        (">=", "100.1", 6, 6, None, None),  # impossible
        ("<=", "20", 2, 6, ("1", 2), None),
        ("<=", "20", 1, 6, None, 0),
        ("<=", "0", 0, 6, None, 0),
        ("<=", "50", 1, 6, None, 2),
        (">=", "100", "12.5", "13", ("1", 1), None),  # hectares
    ],
)
def test_a_stock(
    sign: str, target: str, good: int | str, of: int | str, needed: tuple[str, int] | None, spare: int | None
) -> None:
    rule = goal(SECTIONS, sign, target)
    evaluation = at(rule, [figure("2024-03", good, of)], 5)
    assert evaluation.attainability is Attainability.ATTAINABLE
    assert evaluation.proof == Proof(9, None, None, None)  # April on
    assert required(evaluation) == needed
    assert margin(rule, Tally(Decimal(good), Decimal(of), evaluation.value)) == spare


def test_a_stock_of_nothing_has_no_margin() -> None:
    evaluation = at(SECTIONS_GOAL, [figure("2024-03", 0, 0)], 5)
    assert evaluation.value is None
    assert evaluation.attainability is Attainability.UNKNOWN
    assert margin(SECTIONS_GOAL, Tally(Decimal(0), Decimal(0), None)) is None


def test_a_stock_by_quarter_has_its_due_months_open() -> None:
    assert at(SEWAGE_GOAL, months({3: (90, 340), 9: (100, 340)}), 10).proof.open_units == 1
    assert at(SEWAGE_GOAL, [], 10).proof.open_units == 4


@pytest.mark.parametrize(
    ("sign", "target", "places", "counts", "attainability", "needed", "spent"),
    [
        (">=", 100, None, [(3, 3)] * 10, "attainable", ("6", 6), (0, 0, 0)),
        (">=", 100, None, [(3, 3)] * 9 + [(2, 3)], "out_of_reach", None, (0, 1, -1)),
        (">=", 100, None, [(3, 3)] * 9 + [(0, 0)], "attainable", None, (0, 0, 0)),
        (">=", 100, 0, [(3, 3)] * 9 + [(2, 3)], "attainable", None, None),  # 35 ÷ 36 = 97 %, but more may come
        (">=", 100, 0, [(99, 99)] * 9 + [(98, 99)], "attainable", ("194", 198), None),  # 99.5 rounds to 100
        (">=", 95, None, [(3, 3)] * 9 + [(2, 3)], "attainable", ("6", 6), None),
        (">=", 90, None, [(3, 3)] * 9 + [(2, 3)], "attainable", ("4", 6), None),
        (">=", 50, None, [(3, 3)] * 10, "attainable", None, None),
        (">=", 0, None, [(0, 3)] * 10, "secured", None, None),
        (">=", "100.1", None, [(3, 3)] * 10, "out_of_reach", None, None),
        ("<=", 0, None, [(0, 3)] * 10, "attainable", ("6", 6), (0, 0, 0)),
        ("<=", 0, None, [(1, 3)], "out_of_reach", None, (0, 1, -1)),
        ("<=", 5, None, [(1, 3)], "attainable", ("33", 33), None),
        ("<=", 100, None, [(3, 3)], "secured", None, None),
    ],
)
def test_a_sum_of_which_nobody_knows_the_rest(
    sign: str,
    target: int | str,
    places: int | None,
    counts: list[tuple[int, int]],
    attainability: str,
    needed: tuple[str, int] | None,
    spent: tuple[int, int, int] | None,
) -> None:
    evaluation = at(goal(WATER, sign, target, decimals=places), year(counts), len(counts))
    assert evaluation.attainability == Attainability(attainability)
    assert required(evaluation) == needed
    assert budget(evaluation) == spent


def test_the_best_of_a_sum_is_known_only_while_nothing_failed() -> None:
    assert at(WATER_GOAL, year([(3, 3)]), 1).proof == Proof(11, None, Fraction(100), None)
    assert at(WATER_GOAL, year([(2, 3)]), 1).proof == Proof(11, None, None, None)


def test_a_year_settled_once_has_neither_budget_nor_requirement() -> None:
    evaluation = at(FARMLAND_GOAL, months({6: (92, 100)}), 11)
    assert (evaluation.attainability, evaluation.required, evaluation.budget) == (Attainability.UNKNOWN, None, None)
    assert evaluation.proof == Proof(1, None, None, None)


@pytest.mark.parametrize(
    ("rule", "counts", "kind", "unit"),
    [
        (goal(AIR, ">=", 92), (30, 31), "count_of_rest", "days"),
        (PM25_GOAL, (800, 31), "mean_of_rest", "days"),
        (SEWAGE_GOAL, (90, 340), "count_of_rest", "villages"),
        (WATER_GOAL, (3, 3), "count_of_rest", "checks"),
    ],
)
def test_what_is_required_names_its_kind_and_unit(
    rule: GoalRule, counts: tuple[int, int], kind: str, unit: str
) -> None:
    found = at(rule, [figure("2024-03", *counts)], 3).required
    assert found is not None
    assert (found.kind, found.unit.en) == (RequiredKind(kind), unit)


def test_before_any_figure_the_whole_year_is_required() -> None:
    assert required(at(goal(AIR, ">=", 92), [], 3)) == ("337", 366)
    assert required(at(PM25_GOAL, [], 3)) == ("27.0", 366)
    assert required(at(SECTIONS_GOAL, [], 3)) is None
    assert budget(at(goal(AIR, ">=", 92), [], 3)) == (29, 0, 29)
    assert budget(at(WATER_GOAL, [], 3)) == (0, 0, 0)
    assert at(WATER_GOAL, [], 3).proof == Proof(12, None, Fraction(100), None)


def test_whoever_keeps_the_required_mean_meets_the_target() -> None:
    found = at(PM25_GOAL, real_pm25(), 10).required
    assert found is not None
    reached = (Fraction("8311.2") + Fraction(found.value) * 61) / 366
    assert meets(reached, PM25_GOAL)
    assert not meets(reached + Fraction("0.1") * 61 / 366, PM25_GOAL)
