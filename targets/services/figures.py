"""Monthly figures: the one way in which a person's or a file's figure gets on record."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from targets.entry.calendar import Gate
from targets.entry.cell import Cell
from targets.entry.computed import agrees, is_override, source_of
from targets.models import Computation, Correction, Figure, Origin, Review
from targets.periods import Month
from targets.queries.overrides import cell_of
from targets.queries.slots import Slot
from targets.services.locking import briefly

_NUMBERS = tuple(field.name for field in fields(Cell))
_SENT = {"review": Review.SUBMITTED}


class MonthNotOpen(Exception):
    """The month is not over yet: it carries no figure."""

    def __init__(self, month: Month) -> None:
        super().__init__(f"{month} is not over")
        self.month = month


class Locked(Exception):
    """The month is closed for this figure, and nobody opened it again."""


class YearClosed(Locked):
    """The whole year is closed; an administrator would have to open it again."""


class NotYours(Exception):
    """The figure belongs to other editors or reviewers."""


class ReasonNeeded(Exception):
    """The figure was approved or computed: a change needs one of the reasons, and ``other`` a text."""


class StaleVersion(Exception):
    """Somebody changed the figure since the writer saw it. ``current``: as it stands now; None if it was removed."""

    def __init__(self, current: Figure | None) -> None:
        super().__init__("the figure was changed meanwhile")
        self.current = current


class NothingToRecord(Exception):
    """There is no figure and none was given, not even a note."""


@briefly()
def save_figure(
    *,
    slot: Slot,
    cell: Cell,
    version: int,
    by: AbstractBaseUser,
    now: datetime,
    note: str = "",
    origin: str = Origin.ENTERED,
    correction: str = "",
    reason: str = "",
    again: bool = False,
) -> Figure:
    """Put a month's figure on record, or a blank in its place; the database's triggers keep every state of it.

    ``version``: of the figure that the writer saw, 0 for none. What stands there already is left as it is, with its
    version. ``correction``, and with ``other`` a ``reason``: why a figure that was approved is changed. ``again``: send
    a returned figure back as it is. A value other than the one that measurements give needs a reason as well; that one
    itself, exact or as a rounded mean, follows them again.
    Raises MonthNotOpen, Locked, NotYours, StaleVersion (also where two first saves meet), ReasonNeeded,
    NothingToRecord, Busy.
    """
    check_open(slot)
    key = {"indicator": slot.indicator, "area": slot.area, "month": slot.month.first_on}
    current = _locked(key)
    if slot.term.gate is Gate.RETURNED and not (current and current.was_returned):
        raise Locked  # it was reviewed again since the page was made
    row = Computation.objects.filter(**key).order_by("pk").first()
    computed = cell_of(row)
    if origin == Origin.ENTERED and not computed.is_blank and agrees(cell, computed):
        cell, origin = computed, Origin.COMPUTED
    wanted = changes(
        current, cell, note=note, by=by, now=now, origin=origin,
        correction=correction, reason=reason, seen=version, again=again, computed=computed,
    )  # fmt: skip
    if row is not None and wanted is not None and wanted.get("origin") == Origin.COMPUTED:
        wanted |= dict(zip(("source_zh", "source_en"), vars(source_of(row.standard)).values(), strict=True))
    if current is None:
        return _first(key, wanted or {})
    return current if wanted is None else change(current, wanted)


def check_open(slot: Slot) -> None:
    """Refuse a figure that cannot be changed now. Raises MonthNotOpen, YearClosed, NotYours, Locked."""
    if slot.term.gate is Gate.NOT_OVER:
        raise MonthNotOpen(slot.month)
    if slot.term.gate is Gate.CLOSED:
        raise YearClosed
    if not slot.may_enter:
        raise NotYours
    if not slot.term.is_open:
        raise Locked


def changes(
    current: Figure | None,
    cell: Cell,
    *,
    note: str,
    by: AbstractBaseUser | None,
    now: datetime,
    origin: str,
    correction: str,
    reason: str,
    seen: int,
    again: bool = False,
    computed: Cell | None = None,
) -> dict[str, Any] | None:
    """What becomes of the row: field to value, or None where it is so already. The law of every way in.

    A new value is ``submitted``. Over an approved one it is a correction, which leaves the approved value standing;
    typed back to the standing value, that one is approved as before, unless a reviewer returned it. A returned figure
    is submitted by a new value, by a new note, or as it is (``again``). Else a new note alone changes no review.
    ``computed``: what measurements give; a value in its place needs a reason.
    Raises StaleVersion (``seen``: the version that the writer saw), ReasonNeeded, NothingToRecord.
    """
    stamp, own = {"note": note, "changed_by": by, "changed_at": now}, is_override(cell, computed)
    value = {name: getattr(cell, name) for name in _NUMBERS}
    author = {"entered_by": by, "entered_at": now}
    if current is None:
        if seen:
            raise StaleVersion(None)
        if cell.is_blank and not note:
            raise NothingToRecord
        said = _said(None, correction, reason.strip()) if own else {"reason": reason}
        return stamp | value | author | _fresh(origin) | said
    is_same, is_returned = Cell.of(current) == cell, current.review == Review.RETURNED
    if is_same and current.note == note and not (is_returned and again):
        return None
    if current.version != seen:
        raise StaleVersion(current)
    if is_same:
        return stamp | (author | _SENT if is_returned else {}) | {"reason": reason.strip() or current.kept_reason}
    return stamp | value | author | _next(current, cell, _fresh(origin), correction, reason.strip(), is_own=own)


def _fresh(origin: str) -> dict[str, Any]:
    """Of a value that nobody has reviewed. The sentence of a return stays until somebody does."""
    return {"review": Review.SUBMITTED, "origin": origin, "source_zh": "", "source_en": ""}


def _next(
    current: Figure, cell: Cell, fresh: dict[str, Any], correction: str, reason: str, *, is_own: bool
) -> dict[str, Any]:
    """What a new value over another one does to the review. ``is_own``: in place of a computed one.

    Raises ReasonNeeded.
    """
    if not current.was_approved:
        return fresh | (_said(current, correction, reason) if is_own else {"correction": "", "reason": reason})
    if current.standing_cell == cell and not _is_disputed(current):
        return nothing_standing() | _as_approved(current) | {"reason": reason}
    said = _said(current, correction, reason)
    standing = standing_of(current) if current.review == Review.APPROVED else {}
    return fresh | standing | said


def _said(current: Figure | None, correction: str, reason: str) -> dict[str, Any]:
    """Why the value changes: as given, or as it was already said of a value that waits. Raises ReasonNeeded."""
    waits = current is not None and current.review != Review.APPROVED and current.origin != Origin.COMPUTED
    if not correction and current is not None and waits:
        correction, reason = current.correction, reason or current.reason
    if correction not in Correction.values or (correction == Correction.OTHER and not reason):
        raise ReasonNeeded
    return {"correction": correction, "reason": reason}


def _is_disputed(figure: Figure) -> bool:
    """Whether the standing value itself was sent back, not a correction of it. One query."""
    following = figure.events.filter(version=(figure.standing_version or 0) + 1)  # type: ignore[attr-defined]
    return bool(following.filter(review=Review.RETURNED).exists())


def _as_approved(figure: Figure) -> dict[str, Any]:
    """The standing value's own review, author and source again, from the history. One query."""
    kept = "origin", "source_zh", "source_en", "entered_by_id", "entered_at", "reviewed_by_id", "reviewed_at"
    states = figure.events.filter(version=figure.standing_version)  # type: ignore[attr-defined]
    found: dict[str, Any] = states.order_by("-pgh_id").values(*kept).first() or {"origin": figure.standing_origin}
    return found | {"review": Review.APPROVED, "review_note": "", "correction": ""}


