"""What goes into a monthly brief, and the brief itself: plain values that page, PDF and Word print alike."""

from dataclasses import dataclass
from datetime import date

from targets.evaluation.completeness import Completeness
from targets.evaluation.compose import AreaState
from targets.evaluation.model import GoalEvaluation, Status
from targets.periods import Month
from targets.texts import Text


@dataclass(frozen=True)
class GoalFact:
    """A goal as it was evaluated, with its areas' parts where areas report it."""

    name: Text
    evaluation: GoalEvaluation
    areas: tuple[AreaState, ...] = ()


@dataclass(frozen=True)
class DutyFact:
    """A task or a commitment that is not done. ``days_late`` None: it is not late."""

    title: Text
    owner: Text
    due_on: date | None
    days_late: int | None
    sentence: Text
    dates_are_sample: bool = False
    is_task: bool = True


@dataclass(frozen=True)
class ActionFact:
    """One of the key actions as of the end of the month."""

    number: int
    name: Text
    theme: Text
    status: Status
    done: int
    total: int  # of tasks
    next_due_on: date | None
    duties: tuple[DutyFact, ...] = ()  # what is not done, tasks before commitments

    @property
    def late(self) -> list[DutyFact]:
        """What is overdue, the longest first."""
        return sorted((one for one in self.duties if one.days_late is not None), key=lambda one: -(one.days_late or 0))

    @property
    def late_tasks(self) -> int:
        return sum(one.is_task for one in self.late)

    @property
    def next(self) -> list[DutyFact]:
        """What is due on the nearest day to come."""
        return [one for one in self.duties if one.due_on is not None and one.due_on == self.next_due_on]


@dataclass(frozen=True)
class Facts:
    """A plan's year as of the end of a month, and the day on which the brief is written."""

    area: Text
    as_of: Month
    today: date
    goals: tuple[GoalFact, ...]
    actions: tuple[ActionFact, ...]
    complete: Completeness

    @property
    def month_is_over(self) -> bool:
        return self.today > self.as_of.last_on


@dataclass(frozen=True)
class Cell:
    """One cell of a table; ``status``: the text is the word of that lamp."""

    text: Text
    status: Status | None = None


@dataclass(frozen=True)
class Column:
    """A column's head. ``width``: its share of the table's, in per cent; numbers stand to the right."""

    title: Text
    width: int
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption; the first cell of a row is the row's head."""

    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Paragraph:
    """Complete sentences, after a lead such as the goal's name and its lamp."""

    text: Text
    lead: Text | None = None
    status: Status | None = None


@dataclass(frozen=True)
class Section:
    """A heading with a table, paragraphs or both."""

    title: Text
    tables: tuple[Table, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class Brief:
    """One month's brief: what stands on its one page, and the annex."""

    as_of: Month
    issuer: Text
    masthead: Text  # 1369工作月报
    issue: Text  # 2024年第10期
    dated: Text
    title: Text
    summary: Text
    sections: tuple[Section, ...]
    annex: tuple[Section, ...]
