"""Every month and both directions with 0, blanks, a leap year, gaps, limits, denominators and targets of 0."""

from dataclasses import dataclass
from fractions import Fraction

import pytest

from targets.evaluation.model import Direction, GoalEvaluation, IndicatorRule
from targets.periods import Month
from tests.targets.evaluation.cases import DAYS, MEAN, SECTIONS, WATER, at, goal, year

MONTHS = range(1, 13)
SIGNS = (">=", "<=")


@dataclass(frozen=True)
class Edge:
    """The same counts in every month, and what follows while the year is open and once it is over."""

    name: str
    indicator: IndicatorRule
    counts: tuple[int | str, int] | None
    target: int | str
    value: str | None
    open: dict[str, str]  # attainability by direction
    over: dict[str, str]  # verdict by direction
    decimals: int | None = None


def both(state: str) -> dict[str, str]:
    return dict.fromkeys(SIGNS, state)


EDGES = [
    Edge("0 good days", DAYS, (0, 20), 50, "0", {}, {">=": "not_met", "<=": "met"}),
    Edge("0 µg", MEAN, (0, 20), 27, "0", both("attainable"), {">=": "not_met", "<=": "met"}),
    Edge("0 sections", SECTIONS, (0, 6), 50, "0", both("attainable"), {">=": "not_met", "<=": "met"}),
    Edge("blank days", DAYS, None, 50, None, both("unknown"), both("not_evaluable")),
    Edge("blank mean", MEAN, None, 27, None, both("unknown"), both("not_evaluable")),
    Edge("blank sections", SECTIONS, None, 50, None, both("unknown"), both("not_evaluable")),
    Edge("days on the limit", DAYS, (15, 20), 75, "75", {}, both("met")),
    Edge("mean on the limit", MEAN, (540, 20), 27, "27", both("attainable"), both("met")),
    Edge("sections on the limit", SECTIONS, (3, 4), 75, "75", both("attainable"), both("met")),
    Edge("a hair off up", MEAN, ("540.0001", 20), 27, "27.000005", {}, {">=": "met", "<=": "not_met"}),
    Edge("a hair off down", MEAN, ("539.9999", 20), 27, "26.999995", {}, {">=": "not_met", "<=": "met"}),
    Edge("rounds up onto the limit", MEAN, (530, 20), 26, "26.5", {}, both("met"), decimals=0),
    Edge("rounds down onto the limit", MEAN, (550, 20), 28, "27.5", {}, both("met"), decimals=0),
    Edge("rounds past the limit", MEAN, (550, 20), 27, "27.5", {}, {">=": "met", "<=": "not_met"}, decimals=0),
    Edge("days round onto it", DAYS, (153, 200), 76, "76.5", {}, both("met"), decimals=0),
    Edge("denominator 0 of days", DAYS, (0, 0), 50, None, both("unknown"), both("not_evaluable")),
    Edge("denominator 0 of a mean", MEAN, (0, 0), 27, None, both("unknown"), both("not_evaluable")),
    Edge("denominator 0 of sections", SECTIONS, (0, 0), 50, None, both("unknown"), both("not_evaluable")),
    Edge("denominator 0 of sources", WATER, (0, 0), 100, None, both("unknown"), both("not_evaluable")),
    Edge("target 0, days 0", DAYS, (0, 20), 0, "0", {">=": "secured", "<=": "attainable"}, both("met")),
    Edge(
        *("target 0, days 1", DAYS, (1, 20), 0, "5", {">=": "secured", "<=": "out_of_reach"}),
        {">=": "met", "<=": "not_met"},
    ),
    Edge("target 0, mean 0", MEAN, (0, 20), 0, "0", {">=": "secured", "<=": "attainable"}, both("met")),
    Edge(
        *("target 0, mean 1", MEAN, (20, 20), 0, "1", {">=": "secured", "<=": "out_of_reach"}),
        {">=": "met", "<=": "not_met"},
    ),
    Edge("target 0, sections 0", SECTIONS, (0, 6), 0, "0", both("attainable"), both("met")),
    Edge("target 0, sources 0", WATER, (0, 3), 0, "0", {">=": "secured", "<=": "attainable"}, both("met")),
]


def consistent(evaluation: GoalEvaluation) -> None:
    """What holds of every evaluation."""
    assert len(evaluation.months) == 12
    assert (evaluation.verdict == "open") == (evaluation.as_of.number < 12)
    assert all(result.figure is None for result in evaluation.months if not result.is_past)
    if evaluation.attainability in ("secured", "out_of_reach"):
        assert evaluation.required is None
    for text in (
        evaluation.sentences.headline,
        *evaluation.sentences.proof,
        *evaluation.sentences.notes,
        *evaluation.sentences.rule,
    ):
        assert text.zh
        assert text.en
        assert "None" not in text.zh + text.en


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.name)
def test_the_same_in_every_month(edge: Edge, sign: str) -> None:
    rule = goal(edge.indicator, sign, edge.target, decimals=edge.decimals)
    for month in MONTHS:
        evaluation = at(rule, year([edge.counts] * month), month)
        consistent(evaluation)
        assert evaluation.value == (None if edge.value is None else Fraction(edge.value))
        if month == 12:
            assert evaluation.verdict == edge.over[sign]
        elif edge.open:
            assert evaluation.attainability == edge.open[sign], month


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("of", [2023, 2024])
@pytest.mark.parametrize("month", MONTHS)
def test_a_leap_year_has_a_day_more(month: int, of: int, sign: str) -> None:
    rule = goal(DAYS, sign, 50, of)
    days = [Month(of, number).days for number in range(1, month + 1)]
    evaluation = at(rule, year([(count, count) for count in days], of), month)
    consistent(evaluation)
    expected = 366 if of == 2024 else 365
    assert evaluation.proof.expected == expected
    assert evaluation.proof.open_units == expected - sum(days)
    assert evaluation.budget is not None
    assert evaluation.budget.allowed == expected // 2


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("gap", MONTHS)
def test_a_missing_month_stays_open_and_is_no_0(gap: int, sign: str) -> None:
    counts = [None if number == gap else (10, 20) for number in MONTHS]
    for indicator, value in ((DAYS, 50), (MEAN, Fraction(1, 2)), (WATER, 50)):
        rule = goal(indicator, sign, value if isinstance(value, int) else "0.5")
        evaluation = at(rule, year(counts), 12)
        consistent(evaluation)
        assert evaluation.value == value
        assert evaluation.validity.missing_months == (Month(2024, gap),)
        assert evaluation.verdict == "not_evaluable"
        assert evaluation.months[gap - 1].cumulative is None
    assert evaluation.rule.direction is Direction(rule.direction)


@pytest.mark.parametrize("gap", range(1, 12))
def test_a_newest_total_bridges_a_gap_before_december(gap: int) -> None:
    counts = [None if number == gap else (5, 6) for number in MONTHS]
    evaluation = at(goal(SECTIONS, ">=", "83.3"), year(counts), 12)
    consistent(evaluation)
    assert evaluation.verdict == "met"
    assert evaluation.validity.missing_months == (Month(2024, gap),)


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("indicator", [DAYS, MEAN, SECTIONS, WATER])
def test_a_year_that_has_not_begun_is_too_early_in_whatever_month(indicator: IndicatorRule, month: int) -> None:
    evaluation = at(goal(indicator, ">=", 50), [], month, first_month_over=False)
    assert (evaluation.status, evaluation.verdict, evaluation.attainability) == ("too_early", "open", "unknown")
    assert evaluation.validity.missing_months == ()
    assert evaluation.sentences.headline.en.startswith("The first figure of 2024 is not due yet")
