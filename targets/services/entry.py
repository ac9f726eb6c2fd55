"""A posted entry page: each row is saved, or kept as typed with the reason; none stands in another's way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from targets.entry.cell import NUMBERS, Cell, Given, Raw, Understanding, Why, typed, understand
from targets.entry.computed import is_override
from targets.entry.oddities import Oddity, oddities
from targets.models import Draft, Figure, Origin, Review
from targets.queries.entry import Record, Sheet
from targets.queries.overrides import cell_of
from targets.services.attempts import Attempt, Posted, State
from targets.services.drafts import DraftTooLong, drop_draft, keep_draft
from targets.services.figures import (
    Locked,
    MonthNotOpen,
    NothingToRecord,
    NotYours,
    ReasonNeeded,
    StaleVersion,
    save_figure,
)
from targets.services.locking import Busy


def fresh(record: Record) -> Attempt:
    """The row as a newly loaded page shows it: a draft, if whoever asks left one, or what is on record."""
    figure = record.figure
    cell, version = Cell.of(figure), figure.version if figure else 0
    raw = typed(record.indicator.as_rule(), cell, figure.note if figure else "")
    posted = Posted(raw, version, version, raw.mark, clear=False)
    odd = _odd(record, cell)
    if not record.slot.is_open:
        return Attempt(record, posted, State.LOCKED, Understanding(cell, (), ()), odd, record.draft)
    if record.draft is not None and (drafted := _drafted(record.draft, raw.mark)).is_touched:
        attempt = look(record, drafted)
        state = State.DRAFT if attempt.state is State.UNSAVED else attempt.state
        return replace(attempt, state=state, draft=record.draft)
    state = State.EMPTY if cell.is_blank else State.SAVED
    if odd and not raw.note:
        state = State.ODD
    return Attempt(record, posted, state, Understanding(cell, (), ()), odd)


def look(record: Record, posted: Posted) -> Attempt:
    """What a row would become, while it is being typed: a half-filled pair is no mistake yet. Writes nothing."""
    understood = _understand(record, posted)
    stored, note = Cell.of(record.figure), record.figure.note if record.figure else ""
    if understood.cell is None:
        serious = tuple(problem for problem in understood.problems if problem.why is not Why.MISSING)
        state = State.INVALID if serious else State.UNSAVED
        return Attempt(record, posted, state, replace(understood, problems=serious))
    odd = _odd(record, understood.cell)
    if understood.cell == stored and posted.raw.note == note:
        return Attempt(record, posted, State.EMPTY if stored.is_blank else State.UNCHANGED, understood, odd)
    state = State.CONFIRM if understood.cell.is_blank and not stored.is_blank else State.UNSAVED
    if state is State.UNSAVED and not posted.is_reasoned and _wants_reason(record, understood.cell):
        state = State.REASON
    return Attempt(record, posted, state, understood, odd)


def keep(record: Record, posted: Posted, *, by: AbstractBaseUser, now: datetime) -> Attempt:
    """Look at the row as typed so far and keep it as the person's draft; what is on record needs none."""
    if not posted.is_touched:
        drop_draft(slot=record.slot, by=by)
        return look(record, posted)
    try:
        draft = keep_draft(slot=record.slot, texts=posted.texts, version=posted.version, by=by, now=now)
    except DraftTooLong:
        return look(record, posted)
    # A saving of the same text may have overtaken this draft: it writes first and drops drafts then, so look after.
    attempt = look(_again(record), posted)
    if attempt.state.is_settled:
        drop_draft(slot=record.slot, by=by)
        return attempt
    state = State.DRAFT if attempt.state is State.UNSAVED else attempt.state
    return replace(attempt, state=state, draft=draft)


def give_up(record: Record, *, by: AbstractBaseUser) -> Attempt:
    """Drop what the person typed; the row as it is on record."""
    drop_draft(slot=record.slot, by=by)
    return fresh(replace(record, draft=None))


