"""What one row of a spreadsheet means: whose figure of which month, what it is to become, or why it cannot. Pure.

The numbers are understood by ``targets.entry.cell``, as those typed on the entry page are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import targets.sheets.words as words
from targets.entry.cell import NUMBERS, Cell, Given, Raw, understand
from targets.evaluation.model import IndicatorRule
from targets.periods import Month
from targets.sheets.columns import Field, squeezed
from targets.sheets.entries import Entry
from targets.sheets.formulas import as_meant
from targets.sheets.months import NotAMonth, read_month, read_year
from targets.sheets.table import Formula
from targets.texts import Text

MOST_REASON_CHARACTERS = 250


@dataclass(frozen=True)
class Asked:
    """An indicator as the rows are held against it."""

    rule: IndicatorRule
    whole_numbers: bool


@dataclass(frozen=True)
class Known:
    """What the names in a sheet stand for: squeezed name to the ids that have it.

    ``area`` and ``month``: of sheets without such a column; ``year``: of a month told without one.
    """

    areas: Mapping[str, frozenset[int]]
    indicators: Mapping[str, frozenset[int]]
    asked: Mapping[int, Asked]
    area: int | None = None
    year: int | None = None
    month: Month | None = None


Key = tuple[int, int, Month]  # indicator, area, month


@dataclass
class Meaning:
    """One row understood. ``cell`` is None exactly if there is a problem; ``problems``: column from 1, sentence.

    ``note`` is None where the row has none: the one on record stays.
    """

    key: Key | None = None
    cell: Cell | None = None
    note: str | None = None
    correction: str = ""
    reason: str = ""
    problems: list[tuple[int, Text]] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """No numbers: the figure is left as it is."""
        return self.cell is not None and self.cell.is_blank


def meaning_of(entry: Entry, known: Known) -> Meaning:
    """Understand a row. Never raises for what stands in it."""
    found = Meaning()
    _refuse_formulas(entry, found)
    indicator = _one_of(entry, Field.INDICATOR, known.indicators, None, found)
    area = _one_of(entry, Field.AREA, known.areas, known.area, found)
    month = _month(entry, known, found)
    found.correction, found.reason = _correction(entry, found)
    if found.problems or indicator is None or area is None or month is None:
        return found
    found.key = indicator, area, month
    asked = known.asked[indicator]
    raw = _raw(entry, found)
    found.note = raw.note or None
    understood = understand(asked.rule, whole_numbers=asked.whole_numbers, month=month, raw=raw)
    found.problems += [(entry.columns.of(one.field), one.sentence) for one in understood.problems]
    found.cell = None if found.problems else understood.cell
    return found


def _refuse_formulas(entry: Entry, found: Meaning) -> None:
    for name in entry.columns.at:
        if isinstance(entry.text(name), Formula):
            found.problems.append((entry.columns.of(name), words.FORMULA))


def _one_of(
    entry: Entry, name: Field, known: Mapping[str, frozenset[int]], default: int | None, found: Meaning
) -> int | None:
    text = entry.text(name)
    if isinstance(text, Formula):
        return None
    if not text.strip():
        if default is None or name in entry.columns.at:
            found.problems.append((entry.columns.of(name), words.missing(name)))
            return None
        return default
    ids = known.get(squeezed(as_meant(text)), frozenset())
    if len(ids) == 1:
        return next(iter(ids))
    refusal = words.ambiguous(name, text) if ids else words.unknown(name, text)
    found.problems.append((entry.columns.of(name), refusal))
    return None


def _month(entry: Entry, known: Known, found: Meaning) -> Month | None:
    text, year_text = entry.text(Field.MONTH), entry.text(Field.YEAR)
    if isinstance(text, Formula) or isinstance(year_text, Formula):
        return None
    name = Field.YEAR
    try:
        told = read_year(year_text)
        name = Field.MONTH
        month = read_month(text, year=told if told is not None else known.year)
    except NotAMonth as refusal:
        found.problems.append((entry.columns.of(name), refusal.sentence))
        return None
    if Field.MONTH not in entry.columns.at and known.month is not None and told in (None, known.month.year):
        return known.month
    if month is None:
        found.problems.append((entry.columns.of(Field.MONTH), words.missing(Field.MONTH)))
    elif told is not None and month.year != told:
        found.problems.append((entry.columns.of(Field.YEAR), words.two_years(told, month)))
        return None
    return month


def _correction(entry: Entry, found: Meaning) -> tuple[str, str]:
    text = as_meant(entry.text(Field.CORRECTION)).strip()
    reason = " ".join(as_meant(entry.text(Field.REASON)).split())
    correction = words.CORRECTIONS_BY_NAME.get(squeezed(text), "")
    if text and not correction and not isinstance(entry.text(Field.CORRECTION), Formula):
        found.problems.append((entry.columns.of(Field.CORRECTION), words.unknown(Field.CORRECTION, text)))
    if len(reason) > MOST_REASON_CHARACTERS:
        found.problems.append(
            (entry.columns.of(Field.REASON), words.reason_too_long(len(reason), MOST_REASON_CHARACTERS))
        )
    return correction, reason


def _raw(entry: Entry, found: Meaning) -> Raw:
    """The row's texts as the entry page would have sent them."""
    data = {f"row-{name}": entry.text(Field(name)) for name in NUMBERS}
    given = entry.text(Field.GIVEN).strip()
    told = words.GIVEN_BY_NAME.get(squeezed(given), "") if given else Given.MEAN
    if not told:
        found.problems.append((entry.columns.of(Field.GIVEN), words.unknown(Field.GIVEN, given)))
    return Raw.of(data | {"row-given": told, "row-note": as_meant(entry.text(Field.NOTE))}, "row")
