"""Sections with their months, as the page of an area's sections shows them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from targets.measurements.section_rows import (
    Classes,
    Main,
    Means,
    MonthState,
    Rules,
    SectionFacts,
    SectionRow,
    row_of,
)
from targets.measurements.section_shares import Near, Share, near_ones, share_of
from targets.models import Area, Background, DataState, Feed, Measure, Section, SectionMonth, WaterSample
from targets.periods import Month, months_of, months_until
from targets.queries.plan import Outside
from targets.standards.surface_water_period import Background as Deduction
from targets.standards.surface_water_table import WaterBody, WaterClass, WaterItem
from targets.texts import Text

PAGE = 40
States = Mapping[int, Mapping[Month, MonthState]]
# What a month's line needs; the means besides, which are long, are read of the month that is asked for only.
_CLASSES = (
    *("section", "month", "samples", "is_frozen", "state", "water_class", "adjusted_class", "cumulative_class"),
    *("cumulative_adjusted_class", "cumulative_months"),
)
_ALL = (*_CLASSES, "main", "cumulative_main", "means", "cumulative_means")


@dataclass(frozen=True)
class WaterPage:
    """An area's sections in a month. ``others``: how many sections on record are not assessed here.

    ``shares``: of the year so far, then of the month. ``newest``: the last month with any sample, where this has none.
    """

    month: Month
    rows: tuple[SectionRow, ...]
    assessed: int
    others: int
    is_of_others: bool
    page: int
    pages: int
    shares: tuple[Share, ...]
    near: tuple[Near, ...]
    rules: Rules
    feed: Feed | None
    newest: Month | None

    @property
    def alerts(self) -> tuple[SectionRow, ...]:
        """The graver level first."""
        found = [row for row in self.rows if row.alert.level is not None]
        return tuple(sorted(found, key=lambda row: row.alert.level or 0))

    @property
    def undecided(self) -> tuple[SectionRow, ...]:
        """Sections for which a class that the rule needs is not known."""
        return tuple(row for row in self.rows if not row.alert.is_decided)

    @property
    def has_data(self) -> bool:
        """Whether the month says anything of any section."""
        return any(row.now.samples or row.now.is_frozen or row.now.months for row in self.rows)

    @property
    def both_ways(self) -> bool:
        """Whether any class differs once natural background is deducted."""
        return any(row.now.own.differs or row.cumulative.differs for row in self.rows)


def check_month(month: Month, until: date) -> None:
    """Outside for a month after the last day that is looked at."""
    if month > Month.of(until):
        raise Outside(
            Text(
                f"{month} 在 {until} 之后，此处还看不到；更早的月份可以查看。",
                f"{month} comes after {until}, so it cannot be seen from here; earlier months can.",
            )
        )


def find_sections(area: Area, month: Month, *, until: date, others: bool = False, page: int = 1) -> WaterPage:
    """The area's assessed sections, or a page of all others on record, in the month. At most seven queries.

    Nothing after the day ``until`` is shown.
    """
    assessed = Section.objects.filter(_within(area), counts=True)
    rest = Section.objects.exclude(pk__in=assessed.values("pk"))
    counted, left = assessed.count(), rest.count()
    pages = max(1, -(-left // PAGE)) if others else 1
    if not 1 <= page <= pages:
        raise Outside(Text(f"没有第 {page} 页，共 {pages} 页。", f"There is no page {page}, only {pages}."))
    ordered = (rest if others else assessed).order_by("order", "province", "name")
    sections = list(ordered[(page - 1) * PAGE : page * PAGE] if others else ordered)
    feed = feed_of(area)
    rules = rules_of(feed)
    rows = _rows(sections, month, rules, until)
    found = () if others else tuple(share_of(rows, month, rules, to_date=to_date) for to_date in (True, False))
    empty = not any(row.now.samples for row in rows)
    return WaterPage(
        month=month,
        rows=rows,
        assessed=counted,
        others=left,
        is_of_others=others,
        page=page,
        pages=pages,
        shares=found,
        near=() if others else near_ones(rows),
        rules=rules,
        feed=feed,
        newest=_newest(sections, until) if empty else None,
    )


def _within(area: Area) -> Q:
    """Sections of the area and of its divisions."""
    return Q(area=area.pk) | Q(area__parent=area.pk)


def feed_of(area: Area) -> Feed | None:
    """Where the area's share of sections goes, with its settings. One query."""
    feeds = Feed.objects.filter(area=area.pk, measure=Measure.WATER_SHARE).select_related("indicator")
    return feeds.order_by("pk").first()


def rules_of(feed: Feed | None) -> Rules:
    """The settings that stand with the feed; the defaults without one."""
    return Rules() if feed is None else Rules(feed.deducts_background, feed.min_months)


