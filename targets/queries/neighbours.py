"""What other cities of the installation show of their months: for the forecast of a mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, QuerySet

from targets.evaluation.forecast import counted, is_foreseeable
from targets.evaluation.forecast_pool import Common, pool_of
from targets.evaluation.model import Combination
from targets.models import Figure, Goal, Plan, Review
from targets.periods import Month


def noting_neighbours(goals: QuerySet[Goal], plan: Plan) -> QuerySet[Goal]:
    """The goals; each knows in ``has_neighbours`` whether another city with a plan has figures of it. No query more."""
    return goals.annotate(has_neighbours=Exists(_of_others(plan).filter(indicator=OuterRef("indicator"))))


def _of_others(plan: Plan) -> QuerySet[Figure]:
    """The approved figures of other cities that have a plan."""
    cities = Plan.objects.exclude(area=plan.area_id).order_by().values("area")
    return Figure.objects.filter(area__in=cities, review=Review.APPROVED, numerator__gt=0, denominator__gt=0)


def commons(goals: Iterable[Goal], plan: Plan, as_of: Month) -> Mapping[int, Common]:
    """By indicator what the other cities' months up to the as-of month share.

    One query; none where no goal has neighbours, or none of those that have is a mean that is foreseen.
    """
    near = [goal.indicator for goal in goals if getattr(goal, "has_neighbours", False)]
    rules = {indicator.pk: indicator.as_rule() for indicator in near}
    means = [pk for pk, rule in rules.items() if rule.combination is Combination.MEAN and is_foreseeable(rule)]
    if not means:
        return {}
    rows = (
        _of_others(plan).filter(indicator__in=means, month__lte=as_of.first_on).order_by("indicator", "area", "month")
    )
    cities: dict[int, dict[str, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    for pk, area, month, numerator, denominator in rows.values_list(
        "indicator", "area", "month", "numerator", "denominator"
    ):
        if numerator is None or denominator is None:
            continue  # the filter leaves none of these
        cities[pk][str(area)][counted(Month.of(month))] = float(rules[pk].scale * numerator / denominator)
    return {pk: pool_of(series).common() for pk, series in cities.items()}
