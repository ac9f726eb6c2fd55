"""A row of the entry page that was sent or looked at: the text as it was posted, and where the row stands with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from targets.entry.cell import NUMBERS, Raw, Understanding
from targets.entry.oddities import Oddity
from targets.models import Correction, Draft
from targets.queries.entry import Record
from targets.services.refusals import one_line

_MOST_VERSION = 2**31 - 1
MOST_REASON_CHARACTERS = 500


class State(StrEnum):
    """Where one row stands. ``waiting`` and ``saving`` are the browser's own."""

    EMPTY = "empty"
    SAVED = "saved"
    ODD = "odd"  # saved, and wants a note
    UNCHANGED = "unchanged"  # typed again as it is on record
    UNSAVED = "unsaved"
    DRAFT = "draft"  # typed and kept on the server, not yet saved
    INVALID = "invalid"
    CONFIRM = "confirm"  # all blank now, and not yet said that this is meant
    REASON = "reason"  # over an approved or a computed figure, and not yet said why
    CONFLICT = "conflict"
    LOCKED = "locked"  # closed, or not the reader's to change

    @property
    def is_settled(self) -> bool:
        """Nothing typed in the row waits for anything."""
        return self in (State.EMPTY, State.SAVED, State.ODD, State.UNCHANGED)


@dataclass(frozen=True)
class Posted:
    """One row as it was sent: the text, the version it was typed over, and the print of what the page showed."""

    raw: Raw
    version: int
    theirs: int  # in a conflict: the version that was shown beside it
    mark: str
    clear: bool  # "yes, clear it"
    correction: str = ""
    reason: str = ""
    again: bool = False  # a returned figure sent back as it is

    @classmethod
    def of(cls, data: Mapping[str, str], key: str) -> "Posted":
        return cls(
            raw=Raw.of(data, key),
            version=_version(data.get(f"{key}-version", "")),
            theirs=_version(data.get(f"{key}-theirs", "")),
            mark=data.get(f"{key}-mark", ""),
            clear=data.get(f"{key}-clear") == "yes",
            correction=data.get(f"{key}-correction", "")[:20],
            reason=one_line(data.get(f"{key}-reason", ""))[:MOST_REASON_CHARACTERS],
        )

    @property
    def is_touched(self) -> bool:
        """Whether the row differs from what is on record as the page knew it."""
        return self.raw.mark != self.mark or self.clear or self.again

    @property
    def is_reasoned(self) -> bool:
        """Whether the form says why an approved figure changes."""
        return self.correction in Correction.values and (self.correction != Correction.OTHER or self.reason != "")

    @property
    def texts(self) -> dict[str, str]:
        """What a draft keeps."""
        raw = {name: getattr(self.raw, name) for name in (*NUMBERS, "given", "note")}
        return raw | {"correction": self.correction, "reason": self.reason}


@dataclass(frozen=True)
class Attempt:
    """A row after it was sent or looked at, with the record as it stands now."""

    record: Record
    posted: Posted
    state: State
    understood: Understanding
    odd: tuple[Oddity, ...] = ()
    draft: Draft | None = None  # what is kept of it on the server

    @property
    def is_kept(self) -> bool:
        """Whether nothing typed in the row is in the browser alone."""
        return self.draft is not None or not self.posted.is_touched or self.state.is_settled

    @property
    def waits(self) -> bool:
        """Whether something typed in the row waits for the reader."""
        return self.posted.is_touched and not self.state.is_settled


def _version(text: str) -> int:
    """A version from the form; 0 (none seen) for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_VERSION))
    return min(int(text), _MOST_VERSION) if is_number else 0
