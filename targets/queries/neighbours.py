"""What other cities of the installation show of their months: for the forecast of a mean.

Of any number of cities it is the same small thing, so it is held while their own figures stand: what one's own
city reports changes nothing of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from daqing1369.versions import hold, present_reading
from targets.evaluation.forecast import counted, learns_from_others
from targets.evaluation.forecast_pool import ALONE, Common, deviation, pool_of_cells
from targets.evaluation.model import IndicatorRule
from targets.models import Figure, Goal, Plan, Review
from targets.periods import Month
from targets.queries.held import others_state
from targets.queries.moments import Moment, rows

_ANY = Q()
CityMonth = tuple[float, float, float]  # the area, the counted month, how far it is from the typical one


def other_cities(plan: Plan) -> Q:
    """The figures of other areas that have a plan of their own."""
    return Q(area__in=Plan.objects.exclude(area=plan.area_id).order_by().values("area"))


def _of_others(plan: Plan, moment: Moment | None = None, about: Q = _ANY) -> QuerySet[Any]:
    """The approved figures of other cities that have a plan, or their states of the moment."""
    found = rows(Figure, moment, other_cities(plan) & about)
    return found.filter(review=Review.APPROVED, numerator__gt=0, denominator__gt=0)


def commons(goals: Iterable[Goal], plan: Plan, as_of: Month, moment: Moment | None = None) -> Mapping[int, Common]:
    """By indicator what the other cities' months up to the as-of month share, as on record at the moment.

    One query; none where no goal is a mean that is foreseen. Within a reading, one that tells whether what is kept for
    the present still holds.
    """
    rules = {goal.indicator_id: rule for goal in goals if learns_from_others(rule := goal.indicator.as_rule())}
    if not rules:
        return {}
    if moment is not None or present_reading() is None:
        return _shared(rules, plan, as_of, moment)
    key = "commons", plan.area_id, tuple(rules.items()), as_of
    return hold(key, others_state(plan, rules), lambda: _shared(rules, plan, as_of))


def _shared(
    rules: Mapping[int, IndicatorRule], plan: Plan, as_of: Month, moment: Moment | None = None
) -> dict[int, Common]:
    """One query."""
    about = Q(indicator__in=rules, month__lte=as_of.first_on)
    found: dict[int, list[CityMonth]] = defaultdict(list)
    figures = _of_others(plan, moment, about).order_by("indicator_id", "area_id", "month")
    for pk, *city_month in figures.values_list("indicator_id", "area_id", "month", "numerator", "denominator"):
        found[pk].append(city_month_of(rules[pk].scale, *city_month))
    return {pk: common_of(listed) for pk, listed in found.items()}


def city_month_of(scale: int, area: int, month: date, numerator: Decimal, denominator: Decimal) -> CityMonth:
    """What a city's month tells."""
    number = counted(Month.of(month))
    return float(area), float(number), deviation(number, float(scale * numerator / denominator))


def common_of(months: Iterable[CityMonth], as_of: Month | None = None) -> Common:
    """What the cities' months share, up to the as-of month; ALONE for none. No query."""
    cells = np.array(list(months), dtype=np.float64).reshape(-1, 3)
    if as_of is not None:
        cells = cells[cells[:, 1] <= counted(as_of)]
    return pool_of_cells(cells).common() if len(cells) else ALONE
