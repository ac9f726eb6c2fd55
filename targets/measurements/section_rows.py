"""Sections in a month and the year so far, as bureaus print them: classes, what is missing, alerts. Pure.

What the monthly rows hold is given; here it is laid out and compared. Classes are those of GB 3838-2002 by
环办〔2011〕22号, as ``targets.standards.surface_water`` explains with its marks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from targets.periods import Month, months_until
from targets.standards.surface_water_period import DEFAULT_RULE, Background, covering
from targets.standards.surface_water_sections import Alert, Standing, alert
from targets.standards.surface_water_table import WaterBody, WaterClass, WaterItem


class DataShown(StrEnum):
    """The state of the data beside a result."""

    PROVISIONAL = "provisional"
    REVIEWED = "reviewed"
    INSUFFICIENT = "insufficient"
    NONE = "none"


class Why(StrEnum):
    """Why a section is not assessed."""

    FROZEN = "frozen"
    NO_DATA = "no_data"
    FEW_MONTHS = "few_months"


@dataclass(frozen=True)
class SectionFacts:
    """A section. ``target``: the class it is to reach, None where it is not decided. ``level``: who assesses it."""

    pk: int
    name: str
    river: str = ""
    province: str = ""
    level: str = "unknown"
    body: WaterBody = WaterBody.RIVER
    target: WaterClass | None = None
    counts: bool = True
    confirmed: bool = True


@dataclass(frozen=True)
class Main:
    """A main pollutant; ``multiple`` None: it has none."""

    item: WaterItem
    multiple: Fraction | None


@dataclass(frozen=True)
class Classes:
    """A class as measured and without natural background. None: no class, which is never a good one."""

    raw: WaterClass | None = None
    adjusted: WaterClass | None = None
    main: tuple[Main, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether both are to be shown."""
        return self.raw is not self.adjusted

    def counted(self, *, deducts: bool) -> WaterClass | None:
        """The one that counts."""
        return self.adjusted if deducts else self.raw


Means = Mapping[WaterItem, Fraction]


@dataclass(frozen=True)
class MonthState:
    """A section's month; ``cumulative`` is of the ``months`` with a value, January to this one."""

    month: Month
    samples: int = 0
    is_frozen: bool = False
    is_reviewed: bool = False
    own: Classes = Classes()
    cumulative: Classes = Classes()
    means: Means = field(default_factory=dict)
    cumulative_means: Means = field(default_factory=dict)
    months: int = 0

    @property
    def state(self) -> DataShown:
        """Of this month's own data: samples without any of the 21 items are insufficient."""
        if not self.samples:
            return DataShown.NONE
        if self.own.raw is None:
            return DataShown.INSUFFICIENT
        return DataShown.REVIEWED if self.is_reviewed else DataShown.PROVISIONAL


@dataclass(frozen=True)
class Rules:
    """What no text at hand confirms: an administrator's setting."""

    deducts_background: bool = False
    min_months: int = DEFAULT_RULE.min_months


