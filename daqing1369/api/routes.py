"""The read API's addresses, each with the question it answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja.errors import ValidationError

from daqing1369 import clock
from daqing1369.api import actions, changes, goals, plans, schemas
from daqing1369.api.answers import say, wants_csv
from daqing1369.api.board import board_json
from daqing1369.api.document import QUERY, Api, refused
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

        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            _check(request, name)
            return view(request, *args, **kwargs)

        api.get(path, response={200: answer}, operation_id=name, summary=called, description=said)(answered)
        return view

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
    return plans.list_of(request, today=clock.today())


@question("/plans/{year}", schemas.PlanAt)
def get_plan(request: HttpRequest, year: str) -> Any:
    return plans.detail_of(_scope(request, year))


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
    return scope_of(request, today=clock.today(), year=read_year(year))


def _check(request: HttpRequest, operation: str) -> None:
    """Raises Outside (422) for a parameter that is not taken here, and for one that is given but empty.

    On the pages an empty one comes from a form's first choice.
    """
    for name in ("area", "as_of", "at"):
        if request.GET.get(name) == "":
            raise Outside(Text(f"参数 {name} 为空。", f"The parameter {name} is empty."), status=422)
    other = refused(operation, request.GET.dict())
    if other is not None:
        taken = ", ".join(QUERY[operation])
        zh = f"此处不接受参数 {other}，可用：{taken}。"
        raise Outside(Text(zh, f"The parameter {other} is not taken here; these are: {taken}."), status=422)
