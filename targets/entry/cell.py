"""One month's figure as it is typed: what was understood, what it becomes on record, or why it cannot. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Protocol

import targets.entry.sentences as words
from targets.evaluation.model import Combination, IndicatorRule
from targets.numbers import MOST_DECIMALS, NumberError, Reading, below_zero, fits, not_a_share, read, write_number
from targets.periods import Frequency, Month
from targets.standards.rounding import round_half_even
from targets.texts import Text

MOST_NOTE_CHARACTERS = 1000
NUMBERS = ("numerator", "denominator", "month_numerator", "month_denominator")
_UNPRINTABLE = dict.fromkeys([code for code in range(32) if code not in (9, 10)] + [127])


class Given(StrEnum):
    """How the numerator of a mean was typed: the mean itself, or the sum of the daily means."""

    MEAN = "mean"
    SUM = "sum"


class Why(StrEnum):
    """Why a field cannot be taken."""

    UNREADABLE = "unreadable"
    MISSING = "missing"  # the other half of a pair is there: still being typed, or forgotten
    NOT_WHOLE = "not_whole"
    ABOVE = "above"
    TOO_MANY_DAYS = "too_many_days"
    NO_DAYS = "no_days"
    SHARE = "share"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field: a sentence that says what, why, and gives an example."""

    field: str
    why: Why
    sentence: Text


@dataclass(frozen=True)
class Raw:
    """One row of the page as text, exactly as typed."""

    numerator: str = ""
    denominator: str = ""
    month_numerator: str = ""
    month_denominator: str = ""
    given: str = Given.MEAN
    note: str = ""

    @classmethod
    def of(cls, data: Mapping[str, str], slug: str) -> "Raw":
        """The row of a posted form; a field that is not there is blank."""
        texts = {name: data.get(f"{slug}-{name}", "") for name in NUMBERS}
        note = data.get(f"{slug}-note", "").replace("\r\n", "\n").translate(_UNPRINTABLE).strip()
        return cls(**texts, given=data.get(f"{slug}-given", Given.MEAN), note=note)

    @property
    def is_blank(self) -> bool:
        """No number typed; a note may be there."""
        return not any(getattr(self, name).strip() for name in NUMBERS)

    @property
    def mark(self) -> str:
        """A short print of the row: two rows have the same exactly if nothing differs but the way lines end."""
        parts = [*(getattr(self, name) for name in (*NUMBERS, "given")), self.note.replace("\r\n", "\n").strip()]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


class _Numbers(Protocol):
    @property
    def numerator(self) -> Decimal | None: ...
    @property
    def denominator(self) -> Decimal | None: ...
    @property
    def month_numerator(self) -> Decimal | None: ...
    @property
    def month_denominator(self) -> Decimal | None: ...
    @property
    def half_unit(self) -> Decimal | None: ...


@dataclass(frozen=True)
class Cell:
    """The numbers of a figure. Blank: all None, which is not 0."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    month_numerator: Decimal | None = None
    month_denominator: Decimal | None = None
    half_unit: Decimal | None = None

    @classmethod
    def of(cls, figure: _Numbers | None) -> "Cell":
        """What a figure on record holds; of none: blank."""
        if figure is None:
            return cls()
        own = figure.month_numerator, figure.month_denominator
        return cls(figure.numerator, figure.denominator, *own, figure.half_unit)

    @property
    def is_blank(self) -> bool:
        return self.numerator is None

    def value(self, scale: int) -> Fraction | None:
        """scale × numerator ÷ denominator, exactly; None for a blank cell and for a denominator of 0."""
        if self.numerator is None or not self.denominator:
            return None
        return scale * Fraction(self.numerator) / Fraction(self.denominator)


def with_month(value: Text, cell: Any) -> Text:
    """``5 / 6, in the month by itself 4 / 6``: the value, and the month's own pair where there is one."""
    if cell.month_numerator is None or cell.month_denominator is None:
        return value
    own = f"{write_number(cell.month_numerator)} / {write_number(cell.month_denominator)}"
    return Text(f"{value.zh}，当月 {own}", f"{value.en}, in the month by itself {own}")


@dataclass(frozen=True)
class Understanding:
    """What a typed row means. ``cell`` is None exactly if there are problems."""

    cell: Cell | None
    problems: tuple[Problem, ...]
    readings: tuple[Text, ...]  # how each text that is not plain digits was understood


def asks_for_month(rule: IndicatorRule) -> bool:
    """Whether the month by itself is kept beside the total: where the newest is the total and each month has one."""
    return rule.combination is Combination.NEWEST and rule.frequency is Frequency.MONTHLY


def understand(rule: IndicatorRule, *, whole_numbers: bool, month: Month, raw: Raw) -> Understanding:
    """Read one typed row of an indicator. ``whole_numbers``: numerator and denominator are counts."""
    row = _Row(rule, month, raw, whole_numbers=whole_numbers)
    cell = row.cell()
    return Understanding(None if row.problems else cell, tuple(row.problems), tuple(row.readings))


def typed(rule: IndicatorRule, cell: Cell, note: str = "") -> Raw:
    """The row as the page shows what is on record; understood again it is the same cell."""
    texts = {name: "" if (value := getattr(cell, name)) is None else write_number(value) for name in NUMBERS}
    given = Given.SUM if rule.combination is Combination.MEAN and not cell.is_blank else Given.MEAN
    raw = Raw(**texts, given=given, note=note)
    mean = cell.value(1)
    if rule.combination is Combination.MEAN and cell.half_unit is not None and mean is not None:
        decimals = len(write_number(cell.half_unit).partition(".")[2]) - 1
        raw = replace(raw, numerator=f"{round_half_even(mean, max(decimals, 0)):f}", given=Given.MEAN)
    return raw


