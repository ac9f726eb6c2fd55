"""A pasted block as the page shows it: old → new for each cell, what is wrong, and what falls on no cell."""

from collections.abc import Callable
from dataclasses import dataclass

from targets.entry.cell import Cell
from targets.entry.echo import lock_text, told
from targets.entry.grid import MOST_FIELDS, fields_of, is_alone
from targets.entry.paste import Outside, Why
from targets.evaluation.model import Combination
from targets.evaluation.phrases import month_name
from targets.periods import Month
from targets.queries.entry import Record, Sheet, is_by_areas
from targets.services.attempts import Attempt, State
from targets.services.paste import Block, Pasted
from targets.texts import Text

MOST_OUTSIDE = 20  # shown; the others are counted
_SAVED = (State.SAVED, State.ODD, State.EMPTY)


@dataclass(frozen=True)
class PastedCell:
    """One figure of the block. ``state``: of State; for what is yet to be saved ``unsaved`` or ``odd``."""

    key: str
    name: Text
    state: State
    old: Text | None  # None: blank
    new: Text | None
    typed: str  # the numbers as they were pasted, where they cannot be taken
    sentences: tuple[Text, ...]
    odd: tuple[Text, ...]
    is_correction: bool

    @property
    def is_wrong(self) -> bool:
        """Whether it stands in the way of saving this figure, whatever the reader chooses."""
        return self.state in (State.INVALID, State.LOCKED, State.CONFLICT)


@dataclass(frozen=True)
class PastedLine:
    """A line of the preview; None where the block has nothing for the column."""

    name: Text
    cells: tuple[PastedCell | None, ...]


@dataclass(frozen=True)
class Lost:
    """A text that falls on no cell, and why."""

    outside: Outside
    sentence: Text


@dataclass(frozen=True)
class PastedPage:
    """The whole preview, or what became of it. The counts are of figures."""

    block: Block
    refusal: Text | None
    is_applied: bool
    rows: int
    columns: int
    by_head: bool
    by_label: bool
    heads: tuple[Text, ...]
    lines: tuple[PastedLine, ...]
    lost: tuple[Lost, ...]
    lost_count: int
    takes_mean: bool
    seen: str

    @property
    def cells(self) -> list[PastedCell]:
        return [cell for line in self.lines for cell in line.cells if cell is not None]

    @property
    def total(self) -> int:
        return len(self.cells)

    @property
    def saved(self) -> int:
        return self._count(lambda cell: cell.state in _SAVED) if self.is_applied else 0

    @property
    def to_save(self) -> int:
        """Those that can be saved now, or once a reason is chosen."""
        return self._count(lambda cell: cell.state in (State.UNSAVED, State.REASON) or self._is_odd_and_new(cell))

    @property
    def unchanged(self) -> int:
        return self._count(lambda cell: cell.state is State.UNCHANGED)

    @property
    def wrong(self) -> list[PastedCell]:
        return [cell for cell in self.cells if cell.is_wrong]

    @property
    def problems(self) -> list[PastedCell]:
        """Those of which each has its own sentence; why a cell is locked, its own line on the page says."""
        return [cell for cell in self.wrong if cell.state is not State.LOCKED]

    @property
    def locked(self) -> int:
        return self._count(lambda cell: cell.state is State.LOCKED)

    @property
    def corrections(self) -> int:
        """Those that change an approved figure and are not saved."""
        return self._count(lambda cell: cell.is_correction)

    @property
    def odd(self) -> int:
        return self._count(lambda cell: bool(cell.odd) and not cell.is_wrong)

    def _is_odd_and_new(self, cell: PastedCell) -> bool:
        return cell.state is State.ODD and not self.is_applied

    def _count(self, fits: Callable[[PastedCell], bool]) -> int:
        return sum(1 for cell in self.cells if fits(cell))


