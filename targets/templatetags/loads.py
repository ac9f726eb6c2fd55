"""How the pages of files of measurements say what became of a row."""

from django import template

from targets.measurements.remarks import OUTCOME_WORDS, Outcome
from targets.models import LoadRemark
from targets.queries.loads import rule_of
from targets.texts import Text

register = template.Library()


@register.filter
def outcome_word(outcome: str) -> Text:
    """``rejected``, in both languages."""
    return OUTCOME_WORDS[Outcome(outcome)]


@register.filter
def sentence_on(remark: LoadRemark) -> Text:
    """What the remark's rule says."""
    return rule_of(remark.rule, remark.outcome).sentence


@register.filter
def kilobytes(size: int) -> int:
    """Of a file, at least 1 where it is not empty."""
    return -(-size // 1024)
