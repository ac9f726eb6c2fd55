"""Prints the plan's own texts and the core's exact numbers."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from targets.cards import number, target_text
from targets.evaluation.model import Attainability, GoalRule, Status, Verdict
from targets.evaluation.phrases import named, telling
from targets.evaluation.words import ATTAINABILITY_WORDS, ORIGIN_WORDS, STATUS_WORDS, VERDICT_WORDS
from targets.queries.asked import read_instant
from targets.standards.rounding import round_down, round_half_even
from targets.texts import Text, both_halves

register = template.Library()


@register.filter
def say(text: Text | None) -> str:
    """The text in the reader's language."""
    return "" if text is None else text.in_language(get_language() or "zh-hans")


@register.filter
def recorded(text: str) -> str:
    """A note or reason on record: of what the product wrote in both languages, the reader's half."""
    return say(both_halves(text))


@register.filter
def key(kind: str, number: int) -> str:
    """``frozen-3``: one of a page's several forms of a kind."""
    return f"{kind}{number}"


@register.simple_tag
def is_open(plan: object, part: str, *key: object) -> bool:
    """Whether something of the part is still to be decided, by the plan or its open keys; ``task 2 3``: of action 2."""
    start = f"{part} {'.'.join(map(str, key))} "
    keys: Iterable[str] = plan if isinstance(plan, tuple) else getattr(plan, "open_keys", None) or ()
    return any(one.startswith(start) for one in keys)


@register.filter
def names(texts: Sequence[Text]) -> str:
    """Names one after the other, in the reader's language."""
    return say(named(texts))


@register.filter
def rounded(value: Fraction | Decimal | None, decimals: int) -> str:
    """GB/T 8170, half to even, with exactly so many decimals; a dash where there is no value."""
    return "—" if value is None else f"{round_half_even(value, decimals):f}"


@register.filter
def done(percent: Fraction | Decimal | None) -> str:
    """A part done in whole per cent, rounded down: 100 only when all of it is; a dash where there is none."""
    return "—" if percent is None else f"{round_down(percent, 0):f}"


@register.filter
def beside(value: Fraction | None, rule: GoalRule) -> str:
    """The value with as many decimals as keep it on its side of the target; a dash where there is none."""
    return "—" if value is None else telling(value, rule.target, rule.indicator.detail_decimals)


@register.filter
def target(rule: GoalRule) -> str:
    """The goal's target with its sign: ≥ 92 %."""
    return say(target_text(rule))


@register.filter
def about(value: float, decimals: int) -> str:
    """A number of the forecast, which is no exact one, with so many decimals."""
    return f"{value:.{decimals}f}"


@register.filter
def plain(value: Decimal | str | None) -> str:
    """A count or sum as it is on record, without trailing zeros; a dash where it is blank or there is no figure."""
    return number(value) if isinstance(value, Decimal) else "—"


@register.filter
def moment_typed(text: str) -> str:
    """A moment of an address as a field for day and time holds it, to the minute in the project's time zone."""
    return f"{timezone.localtime(read_instant(text)):%Y-%m-%dT%H:%M}"


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


@register.filter
def with_query(address: str, query: str) -> str:
    """The address with the query before its anchor, where it has one."""
    path, mark, anchor = address.partition("#")
    return f"{path}{query}{mark}{anchor}"


@register.simple_tag
def colon() -> str:
    """Between a label and what it is of, in the width of the language."""
    return "：" if (get_language() or "zh-hans").startswith("zh") else ": "


_CLAUSE = re.compile(r"[；;]")


@register.filter
def first_clause(sentence: str) -> str:
    """What stands before the first semicolon: all that a phone's line has room for."""
    return _CLAUSE.split(sentence, maxsplit=1)[0]


@register.filter
def further_clauses(sentence: str) -> str:
    """The rest of the sentence, from the first semicolon on."""
    return sentence[len(first_clause(sentence)) :]
