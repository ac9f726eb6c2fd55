"""Figures that nobody types: what the measurements give is put on record, and the figure follows it.

The law. A month without a figure gets one, submitted. A figure that a computation wrote follows the next one; over an
approved value that is a correction, which leaves the approved value standing until a reviewer agrees. A figure that a
person or a file gave is an override: it is never touched, and the difference stays to be seen. A month that is not over
has no figure. Where something was computed once and no reading is left, a blank follows as any other value; figures of
months that never had a computation are left alone. A computation is not a person: a closed month does not keep it out,
since a reading that is corrected after the month was closed must not be lost; what it brings waits for the reviewer
like any other. A closed year is not computed over: the computation is kept, its figure stays, and the difference shows.
What is so already is left as it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from targets.entry.cell import Cell
from targets.entry.computed import source_of
from targets.measurements.monthly import Computed
from targets.measurements.taken import Place
from targets.models import Computation, Feed, Figure, Origin
from targets.numbers import write_number
from targets.periods import Month, last_finished_month
from targets.queries.measured import Wanted, computed, concerned, measured_months
from targets.queries.overrides import cell_of
from targets.queries.slots import closed_years
from targets.services.figures import NothingToRecord, change, changes
from targets.services.restated import FIRST, Cause, kind_of
from targets.texts import Text


class Effect(StrEnum):
    """What a computation did to the figure beside it."""

    SUBMITTED = "submitted"  # a figure where there was none, or a new value of one not yet approved
    CORRECTED = "corrected"  # a correction that waits; the approved value stands
    APPROVED = "approved"  # back to the approved value
    DIFFERS = "differs"  # somebody gave another value, which stays
    CLOSED = "closed"  # the year is closed: the figure stays
    NONE = "none"  # the month is not over, or the figure says the same


@dataclass(frozen=True)
class Changed:
    """A month whose computed value or figure changed. ``was``, ``now``: computed, as ``20/31``; blank for none."""

    indicator: str
    area: str
    month: Month
    was: str
    now: str
    effect: Effect

    def as_json(self) -> dict[str, str]:
        """For a file's record of what changed with it."""
        place = {"indicator": self.indicator, "area": self.area, "month": str(self.month)}
        return place | {"was": self.was, "now": self.now, "effect": self.effect.value}


@dataclass(frozen=True)
class Step:
    """One month of a feed: what is to be written to its computation and its figure; None: nothing."""

    feed: Feed
    month: Month
    made: Computed | None
    row: Computation | None
    figure: Figure | None
    computation: dict[str, Any] | None
    wanted: dict[str, Any] | None
    is_closed: bool = False

    @property
    def is_due(self) -> bool:
        return self.computation is not None or self.wanted is not None

    @property
    def was(self) -> str:
        return pair_text(cell_of(self.row))

    @property
    def now(self) -> str:
        return pair_text(Cell() if self.made is None else self.made.cell)


def after_load(touched: Iterable[Place], *, by: AbstractBaseUser | None, now: datetime) -> list[dict[str, str]]:
    """What a load of readings changes among the figures, as the load keeps it; called in the load's own transaction."""
    return [changed.as_json() for changed in recompute(touched, by=by, now=now)]


@transaction.atomic
def recompute(
    places: Iterable[Place], *, by: AbstractBaseUser | None, now: datetime, cause: Cause = Cause.READINGS
) -> list[Changed]:
    """Compute the months that the places' readings enter; what changed. A fixed number of queries for a feed's year."""
    wanted = concerned(places)
    feeds = _locked(Feed.objects.filter(pk__in=wanted)) if wanted else []
    return [one for feed in feeds for one in _write(feed, sorted(wanted[feed.pk]), by=by, now=now, cause=cause)]


@transaction.atomic
def recompute_feeds(feeds: Iterable[int], *, by: AbstractBaseUser | None, now: datetime, cause: Cause) -> list[Changed]:
    """Compute every month of the feeds that has a reading or a computation; what changed."""
    found = _locked(Feed.objects.filter(pk__in=list(feeds)))
    return [one for feed in found for one in _write(feed, months_of_feed(feed), by=by, now=now, cause=cause)]


