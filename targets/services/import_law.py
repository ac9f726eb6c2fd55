"""What becomes of one row of a spreadsheet: the same answer as for a figure that is typed, by the same functions."""

from dataclasses import dataclass
from datetime import datetime

import targets.sheets.words as words
from targets.entry.cell import Cell
from targets.models import Figure, Origin, RowState
from targets.queries.slots import Slot
from targets.services.figures import (
    Locked,
    MonthNotOpen,
    NothingToRecord,
    NotYours,
    ReasonNeeded,
    YearClosed,
    changes,
    check_open,
)
from targets.sheets.columns import Field
from targets.sheets.entries import Entry
from targets.sheets.meaning import Meaning
from targets.texts import Text


@dataclass(frozen=True)
class Fate:
    """What a row would do, and why it cannot; ``note``: the one that would stand there."""

    state: RowState
    note: str = ""
    problem: tuple[int, Text] | None = None


def fate_of(entry: Entry, meaning: Meaning, current: Figure | None, slot: Slot | None, now: datetime) -> Fate:
    """The fate of an understood row over the figure that stands there now."""
    cell = meaning.cell
    if cell is None:
        return Fate(RowState.ERROR)
    before = current.note if current else ""
    note = before if meaning.note is None else meaning.note
    stored = Cell.of(current)
    if current is not None and stored == cell and before == note:
        return Fate(RowState.UNCHANGED, note)
    if cell.is_blank and not stored.is_blank:
        if note in ("", before):
            return Fate(RowState.LEFT, before)
        return _refused(entry, Field.NUMERATOR, words.NOTE_ALONE)
    if cell.is_blank and current is None and not note:
        return Fate(RowState.LEFT)
    return refusal(entry, meaning, slot) or _changed(entry, meaning, cell, note, current, now)


def refusal(entry: Entry, meaning: Meaning, slot: Slot | None) -> Fate | None:
    """Why the place takes no figure now; None where it does."""
    if slot is None:
        month = meaning.key[2] if meaning.key else None
        return None if month is None else _refused(entry, Field.INDICATOR, words.nobody_asks(month))
    try:
        check_open(slot)
    except MonthNotOpen:
        return _refused(entry, Field.MONTH, words.not_over(slot.month))
    except NotYours:
        return _refused(entry, Field.AREA, words.NOT_YOURS)
    except YearClosed:
        return _refused(entry, Field.MONTH, words.YEAR_CLOSED)
    except Locked:
        return _refused(entry, Field.MONTH, words.LOCKED)
    return None


def _changed(entry: Entry, meaning: Meaning, cell: Cell, note: str, current: Figure | None, now: datetime) -> Fate:
    try:
        values = changes(
            current,
            cell,
            note=note,
            by=None,
            now=now,
            origin=Origin.IMPORTED,
            correction=meaning.correction,
            reason=meaning.reason,
            seen=current.version if current else 0,
        )
    except NothingToRecord:
        return Fate(RowState.LEFT)
    except ReasonNeeded:
        if meaning.correction:  # of its own, but without the text that it needs
            return _refused(entry, Field.REASON, words.REASON_NEEDED)
        return Fate(RowState.CORRECTION, note)
    if values is None:
        return Fate(RowState.UNCHANGED, note)
    if current is None:
        return Fate(RowState.NEW, note)
    return Fate(RowState.CORRECTION if values.get("correction") else RowState.CHANGED, note)


def _refused(entry: Entry, name: Field, sentence: Text) -> Fate:
    return Fate(RowState.ERROR, problem=(entry.columns.of(name), sentence))
