"""Prints the plan's own texts and the core's exact numbers."""

from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.translation import get_language

from targets.evaluation.model import Status
from targets.evaluation.rounding import half_even
from targets.evaluation.words import STATUS_WORDS
from targets.texts import Text

register = template.Library()


@register.filter
def say(text: Text | None) -> str:
    """The text in the reader's language."""
    return "" if text is None else text.in_language(get_language() or "zh-hans")


@register.filter
def rounded(value: Fraction | Decimal | None, decimals: int) -> str:
    """GB/T 8170, half to even, with exactly so many decimals; a dash where there is no value."""
    return "—" if value is None else f"{half_even(Fraction(value), decimals):f}"


@register.filter
def plain(value: Decimal | None) -> str:
    """A count or sum as it is on record, without trailing zeros; a dash where it is blank."""
    if value is None:
        return "—"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def status_word(status: str) -> str:
    """The word beside a lamp's shape."""
    return STATUS_WORDS[Status(status)].in_language(get_language() or "zh-hans")
