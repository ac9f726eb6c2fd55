"""Class of surface water by GB 3838-2002 and 环办〔2011〕22号: of one item, of samples.

Mean per item first, then the worst item decides (单因子评价, GB 3838-2002 5.1, mark A). Everything is exact; values are
in the units of ``surface_water_table``, which also explains the marks. No value is no class, never a good one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from targets.standards.rounding import Exact, round_half_even
from targets.standards.surface_water_table import EVALUATED, TABLE, Rule, WaterBody, WaterClass, WaterItem

MAIN_POLLUTANTS = 3
# Without an exceedance multiple (mark B): a range and a lower limit have none, and temperature has no limit.
_NO_MULTIPLE = frozenset({WaterItem.TEMP, WaterItem.PH, WaterItem.DO})


@dataclass(frozen=True)
class Measured:
    """One reading. Not detected (未检出): ``value`` is the detection limit.

    TypeError for a float, which is not exact; ValueError for a not finite value and a detection limit not above zero.
    """

    value: Decimal
    not_detected: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.value, float):
            raise TypeError("a reading must be exact: Decimal or int")
        if not Decimal(self.value).is_finite():
            raise ValueError(f"not a reading: {self.value}")
        if self.not_detected and self.value <= 0:
            raise ValueError(f"a detection limit is above zero: {self.value}")

    @property
    def for_mean(self) -> Fraction:
        """The value that enters means: half the detection limit where nothing was detected (mark B)."""
        return Fraction(self.value) / (2 if self.not_detected else 1)


Sample = Mapping[WaterItem, Measured | None]  # None and an absent item are the same: no value
Values = Mapping[WaterItem, Exact]


@dataclass(frozen=True)
class Mean:
    """An item's arithmetic mean and what it is made of. ``not_detected`` of the ``readings`` were not detected."""

    value: Fraction
    readings: int
    not_detected: int = 0


@dataclass(frozen=True)
class ItemResult:
    """One item of an assessment. ``multiple``: how far above class III, None where it is not or has no multiple."""

    item: WaterItem
    value: Fraction
    water_class: WaterClass | None  # None: no limits (temperature, total nitrogen in rivers)
    decides: bool  # whether the item took part in finding the class
    multiple: Fraction | None


@dataclass(frozen=True)
class MainPollutant:
    """A main pollutant (主要污染指标); ``multiple`` None for pH and dissolved oxygen, which are named without one."""

    item: WaterItem
    water_class: WaterClass
    multiple: Fraction | None


@dataclass(frozen=True)
class Assessment:
    """A class and how it came about. ``water_class`` None: none of the 21 items has a value, or all are left out."""

    water_class: WaterClass | None
    items: tuple[ItemResult, ...]  # every item with a value, in the table's order
    deciding: tuple[WaterItem, ...]  # those with the worst class
    main_pollutants: tuple[MainPollutant, ...]  # worse than class III only, worst first, at most three
    missing: tuple[WaterItem, ...]  # of the 21
    left_out: tuple[WaterItem, ...]  # with a value, but left out on purpose

    @property
    def evaluated(self) -> tuple[WaterItem, ...]:
        """Those of the 21 items that have a value and take part, in the table's order."""
        return tuple(one.item for one in self.items if one.decides)


def class_of(item: WaterItem, value: Exact, body: WaterBody = WaterBody.RIVER) -> WaterClass | None:
    """The class of one item's value (GB 3838-2002, table 1, mark A); None where the item has no limits.

    A value equal to the limits of several classes takes the best (从优不从劣, mark C). pH from 6 to 9 is class I,
    outside it is worse than V. Dissolved oxygen by concentration alone: class I by 90 % of saturation is not computed.
    TypeError for a float; ValueError for a negative value of an item with limits and a value that is not finite.
    """
    exact = _checked(item, value)
    criterion = TABLE[item]
    limits = criterion.limits_in(body)
    if not limits:
        return None
    if criterion.rule is Rule.RANGE:
        return WaterClass.I if limits[0] <= exact <= limits[1] else WaterClass.WORSE_THAN_V
    at_least = criterion.rule is Rule.AT_LEAST
    kept = (one for one, limit in enumerate(limits, 1) if (exact >= limit if at_least else exact <= limit))
    return WaterClass(next(kept, WaterClass.WORSE_THAN_V))


def class_iii_limit(item: WaterItem, body: WaterBody = WaterBody.RIVER) -> Decimal | None:
    """The limit of class III; None for items with a range or without limits."""
    limits = TABLE[item].limits_in(body)
    return limits[WaterClass.III - 1] if limits and TABLE[item].rule is not Rule.RANGE else None


