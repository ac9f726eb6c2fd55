"""Surface water over several months, and the deduction of natural background.

By 环办〔2011〕22号 the value of a year is the arithmetic mean of the monthly values of each item and section, and then
the worst item decides; at least eight months where ice prevents sampling. Its clauses were not read: the mean of months
is mark B, the eight months are mark C and a setting. How much of a year may be missing otherwise, and how background
counts over several months, is not said anywhere found (mark D).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from targets.periods import Month
from targets.standards.surface_water import Assessment, Sample, Values, assess, mean_exactly, means_of
from targets.standards.surface_water_table import TABLE, WaterBody, WaterItem
from targets.texts import Text


@dataclass(frozen=True)
class Background:
    """Natural background (自然本底) of some items of a section, decided above the city (mark C), with its document.

    ``until_month`` None: until further notice. ValueError without items, for items that do not decide the class, for a
    blank reason or document, and for an end before the beginning.
    """

    items: frozenset[WaterItem]
    reason: str
    document: str
    from_month: Month
    until_month: Month | None = None

    def __post_init__(self) -> None:
        if not self.items or not all(TABLE[item].in_class for item in self.items):
            raise ValueError("natural background names at least one item, and only items that decide the class")
        if not self.reason.strip() or not self.document.strip():
            raise ValueError(
                "natural background is deducted with a reason and a document, for example a letter's number"
            )
        if self.until_month is not None and self.until_month < self.from_month:
            raise ValueError(f"natural background ends before it begins: {self.from_month} to {self.until_month}")

    def covers(self, month: Month) -> bool:
        """Whether the deduction holds in that month; its first and last month are in it."""
        return self.from_month <= month and (self.until_month is None or month <= self.until_month)


@dataclass(frozen=True)
class BothWays:
    """A class as measured and after the deduction of natural background; both are always shown."""

    raw: Assessment
    adjusted: Assessment  # equal to ``raw`` where nothing is deducted
    backgrounds: tuple[Background, ...]  # those that left out an item with a value


class Shortfall(StrEnum):
    """Why a period's class does not stand for the period."""

    NO_DATA = "no_data"
    MISSING_MONTHS = "missing_months"
    FEW_MONTHS = "few_months"


@dataclass(frozen=True)
class PeriodRule:
    """When a period's class stands: the settings behind ``assess_period``."""

    min_months: int = 8  # of a whole year, with a value; fewer than twelve only where ice prevents sampling (mark C)
    allowed_missing: int = 0  # months without a value that are not declared as frozen (mark D)


DEFAULT_RULE = PeriodRule()


@dataclass(frozen=True)
class PeriodAssessment:
    """The class of several months. It is given even where it does not stand (``shortfalls``), and then said so."""

    result: BothWays
    values: Values  # the mean of the monthly values, per item
    months_of: Mapping[WaterItem, int]  # how many months have a value, per item
    months: tuple[Month, ...]  # with a value of any of the 21 items
    frozen: Mapping[Month, str]  # declared as frozen, without a value, with the reason
    missing: tuple[Month, ...]  # neither
    shortfalls: tuple[Shortfall, ...]
    remarks: tuple[Text, ...]  # what the above means, in words

    @property
    def is_sufficient(self) -> bool:
        """Whether the class stands for the period."""
        return not self.shortfalls


def assess_both_ways(
    values: Values, month: Month, backgrounds: Iterable[Background] = (), body: WaterBody = WaterBody.RIVER
) -> BothWays:
    """A month's class from its means, raw and with the background of that month left out (single-factor, mark C).

    Errors as ``surface_water.class_of``.
    """
    return _both_ways(values, {item: [month] for item in values}, backgrounds, body)


def assess_month(
    samples: Iterable[Sample],
    month: Month,
    backgrounds: Iterable[Background] = (),
    body: WaterBody = WaterBody.RIVER,
) -> BothWays:
    """A month's class from its samples: mean per item first, then both ways. Errors as ``assess_both_ways``."""
    return assess_both_ways({item: mean.value for item, mean in means_of(samples).items()}, month, backgrounds, body)


def mean_of_months(months: Mapping[Month, Values]) -> Mapping[WaterItem, Fraction]:
    """The arithmetic mean of the monthly values, per item, over the months that have it; never of samples (mark B)."""
    found: dict[WaterItem, list[Fraction]] = {}
    for values in months.values():
        for item, value in values.items():
            found.setdefault(item, []).append(Fraction(value))
    return MappingProxyType({item: mean_exactly(found[item]) for item in WaterItem if item in found})


