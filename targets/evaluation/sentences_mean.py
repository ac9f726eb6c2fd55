"""Sentences about a mean of days: what the rest may average, and why one side of a mean cannot be proved early."""

from fractions import Fraction

from targets.evaluation.model import Attainability, Direction, GoalEvaluation, Required
from targets.evaluation.phrases import (
    clauses,
    counted,
    earlier_years,
    month_name,
    number,
    plain,
    quality,
    sentence,
    value_text,
)
from targets.evaluation.rounding import limit
from targets.texts import Text

_FORMULA_DECIMALS = 4


def headline(evaluation: GoalEvaluation) -> Text:
    """What the rest must average, beside what the same days averaged in earlier years."""
    open_days = _open_days(evaluation)
    lowest = evaluation.proof.best if _is_at_most(evaluation) else evaluation.proof.worst
    if evaluation.required is not None:
        return clauses(_rest(evaluation, evaluation.required), _earlier(evaluation))
    if lowest is None or evaluation.attainability is Attainability.ATTAINABLE:
        value = value_text(evaluation.value or Fraction(0), evaluation.rule)
        return Text(f"目前均值 {value.zh}", f"The mean so far is {value.en}")
    end = value_text(lowest, evaluation.rule)
    if evaluation.attainability is Attainability.OUT_OF_REACH:
        return Text(
            f"已无法达标：余下 {open_days.zh}即使均为 0，全年均值也达 {end.zh}",
            f"Out of reach: even at 0 for the {open_days.en} left the year would average {end.en}",
        )
    return Text(
        f"余下 {open_days.zh}即使均为 0，全年均值也有 {end.zh}，必定达标",
        f"Even at 0 for the {open_days.en} left the year would average {end.en}: met whatever comes",
    )


def proof(evaluation: GoalEvaluation) -> tuple[Text, ...]:
    """The sum so far, the formula of the rest, what is not provable and why."""
    parts = [_on_record(evaluation), _formula(evaluation)]
    if evaluation.attainability is Attainability.ATTAINABLE:
        parts.append(_not_provable(evaluation))
    return tuple(part for part in parts if part is not None)


def _is_at_most(evaluation: GoalEvaluation) -> bool:
    return evaluation.rule.direction is Direction.AT_MOST


def _open_days(evaluation: GoalEvaluation) -> Text:
    count, day = str(evaluation.proof.open_units), evaluation.rule.indicator.denominator_unit
    return Text(f"{count} {day.zh}", counted(count, day.en))


def _rest(evaluation: GoalEvaluation, required: Required) -> Text:
    sign, words = ("≤", "at most") if _is_at_most(evaluation) else ("≥", "at least")
    shown, open_days = number(Fraction(required.value), evaluation.rule.indicator.decimals), _open_days(evaluation)
    return Text(f"余下 {open_days.zh}均值须 {sign} {shown}", f"The {open_days.en} left must average {words} {shown}")


def _earlier(evaluation: GoalEvaluation) -> Text | None:
    listed = earlier_years(evaluation)
    return None if listed is None else Text(listed.zh, f"the same days averaged {listed.en}")


def _on_record(evaluation: GoalEvaluation) -> Text:
    indicator, month, open_days = evaluation.rule.indicator, month_name(evaluation.as_of), _open_days(evaluation)
    day, valid = indicator.denominator_unit, quality(indicator.denominator_name, indicator.denominator_unit)
    total, days = plain(evaluation.numerator or 0), plain(evaluation.denominator or 0)
    expected = evaluation.proof.expected
    rest = Text(
        f"未定 {open_days.zh}，全年预计{valid.zh} {expected} {day.zh}",
        f"with {open_days.en} open, {expected} are expected for the year",
    )
    return sentence(
        Text(
            f"截至 {month.zh}底，{valid.zh} {days} {day.zh}，{indicator.numerator_name.zh} {total}",
            f"To the end of {month.en}, {counted(days, f'{valid.en} {day.en}')} on record with a sum of {total}",
        ),
        rest if expected is not None else None,
    )


def _formula(evaluation: GoalEvaluation) -> Text | None:
    """(limit × expected − sum) ÷ open, in numbers; impossible below 0, needless below 0."""
    open_days, expected = evaluation.proof.open_units, evaluation.proof.expected
    if not open_days or expected is None:
        return None
    edge = limit(evaluation.rule)
    collected = evaluation.rule.indicator.scale * Fraction(evaluation.numerator or 0)
    rest = (edge.value * expected - collected) / open_days
    written = f"({_short(edge.value)} × {expected} − {_short(collected)}) ÷ {open_days} {_equals(rest)}"
    if _is_at_most(evaluation):
        verb = Text("不高于", "at most") if edge.attained else Text("低于", "below")
    else:
        verb = Text("不低于", "at least") if edge.attained else Text("高于", "above")
    return sentence(
        Text(f"余下均值须{verb.zh} {written}", f"The rest must average {verb.en} {written}"),
        _meaning(evaluation),
    )


def _meaning(evaluation: GoalEvaluation) -> Text | None:
    if evaluation.required is not None:
        shown = number(Fraction(evaluation.required.value), evaluation.rule.indicator.decimals)
        return Text(f"取稳妥一侧，即 {shown}", f"on the safe side {shown}")
    if evaluation.attainability is Attainability.OUT_OF_REACH:
        return Text(
            "均值不会低于 0，因此无论余下如何都不能达标", "no mean is below 0, so the target is missed whatever comes"
        )
    if evaluation.attainability is Attainability.SECURED:
        return Text("均值不会低于 0，因此无论余下如何都达标", "no mean is below 0, so the target is met whatever comes")
    return None


def _not_provable(evaluation: GoalEvaluation) -> Text:
    if _is_at_most(evaluation):
        return Text(
            "均值没有上限，年度结束之前不能断言达标。",
            "A mean has no upper bound, so it cannot be proved met before the year ends.",
        )
    return Text(
        "均值没有上限，年度结束之前不能断言不达标。",
        "A mean has no upper bound, so it cannot be proved missed before the year ends.",
    )


def _short(value: Fraction) -> str:
    """A number of the formula without needless zeros."""
    written = number(value, _FORMULA_DECIMALS)
    return written.rstrip("0").rstrip(".")


def _equals(value: Fraction) -> str:
    sign = "=" if (value * 10**_FORMULA_DECIMALS).denominator == 1 else "≈"
    return f"{sign} {_short(value) if sign == '=' else number(value, _FORMULA_DECIMALS)}"
