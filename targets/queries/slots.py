"""Places for figures: a goal's area and month, with what may be done there today by whoever asks."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from targets.entry.calendar import Gate, Term, term
from targets.evaluation.model import ReportedBy
from targets.models import Area, Feed, Figure, Goal, Indicator, Plan
from targets.periods import Month
from targets.queries.access import Access
from targets.queries.reopenings import Leave, leaves

_KEY = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)(?:_a([0-9]{2,12}))?(?:_m([0-9]{4})(0[1-9]|1[0-2]))?", re.ASCII)


@dataclass(frozen=True)
class Key:
    """The name of a cell on a page: the goal; its area, if not the plan's own; its month, where the page has several.

    Written ``rural-sewage``, ``rural-sewage_a230621``, ``pm25_m202403``.
    """

    slug: str
    area: str = ""
    month: Month | None = None

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Raises ValueError for what is none."""
        match = _KEY.fullmatch(text)
        if match is None:
            raise ValueError(f"not the key of a cell: {text[:40]!r}")
        slug, area, year, number = match.groups()
        return cls(slug, area or "", Month(int(year), int(number)) if year else None)

    def __str__(self) -> str:
        month = "" if self.month is None else f"_m{self.month.year:04d}{self.month.number:02d}"
        return self.slug + (f"_a{self.area}" if self.area else "") + month


@dataclass(frozen=True)
class Slot:
    """One place for a figure. ``term``: whether it can be changed today; ``may_enter``: by whoever asks."""

    goal: Goal
    area: Area
    month: Month
    term: Term
    may_enter: bool
    key: str

    @property
    def indicator(self) -> Indicator:
        return self.goal.indicator

    @property
    def is_open(self) -> bool:
        """Whether whoever asks can change it now."""
        return self.may_enter and self.term.is_open


def slot_of(
    goal: Goal,
    area: Area,
    month: Month,
    figure: Figure | None,
    *,
    plan: Plan,
    access: Access,
    leaves: dict[tuple[int, int, Month], Leave],
    today: date,
    with_month: bool = False,
) -> Slot:
    """The slot, with the figure that stands in it (a returned one is open however late). No query."""
    leave = leaves.get((goal.indicator_id, area.pk, month))
    own = "" if area.pk == plan.area_id else area.code
    return Slot(
        goal=goal,
        area=area,
        month=month,
        term=term(
            goal.indicator.as_rule().frequency,
            goal.indicator.due_day,
            month,
            today,
            closes_after_days=plan.closes_after_days,
            returned=figure is not None and figure.was_returned,
            reopened_until=leave.until_on if leave else None,
            reopened_because=leave.reason if leave else "",
            year_closed=plan.is_closed,
        ),
        may_enter=access.may_enter(indicator=goal.indicator_id, area=area.pk),
        key=str(Key(goal.indicator.slug, own, month if with_month else None)),
    )


def is_locked(figure: Figure, today: date) -> bool:
    """Whether the calendar of any plan that asks for the figure has closed its month, and no leave holds.

    Two queries; the figure's indicator must be loaded.
    """
    month = Month.of(figure.month)
    if (figure.indicator_id, figure.area_id, month) in leaves(today):
        return False
    rule, due_day = figure.indicator.as_rule(), figure.indicator.due_day
    asking = Q(area=figure.area_id) | Q(area__divisions=figure.area_id)
    plans = Plan.objects.filter(asking, year=month.year, goals__indicator=figure.indicator_id).order_by("id")
    closing = plans.values_list("closes_after_days", flat=True)
    terms = (term(rule.frequency, due_day, month, today, closes_after_days=days) for days in closing)
    return any(one.gate is Gate.LOCKED for one in terms)


def is_closed(figure: Figure) -> bool:
    """Whether the year of any plan that asks for the figure is closed. One query."""
    asking = Q(area=figure.area_id) | Q(area__divisions=figure.area_id)
    closed = Plan.objects.filter(asking, year=figure.month.year, closed_on__isnull=False)
    return closed.filter(goals__indicator=figure.indicator_id).exists()


def closed_years(feed: Feed) -> set[int]:
    """The years of which nothing is computed over any more: those of closed plans that ask for it. One query."""
    asking = Q(area=feed.area_id) | Q(area__divisions=feed.area_id)
    closed = Plan.objects.filter(asking, closed_on__isnull=False, goals__indicator=feed.indicator_id)
    return set(closed.order_by("year").values_list("year", flat=True))


def reporting_areas(plan: Plan) -> list[Area]:
    """The plan's divisions that give figures of their own, in order. One query."""
    return list(Area.objects.filter(parent=plan.area_id, reports=True).order_by("order", "code"))


def areas_of(goal: Goal, plan: Plan, divisions: list[Area]) -> list[Area]:
    """Who reports the goal: the divisions, or the city by itself."""
    return divisions if goal.reported_by == ReportedBy.AREAS and divisions else [plan.area]
