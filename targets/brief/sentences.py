"""The sentences of one goal: the month, the year to date beside last year, what it takes, who lags, what is missing."""

from collections.abc import Sequence
from fractions import Fraction

from targets.brief.compare import Change, change, newest, unmatched_months
from targets.brief.model import GoalFact
from targets.brief.style import joined, stopped
from targets.cards import marks, shown
from targets.evaluation.compose import AreaState
from targets.evaluation.model import Combination, Direction, GoalEvaluation, MonthResult, Verdict
from targets.evaluation.phrases import (
    capitalised,
    month_list,
    month_name,
    named,
    plain,
    target_text,
    telling,
    things,
    value_text,
    with_unit,
)
from targets.evaluation.rounding import meets
from targets.evaluation.sentences_forecast import estimate
from targets.evaluation.sentences_pace import pace_sentence
from targets.standards.rounding import exact_sum
from targets.texts import Text

AREAS_NAMED = 3


def goal_text(fact: GoalFact, *, month_is_over: bool, names: int = AREAS_NAMED) -> Text:
    """All that the brief says about a goal. ``names``: how many areas of a group are named, weakest first."""
    evaluation = fact.evaluation
    month, to_date = month_sentence(evaluation, is_over=month_is_over), to_date_sentence(evaluation)
    headline = stopped(evaluation.sentences.headline)
    headline = Text(headline.zh, capitalised(headline.en))
    return joined(
        *((month, to_date, headline) if evaluation.verdict is Verdict.OPEN else (headline, to_date, month)),
        None if _headline_has_pace(evaluation) else pace_sentence(evaluation),
        forecast_sentence(evaluation),
        shortfall_sentence(fact),
        *area_sentences(fact, names=names),
        *evaluation.sentences.notes,
        marks_sentence(evaluation),
    )


def month_sentence(evaluation: GoalEvaluation, *, is_over: bool) -> Text | None:
    """The month by itself; None where none is due and none was given."""
    result = evaluation.months[evaluation.as_of.number - 1]
    month = month_name(result.month)
    if result.value is not None:
        value, count = value_text(result.value, evaluation.rule), _counted_in_month(result, evaluation)
        if is_over:
            only = Text("当月", " alone") if count.zh else Text("", "")
            return Text(
                f"{month.zh}{only.zh}为 {value.zh}{count.zh}。", f"In {month.en}{only.en} it was {value.en}{count.en}."
            )
        return Text(f"{month.zh}至今为 {value.zh}{count.zh}。", f"So far in {month.en} it is {value.en}{count.en}.")
    if not result.is_due:
        return None
    return Text(f"{month.zh}数据缺报。", f"The figure of {month.en} is missing.") if is_over else _not_yet(month)


def to_date_sentence(evaluation: GoalEvaluation) -> Text | None:
    """The year to date against the target and against the same period of last year."""
    reached = newest(evaluation)
    if evaluation.value is None or reached is None:
        return _last_settled(evaluation)
    compared = last_year_clause(evaluation)
    if evaluation.verdict is not Verdict.OPEN:
        return Text(f"{compared.zh}。", f"{capitalised(compared.en)}.")
    value, aim = value_text(evaluation.value, evaluation.rule), target_text(evaluation.rule)
    month, count = month_name(reached.month), _counted(evaluation)
    return Text(
        f"截至 {month.zh}底{_total(evaluation).zh} {value.zh}（{count.zh}目标 {aim.zh}），{compared.zh}。",
        f"To the end of {month.en} {_total(evaluation).en} {value.en}{count.en} against a target of {aim.en}, "
        f"{compared.en}.",
    )


def last_year_clause(evaluation: GoalEvaluation) -> Text:
    """Direction, size and meaning of the change on last year; that it is equal; or that there is nothing to compare."""
    found, year = change(evaluation), evaluation.rule.year - 1
    if found is None:
        return Text("上年同期无数据", f"with nothing on record for the same period of {year}")
    before = with_unit(shown(found.before, evaluation.rule.indicator.decimals), evaluation.rule)
    if found.amount is None:
        return Text("同比持平", f"unchanged from the same period of {year}")
    side = Text("上升", "up") if found.rose else Text("下降", "down")
    sense = Text("改善", "an improvement") if found.improved else Text("变差", "a worsening")
    amount = _spelt(found.amount)
    clause = Text(
        f"同比{side.zh} {found.amount.zh}（上年同期 {before.zh}，{sense.zh}）",
        f"{side.en} {amount} on the same period of {year} ({before.en}), {sense.en}",
    )
    return _with_gaps(clause, evaluation, found)