def pasted_page_of(sheet: Sheet, pasted: Pasted) -> PastedPage:
    """The page of a block on the sheet, before it is saved or after."""
    attempts = {attempt.record.key: attempt for attempt in pasted.attempts}
    heads, table = _table(sheet, attempts)
    lost = pasted.laid.outside
    return PastedPage(
        block=pasted.block,
        refusal=pasted.refusal,
        is_applied=pasted.is_applied,
        rows=pasted.laid.rows,
        columns=pasted.laid.columns,
        by_head=pasted.laid.by_head,
        by_label=pasted.laid.by_label,
        heads=heads,
        lines=table,
        lost=tuple(Lost(one, _lost(one)) for one in lost[:MOST_OUTSIDE]),
        lost_count=len(lost),
        takes_mean=any(
            attempt.record.indicator.as_rule().combination is Combination.MEAN for attempt in attempts.values()
        ),
        # Of a conflict the version that was typed over, not theirs: saving again must not go over it unseen.
        seen=" ".join(f"{key}:{attempt.posted.version}" for key, attempt in attempts.items()),
    )


def _table(sheet: Sheet, attempts: dict[str, Attempt]) -> tuple[tuple[Text, ...], tuple[PastedLine, ...]]:
    """A month's page by rows; a year's as it stands, without the lines and columns that the block leaves alone."""

    def cell(record: Record) -> PastedCell | None:
        attempt = attempts.get(record.key)
        return None if attempt is None else _cell(attempt, None if sheet.month else MOST_FIELDS)

    if sheet.month is not None:
        met = [record for record in sheet.records if record.key in attempts]
        return (), tuple(PastedLine(_name(record), (cell(record),)) for record in met)
    columns = [sheet.records[start : start + 12] for start in range(0, len(sheet.records), 12)]
    columns = [column for column in columns if any(record.key in attempts for record in column)]
    alone = is_alone(sheet)
    heads = tuple(column[0].slot.area.name if alone else column[0].indicator.short for column in columns)
    lines = [
        PastedLine(month_name(months[0].slot.month), tuple(cell(record) for record in months))
        for months in zip(*columns, strict=True)
    ]
    return heads, tuple(line for line in lines if any(line.cells))


def _name(record: Record) -> Text:
    goal, area = record.indicator.short, record.slot.area.name
    return Text(f"{goal.zh} {area.zh}", f"{goal.en}, {area.en}") if is_by_areas(record.goal) else goal


def _cell(attempt: Attempt, most: int | None) -> PastedCell:
    record, understood = attempt.record, attempt.understood
    rule, raw, state = record.indicator.as_rule(), attempt.posted.raw, attempt.state
    odd = tuple(one.sentence for one in attempt.odd)
    if state is State.UNSAVED and odd and not raw.note:
        state = State.ODD
    sentences = [problem.sentence for problem in understood.problems]
    if state is State.LOCKED:
        sentences = [lock_text(record)]
    elif state is State.CONFLICT:
        sentences = [_CONFLICT]
    own = [getattr(raw, name) for name, _, _ in fields_of(record)][:most]
    month = _month_text(record.slot.month)
    name = _name(record)
    return PastedCell(
        key=record.key,
        name=Text(f"{month.zh} {name.zh}", f"{month.en}, {name.en}"),
        state=state,
        old=told(Cell.of(record.figure), rule),
        new=told(understood.cell, rule),
        typed=" / ".join(text.strip() or "—" for text in own) if understood.cell is None else "",
        sentences=tuple(sentences),
        odd=odd if state is not State.UNCHANGED else (),
        is_correction=state is State.REASON,
    )


def _month_text(month: Month) -> Text:
    name = month_name(month)
    return Text(f"{month.year} 年 {name.zh}", f"{name.en} {month.year}")


_CONFLICT = Text(
    "别人刚刚保存了另一个值，两个值都列在这一格里，请选择。",
    "Somebody else saved another value meanwhile. The cell shows both: choose there.",
)
_WHY: dict[Why, Text] = {
    Why.BEYOND: Text("超出表格范围", "beyond the grid"),
    Why.NOT_DUE: Text("这一格不用填报（本月无需填报或尚未结束）", "nothing is due there, or the month is not over"),
    Why.NO_LINE: Text("表中没有这一行", "the grid has no such line"),
    Why.NO_COLUMN: Text("表中没有这一列，或列名不唯一", "the grid has no such column, or several of that name"),
    Why.TWICE: Text("同一格出现两次，取第一个", "the same cell twice; the first one is taken"),
}


def _lost(outside: Outside) -> Text:
    why = _WHY[outside.why]
    at = f"{outside.of} " if outside.of else ""
    return Text(
        f"{at}第 {outside.row} 行第 {outside.column} 列：{why.zh}",
        f"{at}row {outside.row}, column {outside.column}: {why.en}",
    )
