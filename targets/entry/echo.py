"""What the entry page says of one row: its state, what was understood, what it becomes, what it still wants."""

from dataclasses import dataclass

from targets.entry.calendar import Gate, Term
from targets.entry.cell import Cell, Problem, typed
from targets.entry.computed import computed_line, difference_line, is_override
from targets.entry.told import (
    day_text,
    days_text,
    has_value,
    moment,
    name_of,
    numbers,
    origin_of,
    since,
    value_of,
    value_text,
)
from targets.evaluation.goal import evaluate
from targets.evaluation.model import Combination, IndicatorRule, MonthFigure
from targets.models import Figure, Review
from targets.numbers import write_number
from targets.periods import Month
from targets.queries.entry import Record
from targets.queries.overrides import Said, cell_of
from targets.services.attempts import Attempt, State
from targets.standards.rounding import round_half_even, round_up
from targets.texts import Text


@dataclass(frozen=True)
class Reviewed:
    """Where the figure on record stands with the reviewer. ``sentence``: why it came back."""

    review: str
    by: Text | None
    sentence: str
    standing: Text | None  # the approved value that counts until this one is approved
    correction: str
    reason: str


@dataclass(frozen=True)
class Measured:
    """What the measurements give; where the figure is another one, how they differ and why."""

    line: Text
    difference: Text | None
    said: Said | None


@dataclass(frozen=True)
class Echo:
    """What was understood of a row: its state, the resulting value, the year with it, or what is wrong."""

    key: str
    state: State
    since: Text | None  # when and by whom what stands there was saved
    origin: Text | None  # where it comes from, if no person typed it here
    is_provisional: bool
    reviewed: Reviewed | None
    problems: tuple[Problem, ...]
    lines: tuple[Text, ...]
    odd: tuple[Text, ...]
    stored: Text | None  # what clearing would take from the record
    clear: bool  # the box "yes, clear it" is ticked
    asks_reason: bool
    correction: str  # as chosen in the form
    reason: str
    lock: Text | None  # why nothing can be changed
    draft_at: Text | None
    mine: Text | None  # what was typed and stands in no field: the cell was locked meanwhile
    measured: Measured | None = None


def echo_of(attempt: Attempt) -> Echo:
    """What the page says of the row while it is typed and after it was sent."""
    record, posted, understood = attempt.record, attempt.posted, attempt.understood
    indicator, month, today = record.indicator, record.slot.month, record.slot.term.today
    cell, rule, figure = understood.cell, indicator.as_rule(), record.figure
    is_locked = attempt.state is State.LOCKED
    shown = figure if attempt.state.is_settled or (is_locked and not posted.is_touched) else None
    lines = list(understood.readings)
    if cell is not None and not cell.is_blank:
        lines += _results(cell, rule) + _year(record, cell, month)
    return Echo(
        key=record.key,
        state=attempt.state,
        since=since(shown, today) if shown is not None else None,
        origin=origin_of(shown),
        is_provisional=has_value(shown) and indicator.is_provisional(month, today),
        reviewed=None if figure is None else _reviewed(figure, rule, attempt),
        problems=understood.problems,
        lines=tuple(lines),
        odd=tuple(one.sentence for one in attempt.odd),
        stored=told(Cell.of(figure), rule),
        clear=posted.clear,
        asks_reason=_asks_reason(attempt),
        correction=posted.correction,
        reason=posted.reason,
        lock=lock_text(record) if is_locked else None,
        draft_at=None if attempt.draft is None else moment(attempt.draft.saved_at, today),
        mine=told(cell, rule) if is_locked and posted.is_touched else None,
        measured=_measured(attempt),
    )


def _measured(attempt: Attempt) -> Measured | None:
    record, rule = attempt.record, attempt.record.indicator.as_rule()
    if record.computation is None:
        return None
    computed, stored = cell_of(record.computation), Cell.of(record.figure)
    cell = stored if attempt.understood.cell is None else attempt.understood.cell
    differs = is_override(cell, computed) and (record.figure is not None or not cell.is_blank)
    return Measured(
        line=computed_line(computed, rule, record.computation.standard),
        difference=difference_line(cell, computed, rule) if differs else None,
        said=record.said if differs and cell == stored else None,
    )


def _asks_reason(attempt: Attempt) -> bool:
    """Where an approved figure is to change, or a reason was already given."""
    figure = attempt.record.figure
    clears = attempt.state is State.CONFIRM and figure is not None and figure.was_approved
    return clears or attempt.state is State.REASON or (attempt.waits and bool(attempt.posted.correction))


