"""The entry pages' rows and pages as they are printed: plain values, computed by the one evaluation."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from targets.entry.calendar import Gate
from targets.entry.cell import Cell, Raw, asks_for_month, typed
from targets.entry.echo import Echo, closing_text, echo_of, told
from targets.entry.told import Beside, beside, day_text, due_text, has_value, moment, since
from targets.evaluation.compose import compose
from targets.evaluation.model import Combination, IndicatorRule
from targets.evaluation.phrases import month_name
from targets.periods import Month
from targets.queries.around import before
from targets.queries.entry import Record, Sheet, is_by_areas
from targets.services.attempts import Attempt, State
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
class Theirs:
    """The value that somebody else saved meanwhile; ``told`` is None where it is blank now."""

    told: Text | None
    note: str
    since: Text | None
    version: int


@dataclass(frozen=True)
class Row:
    """One place for a figure. ``unit_name``: the area's, where the areas report; the goal's name stands above them."""

    key: str
    slug: str
    area: str
    month: Month
    goal_name: Text
    unit_name: Text | None
    unit: Text
    supplier: Text
    is_over: bool  # the month; before that it shows nothing
    is_asked: bool  # by its frequency
    is_due: bool  # asked, and the month is over
    due: Text
    closes: Text | None
    is_late: bool
    is_locked: bool
    may_open: bool  # locked by the calendar alone: an administrator can open it again
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
    def name(self) -> Text:
        """What the row is called: the area among its goal's areas, else the goal."""
        return self.unit_name or self.goal_name

    @property
    def note_wrong(self) -> bool:
        """Whether the note stands in the way of saving."""
        return any(problem.field == "note" for problem in self.echo.problems)

    @property
    def waits(self) -> bool:
        return self.echo.draft_at is not None or not (self.echo.state.is_settled or self.is_locked)


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
class Group:
    """The rows of one goal: one, or one for each area that reports it."""

    slug: str
    name: Text
    unit: Text
    by_areas: bool
    rows: tuple[Row, ...]
    composed: Text | None = None  # the areas' figures as one
    missing: tuple[Text, ...] = ()  # the areas without a figure, where there is any


@dataclass(frozen=True)
class Page:
    """The whole page of a month: what is due first, the rest quietly below."""

    title: Text  # the month's name
    earlier: Month | None
    later: Month | None
    is_open: bool
    opens: Text  # the day on which a month that is not over can be entered
    due: tuple[Group, ...]
    others: tuple[Group, ...]
    others_open: bool  # something typed among them waits for the reader
    summary: Summary

    @property
    def others_count(self) -> int:
        return sum(len(group.rows) for group in self.others)


def page_of(sheet: Sheet, attempts: Sequence[Attempt]) -> Page:
    """The page of the attempts, which are the month's records in order."""
    month = sheet.scope.as_of
    rows = [(attempt.record, row_of(attempt)) for attempt in attempts]
    others = [pair for pair in rows if not pair[1].is_due]
    name = month_name(month)
    return Page(
        title=Text(f"{month.year} 年 {name.zh}", f"{name.en} {month.year}"),
        earlier=month.plus(-1) if month.number > 1 else None,
        later=month.plus(1) if month.number < 12 else None,
        is_open=sheet.is_open,
        opens=day_text(month.plus(1).first_on),
        due=groups_of(pair for pair in rows if pair[1].is_due),
        others=groups_of(others),
        others_open=any(row.waits for _, row in others) or _all_mine(others, rows),
        summary=summarise(attempts),
    )


def _all_mine(others: Sequence[tuple[Record, Row]], rows: Sequence[tuple[Record, Row]]) -> bool:
    """Whether all that the reader may enter is among the others."""
    mine = [record for record, _ in rows if record.slot.may_enter]
    return bool(mine) and all(any(record is other for other, _ in others) for record in mine)


def groups_of(rows: Iterable[tuple[Record, Row]]) -> tuple[Group, ...]:
    """The rows by goal, in order."""
    found: dict[str, list[tuple[Record, Row]]] = {}
    for record, row in rows:
        found.setdefault(row.slug, []).append((record, row))
    return tuple(_group(slug, [record for record, _ in of], tuple(row for _, row in of)) for slug, of in found.items())


