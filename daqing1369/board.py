"""The board, and the pages of a node and an outcome: what shows both apps. Gathers and prints, computes nothing."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.attention import attention
from daqing1369.kept_pages import kept_page
from daqing1369.rendering import page
from daqing1369.year import PartState, YearState, year_state
from targets.cards import Card
from targets.periods import percent_elapsed
from targets.queries.beside import marks_beside
from targets.queries.plan import Outside
from targets.texts import Text
from targets.views.scope import scope_context, scope_of


@require_safe
@kept_page
def board(request: HttpRequest) -> HttpResponse:
    """The whole year on one screen."""
    scope = scope_of(request, today=clock.today())
    year = year_state(scope)
    context: dict[str, Any] = {
        "nodes": tuple(year.nodes),
        "elapsed": percent_elapsed(scope.as_of, scope.today),
        "cards": _cards(year),
        "outcomes": tuple(year.outcomes),
        "actions": year.actions,
        "attention": tuple(attention(year)),
        "open_keys": tuple(vars(scope.plan).get("open_keys") or ()),
        "complete": year.complete,
    }
    return page(request, "board.html", context | scope_context(scope, request), parts=("board",))


def _cards(year: YearState) -> list[Card]:
    beside = marks_beside(year.goals, year.scope)
    cards = [state.card for state in year.goals]
    return [replace(one, marks=(*beside[one.slug], *one.marks)) if one.slug in beside else one for one in cards]


@require_safe
@kept_page
def node(request: HttpRequest, number: int) -> HttpResponse:
    """One of the three nodes with its outcomes and actions."""
    year = year_state(scope_of(request, today=clock.today()))
    return _members(request, year, year.nodes, number, _("Node"))


@require_safe
@kept_page
def outcome(request: HttpRequest, number: int) -> HttpResponse:
    """One of the six goals in words with what shows it."""
    year = year_state(scope_of(request, today=clock.today()))
    return _members(request, year, year.outcomes, number, _("Goal in words"))


def _members(request: HttpRequest, year: YearState, parts: list[PartState], number: int, kind: str) -> HttpResponse:
    chosen = next((part for part in parts if part.number == number), None)
    if chosen is None:
        raise Outside(Text("计划中没有这一部分。", "The plan has no such part."))
    context = {"part": chosen, "kind": kind} | scope_context(year.scope, request)
    return page(request, "members.html", context, parts=("members",))
