"""An assumed rest of the year in words: conditional, never as if it were on record."""

from targets.evaluation.model import Combination, Direction, GoalEvaluation, RequiredKind, Status, Verdict
from targets.evaluation.phrases import (
    counted,
    month_list,
    month_name,
    plain,
    quality,
    target_text,
    things,
    value_text,
)
from targets.evaluation.sentences_notes import reasons_not_evaluable
from targets.evaluation.what_if import Outcome
from targets.texts import Text

WOULD_BE = {
    Status.OUT_OF_REACH: Text("将无法达标", "would be out of reach"),
    Status.NOT_MET: Text("将不达标", "would be missed"),
    Status.BEHIND: Text("将滞后", "would be behind"),
    Status.NOT_EVALUABLE: Text("将无法评价", "could not be evaluated"),
    Status.AT_RISK: Text("将有风险", "would be at risk"),
    Status.NO_DATA: Text("仍无数据", "still no data"),
    Status.TOO_EARLY: Text("仍未到结算期", "still too early"),
    Status.ON_TRACK: Text("将按序时", "would be on track"),
    Status.SECURED: Text("将锁定达标", "would be secured"),
    Status.MET: Text("将达标", "would be met"),
}


def verdict_sentence(outcome: Outcome) -> Text:
    """How the year would end; of a partial assumption, where it would stand then."""
    then = outcome.assumed
    if then.verdict is Verdict.OPEN:
        month, headline = month_name(then.as_of), then.sentences.headline
        return Text(
            f"按此假设，到 {month.zh}底：{headline.zh}。",
            f"With these figures, at the end of {month.en}: {_lowered(headline.en)}.",
        )
    if then.value is None or then.verdict is Verdict.NOT_EVALUABLE:
        reason = reasons_not_evaluable(then)[0]
        return Text(
            f"按此假设，全年将不能评价：{reason.zh}。",
            f"With these figures the year could not be evaluated: {reason.en}.",
        )
    value, target = value_text(then.value, then.rule), target_text(then.rule)
    met = then.verdict is Verdict.MET
    return Text(
        f"按此假设，全年为 {value.zh}，目标 {target.zh} {'将达标' if met else '将不达标'}。",
        f"With these figures the year would end at {value.en}: the target of {target.en} would be "
        f"{'met' if met else 'missed'}.",
    )


def open_sentence(outcome: Outcome) -> Text | None:
    """Which months stay open, and as of when it is evaluated therefore; None where all are assumed."""
    if not outcome.open or outcome.assumed is outcome.present:
        return None
    months, then = month_list(outcome.open), month_name(outcome.assumed.as_of)
    stay = "stays" if len(outcome.open) == 1 else "stay"
    return Text(
        f"{months.zh}未作假设，仍为未定，因此按 {then.zh}底评价。",
        f"{months.en} {stay} open: nothing is assumed there, so this is evaluated as of the end of {then.en}.",
    )


def budget_text(evaluation: GoalEvaluation) -> Text | None:
    """12 of 29 bad days used, 17 left; None without a budget."""
    budget = evaluation.budget
    if budget is None:
        return None
    if budget.allowed == 0:
        return Text(
            f"不允许{budget.name.zh}，已有 {budget.used} {budget.unit.zh}",
            f"no {budget.name.en} allowed, {budget.used} so far",
        )
    if budget.left < 0:
        rest = Text(f"超出 {-budget.left}", f"{-budget.left} too many")
    else:
        rest = Text(f"剩余 {budget.left}", f"{budget.left} left")
    bad = quality(budget.name, budget.unit)
    return Text(
        f"{bad.zh}允许 {budget.allowed} {budget.unit.zh}，已用 {budget.used}，{rest.zh}",
        f"{budget.used} of {counted(str(budget.allowed), budget.name.en)}, {rest.en}",
    )


def required_text(evaluation: GoalEvaluation) -> Text | None:
    """What the months still open must bring; None where nothing is required."""
    required, rule = evaluation.required, evaluation.rule
    if required is None:
        return None
    unit, value = required.unit, plain(required.value)
    over = counted(str(required.over), unit.en)
    if required.kind is RequiredKind.MEAN_OF_REST:
        sign = "≤" if rule.direction is Direction.AT_MOST else "≥"
        return Text(f"余下 {required.over} {unit.zh}均值 {sign} {value}", f"{sign} {value} on average over {over}")
    if rule.indicator.combination is Combination.NEWEST:
        count = things(required.value, rule.indicator)
        fewer = rule.direction is Direction.AT_MOST
        return Text(f"还须{'减少' if fewer else '增加'} {count.zh}", f"{count.en} {'fewer' if fewer else 'more'}")
    if not rule.indicator.counts_days:
        return Text(f"余下 {required.over} {unit.zh}须有 {value} {unit.zh}达标", f"{value} of {over} must pass")
    good = rule.indicator.numerator_name if rule.direction is Direction.AT_LEAST else rule.indicator.shortfall_name
    told = quality(good, unit)
    return Text(f"余下 {required.over} {unit.zh}须 {value} {unit.zh}{told.zh}", f"{value} of {over} must be {told.en}")


def _lowered(written: str) -> str:
    """A headline inside a sentence."""
    return written[:1].lower() + written[1:]
