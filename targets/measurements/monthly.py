"""A month's figure from measurements: good days and the PM2.5 mean of a city, the share of good sections. Pure.

Every count says what it is made of and what was left out, so that whoever doubts it can follow it. What no text at
hand confirms is a setting (``Dust``, ``Water``) and is named among the rules in force.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from targets.entry.cell import Cell
from targets.periods import Month
from targets.standards.air_days import DustPolicy
from targets.standards.aqi import GOOD_AT_MOST

GOOD_CLASS = 3  # of surface water: Ⅲ or better (优良水体)
AIR_STATISTICS = {"HJ 633-2026": "HJ 663-2026"}  # in force together; before, HJ 663-2013
SURFACE_WATER = "GB 3838-2002"
_NO = Decimal(0)


@dataclass(frozen=True)
class AirDay:
    """A city's day. ``pm25`` in µg/m³; ``aqi`` None is the standard's NA: such a day is no valid day."""

    on: date
    aqi: int | None
    pm25: Decimal | None
    standard: str = "HJ 633-2012"
    by_stations: bool = False
    is_reviewed: bool = False
    never_supplied: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dust:
    """Sand-dust days (环办监测〔2016〕120号): which of the two official readings is the figure.

    ``good_days_stay``: a dust day that is good all the same is not deducted; not confirmed by a text at hand.
    """

    days: frozenset[date] = frozenset()
    deducts: bool = False
    good_days_stay: bool = True

    def takes(self, day: AirDay) -> bool:
        """Whether the day leaves numerator and denominator of the deducted reading."""
        policy = DustPolicy.GOOD_DAYS_STAY if self.good_days_stay else DustPolicy.ALL_LEAVE
        return day.on in self.days and policy.takes(day.aqi)


@dataclass(frozen=True)
class SectionState:
    """A section in a month: classes 1 to 6 (worse than V), None for none. ``months``: with a class so far.

    ``until``: nothing is on record of the month, so that the year so far is that to this earlier month.
    """

    name: str
    samples: int = 0
    water_class: int | None = None
    adjusted: int | None = None
    cumulative: int | None = None
    cumulative_adjusted: int | None = None
    months: int = 0
    is_frozen: bool = False
    is_reviewed: bool = False
    until: Month | None = None


@dataclass(frozen=True)
class Water:
    """``deducts_background``: the adjusted classes are the figure; ``min_months``: that a section's year needs."""

    deducts_background: bool = False
    min_months: int = 8


@dataclass(frozen=True)
class Computed:
    """What measurements give for a month. A blank ``cell``: there are some, but none is valid. ``detail`` is JSON."""

    cell: Cell
    standard: str
    detail: dict[str, Any]


def good_days(days: Sequence[AirDay], month: Month, dust: Dust) -> Computed | None:
    """Days with an AQI of 100 or less, of the valid days (GB 3095-2012, HJ 633-2012 4.4.1). None: nothing measured."""
    return _air(
        days, month, dust, [(day, None if day.aqi is None else Decimal(day.aqi <= GOOD_AT_MOST)) for day in days]
    )


def pm25_mean(days: Sequence[AirDay], month: Month, dust: Dust) -> Computed | None:
    """The exact sum of the daily means, and on how many days (GB 3095-2012 3.10). None: nothing measured.

    Nothing is rounded between the steps.
    """
    return _air(days, month, dust, [(day, day.pm25) for day in days])


_Valued = list[tuple[AirDay, Decimal | None]]


def _air(days: Sequence[AirDay], month: Month, dust: Dust, valued: _Valued) -> Computed | None:
    """``valued``: each day with what it adds to the numerator, None where it is not valid."""
    if not days:
        return None
    valid = [(day, value) for day, value in valued if value is not None]
    kept = [(day, value) for day, value in valid if not dust.takes(day)]
    raw, deducted = _pair(value for _, value in valid), _pair(value for _, value in kept)
    top, bottom = deducted if dust.deducts else raw
    there = {day.on for day in days}
    left_out = {
        "no_row": [day for day in _days_of(month) if day not in there],
        "not_valid": [day.on for day, value in valued if value is None],
        "dust": [day.on for day, _ in valid if dust.deducts and dust.takes(day)],
    }
    detail = {
        "days": month.days,
        "valid": len(valid),
        "reviewed": sum(day.is_reviewed for day in days),
        "provisional": sum(not day.is_reviewed for day in days),
        "basis": sorted({"stations" if day.by_stations else "file" for day in days}),
        "never_supplied": sorted({item for day in days for item in day.never_supplied}),
        "raw": _texts(raw),
        "deducted": _texts(deducted),
        "deducts_dust": dust.deducts,
        "dust_days": _iso(on for on in sorted(dust.days) if Month.of(on) == month),
        "left_out": {why: _iso(sorted(on)) for why, on in left_out.items() if on},
        "rules": _air_rules(days, dust),
    }
    return Computed(Cell(top, bottom) if valid else Cell(), _air_standard(days), detail)