def told(cell: Cell | None, rule: IndicatorRule) -> Text | None:
    """``29 / 31 = 93.55 %``; None for a blank cell."""
    if cell is None or cell.is_blank:
        return None
    value, pair = value_text(cell, rule), numbers(cell)
    return Text(pair, pair) if value is None else Text(f"{pair} = {value.zh}", f"{pair} = {value.en}")


def lock_text(record: Record) -> Text:
    """Why the cell cannot be changed, since when, and what would open it."""
    term = record.slot.term
    if term.gate is Gate.NOT_OVER:
        day = day_text(record.slot.month.plus(1).first_on)
        return Text(f"本月尚未结束，{day.zh}起可填报", f"the month is not over; it opens on {day.en}")
    if term.gate is Gate.CLOSED:
        return Text(
            "该年度已关闭，需管理员重新开放年度", "the year is closed; an administrator would have to reopen it"
        )
    if not record.slot.may_enter:
        return Text("由其他人员填报，您可以查看", "entered by others; you can look at it")
    if term.closes_on is None:
        raise ValueError("a month that never closes is not locked")
    day = day_text(term.closes_on)
    return Text(f"{day.zh}后已锁定，需管理员重新开放", f"locked after {day.en}; an administrator can open it again")


def closing_text(term: Term) -> Text | None:
    """``closes in 4 days``; None where it is locked, never closes, or no figure can be there yet."""
    left = term.closes_in
    if left is None:
        return None
    if term.gate is Gate.REOPENED and term.reopened_until is not None:
        day = day_text(term.reopened_until)
        because = term.reopened_because
        return Text(f"重新开放至{day.zh}：{because}", f"open again until {day.en}: {because}")
    if left == 0:
        return Text("今天关闭", "closes today")
    return Text(f"{left} 天后关闭", f"closes in {days_text(left)}")


def _reviewed(figure: Figure, rule: IndicatorRule, attempt: Attempt) -> Reviewed | None:
    if figure.is_blank and not figure.was_approved:
        return None
    who = None
    if figure.reviewed_at is not None and figure.review in (Review.APPROVED, Review.RETURNED):
        when = moment(figure.reviewed_at, attempt.record.slot.term.today)
        name = name_of(figure.reviewed_by)
        who = Text(f"{when.zh} · {name}", f"{when.en} · {name}")
    standing = figure.standing_cell
    return Reviewed(
        review=figure.review,
        by=who,
        sentence=figure.review_note if figure.review == Review.RETURNED else "",
        standing=None if standing is None else told(standing, rule) or Text("空白", "blank"),
        correction=figure.correction,
        reason=figure.reason if figure.correction else "",
    )


def _results(cell: Cell, rule: IndicatorRule) -> list[Text]:
    if not cell.denominator:
        return [Text(f"{numbers(cell)}：本月不适用", f"{numbers(cell)}: not applicable this month")]
    found = [told(cell, rule) or Text("", "")]
    if cell.half_unit is not None and cell.numerator is not None:
        product = f"{typed(rule, cell).numerator} × {write_number(cell.denominator)} = {write_number(cell.numerator)}"
        doubt = write_number(cell.half_unit)
        found = [Text(product, product), Text(f"均值已修约，本月误差 ±{doubt}", f"a rounded mean: this month ±{doubt}")]
    own = value_of(cell.month_numerator, cell.month_denominator, rule.scale)
    if own is not None:
        shown = f"{round_half_even(own, rule.detail_decimals):f}"
        found.append(Text(f"当月 {shown} {rule.unit.zh}", f"this month {shown} {rule.unit.en}"))
    return found


def _year(record: Record, cell: Cell, month: Month) -> list[Text]:
    """The year to date with this cell, by the evaluation, and what rounded means can bring to it."""
    rule = record.indicator.as_rule()
    if (
        rule.combination not in (Combination.SUM, Combination.MEAN)
        or cell.numerator is None
        or cell.denominator is None
    ):
        return []
    figure = MonthFigure(month, cell.numerator, cell.denominator, half_unit=cell.half_unit)
    year = evaluate(record.goal.as_rule(month.year), [*record.year, figure], month, first_month_over=True)
    if year.value is None:
        return []
    shown = f"{round_half_even(year.value, rule.detail_decimals):f}"
    doubt = ""
    if year.rounding_error:
        doubt = f" ±{write_number(round_up(year.rounding_error, rule.detail_decimals + 1))}"
    return [Text(f"年初至今 {shown}{doubt} {rule.unit.zh}", f"year to date {shown}{doubt} {rule.unit.en}")]
