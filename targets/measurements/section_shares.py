"""What follows from the sections' lines of a month: the share of good ones, which are near class III. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from targets.measurements.section_rows import Classes, Rules, SectionFacts, SectionRow, Why
from targets.periods import Month
from targets.standards.surface_water_sections import Edge, NearItem, SectionsShare, near_class_iii, sections_share
from targets.standards.surface_water_table import WaterClass


@dataclass(frozen=True)
class NotAssessed:
    """A section outside of a share, and why."""

    section: SectionFacts
    why: Why


@dataclass(frozen=True)
class Carried:
    """A section without data for the month, in a share of the year so far by its class of the year to ``until``."""

    section: SectionFacts
    until: Month


@dataclass(frozen=True)
class Share:
    """The share of class I to III of a month or of the year so far, both ways where they differ."""

    month: Month
    to_date: bool
    sections: int  # all of them
    raw: SectionsShare
    adjusted: SectionsShare
    not_assessed: tuple[NotAssessed, ...]
    deducts: bool
    carried: tuple[Carried, ...] = ()

    @property
    def counted(self) -> SectionsShare:
        """The one that counts for the goal."""
        return self.adjusted if self.deducts else self.raw

    @property
    def differs(self) -> bool:
        return self.raw != self.adjusted


def share_of(rows: Sequence[SectionRow], month: Month, rules: Rules, *, to_date: bool) -> Share:
    """The share of sections of class I to III, and of those worse than V, of the sections with a class.

    In the year so far a section without data for the month keeps its class of the last month that has one, as in
    ``monthly.water_share``; a month without any section's data has nothing that it could stand beside.
    """
    carries = to_date and any(row.now.samples or row.now.is_frozen for row in rows)
    held = [row for row in rows if carries and row.until is not None and _counts(row.carried, rules)]
    kept = {row.section.pk for row in held}
    classes = {str(row.section.pk): _classes(row, to_date=to_date, carries=carries) for row in rows}
    whys = [
        (row.section, row.why_cumulative if to_date else row.why_month) for row in rows if row.section.pk not in kept
    ]
    return Share(
        month=month,
        to_date=to_date,
        sections=len(rows),
        raw=sections_share({name: one.raw for name, one in classes.items()}),
        adjusted=sections_share({name: one.adjusted for name, one in classes.items()}),
        not_assessed=tuple(NotAssessed(section, why) for section, why in whys if why is not None),
        deducts=rules.deducts_background,
        carried=tuple(Carried(row.section, row.until.month) for row in held if row.until is not None),
    )


def _counts(classes: Classes, rules: Rules) -> bool:
    return classes.counted(deducts=rules.deducts_background) is not None


def _classes(row: SectionRow, *, to_date: bool, carries: bool) -> Classes:
    if not to_date:
        return row.now.own
    return row.carried if carries else row.cumulative


@dataclass(frozen=True)
class Near:
    """A section within 10 % of class III, by the month or the year so far; ``items``: those that make it so."""

    section: SectionFacts
    to_date: bool
    edge: Edge
    water_class: WaterClass
    items: tuple[NearItem, ...]


def near_ones(rows: Sequence[SectionRow]) -> tuple[Near, ...]:
    """Sections close to losing class III, then those close to gaining it; the year so far before the month."""
    found = [one for row in rows for one in (_near(row, to_date=True), _near(row, to_date=False)) if one is not None]
    return tuple(sorted(found, key=lambda one: (one.edge is not Edge.LOSING, not one.to_date)))


def _near(row: SectionRow, *, to_date: bool) -> Near | None:
    classes = row.cumulative if to_date else row.now.own
    means = row.now.cumulative_means if to_date else row.now.means
    water_class = classes.counted(deducts=row.rules.deducts_background)
    if water_class is None:
        return None
    near = near_class_iii(means, row.section.body, left_out=row.left_out(to_date=to_date))
    if near.edge is None:
        return None
    items = tuple(one for one in near.items if one.edge is near.edge)
    return Near(row.section, to_date, near.edge, water_class, items)
