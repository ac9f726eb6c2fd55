"""A cell of a file of measurements as an exact number, or as no value."""

import unicodedata
from decimal import Decimal, InvalidOperation

from targets.measurements.remarks import NEGATIVE, NOT_A_NUMBER, TOO_LARGE, Rule

NO_VALUE = frozenset({"", "nan", "--", "-", "*", "—", "na", "n/a", "null", "none"})
MOST = Decimal(99_999)


class Unreadable(Exception):
    """The cell cannot be taken; ``rule`` says why."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule.name)
        self.rule = rule


def is_no_value(text: str) -> bool:
    """Whether the cell carries one of the sources' marks for a missing value."""
    return text.strip().lower() in NO_VALUE


def is_full_width(text: str) -> bool:
    """Whether the cell is written in full-width signs, such as ２０.１."""
    return not text.isascii() and narrow(text).isascii()


def number(text: str) -> Decimal | None:
    """The cell's value, None for a mark of no value. Raises Unreadable for anything else."""
    stripped = narrow(text).strip()
    if stripped.lower() in NO_VALUE:
        return None
    try:
        value = Decimal(stripped)
    except InvalidOperation:
        raise Unreadable(NOT_A_NUMBER) from None
    if not value.is_finite() or not stripped.isascii() or "_" in stripped:
        raise Unreadable(NOT_A_NUMBER)
    if value < 0:
        raise Unreadable(NEGATIVE)
    if value.is_signed():
        return abs(value)  # -0 is 0
    if value > MOST:
        raise Unreadable(TOO_LARGE)
    return value


def narrow(text: str) -> str:
    """Full-width signs as plain ones, where that makes plain digits of them; else the text as it is."""
    if text.isascii():
        return text
    narrow = "".join(unicodedata.normalize("NFKC", sign) if "\uff01" <= sign <= "\uff5e" else sign for sign in text)
    return narrow if narrow.isascii() else text
