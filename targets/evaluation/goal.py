"""One goal as of one month: the only entrance to the evaluation. Page, API, export, brief and wall print its result."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from targets.evaluation.aggregate import (
    Record,
    check_validity,
    earlier_rests,
    month_results,
    rest_in_earlier_years,
    rounding_error,
)
from targets.evaluation.attainability import Outlook, outlook
from targets.evaluation.forecast import foresee
from targets.evaluation.forecast_pool import ALONE, Common
from targets.evaluation.model import (
    Attainability,
    Forecast,
    GoalEvaluation,
    GoalRule,
    MonthFigure,
    Proof,
    Required,
    Sentences,
    Status,
    Validity,
    Verdict,
)
from targets.evaluation.pace import Path, judged_month, path
from targets.evaluation.sentences import write
from targets.evaluation.undecided import unjudged
from targets.evaluation.verdict import decide_attainability, decide_status, decide_verdict, is_too_early
from targets.periods import Month
from targets.texts import Text

_UNWRITTEN = Sentences(Text("", ""), (), (), ())


def evaluate(
    rule: GoalRule, figures: Iterable[MonthFigure], as_of: Month, *, first_month_over: bool, common: Common = ALONE
) -> GoalEvaluation:
    """Evaluate a goal as of the end of a month.

    ``figures``: all of the indicator in the plan's area, of this and of earlier years, in any order; those of later
    months are ignored. ``first_month_over``: whether the plan's January is over, so that a figure can be expected.
    ``common``: what other cities' months share, for the forecast of a mean.
    Raises ValueError if the as-of month is not of the plan's year, a month has two figures, or a rounded comparison
    lacks its decimals.
    """
    record = Record.at(rule, figures, as_of)
    pace_path = path(record)
    evaluation = unjudged(_compute(record, pace_path, common, first_month_over=first_month_over))
    if not first_month_over:
        evaluation = _nothing_missing(evaluation)
    return replace(evaluation, sentences=write(evaluation, pace_path))


def _compute(record: Record, pace_path: Path, common: Common, *, first_month_over: bool) -> GoalEvaluation:
    tally, behind = record.to_date(record.as_of), record.behind(record.as_of)
    validity, proved = check_validity(record), outlook(record)
    value = tally.value if tally else None
    verdict = Verdict.OPEN  # of a year that has not begun, though it be looked at as of its December
    if first_month_over:
        verdict = decide_verdict(record, value, validity, proved.attainability)
    attainability = decide_attainability(verdict, value, validity, proved.attainability)
    pace = _pace_now(record, pace_path)
    forecast = _forecast(record, attainability, verdict, validity, common)
    status = decide_status(record, value, attainability, verdict, pace, forecast.probability if forecast else None)
    if status is Status.NO_DATA and is_too_early(record, first_month_over=first_month_over):
        status = Status.TOO_EARLY
    return GoalEvaluation(
        rule=record.rule,
        as_of=record.as_of,
        value=value,
        numerator=tally.numerator if tally else None,
        denominator=tally.denominator if tally else None,
        months=month_results(record, pace_path.values),
        data_through=max((figure.month for figure in behind), default=None),
        provisional=any(figure.provisional for figure in behind),
        rounding_error=rounding_error(record),
        validity=validity,
        verdict=verdict,
        attainability=attainability,
        proof=_proof(proved, value, verdict),
        required=_required(proved, attainability, verdict),
        budget=proved.budget,
        pace=pace,
        rest_in_earlier_years=rest_in_earlier_years(record),
        status=status,
        sentences=_UNWRITTEN,
        earlier_rests=earlier_rests(record),
        forecast=forecast,
    )


def _nothing_missing(evaluation: GoalEvaluation) -> GoalEvaluation:
    """Of a year whose first month is not over: every month is to come."""
    months = tuple(replace(month, is_past=False) for month in evaluation.months)
    return replace(evaluation, months=months, validity=replace(evaluation.validity, missing_months=()))


def _forecast(
    record: Record, attainability: Attainability, verdict: Verdict, validity: Validity, common: Common
) -> Forecast | None:
    """Only of a year that is open either way: what is proved, over or can no longer be evaluated needs no opinion."""
    undecided = verdict is Verdict.OPEN and attainability is Attainability.ATTAINABLE and not validity.broken
    return foresee(record, common) if undecided else None


def _pace_now(record: Record, pace_path: Path) -> Fraction | None:
    month = judged_month(record)
    return None if month is None else pace_path.values.get(month.number)


def _proof(proved: Outlook, value: Fraction | None, verdict: Verdict) -> Proof:
    """Once the year is settled its value is the best and the worst at once."""
    settled = verdict in (Verdict.MET, Verdict.NOT_MET)
    return replace(proved.proof, best=value, worst=value) if settled else proved.proof


def _required(proved: Outlook, attainability: Attainability, verdict: Verdict) -> Required | None:
    """Nothing is required of a year that is over or lost."""
    lost = attainability is Attainability.OUT_OF_REACH
    return proved.required if verdict is Verdict.OPEN and not lost else None
