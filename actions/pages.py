"""What the page of one action shows, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.agenda import STATE_TITLES, State, by_due_day, state_of
from actions.journal import Entry, Journal
from actions.series import Point, steps
from actions.states import ActionState, CommitmentLine, TaskLine
from actions.strips import Lane, Ruler, lane, ruler
from targets.evaluation.model import Status
from targets.texts import Text

MOST = 20  # notes


@dataclass(frozen=True)
class ServedGoal:
    """A goal that an action serves, with its lamp, and why."""

    slug: str
    name: Text
    stated: bool
    reason: Text
    status: Status
    headline: Text


@dataclass(frozen=True)
class Row:
    """A task or commitment of the page. ``newer``: on the present board, what counts only from the next month on."""

    line: TaskLine | CommitmentLine
    newer: Text | None
    points: tuple[Point, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The line of a task's months."""
        return steps(self.points)

    @property
    def lane(self) -> Lane | None:
        """Its place in the strip of the year."""
        return lane(self.line.reading, self.line.year, self.line.on)


@dataclass(frozen=True)
class Group:
    """Tasks in one state, by due date."""

    state: State
    title: Text
    rows: tuple[Row, ...]

    @property
    def anchor(self) -> str:
        """The group's id in the page."""
        return f"tasks-{self.state}"


@dataclass(frozen=True)
class Notes:
    """The newest notes, and how many older ones there are."""

    entries: tuple[Entry, ...]
    older: int


@dataclass(frozen=True)
class ActionPage:
    """What the page of one action shows besides its history."""

    action: ActionState
    goals: tuple[ServedGoal, ...]
    tasks: tuple[Row, ...]
    commitments: tuple[Row, ...]
    journal: Journal

    @property
    def groups(self) -> list[Group]:
        """The tasks by state; states without a task are left out."""
        return [group for group in (_group(state, self.tasks) for state in State) if group.rows]

    @property
    def ruler(self) -> Ruler:
        return ruler(self.action.year, self.action.on)

    @property
    def lanes(self) -> list[Row]:
        """What the strip of the year draws: promises first, then the tasks in their order."""
        return [row for row in (*self.commitments, *self.tasks) if row.lane is not None]

    def row(self, anchor: str | None) -> Row | None:
        """The row of that id, if the page has one."""
        return next((row for row in (*self.tasks, *self.commitments) if row.line.anchor == anchor), None)

    def notes(self, of: str, *, whole: bool) -> Notes:
        """The newest notes of one row, or of all rows where it is blank."""
        found = [entry for entry in self.journal.entries if not of or entry.of == of]
        shown = found if whole else found[:MOST]
        return Notes(tuple(shown), len(found) - len(shown))


def _group(state: State, rows: Sequence[Row]) -> Group:
    found = [row for row in rows if isinstance(row.line, TaskLine) and state_of(row.line.reading, row.line.on) is state]
    found.sort(key=lambda row: by_due_day(row.line.reading))
    return Group(state, STATE_TITLES[state], tuple(found))
