"""What other cities of the installation show of their months: for the forecast of a mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from targets.evaluation.forecast import counted, is_foreseeable
from targets.evaluation.forecast_pool import Common, pool_of
from targets.evaluation.model import Combination
from targets.models import Figure, Goal, Plan, Review
from targets.periods import Month
from targets.queries.moments import Moment, rows

_ANY = Q()


def noting_neighbours(goals: QuerySet[Goal], plan: Plan) -> QuerySet[Goal]:
    """The goals; each knows in ``has_neighbours`` whether another city with a plan has figures of it. No query more."""
    return goals.annotate(has_neighbours=Exists(_of_others(plan).filter(indicator=OuterRef("indicator"))))


def _of_others(plan: Plan, moment: Moment | None = None, about: Q = _ANY) -> QuerySet[Any]:
    """The approved figures of other cities that have a plan, or their states of the moment."""
    cities = Plan.objects.exclude(area=plan.area_id).order_by().values("area")
    found = rows(Figure, moment, Q(area__in=cities) & about)
    return found.filter(review=Review.APPROVED, numerator__gt=0, denominator__gt=0)


def commons(goals: Iterable[Goal], plan: Plan, as_of: Month, moment: Moment | None = None) -> Mapping[int, Common]:
    """By indicator what the other cities' months up to the as-of month share, as on record at the moment.

    One query; none where no goal has neighbours, or none of those that have is a mean that is foreseen.
    """
    near = [goal.indicator for goal in goals if getattr(goal, "has_neighbours", False)]
    rules = {indicator.pk: indicator.as_rule() for indicator in near}
    means = [pk for pk, rule in rules.items() if rule.combination is Combination.MEAN and is_foreseeable(rule)]
    if not means:
        return {}
    about = Q(indicator__in=means, month__lte=as_of.first_on)
    figures = _of_others(plan, moment, about).order_by("indicator", "area", "month")
    cities: dict[int, dict[str, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    for pk, area, month, numerator, denominator in figures.values_list(
        "indicator", "area", "month", "numerator", "denominator"
    ):
        if numerator is None or denominator is None:
            continue  # the filter leaves none of these
        cities[pk][str(area)][counted(Month.of(month))] = float(rules[pk].scale * numerator / denominator)
    return {pk: pool_of(series).common() for pk, series in cities.items()}