def forecast_sentence(evaluation: GoalEvaluation) -> Text | None:
    """The forecast's year end with its interval and its chance; None without a forecast or once the year is over."""
    forecast, rule = evaluation.forecast, evaluation.rule
    if forecast is None or evaluation.verdict is not Verdict.OPEN:
        return None
    middle, low, high = (estimate(value, rule) for value in (forecast.median, forecast.low, forecast.high))
    unit, chance = rule.indicator.unit, chance_text(forecast.probability)
    return Text(
        f"按往年同期推算，全年约 {middle} {unit.zh}（八成可能在 {low} 至 {high} 之间），达标可能性{chance.zh}。",
        f"Going by earlier years the year would end near {middle} {unit.en} (8 in 10 chances for {low} to {high}); "
        f"the chance of meeting the target is {chance.en}.",
    )


def chance_text(probability: float) -> Text:
    """A probability in whole per cent; never 0 or 100, which a forecast cannot know."""
    rounded = round(Fraction(probability) * 100)
    if rounded < 1:
        return Text("不足 1%", "below 1 %")
    if rounded > 99:
        return Text("超过 99%", "above 99 %")
    return Text(f"约 {rounded}%", f"about {rounded} %")


def shortfall_sentence(fact: GoalFact) -> Text | None:
    """How many of a stock fall short where no area tells which: the record has counts and no names."""
    evaluation, indicator = fact.evaluation, fact.evaluation.rule.indicator
    numerator, denominator = evaluation.numerator, evaluation.denominator
    if indicator.combination is not Combination.NEWEST or fact.areas or numerator is None or denominator is None:
        return None
    at_most = evaluation.rule.direction is Direction.AT_MOST
    short = numerator if at_most else exact_sum([denominator, -numerator])
    if short <= 0:
        return None
    name, total = indicator.numerator_name if at_most else indicator.shortfall_name, things(denominator, indicator)
    return Text(
        f"{total.zh}中，{name.zh} {plain(short)} {indicator.denominator_unit.zh}（名称未记录）。",
        f"{capitalised(name.en)}: {plain(short)} of {total.en} (name not recorded).",
    )


def area_sentences(fact: GoalFact, *, names: int = AREAS_NAMED) -> tuple[Text, ...]:
    """Which areas gave nothing, which miss their own target, and which lie on the wrong side of the city's."""
    rule = fact.evaluation.rule
    missing = [area for area in fact.areas if area.missing_months]
    own = [area for area in fact.areas if area.is_met is False]
    behind = [
        area for area in fact.areas if area.target is None and area.value is not None and not meets(area.value, rule)
    ]
    found = []
    if missing:
        parts = [_with(area.name, month_list(area.missing_months)) for area in missing[:names]]
        found.append(_group(Text("缺报", "Figures are missing from"), parts, len(missing)))
    if own:
        parts = [_with(area.name, _value_and_target(area, fact.evaluation)) for area in own[:names]]
        found.append(_group(Text("未达到本级目标", "Short of their own target:"), parts, len(own)))
    if behind:
        weakest = sorted(behind, key=lambda area: area.value or 0, reverse=rule.direction is Direction.AT_MOST)
        side = Text("高于", "Above") if rule.direction is Direction.AT_MOST else Text("低于", "Below")
        aim = with_unit(plain(rule.target), rule)
        parts = [_with(area.name, _value(area, fact.evaluation)) for area in weakest[:names]]
        head = Text(f"{side.zh} {aim.zh}的县区", f"{side.en} {aim.en}:")
        found.append(_group(head, parts, len(behind)))
    return tuple(found)


def marks_sentence(evaluation: GoalEvaluation) -> Text | None:
    """Provisional, sample, not approved, areas missing: what the figures of this goal are."""
    found = marks(evaluation)
    if not found:
        return None
    return Text(f"（{named(found).zh}）", f"({capitalised(named(found).en)}.)")


def last_year_value(evaluation: GoalEvaluation) -> Text:
    """The same period of last year for the table; a dash where it has none, a star where it lacks months."""
    found = change(evaluation)
    written = shown(None if found is None else found.before, evaluation.rule.indicator.decimals)
    star = "*" if found is not None and unmatched_months(evaluation) else ""
    return Text(written + star, written + star)


def month_value(evaluation: GoalEvaluation) -> Text:
    """The month by itself for the table, or why there is no value."""
    return value_or_why(evaluation.months[evaluation.as_of.number - 1], evaluation)


def value_or_why(result: MonthResult, evaluation: GoalEvaluation) -> Text:
    """A month's value told beside the target; otherwise that none is due, or that it is missing."""
    if result.value is not None:
        written = telling(result.value, evaluation.rule.target, evaluation.rule.indicator.decimals)
        return Text(written, written)
    if not result.is_due:
        return Text("—", "—")
    if not result.is_past:
        return Text("未到", "to come")
    return Text("缺报", "missing") if result.figure is None else Text("不适用", "n/a")


