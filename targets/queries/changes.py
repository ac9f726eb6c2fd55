"""What changed of a plan's goals between two moments, replayed from the record step by step.

The replay evaluates each goal before and after each step with the evaluation that the pages print, so that the last
step ends in what they print.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from targets.evaluation.changes import Stand, Step, Table
from targets.evaluation.model import Status
from targets.evaluation.sentences_changes import CAUSE_WORDS, write_step
from targets.models import AreaTarget, Figure, Goal, Indicator, Plan
from targets.periods import Month, default_as_of
from targets.queries.moments import Moment, as_rows, rules_between, states_between
from targets.queries.plan import Scope
from targets.queries.replay import Batch, Ledger
from targets.queries.shared import shared_between
from targets.queries.slots import reporting_areas
from targets.texts import Text

MOST_BATCHES = 120  # that are evaluated; older ones are applied unseen, and the page says so
NEWEST = 3  # that the goal's page tells
# What comes first where several tables changed at one moment.
_ORDER = (
    *(Table.CALENDAR, Table.INDICATOR, Table.PLAN, Table.GOAL, Table.AREA_TARGETS, Table.FIGURES, Table.NEIGHBOURS),
)


@dataclass(frozen=True)
class Change:
    """A step of one goal, when it came and through whom; nobody where a month passed or a file was loaded."""

    at: datetime
    indicator: Indicator
    who: str
    step: Step


@dataclass(frozen=True)
class Replay:
    """The changes in the order of time, and how each goal stands after them. ``is_whole``: none was left out."""

    changes: list[Change]
    stands: dict[int, Stand | None]  # by the goal's id
    is_whole: bool


def replay(scope: Scope, *, since: datetime, until: datetime, slug: str | None = None) -> Replay:
    """The steps after ``since`` up to ``until`` of the plan's goals (or the one), the boards' default months in view.

    Six queries, whatever the number of goals, areas and events; one more where a goal's forecast learns from others, or
    two where what they show is kept and does not hold.
    """
    moment = Moment(until, scope.recorded_until)
    events = _events(scope, since, moment, slug)
    divisions, rules = events.pop("divisions"), events[Table.INDICATOR]
    shared = shared_between(scope, as_rows(Indicator, rules), since, until)
    ledger = Ledger(scope.plan, divisions, timezone.localtime(since).date(), shared)
    stood, came = _split(events, since)
    came += [Batch(day.at, Table.NEIGHBOURS, day.figures) for day in shared.days]
    for batch in stood:
        ledger.put(batch)
    ledger.today = timezone.localtime(since).date()
    batches = _batches(came, months_between(scope.year, since, until))
    skipped, walked = batches[: max(0, len(batches) - MOST_BATCHES)], batches[-MOST_BATCHES:]
    for batch in skipped:
        ledger.put(batch)
    goals = sorted({event.pgh_obj_id for event in events[Table.GOAL]})
    stands = ledger.stands(goals)
    changes: list[Change] = []
    for batch in walked:
        touched = ledger.touched_by(batch)
        ledger.put(batch)
        after = ledger.stands(sorted(touched | ledger.touched_by(batch)))
        changes += _changes(batch, ledger, stands, after)
        stands |= after
    ledger.today = timezone.localtime(until).date()
    return Replay(changes, ledger.stands(goals), is_whole=not skipped)


@dataclass(frozen=True)
class Told:
    """A change as a page lists it. ``before`` and ``after``: lamps; None where there was or is none."""

    at: datetime
    name: Text
    address: str
    who: str
    sentence: Text
    cause: Text
    before: Status | None
    after: Status | None

    @property
    def changes_lamp(self) -> bool:
        """Whether there was a lamp that is another now; the first of all is no change."""
        return self.before is not None and self.before is not self.after


def tell(change: Change) -> Told:
    """The change of a goal in words."""
    step = change.step
    before, after = (None if stand is None else stand.evaluation.status for stand in (step.before, step.after))
    address = reverse("goal", args=[change.indicator.slug])
    cause = CAUSE_WORDS[step.cause]
    return Told(change.at, change.indicator.short, address, change.who, write_step(step), cause, before, after)


def why_changed(scope: Scope, slug: str, now: datetime) -> list[Told]:
    """The newest changes of the goal's light since the beginning of the plan's year, the newest first. Six queries."""
    since = timezone.make_aware(datetime(scope.year, 1, 1)) - timedelta(microseconds=1)
    until = min(scope.at or now, now)
    found = replay(scope, since=min(since, until), until=until, slug=slug)
    return [tell(change) for change in reversed(found.changes) if change.step.changes_lamp][:NEWEST]


def lamp_changes(told: Iterable[Told]) -> list[Told]:
    """By what it is of: its first lamp and its last, where they differ; the newest sentence stands for it.

    What came on record within the time is held against the first lamp that it had.
    """
    found: dict[str, Told] = {}
    for one in told:
        first = found.get(one.address)
        found[one.address] = one if first is None else replace(one, before=first.before or first.after)
    return [one for one in found.values() if one.changes_lamp]


def _events(scope: Scope, since: datetime, until: Moment, slug: str | None) -> dict[Any, Any]:
    """The states of each table that the plan's goals are made of. Six queries."""
    about = Q(plan=scope.plan.pk) if slug is None else Q(plan=scope.plan.pk, indicator__slug=slug)
    goals = list(states_between(Goal, since, until, about))
    indicators = {event.indicator_id for event in goals}
    divisions = reporting_areas(scope.plan)
    rules = list(rules_between(Indicator, until, Q(pgh_obj_id__in=indicators)))
    areas = [scope.plan.area_id, *(area.pk for area in divisions)]
    return {
        "divisions": divisions,
        Table.GOAL: goals,
        Table.INDICATOR: rules,
        Table.PLAN: list(rules_between(Plan, until, Q(pgh_obj_id=scope.plan.pk))),
        Table.AREA_TARGETS: list(
            states_between(AreaTarget, since, until, Q(goal__in={event.pgh_obj_id for event in goals}))
        ),
        Table.FIGURES: list(states_between(Figure, since, until, Q(indicator__in=indicators, area__in=areas))),
    }


