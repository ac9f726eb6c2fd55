"""Verdicts published as rows, for the database views that BI tools read. docs/decisions/0004-published-verdicts.md."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import override

from daqing1369.api.actions import commitment_json, line_json, task_json
from daqing1369.api.board import goal_json
from daqing1369.api.goals import forecast_json, scope_json
from daqing1369.models import PublishedState
from daqing1369.year import YearState, year_state
from targets.models import Plan
from targets.periods import Month, default_as_of, months_of
from targets.queries.plan import Scope

# An arbitrary number: of several processes that want to publish, one does.
LOCK = 13690004
# Texts that are kept in both languages, the English one under the name with _en.
_BOTH = ("title", "name", "theme", "headline", "owner", "sentence")


@dataclass(frozen=True)
class Difference:
    """Where what is published is not what the evaluation says now."""

    plan: Plan
    as_of: Month
    path: str
    published: Any
    now: Any

    def __str__(self) -> str:
        return f"{self.plan.area.code} {self.as_of} {self.path}: {_told(self.published)} → {_told(self.now)}"


def stamp() -> str:
    """Changes with any row that a published state is made from. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT daqing1369_stamp()")
        (found,) = cursor.fetchone()
    return str(found)


def plans() -> list[Plan]:
    """Every plan, in order. One query."""
    return list(Plan.objects.select_related("area").order_by("area__code", "year"))


def is_stale(*, now: datetime) -> bool:
    """Whether anything published is old, or missing. Three queries."""
    present = stamp()
    states = PublishedState.objects.order_by("pk").values_list("stamp", "valid_until")
    wanted = 12 * Plan.objects.count()
    return len(states) != wanted or any(
        made != present or (until is not None and now >= until) for made, until in states
    )


@transaction.atomic
def publish(*, today: date, now: datetime, valid_until: datetime | None) -> int | None:
    """Evaluate every plan as of each month of its year and keep what it says; how many states changed.

    None where another process is at it. A write that comes meanwhile leaves the stamp behind, and so the states stale.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        return None
    made = stamp()
    return sum(
        _keep(plan, as_of, content, stamp=made, now=now, valid_until=valid_until)
        for plan in plans()
        for as_of, content in contents(plan, today)
    )


def waiting(*, now: datetime) -> int:
    """How many states wait to be published: never yet, or something they are made from changed since. Three queries."""
    return 12 * Plan.objects.count() - len(_current(now))


def differences(*, today: date, now: datetime) -> Iterator[Difference]:
    """What ``publish`` would change, value by value, of the states that say to be current.

    A state that merely waits for its publication is no difference: the views say that it is old.
    """
    kept = _current(now)
    for plan in plans() if kept else ():
        for as_of, content in contents(plan, today):
            published = kept.get((plan.pk, as_of.first_on))
            if published is not None:
                for path, old, new in _unlike(published, content, ""):
                    yield Difference(plan, as_of, path or "state", old, new)


def _current(now: datetime) -> dict[tuple[int, date], Any]:
    """The content of the states that are made from the rows of now. Two queries."""
    states = PublishedState.objects.filter(stamp=stamp()).order_by("pk")
    held = [state for state in states if state.valid_until is None or now < state.valid_until]
    return {(state.plan_id, state.as_of): state.content for state in held}


def contents(plan: Plan, today: date) -> Iterator[tuple[Month, dict[str, Any]]]:
    """The plan as of each month of its year. The queries of a board, twelve times."""
    for as_of in months_of(plan.year):
        year = year_state(Scope(plan, as_of, today))
        with override("zh-hans"):
            chinese = _content(year)
        with override("en"):
            english = _content(year)
        yield as_of, _with_english(chinese, english) | {"is_present": as_of == default_as_of(plan.year, today)}


def _content(year: YearState) -> dict[str, Any]:
    goals = []
    for state in year.goals:
        forecast = state.evaluation.forecast
        decimals = state.goal.indicator.decimals
        goals.append(goal_json(state) | {"forecast": forecast and forecast_json(forecast, decimals)})
    actions = [
        line_json(action)
        | {
            "task_list": [task_json(one) for one in action.tasks],
            "commitments": [commitment_json(one) for one in action.commitments],
        }
        for action in year.actions
    ]
    return scope_json(year.scope) | {"goals": goals, "actions": actions}


def _with_english(chinese: Any, english: Any) -> Any:
    """The Chinese content with the English texts beside its own."""
    if isinstance(chinese, dict):
        both = {name: _with_english(value, english[name]) for name, value in chinese.items()}
        return both | {f"{name}_en": english[name] for name in _BOTH if name in chinese}
    if isinstance(chinese, list):
        return [_with_english(*pair) for pair in zip(chinese, english, strict=True)]
    return chinese


def _keep(
    plan: Plan, as_of: Month, content: dict[str, Any], *, stamp: str, now: datetime, valid_until: datetime | None
) -> bool:
    """Whether the content is another than before. Two queries."""
    values = {"content": content, "stamp": stamp, "published_at": now, "valid_until": valid_until}
    before = PublishedState.objects.filter(plan=plan, as_of=as_of.first_on).first()
    PublishedState.objects.update_or_create(plan=plan, as_of=as_of.first_on, defaults=values)
    return before is None or before.content != content


def _unlike(old: Any, new: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Each value that differs, by its path such as ``goals.pm25.status``."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted({*old, *new}):
            yield from _unlike(old.get(name), new.get(name), f"{path}.{name}".lstrip("."))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, pair in enumerate(zip(old, new, strict=True)):
            yield from _unlike(*pair, f"{path}.{_called(pair[1], place)}")
    elif old != new:
        yield path, old, new


def _called(item: Any, place: int) -> str:
    names = ("slug", "number", "month", "area")
    return str(next((item[name] for name in names if isinstance(item, dict) and name in item), place))


def _told(value: Any) -> str:
    if value is None:
        return "nothing"
    return "something" if isinstance(value, dict | list) else str(value)