class _Row:
    """One pass over a typed row; collects what is wrong and goes on, so that every field gets its answer at once."""

    def __init__(self, rule: IndicatorRule, month: Month, raw: Raw, *, whole_numbers: bool) -> None:
        self.rule = rule
        self.month = month
        self.raw = raw
        self.whole = whole_numbers
        self.problems: list[Problem] = []
        self.readings: list[Text] = []

    def cell(self) -> Cell | None:
        self.check_note()
        read = {field: self.number(field) for field in NUMBERS}
        if self.problems:
            return None
        if self.rule.combination is Combination.MEAN:
            return self.mean(read["numerator"], read["denominator"])
        total = self.pair("numerator", "denominator", read)
        own = self.pair("month_numerator", "month_denominator", read)
        if total is None and own is not None:
            self.refuse("numerator", Why.MISSING, words.total_missing(self.rule))
        return Cell(*(total or (None, None)), *(own or (None, None)))

    def refuse(self, field: str, why: Why, sentence: Text) -> None:
        self.problems.append(Problem(field, why, sentence))

    def check_note(self) -> None:
        if len(self.raw.note) > MOST_NOTE_CHARACTERS:
            self.refuse("note", Why.TOO_LONG, words.note_too_long(len(self.raw.note), MOST_NOTE_CHARACTERS))

    def number(self, field: str) -> Reading | None:
        """The field's number; None where it is blank or was refused."""
        text = getattr(self.raw, field)
        try:
            reading = read(text)
            if reading is None:
                return None
            if reading.value < 0:
                raise below_zero(reading.value)
            if reading.percent and not (field.endswith("numerator") and self.rule.scale == 100):
                raise not_a_share(text)
        except NumberError as refusal:
            self.refuse(field, Why.UNREADABLE, refusal.sentence)
            return None
        if not reading.percent and text.strip() != f"{reading.value:f}":
            self.readings.append(words.read_as(text, reading.value))
        return reading

    def pair(self, top: str, bottom: str, read: Mapping[str, Reading | None]) -> tuple[Decimal, Decimal] | None:
        """A part and the whole it is taken from; None where both are blank or one was refused."""
        part, whole = read[top], read[bottom]
        if part is None or whole is None:
            if part is not whole:
                missing = top if part is None else bottom
                self.refuse(missing, Why.MISSING, words.half_missing(self.rule, missing))
            return None
        if not self.is_counted(bottom, whole.value):
            return None
        value = self.part_of_share(top, part, whole.value) if part.percent else part.value
        if value is None or not self.is_counted(top, value):
            return None
        if self.rule.scale == 100 and value > whole.value:
            self.refuse(top, Why.ABOVE, words.part_above_whole(self.rule, value, whole.value))
        return value, whole.value

    def is_counted(self, field: str, value: Decimal) -> bool:
        """Whether the number is whole where a count is asked for, and no more days than the month has."""
        is_bottom = field.endswith("denominator")
        days = is_bottom and self.rule.counts_days
        if (self.whole or days) and value % 1:
            self.refuse(field, Why.NOT_WHOLE, words.not_whole(self.rule, value, is_bottom=is_bottom))
            return False
        if days and value > self.month.days:
            self.refuse(field, Why.TOO_MANY_DAYS, words.too_many_days(self.rule, value, self.month))
            return False
        return True

    def part_of_share(self, field: str, share: Reading, whole: Decimal) -> Decimal | None:
        """The part that a typed share stands for: the only count that rounds to it, or the exact part of a measure."""
        exact = Fraction(share.value) / 100 * Fraction(whole)
        if self.whole:
            half_unit = Fraction(_half_unit(share.value)) / 100 * Fraction(whole)
            nearest = round(exact)
            fitting = [count for count in range(nearest - 1, nearest + 2) if abs(count - exact) <= half_unit]
            part = Decimal(fitting[0]) if len(fitting) == 1 else None
        else:
            rounded = round_half_even(exact, MOST_DECIMALS)
            part = rounded if Fraction(rounded) == exact and fits(rounded) else None
        if part is None:
            self.refuse(field, Why.SHARE, words.share_without_count(self.rule, share.value, whole, exact))
            return None
        self.readings.append(words.share_read_as(self.rule, share.value, whole, part))
        return part

    def mean(self, top: Reading | None, days: Reading | None) -> Cell:
        """A mean with its days, or the sum of daily means with theirs."""
        if top is None and days is None:
            return Cell()
        if top is None:
            self.refuse("numerator", Why.MISSING, words.half_missing(self.rule, "numerator"))
        elif days is None:
            self.refuse("denominator", Why.MISSING, words.mean_without_days(self.rule))
        elif self.is_counted("denominator", days.value):
            return self.summed(top.value, days.value)
        return Cell()

    def summed(self, top: Decimal, days: Decimal) -> Cell:
        given_as_sum = self.raw.given == Given.SUM
        if not days and (top or not given_as_sum):
            self.refuse("denominator", Why.NO_DAYS, words.mean_of_no_days(self.rule))
            return Cell()
        if given_as_sum:
            return Cell(top, days)
        total = round_half_even(Fraction(top) * Fraction(days), MOST_DECIMALS)
        half_unit = _half_unit(top)
        if not fits(total) or not fits(half_unit):
            self.refuse("numerator", Why.UNREADABLE, words.mean_too_fine_or_large(self.raw.numerator))
        return Cell(total, days, half_unit=half_unit)


def _half_unit(value: Decimal) -> Decimal:
    """Half of the last digit that was typed: 27.2 → 0.05."""
    exponent = value.as_tuple().exponent
    return Decimal((0, (5,), int(exponent) - 1))
