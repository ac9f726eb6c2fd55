"""A posted entry page: each row is saved, or kept as typed with the reason; none stands in another's way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser

from targets.entry.cell import Cell, Raw, Understanding, Why, typed, understand
from targets.models import Figure
from targets.queries.entry import Record, Sheet
from targets.services.figures import NothingToRecord, StaleVersion, save_figure

_MOST_VERSION = 2**31 - 1


class State(StrEnum):
    """Where one row stands."""

    EMPTY = "empty"
    SAVED = "saved"
    UNCHANGED = "unchanged"  # typed again as it is on record
    UNSAVED = "unsaved"
    INVALID = "invalid"
    CONFIRM = "confirm"  # all blank now, and not yet said that this is meant
    CONFLICT = "conflict"

    @property
    def is_settled(self) -> bool:
        """Nothing typed in the row waits for anything."""
        return self in (State.EMPTY, State.SAVED, State.UNCHANGED)


@dataclass(frozen=True)
class Posted:
    """One row as it was sent: the text, the version it was typed over, and the print of what the page showed."""

    raw: Raw
    version: int
    theirs: int  # in a conflict: the version that was shown beside it
    mark: str
    clear: bool  # "yes, clear it"

    @classmethod
    def of(cls, data: Mapping[str, str], slug: str) -> "Posted":
        return cls(
            raw=Raw.of(data, slug),
            version=_version(data.get(f"{slug}-version", "")),
            theirs=_version(data.get(f"{slug}-theirs", "")),
            mark=data.get(f"{slug}-mark", ""),
            clear=data.get(f"{slug}-clear") == "yes",
        )

    @property
    def is_touched(self) -> bool:
        """Whether the row differs from what the page showed."""
        return self.raw.mark != self.mark or self.clear


@dataclass(frozen=True)
class Attempt:
    """A row after it was sent or looked at, with the record as it stands now."""

    record: Record
    posted: Posted
    state: State
    understood: Understanding


def fresh(record: Record) -> Attempt:
    """The row as a newly loaded page shows it."""
    cell, version = Cell.of(record.figure), record.figure.version if record.figure else 0
    raw = typed(record.indicator.as_rule(), cell, record.figure.note if record.figure else "")
    state = State.EMPTY if cell.is_blank else State.SAVED
    return Attempt(record, Posted(raw, version, version, raw.mark, clear=False), state, Understanding(cell, (), ()))


def look(sheet: Sheet, record: Record, posted: Posted) -> Attempt:
    """What a row would become, while it is being typed: a half-filled pair is no mistake yet. Writes nothing."""
    understood = _understand(sheet, record, posted)
    stored, note = Cell.of(record.figure), record.figure.note if record.figure else ""
    if understood.cell is None:
        serious = tuple(problem for problem in understood.problems if problem.why is not Why.MISSING)
        state = State.INVALID if serious else State.UNSAVED
        return Attempt(record, posted, state, replace(understood, problems=serious))
    if understood.cell == stored and posted.raw.note == note:
        return Attempt(record, posted, State.EMPTY if stored.is_blank else State.UNCHANGED, understood)
    clears = understood.cell.is_blank and not stored.is_blank
    return Attempt(record, posted, State.CONFIRM if clears else State.UNSAVED, understood)


def submit(sheet: Sheet, data: Mapping[str, str], *, by: AbstractBaseUser, now: datetime) -> list[Attempt]:
    """Save the sheet's rows as the form asks, each in its own transaction.

    ``save=<slug>``: that row only, the others are kept as typed; ``over=<slug>``: the same, over the version shown in
    a conflict; ``keep=<slug>``: that row's typing is dropped. None of them: every row. Rows that nobody touched and
    rows that the form does not have are left alone. The sheet must be open.
    """
    keep, over = data.get("keep", ""), data.get("over", "")
    only = keep or over or data.get("save", "")
    attempts = []
    for record in sheet.records:
        slug = record.indicator.slug
        posted = Posted.of(data, slug)
        if f"{slug}-version" not in data or slug == keep or not posted.is_touched:
            attempts.append(fresh(record))
        elif only and slug != only:
            attempts.append(look(sheet, record, posted))
        else:
            version = posted.theirs if slug == over else posted.version
            attempts.append(_save(sheet, record, replace(posted, version=version), by=by, now=now))
    return attempts


def _save(sheet: Sheet, record: Record, posted: Posted, *, by: AbstractBaseUser, now: datetime) -> Attempt:
    understood = _understand(sheet, record, posted)
    cell = understood.cell
    if cell is None:
        return Attempt(record, posted, State.INVALID, understood)
    if cell.is_blank and not posted.clear and not Cell.of(record.figure).is_blank:
        return Attempt(record, posted, State.CONFIRM, understood)
    try:
        figure = save_figure(
            indicator=record.indicator,
            area=sheet.scope.plan.area,
            month=sheet.month,
            cell=cell,
            version=posted.version,
            by=by,
            now=now,
            note=posted.raw.note,
        )
    except NothingToRecord:
        return fresh(replace(record, figure=None))
    except StaleVersion as stale:
        return Attempt(_with(record, stale.current), posted, State.CONFLICT, understood)
    return fresh(_with(record, figure))


def _with(record: Record, figure: Figure | None) -> Record:
    if figure is not None:
        figure.indicator = record.indicator
    return replace(record, figure=figure)


def _understand(sheet: Sheet, record: Record, posted: Posted) -> Understanding:
    indicator = record.indicator
    return understand(indicator.as_rule(), whole_numbers=indicator.whole_numbers, month=sheet.month, raw=posted.raw)


def _version(text: str) -> int:
    """A version from the form; 0 (none seen) for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_VERSION))
    return int(text) if is_number else 0
