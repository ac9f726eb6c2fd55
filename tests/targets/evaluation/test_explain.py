"""A number explained: what is printed can be computed again, and says the same as the evaluation."""

import ast
import operator
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.evaluation.explain import behind, steps
from targets.evaluation.explain_lines import Line, Step
from targets.evaluation.model import Combination, GoalEvaluation, GoalRule
from targets.evaluation.rounding import meets
from targets.periods import Month
from targets.texts import Text
from tests.targets.evaluation.cases import (
    DAYS,
    FARMLAND_GOAL,
    GOOD_AIR_GOAL,
    MEAN,
    PM25_GOAL,
    SECTIONS,
    SEWAGE,
    SEWAGE_GOAL,
    WATER,
    WATER_GOAL,
    at,
    figure,
    goal,
    moderate,
    months,
    real_air,
    real_pm25,
    year,
)

SIGNS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def again(expression: str) -> Fraction:
    """The printed expression computed exactly."""
    plain = expression.replace("×", "*").replace("÷", "/").replace("−", "-")

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp):
            return SIGNS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.UnaryOp):
            return -value(node.operand)
        assert isinstance(node, ast.Constant)
        return Fraction(ast.get_source_segment(plain, node) or "")

    return value(ast.parse(plain, mode="eval").body)


def printed(number: str) -> Fraction:
    return Fraction(number.replace("−", "-"))


def step_of(evaluation: GoalEvaluation, key: str) -> Step:
    return next(step for step in steps(evaluation) if step.key == key)


def shown(line: Line) -> str:
    return f"{line.expression} {line.sign} {line.result}{f' {line.against} {line.holds}' if line.against else ''}"


def test_pm25_of_october() -> None:
    evaluation = at(PM25_GOAL, real_pm25(), 10)
    assert [shown(line) for step in steps(evaluation) for line in step.lines] == [
        "1505.7 + 1276.6 + 877.7 + 1279.6 + 625.4 + 439.6 + 785.5 + 380.5 + 408.9 + 731.7 = 8311.2",
        "31 + 29 + 31 + 30 + 31 + 30 + 31 + 31 + 30 + 31 = 305",
        "8311.2 ÷ 305 ≈ 27.24983607",
        "27.24983607 → 27.2",
        "27.24983607 → 27.25",
        "8311.2 ÷ 366 ≈ 22.70819672 ≤ 27 True",
        "(27 × 366 − 8311.2) ÷ 61 ≈ 25.75081967",
        "(8311.2 + 25.7 × 61) ÷ 366 ≈ 26.99153005 ≤ 27 True",
        "(8311.2 + 25.8 × 61) ÷ 366 ≈ 27.00819672 ≤ 27 False",
    ]
    assert step_of(evaluation, "comparison").said[0] == Text(
        "以全数值比较（GB/T 8170 全数值比较法）：27.24983607 ≤ 27 不成立。",
        "The full value is compared (GB/T 8170): 27.24983607 ≤ 27 is false.",
    )
    assert step_of(evaluation, "validity").said[0] == Text(
        "全年有效天数：305 ≥ 324 尚不成立。", "Valid days in the year: 305 ≥ 324 is not yet true."
    )


def test_the_budget_of_good_days() -> None:
    lines = step_of(at(GOOD_AIR_GOAL, real_air(), 10), "attainability").lines
    assert [shown(line) for line in lines[2:]] == [
        "100 × (366 − 29) ÷ 366 ≈ 92.07650273 ≥ 92 True",
        "100 × (366 − 30) ÷ 366 ≈ 91.80327869 ≥ 92 False",
    ]


def test_a_total_is_its_newest_figure() -> None:
    evaluation = at(SEWAGE_GOAL, months({6: (95, 340), 9: (108, 340)}), 10)
    assert [one.month for one in behind(evaluation)] == [Month(2024, 9)]
    assert [shown(line) for line in step_of(evaluation, "required").lines] == [
        "100 × (108 + 11) ÷ 340 = 35 ≥ 35 True",
        "100 × (108 + 10) ÷ 340 ≈ 34.70588235 ≥ 35 False",
    ]


