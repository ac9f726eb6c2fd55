"""The record of everything: who changed what, newest first, over all recorded tables, a page at a time.

A Source reads one event table. The keys of a page come from one query over all of them; each table that is on the
page then gives its events with the states before them. Nothing counts the whole, so that a long record stays fast.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from targets.models import Area, Indicator, Plan
from targets.periods import Month
from targets.queries.record_lines import Line, Names
from targets.texts import Text

NOBODY = "-"  # in place of a person: what no person changed, such as a loaded file
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sought:
    """What is looked for; None and empty: anything. ``kind`` names sources; ``until_on`` is included.

    ``now``: what is dated later is left out, such as the demo's figures of months to come.
    """

    now: datetime

    goal: Indicator | None = None
    area: Area | None = None
    month: Month | None = None
    person: str = ""
    words: str = ""
    correction: str = ""
    kind: str = ""
    from_on: date | None = None
    until_on: date | None = None
    from_at: datetime | None = None
    plan: Plan | None = None


class Source(ABC):
    """One event table: which of its rows are sought, and how one is told beside the state before it."""

    kind: str
    word: Text
    model: str  # the event's, such as "targets.FigureEvent"
    goal: str | None = None  # the path to an indicator; None: its rows are of no goal
    area: str | None = None
    month: str | None = None  # the path to a day within the month
    plan: str | None = None  # the path to a plan, where the rows are its own
    texts: tuple[str, ...] = ("reason",)
    corrects = False  # whether its rows carry a kind of correction

    @property
    def events(self) -> QuerySet[Any]:
        found: QuerySet[Any] = apps.get_model(self.model)._default_manager.all()
        return found

    def wanted(self) -> Q:
        """Which rows of the table are this source's: all of them, unless another one tells the others."""
        return Q()

    def matching(self, sought: Sought) -> QuerySet[Any] | None:
        """The table's rows that are sought; None where it cannot have any."""
        places = (self.goal, sought.goal), (self.area, sought.area), (self.month, sought.month)
        if any(value is not None and path is None for path, value in places):
            return None
        if (sought.kind and sought.kind != self.kind) or (sought.correction and not self.corrects):
            return None
        found = self.wanted()
        if sought.plan is not None:
            of_plan = self.of_plan(sought.plan)
            if of_plan is None:
                return None
            found &= of_plan
        if sought.goal is not None:
            found &= Q(**{f"{self.goal}": sought.goal.pk})
        if sought.area is not None:
            found &= Q(**{f"{self.area}": sought.area.pk})
        if sought.month is not None:
            found &= Q(**{f"{self.month}__range": (sought.month.first_on, sought.month.last_on)})
        if sought.correction:
            found &= Q(correction=sought.correction)
        events = self.events.filter(found & _by(sought.person) & _between(sought) & self._saying(sought.words))
        return self.correcting(events) if sought.correction else events

    def of_plan(self, plan: Plan) -> Q | None:
        """The plan's own rows, or those of a month of its year and of its area or one below; None: it can have none."""
        if self.plan is not None:
            return Q(**{self.plan: plan.pk})
        if self.area is None or self.month is None:
            return None
        year = Month(plan.year, 1).first_on, Month(plan.year, 12).last_on
        below = Q(**{self.area: plan.area_id}) | Q(**{f"{self.area}__parent": plan.area_id})
        return Q(**{f"{self.month}__range": year}) & below

    def correcting(self, events: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the rows that correct, where not every row that carries the kind does."""
        return events

    def _saying(self, words: str) -> Q:
        found = Q()
        for field in self.texts if words else ():
            found |= Q(**{f"{field}__icontains": words})
        return found

    def prepare(self, events: Sequence[Any]) -> None:  # noqa: B027  # most have nothing to read
        """Read what the events' own tables do not say. At most one query."""

    @abstractmethod
    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        """The line that the record shows for the event; ``before``: the row's state before it."""


def _by(person: str) -> Q:
    if not person:
        return Q()
    return Q(changed_by=None) if person == NOBODY else Q(changed_by=int(person))


def _between(sought: Sought) -> Q:
    found = Q(changed_at__lte=sought.now)
    if sought.from_at is not None:
        found &= Q(changed_at__gte=sought.from_at)
    if sought.from_on is not None:
        found &= Q(changed_at__gte=_midnight(sought.from_on))
    if sought.until_on is not None:
        found &= Q(changed_at__lt=_midnight(sought.until_on + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@dataclass(frozen=True, order=True)
class Place:
    """A place in the record: the moment, the source, the row. Written into addresses; a line's own."""

    at: datetime
    source: int
    row: int

    def __str__(self) -> str:
        micros = (self.at - _EPOCH) // timedelta(microseconds=1)
        return f"{micros}.{self.source}.{self.row}"

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Raises ValueError for what is none."""
        parts = text.split(".")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts):
            raise ValueError(f"not a place in the record: {text[:40]!r}")
        micros, source, row = map(int, parts)
        try:
            return cls(_EPOCH + timedelta(microseconds=micros), source, min(row, 2**31 - 1))
        except OverflowError as fault:
            raise ValueError("not a moment") from fault


@dataclass(frozen=True)
class Page:
    """Some lines, newest first, and where the older ones begin; None where there are none."""

    lines: list[Line]
    places: list[Place]  # the lines'
    older: Place | None


def find_page(
    sources: Sequence[Source], sought: Sought, *, names: Names, after: Place | None = None, size: int = 50
) -> Page:
    """The newest lines older than ``after``. One query, and at most two for each source on the page."""
    keys = _keys(sources, sought, after, size + 1)
    shown = keys[:size]
    lines: dict[tuple[int, int], Line] = {}
    for number in sorted({key["source"] for key in shown}):
        chosen = [key for key in shown if key["source"] == number]
        lines |= {(number, row): line for row, line in _told(sources[number], chosen, names)}
    places = [Place(key["changed_at"], key["source"], key["pgh_id"]) for key in shown]
    return Page(
        lines=[lines[place.source, place.row] for place in places],
        places=places,
        older=places[-1] if len(keys) > size else None,
    )


def every_line(sources: Sequence[Source], sought: Sought, *, names: Names, size: int = 1000) -> Iterator[Line]:
    """All that is sought, newest first, read in pages; what is written meanwhile is left out."""
    page = find_page(sources, sought, names=names, size=size)
    yield from page.lines
    while page.older is not None:
        page = find_page(sources, sought, names=names, after=page.older, size=size)
        yield from page.lines


def _keys(sources: Sequence[Source], sought: Sought, after: Place | None, size: int) -> list[dict[str, Any]]:
    arms = []
    for number, source in enumerate(sources):
        found = source.matching(sought)
        if found is not None:
            previous = source.events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
            found = found.filter(_older(after, number)).annotate(
                source=Value(number, IntegerField()),
                earlier=Subquery(previous.order_by("-pgh_id").values("pgh_id")[:1]),
            )
            keys = found.order_by("-changed_at", "-pgh_id").values("changed_at", "source", "pgh_id", "earlier")
            arms.append(keys[:size])
    if not arms:
        return []
    if len(arms) == 1:
        return list(arms[0])
    return list(arms[0].union(*arms[1:], all=True).order_by("-changed_at", "source", "-pgh_id")[:size])


def _older(after: Place | None, source: int) -> Q:
    if after is None:
        return Q()
    if source == after.source:
        return Q(changed_at__lte=after.at) & (Q(changed_at__lt=after.at) | Q(pgh_id__lt=after.row))
    return Q(changed_at__lte=after.at) if source > after.source else Q(changed_at__lt=after.at)


def _told(source: Source, keys: list[dict[str, Any]], names: Names) -> Iterator[tuple[int, Line]]:
    before = {key["pgh_id"]: key["earlier"] for key in keys}
    events = source.events.in_bulk([row for pair in before.items() for row in pair if row is not None])
    source.prepare([events[row] for row in before])
    for row, earlier in before.items():
        yield row, source.tell(events[row], events.get(earlier), names)
