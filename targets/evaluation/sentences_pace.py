"""The value to date beside its pace, in words."""

from fractions import Fraction

from targets.evaluation.model import GoalEvaluation, PaceKind
from targets.evaluation.pace import keeps_pace
from targets.evaluation.phrases import month_name, telling, with_unit
from targets.periods import Month
from targets.texts import Text

_ASKS = {
    PaceKind.SCHEDULE: Text("时序进度应为", "the schedule asks for"),
    PaceKind.SEASONAL: Text("按往年走势应为", "the path of earlier years asks for"),
    PaceKind.MILESTONES: Text("按计划节点应为", "the plan's milestones ask for"),
}


def pace_text(evaluation: GoalEvaluation) -> Text | None:
    """The pace now and the distance to it, as a clause; None without a pace."""
    value, pace, rule = evaluation.value, evaluation.pace, evaluation.rule
    asks = _ASKS.get(rule.pace)
    if value is None or pace is None or asks is None:
        return None
    due = with_unit(telling(pace, value, rule.indicator.decimals), rule)
    distance = abs(value - pace)
    if distance == 0:
        return Text(f"{asks.zh} {due.zh}，持平", f"{asks.en} {due.en}, exactly kept")
    amount = telling(distance, Fraction(0), rule.indicator.decimals)
    unit = Text("个百分点", "points") if rule.indicator.unit.zh == "%" else rule.indicator.unit
    side = Text("超前", "ahead") if keeps_pace(value, pace, rule) else Text("滞后", "behind")
    return Text(
        f"{asks.zh} {due.zh}，{side.zh} {amount} {unit.zh}", f"{asks.en} {due.en}, {amount} {unit.en} {side.en}"
    )


def pace_sentence(evaluation: GoalEvaluation) -> Text | None:
    """The same as a sentence, with the month that the pace is read at."""
    pace, month = pace_text(evaluation), _judged_month(evaluation)
    if pace is None or month is None:
        return None
    name = month_name(month)
    return Text(f"{name.zh}底{pace.zh}。", f"At the end of {name.en} {pace.en}.")


def _judged_month(evaluation: GoalEvaluation) -> Month | None:
    """The last month due by now; before any was due, the newest one that has a figure all the same."""
    past = [result for result in evaluation.months if result.is_past]
    due = [result.month for result in past if result.is_due]
    reported = [result.month for result in past if result.figure is not None]
    return next(iter(due[-1:] or reported[-1:]), None)
