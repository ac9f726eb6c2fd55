"""Every deadline of a plan in one list: filtered, grouped by how near it is, and as rows of a sheet. Plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from actions.agenda import DUE_TITLES, Due, all_units, by_due_day, days_left, due_of, units_of
from actions.deadlines import days_late
from actions.sentences import COMMITMENT, TASK
from actions.states import ActionState, CommitmentLine, TaskLine
from targets.evaluation.words import STATUS_WORDS
from targets.sheets.out import Column
from targets.standards.rounding import round_half_even
from targets.texts import Text


@dataclass(frozen=True)
class Sought:
    """What the list is narrowed to; blank: everything."""

    unit: str = ""  # by its Chinese name
    action: int | None = None
    due: Due | None = None


@dataclass(frozen=True)
class Item:
    """A task or commitment with the action it belongs to."""

    action: ActionState
    line: TaskLine | CommitmentLine

    @property
    def is_task(self) -> bool:
        return isinstance(self.line, TaskLine)

    @property
    def kind(self) -> Text:
        return TASK if self.is_task else COMMITMENT

    @property
    def owner(self) -> Text:
        """Who is responsible; of a commitment whoever is for its action."""
        return self.line.owner if isinstance(self.line, TaskLine) else self.action.owner

    @property
    def due(self) -> Due:
        return due_of(self.line.reading, self.line.on)

    @property
    def days_late(self) -> int | None:
        return days_late(self.line.reading, self.line.on)

    @property
    def days_left(self) -> int | None:
        return days_left(self.line.reading, self.line.on)

    @property
    def percent(self) -> Decimal:
        return round_half_even(100 * self.line.reading.share, 0)


@dataclass(frozen=True)
class Section:
    """The deadlines of one distance, the nearest first; of those overdue the longest first."""

    due: Due
    title: Text
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Outlook:
    """All deadlines of a plan as of a day."""

    on: date
    items: tuple[Item, ...]
    units: tuple[Text, ...]
    actions: tuple[ActionState, ...]

    def sought(self, sought: Sought) -> list[Section]:
        """What the filter lets pass, by distance; distances without any are left out."""
        passing = [item for item in self.items if _passes(item, sought)]
        sections = [_section(due, passing) for due in Due if sought.due in (None, due)]
        return [section for section in sections if section.items]


def outlook_of(actions: Sequence[ActionState], on: date) -> Outlook:
    """The tasks and commitments of the actions."""
    items = [Item(action, line) for action in actions for line in _lines(action)]
    return Outlook(on, tuple(items), all_units(item.owner for item in items), tuple(actions))


def rows_of(sections: Iterable[Section]) -> list[Item]:
    """The items in the order of the page."""
    return [item for section in sections for item in section.items]


COLUMNS = (
    Column(Text("期限", "Deadline"), 20),
    Column(Text("行动序号", "Action no."), 10),
    Column(Text("重点行动", "Key action"), 16),
    Column(Text("类别", "Kind"), 12),
    Column(Text("任务序号", "Task no."), 10),
    Column(Text("名称", "Name"), 50),
    Column(Text("责任单位", "Responsible"), 24),
    Column(Text("开始", "Start"), 12),
    Column(Text("完成时限", "Due"), 12),
    Column(Text("日期为示例", "Sample dates"), 12),
    Column(Text("逾期天数", "Days late"), 10),
    Column(Text("剩余天数", "Days left"), 10),
    Column(Text("进度 %", "Progress %"), 10),
    Column(Text("状态", "State"), 12),
    Column(Text("说明", "In words"), 50),
)
_YES = Text("是", "yes")
_NOTHING = Text("", "")


def cells(item: Item, language: str) -> list[str | Decimal]:
    """The item's cells in the columns' order; texts are not yet guarded against formulas."""
    line, reading = item.line, item.line.reading
    texts = (DUE_TITLES[item.due], item.action.name, item.kind, line.title, item.owner)
    due, action, kind, title, owner = (text.in_language(language) for text in texts)
    return [
        *(due, Decimal(item.action.number), action, kind),
        *(Decimal(line.number) if isinstance(line, TaskLine) else "", title, owner),
        *("" if day is None else str(day) for day in (reading.start_on, reading.due_on)),
        (_YES if line.dates_are_sample else _NOTHING).in_language(language),
        *("" if days is None else Decimal(days) for days in (item.days_late, item.days_left)),
        item.percent,
        STATUS_WORDS[line.status].in_language(language),
        line.sentence.in_language(language),
    ]


def _lines(action: ActionState) -> list[CommitmentLine | TaskLine]:
    return [*action.commitments, *action.tasks]


def _passes(item: Item, sought: Sought) -> bool:
    if sought.action is not None and item.action.number != sought.action:
        return False
    return not sought.unit or any(unit.zh == sought.unit for unit in units_of(item.owner))


def _section(due: Due, items: Iterable[Item]) -> Section:
    found = [item for item in items if item.due is due]
    # Where days are the same, the order of the plan stays.
    found.sort(key=lambda item: (*by_due_day(item.line.reading), item.action.number))
    return Section(due, DUE_TITLES[due], tuple(found))
