"""Loads demo figures: only where there is no figure yet, and on record as of the month after theirs."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from targets.evaluation.model import Combination
from targets.models import Area, Figure, Indicator, Review
from targets.periods import Month
from targets.services import fixture_schema as schema
from targets.services.fixture_files import Batch, Problem
from targets.services.fixture_sync import Key, Report, Stamp, Wanted, fill

REPORTED_ON_DAY = 4
REPORTED_AT = time(9)


def on_record_at(day: date) -> datetime:
    """When a demo figure of that day's month came on record: 09:00 on the 4th of the following month."""
    following = Month.of(day).plus(1)
    on = date(following.year, following.number, REPORTED_ON_DAY)
    return datetime.combine(on, REPORTED_AT, ZoneInfo(settings.TIME_ZONE))


def check(batch: Batch, *, areas: set[Any], indicators: set[Any]) -> Iterator[Problem]:
    """The figures' faults beside their indicator. One query."""
    rules: dict[str, schema.Indicator | Indicator] = {row.slug: row for row in Indicator.objects.all()}
    rules |= {new.slug: new for _, new in batch.data("indicators", schema.Indicator)}
    for record, raw in batch.raw("figures"):
        for field, known in (("area", areas), ("indicator", indicators)):
            if isinstance(raw.get(field), str) and raw[field] not in known:
                yield record.problem(field, f'there is no {field} "{raw[field]}"')
    for record, figure in batch.data("figures", schema.Figure):
        if figure.indicator in rules:
            for field, reason in _faults(figure, rules[figure.indicator]):
                yield record.problem(field, reason)


def _faults(figure: schema.Figure, rule: schema.Indicator | Indicator) -> Iterator[tuple[str, str]]:
    pairs = {"": (figure.numerator, figure.denominator)}
    if figure.month_numerator is not None and figure.month_denominator is not None:
        pairs["month_"] = (figure.month_numerator, figure.month_denominator)
    for prefix, (numerator, denominator) in pairs.items():
        if rule.scale == 100 and numerator > denominator:
            yield f"{prefix}numerator", f"is above the denominator: {numerator} of {denominator}"
        if rule.combination == Combination.MEAN and denominator == 0 and numerator != 0:
            yield f"{prefix}denominator", "a mean needs days"
        if rule.counts_days and denominator > figure.month.days:
            yield f"{prefix}denominator", f"{figure.month} has only {figure.month.days} days"
        if rule.counts_days and not _whole(denominator):
            yield f"{prefix}denominator", "must be a whole number of days"
        elif rule.whole_numbers and not (_whole(numerator) and _whole(denominator)):
            yield f"{prefix}numerator", "numerator and denominator must be whole numbers"


def _whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def load(batch: Batch, *, stamp: Stamp, report: Report) -> None:
    """Write the checked figures. Four queries at most."""
    records = batch.data("figures", schema.Figure)
    if not records:
        return
    areas = dict(Area.objects.values_list("code", "pk"))
    indicators = dict(Indicator.objects.values_list("slug", "pk"))
    rows = Figure.objects.filter(indicator__slug__in={figure.indicator for _, figure in records})
    existing: dict[Key, Figure] = {
        (row.indicator.slug, row.area.code, str(Month.of(row.month))): row
        for row in rows.select_related("indicator", "area")
    }
    wanted: dict[Key, Wanted] = {}
    for record, figure in records:
        values = figure.model_dump(exclude={"indicator", "area", "month"}) | {
            "indicator_id": indicators[figure.indicator],
            "area_id": areas[figure.area],
            "month": figure.month.first_on,
            "review": Review.APPROVED,
        }
        moment = stamp.of(record.file) | {"changed_at": on_record_at(figure.month.first_on)}
        wanted[figure.indicator, figure.area, str(figure.month)] = Wanted(values, moment)
    fill(report, "figure", Figure, existing, wanted)
