"""The read API. Numbers that are measured or compared are strings of decimals; the words are those of the contract."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import NinjaAPI, Schema
from ninja.security import django_auth

from daqing1369 import clock
from daqing1369.year import YearState, year_state
from targets.cards import number
from targets.evaluation.compose import AreaState
from targets.evaluation.model import GoalEvaluation, MonthResult
from targets.evaluation.rounding import round_down, round_half_even, value_exact
from targets.queries.plan import Outside, read_year
from targets.texts import Text
from targets.views.scope import scope_of

api = NinjaAPI(
    title="Daqing 1369",
    version="1",
    description="Plans, goals, figures and their evaluation. Sign in first; a session of any role may read.",
    urls_namespace="api",
    auth=django_auth,
)


class Part(Schema):
    number: int
    title: str
    status: str


class MainLine(Schema):
    title: str
    status: str


class RequiredOut(Schema):
    kind: str
    value: str
    over: str
    unit: str


class BudgetOut(Schema):
    unit: str
    allowed: str
    used: str
    left: str


class MonthOut(Schema):
    month: str
    value: str | None
    numerator: str | None
    denominator: str | None
    cumulative: str | None
    month_numerator: str | None
    month_denominator: str | None
    review: str | None
    origin: str | None
    provisional: bool
    missing_areas: list[str]


class AreaOut(Schema):
    area: str
    name: str
    value: str | None
    numerator: str | None
    denominator: str | None
    data_through: str | None
    review: str | None
    target: str | None
    is_met: bool | None
    missing_months: list[str]


class GoalOut(Schema):
    slug: str
    title: str
    direction: str
    target: str
    unit: str
    value: str | None
    value_exact: str | None
    status: str
    verdict: str
    attainability: str
    provisional: bool
    data_through: str | None
    numerator: str | None
    denominator: str | None
    pace: str | None
    required: RequiredOut | None
    budget: BudgetOut | None
    headline: str
    proof: list[str]
    months: list[MonthOut]
    reported_by: str
    areas: list[AreaOut]


class ActionOut(Schema):
    number: int
    name: str
    theme: str
    status: str
    progress: str | None


class BoardOut(Schema):
    year: int
    area: str
    as_of: str
    main_line: MainLine
    nodes: list[Part]
    outcomes: list[Part]
    goals: list[GoalOut]
    actions: list[ActionOut]


class Problem(Schema):
    detail: str


def say(text: Text) -> str:
    """The text in the request's language."""
    return text.in_language(get_language() or "zh-hans")


@api.exception_handler(Outside)
def outside(request: HttpRequest, error: Outside) -> HttpResponse:
    """What is not on record, or cannot be read: the sentence says which."""
    return api.create_response(request, {"detail": say(error.sentence)}, status=error.status)


@api.get(
    "/plans/{year}/board",
    response={200: BoardOut, 401: Problem, 404: Problem, 422: Problem},
    summary="The board of a plan's year as of the end of a month",
)
def board(
    request: HttpRequest, year: str, as_of: str | None = None, area: str | None = None, at: str | None = None
) -> dict[str, Any]:
    """``as_of``: YYYY-MM of the plan's year, by default the last finished month. ``area``: a GB/T 2260 code.

    ``at``: YYYY-MM-DD (its end) or YYYY-MM-DDThh:mm: only what was on record then.
    """
    del as_of, area, at  # documented here, read by scope_of as on every page
    scope = scope_of(request, today=clock.today(), year=read_year(year))
    return board_json(year_state(scope))


def board_json(year: YearState) -> dict[str, Any]:
    """The board's content. It is the same evaluation that the page prints."""
    scope = year.scope
    return {
        "year": scope.year,
        "area": scope.plan.area.code,
        "as_of": str(scope.as_of),
        "main_line": {"title": say(scope.plan.main_line), "status": year.main_line.status},
        "nodes": [_part(node) for node in year.nodes],
        "outcomes": [_part(outcome) for outcome in year.outcomes],
        "goals": [
            goal_json(state.evaluation, state.goal.indicator.short)
            | {
                "reported_by": state.goal.reported_by,
                "areas": [_area(one, state.goal.indicator.decimals) for one in state.areas],
            }
            for state in year.goals
        ],
        "actions": [
            {
                "number": action.number,
                "name": say(action.name),
                "theme": say(action.theme),
                "status": action.status,
                "progress": None if action.progress is None else f"{round_down(action.progress, 2):f}",
            }
            for action in year.actions
        ],
    }


def _part(part: Any) -> dict[str, Any]:
    return {"number": part.number, "title": say(part.title), "status": part.parent.status}


def goal_json(evaluation: GoalEvaluation, title: Text) -> dict[str, Any]:
    """One goal. Units are in English whatever the language, as the contract writes them."""
    rule, required, budget = evaluation.rule, evaluation.required, evaluation.budget
    decimals = rule.indicator.decimals
    return {
        "slug": rule.indicator.slug,
        "title": say(title),
        "direction": rule.direction,
        "target": number(rule.target),
        "unit": rule.indicator.unit.en,
        "value": _rounded(evaluation.value, decimals),
        "value_exact": None if evaluation.value is None else f"{value_exact(evaluation.value):f}",
        "status": evaluation.status,
        "verdict": evaluation.verdict,
        "attainability": evaluation.attainability,
        "provisional": evaluation.provisional,
        "data_through": None if evaluation.data_through is None else str(evaluation.data_through),
        "numerator": _count(evaluation.numerator),
        "denominator": _count(evaluation.denominator),
        "pace": _rounded(evaluation.pace, decimals),
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
        "value": _rounded(result.value, decimals),
        "numerator": None if figure is None else number(figure.numerator),
        "denominator": None if figure is None else number(figure.denominator),
        "cumulative": _rounded(result.cumulative, decimals),
        # Where the newest figure is the total: what the month shows by itself, which "value" is computed from.
        "month_numerator": _count(figure.month_numerator) if figure else None,
        "month_denominator": _count(figure.month_denominator) if figure else None,
        "review": figure and figure.review,
        "origin": figure and figure.origin,
        "provisional": figure is not None and figure.provisional,
        # Where areas report: those that gave nothing for the month, so that the sums are without them.
        "missing_areas": [say(name) for name in figure.missing_areas] if figure else [],
    }


def _area(state: AreaState, decimals: int) -> dict[str, Any]:
    """An area's part of a goal that is reported by areas."""
    return {
        "area": state.code,
        "name": say(state.name),
        "value": _rounded(state.value, decimals),
        "numerator": _count(state.numerator),
        "denominator": _count(state.denominator),
        "data_through": None if state.through is None else str(state.through),
        "review": state.review,
        "target": _count(state.target),
        "is_met": state.is_met,
        "missing_months": [str(month) for month in state.missing_months],
    }


def _rounded(value: Any, decimals: int) -> str | None:
    return None if value is None else f"{round_half_even(value, decimals):f}"


def _count(value: Decimal | None) -> str | None:
    return None if value is None else number(value)
