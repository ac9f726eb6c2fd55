"""Verdict, attainability and the one lamp. Words and the order of the lamps: the read API's documentation."""

from fractions import Fraction

from targets.evaluation.aggregate import Record
from targets.evaluation.model import Attainability, Combination, GoalRule, Status, Validity, Verdict
from targets.evaluation.pace import keeps_pace
from targets.evaluation.rounding import meets


def decide_verdict(record: Record, value: Fraction | None, validity: Validity, proved: Attainability) -> Verdict:
    """Open until the year is over; then met or not, without any tolerance, if the year can be evaluated at all.

    One exception needs no complete year: counts of unknown number whose limit is broken already (a failed month where
    100 % is due) are not met whatever the missing months would have brought.
    """
    if not record.is_over:
        return Verdict.OPEN
    if value is not None and validity.evaluable:
        return Verdict.MET if meets(value, record.rule) else Verdict.NOT_MET
    unbounded_sum = record.indicator.combination is Combination.SUM and not record.indicator.counts_days
    if unbounded_sum and value is not None and proved is Attainability.OUT_OF_REACH:
        return Verdict.NOT_MET
    return Verdict.NOT_EVALUABLE


def decide_attainability(
    verdict: Verdict, value: Fraction | None, validity: Validity, proved: Attainability
) -> Attainability:
    """The verdict's once the year is over; before, what is proved, but nothing of a year that cannot be evaluated."""
    settled = {
        Verdict.MET: Attainability.SECURED,
        Verdict.NOT_MET: Attainability.OUT_OF_REACH,
        Verdict.NOT_EVALUABLE: Attainability.UNKNOWN,
    }
    if verdict is not Verdict.OPEN:
        return settled[verdict]
    if value is None:
        return Attainability.UNKNOWN
    if validity.broken and proved is Attainability.SECURED:
        return Attainability.ATTAINABLE
    return proved


def decide_status(
    record: Record,
    value: Fraction | None,
    attainability: Attainability,
    verdict: Verdict,
    pace: Fraction | None,
    probability: float | None = None,
) -> Status:
    """The lamp of a goal that has figures, or whose year is over, or that is settled later.

    ``probability``: of meeting the target, where there is a forecast; then it alone decides between the open lamps.
    A value that areas are missing from is at risk at best: what nobody reported shows no green.
    """
    if verdict is not Verdict.OPEN:
        return Status(verdict.value)
    if record.indicator.combination is Combination.ANNUAL:
        return Status.TOO_EARLY
    if attainability in (Attainability.OUT_OF_REACH, Attainability.SECURED):
        return Status(attainability.value)
    if value is None:
        return Status.NO_DATA
    on_target = meets(value, record.rule)
    best = Status.ON_TRACK
    if any(figure.missing_areas for figure in record.behind(record.as_of)):
        best = Status.AT_RISK
    if probability is not None:
        return _by_probability(probability, best, record.rule)
    if pace is None:
        return best if on_target else Status.BEHIND
    holding = on_target + keeps_pace(value, pace, record.rule)
    return (Status.BEHIND, Status.AT_RISK, best)[holding]


def _by_probability(probability: float, best: Status, rule: GoalRule) -> Status:
    """By whole per cent, as the probability is shown: what reads 70 % is not below 70 %."""
    probability = round(probability, 2)
    if probability >= float(rule.on_track_from):
        return best
    return Status.AT_RISK if probability >= float(rule.at_risk_from) else Status.BEHIND


def is_too_early(record: Record, *, first_month_over: bool) -> bool:
    """Whether nothing can be expected on record yet: no figure, and the first month not over or none due so far."""
    if any(month.year == record.rule.year for month in record.figures):
        return False
    is_due = record.indicator.frequency.is_due
    none_due = not any(is_due(month) for month in record.open_months if month <= record.as_of)
    return not first_month_over or none_due