def recompute_all(*, by: AbstractBaseUser | None, now: datetime) -> list[Changed]:
    """Every feed, each in its own transaction. Readings bring theirs; what moves here follows the program's rules."""
    feeds = list(Feed.objects.order_by("pk").values_list("pk", flat=True))
    return [one for feed in feeds for one in recompute_feeds([feed], by=by, now=now, cause=Cause.RULE)]


def submit_due(*, now: datetime) -> list[Changed]:
    """The figures of months that are over by now and were not when their readings came. One query if there is none."""
    last = last_finished_month(timezone.localtime(now).date())
    figures = Figure.objects.filter(indicator=OuterRef("indicator"), area=OuterRef("area"), month=OuterRef("month"))
    waiting = Computation.objects.filter(~Exists(figures), month__lte=last.first_on, numerator__isnull=False)
    places = set(waiting.order_by("pk").values_list("indicator", "area"))
    feeds = [pk for pk, *place in Feed.objects.values_list("pk", "indicator", "area").order_by("pk")
             if tuple(place) in places] if places else []  # fmt: skip
    return recompute_feeds(feeds, by=None, now=now, cause=Cause.RULE) if feeds else []


def due_steps(
    feed: Feed,
    months: Iterable[Month],
    *,
    by: AbstractBaseUser | None,
    now: datetime,
    cause: Cause,
    locked: bool = False,
) -> Iterator[Step]:
    """What ``recompute`` would write. One query, and five for each year. ``locked``: lock the figures for it."""
    years: dict[int, list[Month]] = defaultdict(list)
    for month in sorted(months):
        years[month.year].append(month)
    closed = closed_years(feed)
    for year, of_year in years.items():
        for step in _steps(feed, tuple(of_year), by=by, now=now, locked=locked, cause=cause):
            kept = replace(step, wanted=None, is_closed=True) if year in closed else step
            if kept.is_due:
                yield kept


def months_of_feed(feed: Feed) -> list[Month]:
    """The months with a reading or a computation, in order. Two queries."""
    kept = Computation.objects.filter(indicator=feed.indicator_id, area=feed.area_id).order_by("month")
    return sorted({*measured_months(feed), *map(Month.of, kept.values_list("month", flat=True))})


def _locked(feeds: Any) -> list[Feed]:
    """One computation of a feed at a time; whoever waits sees what the other one wrote."""
    return list(feeds.select_for_update(of=("self",)).select_related("indicator", "area").order_by("pk"))


def _write(
    feed: Feed, months: list[Month], *, by: AbstractBaseUser | None, now: datetime, cause: Cause
) -> list[Changed]:
    new: list[Computation] = []
    changed: list[Computation] = []
    first: list[Figure] = []
    told: list[Changed] = []
    key = {"indicator": feed.indicator, "area": feed.area}
    for step in due_steps(feed, months, by=by, now=now, locked=True, cause=cause):
        told.append(_changed(step))
        if step.computation is not None:
            row = step.row or Computation(**key, month=step.month.first_on)
            for name, value in step.computation.items():
                setattr(row, name, value)
            (changed if step.row else new).append(row)
        if step.wanted is not None and step.figure is None:
            first.append(Figure(**key, month=step.month.first_on, **step.wanted))
        elif step.wanted is not None and step.figure is not None:
            change(step.figure, step.wanted)
    Computation.objects.bulk_create(new)
    if changed:
        Computation.objects.bulk_update(changed, [*_FIELDS, "changed_by", "changed_at", "reason"])
    # Where somebody's own figure came first meanwhile, it stands: an override.
    Figure.objects.bulk_create(first, ignore_conflicts=True)
    return [one for one in told if one.was != one.now or one.effect not in (Effect.NONE, Effect.DIFFERS)]


PAIRS = ("numerator", "denominator", "month_numerator", "month_denominator")
_FIELDS = (*PAIRS, "standard", "detail")


