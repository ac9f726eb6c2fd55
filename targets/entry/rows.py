"""The entry page's rows as it prints them: plain values, computed by the one evaluation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from targets.entry.cell import Cell, Problem, Raw, asks_for_month, typed
from targets.entry.told import (
    Beside,
    beside,
    day_text,
    due_text,
    has_value,
    moment,
    numbers,
    origin_of,
    since,
    value_of,
    value_text,
)
from targets.evaluation.goal import evaluate
from targets.evaluation.model import Combination, IndicatorRule, MonthFigure
from targets.evaluation.phrases import month_name
from targets.evaluation.rounding import round_half_even, round_up
from targets.numbers import write_number
from targets.periods import Month
from targets.queries.entry import Record, Sheet, before
from targets.services.entry import Attempt, State
from targets.texts import Text

MEAN_OR_SUM = Text("均值或总和", "mean or sum")


@dataclass(frozen=True)
class Field:
    """One input: what it asks for, what stands in it, what Escape brings back."""

    name: str
    label: Text
    unit: Text
    value: str
    saved: str
    is_wrong: bool


@dataclass(frozen=True)
class Echo:
    """What was understood of a row: its state, the resulting value, the year with it, or what is wrong."""

    slug: str
    state: State
    since: Text | None  # when and by whom what stands there was saved
    origin: Text | None  # where it comes from, if no person typed it here
    is_provisional: bool
    problems: tuple[Problem, ...]
    lines: tuple[Text, ...]
    stored: Text | None  # what clearing would take from the record
    clear: bool  # the box "yes, clear it" is ticked


@dataclass(frozen=True)
class Theirs:
    """The value that somebody else saved meanwhile; ``told`` is None where it is blank now."""

    told: Text | None
    note: str
    since: Text | None
    version: int


@dataclass(frozen=True)
class Row:
    """One goal's row."""

    slug: str
    name: Text
    unit: Text
    supplier: Text
    is_due: bool
    due: Text
    is_late: bool
    fields: tuple[Field, ...]
    takes_mean: bool
    given: str
    saved_given: str
    note: str
    saved_note: str
    beside: tuple[Beside, ...]  # the last one before, and the same month last year
    version: int
    mark: str
    echo: Echo
    theirs: Theirs | None
    mine: Text | None
    clears: bool  # the reader has said that the figure is to be cleared

    @property
    def note_wrong(self) -> bool:
        """Whether the note stands in the way of saving."""
        return any(problem.field == "note" for problem in self.echo.problems)


@dataclass(frozen=True)
class Summary:
    """``N of M due saved 14:02``."""

    saved: int
    due: int
    at: Text | None

    @property
    def is_complete(self) -> bool:
        return self.saved == self.due


@dataclass(frozen=True)
class Page:
    """The whole page: what is due first, the rest quietly below."""

    title: Text  # the month's name
    earlier: Month | None
    later: Month | None
    is_open: bool
    opens: Text  # the day on which a month that is not over can be entered
    due: tuple[Row, ...]
    others: tuple[Row, ...]
    others_open: bool  # something typed among them waits for the reader
    summary: Summary


def page_of(sheet: Sheet, attempts: Sequence[Attempt]) -> Page:
    """The page of the attempts, which are the sheet's records in order."""
    month = sheet.month
    rows = [row_of(attempt, sheet) for attempt in attempts]
    others = tuple(row for row in rows if not row.is_due)
    name = month_name(month)
    return Page(
        title=Text(f"{month.year} 年 {name.zh}", f"{name.en} {month.year}"),
        earlier=month.plus(-1) if month.number > 1 else None,
        later=month.plus(1) if month.number < 12 else None,
        is_open=sheet.is_open,
        opens=day_text(month.plus(1).first_on),
        due=tuple(row for row in rows if row.is_due),
        others=others,
        others_open=any(not row.echo.state.is_settled for row in others),
        summary=summarise(attempts, sheet),
    )


def summarise(attempts: Iterable[Attempt], sheet: Sheet) -> Summary:
    """How many of the figures due are on record as the page shows them, and when the last of them was saved."""
    due = [attempt for attempt in attempts if is_due(attempt.record, sheet.month)]
    settled = [attempt.record.figure for attempt in due if attempt.state.is_settled]
    saved = [figure for figure in settled if figure is not None and has_value(figure)]
    newest = max((figure.changed_at for figure in saved), default=None)
    return Summary(len(saved), len(due), None if newest is None else moment(newest, sheet.today))


def is_due(record: Record, month: Month) -> bool:
    return record.indicator.as_rule().frequency.is_due(month)