def _headline_has_pace(evaluation: GoalEvaluation) -> bool:
    """The headline of a total that builds up names the pace already; once the year is over nobody asks for it."""
    return evaluation.rule.indicator.combination is Combination.NEWEST or evaluation.verdict is not Verdict.OPEN


def _not_yet(month: Text) -> Text:
    return Text(f"{month.zh}数据尚未产生。", f"There is no figure of {month.en} yet.")


def _last_settled(evaluation: GoalEvaluation) -> Text | None:
    """What is known of a goal that is settled once a year, before it is."""
    before = evaluation.months[-1].last_year
    if evaluation.rule.indicator.combination is not Combination.ANNUAL or before is None:
        return None
    year, value = evaluation.rule.year - 1, value_text(before, evaluation.rule)
    return Text(f"上年结算为 {value.zh}。", f"For {year} it was settled at {value.en}.")


def _counted_in_month(result: MonthResult, evaluation: GoalEvaluation) -> Text:
    """Of a stock that gives the month by itself beside the total, how many of how many it was: 6 of 6 sections."""
    figure = result.figure
    if not _has_own_month(result, evaluation) or figure is None or figure.month_denominator is None:
        return Text("", "")
    indicator, some = evaluation.rule.indicator, plain(figure.month_numerator or 0)
    total = things(figure.month_denominator, indicator)
    return Text(f"（{total.zh}中 {some} {indicator.denominator_unit.zh}）", f" ({some} of {total.en})")


def _has_own_month(result: MonthResult | None, evaluation: GoalEvaluation) -> bool:
    """Whether a stock's month stands beside the total of the year, so that both must say which they are."""
    figure = None if result is None else result.figure
    is_stock = evaluation.rule.indicator.combination is Combination.NEWEST
    return is_stock and figure is not None and figure.month_numerator is not None


def _total(evaluation: GoalEvaluation) -> Text:
    sums = evaluation.rule.indicator.combination in (Combination.SUM, Combination.MEAN)
    if sums or _has_own_month(newest(evaluation), evaluation):
        return Text("累计", "the year stood at")
    return Text("为", "it stood at")


def _counted(evaluation: GoalEvaluation) -> Text:
    """Of a stock, how many of how many: 5 of 6 sections."""
    indicator, numerator, denominator = evaluation.rule.indicator, evaluation.numerator, evaluation.denominator
    if indicator.combination is not Combination.NEWEST or numerator is None or denominator is None:
        return Text("", "")
    total, some = things(denominator, indicator), plain(numerator)
    return Text(f"{total.zh}中 {some} {indicator.denominator_unit.zh}，", f" ({some} of {total.en})")


def _spelt(amount: Text) -> str:
    return amount.en.replace(" pp", " percentage point" if amount.en == "1 pp" else " percentage points")


def _with_gaps(clause: Text, evaluation: GoalEvaluation, found: Change) -> Text:
    months = unmatched_months(evaluation)
    if not months:
        return clause
    lacking, year = month_list(months), evaluation.rule.year - 1
    return Text(
        f"{clause.zh}；上年缺 {lacking.zh}数据，同比仅供参考",
        f"{clause.en} (but {year} lacks {lacking.en}, so the two periods are not alike)",
    )


def _with(name: Text, detail: Text) -> Text:
    return Text(f"{name.zh}（{detail.zh}）", f"{name.en} ({detail.en})")


def _value(area: AreaState, evaluation: GoalEvaluation) -> Text:
    if area.value is None:
        return Text("—", "—")
    return value_text(area.value, evaluation.rule)


def _value_and_target(area: AreaState, evaluation: GoalEvaluation) -> Text:
    if area.value is None or area.target is None:
        return _value(area, evaluation)
    value = with_unit(telling(area.value, area.target, evaluation.rule.indicator.decimals), evaluation.rule)
    aim = with_unit(plain(area.target), evaluation.rule)
    return Text(f"{value.zh}，目标 {aim.zh}", f"{value.en}, target {aim.en}")


def _group(head: Text, parts: Sequence[Text], total: int) -> Text:
    """So many areas, the weakest of them by name."""
    zh, en = "、".join(part.zh for part in parts), named(parts).en
    more = total - len(parts)
    if more:
        listed = ", ".join(part.en for part in parts)
        return Text(
            f"{head.zh} {total} 个：{zh}，另有 {more} 个见附件。",
            f"{head.en} {listed} and {more} more, all in the annex.",
        )
    return Text(f"{head.zh} {total} 个：{zh}。", f"{head.en} {en}.")
