"""Rows of files of air values: daily values of cities and hourly values of stations, read by named rules."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import NamedTuple

from targets.days import DayError, read_day
from targets.measurements import air_rules as rules
from targets.measurements.air_bounds import END_OF_SCALE, MOST_MEASURED
from targets.measurements.air_columns import FIELDS, fields_of, remarks_of
from targets.measurements.lines import Row, Shape, shown
from targets.measurements.marks import Unreadable, is_full_width, is_no_value, number
from targets.measurements.remarks import (
    FULL_WIDTH,
    IN_THE_FUTURE,
    NO_VALUE_MARK,
    NOT_A_DATE,
    TOO_LARGE,
    WRONG_WIDTH,
    ZERO_IS_MISSING,
    Remark,
    Rule,
)
from targets.measurements.taken import FIRST_YEAR, Options
from targets.standards.aqi import LEVELS, level_of

Told = Callable[[Remark], None]
Values = tuple[str | None, ...]  # plain digits, exact

_PLACES = Decimal("1e-10")
_NAME_MOST = 50
_ZERO = "0"
_PLAIN = re.compile(r"[0-9.]{1,11}")  # signs that cannot hold more than ten decimals
_SHORT = 40
_MOST_LEARNT = 1 << 13  # of one column
_LEVELS = {level.name.zh: level.number for level in LEVELS}
_PACKED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_BLANKS = re.compile(r"\s+")
_BREAK = re.compile(r"[\r\n]")
_WHOLE = re.compile(r"\d{1,4}", re.ASCII)


class AirRow(NamedTuple):
    """One row as it was understood: a city's day (``station`` empty, ``hour`` None) or a station's hour.

    ``values``: in the order of FIELDS, as exact digits. ``source_aqi``: as the file says; decides nothing.
    """

    line: int
    city: str
    station: str
    day: date
    hour: int | None
    values: Values
    source_aqi: int | None


class AirReader:
    """Reads the rows of one file; what is to be told of the file as a whole is in ``remarks``.

    ``until``: the moment, in the stations' own time, after which nothing can have been read. Raises UnknownShape for
    columns from which nothing could be read.
    """

    def __init__(self, shape: Shape, columns: tuple[str, ...], options: Options, until: datetime) -> None:
        self.is_hourly = shape is Shape.STATION_HOUR
        self.until, self.today = until, until.date()
        self.fields = fields_of(columns, options, is_hourly=self.is_hourly)
        self.absent = tuple(field for field in FIELDS if field not in self.fields.values())
        held = {field: column for column, field in self.fields.items()}
        self.ordered = tuple(held.get(field) for field in FIELDS)
        # Texts that are values as they stand, by column: what one pollutant can be, another cannot.
        self.plain: dict[str, dict[str, str]] = {column: {} for column in self.fields}
        self.texts = tuple(column for column in ("primary_pollutant", "city", "station") if column in columns)
        self.remarks = [*remarks_of(columns, options, self.absent, is_hourly=self.is_hourly)]

    def read(self, row: Row, tell: Told) -> AirRow | None:
        """The row, None where it was rejected; whatever a reader should know of it is told."""
        cells, line = row.cells, row.line
        if cells is None:
            tell(Remark(line, "", shown(row.text), WRONG_WIDTH))
            return None
        wrong: list[Remark] = []
        day = self._day(line, cells, wrong)
        hour = self._hour(line, cells, day, wrong) if self.is_hourly else None
        city = _name(line, cells, "city", wrong)
        station = _name(line, cells, "station", wrong)
        values = self._values(line, cells, wrong, tell)
        if values is None or wrong or day is None:
            for remark in wrong:
                tell(remark)
            return None
        aqi, rule = source_aqi(_short(cells.get("aqi", "")), _short(cells.get("aqi_level", "")))
        if rule:
            tell(_joined(line, cells, [column for column in ("aqi", "aqi_level") if column in cells], rule))
        for column in self.texts:
            if _BREAK.search(cells[column]):
                tell(Remark(line, column, shown(cells[column]), rules.BREAKS_JOINED))
        return AirRow(line, city, station, day, hour, values, aqi)

    def _day(self, line: int, cells: Mapping[str, str], wrong: list[Remark]) -> date | None:
        column = "date_yyyymmdd" if self.is_hourly else "date"
        text = cells[column]
        day = day_of(text) if len(text) <= _SHORT else None
        if day is None:
            wrong.append(Remark(line, column, shown(text), NOT_A_DATE))
        elif day > self.today:
            wrong.append(Remark(line, column, shown(text), IN_THE_FUTURE))
        elif day.year < FIRST_YEAR:
            wrong.append(Remark(line, column, shown(text), rules.TOO_EARLY))
        return day

    def _values(self, line: int, cells: Mapping[str, str], wrong: list[Remark], tell: Told) -> Values | None:
        """The values in the order of FIELDS, after the rules on missing ones; None where the row is wrong."""
        plain = self.plain
        try:
            values = [None if column is None else plain[column][cells[column]] for column in self.ordered]
        except KeyError:  # a text not met yet, or one that a rule has something to say of
            above: list[str] = []
            found = {column: self._cell(line, column, cells[column], above, wrong) for column in self.fields}
            if wrong:
                return None
            self._learn(found, cells)
            if above:
                tell(_joined(line, cells, above, rules.ABOVE_RANGE))
            self._missing(line, cells, found, tell, above)
            values = [None if column is None else found[column] for column in self.ordered]
        pm25, pm10 = values[0], values[1]
        if pm25 is not None and pm10 is not None and Decimal(pm25) > Decimal(pm10):
            tell(_joined(line, cells, ["pm25_ug_m3", "pm10_ug_m3"], rules.FINE_ABOVE_COARSE))
        return tuple(values)

    def _learn(self, found: Mapping[str, str | None], cells: Mapping[str, str]) -> None:
        """Remember texts that are values as they stand; most of a file's cells are among a few thousand."""
        for column, value in found.items():
            text, known = cells[column], self.plain[column]
            if value and value != _ZERO and len(known) < _MOST_LEARNT and _PLAIN.fullmatch(text):
                scale = END_OF_SCALE.get(self.fields[column])
                if scale is None or Decimal(value) <= scale:
                    known[text] = value

    def _cell(self, line: int, column: str, text: str, above: list[str], wrong: list[Remark]) -> str | None:
        """The cell's value; None for none, and for one that no analyser measures, whose column is ``above`` then."""
        try:
            value = concentration(text)
        except Unreadable as error:
            if error.rule is TOO_LARGE:
                above.append(column)
            else:
                wrong.append(Remark(line, column, shown(text), error.rule))
            return None
        if value is not None and Decimal(value) > MOST_MEASURED[self.fields[column]]:
            above.append(column)
            return None
        return value

    def _missing(
        self, line: int, cells: Mapping[str, str], found: dict[str, str | None], tell: Told, above: list[str]
    ) -> None:
        """Apply the rules on missing values to ``found``; what they did is told, once a rule."""
        blank = [column for column, value in found.items() if value is None and column not in above]
        zero = [column for column, value in found.items() if value == _ZERO]
        if blank:
            tell(_joined(line, cells, blank, NO_VALUE_MARK))
        if zero:
            rule = self._of_zeros(zero, len(found) - len(blank) - len(above))
            tell(_joined(line, cells, zero, rule))
            if rule is not rules.HOUR_OF_ZERO:
                found.update(dict.fromkeys(zero))
        fine = [one for one in found if one not in above and not _PLAIN.fullmatch(cells[one]) and _is_fine(cells[one])]
        if fine:
            tell(_joined(line, cells, fine, rules.TOO_FINE))
        if high := [one for one, value in found.items() if value and self._is_off_the_scale(one, value)]:
            tell(_joined(line, cells, high, rules.OFF_THE_SCALE))
        if wide := [one for one in found if one not in above and is_full_width(cells[one])]:
            tell(_joined(line, cells, wide, FULL_WIDTH))
        if all(value is None for value in found.values()):
            tell(Remark(line, "", "", rules.NO_DATA_LEFT))

    def _is_off_the_scale(self, column: str, value: str) -> bool:
        end = END_OF_SCALE.get(self.fields[column])
        return end is not None and Decimal(value) > end

    def _hour(self, line: int, cells: Mapping[str, str], day: date | None, wrong: list[Remark]) -> int | None:
        text = cells["hour"].strip()
        if not (_WHOLE.fullmatch(text) and int(text) <= 23):
            wrong.append(Remark(line, "hour", shown(text), rules.NOT_AN_HOUR))
            return None
        hour = int(text)
        if day == self.today and hour > self.until.hour:
            wrong.append(Remark(line, "hour", shown(text), IN_THE_FUTURE))
        return hour

    def _of_zeros(self, zero: list[str], given: int) -> Rule:
        if not self.is_hourly:
            return ZERO_IS_MISSING
        return rules.HOUR_ALL_ZERO if len(zero) == given and given > 1 else rules.HOUR_OF_ZERO


