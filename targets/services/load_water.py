"""Files of water samples into the database: reports of automatic stations, manual samples."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from targets.measurements.lines import Table
from targets.measurements.remarks import CONTRADICTS, LOST_SOME, REVIEWED_STANDS, SAID_BEFORE, Remark
from targets.measurements.taken import Options, Place, Taken
from targets.measurements.water_cells import class_of_sample, measured
from targets.measurements.water_rows import WaterReader, WaterRow
from targets.measurements.water_rules import CLASS_DIFFERS, CLASS_OF_A_LAKE, CLASS_OF_A_RIVER, REPORTED_BEFORE
from targets.measurements.water_times import COLUMN
from targets.models import DataState, Load
from targets.periods import Month
from targets.services.load_water_merge import CHANGED, NEW, UNCHANGED, WaterMerge
from targets.services.load_water_places import Sections
from targets.services.section_months import recompute_sections
from targets.standards.surface_water_table import WaterBody

BATCH = 5_000
CLASS_OF = {WaterBody.LAKE: CLASS_OF_A_LAKE, WaterBody.RIVER: CLASS_OF_A_RIVER}
Told = Callable[[Remark], None]
Key = tuple[int, date, time | None]


def take(
    load: Load, table: Table, *, options: Options, until: datetime, remark: Told, tell: Callable[[], object]
) -> Taken:
    """Take the table's rows, in the caller's transaction. Raises UnknownShape where its columns cannot be read.

    ``remark`` and ``tell`` are called between two statements, never within one. The sections' months follow.
    """
    reader = WaterReader(table.columns, load.name, options, until)
    for told in reader.remarks:
        remark(told)
    now = load.finished_at or load.created_at  # set when the reading begins
    work = _Work(reader, Sections(load=load, now=now, tell=remark), options, remark)
    with WaterMerge() as merge:
        for batch in work.batches(table):
            merge.copy(batch)
            tell()
        merge.place(work.sections.create())
        work.settle(merge, load=load.pk, now=now)
    work.taken.touched |= {Place("section", *one) for one in recompute_sections(work.taken.touched, now=now)}
    return work.taken


class _Work:
    """One pass over a file of water samples."""

    def __init__(self, reader: WaterReader, sections: Sections, options: Options, tell: Told) -> None:
        self.reader, self.sections, self.tell = reader, sections, tell
        self.state = DataState.REVIEWED if options.reviewed else DataState.PROVISIONAL
        self.taken = Taken(created=sections.created)
        # The line of each moment's first row, and a hash of what it says: many rows, little memory.
        self.said: dict[Key, tuple[int, int]] = {}

    def batches(self, table: Table) -> Iterator[list[Sequence[Any]]]:
        """The rows as the database takes them, some thousand at a time; what was said before is left."""
        while rows := list(islice(table.rows, BATCH)):
            self.taken.counts["rows"] += len(rows)
            read = (self.reader.read(row, self.tell) for row in rows)
            yield [made for row in read if row and (made := self.row(row))]

    def row(self, row: WaterRow) -> Sequence[Any] | None:
        """The row with its section; None where the section is not certain or its moment was told before."""
        place = self.sections.find(row)
        if place is None or not self.is_first(row, place):
            return None
        self.compare(row, place)
        values = json.dumps(row.values)
        return (row.line, place, row.day, row.time, values, row.status, row.reads_as, self.state.value)

    def is_first(self, row: WaterRow, place: int) -> bool:
        """Whether the moment is new to this file. Otherwise it is told whether it was said before or contradicts."""
        key = place, row.day, row.time
        what = hash(tuple((item, measured(text)) for item, text in row.values.items()))
        first = self.said.setdefault(key, (row.line, what))
        if first[0] == row.line:
            return True
        again = SAID_BEFORE if first[1] == what else CONTRADICTS
        rule = REPORTED_BEFORE if row.time is None else again
        self.tell(Remark(row.line, f"section {COLUMN}", _named(row), rule))
        return False

    def compare(self, row: WaterRow, place: int) -> None:
        """Tell where the file's own class is another than the computed one."""
        if row.source_class is None:
            return
        body = self.sections.body(place)
        computed = class_of_sample(row.values, body)
        self.taken.counts["class_compared"] += 1
        if computed is not None and computed is not row.source_class:
            self.taken.counts["class_differs"] += 1
            told = f"{row.source_class.numeral} ≠ {computed.numeral}"
            other = WaterBody.RIVER if body.is_still else WaterBody.LAKE
            is_others = class_of_sample(row.values, other) is row.source_class
            rule = CLASS_OF[other] if is_others else CLASS_DIFFERS
            self.tell(Remark(row.line, "water_class", f"{told} ({row.section})" if is_others else told, rule))

    def settle(self, merge: WaterMerge, *, load: int, now: datetime) -> None:
        """Put the file's rows on record, say which a reviewed value kept out, and list the months that changed."""
        fates = merge.settle(load=load, now=now)
        self.taken.counts.update({fate: fates[fate] for fate in (NEW, CHANGED, UNCHANGED)})
        for line in merge.refused():
            self.tell(Remark(line, "", "", REVIEWED_STANDS))
        for line, was in merge.lost() if fates[CHANGED] else ():
            self.taken.counts["lost_some"] += 1
            self.tell(Remark(line, "", f"{was} → –", LOST_SOME))
        self.taken.touched = {Place("section", pk, Month.of(month)) for pk, month in merge.touched()}


def _named(row: WaterRow) -> str:
    return " ".join(filter(None, (row.section, row.day.isoformat(), f"{row.time:%H:%M}" if row.time else "")))