def _split(events: dict[Table, list[Any]], since: datetime) -> tuple[list[Batch], list[Batch]]:
    """What stood at the beginning, and what came after it. A rule's first state always stood."""
    stood: list[Batch] = []
    came: list[Batch] = []
    for table, listed in events.items():
        before = [event for event in listed if event.changed_at <= since]
        after = [event for event in listed if event.changed_at > since]
        if table in (Table.INDICATOR, Table.PLAN):
            known = {event.pgh_obj_id for event in before}
            first: dict[int, Any] = {}
            for event in sorted(after, key=lambda event: event.pgh_id):
                if event.pgh_obj_id not in known:
                    first.setdefault(event.pgh_obj_id, event)
            before += first.values()
            after = [event for event in after if first.get(event.pgh_obj_id) is not event]
        stood.append(Batch(since, table, tuple(sorted(before, key=lambda event: event.pgh_id))))
        came += _grouped(table, after)
    return stood, came


def _grouped(table: Table, events: list[Any]) -> Iterator[Batch]:
    for at, group in groupby(events, key=lambda event: event.changed_at):
        yield Batch(at, table, tuple(group))


def months_between(year: int, since: datetime, until: datetime) -> list[datetime]:
    """The midnights after ``since`` up to ``until`` from which on boards look one month further in the year's plan."""
    found = []
    month = Month.of(timezone.localtime(since).date()).plus(1)
    while (midnight := timezone.make_aware(datetime.combine(month.first_on, time()))) <= until:
        if default_as_of(year, month.first_on) != default_as_of(year, month.plus(-1).first_on) or month == Month(
            year, 2
        ):
            found.append(midnight)
        month = month.plus(1)
    return found


def _batches(came: Iterable[Batch], midnights: Iterable[datetime]) -> list[Batch]:
    """In the order of time."""
    passed = [Batch(at, Table.CALENDAR) for at in midnights]
    return sorted([*passed, *came], key=lambda batch: (batch.at, _ORDER.index(batch.table)))


def _changes(
    batch: Batch, ledger: Ledger, before: dict[int, Stand | None], after: dict[int, Stand | None]
) -> Iterator[Change]:
    on = timezone.localtime(batch.at).date()
    for pk in after:
        step = Step(on, batch.table, before[pk], after[pk])
        stand = step.after or step.before
        if stand is not None and _is_told(batch, step):
            indicator = _indicator(ledger, stand)
            events = () if batch.table is Table.NEIGHBOURS else batch.events
            own = [event for event in events if getattr(event, "indicator_id", indicator.pk) == indicator.pk]
            yield Change(batch.at, indicator, _who(own), step)


def _is_told(batch: Batch, step: Step) -> bool:
    if batch.table in (Table.CALENDAR, Table.NEIGHBOURS):
        return step.has_effect
    return step.before is not step.after and step.touches


def _indicator(ledger: Ledger, stand: Stand) -> Indicator:
    slug = stand.rule.indicator.slug
    found: Indicator = next(one for one in ledger.rows[Table.INDICATOR].values() if one.slug == slug)
    return found


def _who(events: Sequence[Any]) -> str:
    names = dict.fromkeys(event.changed_by.get_username() for event in events if event.changed_by)
    return ", ".join(names)