def standing_of(figure: Figure) -> dict[str, Any]:
    """The fields that keep the figure's approved value while another one waits."""
    kept: dict[str, Any] = {f"standing_{name}": getattr(figure, name) for name in _NUMBERS}
    return kept | {"standing_version": figure.version, "standing_origin": figure.origin}


def nothing_standing() -> dict[str, Any]:
    """The fields of a figure whose own value is the only one."""
    kept: dict[str, Any] = {f"standing_{name}": None for name in _NUMBERS}
    return kept | {"standing_version": None, "standing_origin": ""}


def change(figure: Figure, values: dict[str, Any]) -> Figure:
    """Write the fields on a locked row, one version further."""
    for name, value in values.items():
        setattr(figure, name, value)
    figure.version += 1
    figure.clean_fields(exclude=["indicator", "area", "changed_by", "entered_by", "reviewed_by"])
    figure.save()
    return figure


def _locked(key: dict[str, Any]) -> Figure | None:
    """Who is named on the row is asked for where it is shown, which most savings do not."""
    return Figure.objects.select_for_update().filter(**key).order_by("pk").first()


def _first(key: dict[str, Any], values: dict[str, Any]) -> Figure:
    figure = Figure(**key, **values)
    figure.clean_fields(exclude=["indicator", "area", "changed_by", "entered_by"])
    try:
        with transaction.atomic():
            figure.save(force_insert=True)
    except IntegrityError:
        # Another first save went in between: there was no row to lock.
        meanwhile = _locked(key)
        if meanwhile is None:
            raise
        raise StaleVersion(meanwhile) from None
    return figure
