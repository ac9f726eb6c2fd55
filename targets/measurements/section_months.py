"""A section's months of one year from its samples: each month's class, and the year's so far. Pure.

The mean per item first, of a month's samples and then of the months' means, and then the worst item (GB 3838-2002 5.1,
环办〔2011〕22号); all of it is ``standards.surface_water_period``, here it is put together for one section.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from targets.measurements.water_cells import sample_of
from targets.periods import Month
from targets.standards.surface_water import Assessment, Values, means_of
from targets.standards.surface_water_period import Background, assess_both_ways, assess_period
from targets.standards.surface_water_table import TABLE, WaterBody, WaterItem


@dataclass(frozen=True)
class Circumstances:
    """What is decided about a section, not measured. ``frozen``: month to reason."""

    body: WaterBody = WaterBody.RIVER
    frozen: Mapping[Month, str] = field(default_factory=dict)
    backgrounds: Collection[Background] = ()


@dataclass(frozen=True)
class Facts:
    """What a month's samples come to. ``samples``: with values; ``is_reviewed``: each of them. Means in table units."""

    means: Values
    samples: int = 0
    is_reviewed: bool = False


NOTHING = Facts({})


def facts_of(samples: Iterable[tuple[Mapping[str, str], bool]]) -> Facts:
    """Of a month's samples, as texts, each with whether it is reviewed; reports without values do not count."""
    valued = [(sample_of(values), reviewed) for values, reviewed in samples if values]
    means = {item: mean.value for item, mean in means_of(sample for sample, _ in valued).items()}
    return Facts(means, len(valued), bool(valued) and all(reviewed for _, reviewed in valued))


def facts_again(means: Mapping[str, str], samples: int, *, is_reviewed: bool) -> Facts:
    """The facts of a month whose row is on record."""
    return Facts({WaterItem(item): Fraction(text) for item, text in means.items()}, samples, is_reviewed)


def rows_of_year(facts: Mapping[Month, Facts], about: Circumstances) -> dict[Month, dict[str, Any]]:
    """The columns of ``SectionMonth`` for each month of one year that is on record: reported, sampled or frozen.

    A month without either has no row: the year's class so far is then not that of the year so far.
    """
    on_record = sorted({*facts, *about.frozen})
    means = {month: facts[month].means for month in on_record if month in facts}
    return {month: _row(month, facts.get(month, NOTHING), means, about) for month in on_record}


def _row(month: Month, facts: Facts, means: Mapping[Month, Values], about: Circumstances) -> dict[str, Any]:
    own = assess_both_ways(facts.means, month, about.backgrounds, about.body)
    year = assess_period(
        means,
        first=Month(month.year, 1),
        last=month,
        frozen=about.frozen,
        backgrounds=about.backgrounds,
        body=about.body,
    )
    return {
        "means": _texts(facts.means),
        "samples": facts.samples,
        "is_frozen": month in about.frozen and not _decides(facts.means),
        "state": "reviewed" if facts.is_reviewed else "provisional",
        "water_class": own.raw.water_class,
        "adjusted_class": own.adjusted.water_class,
        "main": main_of(own.raw),
        "cumulative_class": year.result.raw.water_class,
        "cumulative_adjusted_class": year.result.adjusted.water_class,
        "cumulative_main": main_of(year.result.raw),
        "cumulative_means": _texts(year.values),
        "cumulative_months": len(year.months),
    }


def main_of(assessment: Assessment) -> list[list[str | None]]:
    """The main pollutants, worst first: item and its exact multiple as a fraction's text, None where it has none."""
    return [[one.item.value, None if one.multiple is None else str(one.multiple)] for one in assessment.main_pollutants]


def _decides(means: Values) -> bool:
    return any(TABLE[item].in_class for item in means)


def _texts(values: Values) -> dict[str, str]:
    """Exact means as fractions' text: ``7``, ``21/4``."""
    return {item.value: str(Fraction(value)) for item, value in values.items()}
