"""When a water sample was taken, where a file writes month, day and hour and leaves the year to be known."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from targets.days import DayError, read_day
from targets.measurements import water_rules as rules
from targets.measurements.marks import is_no_value
from targets.measurements.remarks import IN_THE_FUTURE, NOT_A_DATE, Remark, Rule
from targets.measurements.taken import FIRST_YEAR

COLUMN, SNAPSHOT = "monitor_time_mmdd_hhmm", "snapshot_date"
_MOMENT = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII)
_NAME_ENDS = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?(?:\.\w+)?$", re.ASCII)


class NoMoment(Exception):
    """The moment is not known; ``rule`` says why, ``column`` and ``value`` where."""

    def __init__(self, rule: Rule, column: str, value: str) -> None:
        super().__init__(rule.name)
        self.rule, self.column, self.value = rule, column, value


@dataclass(frozen=True)
class Moment:
    """``rule``: how its year came to be known, None where it was written."""

    day: date
    time: time | None
    rule: Rule | None = None


class Times:
    """The moments of one file. ``said``: the year that was told beside it; ``name``: the file's.

    ``until``: the moment, in the stations' own time, after which nothing can have been read.
    """

    def __init__(self, *, name: str, said: int | None, until: datetime) -> None:
        found = _NAME_ENDS.search(name.strip())
        self.named = (int(found[1]), int(found[2])) if found else None
        self.said, self.until = said, until
        self._told: set[Rule] = set()

    def shown_on(self, cells: Mapping[str, str]) -> date | None:
        """The day on which the source showed the row, None where the file does not say. Raises NoMoment."""
        text = cells.get(SNAPSHOT, "")
        if is_no_value(text):
            return None
        day = _day(text)
        if day is None:
            raise NoMoment(NOT_A_DATE, SNAPSHOT, text)
        return self._past(day, SNAPSHOT, text)

    def of_reading(self, cells: Mapping[str, str]) -> Moment:
        """The reading's own time. Raises NoMoment where it, or its year, is not known."""
        text = cells[COLUMN]
        if is_no_value(text):
            raise NoMoment(rules.NO_TIME, COLUMN, text)
        match = _MOMENT.fullmatch(text.strip())
        if match is None:
            raise NoMoment(rules.NOT_A_TIME, COLUMN, text)
        month, number = int(match[2]), int(match[3])
        year, rule = (int(match[1]), None) if match[1] else self._year(cells, month, number, text)
        try:
            day, at = date(year, month, number), time(int(match[4]), int(match[5]))
        except ValueError:
            raise NoMoment(rules.NOT_A_TIME, COLUMN, text) from None
        if datetime.combine(day, at) > self.until:
            raise NoMoment(IN_THE_FUTURE, COLUMN, text)
        return Moment(self._past(day, COLUMN, text), at, rule)

    def once(self, moment: Moment, line: int) -> list[Remark]:
        """What is to be told of how the year came to be known: once for the file, and where it is the year before."""
        rule = moment.rule
        if rule is None:
            return []
        of_file = rules.YEAR_FROM_SNAPSHOT if rule is rules.YEAR_BEFORE_SNAPSHOT else rule
        told = [] if of_file in self._told else [Remark(0, COLUMN, "", of_file)]
        self._told.add(of_file)
        return told if of_file is rule else [*told, Remark(line, COLUMN, moment.day.isoformat(), rule)]

    def _year(self, cells: Mapping[str, str], month: int, number: int, text: str) -> tuple[int, Rule]:
        on = self.shown_on(cells)
        if on is not None and (month, number) <= (on.month, on.day):
            return on.year, rules.YEAR_FROM_SNAPSHOT
        if on is not None:
            return on.year - 1, rules.YEAR_BEFORE_SNAPSHOT
        if self.said is not None:
            return self.said, rules.YEAR_AS_SAID
        if self.named and self.named[1] == month:
            return self.named[0], rules.YEAR_FROM_FILE_NAME
        raise NoMoment(rules.NO_YEAR, COLUMN, text)

    def _past(self, day: date, column: str, text: str) -> date:
        if day > self.until.date():
            raise NoMoment(IN_THE_FUTURE, column, text)
        if day.year < FIRST_YEAR:
            raise NoMoment(NOT_A_DATE, column, text)
        return day


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except DayError:
        return None