def _steps(
    feed: Feed, months: tuple[Month, ...], *, by: AbstractBaseUser | None, now: datetime, locked: bool, cause: Cause
) -> Iterator[Step]:
    made = computed(Wanted(feed, months))
    at = {"indicator": feed.indicator_id, "area": feed.area_id, "month__in": [month.first_on for month in months]}
    rows = {Month.of(row.month): row for row in Computation.objects.filter(**at).order_by("month")}
    figures = {Month.of(row.month): row for row in _figures(at, locked=locked)}
    last = last_finished_month(timezone.localtime(now).date())
    for month in months:
        found, row, figure = made[month], rows.get(month), figures.get(month)
        is_ours = found is not None or row is not None
        why = cause, {} if row is None else row.detail
        wanted = _followed(figure, found, by=by, now=now, why=why) if is_ours and month <= last else None
        yield Step(feed, month, found, row, figure, _recorded(row, found, by=by, now=now), wanted)


def _figures(at: dict[str, Any], *, locked: bool) -> Any:
    figures = Figure.objects.filter(**at).order_by("month")
    return figures.select_for_update(of=("self",)) if locked else figures


def _recorded(
    row: Computation | None, made: Computed | None, *, by: AbstractBaseUser | None, now: datetime
) -> dict[str, Any] | None:
    """What becomes of the computation's row; readings that are gone leave it blank."""
    if made is None and row is None:
        return None
    cell = Cell() if made is None else made.cell
    values: dict[str, Any] = {name: getattr(cell, name) for name in PAIRS}
    values |= {"standard": "", "detail": {}} if made is None else {"standard": made.standard, "detail": made.detail}
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return None
    return values | {"changed_by": by, "changed_at": now, "reason": "measurements"}


def _followed(
    figure: Figure | None,
    made: Computed | None,
    *,
    by: AbstractBaseUser | None,
    now: datetime,
    why: tuple[Cause, dict[str, Any]],
) -> dict[str, Any] | None:
    """What becomes of the figure: field to value, or None where it stays. ``made`` None: no reading is left.

    ``why``: what the computation follows, and what the one before was made of.
    """
    if figure is not None and figure.origin != Origin.COMPUTED:
        return None
    cell = Cell() if made is None else made.cell
    kind, words = kind_of(*why, {} if made is None else made.detail)
    try:
        wanted = changes(
            figure, cell, note=figure.note if figure else "", by=by, now=now, origin=Origin.COMPUTED,
            correction=kind, reason=_reason(figure, cell, words), seen=figure.version if figure else 0,
        )  # fmt: skip
    except NothingToRecord:
        return None
    if made is not None and wanted is not None and wanted.get("source_zh") == "":
        source = source_of(made.standard)
        wanted |= {"source_zh": source.zh, "source_en": source.en}
    return wanted


def _reason(figure: Figure | None, cell: Cell, words: Text) -> str:
    """In both languages, with the value that stood last and the one that follows it."""
    now = pair_text(cell) or "–"
    if figure is None:
        return f"{FIRST.zh} · {FIRST.en}: {now}"
    return f"{words.zh} · {words.en}: {pair_text(Cell.of(figure)) or '–'} → {now}"


def _changed(step: Step) -> Changed:
    return Changed(
        indicator=step.feed.indicator.slug,
        area=step.feed.area.code,
        month=step.month,
        was=step.was,
        now=step.now,
        effect=_effect(step),
    )


def _effect(step: Step) -> Effect:
    if step.is_closed:
        return Effect.CLOSED
    if step.wanted is None:
        stands = step.figure is not None and step.made is not None and step.figure.origin != Origin.COMPUTED
        return Effect.DIFFERS if stands and Cell.of(step.figure) != step.made.cell else Effect.NONE  # type: ignore[union-attr]
    if step.wanted.get("correction"):
        return Effect.CORRECTED
    return Effect(step.wanted["review"]) if step.wanted.get("review") in ("submitted", "approved") else Effect.NONE


def pair_text(cell: Cell) -> str:
    """``20/31``; empty for a blank one."""
    if cell.numerator is None or cell.denominator is None:
        return ""
    return f"{write_number(cell.numerator)}/{write_number(cell.denominator)}"
