"""Rows of files of water samples: reports of automatic stations and manual samples, read by named rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from targets.measurements import water_rules as rules
from targets.measurements.lines import Row, UnknownShape, shown
from targets.measurements.marks import Unreadable, is_full_width, is_no_value
from targets.measurements.remarks import FULL_WIDTH, NO_VALUE_MARK, WRONG_WIDTH, Remark
from targets.measurements.taken import Options
from targets.measurements.water_cells import COLUMNS, item_of, reading
from targets.measurements.water_times import Moment, NoMoment, Times
from targets.standards.surface_water_table import WaterClass
from targets.texts import Text

Told = Callable[[Remark], None]

# What a station says of itself when what it shows is no reading; 封冻: that nothing was sampled for the ice.
NOT_OPERATING = frozenset({"停站", "维护", "不具备运行条件", "停运", "故障", "封冻"})
STALE_AFTER = 7  # days between a reading and the day on which it is shown; this product's own bound
KNOWN = frozenset(
    {"snapshot_date", "province", "basin", "city", "river", "section", "monitor_time_mmdd_hhmm", "water_class",
     "station_status"}
)  # fmt: skip
_NAME_MOST, _PROVINCE_MOST, _STATUS_MOST = 60, 30, 20


@dataclass(frozen=True, slots=True)
class WaterRow:
    """One row as it was understood: a sample, or a day's report without one (``time`` None, no ``values``).

    ``values``: item to its text in the unit of the file's column, ``<0.025`` for not detected at that limit.
    ``source_class``: as the file says; decides nothing.
    """

    line: int
    province: str
    section: str
    basin: str
    river: str
    city: str
    day: date
    time: time | None
    values: Mapping[str, str]
    status: str
    source_class: WaterClass | None

    @property
    def reads_as(self) -> str:
        """The file's class in the standard's own signs; empty where it has none."""
        return self.source_class.numeral if self.source_class else ""


class _Rejected(Exception):
    def __init__(self, *remarks: Remark) -> None:
        super().__init__("rejected")
        self.remarks = remarks


class WaterReader:
    """Reads the rows of one file; what is to be told of the file as a whole is in ``remarks``.

    ``name``: the file's, which may tell the year. ``until``: the moment, in the stations' own time, after which nothing
    can have been read. Raises UnknownShape for columns from which nothing could be read.
    """

    def __init__(self, columns: tuple[str, ...], name: str, options: Options, until: datetime) -> None:
        self.items = {column: item for column in columns if (item := item_of(column))}
        self.times = Times(name=name, said=options.year, until=until)
        _check(self.items)
        unread = [shown(column) for column in columns if column not in KNOWN and column not in self.items]
        told = Remark(0, " ".join(unread)[:200], "", rules.WATER_COLUMN_NOT_READ)
        self.remarks = [told] if unread else []

    def read(self, row: Row, tell: Told) -> WaterRow | None:
        """The row, None where it was rejected; whatever a reader should know of it is told."""
        if row.cells is None:
            tell(Remark(row.line, "", shown(row.text), WRONG_WIDTH))
            return None
        try:
            return self._read(row.line, row.cells, tell)
        except _Rejected as rejected:
            for remark in rejected.remarks:
                tell(remark)
            return None

    def _read(self, line: int, cells: Mapping[str, str], tell: Told) -> WaterRow:
        section = _name(line, cells, "section", _NAME_MOST)
        province = _name(line, cells, "province", _PROVINCE_MOST)
        status = _status(cells)
        shows, blank, wrong = self._values(line, cells)
        told: list[Remark] = []
        if status in NOT_OPERATING:
            moment = self._day(line, cells)
            rule = rules.NOT_OPERATING_SHOWS if shows or wrong else rules.NOT_OPERATING
            told.append(Remark(line, "station_status", status, rule))
            shows = {}
        elif wrong:
            raise _Rejected(*wrong)
        elif not shows:
            moment = self._day(line, cells)
            told.append(Remark(line, "", "", rules.NO_VALUES))
        else:
            moment, shows = self._of_reading(line, cells, shows, blank, told)
        told += self.times.once(moment, line)
        source = _source_class(line, cells, told) if shows else None
        for remark in told:
            tell(remark)
        basin, river, city = (_text(cells, *limit) for limit in (("basin", 30), ("river", 60), ("city", 30)))
        return WaterRow(
            line,
            province,
            section,
            basin,
            river,
            city,
            moment.day,
            moment.time if shows else None,
            shows,
            status,
            source,
        )

    def _of_reading(
        self, line: int, cells: Mapping[str, str], shows: dict[str, str], blank: list[str], told: list[Remark]
    ) -> tuple[Moment, dict[str, str]]:
        """When the values were read, and they; a stale reading leaves the day on which it is shown without values."""
        moment = self._moment(line, cells)
        shown_on = self.times.shown_on(cells)
        if shown_on is not None and (shown_on - moment.day).days > STALE_AFTER:
            told.append(Remark(line, "monitor_time_mmdd_hhmm", shown(cells["monitor_time_mmdd_hhmm"]), rules.STALE))
            return Moment(shown_on, None), {}
        if blank:
            marks = " ".join(filter(None, dict.fromkeys(shown(cells[column]) for column in blank)))
            told.append(Remark(line, " ".join(blank)[:200], marks[:200], NO_VALUE_MARK))
        if wide := [column for column in self.items if is_full_width(cells[column])]:
            written = " ".join(shown(cells[column]) for column in wide)
            told.append(Remark(line, " ".join(wide)[:200], written[:200], FULL_WIDTH))
        return moment, shows

    def _values(self, line: int, cells: Mapping[str, str]) -> tuple[dict[str, str], list[str], list[Remark]]:
        """The values by item, the columns without one, and what cannot be taken."""
        values: dict[str, str] = {}
        blank: list[str] = []
        wrong: list[Remark] = []
        for column, item in self.items.items():
            try:
                text = reading(item, cells[column])
            except Unreadable as error:
                wrong.append(Remark(line, column, shown(cells[column]), error.rule))
                continue
            if text is None:
                blank.append(column)
            else:
                values[item] = text
        return values, blank, wrong

    def _moment(self, line: int, cells: Mapping[str, str]) -> Moment:
        try:
            return self.times.of_reading(cells)
        except NoMoment as error:
            raise _Rejected(Remark(line, error.column, shown(error.value), error.rule)) from None

    def _day(self, line: int, cells: Mapping[str, str]) -> Moment:
        """The day of a report without values: on which it was shown, else of its time."""
        try:
            on = self.times.shown_on(cells)
        except NoMoment as error:
            raise _Rejected(Remark(line, error.column, shown(error.value), error.rule)) from None
        return self._moment(line, cells) if on is None else Moment(on, None)


def _check(items: Mapping[str, str]) -> None:
    twice = [column for column, item in items.items() if list(items.values()).count(item) > 1]
    if not items:
        raise UnknownShape(
            Text(
                f"没有任何监测项目列，例如 {'、'.join(list(COLUMNS)[:8])}。",
                f"There is no column of measured items, such as {', '.join(list(COLUMNS)[:8])}.",
            )
        )
    if twice:
        told = ", ".join(twice)
        raise UnknownShape(
            Text(
                f"列 {told} 指的是同一项目，无法确定用哪一列。请只保留一列。",
                f"The columns {told} hold the same item, and which one counts is not known. Keep one of them.",
            )
        )


def _name(line: int, cells: Mapping[str, str], column: str, most: int) -> str:
    """The name in that column in one line; a file may have no provinces, but every row has a section."""
    name = " ".join(cells.get(column, "").split())
    if len(name) > most or not name.isprintable() or (column == "section" and is_no_value(name)):
        raise _Rejected(Remark(line, column, shown(cells[column]), rules.NO_SECTION))
    return "" if is_no_value(name) else name


def _text(cells: Mapping[str, str], column: str, most: int) -> str:
    text = shown(cells.get(column, ""))[:most]
    return "" if is_no_value(text) else text


def _status(cells: Mapping[str, str]) -> str:
    return _text(cells, "station_status", _STATUS_MOST)


def _source_class(line: int, cells: Mapping[str, str], told: list[Remark]) -> WaterClass | None:
    text = _text(cells, "water_class", 20)
    try:
        return WaterClass.parse(text) if text else None
    except ValueError:
        told.append(Remark(line, "water_class", shown(cells["water_class"]), rules.CLASS_UNREADABLE))
        return None
