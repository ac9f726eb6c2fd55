"""Why the lamp of an open year is what it is: which comparison of the value holds and which fails.

The value is held against the target and against the pace (without a pace against the target alone); a value that
areas are missing from is at risk at best; where there is a forecast its probability decides instead (``verdict``).
"""

from fractions import Fraction

from targets.evaluation.model import Combination, GoalEvaluation, GoalRule, PaceKind, Status, Verdict
from targets.evaluation.pace import keeps_pace
from targets.evaluation.phrases import few, number, target_text, value_text
from targets.evaluation.rounding import meets
from targets.evaluation.sentences_forecast import in_hundred
from targets.evaluation.words import STATUS_WORDS
from targets.texts import Text

_OPEN = (Status.ON_TRACK, Status.AT_RISK, Status.BEHIND)
_PACE = {
    PaceKind.NONE: Text("时序", "pace"),
    PaceKind.SCHEDULE: Text("时序进度", "schedule"),
    PaceKind.SEASONAL: Text("往年走势", "path of earlier years"),
    PaceKind.MILESTONES: Text("计划节点", "plan's milestones"),
}


def lamp_reason(evaluation: GoalEvaluation, *, with_value: bool = True) -> Text | None:
    """``24.1 % to date neither meets the target of at least 35 % nor keeps to the schedule``.

    None where no value is compared. Without the value where the clause before told it.
    """
    value, rule = evaluation.value, evaluation.rule
    if value is None or evaluation.status not in _OPEN:
        return None
    if evaluation.forecast is not None:
        return _with_areas(_by_chance(evaluation.forecast.probability, rule), evaluation)
    written = value_text(value, rule)
    subject = Text(f"累计 {written.zh} ", f"{written.en} to date") if with_value else Text("", "it")
    verbs = _by_comparison(evaluation, value)
    return _with_areas(Text(f"{subject.zh}{verbs.zh}", f"{subject.en} {verbs.en}"), evaluation)


def lamp_sentence(evaluation: GoalEvaluation) -> Text | None:
    """The same as a sentence that names the light; None where the light asks for no reason."""
    reason = lamp_reason(evaluation)
    if reason is None or evaluation.status is Status.ON_TRACK:
        return None
    lamp = STATUS_WORDS[evaluation.status]
    return Text(f"灯为“{lamp.zh}”：{reason.zh}。", f"The light is {lamp.en}: {reason.en}.")


def settled_reason(evaluation: GoalEvaluation) -> Text | None:
    """The year's value against the target, of a year that is over; None of any other."""
    if evaluation.value is None or evaluation.verdict not in (Verdict.MET, Verdict.NOT_MET):
        return None
    value, target = value_text(evaluation.value, evaluation.rule), target_text(evaluation.rule)
    if evaluation.verdict is Verdict.MET:
        return Text(f"全年 {value.zh} 达到目标 {target.zh}", f"the year's {value.en} meets the target of {target.en}")
    return Text(f"全年 {value.zh} 未达到目标 {target.zh}", f"the year's {value.en} misses the target of {target.en}")


def is_ahead_but_short(evaluation: GoalEvaluation) -> bool:
    """Whether the value keeps its pace and yet does not meet the target, so that the lamp is at risk."""
    value, pace, rule = evaluation.value, evaluation.pace, evaluation.rule
    return (
        evaluation.status is Status.AT_RISK
        and evaluation.forecast is None
        and value is not None
        and pace is not None
        and keeps_pace(value, pace, rule)
        and not meets(value, rule)
    )


def _by_comparison(evaluation: GoalEvaluation, value: Fraction) -> Text:
    """What the value does: both comparisons where there is a pace."""
    rule, pace = evaluation.rule, evaluation.pace
    aim, on_target = target_text(rule), meets(value, rule)
    target = Text(f"目标 {aim.zh}", f"the target of {aim.en}")
    if pace is None:
        return (
            Text(f"已达到{target.zh}", f"meets {target.en}")
            if on_target
            else Text(f"未达到{target.zh}", f"does not meet {target.en}")
        )
    path = _PACE[rule.pace]
    match on_target, keeps_pace(value, pace, rule):
        case True, True:
            return Text(f"既达到{target.zh}，又不落后于{path.zh}", f"meets {target.en} and keeps to the {path.en}")
        case True, False:
            return Text(f"达到{target.zh}，但落后于{path.zh}", f"meets {target.en} but is behind the {path.en}")
        case False, True:
            return Text(
                f"不落后于{path.zh}，但未达到{target.zh}", f"keeps to the {path.en} but does not meet {target.en} yet"
            )
        case _:
            return Text(
                f"既未达到{target.zh}，又落后于{path.zh}", f"neither meets {target.en} nor keeps to the {path.en}"
            )


def _by_chance(probability: float, rule: GoalRule) -> Text:
    """The forecast's probability against the plan's two thresholds, whichever of them it is held against."""
    now, shown = in_hundred(probability), Fraction(round(probability, 2)).limit_denominator(100)
    green, yellow = Fraction(rule.on_track_from), Fraction(rule.at_risk_from)
    chance = Text(f"预测达标概率 {now}", f"the forecast puts the chance of meeting the target at {now}")
    if shown >= green:
        edge = f"{number(100 * green, 0)} %"
        return Text(f"{chance.zh}，不低于 {edge}", f"{chance.en}, not below {edge}")
    if shown >= yellow:
        edge = f"{number(100 * green, 0)} %"
        return Text(f"{chance.zh}，低于 {edge}", f"{chance.en}, below {edge}")
    edge = f"{number(100 * yellow, 0)} %"
    return Text(f"{chance.zh}，低于 {edge}", f"{chance.en}, below {edge}")


def _with_areas(reason: Text, evaluation: GoalEvaluation) -> Text:
    """With the areas that the value lacks, where they keep the lamp from being on track."""
    missing = _missing_areas(evaluation)
    if not missing or evaluation.status is not Status.AT_RISK:
        return reason
    names = few(missing)
    return Text(
        f"{reason.zh}；缺{names.zh}数据，至多为有风险",
        f"{reason.en}; without the figures of {names.en} it is at risk at best",
    )


def _missing_areas(evaluation: GoalEvaluation) -> list[Text]:
    """Of the figures that the value is made of: all up to the as-of month, or the newest where it is the total."""
    figures = [one.figure for one in evaluation.months if one.is_past and one.figure is not None]
    if evaluation.rule.indicator.combination is Combination.NEWEST:
        figures = figures[-1:]
    return list(dict.fromkeys(name for figure in figures for name in figure.missing_areas))
