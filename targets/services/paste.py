"""A block pasted into an entry page: what it would change there, and the saving of what can be saved."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from targets.entry.cell import NUMBERS, Cell, Given, understand
from targets.entry.grid import grid_of
from targets.entry.paste import Laid, Refused, lay, read_block
from targets.evaluation.model import Combination
from targets.queries.entry import Record, Sheet
from targets.services.attempts import MOST_REASON_CHARACTERS, Attempt, Posted, State
from targets.services.entry import fresh, keep, look, submit
from targets.services.refusals import one_line
from targets.texts import Text

_MOST_SEEN = 4000  # versions that a form brings along: more than any page has cells


class NoSuchCell(Exception):
    """The page has no such cell to paste into."""


@dataclass(frozen=True)
class Block:
    """A pasted block as it was sent. ``seen``: the versions over which it was shown, once it was."""

    text: str
    key: str
    name: str
    given: str = ""  # of every mean in it; blank: as each cell has it
    correction: str = ""
    reason: str = ""
    seen: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "Block":
        at, _, name = data.get("at", "").partition("|")
        seen = re.findall(r"([a-z0-9_-]{1,80}):([0-9]{1,9})(?= |\Z)", data.get("seen", ""))[:_MOST_SEEN]
        given = data.get("given", "")
        return cls(
            text=data.get("text", ""),
            key=at[:80],
            name=(data.get("field") or name)[:30],
            given=given if given in list(Given) else "",
            correction=data.get("correction", "")[:20],
            reason=one_line(data.get("reason", ""))[:MOST_REASON_CHARACTERS],
            seen={key: int(version) for key, version in seen},
        )


@dataclass(frozen=True)
class Pasted:
    """What became of a block, or would. ``attempts``: of the cells that it meets, in the page's order."""

    block: Block
    laid: Laid
    attempts: tuple[Attempt, ...] = ()
    refusal: Text | None = None  # of the block as a whole
    everything: tuple[Attempt, ...] = ()  # after saving: of the whole page

    @property
    def is_applied(self) -> bool:
        return bool(self.everything)


def look_over(sheet: Sheet, block: Block) -> Pasted:
    """What the block would change on the page as it is now. Writes nothing. Raises NoSuchCell."""
    known = {record.key: record.figure.version if record.figure else 0 for record in sheet.records}
    return _looked_over(sheet, replace(block, seen=known))


def _looked_over(sheet: Sheet, block: Block) -> Pasted:
    """What the block would change over the versions that it brings along; 0, none seen, for a cell without one."""
    grid = grid_of(sheet)
    start = grid.find(block.key, block.name)
    if start is None:
        raise NoSuchCell(block.key)
    try:
        laid = lay(read_block(block.text), grid, start)
    except Refused as refused:
        return Pasted(block, Laid(), refusal=refused.sentence)
    met = [(record, laid.texts[record.key]) for record in sheet.records if record.key in laid.texts]
    return Pasted(block, laid, tuple(_foresee(record, _posted(record, texts, block)) for record, texts in met))


def apply(sheet: Sheet, block: Block, *, by: AbstractBaseUser, now: datetime) -> Pasted:
    """Save each cell of the block that can be saved, over the version that was shown; the others become drafts.

    Raises NoSuchCell.
    """
    foreseen = _looked_over(sheet, block)
    data: dict[str, str] = {}
    for attempt in foreseen.attempts:
        if attempt.state is not State.LOCKED:
            data |= _form(attempt.record.key, attempt.posted)
    done = {attempt.record.key: attempt for attempt in submit(sheet, data, by=by, now=now)}
    told = {attempt.record.key: attempt for attempt in foreseen.attempts}
    for key, attempt in told.items():
        if attempt.state not in (State.LOCKED, State.UNCHANGED):
            told[key] = done[key] = _kept(done[key], by=by, now=now)
    return replace(foreseen, attempts=tuple(told.values()), everything=tuple(done.values()))


def _kept(attempt: Attempt, *, by: AbstractBaseUser, now: datetime) -> Attempt:
    """The attempt with a draft of what was not saved; its state stays what stood in the way."""
    if not attempt.waits or attempt.state is State.LOCKED:
        return attempt
    return replace(attempt, draft=keep(attempt.record, attempt.posted, by=by, now=now).draft)


def _posted(record: Record, texts: Mapping[str, str], block: Block) -> Posted:
    """The row as if the texts had been typed into it."""
    now = fresh(record)
    raw = replace(now.posted.raw, **texts)
    if block.given and record.indicator.as_rule().combination is Combination.MEAN:
        raw = replace(raw, given=block.given)
    seen = block.seen.get(record.key, 0)
    return replace(
        now.posted,
        raw=raw,
        version=seen if now.draft is None else min(seen, now.posted.version),  # the rest of the row may be older
        correction=block.correction or now.posted.correction,
        reason=block.reason or now.posted.reason,
    )


def _foresee(record: Record, posted: Posted) -> Attempt:
    """What saving the row would come to, as far as it can be said before."""
    indicator = record.indicator
    rule, whole = indicator.as_rule(), indicator.whole_numbers
    understood = understand(rule, whole_numbers=whole, month=record.slot.month, raw=posted.raw)
    if not record.slot.is_open and understood.cell != Cell.of(record.figure):
        return Attempt(record, posted, State.LOCKED, understood)
    if understood.cell is None:
        return Attempt(record, posted, State.INVALID, understood)
    return look(record, posted)


def _form(key: str, posted: Posted) -> dict[str, str]:
    """The row as the page's form sends it."""
    raw = {name: getattr(posted.raw, name) for name in (*NUMBERS, "given", "note")}
    rest = {"mark": posted.mark, "version": str(posted.version)}
    reasons = {"correction": posted.correction, "reason": posted.reason}
    return {f"{key}-{name}": text for name, text in (raw | rest | reasons).items()}
