"""The read API's addresses, each with the question it answers."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja.errors import ValidationError

from daqing1369 import clock
from daqing1369.api import actions, changes, goals, plans, schemas
from daqing1369.api.answers import say, wants_csv
from daqing1369.api.board import board_json
from daqing1369.api.document import Api
from daqing1369.api.words import OPERATIONS
from daqing1369.year import year_state
from targets.queries.plan import Outside, Scope, read_year
from targets.texts import Text
from targets.views.scope import scope_of

_F = TypeVar("_F", bound=Callable[..., Any])
api = Api()


def question(path: str, answer: Any) -> Callable[[_F], _F]:
    """A GET at the path; the document adds what every operation has in common."""

    def register(view: _F) -> _F:
        name: str = getattr(view, "__name__", "")
        called, said = (text.en for text in OPERATIONS[name])
        decorated: _F = api.get(path, response={200: answer}, operation_id=name, summary=called, description=said)(view)
        return decorated

    return register


@api.exception_handler(Outside)
def outside(request: HttpRequest, error: Outside) -> HttpResponse:
    """What is not on record, or cannot be read: the sentence says which."""
    return api.create_response(request, {"detail": say(error.sentence)}, status=error.status)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, _error: ValidationError) -> HttpResponse:
    """What the library could not read; the operations take texts and read them themselves, so that this is rare."""
    sentence = Text("请求参数无法识别。", "A parameter could not be read.")
    return api.create_response(request, {"detail": say(sentence)}, status=422)


@question("/plans", schemas.Plans)
def list_plans(request: HttpRequest) -> Any:
    _check(request, "area")
    return plans.list_of(request, today=clock.today())


@question("/plans/{year}", schemas.PlanOut)
def get_plan(request: HttpRequest, year: str) -> Any:
    return plans.plan_json(_scope(request, year).plan, today=clock.today())


@question("/plans/{year}/board", schemas.BoardOut)
def get_board(request: HttpRequest, year: str) -> Any:
    return board_json(year_state(_scope(request, year)))


@question("/plans/{year}/goals", schemas.Goals)
def list_goals(request: HttpRequest, year: str) -> Any:
    return goals.list_of(_scope(request, year), csv=wants_csv(request))


@question("/plans/{year}/goals/{slug}", schemas.GoalDetail)
def get_goal(request: HttpRequest, year: str, slug: str) -> Any:
    return goals.detail_of(_scope(request, year), slug, csv=wants_csv(request))


@question("/plans/{year}/areas", schemas.Areas)
def list_areas(request: HttpRequest, year: str) -> Any:
    return goals.areas_of(_scope(request, year), csv=wants_csv(request))


@question("/plans/{year}/actions", schemas.Actions)
def list_actions(request: HttpRequest, year: str) -> Any:
    return actions.list_of(_scope(request, year), csv=wants_csv(request))


@question("/plans/{year}/actions/{number}", schemas.ActionDetail)
def get_action(request: HttpRequest, year: str, number: str) -> Any:
    return actions.detail_of(_scope(request, year), number, csv=wants_csv(request))


@question("/plans/{year}/changes", schemas.Changes)
def list_changes(request: HttpRequest, year: str) -> Any:
    return changes.list_of(request, _scope(request, year), now=clock.now(), csv=wants_csv(request))


def _scope(request: HttpRequest, year: str) -> Scope:
    """The plan and month asked for, as on every page. One query."""
    _check(request, "area", "as_of")
    return scope_of(request, today=clock.today(), year=read_year(year))


def _check(request: HttpRequest, *names: str) -> None:
    """A parameter that is given is not empty; on the pages an empty one comes from a form's first choice."""
    for name in names:
        if request.GET.get(name) == "":
            raise Outside(Text(f"参数 {name} 为空。", f"The parameter {name} is empty."), status=422)
