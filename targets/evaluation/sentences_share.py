"""Sentences about a share of days: the budget of bad days and the best and worst case of the open days."""

from dataclasses import dataclass

from targets.evaluation.model import Attainability, Direction, GoalEvaluation
from targets.evaluation.phrases import (
    clauses,
    counted,
    month_name,
    number,
    plain,
    quality,
    sentence,
    target_text,
    value_text,
    with_unit,
)
from targets.texts import Text


@dataclass(frozen=True)
class _Words:
    good: Text
    bad: Text
    valid: Text
    day: Text
    open_days: Text  # "61 天", "61 days"


def _words(evaluation: GoalEvaluation) -> _Words:
    indicator = evaluation.rule.indicator
    day = indicator.denominator_unit
    names = [indicator.numerator_name, indicator.shortfall_name]
    if evaluation.rule.direction is Direction.AT_MOST:
        names.reverse()
    good, bad = (quality(name, day) for name in names)
    open_units = evaluation.proof.open_units
    open_days = Text(f"{open_units} {day.zh}", counted(str(open_units), day.en))
    return _Words(good, bad, quality(indicator.denominator_name, day), day, open_days)


def headline(evaluation: GoalEvaluation) -> Text:
    """The budget and what the open days must bring; or why nothing is open any more."""
    words, budget = _words(evaluation), evaluation.budget
    if evaluation.attainability is Attainability.OUT_OF_REACH or budget is None:
        return _lost(evaluation, words)
    if evaluation.attainability is Attainability.SECURED:
        spent = budget.used + evaluation.proof.open_units
        return Text(
            f"已锁定达标：余下 {words.open_days.zh}即使全部{words.bad.zh}，共 {spent} {words.day.zh}，"
            f"不超过允许的 {budget.allowed} {words.day.zh}",
            f"Secured: even if all {words.open_days.en} left were {words.bad.en}, {spent} of {budget.allowed} "
            "allowed would be used",
        )
    return clauses(budget_text(evaluation), _rest(evaluation, words))


def budget_text(evaluation: GoalEvaluation) -> Text | None:
    """How many bad days the year allows, how many are used and left; None where the target allows no answer."""
    budget = evaluation.budget
    if budget is None:
        return None
    bad, day = quality(budget.name, budget.unit), budget.unit
    return Text(
        f"全年允许{bad.zh} {budget.allowed} {day.zh}，已用 {budget.used} {day.zh}，剩余 {budget.left} {day.zh}",
        f"{budget.used} of {counted(str(budget.allowed), budget.name.en)} used, {budget.left} left",
    )


def _lost(evaluation: GoalEvaluation, words: _Words) -> Text:
    budget, best = evaluation.budget, evaluation.proof.best
    if budget is not None and budget.left < 0:
        return Text(
            f"已无法达标：全年只允许{words.bad.zh} {budget.allowed} {words.day.zh}，已用 {budget.used} {words.day.zh}",
            f"Out of reach: {counted(str(budget.used), budget.name.en)} used, the year allows only {budget.allowed}",
        )
    end = value_text(best, evaluation.rule) if best is not None else Text("—", "—")
    return Text(
        f"已无法达标：余下 {words.open_days.zh}即使全部{words.good.zh}，全年也只到 {end.zh}",
        f"Out of reach: even with all {words.open_days.en} left {words.good.en} the year would end at {end.en}",
    )


def _rest(evaluation: GoalEvaluation, words: _Words) -> Text | None:
    required, budget = evaluation.required, evaluation.budget
    if required is None:
        return None
    if required.value == required.over:
        return Text(
            f"余下 {words.open_days.zh}须全部{words.good.zh}", f"all {words.open_days.en} left must be {words.good.en}"
        )
    if evaluation.rule.direction is Direction.AT_MOST and budget is not None:
        return Text(
            f"余下 {words.open_days.zh}至多 {budget.left} {words.day.zh}{words.bad.zh}",
            f"at most {budget.left} of the {words.open_days.en} left may be {words.bad.en}",
        )
    return Text(
        f"余下 {words.open_days.zh}须有 {plain(required.value)} {words.day.zh}{words.good.zh}",
        f"{plain(required.value)} of the {words.open_days.en} left must be {words.good.en}",
    )