def assess_period(
    months: Mapping[Month, Values],
    *,
    first: Month,
    last: Month,
    frozen: Mapping[Month, str] | None = None,
    backgrounds: Collection[Background] = (),
    body: WaterBody = WaterBody.RIVER,
    rule: PeriodRule = DEFAULT_RULE,
) -> PeriodAssessment:
    """The class of the months from first to last from their monthly means (环办〔2011〕22号; marks above).

    Months outside are ignored, so a whole year's months give each cumulative period. A frozen month is declared with a
    reason and is not missing; sampled all the same, it counts. The class stands if it has a month, if not more months
    are missing than allowed, and for a whole year if enough months have a value. Background leaves an item out only
    where every month that has the item is covered, be it by one paper or by several.
    ValueError for a last month before the first and for a frozen month without a reason; values as ``class_of``.
    """
    span = _span(first, last)
    given = {month: months[month] for month in span if any(TABLE[item].in_class for item in months.get(month, ()))}
    declared = {month: reason for month, reason in (frozen or {}).items() if month in span and month not in given}
    if not all(reason.strip() for reason in declared.values()):
        raise ValueError("a frozen month is declared with a reason, for example: ice cover, no sampling")
    missing = tuple(month for month in span if month not in given and month not in declared)
    values = mean_of_months(given)
    months_of = {item: [month for month in given if item in given[month]] for item in values}
    short = _shortfalls(len(given), len(missing), len(span), rule)
    return PeriodAssessment(
        result=_both_ways(values, months_of, backgrounds, body),
        values=values,
        months_of=MappingProxyType({item: len(found) for item, found in months_of.items()}),
        months=tuple(given),
        frozen=MappingProxyType(dict(sorted(declared.items()))),
        missing=missing,
        shortfalls=short,
        remarks=_remarks(short, missing, declared, len(given), rule),
    )


def _both_ways(
    values: Values,
    months_of: Mapping[WaterItem, Collection[Month]],
    backgrounds: Iterable[Background],
    body: WaterBody,
) -> BothWays:
    listed = list(backgrounds)
    found = {item: covering(listed, item, months) for item, months in months_of.items() if item in values}
    left_out = {item for item, papers in found.items() if papers}
    used = tuple(one for one in listed if any(one in papers for papers in found.values()))
    raw = assess(values, body)
    return BothWays(raw, assess(values, body, left_out=left_out) if left_out else raw, used)


def covering(backgrounds: Iterable[Background], item: WaterItem, months: Collection[Month]) -> tuple[Background, ...]:
    """The papers by which the item is natural background in each of the months; none where a month is not covered.

    One paper that covers them all is enough; else papers that follow each other do, each of which then counts (mark D).
    """
    named = [one for one in backgrounds if item in one.items]
    whole = tuple(one for one in named if all(map(one.covers, months)))
    if whole or not all(any(one.covers(month) for one in named) for month in months):
        return whole
    return tuple(one for one in named if any(map(one.covers, months)))


def _span(first: Month, last: Month) -> tuple[Month, ...]:
    if last < first:
        raise ValueError(f"a period ends before it begins: {first} to {last}")
    count = (last.year - first.year) * 12 + last.number - first.number + 1
    return tuple(first.plus(later) for later in range(count))


def _shortfalls(given: int, missing: int, span: int, rule: PeriodRule) -> tuple[Shortfall, ...]:
    if not given:
        return (Shortfall.NO_DATA,)
    found = []
    if missing > rule.allowed_missing:
        found.append(Shortfall.MISSING_MONTHS)
    if span >= 12 and given < rule.min_months:
        found.append(Shortfall.FEW_MONTHS)
    return tuple(found)


def _remarks(
    short: Collection[Shortfall], missing: Collection[Month], frozen: Mapping[Month, str], given: int, rule: PeriodRule
) -> tuple[Text, ...]:
    found = []
    if Shortfall.NO_DATA in short:
        found.append(Text("本时段无监测数据，不作评价。", "No data in this period; it is not evaluated."))
    if missing and Shortfall.NO_DATA not in short:
        zh, en = "、".join(map(str, missing)), ", ".join(map(str, missing))
        so = ("数据不足", "insufficient data") if Shortfall.MISSING_MONTHS in short else ("在允许范围内", "as allowed")
        found.append(Text(f"缺测月份：{zh}（{so[0]}）。", f"Months without data: {en} ({so[1]})."))
    if Shortfall.FEW_MONTHS in short:
        found.append(
            Text(
                f"全年仅有{given}个月有监测值，少于{rule.min_months}个月（数据不足）。",
                f"Only {given} months of the year have a value, fewer than {rule.min_months} (insufficient data).",
            )
        )
    if frozen:
        ordered = sorted(frozen.items())
        zh, en = ("；".join(f"{m} {why}" for m, why in ordered), "; ".join(f"{m} {why}" for m, why in ordered))
        found.append(Text(f"封冻不采样月份：{zh}。", f"Months frozen over, not sampled: {en}."))
    return tuple(found)