def row_of(attempt: Attempt, sheet: Sheet) -> Row:
    """The row of an attempt; ``record`` in it is as it stands now."""
    record, posted, month = attempt.record, attempt.posted, sheet.month
    indicator, figure = record.indicator, record.figure
    rule = indicator.as_rule()
    note = figure.note if figure else ""
    saved = typed(rule, Cell.of(figure), note)
    return Row(
        slug=indicator.slug,
        name=indicator.short,
        unit=rule.unit,
        supplier=indicator.supplier,
        is_due=is_due(record, month),
        due=due_text(indicator, month, sheet.today, is_saved=has_value(figure)),
        is_late=not has_value(figure) and is_due(record, month) and sheet.today > indicator.due_on(month),
        fields=_fields(rule, attempt, saved),
        takes_mean=rule.combination is Combination.MEAN,
        given=posted.raw.given,
        saved_given=saved.given,
        note=posted.raw.note,
        saved_note=note,
        beside=_beside(record, rule, month),
        version=posted.version,
        mark=posted.mark,
        echo=echo_of(attempt, sheet),
        theirs=_theirs(attempt, sheet) if attempt.state is State.CONFLICT else None,
        mine=_told(attempt.understood.cell, rule),
        clears=posted.clear,
    )


def echo_of(attempt: Attempt, sheet: Sheet) -> Echo:
    """What the page says of the row while it is typed and after it was sent."""
    indicator, understood, cell = attempt.record.indicator, attempt.understood, attempt.understood.cell
    figure = attempt.record.figure if attempt.state.is_settled else None
    lines = list(understood.readings)
    if cell is not None and not cell.is_blank:
        lines += _results(cell, indicator.as_rule()) + _year(attempt.record, cell, sheet.month)
    return Echo(
        slug=indicator.slug,
        state=attempt.state,
        since=since(figure, sheet.today) if figure is not None else None,
        origin=origin_of(figure),
        is_provisional=has_value(figure) and indicator.is_provisional(sheet.month, sheet.today),
        problems=understood.problems,
        lines=tuple(lines),
        stored=_told(Cell.of(attempt.record.figure), indicator.as_rule()),
        clear=attempt.posted.clear,
    )


def _fields(rule: IndicatorRule, attempt: Attempt, saved: Raw) -> tuple[Field, ...]:
    raw, wrong = attempt.posted.raw, {problem.field for problem in attempt.understood.problems}
    counts = attempt.record.indicator.whole_numbers
    return tuple(
        Field(name, label, _untold(unit, label, counts=counts), getattr(raw, name), getattr(saved, name), name in wrong)
        for name, label, unit in _asked(rule, with_month=asks_for_month(rule) or bool(saved.month_numerator))
    )


def _asked(rule: IndicatorRule, *, with_month: bool) -> list[tuple[str, Text, Text]]:
    """The inputs of a row: name, label, unit."""
    top, bottom = rule.numerator_name, rule.denominator_name
    if rule.combination is Combination.MEAN:
        return [("numerator", MEAN_OR_SUM, rule.unit), ("denominator", bottom, rule.denominator_unit)]
    asked = [("numerator", top, rule.numerator_unit), ("denominator", bottom, rule.denominator_unit)]
    if not with_month:
        return asked
    total = [(name, Text(f"累计{label.zh}", f"{label.en}, to date"), unit) for name, label, unit in asked]
    own = [(f"month_{name}", Text(f"当月{label.zh}", f"{label.en}, this month"), unit) for name, label, unit in asked]
    return total + own


def _untold(unit: Text, label: Text, *, counts: bool) -> Text:
    """The unit where the label does not tell it already: nothing beside "good days", nor beside what is counted."""
    return Text(*("" if counts or of in told else of for of, told in ((unit.zh, label.zh), (unit.en, label.en))))


def _results(cell: Cell, rule: IndicatorRule) -> list[Text]:
    if not cell.denominator:
        return [Text(f"{numbers(cell)}：本月不适用", f"{numbers(cell)}: not applicable this month")]
    found = [_told(cell, rule) or Text("", "")]
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


def _beside(record: Record, rule: IndicatorRule, month: Month) -> tuple[Beside, ...]:
    last, year_ago = before(record.indicator, month), month.plus(-12)
    found = beside(record.last_year, rule, year_ago)
    return (found,) if last == year_ago else (beside(record.before, rule, last), found)


def _theirs(attempt: Attempt, sheet: Sheet) -> Theirs:
    figure = attempt.record.figure
    if figure is None:
        return Theirs(None, "", None, 0)
    told = _told(Cell.of(figure), attempt.record.indicator.as_rule())
    return Theirs(told, figure.note, since(figure, sheet.today), figure.version)


def _told(cell: Cell | None, rule: IndicatorRule) -> Text | None:
    """``29 / 31 = 93.55 %``; None for a blank cell."""
    if cell is None or cell.is_blank:
        return None
    value, told = value_text(cell, rule), numbers(cell)
    return Text(told, told) if value is None else Text(f"{told} = {value.zh}", f"{told} = {value.en}")
