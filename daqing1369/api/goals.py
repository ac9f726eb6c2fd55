"""Goals with their months, areas, forecast and earlier years."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from daqing1369.api.answers import as_csv, say, written
from daqing1369.api.board import area_json, goal_json, rounded
from targets.cards import number
from targets.evaluation.aggregate import Record, month_results
from targets.evaluation.model import Forecast
from targets.periods import Month
from targets.queries.plan import GoalState, Outside, Scope, goal_states
from targets.texts import Text

COLUMNS = (
    *("slug", "title", "direction", "target", "unit", "value", "value_exact", "status", "verdict", "attainability"),
    *("provisional", "data_through", "numerator", "denominator", "pace", "required.kind", "required.value"),
    *("required.over", "required.unit", "budget.allowed", "budget.used", "budget.left", "reported_by", "headline"),
)
MONTH_COLUMNS = (
    *("month", "value", "numerator", "denominator", "cumulative", "month_numerator", "month_denominator"),
    *("review", "origin", "provisional", "missing_areas"),
)
AREA_COLUMNS = (
    *("area", "name", "slug", "title", "direction", "unit", "value", "numerator", "denominator", "data_through"),
    *("review", "target", "is_met", "missing_months"),
)
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,50}", re.ASCII)
_PROBABILITY_DECIMALS = 2


def scope_json(scope: Scope) -> dict[str, Any]:
    return {"year": scope.year, "area": scope.plan.area.code, "as_of": str(scope.as_of)}


def seen_json(scope: Scope) -> dict[str, Any]:
    """The scope as an answer echoes it."""
    return scope_json(scope) | {"at": scope.at and written(scope.at)}


def list_of(scope: Scope, *, csv: bool) -> Any:
    """As many queries as ``goal_states``."""
    listed = [goal_json(state) for state in goal_states(scope)]
    return as_csv("goals", COLUMNS, listed) if csv else seen_json(scope) | {"goals": listed}


def detail_of(scope: Scope, slug: str, *, csv: bool) -> Any:
    """As many queries as ``goal_states``. Outside where the plan has no such goal."""
    states = goal_states(scope, slug=slug) if _SLUG.fullmatch(slug) else []
    if not states:
        raise Outside(Text("计划中没有这个目标。", "The plan has no such goal."))
    detail = detail_json(states[0], scope)
    return as_csv(slug, MONTH_COLUMNS, detail["months"]) if csv else detail


def detail_json(state: GoalState, scope: Scope) -> dict[str, Any]:
    evaluation, decimals = state.evaluation, state.goal.indicator.decimals
    said = evaluation.sentences
    return {
        **seen_json(scope),
        **goal_json(state),
        "owner": say(state.goal.owner),
        "notes": [say(sentence) for sentence in said.notes],
        "rule": [say(sentence) for sentence in said.rule],
        "best": rounded(evaluation.proof.best, decimals),
        "worst": rounded(evaluation.proof.worst, decimals),
        "rest_in_earlier_years": [
            {"year": year, "value": rounded(value, decimals)} for year, value in evaluation.rest_in_earlier_years
        ],
        "forecast": evaluation.forecast and forecast_json(evaluation.forecast, decimals),
        "history": history_json(state),
    }


def forecast_json(forecast: Forecast, decimals: int) -> dict[str, Any]:
    def written(value: float) -> str:
        return f"{value:.{decimals}f}"

    return {
        "median": written(forecast.median),
        "low": written(forecast.low),
        "high": written(forecast.high),
        "probability": f"{forecast.probability:.{_PROBABILITY_DECIMALS}f}",
        "years": list(forecast.years),
        "path": [
            {
                "month": str(one.month),
                "median": written(one.median),
                "low": written(one.low),
                "high": written(one.high),
            }
            for one in forecast.path
        ],
    }


def history_json(state: GoalState) -> list[dict[str, Any]]:
    """Earlier years by the goal's own rule, as far as there are figures, newest first."""
    rule, figures = state.evaluation.rule, state.record.figures
    years = sorted({figure.month.year for figure in figures if figure.month.year < rule.year}, reverse=True)
    return [_year(Record.at(replace(rule, year=year), figures, Month(year, 12))) for year in years]


def _year(record: Record) -> dict[str, Any]:
    decimals, results = record.indicator.decimals, month_results(record, {})
    return {
        "year": record.rule.year,
        "value": rounded(results[-1].cumulative, decimals),
        "months": [
            {
                "month": str(one.month),
                "value": rounded(one.value, decimals),
                "cumulative": rounded(one.cumulative, decimals),
                "numerator": None if one.figure is None else number(one.figure.numerator),
                "denominator": None if one.figure is None else number(one.figure.denominator),
            }
            for one in results
        ],
    }


def areas_of(scope: Scope, *, csv: bool) -> Any:
    """As many queries as ``goal_states``."""
    rows = list(_parts(goal_states(scope)))
    if csv:
        return as_csv("areas", AREA_COLUMNS, rows)
    by_area: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = by_area.setdefault(row["area"], {"area": row["area"], "name": row["name"], "goals": []})
        one["goals"].append(row)
    return seen_json(scope) | {"areas": list(by_area.values())}


def _parts(states: Iterable[GoalState]) -> Iterable[dict[str, Any]]:
    """Each area's part of each goal that areas report, by area in the plan's order."""
    found = [
        area_json(part, state.goal.indicator.decimals)
        | {
            "slug": state.goal.indicator.slug,
            "title": say(state.goal.indicator.short),
            "direction": state.goal.direction,
            "unit": state.evaluation.rule.indicator.unit.en,
        }
        for state in states
        for part in state.areas
    ]
    order = {code: place for place, code in enumerate(dict.fromkeys(row["area"] for row in found))}
    return sorted(found, key=lambda row: order[row["area"]])
