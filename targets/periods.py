"""Months of a plan's year: parsing, order, length, due days. No clock: today is always an argument."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class Frequency(StrEnum):
    """How often a figure is due."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"

    def is_due(self, month: "Month") -> bool:
        """Whether a figure of this frequency is due for the month (quarterly: March, June, …; annual: December)."""
        step = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}[self]
        return month.number % step == 0


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month. Sorts by time; prints as ``2024-10``.

    Raises ValueError for a month or year that does not exist.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1900 <= self.year <= 2200):
            raise ValueError(f"no such month: {self.year}-{self.number}")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month written ``YYYY-MM``; ValueError for anything else."""
        match = _MONTH.fullmatch(text)
        if match is None:
            raise ValueError(f"not a month of the form YYYY-MM: {text[:20]!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day lies in."""
        return cls(day.year, day.month)

    @property
    def first_on(self) -> date:
        """The month's first day."""
        return date(self.year, self.number, 1)

    @property
    def last_on(self) -> date:
        """The month's last day."""
        return date(self.year, self.number, self.days)

    @property
    def days(self) -> int:
        """The number of calendar days: 28 to 31."""
        return calendar.monthrange(self.year, self.number)[1]

    def plus(self, months: int) -> "Month":
        """The month so many months later (earlier, if negative)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@lru_cache(100)
def months_of(year: int) -> tuple[Month, ...]:
    """The twelve months of a year, in order."""
    return tuple(Month(year, number) for number in range(1, 13))


@lru_cache(1000)
def months_until(month: Month) -> tuple[Month, ...]:
    """January to the month, in order."""
    return tuple(Month(month.year, number) for number in range(1, month.number + 1))


def last_finished_month(today: date) -> Month:
    """The month before the one that today lies in."""
    return Month.of(today).plus(-1)


def default_as_of(year: int, today: date) -> Month:
    """The last finished month, kept within the plan's year: January before it, December after it."""
    return min(max(last_finished_month(today), Month(year, 1)), Month(year, 12))


def judged_on(as_of: Month, today: date) -> date:
    """The day that terms are judged at: the month's last one; today in a plan's first month, and before it.

    A month that is still to come and was asked for is looked at as a whole, for what is due in it.
    """
    is_default = as_of == default_as_of(as_of.year, today)
    return min(as_of.last_on, today) if is_default else as_of.last_on


@lru_cache(1000)
def due_on(month: Month, due_day: int) -> date:
    """The day of the following month by which the month's figure is due; the last day where that month is shorter."""
    following = month.plus(1)
    return date(following.year, following.number, min(due_day, following.days))


def days_in_year(year: int) -> int:
    """365 or 366."""
    return 366 if calendar.isleap(year) else 365


def share_elapsed(as_of: Month, today: date) -> Fraction:
    """The share of the month's year whose days are over on the day that terms are judged at, exactly; 0 before it."""
    over = (judged_on(as_of, today) - Month(as_of.year, 1).first_on).days + 1
    return Fraction(max(0, over), days_in_year(as_of.year))


def percent_elapsed(as_of: Month, today: date) -> int:
    """The same in whole per cent, half to even; 100 only when the year is over."""
    return round(100 * share_elapsed(as_of, today))
