"""The text of a number that a workbook holds, exactly as it was meant: 1.1 is 1.1. Pure."""

import re
from decimal import Decimal, InvalidOperation
from enum import Enum, auto

from targets.sheets.months import day_of_serial

_LARGEST_EXPONENT = 30
_MOST_DIGITS = 28  # what Decimal reckons with; beyond that a number is left as it is written
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_BUILT_IN_PERCENT = {9, 10}


class Look(Enum):
    """How a cell shows its number."""

    PLAIN = auto()
    PERCENT = auto()
    DATE = auto()


def look_of(format_id: int, code: str | None) -> Look:
    """The look that a number format gives: its number, and its code where the workbook has one of its own."""
    if code is None:
        if format_id in _BUILT_IN_PERCENT:
            return Look.PERCENT
        return Look.DATE if format_id in _BUILT_IN_DATES else Look.PLAIN
    bare = _QUOTED.sub("", code.split(";")[0]).lower()
    if "%" in bare:
        return Look.PERCENT
    is_date = bare != "general" and re.search(r"[ymdhs年月日]", bare)
    return Look.DATE if is_date else Look.PLAIN


def number_text(raw: str, look: Look) -> str:
    """What stands in the cell: plain digits, ``93.5%``, or ``2024-10-31``. What is no number comes back as it is.

    A workbook keeps a typed 1.1 as 1.1000000000000001 where its program writes all seventeen digits of the double;
    fifteen digits that name the same double are what was typed. No digit is dropped otherwise.
    """
    try:
        value = Decimal(raw.strip())
    except InvalidOperation:
        return raw
    if (
        not value.is_finite()
        or abs(value.adjusted()) > _LARGEST_EXPONENT
        or len(value.as_tuple().digits) > _MOST_DIGITS
    ):
        return raw
    value = _as_typed(value)
    if look is Look.DATE:
        day = day_of_serial(int(value))
        return plain(value) if day is None else day.isoformat()
    return f"{plain(value * 100)}%" if look is Look.PERCENT else plain(value)


def plain(value: Decimal) -> str:
    """Digits without an exponent or trailing zeros."""
    told = f"{value:f}"
    told = told.rstrip("0").rstrip(".") if "." in told else told
    return "0" if told in ("-0", "") else told


def is_exact_in_a_workbook(value: Decimal) -> bool:
    """Whether a spreadsheet program keeps every digit: it holds fifteen."""
    return len(plain(abs(value)).replace(".", "").strip("0")) <= 15


def _as_typed(value: Decimal) -> Decimal:
    digits = len(value.normalize().as_tuple().digits)
    if not 15 < digits <= 17:
        return value
    short = Decimal(f"{value:.14e}")
    # Both name the same double exactly where the longer one is only a way to write the shorter.
    return short if float(short) == float(value) else value
