"""A file's shape from its header, and its rows one at a time, however large it is."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple, TextIO

from targets.measurements.headers import known_columns
from targets.texts import Text

csv.field_size_limit(64 * 1024)
_BLANKS = re.compile(r"\s+")
_LONGEST = 64 * 1024  # signs of a line: a longer one is cut in pieces, none of which is a row


class Shape(StrEnum):
    """The shapes of files that are known."""

    CITY_DAY = "city_day"
    STATION_HOUR = "station_hour"
    WATER = "water"


# The columns that tell a shape.
TELLING = {
    Shape.CITY_DAY: frozenset({"city", "date"}),
    Shape.STATION_HOUR: frozenset({"date_yyyymmdd", "hour", "station"}),
    Shape.WATER: frozenset({"section", "monitor_time_mmdd_hhmm"}),
}


class UnknownShape(Exception):
    """The file as a whole cannot be read; ``sentence`` says why and what is expected."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


class Row(NamedTuple):
    """A row by its columns; ``line``: where it begins in the file, the header being line 1.

    ``cells`` None: the row is of another width; ``text`` has its beginning then.
    """

    line: int
    cells: dict[str, str] | None
    text: str


@dataclass(frozen=True)
class Table:
    """A file's header, shape and rows, read as they are asked for.

    ``names``: where the file calls a column otherwise, such as 城市, the column to the file's own name.
    """

    shape: Shape
    columns: tuple[str, ...]
    rows: Iterator[Row]
    names: Mapping[str, str] = field(default_factory=dict)


def read_table(stream: TextIO) -> Table:
    """The table in a CSV stream (opened with ``newline=""``). Raises UnknownShape; quoted line breaks are kept."""
    reader = csv.reader(iter(lambda: stream.readline(_LONGEST), ""))
    written = tuple(name.strip().removeprefix("\ufeff") for name in next(reader, []))
    known = known_columns(written)
    header = tuple(known.get(name, name) for name in written)
    shape = next((shape for shape, telling in TELLING.items() if telling <= set(header)), None)
    if shape is None or len(set(header)) != len(header):
        raise UnknownShape(
            Text(
                "第一行不是已知的监测数据表头。城市日值需有“城市、日期”（city、date）列；"
                "站点小时值需有“日期、小时、站点”（date_yyyymmdd、hour、station）列；"
                "断面需有“断面、监测时间”（section、monitor_time_mmdd_hhmm）列。上传页面有空白模板。",
                "The header is of no known file of measurements. Daily city values need the columns city, date; hourly "
                "station values date_yyyymmdd, hour, station; water section, monitor_time_mmdd_hhmm; Chinese names "
                "such as 城市, 日期 do as well. The page of the files offers blank forms.",
            )
        )
    return Table(shape, header, _rows(reader, header), {column: name for name, column in known.items()})


def _rows(reader: Any, header: tuple[str, ...]) -> Iterator[Row]:
    width, line = len(header), reader.line_num + 1
    for fields in reader:
        begins, line = line, reader.line_num + 1
        if not fields:
            continue
        cells = dict(zip(header, fields, strict=True)) if len(fields) == width else None
        yield Row(begins, cells, "" if cells is not None else ",".join(fields)[:200])


@lru_cache(maxsize=4096)
def shown(text: str) -> str:
    """A cell as a remark shows it: in one line, without signs that cannot be stored, at most 200 of them."""
    joined = text if len(text) <= 200 and text.isprintable() else _BLANKS.sub(" ", text[:1000])
    if not joined.isprintable():
        joined = "".join(sign if sign.isprintable() else "�" for sign in joined)
    return joined.strip()[:200]
