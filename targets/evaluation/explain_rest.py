"""What can still come, with its numbers: the ends of what is possible, the budget, and what the rest must bring."""

from decimal import Decimal
from fractions import Fraction

from targets.evaluation.explain_lines import Line, Step, held, line_of, scale_text, short
from targets.evaluation.model import Combination, Direction, GoalEvaluation, Required, RequiredKind
from targets.evaluation.phrases import counted, plain
from targets.evaluation.rounding import limit
from targets.texts import Text


def attainability(evaluation: GoalEvaluation) -> Step:
    """The ends of what can still come, and the budget's last good and first bad case."""
    indicator = evaluation.rule.indicator
    lines: tuple[Line, ...] = ()
    said = tuple(text for text in evaluation.sentences.proof if text != evaluation.sentences.history)
    if indicator.counts_days and evaluation.proof.expected:
        lines = _ends_of_mean(evaluation) if indicator.combination is Combination.MEAN else _ends_of_share(evaluation)
    return Step("attainability", Text("能否达标", "What is provable"), lines, said)


def _ends_of_mean(evaluation: GoalEvaluation) -> tuple[Line, ...]:
    rule, expected = evaluation.rule, evaluation.proof.expected or 1
    lowest = rule.indicator.scale * Fraction(evaluation.numerator or 0) / expected
    name = Text("余下各日均为 0 时的全年均值", "the year's mean with 0 on every open day")
    return (held(name, f"{scale_text(rule)}{plain(evaluation.numerator or 0)} ÷ {expected}", lowest, rule),)


def _ends_of_share(evaluation: GoalEvaluation) -> tuple[Line, ...]:
    rule, budget = evaluation.rule, evaluation.budget
    so_far, expected, left = (
        plain(evaluation.numerator or 0),
        evaluation.proof.expected or 1,
        evaluation.proof.open_units,
    )
    scale, top = rule.indicator.scale, Fraction(evaluation.numerator or 0)
    numerator = rule.indicator.numerator_name
    lines = [
        held(
            Text(f"未定各日全部计入{numerator.zh}", f"every open day among the {numerator.en}"),
            f"{scale_text(rule)}({so_far} + {left}) ÷ {expected}",
            scale * (top + left) / expected,
            rule,
        ),
        held(
            Text(f"未定各日均不计入{numerator.zh}", f"no open day among the {numerator.en}"),
            f"{scale_text(rule)}{so_far} ÷ {expected}",
            scale * top / expected,
            rule,
        ),
    ]
    for bad in [] if budget is None else [budget.allowed, budget.allowed + 1]:
        if budget is None or bad > expected:
            continue
        at_least = rule.direction is Direction.AT_LEAST
        counted_days = expected - bad if at_least else bad
        written = f"({expected} − {bad})" if at_least else f"{bad}"
        name = Text(f"全年{budget.name.zh} {bad}", f"{counted(str(bad), budget.name.en)} in the year")
        lines.append(
            held(name, f"{scale_text(rule)}{written} ÷ {expected}", Fraction(scale * counted_days, expected), rule)
        )
    return tuple(lines)


def required_from_now(evaluation: GoalEvaluation) -> Step | None:
    required = evaluation.required
    if required is None:
        return None
    lines = (
        _rest_of_mean(evaluation, required)
        if required.kind is RequiredKind.MEAN_OF_REST
        else _rest_of_counts(evaluation, required)
    )
    history = evaluation.sentences.history
    return Step("required", Text("余下须达到", "Required from now on"), lines, () if history is None else (history,))


def _rest_of_mean(evaluation: GoalEvaluation, required: Required) -> tuple[Line, ...]:
    """The formula, then the printed number and one step worse put back into the year's mean."""
    rule, expected = evaluation.rule, evaluation.proof.expected or 1
    so_far, over = f"{scale_text(rule)}{plain(evaluation.numerator or 0)}", required.over
    edge = short(limit(rule).value)
    formula = line_of(
        Text("余下均值的界限", "the bound for the mean of the rest"),
        f"({edge} × {expected} − {so_far}) ÷ {over}",
        required.exact,
        rule,
    )
    step = Decimal((0, (1,), -rule.indicator.decimals))
    worse = required.value + (step if rule.direction is Direction.AT_MOST else -step)
    lines = [formula]
    for rest in (required.value, worse):
        total = rule.indicator.scale * Fraction(evaluation.numerator or 0) + Fraction(rest) * over
        name = Text(f"余下均值为 {plain(rest)} 时全年", f"the year with {plain(rest)} for the rest")
        lines.append(held(name, f"({so_far} + {plain(rest)} × {over}) ÷ {expected}", total / expected, rule))
    return tuple(lines)


def _rest_of_counts(evaluation: GoalEvaluation, required: Required) -> tuple[Line, ...]:
    """The printed count and one fewer put back into the year's share."""
    rule, indicator = evaluation.rule, evaluation.rule.indicator
    added = 0 if indicator.combination is Combination.NEWEST else required.over
    top, bottom = Fraction(evaluation.numerator or 0), Fraction(evaluation.denominator or 0) + added
    whole = plain(evaluation.denominator or 0) if not added else f"({plain(evaluation.denominator or 0)} + {added})"
    lines = []
    for good in (int(required.value), int(required.value) - 1):
        change = good
        if rule.direction is Direction.AT_MOST:
            change = -good if not added else added - good
        written = f"({plain(evaluation.numerator or 0)} {'+' if change >= 0 else '−'} {abs(change)})"
        name = Text(f"余下计入 {change}", f"with {change} of the rest")
        value = indicator.scale * (top + change) / bottom
        lines.append(held(name, f"{scale_text(rule)}{written} ÷ {whole}", value, rule))
    return tuple(lines)
