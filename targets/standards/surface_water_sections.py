"""What follows from the classes of sections: a city's share, a river's grade, what is near class III, alerts.

Sections are named by whatever the caller knows them by. A section without a class is not assessed: it is in no
denominator, is listed, and never counts as good.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction
from types import MappingProxyType

from targets.standards.surface_water import ItemResult, Values, assess, class_iii_limit
from targets.standards.surface_water_table import TABLE, Grade, Rule, WaterBody, WaterClass, WaterItem
from targets.texts import Text

Classes = Mapping[str, WaterClass | None]

MIN_SECTIONS = 5
NEAR = Fraction(1, 10)


@dataclass(frozen=True)
class SectionsShare:
    """How many of the assessed sections are good (Ⅰ–Ⅲ类) and how many worse than V (劣Ⅴ类)."""

    by_class: Mapping[WaterClass, int]  # all six classes
    not_assessed: tuple[str, ...]  # without data, in the order given

    @property
    def assessed(self) -> int:
        """The denominator."""
        return sum(self.by_class.values())

    @property
    def good(self) -> int:
        """The numerator: sections of class III or better."""
        return sum(count for one, count in self.by_class.items() if one.is_good)

    @property
    def worse_than_v(self) -> int:
        """Sections worse than class V."""
        return self.by_class[WaterClass.WORSE_THAN_V]

    @property
    def percent_good(self) -> Fraction | None:
        """The share of class I to III in percent, exactly; None where no section is assessed."""
        return self._percent(self.good)

    @property
    def percent_worse_than_v(self) -> Fraction | None:
        """The share worse than class V in percent, exactly; None where no section is assessed."""
        return self._percent(self.worse_than_v)

    def _percent(self, count: int) -> Fraction | None:
        return Fraction(100 * count, self.assessed) if self.assessed else None


def sections_share(classes: Classes) -> SectionsShare:
    """The share of sections by class, for a month's classes or for those of a cumulative period alike.

    Good sections / assessed sections (GB 3838-2002 by 环办〔2011〕22号, marks A and B). A cumulative share is computed
    from each section's cumulative class, never from the shares of months.
    """
    counts = dict.fromkeys(WaterClass, 0)
    for one in classes.values():
        if one is not None:
            counts[one] += 1
    return SectionsShare(MappingProxyType(counts), tuple(name for name, one in classes.items() if one is None))


@dataclass(frozen=True)
class RiverGrade:
    """The grade of a river or catchment; ``grade`` None: by sections it has none, and ``why`` says why."""

    grade: Grade | None
    share: SectionsShare
    why: Text | None = None


def river_grade(classes: Classes, *, min_sections: int = MIN_SECTIONS) -> RiverGrade:
    """The grade of a river or catchment by the shares of its sections (环办〔2011〕22号, mark B).

    Class I–III at least 90 %: 优; at least 75 %: 良好; below that, by the share worse than V: under 20 % 轻度污染,
    under 40 % 中度污染, from 40 % on 重度污染. With fewer than five assessed sections their mean concentrations are
    evaluated as one section instead, which needs values and not classes: no grade here, and it says so.
    """
    share = sections_share(classes)
    good, worst = share.percent_good, share.percent_worse_than_v
    if good is None or worst is None or share.assessed < min_sections:
        why = Text(
            f"评价断面{share.assessed}个，少于{min_sections}个，应按断面平均浓度评价。",
            f"{share.assessed} assessed sections, fewer than {min_sections}: judged by mean concentrations instead.",
        )
        return RiverGrade(None, share, why)
    if good >= 75:
        return RiverGrade(Grade.EXCELLENT if good >= 90 else Grade.GOOD, share)
    return RiverGrade(Grade.LIGHT if worst < 20 else Grade.MODERATE if worst < 40 else Grade.HEAVY, share)


class Edge(StrEnum):
    """On which side of class III a section or item is near it."""

    LOSING = "losing"  # keeps class III, and is within the margin of not keeping it
    GAINING = "gaining"  # does not, and is within the margin of keeping it


@dataclass(frozen=True)
class NearItem:
    """One item near its class III limit. ``ratio``: value / limit."""

    item: WaterItem
    value: Fraction
    limit: Fraction
    ratio: Fraction
    edge: Edge


@dataclass(frozen=True)
class NearClassIII:
    """How near a section is to class III: ``edge`` None is near on neither side; ``items`` are near each for itself."""

    edge: Edge | None
    items: tuple[NearItem, ...]


def near_class_iii(
    values: Values,
    body: WaterBody = WaterBody.RIVER,
    *,
    left_out: Collection[WaterItem] = (),
    margin: Fraction = NEAR,
) -> NearClassIII:
    """Which items lie within 10 % of the class III limit, the bounds included, and what that means for the section.

    A section of class III or better is close to losing it when an item is; a worse one is close to gaining it when
    every item that exceeds is within the margin. pH, a range, has no nearness; out of it, nothing is close. This
    product's own reading of the question that leaders ask (mark D). Errors as ``surface_water.class_of``.
    """
    results = [one for one in assess(values, body, left_out=left_out).items if one.decides]
    near = tuple(found for one in results if (found := _near(one, body, margin)) is not None)
    exceeding = {one.item for one in results if one.water_class is not None and not one.water_class.is_good}
    gaining = {one.item for one in near if one.edge is Edge.GAINING}
    if exceeding:
        return NearClassIII(Edge.GAINING if exceeding == gaining else None, near)
    return NearClassIII(Edge.LOSING if near else None, near)


def _near(result: ItemResult, body: WaterBody, margin: Fraction) -> NearItem | None:
    limit = class_iii_limit(result.item, body)
    if limit is None:
        return None
    ratio = result.value / Fraction(limit)
    if not 1 - margin <= ratio <= 1 + margin:
        return None
    kept = ratio >= 1 if TABLE[result.item].rule is Rule.AT_LEAST else ratio <= 1
    return NearItem(result.item, result.value, Fraction(limit), ratio, Edge.LOSING if kept else Edge.GAINING)


class AlertLevel(IntEnum):
    """The two levels of an alert; level 1 is the graver."""

    ONE = 1
    TWO = 2


@dataclass(frozen=True)
class Standing:
    """What an alert looks at; a class is None where it is not known. ``target``: the year's target of the section."""

    month: WaterClass | None
    month_last_year: WaterClass | None
    cumulative: WaterClass | None
    cumulative_last_year: WaterClass | None
    target: WaterClass | None


