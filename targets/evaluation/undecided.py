"""A goal whose target was taken over from last year and is not decided yet: its value is shown, nothing is judged."""

from dataclasses import replace

from targets.evaluation.model import Attainability, GoalEvaluation, GoalRule, Status, Verdict
from targets.evaluation.phrases import target_text
from targets.texts import Text


def unjudged(evaluation: GoalEvaluation) -> GoalEvaluation:
    """The evaluation without what a target decides, where there is none yet; otherwise as it is.

    Never green, never a warning either: nobody has asked for last year's target this year.
    """
    if evaluation.rule.target_decided:
        return evaluation
    is_silent = evaluation.verdict is Verdict.OPEN and evaluation.value is None
    is_later = evaluation.status is Status.TOO_EARLY
    return replace(
        evaluation,
        status=evaluation.status if is_silent or is_later else Status.NOT_EVALUABLE,
        verdict=Verdict.OPEN if evaluation.verdict is Verdict.OPEN else Verdict.NOT_EVALUABLE,
        attainability=Attainability.UNKNOWN,
        required=None,
        budget=None,
        forecast=None,
    )


def undecided_text(rule: GoalRule) -> Text:
    """As a clause of a headline, or the reason why a year that is over has no verdict."""
    target = target_text(rule)
    return Text(
        f"目标沿用上年（{target.zh}），尚未确定，暂不评价",
        f"the target ({target.en}) is last year's and not yet decided, so nothing is judged",
    )
