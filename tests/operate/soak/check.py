"""Whether the database agrees with what the editors were told. Pure: lists in, faults out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tests.operate.soak.ledger import Outcome, Write

NUMBERS = ("numerator", "denominator", "month_numerator", "month_denominator")


@dataclass(frozen=True)
class State:
    """A state of a figure: a row of the history, in its order, or the figure as it stands."""

    figure: int
    key: str
    month: str  # 2024-10
    version: int
    note: str
    numbers: dict[str, Decimal | None]
    by: str = ""  # who made this change: the writer, or a reviewer who left the note as it was


@dataclass(frozen=True)
class Fault:
    """``kind``: lost, doubled, altered, overwritten, ghost (refused, and there all the same), gap or stands."""

    kind: str
    text: str


def check(writes: Sequence[Write], history: Sequence[State], now: Iterable[State]) -> list[Fault]:
    """Every fault, those of single writes first.

    An acknowledged write is in the history exactly once, as typed, directly after the version that it was typed over.
    A refused one is not there at all. Versions have neither gap nor duplicate. What stands is the last of the history,
    and the last acknowledged write or an unanswered one after it.
    """
    by_note: dict[str, list[State]] = defaultdict(list)
    for state in history:
        by_note[state.note].append(state)
    faults = [fault for write in writes for fault in _of_write(write, by_note.get(write.token, []))]
    return faults + list(_of_figures(writes, history, now))


def _of_write(write: Write, noted: list[State]) -> Iterator[Fault]:
    told = f"{write.token} ({write.kind}, {write.key} {write.month}, {write.outcome})"
    found = [state for state in noted if state.by == write.by]
    if noted and noted[0].by != write.by:
        yield Fault("altered", f"{told} is under the name of {noted[0].by!r}")
    if write.outcome is Outcome.ACKNOWLEDGED and not found:
        yield Fault("lost", f"{told} is not in the history")
    if len(found) > 1:
        yield Fault("doubled", f"{told} is {len(found)} times in the history")
    if found and not write.outcome.may_be_there:
        yield Fault("ghost", f"{told} is in the history")
    for state in found[:1]:
        if (state.key, state.month) != (write.key, write.month):
            yield Fault("altered", f"{told} is at {state.key} {state.month}")
        if wrong := {name for name, text in write.numbers.items() if state.numbers[name] != _number(text)}:
            yield Fault("altered", f"{told} has other numbers: {', '.join(sorted(wrong))}")
        if state.version != write.base + 1:
            yield Fault("overwritten", f"{told} was typed over version {write.base} and became {state.version}")
        if write.version not in (None, state.version):
            yield Fault("altered", f"{told} was answered as version {write.version} and is {state.version}")


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text.strip() else None


def _of_figures(writes: Sequence[Write], history: Sequence[State], now: Iterable[State]) -> Iterator[Fault]:
    by_figure: dict[int, list[State]] = defaultdict(list)
    for state in history:
        by_figure[state.figure].append(state)
    by_token = {write.token: write for write in writes}
    standing = {state.figure: state for state in now}
    for figure, states in by_figure.items():
        versions = [state.version for state in states]
        if versions != list(range(1, len(versions) + 1)):
            yield Fault("gap", f"{states[0].key} {states[0].month} has the versions {versions}")
        yield from _of_standing(states, standing.get(figure), by_token)
    for figure in standing.keys() - by_figure.keys():
        yield Fault("gap", f"{standing[figure].key} {standing[figure].month} has no history")


def _of_standing(states: list[State], stands: State | None, by_token: dict[str, Write]) -> Iterator[Fault]:
    """Whether what stands is the last state of the history, and comes from the last write that got through."""
    told = f"{states[0].key} {states[0].month}"
    if stands != states[-1]:
        yield Fault("stands", f"{told}: what stands is not the last state of its history")
    acknowledged = [
        state
        for state in states
        if (write := by_token.get(state.note)) is not None and write.outcome is Outcome.ACKNOWLEDGED
    ]
    if not acknowledged or stands is None or stands.note == acknowledged[-1].note:
        return
    writer = by_token.get(stands.note)
    if writer is None or writer.outcome is Outcome.ACKNOWLEDGED or stands.version < acknowledged[-1].version:
        yield Fault("stands", f"{told}: {stands.note!r} stands, and {acknowledged[-1].note} was acknowledged last")