def _group(slug: str, records: list[Record], rows: tuple[Row, ...]) -> Group:
    goal = records[0].goal
    group = Group(slug, goal.indicator.short, rows[0].unit, is_by_areas(goal), rows)
    if not group.by_areas:
        return group
    today, at_once = records[0].slot.term.today, goal.plan.counts_unapproved
    parts = [
        (
            record.slot.area.name,
            record.figure.counted(today, counts_unapproved=at_once) if record.figure else None,
        )
        for record in records
    ]
    whole = compose(parts, None)
    if whole is None:
        return group
    composed = told(Cell(whole.numerator, whole.denominator), goal.indicator.as_rule())
    return replace(group, composed=composed, missing=whole.missing_areas)


def summarise(attempts: Iterable[Attempt], *, unsettled: Collection[str] = ()) -> Summary:
    """How many of the figures due from the reader are on record as the page shows them, and since when.

    ``unsettled``: keys of rows that were not sent and in which something waits. Who may enter none of the figures reads
    how many there are in all.
    """
    listed = list(attempts)
    due = [attempt for attempt in listed if is_due(attempt.record)]
    enters = any(attempt.record.slot.may_enter for attempt in listed)
    mine = [attempt for attempt in due if attempt.record.slot.may_enter] if enters else due
    settled = [one.record.figure for one in mine if not (one.waits or one.record.key in unsettled)]
    saved = [figure for figure in settled if figure is not None and has_value(figure)]
    newest = max((figure.entered_at or figure.changed_at for figure in saved), default=None)
    today = due[0].record.slot.term.today if due else None
    return Summary(len(saved), len(mine), None if newest is None or today is None else moment(newest, today))


def is_due(record: Record) -> bool:
    """By frequency, of a month that is over."""
    return record.slot.term.is_due and record.slot.term.gate is not Gate.NOT_OVER


def row_of(attempt: Attempt) -> Row:
    """The row of an attempt; ``record`` in it is as it stands now."""
    record, posted, slot = attempt.record, attempt.posted, attempt.record.slot
    indicator, figure, month, term = record.indicator, record.figure, slot.month, slot.term
    rule, note = indicator.as_rule(), figure.note if figure else ""
    saved = typed(rule, Cell.of(figure), note)
    is_locked = attempt.state is State.LOCKED and not slot.is_open
    return Row(
        key=record.key,
        slug=indicator.slug,
        area=slot.area.code,
        month=month,
        goal_name=indicator.short,
        unit_name=slot.area.name if is_by_areas(record.goal) else None,
        unit=rule.unit,
        supplier=indicator.supplier,
        is_over=term.gate is not Gate.NOT_OVER,
        is_asked=term.is_due,
        is_due=is_due(record),
        due=due_text(indicator, month, term.today, is_saved=has_value(figure)),
        closes=closing_text(term) if slot.may_enter else None,
        is_late=not has_value(figure) and is_due(record) and term.days_late > 0,
        is_locked=is_locked,
        may_open=is_locked and term.gate is Gate.LOCKED,
        fields=_fields(rule, attempt, saved),
        takes_mean=rule.combination is Combination.MEAN,
        given=posted.raw.given,
        saved_given=saved.given,
        note=posted.raw.note,
        saved_note=note,
        beside=_beside(record, rule, month),
        version=posted.version,
        mark=posted.mark,
        echo=echo_of(attempt),
        theirs=_theirs(attempt) if attempt.state is State.CONFLICT else None,
        mine=told(attempt.understood.cell, rule),
        clears=posted.clear,
    )


def _fields(rule: IndicatorRule, attempt: Attempt, saved: Raw) -> tuple[Field, ...]:
    raw, wrong = attempt.posted.raw, {problem.field for problem in attempt.understood.problems}
    counts = attempt.record.indicator.whole_numbers
    return tuple(
        Field(name, label, _untold(unit, label, counts=counts), getattr(raw, name), getattr(saved, name), name in wrong)
        for name, label, unit in asked_fields(rule, with_month=asks_for_month(rule) or bool(saved.month_numerator))
    )


def asked_fields(rule: IndicatorRule, *, with_month: bool) -> list[tuple[str, Text, Text]]:
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
    return Text(*("" if counts or of in told_ else of for of, told_ in ((unit.zh, label.zh), (unit.en, label.en))))


def _beside(record: Record, rule: IndicatorRule, month: Month) -> tuple[Beside, ...]:
    last, year_ago = before(record.indicator, month), month.plus(-12)
    found = beside(record.last_year, rule, year_ago)
    return (found,) if last == year_ago else (beside(record.before, rule, last), found)


def _theirs(attempt: Attempt) -> Theirs:
    figure = attempt.record.figure
    if figure is None:
        return Theirs(None, "", None, 0)
    value = told(Cell.of(figure), attempt.record.indicator.as_rule())
    return Theirs(value, figure.note, since(figure, attempt.record.slot.term.today), figure.version)