def submit(sheet: Sheet, data: Mapping[str, str], *, by: AbstractBaseUser, now: datetime) -> list[Attempt]:
    """Save the sheet's rows as the form asks, each in its own transaction.

    ``save=<key>``: that row only, the others are kept as typed; ``over=<key>``: the same, over the version shown in
    a conflict; ``keep=<key>``: that row's typing is dropped; ``again=<key>``: a returned figure is sent back as it is.
    None of them: every row. Rows that nobody touched and rows that the form does not have are left alone. Where
    somebody holds a figure for long after others were saved, it and those behind it are kept as typed; before, Busy is
    raised. The sheet must be open.
    """
    dropped, over, again = data.get("keep", ""), data.get("over", ""), data.get("again", "")
    only = dropped or over or again or data.get("save", "")
    attempts = []
    is_saved = is_held = False
    for record in sheet.records:
        key = record.key
        posted = replace(Posted.of(data, key), again=key == again)
        if key == dropped:
            attempts.append(give_up(record, by=by))
        elif f"{key}-version" not in data or not posted.is_touched:
            attempts.append(fresh(record))
        elif is_held or (only and key != only):
            attempts.append(look(record, posted))
        else:
            version = posted.theirs if key == over else posted.version
            try:
                attempts.append(_save(record, replace(posted, version=version), by=by, now=now))
            except Busy:
                if not is_saved:
                    raise
                is_held = True
                attempts.append(look(record, posted))
            is_saved = is_saved or attempts[-1].state.is_settled
    return attempts


def _save(record: Record, posted: Posted, *, by: AbstractBaseUser, now: datetime) -> Attempt:
    understood = _understand(record, posted)
    cell = understood.cell
    if cell is None:
        return Attempt(record, posted, State.INVALID, understood)
    odd = _odd(record, cell)
    if cell.is_blank and not posted.clear and not Cell.of(record.figure).is_blank:
        return Attempt(record, posted, State.CONFIRM, understood, odd)
    try:
        figure = save_figure(
            slot=record.slot,
            cell=cell,
            version=posted.version,
            by=by,
            now=now,
            note=posted.raw.note,
            correction=posted.correction,
            reason=posted.reason,
            again=posted.again,
        )
    except NothingToRecord:
        return give_up(replace(record, figure=None), by=by)
    except StaleVersion as stale:
        unlike = replace(posted, mark="")  # whatever stands there from now on is the reader's own
        return Attempt(_with(record, stale.current), unlike, State.CONFLICT, understood, odd)
    except ReasonNeeded:
        return Attempt(record, posted, State.REASON, understood, odd)
    except (MonthNotOpen, Locked, NotYours):
        return Attempt(record, posted, State.LOCKED, understood, odd)
    return give_up(_with(record, figure), by=by)


def _drafted(draft: Draft, mark: str) -> Posted:
    """The draft as if it were sent again."""
    texts = {name: str(text) for name, text in draft.texts.items()}
    raw = Raw(
        **{name: texts.get(name, "") for name in NUMBERS},
        given=texts.get("given", Given.MEAN),
        note=texts.get("note", ""),
    )
    correction, reason = texts.get("correction", ""), texts.get("reason", "")
    return Posted(raw, draft.version, draft.version, mark, clear=False, correction=correction, reason=reason)


def _odd(record: Record, cell: Cell) -> tuple[Oddity, ...]:
    return oddities(record.indicator.as_rule(), record.slot.month, cell, record.past)


def _is_correction(figure: Figure | None, cell: Cell) -> bool:
    """Whether the value would replace an approved one, and nobody has said why yet.

    The approved one typed again replaces nothing.
    """
    if figure is None or not figure.was_approved or cell in (Cell.of(figure), figure.standing_cell):
        return False
    return figure.review == Review.APPROVED or not figure.is_reasoned or figure.origin == Origin.COMPUTED


def _wants_reason(record: Record, cell: Cell) -> bool:
    """Whether the value would replace an approved or a computed one, and nobody has said why yet."""
    figure = record.figure
    if _is_correction(figure, cell):
        return True
    was_said = figure is not None and figure.origin != Origin.COMPUTED and figure.is_reasoned
    if figure is not None and (figure.was_approved or cell == Cell.of(figure)):
        return False
    return not was_said and is_override(cell, cell_of(record.computation))


def _with(record: Record, figure: Figure | None) -> Record:
    if figure is not None:
        figure.indicator = record.indicator
    return replace(record, figure=figure)


def _again(record: Record) -> Record:
    slot = record.slot
    figures = Figure.objects.filter(indicator=slot.indicator, area=slot.area, month=slot.month.first_on)
    return _with(record, figures.order_by("pk").first())


def _understand(record: Record, posted: Posted) -> Understanding:
    indicator = record.indicator
    whole, month = indicator.whole_numbers, record.slot.month
    return understand(indicator.as_rule(), whole_numbers=whole, month=month, raw=posted.raw)
