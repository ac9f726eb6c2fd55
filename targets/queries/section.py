"""One water section: its year, its samples, and what is left out of its assessment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from targets.charts.water import ItemYear, items_of
from targets.charts.year import MONTHS
from targets.measurements.section_rows import Classes, Means, MonthState, Rules, SectionFacts, SectionRow, row_of
from targets.measurements.section_samples import SampleFacts, Samples, Version, samples_of
from targets.models import Area, Background, DataState, EarlierReading, FrozenMonth, Section, WaterSample
from targets.periods import Month, months_of
from targets.queries.plan import Outside
from targets.queries.water import deductions_of, facts_of, feed_of, rules_of, states_of_years
from targets.standards.surface_water import Assessment, assess
from targets.texts import Text


@dataclass(frozen=True)
class StripLine:
    """A line of the months × classes table: each month of the year, None where nothing is on record."""

    year: int
    to_date: bool
    cells: tuple[tuple[Month, MonthState | None], ...]

    @property
    def classes(self) -> tuple[tuple[Month, Classes | None, bool], ...]:
        """Month, its classes, whether it is frozen without a class."""
        return tuple(
            (month, None, False)
            if state is None
            else (month, state.cumulative if self.to_date else state.own, state.is_frozen and state.own.raw is None)
            for month, state in self.cells
        )


@dataclass(frozen=True)
class SectionPage:
    """What a section's page shows. ``assessment``: of the month's means, as measured; ``total``: of the year so far."""

    section: SectionFacts
    basin: str
    city: str
    row: SectionRow
    strip: tuple[StripLine, ...]
    items: tuple[ItemYear, ...]
    samples: Samples
    assessment: Assessment
    total: Assessment
    backgrounds: tuple[Background, ...]
    frozen: tuple[FrozenMonth, ...]
    rules: Rules

    @property
    def has_any(self) -> bool:
        """Whether anything is on record of the two years."""
        return any(state is not None for line in self.strip for _, state in line.cells)


def find_section(pk: int, area: Area, month: Month, until: date) -> SectionPage:
    """The section in the year of the month and the year before; Outside if there is none. Seven queries.

    Nothing after the day ``until`` is shown. The settings are those of the area whose share of sections is compared.
    """
    section = the_section(pk)
    facts, rules = facts_of(section), rules_of(feed_of(area))
    states = states_of_years(section.pk, (month.year - 1, month.year), until)
    row = row_of(facts, month, states, rules, deductions_of([section.pk])[section.pk])
    frozen = FrozenMonth.objects.filter(section=section.pk).select_related("changed_by").order_by("-month")
    backgrounds = Background.objects.filter(section=section.pk).select_related("changed_by")
    years, last = [month.year, month.year - 1], min(Month(month.year, 12).last_on, until)
    return SectionPage(
        section=facts,
        basin=section.basin,
        city=section.city_name,
        row=row,
        strip=tuple(_line(states, year, to_date=to_date) for year in years for to_date in (False, True)),
        items=_items(states, facts, month),
        samples=_samples(section, month, facts, until),
        assessment=assess(row.now.means, facts.body),
        total=assess(row.now.cumulative_means, facts.body),
        backgrounds=tuple(backgrounds.order_by("-from_month", "-pk")),
        frozen=tuple(frozen.filter(month__range=(Month(years[1], 1).first_on, last))),
        rules=rules,
    )


def the_section(pk: int) -> Section:
    """The section's row; Outside if there is none. One query."""
    found = Section.objects.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Outside(Text("没有这个断面。", "There is no such section."))
    return found


def decision_of(model: type[FrozenMonth] | type[Background], section: Section, pk: str) -> FrozenMonth | Background:
    """What was decided about the section, by its number; Outside if there is none. One query."""
    is_number = pk.isascii() and pk.isdecimal() and len(pk) <= 18
    rows = model._default_manager.filter(section=section.pk)
    found: FrozenMonth | Background | None = rows.filter(pk=int(pk)).order_by("pk").first() if is_number else None
    if found is not None:
        return found
    raise Outside(Text("没有这项决定。", "There is no such decision."))


def _line(states: Mapping[Month, MonthState], year: int, *, to_date: bool) -> StripLine:
    return StripLine(year, to_date, tuple((month, states.get(month)) for month in months_of(year)))


def _items(states: Mapping[Month, MonthState], facts: SectionFacts, month: Month) -> tuple[ItemYear, ...]:
    def means(year: int) -> dict[int, Means]:
        known = {number: states.get(Month(year, number)) for number in MONTHS}
        return {number: one.means for number, one in known.items() if one is not None}

    frozen = {one.number for one, state in states.items() if one.year == month.year and state.is_frozen}
    return items_of(means(month.year), means(month.year - 1), facts.body, number=month.number, frozen=frozen)


def _samples(section: Section, month: Month, facts: SectionFacts, until: date) -> Samples:
    """The month's samples and their earlier versions, with the names of the files. Two queries."""
    span = (month.first_on, min(month.last_on, until))
    rows = WaterSample.objects.filter(section=section.pk, day__range=span).select_related("load")
    earlier = EarlierReading.objects.filter(section=section.pk, day__range=span)
    return samples_of(
        [
            SampleFacts(
                on=one.day,
                at=one.time,
                values=one.values,
                is_reviewed=one.state == DataState.REVIEWED,
                status=one.status,
                source_class=one.source_class,
                version=one.version,
                origin="" if one.load is None else one.load.name,
            )
            for one in rows.order_by("day", "time", "pk")
        ],
        [
            Version(
                on=one.day,
                at=one.time,
                number=one.version,
                values=one.values,
                replaced_at=one.replaced_at,
                origin="" if one.load is None else one.load.name,
                by="" if one.replaced_by is None else one.replaced_by.name,
            )
            for one in earlier.select_related("load", "replaced_by").order_by("day", "time", "-version", "pk")
        ],
        facts.body,
    )