def _air_rules(days: Sequence[AirDay], dust: Dust) -> list[str]:
    """The rules in force that no text at hand confirms."""
    rules = []
    if dust.days:
        rules.append("good_dust_days_stay" if dust.good_days_stay else "good_dust_days_leave")
    if any(day.by_stations for day in days):
        rules += ["station_share", "eight_hour_means"]
    return rules


def _air_standard(days: Iterable[AirDay]) -> str:
    versions = sorted({day.standard for day in days})
    pairs = [name for version in versions for name in (version, AIR_STATISTICS.get(version, "HJ 663-2013"))]
    return ", ".join(dict.fromkeys(pairs))


def water_share(sections: Sequence[SectionState], month: Month, water: Water) -> Computed | None:
    """Sections of class Ⅲ or better by their mean of the year so far, of those with a class; the month beside it.

    The mean per item, then the worst item, is each section's own (GB 3838-2002 5.1, 环办〔2011〕22号). In December a
    section with fewer than the year's fewest months is left out, as its year has no class; ``short`` names those that
    cannot reach them any more. A section without data for the month keeps its class of the year to the last month that
    has one (``until``): else a bad one that is not sampled would make the share better. None: nothing measured, nothing
    frozen.
    """
    if not any(one.samples or one.is_frozen for one in sections):
        return None
    short = [one for one in sections if one.months + 12 - month.number < water.min_months]
    late = short if month.number == 12 else []
    counted = [one for one in sections if one not in late]
    raw = _share(one.cumulative for one in counted), _share(one.water_class for one in sections)
    adjusted = _share(one.cumulative_adjusted for one in counted), _share(one.adjusted for one in sections)
    total, own = adjusted if water.deducts_background else raw
    left_out = {
        "frozen": [one.name for one in sections if one.is_frozen and one.water_class is None],
        "no_sample": [one.name for one in sections if not (one.samples or one.is_frozen or one.until)],
        "carried": [f"{one.name} ({one.until})" for one in sections if one.until and one not in late],
        "too_few_months": [one.name for one in late],
    }
    detail = {
        "sections": [_told(one) for one in sections],
        "of": len(sections),
        "sampled": sum(one.water_class is not None for one in sections),
        "reviewed": sum(one.is_reviewed for one in sections if one.samples),
        "provisional": sum(not one.is_reviewed for one in sections if one.samples),
        "raw": _texts(raw[0]),
        "adjusted": _texts(adjusted[0]),
        "deducts_background": water.deducts_background,
        "left_out": {why: names for why, names in left_out.items() if names},
        "rules": ["equal_limits", "min_months", *(["background"] if adjusted != raw else [])],
        "min_months": water.min_months,
        "short": [one.name for one in short],
    }
    pair = own if own[1] else (None, None)
    return Computed(Cell(*total, *pair) if total[1] else Cell(), SURFACE_WATER, detail)


def _told(one: SectionState) -> dict[str, Any]:
    told: dict[str, Any] = {"name": one.name, "class": one.water_class, "cumulative": one.cumulative}
    if (one.adjusted, one.cumulative_adjusted) != (one.water_class, one.cumulative):
        told |= {"adjusted": one.adjusted, "cumulative_adjusted": one.cumulative_adjusted}
    return told


def _share(classes: Iterable[int | None]) -> tuple[Decimal, Decimal]:
    known = [one for one in classes if one is not None]
    return Decimal(sum(one <= GOOD_CLASS for one in known)), Decimal(len(known))


def _pair(values: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    listed = list(values)
    return sum(listed, _NO), Decimal(len(listed))


def _texts(pair: tuple[Decimal, Decimal]) -> list[str]:
    return [f"{number.normalize():f}" if number else "0" for number in pair]


def _iso(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]


def _days_of(month: Month) -> list[date]:
    return [month.first_on + timedelta(days=number) for number in range(month.days)]
