"""Counting days: good ones with and without sand-dust days, by level, by primary pollutant."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from targets.standards.aqi import GOOD_AT_MOST, LEVELS, Pollutant, level_of


class DustPolicy(StrEnum):
    """Which sand-dust days leave the deducted share. Unconfirmed: 环办监测〔2016〕120号 was not read to the hour."""

    GOOD_DAYS_STAY = "good_days_stay"  # a dust day with AQI up to 100 stays a good day
    ALL_LEAVE = "all_leave"

    def takes(self, aqi: int | None) -> bool:
        """Whether the deduction leaves out a sand-dust day of this AQI, None for NA."""
        return self is DustPolicy.ALL_LEAVE or (aqi is not None and aqi > GOOD_AT_MOST)


@dataclass(frozen=True)
class DustDay:
    """A day flagged as affected by sand and dust. ``evidence``: the paper or notice that says so."""

    on: date
    evidence: str


@dataclass(frozen=True, kw_only=True)
class AirDay:
    """A day's AQI, None for NA, and whether it is a sand-dust day."""

    aqi: int | None
    is_dust: bool = False


@dataclass(frozen=True)
class GoodDays:
    """Good days (AQI up to 100) of the valid ones: those that have an AQI."""

    good: int
    valid: int

    @property
    def polluted(self) -> int:
        """Valid days that are not good."""
        return self.valid - self.good

    @property
    def share(self) -> Fraction | None:
        """good / valid, exact, 0 to 1; None without valid days."""
        return Fraction(self.good, self.valid) if self.valid else None


@dataclass(frozen=True)
class GoodDayShares:
    """Both official readings. ``dust_days``: flagged and valid; ``left_out``: those that the deduction drops."""

    raw: GoodDays  # 实况
    deducted: GoodDays  # 剔除沙尘
    dust_days: int
    left_out: int
    not_available: int  # days with AQI NA; in neither reading


def good_day_shares(days: Iterable[AirDay], policy: DustPolicy = DustPolicy.GOOD_DAYS_STAY) -> GoodDayShares:
    """Good days among the valid ones, raw and after deducting sand-dust days from both numbers.

    GB 3095-2012 and HJ 633-2012 for "good"; 环办监测〔2016〕120号 for the deduction, whose policy is a setting. Sum
    days, never average months' shares. Which reading is compared with a target is the goal's setting.
    """
    given = list(days)
    valid = [(day.aqi <= GOOD_AT_MOST, day.is_dust) for day in given if day.aqi is not None]
    kept = [
        day.aqi <= GOOD_AT_MOST for day in given if day.aqi is not None and not (day.is_dust and policy.takes(day.aqi))
    ]
    return GoodDayShares(
        raw=GoodDays(sum(is_good for is_good, _ in valid), len(valid)),
        deducted=GoodDays(sum(kept), len(kept)),
        dust_days=sum(is_dust for _, is_dust in valid),
        left_out=len(valid) - len(kept),
        not_available=len(given) - len(valid),
    )


@dataclass(frozen=True)
class LevelDays:
    """Days of each level, 1 to 6, zero included, and those without an AQI."""

    by_level: Mapping[int, int]
    not_available: int


def days_by_level(indices: Iterable[int | None]) -> LevelDays:
    """How many days have each level (HJ 633 annex A); None counts as NA. ValueError for a negative AQI."""
    counts = Counter(None if aqi is None else level_of(aqi).number for aqi in indices)
    by_level = {level.number: counts[level.number] for level in LEVELS}
    return LevelDays(MappingProxyType(by_level), counts[None])


def primary_days(days: Iterable[Iterable[Pollutant]]) -> Mapping[Pollutant, int]:
    """How many days each pollutant is primary, zero included; a tie counts for each of its pollutants (HJ 633 4.4.2).

    So the counts may add up to more than the days.
    """
    counts = Counter(pollutant for primary in days for pollutant in primary)
    return MappingProxyType({pollutant: counts[pollutant] for pollutant in Pollutant})
