"""Figures in place of computed ones whose computed value changed after somebody had given them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from targets.entry.cell import Cell
from targets.models import Computation, Figure, Origin
from targets.periods import Month
from targets.queries.moments import events_of
from targets.queries.overrides import At, cell_of, overridden


@dataclass(frozen=True)
class Overtaken:
    """``now``: what the measurements give; ``was``: what they gave when the figure was last touched, blank for none."""

    figure: Figure
    now: Cell
    was: Cell


def overtaken(figures: Mapping[At, Figure]) -> dict[At, Overtaken]:
    """Those of the figures that another computed value stands beside than when they were last touched.

    Whoever touches one, if only its note, has seen the difference. One query, two where any figure may be concerned;
    none where nobody gave any.
    """
    given = {at: one for at, one in figures.items() if one.origin != Origin.COMPUTED}
    if not given:
        return {}
    rows = computations_of(given)
    differ = {
        at: row
        for at, one in given.items()
        if (row := rows.get(at)) is not None and row.changed_at > one.changed_at and overridden(one, row)
    }
    earlier = _states(row.pk for row in differ.values()) if differ else {}
    found = {}
    for at, row in differ.items():
        figure, now = given[at], cell_of(row)
        stood = [state for state in earlier.get(row.pk, ()) if state.changed_at <= figure.changed_at]
        was = cell_of(stood[-1]) if stood else Cell()
        if was != now:
            found[at] = Overtaken(figure, now, was)
    return found


def computations_of(at: Iterable[At]) -> dict[At, Computation]:
    """What the measurements give at the places, by them. One query."""
    listed = list(at)
    indicators, areas = {one[0] for one in listed}, {one[1] for one in listed}
    within = Q(indicator__in=indicators, area__in=areas, month__in={one[2].first_on for one in listed})
    rows = Computation.objects.filter(within, numerator__isnull=False).order_by("pk")
    return {(row.indicator_id, row.area_id, Month.of(row.month)): row for row in rows}


def _states(pks: Iterable[int]) -> dict[int, list[Any]]:
    """The computations' states in order, by id. One query."""
    found: dict[int, list[Any]] = defaultdict(list)
    for event in events_of(Computation).filter(pgh_obj_id__in=list(pks)).order_by("pgh_id"):
        found[event.pgh_obj_id].append(event)
    return found
