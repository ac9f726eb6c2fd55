"""What is on record at the places of an entry page, and around those beside which a figure is typed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from daqing1369.versions import hold_each, keep, present_reading
from targets.evaluation.model import MonthFigure
from targets.models import Area, Computation, Draft, Figure, Goal, Indicator
from targets.periods import Month, last_finished_month
from targets.queries.held import figure_states
from targets.queries.overrides import At, Said, computations_at, overridden, reasons_of
from targets.queries.plan import Scope

# Oddities compare with the same month of so many earlier years.
YEARS_OF_HISTORY = 5

_NUMBERS = "numerator", "denominator", "month_numerator", "month_denominator", "half_unit", "review", "origin"
_PEOPLE = "changed_by", "entered_by", "reviewed_by"
_Past = dict[tuple[int, int], list[MonthFigure]]  # by indicator and area, in order


@dataclass(frozen=True)
class Places:
    """The months of some goals in some areas."""

    of: tuple[tuple[Goal, Area], ...]
    months: tuple[Month, ...]

    @property
    def indicators(self) -> dict[int, Indicator]:
        return {goal.indicator_id: goal.indicator for goal, _ in self.of}

    @property
    def areas(self) -> tuple[int, ...]:
        return tuple(sorted({area.pk for _, area in self.of}))

    @property
    def about(self) -> Q:
        """Their figures of whatever month."""
        return Q(indicator__in=self.indicators, area__in=self.areas)

    @property
    def beside(self) -> set[Month]:
        """The months that a row sets beside its own: the last one due before, and the same of last year."""
        earlier = {before(indicator, month) for month in self.months for indicator in self.indicators.values()}
        return earlier | {month.plus(-12) for month in self.months}


@dataclass(frozen=True)
class Found:
    """What the database has. ``figures``: also of the months beside the near places'; ``past``, ``said``: of those."""

    figures: dict[At, Figure]
    past: _Past
    drafts: dict[At, Draft]  # of whoever asks
    computations: dict[At, Computation]
    said: dict[int, Said]


def before(indicator: Indicator, month: Month) -> Month:
    """The last month before for which a figure was due."""
    rule = indicator.as_rule()
    return next(month.plus(-back) for back in range(1, 13) if rule.frequency.is_due(month.plus(-back)))


def find_around(places: Places, near: Places, *, scope: Scope, user: int) -> Found:
    """At most six queries, one more where a computed figure is overridden, whatever the number of places."""
    over = Q(month__lte=last_finished_month(scope.today).first_on)  # what is to come shows nothing yet
    here = over & places.about & _in(places.months)
    figures = _figures(here | over & near.about & _in(near.beside), places.indicators)
    key = "computations", scope.today, places.months, tuple(places.indicators), places.areas
    computations = keep(key, lambda: computations_at(here))
    chosen = [(goal.indicator_id, area.pk, month) for goal, area in near.of for month in near.months]
    own = [figures[at] for at in chosen if overridden(figures.get(at), computations.get(at))]
    rows = Draft.objects.filter(here, user=user).order_by("id")
    drafts = {(row.indicator_id, row.area_id, Month.of(row.month)): row for row in rows}
    return Found(figures, _past_of(places, list(near.indicators), over, scope), drafts, computations, reasons_of(own))


def _in(months: Iterable[Month]) -> Q:
    return Q(month__in=[month.first_on for month in months])


def _figures(at: Q, indicators: dict[int, Indicator]) -> dict[At, Figure]:
    """With whom they name: few people write many figures. One query, and one for people who are not known yet."""
    rows = list(Figure.objects.filter(at).order_by("indicator_id", "area_id", "month"))
    named = frozenset(getattr(row, f"{name}_id") for row in rows for name in _PEOPLE) - {None}
    people = keep(("people", named), lambda: User.objects.in_bulk(named))
    for row in rows:
        row.indicator = indicators[row.indicator_id]
        for name in _PEOPLE:
            setattr(row, name, people.get(getattr(row, f"{name}_id")))
    return {(row.indicator_id, row.area_id, Month.of(row.month)): row for row in rows}


def _past_of(places: Places, indicators: list[int], over: Q, scope: Scope) -> _Past:
    """Figures of the years in reach, by indicator held while they stand. Within a reading a query tells which do.

    Of all the page's areas, so that a row and its page hold one and the same.
    """
    states = figure_states(scope.plan) if present_reading() else {}

    def computed(lacking: list[int]) -> list[_Past]:
        missing = [indicators[at] for at in lacking]
        found = _past(over & places.about & Q(indicator__in=missing), places.months)
        return [{place: figures for place, figures in found.items() if place[0] == pk} for pk in missing]

    what = "past", scope.today, places.months, places.areas
    keys, known = [(what, pk) for pk in indicators], [states.get(pk, (None,))[0] for pk in indicators]
    return {place: figures for each in hold_each(keys, known, computed) for place, figures in each.items()}


def _past(at: Q, months: tuple[Month, ...]) -> _Past:
    first, last = Month(months[0].year - YEARS_OF_HISTORY, 1), Month(months[-1].year, 12)
    rows: Iterable[Any] = (
        Figure.objects.filter(at, numerator__isnull=False, denominator__isnull=False)
        .filter(month__range=(first.first_on, last.first_on))
        .order_by("indicator_id", "area_id", "month")
        .values("indicator", "area", "month", *_NUMBERS)
    )
    found: _Past = defaultdict(list)
    for row in rows:
        place = row.pop("indicator"), row.pop("area")
        found[place].append(MonthFigure(**row | {"month": Month.of(row["month"])}))
    return found