def _rows(sections: Sequence[Section], month: Month, rules: Rules, until: date) -> tuple[SectionRow, ...]:
    pks = [one.pk for one in sections]
    states, deductions = _states(pks, month, until), deductions_of(pks)
    return tuple(row_of(facts_of(one), month, states[one.pk], rules, deductions[one.pk]) for one in sections)


def _seen(rows: QuerySet[SectionMonth], until: date) -> QuerySet[SectionMonth]:
    """Of the months those of which nothing lies after the day: a month's class is that of all its samples."""
    month = Month.of(until)
    ahead = WaterSample.objects.filter(section=OuterRef("section"), day__gt=until, day__lte=month.last_on)
    begun = rows.filter(month__lte=month.first_on)
    return begun if until == month.last_on else begun.exclude(Q(Exists(ahead), month=month.first_on))


def _states(pks: Sequence[int], month: Month, until: date) -> States:
    """The year up to the month, and the month a year earlier; means of the year's newest month only. Two queries."""
    wanted = [one.first_on for one in (*months_until(month), month.plus(-12))]
    mine = _seen(SectionMonth.objects.filter(section__in=pks), until).order_by("section_id", "month")
    found: dict[int, dict[Month, MonthState]] = defaultdict(dict)
    for row in mine.filter(month__in=wanted).values(*_CLASSES):
        found[row["section"]][Month.of(row["month"])] = state_of(row)
    newest = mine.filter(month__range=(Month(month.year, 1).first_on, month.first_on)).order_by("section_id", "-month")
    for row in newest.distinct("section_id").values(*_ALL):
        found[row["section"]][Month.of(row["month"])] = state_of(row)
    return found


def states_of_years(pk: int, years: Iterable[int], until: date) -> Mapping[Month, MonthState]:
    """A section's months of the years, up to the day, with everything that is kept of them. One query."""
    wanted = [month.first_on for year in years for month in months_of(year)]
    rows = _seen(SectionMonth.objects.filter(section=pk, month__in=wanted), until).order_by("month")
    return {Month.of(row["month"]): state_of(row) for row in rows.values(*_ALL)}


def state_of(row: Mapping[str, Any]) -> MonthState:
    """A row of SectionMonth as plain values; what was not read of it is empty."""
    return MonthState(
        month=Month.of(row["month"]),
        samples=row["samples"],
        is_frozen=row["is_frozen"],
        is_reviewed=row["state"] == DataState.REVIEWED,
        own=Classes(_class(row["water_class"]), _class(row["adjusted_class"]), _main(row.get("main"))),
        cumulative=Classes(
            _class(row["cumulative_class"]), _class(row["cumulative_adjusted_class"]), _main(row.get("cumulative_main"))
        ),
        means=_means(row.get("means")),
        cumulative_means=_means(row.get("cumulative_means")),
        months=row["cumulative_months"],
    )


def _class(number: int | None) -> WaterClass | None:
    return None if number is None else WaterClass(number)


def _main(stored: Sequence[Sequence[str | None]] | None) -> tuple[Main, ...]:
    return tuple(
        Main(WaterItem(str(item)), None if multiple is None else Fraction(multiple)) for item, multiple in stored or ()
    )


def _means(stored: Mapping[str, str] | None) -> Means:
    known = stored or {}
    return {item: Fraction(known[item]) for item in WaterItem if item in known}


def facts_of(section: Section) -> SectionFacts:
    """The section as plain values."""
    return SectionFacts(
        pk=section.pk,
        name=section.name,
        river=section.river,
        province=section.province,
        level=section.control_level,
        body=WaterBody(section.body),
        target=_class(section.target_class),
        counts=section.counts,
        confirmed=section.confirmed,
    )


def deductions_of(pks: Sequence[int]) -> Mapping[int, list[Deduction]]:
    """The natural backgrounds of the sections that were not withdrawn. One query."""
    found: dict[int, list[Deduction]] = defaultdict(list)
    rows = Background.objects.filter(section__in=pks, withdrawn=False).order_by("section_id", "from_month", "pk")
    for one in rows:
        found[one.section_id].append(deduction_of(one))
    return found


def deduction_of(one: Background) -> Deduction:
    """A deduction on record as the standard takes it. ValueError for items that table 1 does not know."""
    return Deduction(
        items=frozenset(map(WaterItem, one.items)),
        reason=one.grounds,
        document=one.document,
        from_month=Month.of(one.from_month),
        until_month=Month.of(one.until_month) if one.until_month else None,
    )


def _newest(sections: Iterable[Section], until: date) -> Month | None:
    """The last month up to the day in which any of the sections has a sample. One query."""
    rows = SectionMonth.objects.filter(section__in=[one.pk for one in sections], samples__gt=0)
    found = _seen(rows, until).order_by("-month").values_list("month", flat=True).first()
    return None if found is None else Month.of(found)
