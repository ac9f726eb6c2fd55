"""Water sections for tests: months whose classes are those of the means, as the standard has them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

from targets.models import Background as BackgroundRow
from targets.models import EarlierReading, Feed, FrozenMonth, Load, Section, SectionMonth, WaterSample
from targets.periods import Month
from targets.standards.surface_water import Assessment
from targets.standards.surface_water_period import Background, assess_both_ways, assess_period
from targets.standards.surface_water_table import WaterBody, WaterItem
from tests.factories import NOW, make_area, make_indicator

Year = Mapping[str, Mapping[str, str] | None]  # month to the item's mean; None: frozen over
GOOD = {"ph": "8.0", "do": "9.1", "codmn": "4.1", "nh3n": "0.156", "tp": "0.15"}


def make_section(name: str = "肇源", **fields: Any) -> Section:
    """An assessed national section of the city, class III its target, unless fields say otherwise."""
    defaults: dict[str, Any] = {
        "province": "黑龙江省",
        "river": "松花江",
        "area": make_area(),
        "control_level": "national",
        "target_class": 3,
        "counts": True,
        "changed_at": NOW,
    }
    return Section.objects.create(name=name, **(defaults | fields))


def make_feed(**fields: Any) -> Feed:
    """That the area's share of sections is computed."""
    goal = make_indicator("surface-water", name_zh="国控断面优良水体比例", name_en="National sections")
    defaults = {"indicator": goal, "area": make_area(), "measure": "water_share", "changed_at": NOW}
    return Feed.objects.create(**(defaults | fields))


def make_year(section: Section, year: Year, *, state: str = "reviewed", deduct: Background | None = None) -> None:
    """The section's months with classes of the month and the year so far; each with as many samples as given."""
    body, backgrounds = WaterBody(section.body), [deduct] if deduct else []
    means = {
        Month.parse(month): {WaterItem(item): Fraction(Decimal(value)) for item, value in values.items()}
        for month, values in year.items()
        if values is not None
    }
    rows = []
    for text, values in year.items():
        month = Month.parse(text)
        own = assess_both_ways(means.get(month, {}), month, backgrounds, body)
        span = Month(month.year, 1)
        total = assess_period(means, first=span, last=month, backgrounds=backgrounds, body=body)
        rows.append(
            SectionMonth(
                section=section,
                month=month.first_on,
                means={item: str(value) for item, value in means.get(month, {}).items()},
                samples=1 if values else 0,
                is_frozen=values is None,
                state=state,
                water_class=own.raw.water_class,
                adjusted_class=own.adjusted.water_class,
                main=_main(own.raw),
                cumulative_class=total.result.raw.water_class,
                cumulative_adjusted_class=total.result.adjusted.water_class,
                cumulative_main=_main(total.result.raw),
                cumulative_means={item: str(value) for item, value in total.values.items()},
                cumulative_months=len(total.months),
            )
        )
    SectionMonth.objects.bulk_create(rows)
    frozen = [text for text, values in year.items() if values is None]
    FrozenMonth.objects.bulk_create(
        FrozenMonth(section=section, month=Month.parse(text).first_on, note="封冻，冰厚超过 1 m", changed_at=NOW)
        for text in frozen
    )


def _main(found: Assessment) -> list[list[str | None]]:
    return [[one.item, None if one.multiple is None else str(one.multiple)] for one in found.main_pollutants]


def months(year: int, values: Mapping[str, str] | None, numbers: Sequence[int] = range(1, 11)) -> dict[str, Any]:
    """The same values for each of the year's months, January to October unless said otherwise."""
    return {f"{year}-{number:02d}": values for number in numbers}


def make_load(name: str = "水质快照.csv") -> Load:
    return Load.objects.create(kind="water", name=name, state="done", created_at=NOW)


def make_sample(
    section: Section, on: str, values: Mapping[str, str], at: str | None = None, **fields: Any
) -> WaterSample:
    return WaterSample.objects.create(
        section=section,
        day=date.fromisoformat(on),
        time=None if at is None else time.fromisoformat(at),
        values=dict(values),
        **fields,
    )


def make_earlier(sample: WaterSample, values: Mapping[str, str], by: Load, *, version: int = 1) -> EarlierReading:
    return EarlierReading.objects.create(
        section=sample.section,
        day=sample.day,
        time=sample.time,
        version=version,
        state="provisional",
        values=dict(values),
        replaced_by=by,
        replaced_at=datetime.fromisoformat("2024-11-03T10:00:00+08:00"),
    )


def make_background(section: Section, deduct: Background, **fields: Any) -> BackgroundRow:
    """The rule's row beside the rule."""
    return BackgroundRow.objects.create(
        section=section,
        items=sorted(deduct.items),
        from_month=deduct.from_month.first_on,
        until_month=None if deduct.until_month is None else deduct.until_month.first_on,
        grounds=deduct.reason,
        document=deduct.document,
        changed_at=NOW,
        **fields,
    )
