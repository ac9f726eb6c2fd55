"""Prints the plan's own texts and the core's exact numbers."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.translation import get_language

from targets.cards import number
from targets.evaluation.model import Attainability, Status, Verdict
from targets.evaluation.phrases import named
from targets.evaluation.rounding import round_half_even
from targets.evaluation.words import ATTAINABILITY_WORDS, ORIGIN_WORDS, STATUS_WORDS, VERDICT_WORDS
from targets.texts import Text

register = template.Library()


@register.filter
def say(text: Text | None) -> str:
    """The text in the reader's language."""
    return "" if text is None else text.in_language(get_language() or "zh-hans")


@register.filter
def names(texts: Sequence[Text]) -> str:
    """Names one after the other, in the reader's language."""
    return say(named(texts))


@register.filter
def rounded(value: Fraction | Decimal | None, decimals: int) -> str:
    """GB/T 8170, half to even, with exactly so many decimals; a dash where there is no value."""
    return "—" if value is None else f"{round_half_even(value, decimals):f}"


@register.filter
def about(value: float, decimals: int) -> str:
    """A number of the forecast, which is no exact one, with so many decimals."""
    return f"{value:.{decimals}f}"


@register.filter
def plain(value: Decimal | str | None) -> str:
    """A count or sum as it is on record, without trailing zeros; a dash where it is blank or there is no figure."""
    return number(value) if isinstance(value, Decimal) else "—"


@register.filter
def status_word(status: str) -> str:
    """The word beside a lamp's shape."""
    return STATUS_WORDS[Status(status)].in_language(get_language() or "zh-hans")


@register.filter
def svg(value: float) -> str:
    """A length in a picture: a decimal point whatever the language."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@register.filter
def attainability_word(value: str) -> str:
    return ATTAINABILITY_WORDS[Attainability(value)].in_language(get_language() or "zh-hans")


@register.filter
def verdict_word(value: str) -> str:
    return VERDICT_WORDS[Verdict(value)].in_language(get_language() or "zh-hans")


@register.filter
def origin_word(value: str) -> str:
    """Where a figure came from; a word outside the vocabulary as it stands."""
    word = ORIGIN_WORDS.get(value)
    return value if word is None else word.in_language(get_language() or "zh-hans")
