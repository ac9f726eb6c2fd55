"""What other cities of the installation show of their months: for the forecast of a mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from targets.evaluation.forecast import counted, is_foreseeable
from targets.evaluation.forecast_pool import ALONE, Common, pool_of
from targets.evaluation.model import Combination, IndicatorRule
from targets.models import Figure, Goal, Plan, Review
from targets.periods import Month
from targets.queries.moments import Moment, rows

_ANY = Q()
CityMonth = tuple[int, date, Decimal, Decimal]  # the area, the month's first day, numerator, denominator


def noting_neighbours(goals: QuerySet[Goal], plan: Plan) -> QuerySet[Goal]:
    """The goals; each knows in ``has_neighbours`` whether another city with a plan has figures of it. No query more."""
    return goals.annotate(has_neighbours=Exists(_of_others(plan).filter(indicator=OuterRef("indicator"))))


def other_cities(plan: Plan) -> Q:
    """The figures of other areas that have a plan of their own."""
    return Q(area__in=Plan.objects.exclude(area=plan.area_id).order_by().values("area"))


def _of_others(plan: Plan, moment: Moment | None = None, about: Q = _ANY) -> QuerySet[Any]:
    """The approved figures of other cities that have a plan, or their states of the moment."""
    found = rows(Figure, moment, other_cities(plan) & about)
    return found.filter(review=Review.APPROVED, numerator__gt=0, denominator__gt=0)


def commons(goals: Iterable[Goal], plan: Plan, as_of: Month, moment: Moment | None = None) -> Mapping[int, Common]:
    """By indicator what the other cities' months up to the as-of month share, as on record at the moment.

    One query; none where no goal has neighbours, or none of those that have is a mean that is foreseen.
    """
    near = [goal.indicator for goal in goals if getattr(goal, "has_neighbours", False)]
    rules = {indicator.pk: rule for indicator in near if learns_from_others(rule := indicator.as_rule())}
    if not rules:
        return {}
    about = Q(indicator__in=rules, month__lte=as_of.first_on)
    found: dict[int, list[CityMonth]] = defaultdict(list)
    figures = _of_others(plan, moment, about).order_by("indicator", "area", "month")
    for pk, *city_month in figures.values_list("indicator", "area", "month", "numerator", "denominator"):
        found[pk].append(tuple(city_month))
    return {pk: common_of(rules[pk], listed) for pk, listed in found.items()}


def learns_from_others(rule: IndicatorRule) -> bool:
    """Whether other cities' months say something of this one's."""
    return rule.combination is Combination.MEAN and is_foreseeable(rule)


def common_of(rule: IndicatorRule, months: Iterable[CityMonth]) -> Common:
    """What the cities' months share, given by area and month; ALONE for none. No query."""
    cities: dict[str, dict[int, float]] = defaultdict(dict)
    for area, month, numerator, denominator in months:
        cities[str(area)][counted(Month.of(month))] = float(rule.scale * numerator / denominator)
    return pool_of(cities).common() if cities else ALONE


def is_told(figure: Figure) -> bool:
    """As the query has it: only what is approved, and above 0, speaks for a city."""
    amounts = figure.numerator, figure.denominator
    return figure.review == Review.APPROVED and all(one is not None and one > 0 for one in amounts)