@dataclass(frozen=True)
class Alert:
    """Whether a section raises an alert and what decided it. None of a finding: a class that it needs is not known."""

    standing: Standing
    level: AlertLevel | None
    is_decided: bool  # False: no alert can be given or ruled out, for want of a class
    month_steps: int | None  # classes worse than last year; negative: better
    cumulative_steps: int | None
    is_below_iii: bool | None  # both classes worse than III
    misses_target: bool | None  # the cumulative class is worse than the year's target


def alert(standing: Standing) -> Alert:
    """The two-level alert of a section, after 长江流域水环境质量监测预警办法（试行） (mark B; there by the quarter).

    Level 2: month class and cumulative class both at least one class worse than last year's, both now worse than III,
    and the cumulative class misses the year's target. Level 1: both at least two classes worse, else the same. That
    "ending below III" means both classes is this product's reading (mark D).
    """
    month_steps = _steps(standing.month, standing.month_last_year)
    cumulative_steps = _steps(standing.cumulative, standing.cumulative_last_year)
    below = _all(None if one is None else not one.is_good for one in (standing.month, standing.cumulative))
    missed_by = _steps(standing.cumulative, standing.target)
    missed = None if missed_by is None else missed_by > 0
    steps = [None if one is None else one >= 1 for one in (month_steps, cumulative_steps)]
    raised = _all([*steps, below, missed])
    level = None
    if raised and month_steps is not None and cumulative_steps is not None:
        level = AlertLevel.ONE if min(month_steps, cumulative_steps) >= 2 else AlertLevel.TWO
    return Alert(standing, level, raised is not None, month_steps, cumulative_steps, below, missed)


def _steps(now: WaterClass | None, before: WaterClass | None) -> int | None:
    return None if now is None or before is None else now - before


def _all(conditions: Iterable[bool | None]) -> bool | None:
    """Whether all hold; one that does not settles it, otherwise one unknown leaves it open."""
    found = list(conditions)
    return False if False in found else None if None in found else True