@pytest.mark.parametrize(
    ("numerator", "decimals", "en"),
    [
        ("2720", 1, "1 decimal: nothing is dropped."),
        ("2724", 1, "1 decimal: the first digit dropped is 4, below 5: dropped."),
        ("2725", 1, "1 decimal: what is dropped is exactly half; the last digit kept, 2, is even and stays."),
        ("2735", 1, "1 decimal: what is dropped is exactly half; the last digit kept, 3, is odd and goes up by one."),
        ("2725.1", 1, "1 decimal: the first digit dropped is 5 with more behind it: one up."),
        ("2726", 1, "1 decimal: the first digit dropped is 6: one up."),
    ],
)
def test_which_digit_decided(numerator: str, decimals: int, en: str) -> None:
    said = step_of(at(goal(MEAN, "<=", 27), [figure("2024-01", numerator, 100)], 1), "rounding").said
    assert said[decimals].en == en


def test_a_rounded_comparison_shows_the_rounded_value() -> None:
    said = step_of(at(goal(MEAN, "<=", 27, decimals=0), [figure("2024-01", "274", 10)], 1), "comparison").said
    assert said[0].en == "Rounded to a whole number, then compared (GB/T 8170): 27 ≤ 27 is true."


def test_a_miss_beyond_eight_decimals_is_not_printed_as_a_hit() -> None:
    said = step_of(at(goal(MEAN, "<=", 27), [figure("2024-01", "27.0000000001", 1)], 1), "comparison").said
    assert "27.0000000001 ≤ 27 is false" in said[0].en


def test_a_year_that_is_over_needs_no_proof_and_says_why_it_cannot_be_evaluated() -> None:
    keys = [step.key for step in steps(at(PM25_GOAL, real_pm25(), 12))]
    assert keys == ["sum", "division", "rounding", "comparison", "validity"]
    said = step_of(at(PM25_GOAL, real_pm25(2024)[:-1], 12), "validity").said
    assert said[-1].en == "So it cannot be evaluated: no figure for December."


def test_nothing_to_explain() -> None:
    assert steps(at(FARMLAND_GOAL, [], 10)) == ()
    assert [step.key for step in steps(at(WATER_GOAL, months({1: (0, 0)}), 1))] == ["sum", "validity"]


@st.composite
def evaluations(draw: st.DrawFn) -> GoalEvaluation:
    indicator = draw(st.sampled_from([DAYS, MEAN, SECTIONS, SEWAGE, WATER]))
    rule: GoalRule = goal(
        indicator,
        draw(st.sampled_from([">=", "<="])),
        draw(st.decimals(min_value=1, max_value=99, places=1)),
        decimals=draw(st.sampled_from([None, 0, 1])),
    )
    last = draw(st.integers(min_value=1, max_value=12))
    pairs: list[tuple[int | str, int]] = []
    for number in range(1, last + 1):
        of = draw(st.integers(min_value=1, max_value=28)) if indicator is not SECTIONS else 6
        top = draw(st.integers(min_value=0, max_value=of))
        pairs.append((f"{top * 41}.{number}" if indicator.combination is Combination.MEAN else top, of))
    return at(rule, year(pairs), last)


@moderate
@given(evaluation=evaluations())
def test_every_line_computed_again_gives_what_is_printed(evaluation: GoalEvaluation) -> None:
    for step in steps(evaluation):
        for line in step.lines:
            value = again(line.expression)
            if line.sign == "→":
                assert evaluation.value is not None
                decimals = len(line.result.partition(".")[2])
                assert printed(line.result) == Fraction(round(evaluation.value * 10**decimals), 10**decimals)
                continue
            assert (value == printed(line.result)) == (line.sign == "=")
            assert abs(value - printed(line.result)) <= Fraction(1, 10**8)
            if line.holds is not None:
                assert line.holds == meets(value, evaluation.rule)
    division = next(step for step in steps(evaluation) if step.key == "division")
    assert again(division.lines[0].expression) == evaluation.value


@moderate
@given(evaluation=evaluations())
def test_what_is_required_holds_and_one_step_less_does_not(evaluation: GoalEvaluation) -> None:
    for step in steps(evaluation):
        if step.key == "required":
            assert [line.holds for line in step.lines if line.holds is not None] == [True, False]