@lru_cache(maxsize=1 << 14)
def source_aqi(text: str, level: str) -> tuple[int | None, Rule | None]:
    """The file's own AQI, None where it has none, and what is to be told of it. Its level is only held against it."""
    stripped, name = text.strip(), level.strip()
    if is_no_value(stripped) or stripped == "0":
        return None, None
    if not _WHOLE.fullmatch(stripped):
        return None, rules.AQI_UNREADABLE
    aqi = int(stripped)
    differs = name in _LEVELS and _LEVELS[name] != level_of(aqi).number
    return aqi, rules.LEVEL_DIFFERS if differs else None


@lru_cache(maxsize=4096)
def day_of(text: str) -> date | None:
    """The day written 2024-03-28, 20240328 or alike; None for anything else."""
    stripped = text.strip()
    packed = _PACKED_DAY.fullmatch(stripped)
    try:
        return read_day("-".join(packed.groups()) if packed else stripped)
    except DayError:
        return None


def concentration(text: str) -> str | None:
    """The cell's value in plain digits, with at most ten decimals; None for a mark of no value. Raises Unreadable."""
    value = number(text)
    if value is None:
        return None
    return f"{value.quantize(_PLACES, ROUND_HALF_EVEN):f}".rstrip("0").rstrip(".")


def _short(text: str) -> str:
    """A text that may be remembered: one too long to mean anything stands as a sign that means nothing."""
    return text if len(text) <= _SHORT else "?"


def _is_fine(text: str) -> bool:
    value = number(text)
    return value is not None and value != value.quantize(_PLACES, ROUND_HALF_EVEN)


def _name(line: int, cells: Mapping[str, str], column: str, wrong: list[Remark]) -> str:
    """The name in that column in one line; empty without such a column."""
    text = cells.get(column)
    if text is None:
        return ""
    name = _clean(text) if len(text) <= _SHORT else _clean.__wrapped__(text)
    if not name:
        wrong.append(Remark(line, column, shown(text), rules.NO_NAME))
    return name


@lru_cache(maxsize=4096)
def _clean(text: str) -> str:
    """The name in one line; empty where it is none."""
    name = _BLANKS.sub(" ", text).strip()
    return name if len(name) <= _NAME_MOST and name.isprintable() else ""


def _joined(line: int, cells: Mapping[str, str], columns: list[str], rule: Rule) -> Remark:
    texts = dict.fromkeys(shown(cells[column]) for column in columns)
    return Remark(line, " ".join(columns)[:200], " ".join(text for text in texts if text)[:200], rule)
