"""Sentences about a stock: the newest figure is the total to date, and so many are missing or to spare."""

from targets.evaluation.aggregate import Tally
from targets.evaluation.attainability import margin
from targets.evaluation.model import Direction, GoalEvaluation, PaceKind, Required
from targets.evaluation.phrases import (
    clauses,
    month_name,
    plain,
    sentence,
    target_text,
    things,
    value_text,
)
from targets.evaluation.sentences_lamp import is_ahead_but_short
from targets.evaluation.sentences_pace import pace_text
from targets.texts import Text


def headline(evaluation: GoalEvaluation) -> Text:
    """How many are to go, with the schedule; or how many there are to spare."""
    if evaluation.required is not None:
        return clauses(_gap(evaluation, evaluation.required), pace_text(evaluation))
    spare = _spare(evaluation)
    if spare is None:
        return _impossible(evaluation)
    return _reached(evaluation, spare) if _builds_up(evaluation) else _holding(evaluation, spare)


def proof(evaluation: GoalEvaluation) -> tuple[Text, ...]:
    """The newest figure, what the target needs of its denominator, and why nothing is certain yet."""
    return tuple(
        part
        for part in (
            _newest_figure(evaluation),
            _needed(evaluation),
            Text(
                "该项以最新数据为累计值，年底之前可升可降，不提前下结论。",
                "The newest figure is the total; it can move either way, and nothing is certain before the year ends.",
            ),
        )
        if part is not None
    )


def _builds_up(evaluation: GoalEvaluation) -> bool:
    return evaluation.rule.pace is not PaceKind.NONE


def _is_at_most(evaluation: GoalEvaluation) -> bool:
    return evaluation.rule.direction is Direction.AT_MOST


def _spare(evaluation: GoalEvaluation) -> int | None:
    if evaluation.numerator is None or evaluation.denominator is None:
        return None
    return margin(evaluation.rule, Tally(evaluation.numerator, evaluation.denominator, evaluation.value))


def _gap(evaluation: GoalEvaluation, required: Required) -> Text:
    count = things(required.value, evaluation.rule.indicator)
    if _is_at_most(evaluation):
        return Text(f"还须减少 {count.zh}", f"{count.en} too many")
    if is_ahead_but_short(evaluation):
        return Text(f"还差 {count.zh}，故有风险", f"{count.en} to go, so at risk")
    if _builds_up(evaluation):
        return Text(f"还差 {count.zh}", f"{count.en} to go")
    return Text(f"还差 {count.zh}达标", f"{count.en} short of the target")


def _reached(evaluation: GoalEvaluation, spare: int) -> Text:
    if spare == 0:
        return Text("恰好达到全年目标", "The year's target is just reached")
    count = things(spare, evaluation.rule.indicator)
    return Text(f"已达到全年目标，余量 {count.zh}", f"The year's target is reached with {count.en} to spare")


def _holding(evaluation: GoalEvaluation, spare: int) -> Text:
    indicator = evaluation.rule.indicator
    one_more = things(spare + 1, indicator)
    good = (
        (evaluation.numerator or 0)
        if not _is_at_most(evaluation)
        else ((evaluation.denominator or 0) - (evaluation.numerator or 0))
    )
    if spare + 1 > good:
        return Text("达标，且无论如何转差均达标", "Met, however many turn worse")
    if spare == 0:
        return Text(
            f"恰好达标：再有 {one_more.zh}转差即不达标",
            f"Just met: one more {one_more.en.removeprefix('1 ')} turning worse would miss the target",
        )
    return Text(
        f"达标，余量 {things(spare, indicator).zh}：再有 {one_more.zh}转差即不达标",
        f"Met with {things(spare, indicator).en} to spare: {one_more.en} turning worse would miss the target",
    )


def _impossible(evaluation: GoalEvaluation) -> Text:
    total, target = things(evaluation.denominator or 0, evaluation.rule.indicator), target_text(evaluation.rule)
    return Text(
        f"按现有 {total.zh}，即使全部计入也达不到 {target.zh}",
        f"With the present {total.en} no result meets the target of {target.en}",
    )


def _newest_figure(evaluation: GoalEvaluation) -> Text | None:
    if evaluation.data_through is None or evaluation.value is None:
        return None
    indicator, month = evaluation.rule.indicator, month_name(evaluation.data_through)
    value, target = value_text(evaluation.value, evaluation.rule), target_text(evaluation.rule)
    numerator, total = plain(evaluation.numerator or 0), things(evaluation.denominator or 0, indicator)
    return sentence(
        Text(
            f"最新数据（{month.zh}）：{total.zh}中{indicator.numerator_name.zh} {numerator} "
            f"{indicator.numerator_unit.zh}，为 {value.zh}",
            f"The newest figure ({month.en}): {numerator} of {total.en}, {value.en}",
        ),
        Text(f"目标 {target.zh}", f"the target is {target.en}"),
    )


def _needed(evaluation: GoalEvaluation) -> Text | None:
    """The count that just meets the target, of the present denominator."""
    indicator, numerator, spare = evaluation.rule.indicator, evaluation.numerator, _spare(evaluation)
    if numerator is None:
        return None
    change = int(evaluation.required.value) if evaluation.required else -spare if spare is not None else None
    if change is None:
        return None
    at_most = _is_at_most(evaluation)
    edge, bound = things(numerator + (-change if at_most else change), indicator), ("至多", "at most")
    if not at_most:
        bound = ("至少", "at least")
    told = (
        Text(f"还差 {things(change, indicator).zh}", f"{things(change, indicator).en} to go")
        if change > 0
        else Text(f"余量 {things(-change, indicator).zh}", f"{things(-change, indicator).en} to spare")
    )
    return sentence(Text(f"达标须{bound[0]} {edge.zh}", f"To meet it takes {bound[1]} {edge.en}"), told)
