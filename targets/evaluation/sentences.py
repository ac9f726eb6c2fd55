"""A goal's evaluation in words, Chinese and English: the card's one line, the proof, the notes, the rules.

Every text is made from the evaluation and nothing else, so that page, brief and export say the same.
"""

from collections.abc import Callable
from typing import NamedTuple

from targets.evaluation import sentences_mean, sentences_newest, sentences_share, sentences_sum
from targets.evaluation.model import (
    Attainability,
    Combination,
    GoalEvaluation,
    IndicatorRule,
    Sentences,
    Status,
    Verdict,
)
from targets.evaluation.pace import Path
from targets.evaluation.phrases import capitalised, clauses, plain, sentence, target_text, value_text
from targets.evaluation.sentences_history import history_sentence
from targets.evaluation.sentences_lamp import lamp_sentence
from targets.evaluation.sentences_notes import notes, reasons_not_evaluable
from targets.evaluation.sentences_pace import pace_sentence
from targets.evaluation.sentences_rule import rule_sentences
from targets.evaluation.undecided import undecided_text
from targets.texts import Text

_SETTLED_IN_DECEMBER = Text("每年 12 月结算一次", "Settled once a year, in December")


class _Builders(NamedTuple):
    """How one kind of indicator speaks about a year that is open and has a value."""

    headline: Callable[[GoalEvaluation], Text]
    proof: Callable[[GoalEvaluation], tuple[Text, ...]]


_SHARE = _Builders(sentences_share.headline, sentences_share.proof)
_MEAN = _Builders(sentences_mean.headline, sentences_mean.proof)
_NEWEST = _Builders(sentences_newest.headline, sentences_newest.proof)
_SUM = _Builders(sentences_sum.headline, sentences_sum.proof)


def write(evaluation: GoalEvaluation, path: Path) -> Sentences:
    """All sentences about a goal as of a month. ``path``: the pace that the evaluation was held against."""
    history = history_sentence(evaluation)
    return Sentences(
        headline=_headline(evaluation),
        proof=_proof(evaluation, history),
        notes=notes(evaluation),
        rule=rule_sentences(evaluation.rule, path),
        history=history,
    )


def _builders(indicator: IndicatorRule) -> _Builders:
    if indicator.combination is Combination.SUM:
        return _SHARE if indicator.counts_days else _SUM
    return _MEAN if indicator.combination is Combination.MEAN else _NEWEST


def _headline(evaluation: GoalEvaluation) -> Text:
    if evaluation.verdict is not Verdict.OPEN:
        return _settled_headline(evaluation)
    if not evaluation.rule.target_decided:
        return _undecided(evaluation)
    if evaluation.rule.indicator.combination is Combination.ANNUAL:
        return _SETTLED_IN_DECEMBER
    if evaluation.value is None:
        return clauses(_nothing_yet(evaluation), _allowed(evaluation))
    return _builders(evaluation.rule.indicator).headline(evaluation)


def _proof(evaluation: GoalEvaluation, history: Text | None) -> tuple[Text, ...]:
    if evaluation.verdict is not Verdict.OPEN:
        return _settled_proof(evaluation)
    if not evaluation.rule.target_decided:
        return (sentence(_undecided(evaluation)),)
    if evaluation.rule.indicator.combination is Combination.ANNUAL:
        text = "该项每年 12 月结算一次，此前没有数值，也不评价。"
        return (Text(text, "It is settled once a year, in December; before that there is no value and no judgement."),)
    if evaluation.value is None:
        return (sentence(_nothing_yet(evaluation)),)
    more = (history, pace_sentence(evaluation), lamp_sentence(evaluation))
    return (*_builders(evaluation.rule.indicator).proof(evaluation), *(part for part in more if part is not None))


def _undecided(evaluation: GoalEvaluation) -> Text:
    reason = undecided_text(evaluation.rule)
    return Text(reason.zh, capitalised(reason.en))


def _nothing_yet(evaluation: GoalEvaluation) -> Text:
    indicator, year = evaluation.rule.indicator, evaluation.rule.year
    if evaluation.denominator is not None:
        name = indicator.denominator_name
        return Text(f"不适用：{name.zh}为 0", f"Not applicable: there are no {name.en}")
    if evaluation.status is Status.TOO_EARLY:
        return Text(f"{year} 年首期数据未到期", f"The first figure of {year} is not due yet")
    return Text(f"{year} 年尚无数据", f"No figure for {year} yet")


def _allowed(evaluation: GoalEvaluation) -> Text | None:
    """What a year without any figure still allows, where that is known beforehand."""
    budget = evaluation.budget
    if (
        budget is None
        or not evaluation.rule.indicator.counts_days
        or evaluation.attainability is not Attainability.UNKNOWN
    ):
        return None
    return sentences_share.budget_text(evaluation)


def _settled_headline(evaluation: GoalEvaluation) -> Text:
    target = target_text(evaluation.rule)
    if evaluation.value is None or evaluation.verdict is Verdict.NOT_EVALUABLE:
        reason = reasons_not_evaluable(evaluation)[0]
        return Text(f"全年不能评价：{reason.zh}", f"The year cannot be evaluated: {reason.en}")
    value = value_text(evaluation.value, evaluation.rule)
    if evaluation.verdict is Verdict.MET:
        return Text(
            f"全年 {value.zh}，达到目标 {target.zh}", f"The year ended at {value.en}: target of {target.en} met"
        )
    return clauses(
        Text(f"全年 {value.zh}，未达到目标 {target.zh}", f"The year ended at {value.en}: target of {target.en} missed"),
        _failures(evaluation),
    )


def _failures(evaluation: GoalEvaluation) -> Text | None:
    """The failed months, where failures are what the budget counts."""
    indicator = evaluation.rule.indicator
    if indicator.combination is not Combination.SUM or indicator.counts_days or evaluation.budget is None:
        return None
    return sentences_sum.failures_text(evaluation)


def _settled_proof(evaluation: GoalEvaluation) -> tuple[Text, ...]:
    if evaluation.value is None or evaluation.verdict is Verdict.NOT_EVALUABLE:
        return tuple(
            Text(f"全年不能评价：{reason.zh}。", f"The year cannot be evaluated: {reason.en}.")
            for reason in reasons_not_evaluable(evaluation)
        )
    indicator, target = evaluation.rule.indicator, target_text(evaluation.rule)
    numerator, denominator = plain(evaluation.numerator or 0), plain(evaluation.denominator or 0)
    value = value_text(evaluation.value, evaluation.rule)
    met = evaluation.verdict is Verdict.MET
    counts = sentence(
        Text(
            f"全年{indicator.numerator_name.zh} {numerator} {indicator.numerator_unit.zh}，"
            f"{indicator.denominator_name.zh} {denominator} {indicator.denominator_unit.zh}，为 {value.zh}",
            f"The year: {indicator.numerator_name.en} {numerator}, {indicator.denominator_name.en} {denominator}, "
            f"so {value.en}",
        ),
        Text(
            f"目标 {target.zh}，{'达标' if met else '未达标'}",
            f"the target of {target.en} is {'met' if met else 'missed'}",
        ),
    )
    failures = _failures(evaluation)
    return (counts, sentence(failures)) if failures is not None else (counts,)
