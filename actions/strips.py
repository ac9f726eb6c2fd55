"""The year as a strip: where each term lies, how much of it is done, and what is overdue. Pure.

Lengths are in per cent of the year, as SVG takes them: a strip is as wide as its place, and its text stays text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from actions.agenda import Reading, State, state_of
from actions.deadlines import CommitmentReading, TaskReading, beginning, days_late
from targets.periods import months_of
from targets.standards.rounding import round_half_even


@dataclass(frozen=True)
class Lane:
    """One term. ``late_*``: from its due day to the day looked at, of what is not done by then."""

    x: str
    width: str
    done: str  # width of the part done
    state: State
    late_x: str = ""
    late_width: str = ""
    milestone: str = ""  # where a promise falls due


@dataclass(frozen=True)
class Mark:
    """Deadlines of one state that fall on one day."""

    x: str
    state: State
    count: int


@dataclass(frozen=True)
class Ruler:
    """What all lanes of a year share: the first day of each month, and the day looked at; blank where outside."""

    months: tuple[tuple[int, str], ...]
    today: str


def ruler(year: int, on: date) -> Ruler:
    """The end of the day is where it is drawn."""
    months = tuple((month.number, _percent(_share(month.first_on, year))) for month in months_of(year))
    return Ruler(months, _percent(_share(_after(on), year)) if on.year == year else "")


def lane(reading: Reading, year: int, on: date) -> Lane | None:
    """The term of a task or commitment within the year; None where it has no day at all, or none in the year."""
    first_on = beginning(reading.start_on, reading.due_on)
    if first_on is None:
        return None
    last_on = reading.due_on or date(year, 12, 31)
    left, right = _share(first_on, year), _share(_after(last_on), year)
    if right <= left:
        return None
    overdue = days_late(reading, on)
    end = _share(_after(on), year)
    return Lane(
        x=_percent(left),
        width=_percent(right - left),
        done=_percent((right - left) * reading.share),
        state=standing(reading, on),
        late_x=_percent(right) if overdue else "",
        late_width=_percent(end - right) if overdue else "",
        milestone=_percent(right) if isinstance(reading, CommitmentReading) and reading.due_on else "",
    )


def standing(reading: Reading, on: date) -> State:
    """The state that a lane draws; a promise is as far as its counts."""
    if isinstance(reading, TaskReading):
        return state_of(reading, on)
    if reading.is_done:
        return State.DONE
    if days_late(reading, on) is not None:
        return State.LATE
    return State.RUNNING if reading.done is not None else State.AHEAD


def whole(readings: Iterable[Reading], share: Fraction | None, year: int, on: date) -> Lane | None:
    """The span of an action, from the first beginning to the last deadline of its parts, with its progress."""
    dated = [one for one in readings if one.due_on is not None]
    if not dated:
        return None
    first_on = min(beginning(one.start_on, one.due_on) or date(year, 1, 1) for one in dated)
    last_on = max(one.due_on for one in dated if one.due_on is not None)
    left, right = _share(first_on, year), _share(_after(last_on), year)
    if right <= left:
        return None
    late = any(days_late(one, on) is not None for one in dated)
    state = State.LATE if late else State.DONE if share == 1 else State.RUNNING
    return Lane(_percent(left), _percent(right - left), _percent((right - left) * (share or 0)), state)


def marks(readings: Iterable[Reading], year: int, on: date) -> tuple[Mark, ...]:
    """The deadlines of the year by day, the late ones last so that they lie on top."""
    found: dict[tuple[bool, date, State], int] = {}
    for one in readings:
        if one.due_on is not None and one.due_on.year == year:
            state = standing(one, on)
            key = (state is State.LATE, one.due_on, state)
            found[key] = found.get(key, 0) + 1
    return tuple(
        Mark(_percent(_share(_after(day), year)), state, found[late, day, state]) for late, day, state in sorted(found)
    )


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _share(day: date, year: int) -> Fraction:
    """The share of the year that is over when the day begins: 0 before the year, 1 after it."""
    first, next_first = date(year, 1, 1), date(year + 1, 1, 1)
    return min(Fraction(1), Fraction(max(0, (day - first).days), (next_first - first).days))


def _percent(share: Fraction) -> str:
    return f"{round_half_even(100 * share, 2):f}%"
