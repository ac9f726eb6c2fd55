"""What other cities' months shared, step by step between two moments: for a replay.

The record of hundreds of cities makes a few small results. They are remembered until a figure of another city changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any

from django.db.models import Q
from django.utils import timezone

from daqing1369.versions import hold, present_reading
from targets.evaluation.forecast import learns_from_others
from targets.evaluation.forecast_pool import ALONE, Common
from targets.models import Figure, Indicator, Review
from targets.periods import Month, default_as_of
from targets.queries.held import others_state
from targets.queries.moments import DELETE, Moment, states_between
from targets.queries.neighbours import CityMonth, city_month_of, common_of, other_cities
from targets.queries.plan import Scope

_STATE = "pgh_id", "pgh_obj_id", "pgh_label", "changed_at", "indicator_id"
_VALUE = "area_id", "month", "numerator", "denominator", "review"


@dataclass(frozen=True)
class Others:
    """That other cities' figures of the indicator came on record, or changed."""

    indicator_id: int


@dataclass(frozen=True)
class Day:
    """Other cities' figures of one day stand from the last of them on: their order concerns nobody here."""

    began: datetime
    at: datetime
    figures: tuple[Others, ...]


@dataclass(frozen=True)
class Shared:
    """``commons``: what the cities shared after so many of the days, of an indicator by its scale, up to a month."""

    days: tuple[Day, ...] = ()
    commons: Mapping[tuple[int, int, int, Month], Common] | None = None

    def common(self, days: int, indicator: Indicator, as_of: Month) -> Common:
        """After so many days. ALONE where the indicator does not learn from others."""
        rule = indicator.as_rule()
        if self.commons is None or not learns_from_others(rule):
            return ALONE
        return self.commons[days, indicator.pk, rule.scale, as_of]

    def until(self, end: datetime) -> "Shared | None":
        """Without the days after it; None where it lies within one."""
        if any(day.began <= end < day.at for day in self.days):
            return None
        return replace(self, days=tuple(day for day in self.days if day.at <= end))


NONE = Shared()


def shared_between(scope: Scope, indicators: Iterable[Indicator], since: datetime, until: datetime) -> Shared:
    """What other cities shared from ``since`` on. One query where any of the indicators learns from others.

    One more where it is kept and does not hold. ``indicators``: every state of those that the plan has goals of.
    """
    scales = sorted({(one.pk, one.as_rule().scale) for one in indicators if learns_from_others(one.as_rule())})
    if not scales:
        return NONE
    last = default_as_of(scope.year, timezone.localtime(until).date())
    if present_reading() is None:
        return _shared(scope, scales, since, Moment(until, scope.recorded_until), last)
    key = "shared", scope.plan.area_id, scope.year, tuple(scales), since, scope.recorded_until, last
    state = others_state(scope.plan, {pk for pk, _ in scales})
    whole = hold(key, state, lambda: _shared(scope, scales, since, Moment(None, scope.recorded_until), last))
    return whole.until(until) or _shared(scope, scales, since, Moment(until, scope.recorded_until), last)


def _shared(scope: Scope, scales: list[tuple[int, int]], since: datetime, until: Moment, last: Month) -> Shared:
    """One query."""
    about = Q(indicator__in={pk for pk, _ in scales}) & other_cities(scope.plan)
    states = list(states_between(Figure, since, until, about).select_related(None).values_list(*_STATE, *_VALUE))
    came = [list(day) for _, day in groupby((one for one in states if one[3] > since), key=_day)]
    days = [Day(day[0][3], day[-1][3], tuple(Others(pk) for pk in sorted({one[4] for one in day}))) for day in came]
    starts = [default_as_of(scope.year, timezone.localtime(at).date()) for at in (since, *(day.at for day in days))]
    ledger = _Ledger(scales)
    commons: dict[tuple[int, int, int, Month], Common] = {}
    ledger.put(sorted(one for one in states if one[3] <= since))
    for number, (first, final) in enumerate(pairwise([*starts, last])):
        if number:
            ledger.put(came[number - 1])
        for as_of in _months(first, final):
            commons |= {(number, *scaled, as_of): common for scaled, common in ledger.commons(as_of)}
    return Shared(tuple(days), commons)


def _months(first: Month, last: Month) -> Iterator[Month]:
    yield first
    while first < last:
        first = first.plus(1)
        yield first


def _day(state: tuple[Any, ...]) -> date:
    return timezone.localtime(state[3]).date()


class _Ledger:
    """What the others' figures tell, by indicator, scale and figure."""

    def __init__(self, scales: Iterable[tuple[int, int]]) -> None:
        self.told: dict[tuple[int, int], dict[int, CityMonth]] = {scaled: {} for scaled in scales}
        self.scales: dict[int, list[int]] = defaultdict(list)
        for pk, scale in self.told:
            self.scales[pk].append(scale)
        self.seen: dict[int, int] = {}

    def put(self, states: Iterable[tuple[Any, ...]]) -> None:
        """What was written last stands, whatever its date, as in the table itself."""
        for written, figure, label, _, indicator, *value in states:
            if written <= self.seen.get(figure, 0):
                continue
            self.seen[figure] = written
            for scale in self.scales[indicator]:
                told = self.told[indicator, scale]
                if label != DELETE and _is_told(*value):
                    told[figure] = city_month_of(scale, *value[:4])
                else:
                    told.pop(figure, None)

    def commons(self, as_of: Month) -> Iterator[tuple[tuple[int, int], Common]]:
        for scaled, told in self.told.items():
            yield scaled, common_of(told.values(), as_of)


def _is_told(_area: object, _month: object, numerator: Any, denominator: Any, review: str) -> bool:
    """As the present's query has it: only what is approved, and above 0, speaks for a city."""
    return review == Review.APPROVED and all(one is not None and one > 0 for one in (numerator, denominator))
