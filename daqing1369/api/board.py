"""The board and its goals as JSON, in the contract's words. What is measured or compared is a string of a decimal."""

from decimal import Decimal
from typing import Any

from actions.states import ActionState
from daqing1369.api.answers import say, written
from daqing1369.year import YearState
from targets.cards import number
from targets.evaluation.compose import AreaState
from targets.evaluation.model import GoalEvaluation, MonthResult
from targets.queries.plan import GoalState
from targets.standards.rounding import round_down, round_half_even, value_exact
from targets.texts import Text


def board_json(year: YearState) -> dict[str, Any]:
    """The board's content. It is the same evaluation that the page prints."""
    scope = year.scope
    return {
        "year": scope.year,
        "area": scope.plan.area.code,
        "as_of": str(scope.as_of),
        "at": scope.at and written(scope.at),
        "main_line": {"title": say(scope.plan.main_line), "status": year.main_line.status},
        "nodes": [_part(node) for node in year.nodes],
        "outcomes": [_part(outcome) for outcome in year.outcomes],
        "goals": [goal_json(state) for state in year.goals],
        "actions": [action_json(action) for action in year.actions],
    }


def action_json(action: ActionState) -> dict[str, Any]:
    return {
        "number": action.number,
        "name": say(action.name),
        "theme": say(action.theme),
        "status": action.status,
        "progress": None if action.progress is None else f"{round_down(action.progress, 2):f}",
    }


def goal_json(state: GoalState) -> dict[str, Any]:
    """One goal with its areas' parts."""
    decimals = state.goal.indicator.decimals
    return evaluation_json(state.evaluation, state.goal.indicator.short) | {
        "reported_by": state.goal.reported_by,
        "areas": [area_json(one, decimals) for one in state.areas],
    }


def _part(part: Any) -> dict[str, Any]:
    return {"number": part.number, "title": say(part.title), "status": part.parent.status}


def evaluation_json(evaluation: GoalEvaluation, title: Text) -> dict[str, Any]:
    """One goal. Units are in English whatever the language, as the contract writes them."""
    rule, required, budget = evaluation.rule, evaluation.required, evaluation.budget
    decimals = rule.indicator.decimals
    return {
        "slug": rule.indicator.slug,
        "title": say(title),
        "direction": rule.direction,
        "target": number(rule.target),
        "target_decided": rule.target_decided,
        "unit": rule.indicator.unit.en,
        "value": rounded(evaluation.value, decimals),
        "value_exact": None if evaluation.value is None else f"{value_exact(evaluation.value):f}",
        "status": evaluation.status,
        "verdict": evaluation.verdict,
        "attainability": evaluation.attainability,
        "provisional": evaluation.provisional,
        "data_through": None if evaluation.data_through is None else str(evaluation.data_through),
        "numerator": _count(evaluation.numerator),
        "denominator": _count(evaluation.denominator),
        "pace": rounded(evaluation.pace, decimals),
        "required": required
        and {
            "kind": required.kind,
            "value": f"{required.value:f}",
            "over": str(required.over),
            "unit": required.unit.en,
        },
        "budget": budget
        and {
            "unit": budget.unit.en,
            "allowed": str(budget.allowed),
            "used": str(budget.used),
            "left": str(budget.left),
        },
        "headline": say(evaluation.sentences.headline),
        "proof": [say(sentence) for sentence in evaluation.sentences.proof],
        "months": [_month(result, decimals) for result in evaluation.months if result.is_past],
    }


def _month(result: MonthResult, decimals: int) -> dict[str, Any]:
    figure = result.figure
    return {
        "month": str(result.month),
        "value": rounded(result.value, decimals),
        "numerator": None if figure is None else number(figure.numerator),
        "denominator": None if figure is None else number(figure.denominator),
        "cumulative": rounded(result.cumulative, decimals),
        # Where the newest figure is the total: what the month shows by itself, which "value" is computed from.
        "month_numerator": _count(figure.month_numerator) if figure else None,
        "month_denominator": _count(figure.month_denominator) if figure else None,
        "review": figure and figure.review,
        "origin": figure and figure.origin,
        "provisional": figure is not None and figure.provisional,
        # Where areas report: those that gave nothing for the month, so that the sums are without them.
        "missing_areas": [say(name) for name in figure.missing_areas] if figure else [],
    }


def area_json(state: AreaState, decimals: int) -> dict[str, Any]:
    """An area's part of a goal that is reported by areas."""
    return {
        "area": state.code,
        "name": say(state.name),
        "value": rounded(state.value, decimals),
        "numerator": _count(state.numerator),
        "denominator": _count(state.denominator),
        "data_through": None if state.through is None else str(state.through),
        "review": state.review,
        "target": _count(state.target),
        "is_met": state.is_met,
        "missing_months": [str(month) for month in state.missing_months],
    }


def rounded(value: Any, decimals: int) -> str | None:
    return None if value is None else f"{round_half_even(value, decimals):f}"


def _count(value: Decimal | None) -> str | None:
    return None if value is None else number(value)