@dataclass(frozen=True)
class SectionRow:
    """A line of the table: the month, the year so far, and both a year earlier."""

    section: SectionFacts
    month: Month
    year: tuple[MonthState, ...]  # January to the month, each of them
    before: MonthState  # the same month a year earlier
    rules: Rules
    backgrounds: tuple[Background, ...] = ()

    @property
    def now(self) -> MonthState:
        return self.year[-1]

    @property
    def to_come(self) -> str:
        """The rest of the year's months, as a slice of its twelve."""
        return f"{len(self.year)}:"

    @property
    def cumulative(self) -> Classes:
        """Of the year so far; none in December where fewer months have a value than a year needs."""
        return Classes() if self.has_few_months else self.now.cumulative

    @property
    def has_few_months(self) -> bool:
        """Whether the year is over and has no class for want of months (环办〔2011〕22号, not confirmed)."""
        return self.month.number == 12 and (self.until or self.now).months < self.rules.min_months

    @property
    def carried(self) -> Classes:
        """Of the year so far as the share counts it: where the month is not on record, as of the last month that is.

        Else a bad section whose samples do not come would leave the denominator, and the share would be the better.
        """
        return Classes() if self.has_few_months else (self.until or self.now).cumulative

    @property
    def until(self) -> MonthState | None:
        """The last month that a class of the year so far is on record of, where the month itself has none."""
        if self.now.cumulative.raw is not None:
            return None
        return next((one for one in reversed(self.year) if one.cumulative.raw is not None), None)

    @property
    def missing(self) -> tuple[Month, ...]:
        """Months of the year so far without a class that are not frozen."""
        return tuple(one.month for one in self.year if one.own.raw is None and not one.is_frozen)

    @property
    def frozen(self) -> tuple[Month, ...]:
        """Months in which ice prevented sampling."""
        return tuple(one.month for one in self.year if one.is_frozen and one.own.raw is None)

    @property
    def state_to_date(self) -> DataShown:
        """Of the year so far: insufficient where a month is missing that is not frozen."""
        if self.now.cumulative.raw is None:
            return DataShown.NONE
        if self.missing or self.has_few_months:
            return DataShown.INSUFFICIENT
        reviewed = all(one.is_reviewed for one in self.year if one.samples)
        return DataShown.REVIEWED if reviewed else DataShown.PROVISIONAL

    @property
    def reaches_target(self) -> bool | None:
        """Whether the class of the year so far reaches the target; None where either is not known."""
        found = self.cumulative.counted(deducts=self.rules.deducts_background)
        return None if found is None or self.section.target is None else found <= self.section.target

    @property
    def steps(self) -> int | None:
        """By how many classes the year so far is worse than a year earlier; negative: better; None: not known."""
        now, then = self.cumulative.raw, self.before.cumulative.raw
        return None if now is None or then is None else now - then

    @property
    def why_month(self) -> Why | None:
        """Why the month has no class."""
        if self.now.own.counted(deducts=self.rules.deducts_background) is not None:
            return None
        return Why.FROZEN if self.now.is_frozen else Why.NO_DATA

    @property
    def why_cumulative(self) -> Why | None:
        """Why the year so far has no class."""
        if self.cumulative.counted(deducts=self.rules.deducts_background) is not None:
            return None
        if self.has_few_months and (self.until or self.now).months:
            return Why.FEW_MONTHS
        return Why.FROZEN if self.year and all(one.is_frozen for one in self.year) else Why.NO_DATA

    @property
    def alert(self) -> Alert:
        """By the two-level rule, of the classes that count."""
        deducts = self.rules.deducts_background
        return alert(
            Standing(
                month=self.now.own.counted(deducts=deducts),
                month_last_year=self.before.own.counted(deducts=deducts),
                cumulative=self.cumulative.counted(deducts=deducts),
                cumulative_last_year=self.before.cumulative.counted(deducts=deducts),
                target=self.section.target,
            )
        )

    def left_out(self, *, to_date: bool) -> frozenset[WaterItem]:
        """Items left out of the class that counts: background covers the month, or every month with a class."""
        if not self.rules.deducts_background:
            return frozenset()
        months = [one.month for one in self.year if one.own.raw is not None] if to_date else [self.month]
        named = frozenset[WaterItem]().union(*(one.items for one in self.backgrounds))
        return frozenset(item for item in named if covering(self.backgrounds, item, months))


def row_of(
    section: SectionFacts,
    month: Month,
    states: Mapping[Month, MonthState],
    rules: Rules,
    backgrounds: Sequence[Background] = (),
) -> SectionRow:
    """The section's line. A month without a row on record has no data, and no class of the year so far."""
    return SectionRow(
        section=section,
        month=month,
        year=tuple(states.get(one, MonthState(one)) for one in months_until(month)),
        before=states.get(month.plus(-12), MonthState(month.plus(-12))),
        rules=rules,
        backgrounds=tuple(backgrounds),
    )