def exceedance_multiple(item: WaterItem, value: Exact, body: WaterBody = WaterBody.RIVER) -> Fraction | None:
    """How many times the class III limit the value lies above it: (C - Cs) / Cs (超标倍数, 环办〔2011〕22号, mark B).

    None where the value keeps the limit, and for temperature, pH and dissolved oxygen. Errors as ``class_of``.
    """
    exact, limit = _checked(item, value), class_iii_limit(item, body)
    if item in _NO_MULTIPLE or limit is None or exact <= limit:
        return None
    return exact / Fraction(limit) - 1


def shown_multiple(multiple: Fraction, decimals: int = 1) -> Decimal:
    """A multiple as reports print it, half to even (GB/T 8170); one decimal is common practice (mark C)."""
    return round_half_even(multiple, decimals)


def means_of(samples: Iterable[Sample]) -> Mapping[WaterItem, Mean]:
    """The arithmetic mean of each item over the samples that have it, in the table's order (环办〔2011〕22号, mark B).

    Not detected counts as half the detection limit (mark B). pH is averaged as a number like the others (mark C), not
    by its hydrogen ions. The order of the samples does not matter; an item that no sample has is absent.
    """
    readings: dict[WaterItem, list[Measured]] = {}
    for sample in samples:
        for item, reading in sample.items():
            if reading is not None:
                readings.setdefault(item, []).append(reading)
    return MappingProxyType(
        {
            item: Mean(
                mean_exactly(one.for_mean for one in readings[item]),
                len(readings[item]),
                sum(one.not_detected for one in readings[item]),
            )
            for item in WaterItem
            if item in readings
        }
    )


def mean_exactly(values: Iterable[Fraction]) -> Fraction:
    """The arithmetic mean, exactly. ValueError for no values."""
    found = list(values)
    if not found:
        raise ValueError("there is no mean of nothing")
    return sum(found, Fraction(0)) / len(found)


def assess(values: Values, body: WaterBody = WaterBody.RIVER, *, left_out: Collection[WaterItem] = ()) -> Assessment:
    """The class of a section from one value per item: a sample's values or the means of a month or a longer period.

    The worst of the 21 items (GB 3838-2002 table 1 without temperature, total nitrogen and faecal coliforms; mark B)
    decides (GB 3838-2002 5.1, mark A). What is there is evaluated, as since 2021 a month may hold nine items and a few
    more (mark B); ``missing`` says what is not. ``left_out`` items are listed, but neither decide nor pollute.
    Errors as ``class_of``.
    """
    items = tuple(_item_result(item, values[item], body, left_out) for item in WaterItem if item in values)
    deciders = {one.item: one.water_class for one in items if one.decides and one.water_class is not None}
    worst = max(deciders.values(), default=None)
    return Assessment(
        water_class=worst,
        items=items,
        deciding=tuple(item for item, its_class in deciders.items() if its_class is worst),
        main_pollutants=_main_pollutants(items),
        missing=tuple(item for item in EVALUATED if item not in values),
        left_out=tuple(one.item for one in items if one.item in left_out),
    )


def assess_samples(
    samples: Iterable[Sample], body: WaterBody = WaterBody.RIVER, *, left_out: Collection[WaterItem] = ()
) -> Assessment:
    """The class of one sample or of all samples of a month: mean per item first, then ``assess``."""
    means = means_of(samples)
    return assess({item: mean.value for item, mean in means.items()}, body, left_out=left_out)


def _item_result(item: WaterItem, value: Exact, body: WaterBody, left_out: Collection[WaterItem]) -> ItemResult:
    return ItemResult(
        item=item,
        value=_checked(item, value),
        water_class=class_of(item, value, body),
        decides=TABLE[item].in_class and item not in left_out,
        multiple=exceedance_multiple(item, value, body),
    )


def _main_pollutants(items: Iterable[ItemResult]) -> tuple[MainPollutant, ...]:
    """The three worst items (环办〔2011〕22号, mark B); equal classes by multiple, those without one last (mark C).

    That heavy metals and cyanide go first, as the circular is said to ask, is not confirmed and not done.
    """
    found = [
        MainPollutant(one.item, one.water_class, one.multiple)
        for one in items
        if one.decides and one.water_class is not None and not one.water_class.is_good
    ]
    # sorted() is stable: what is equal in both stays in the table's order.
    found.sort(key=lambda one: (-one.water_class, -(one.multiple or 0)))
    return tuple(found[:MAIN_POLLUTANTS])


def _checked(item: WaterItem, value: Exact) -> Fraction:
    if isinstance(value, float):
        raise TypeError("a value must be exact: Decimal, Fraction or int")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{item.value}: not a value: {value}")
    if value < 0 and TABLE[item].rule is not Rule.NONE:
        raise ValueError(f"{item.value}: a value is not negative: {value}")
    return Fraction(value)