def proof(evaluation: GoalEvaluation) -> tuple[Text, ...]:
    """What is on record, what is open, both ends of what can come, and the conclusion."""
    words = _words(evaluation)
    return tuple(
        part
        for part in (
            _on_record(evaluation, words),
            _both_ends(evaluation, words),
            _budget_sentence(evaluation, words),
            _conclusion(evaluation, words),
            _rate(evaluation, words),
        )
        if part is not None
    )


def _on_record(evaluation: GoalEvaluation, words: _Words) -> Text:
    numerator, denominator = evaluation.numerator or 0, evaluation.denominator or 0
    rest = denominator - numerator
    good, bad = (rest, numerator) if evaluation.rule.direction is Direction.AT_MOST else (numerator, rest)
    month, day, expected = month_name(evaluation.as_of), words.day, evaluation.proof.expected
    return sentence(
        Text(
            f"截至 {month.zh}底，{words.valid.zh} {plain(denominator)} {day.zh}，其中{words.good.zh} {plain(good)} "
            f"{day.zh}、{words.bad.zh} {plain(bad)} {day.zh}",
            f"To the end of {month.en}, {counted(plain(denominator), f'{words.valid.en} {day.en}')} on record: "
            f"{plain(good)} {words.good.en}, {plain(bad)} {words.bad.en}",
        ),
        Text(
            f"未定 {words.open_days.zh}，全年预计{words.valid.zh} {expected} {day.zh}",
            f"with {words.open_days.en} open, {expected} are expected for the year",
        ),
    )


def _both_ends(evaluation: GoalEvaluation, words: _Words) -> Text | None:
    best, worst = evaluation.proof.best, evaluation.proof.worst
    if best is None or worst is None:
        return None
    high, low = value_text(best, evaluation.rule), value_text(worst, evaluation.rule)
    target = target_text(evaluation.rule)
    return sentence(
        Text(
            f"未定各{words.day.zh}若全部{words.good.zh}，全年为 {high.zh}，若全部{words.bad.zh}，全年为 {low.zh}",
            f"If every open day is {words.good.en} the year ends at {high.en}, if every one is {words.bad.en} "
            f"at {low.en}",
        ),
        Text(f"目标 {target.zh}", f"the target is {target.en}"),
    )


def _budget_sentence(evaluation: GoalEvaluation, words: _Words) -> Text | None:
    budget, expected = evaluation.budget, evaluation.proof.expected
    if budget is None:
        return None
    used, left = budget.used, budget.left
    rest_zh, rest_en = (
        (f"剩余 {left} {words.day.zh}", f"{left} left")
        if left >= 0
        else (
            f"超出 {-left} {words.day.zh}",
            f"{-left} too many",
        )
    )
    return sentence(
        Text(
            f"{expected} {words.day.zh}中至多 {budget.allowed} {words.day.zh}{words.bad.zh}仍可达标",
            f"Of {expected} {words.day.en} at most {budget.allowed} may be {words.bad.en}",
        ),
        Text(f"已用 {used} {words.day.zh}，{rest_zh}", f"{used} used, {rest_en}"),
    )


def _rate(evaluation: GoalEvaluation, words: _Words) -> Text | None:
    """The share that the open days must bring."""
    required, rule = evaluation.required, evaluation.rule
    if required is None or rule.direction is Direction.AT_MOST:
        return None
    rate = rule.indicator.scale * required.exact / required.over
    share = with_unit(number(rate, rule.indicator.decimals), rule)
    return Text(
        f"即余下{words.day.zh}数的{words.good.zh}率 {share.zh}。", f"That is {share.en} of the {words.day.en} left."
    )


def _conclusion(evaluation: GoalEvaluation, words: _Words) -> Text | None:
    match evaluation.attainability:
        case Attainability.SECURED:
            return Text("因此无论未定各日如何，全年必定达标。", "So the target is met whatever the open days bring.")
        case Attainability.OUT_OF_REACH:
            return Text(
                "因此无论未定各日如何，全年都不能达标。", "So the target is missed whatever the open days bring."
            )
        case _:
            rest = _rest(evaluation, words)
            return None if rest is None else Text(f"因此尚可达标：{rest.zh}。", f"So it is attainable: {rest.en}.")
