"""The nine actions as of a day: plain values for pages and the API; the lamps and sentences come from the core."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from actions.agenda import Reading
from actions.deadlines import (
    CommitmentReading,
    TaskReading,
    action_progress,
    action_status,
    commitment_status,
    days_late,
    is_late,
    next_due,
    task_status,
)
from actions.sentences import STATE_WORDS, commitment_sentence, promise_sentence, tally_text, task_sentence
from actions.strips import Lane, Mark, marks, whole
from targets.evaluation.model import Status
from targets.standards.rounding import round_half_even
from targets.texts import Text


@dataclass(frozen=True)
class Membership:
    """That something belongs to the outcome or node of this number, and why."""

    number: int
    title: Text
    stated: bool
    reason: Text


@dataclass(frozen=True)
class TaskLine:
    """A task as of the end of a day."""

    pk: int
    number: int
    title: Text
    owner: Text
    dates_are_sample: bool
    reading: TaskReading
    year: int  # of the plan
    on: date
    note: str  # of the latest report
    outcomes: tuple[Membership, ...]

    @property
    def anchor(self) -> str:
        """The row's id in the page."""
        return f"task-{self.number}"

    @property
    def status(self) -> Status:
        return task_status(self.reading, self.on)

    @property
    def sentence(self) -> Text:
        return task_sentence(self.reading, self.on)

    @property
    def share(self) -> str:
        """The part done as a bar draws it."""
        return drawn(self.reading.share)

    @property
    def state_word(self) -> Text:
        return STATE_WORDS[self.reading.state]

    @property
    def days_late(self) -> int | None:
        return days_late(self.reading, self.on)


@dataclass(frozen=True)
class CommitmentLine:
    """A quantified promise as of the end of a day."""

    pk: int
    slug: str
    title: Text
    unit: Text
    dates_are_sample: bool
    reading: CommitmentReading
    year: int  # of the plan
    on: date
    outcomes: tuple[Membership, ...]

    @property
    def anchor(self) -> str:
        """The row's id in the page."""
        return f"promise-{self.slug}"

    @property
    def status(self) -> Status:
        return commitment_status(self.reading, self.on)

    @property
    def sentence(self) -> Text:
        return commitment_sentence(self.reading, self.unit, self.on)

    @property
    def promise(self) -> Text:
        """The sentence where no title stands beside it."""
        return promise_sentence(self.reading, self.title, self.unit, self.on)

    @property
    def share(self) -> str:
        """The part done as a bar draws it."""
        return drawn(self.reading.share)

    @property
    def percent(self) -> Fraction:
        return 100 * self.reading.share


@dataclass(frozen=True)
class ActionState:
    """One of the nine actions as of the end of a day."""

    pk: int
    number: int
    name: Text
    theme: Text
    summary: Text
    owner: Text
    year: int  # of the plan
    on: date
    tasks: tuple[TaskLine, ...]
    commitments: tuple[CommitmentLine, ...]
    nodes: tuple[Membership, ...]

    @property
    def has_samples(self) -> bool:
        """Whether dates of its tasks or commitments are samples of the demo."""
        return any(line.dates_are_sample for line in _lines(self))

    @property
    def task_readings(self) -> list[TaskReading]:
        return [line.reading for line in self.tasks]

    @property
    def commitment_readings(self) -> list[CommitmentReading]:
        return [line.reading for line in self.commitments]

    @property
    def status(self) -> Status:
        return action_status(self.task_readings, self.commitment_readings, self.on)

    @property
    def progress(self) -> Fraction | None:
        """0 to 1; None where the action has neither tasks nor commitments."""
        return action_progress(self.task_readings, self.commitment_readings)

    @property
    def share(self) -> str:
        """The progress as a bar draws it."""
        return drawn(self.progress or Fraction(0))

    @property
    def percent(self) -> Fraction | None:
        return None if self.progress is None else 100 * self.progress

    @property
    def done(self) -> int:
        return sum(reading.is_done for reading in self.task_readings)

    @property
    def late(self) -> int:
        return sum(is_late(reading, self.on) for reading in self.task_readings)

    @property
    def outcomes(self) -> list[Membership]:
        """The outcomes that its tasks and commitments show, each once, in order."""
        found = {link.number: link for line in _lines(self) for link in line.outcomes}
        return [found[number] for number in sorted(found)]

    @property
    def next_due_on(self) -> date | None:
        return next_due([*self.task_readings, *self.commitment_readings], self.on)

    @property
    def lane(self) -> Lane | None:
        """Its place in the strip of the year."""
        readings: list[Reading] = [*self.task_readings, *self.commitment_readings]
        return whole(readings, self.progress, self.year, self.on)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Its deadlines in the strip of the year."""
        return marks([*self.task_readings, *self.commitment_readings], self.year, self.on)

    @property
    def detail(self) -> Text:
        """Tasks done, late, all, and the next deadline in one line."""
        return tally_text(done=self.done, late=self.late, total=len(self.tasks), next_due_on=self.next_due_on)


@dataclass(frozen=True)
class OutcomeMember:
    """A task or a commitment that shows an outcome."""

    is_task: bool
    action_number: int
    title: Text
    status: Status
    sentence: Text
    stated: bool
    reason: Text


@dataclass(frozen=True)
class PlanActions:
    """All actions of a plan as of a day, in order, with what they are members of."""

    actions: list[ActionState]
    on: date

    def members_of_outcomes(self) -> dict[int, list[OutcomeMember]]:
        """By the outcome's number: the tasks and commitments that show it, in the order of the actions."""
        found: dict[int, list[OutcomeMember]] = defaultdict(list)
        for action in self.actions:
            for line in _lines(action):
                for link in line.outcomes:
                    found[link.number].append(_member(action, line, link))
        return found

    def members_of_nodes(self) -> dict[int, list[tuple[ActionState, Membership]]]:
        """By the node's number: the actions that belong to it, each with the reason."""
        found: dict[int, list[tuple[ActionState, Membership]]] = defaultdict(list)
        for action in self.actions:
            for link in action.nodes:
                found[link.number].append((action, link))
        return found


def drawn(share: Fraction) -> str:
    """A share of 1 as a progress bar takes it."""
    return f"{round_half_even(share, 4):f}"


def _lines(action: ActionState) -> Iterable[TaskLine | CommitmentLine]:
    yield from action.tasks
    yield from action.commitments


def _member(action: ActionState, line: TaskLine | CommitmentLine, link: Membership) -> OutcomeMember:
    return OutcomeMember(
        is_task=isinstance(line, TaskLine),
        action_number=action.number,
        title=line.title,
        status=line.status,
        sentence=line.sentence,
        stated=link.stated,
        reason=link.reason,
    )
