"""Why a light changed, in one sentence: when what came on record, and what it did to light and value."""

from collections.abc import Sequence
from fractions import Fraction

from targets.evaluation.changes import Cause, Given, Part, Step, Table
from targets.evaluation.model import Attainability, Combination, GoalRule, Status
from targets.evaluation.phrases import capitalised, few, month_list, number, plain, target_text, with_unit
from targets.evaluation.sentences_forecast import in_hundred
from targets.evaluation.sentences_lamp import lamp_reason, settled_reason
from targets.evaluation.words import ATTAINABILITY_WORDS, STATUS_WORDS
from targets.periods import Month
from targets.texts import Text

CAUSE_WORDS = {
    Cause.NEW_DATA: Text("新数据", "new data"),
    Cause.CORRECTED_DATA: Text("数据更正", "corrected data"),
    Cause.TARGET_EDITED: Text("目标调整", "target edited"),
    Cause.RULE_EDITED: Text("规则调整", "rule edited"),
    Cause.MONTH_PASSED: Text("月度推进", "a month passed"),
    Cause.OTHER_CITIES: Text("其他城市数据", "other cities' data"),
}
ASPECTS = {
    "target_decided": Text("目标是否已确定", "whether the target is decided"),
    "on_track_from": Text("预测概率阈值", "the probabilities that the light goes by"),
    "at_risk_from": Text("预测概率阈值", "the probabilities that the light goes by"),
    "comparison": Text("比较方式", "how the value is compared"),
    "comparison_decimals": Text("比较方式", "how the value is compared"),
    "pace": Text("时序", "the pace"),
    "milestones": Text("时序节点值", "the milestones"),
    "combination": Text("累计方法", "how months combine"),
    "frequency": Text("填报频次", "how often figures are due"),
    "scale": Text("换算系数", "the scale"),
    "decimals": Text("显示小数位数", "the shown decimals"),
    "detail_decimals": Text("显示小数位数", "the shown decimals"),
    "min_days_year": Text("有效天数要求", "the valid days asked for"),
    "min_days_month": Text("有效天数要求", "the valid days asked for"),
    "min_days_february": Text("有效天数要求", "the valid days asked for"),
}
_WORDING = Text("指标表述", "the indicator's wording")
_MOST_DECIMALS = 8
_SAID_BY_THE_LAMP = {Attainability.SECURED: Status.SECURED, Attainability.OUT_OF_REACH: Status.OUT_OF_REACH}


def write_step(step: Step) -> Text:
    """``2024-11-04 录入 10 月数据，灯由“按序时”变为“滞后”：累计由 24.9 升至 27.2 µg/m³。``"""
    cause, lamp, value = _cause(step), _lamp(step), _value(step)
    attainable = _attainability(step)
    zh = f"{step.on} {cause.zh}，{lamp.zh}"
    rest = [part for part in (value, _chance(step), _reason(step), attainable) if part is not None]
    zh += "：" + "；".join(part.zh for part in rest) if rest else ""
    en = f"{capitalised(cause.en)} on {step.on}: " + "; ".join(part.en for part in (lamp, *rest))
    return Text(f"{zh}。", f"{en}.")


def _cause(step: Step) -> Text:
    """What happened, without its day."""
    if step.table is Table.CALENDAR:
        return _passed(step)
    if step.table is Table.NEIGHBOURS:
        return Text("其他城市数据更新，预测随之变化", "other cities' figures came in and moved the forecast")
    if step.before is None or step.after is None:
        return _on_record(step)
    if step.table is Table.FIGURES:
        return _figures(step.given, step.after.rule)
    if step.edited_areas and step.table is Table.AREA_TARGETS:
        return _area_targets(step)
    if step.has_other_target:
        old, new = target_text(step.before.rule), target_text(step.after.rule)
        return Text(f"目标由 {old.zh} 调整为 {new.zh}", f"the target was changed from {old.en} to {new.en}")
    return _rule(step)


def _area_targets(step: Step) -> Text:
    names = few([name for name, _, _ in step.edited_areas])
    if len(step.edited_areas) > 1:
        return Text(f"调整{names.zh}的目标", f"the targets of {names.en} were edited")
    old, new = (None if one is None else plain(one) for one in step.edited_areas[0][1:])
    if old is None:
        return Text(f"为{names.zh}设定目标 {new}", f"{names.en} was given a target of {new}")
    if new is None:
        return Text(f"取消{names.zh}的目标 {old}", f"the target of {names.en}, {old}, was taken away")
    return Text(f"{names.zh}的目标由 {old} 调整为 {new}", f"the target of {names.en} was changed from {old} to {new}")


def _passed(step: Step) -> Text:
    """The evaluation looks one month further from the first of a month on."""
    stand = step.after or step.before
    if stand is None:
        return Text("进入新的月份", "a month passed")
    at = stand.evaluation.as_of
    month = month_list([at])
    if stand.rule.indicator.frequency.is_due(at) and all(of != at for _, of in stand.parts):
        return Text(
            f"评价截至 {month.zh}，当月数据尚未录入", f"{month.en} was over and its figure was not on record yet"
        )
    return Text(f"评价截至 {month.zh}", f"{month.en} was over")


def _on_record(step: Step) -> Text:
    if step.after is None:
        return Text("目标从记录中删除", "the goal was deleted")
    target = target_text(step.after.rule)
    return Text(f"目标列入记录（{target.zh}）", f"the goal came on record ({target.en})")


def _rule(step: Step) -> Text:
    if step.table is Table.PLAN and not step.edited:
        return Text(
            "调整计划规则（未审核数据是否计入）", "the plan's rule was edited (whether unapproved figures count)"
        )
    aspects = list(dict.fromkeys(ASPECTS.get(name, _WORDING) for name in step.edited)) or [_WORDING]
    zh, en = "、".join(one.zh for one in aspects), " and ".join(one.en for one in aspects)
    return Text(f"调整评价规则（{zh}）", f"the rule was edited ({en})")


def _figures(given: Given, rule: GoalRule) -> Text:
    parts = []
    if given.added:
        what = _whose(given.added, rule)
        parts.append(Text(f"录入{what.zh}", f"{what.en} came in"))
    if given.corrected:
        what = _whose([after for _, after in given.corrected], rule)
        numbers = _numbers(given.corrected, rule)
        verb = "were" if len({_key(after) for _, after in given.corrected}) > 1 else "was"
        parts.append(Text(f"更正{what.zh}{numbers.zh}", f"{what.en} {verb} corrected{numbers.en}"))
    if given.withdrawn:
        what = _whose(given.withdrawn, rule)
        verb = "were" if len({_key(one) for one in given.withdrawn}) > 1 else "was"
        parts.append(Text(f"撤回{what.zh}", f"{what.en} {verb} taken back"))
    if not parts:
        return Text("数据状态变化", "the figures' state changed")
    return Text("并".join(part.zh for part in parts), " and ".join(part.en for part in parts))


def _key(part: Part) -> tuple[str, Month]:
    return part.area.en if part.area else "", part.figure.month


def _whose(parts: Sequence[Part], rule: GoalRule) -> Text:
    """October's figure; the figures of January to March; Lindian County's figure of October."""
    months = sorted({part.figure.month for part in parts})
    years = sorted({month.year for month in months})
    listed = (
        month_list(months) if len(years) == 1 else Text(f"{months[0]} 至 {months[-1]}", f"{months[0]} to {months[-1]}")
    )
    if len(years) == 1 and years[0] != rule.year:
        listed = Text(f"{years[0]} 年 {listed.zh}", f"{listed.en} {years[0]}")
    areas = list(dict.fromkeys(part.area for part in parts if part.area is not None))
    if areas:
        names = few(areas)
        noun = "figure" if len(parts) == 1 else "figures"
        return Text(f"{names.zh} {listed.zh}数据", f"the {noun} of {names.en} for {listed.en}")
    if len(months) == 1:
        return Text(f" {listed.zh}数据", f"{listed.en}'s figure")
    return Text(f" {listed.zh}数据", f"the figures of {listed.en}")


def _numbers(corrected: Sequence[tuple[Part, Part]], rule: GoalRule) -> Text:
    """Of a single figure, the month's value before and after; nothing where there is no such value."""
    if len(corrected) != 1:
        return Text("", "")
    old, new = (_by_itself(part, rule) for part in corrected[0])
    if old is None or new is None or old == new:
        return Text("", "")
    was, now = _apart(old, new, rule.indicator.decimals)
    unit = with_unit(now, rule)
    return Text(f"（由 {was} 更正为 {unit.zh}）", f" (from {was} to {unit.en})")


def _by_itself(part: Part, rule: GoalRule) -> Fraction | None:
    one = part.figure
    if not one.denominator:
        return None
    return rule.indicator.scale * Fraction(one.numerator) / Fraction(one.denominator)


def _apart(old: Fraction, new: Fraction, decimals: int) -> tuple[str, str]:
    """Both with the shown decimals, or with as many more as it takes to tell one from the other."""
    for more in range(decimals, _MOST_DECIMALS):
        was, now = number(old, more), number(new, more)
        if was != now:
            return was, now
    return number(old, _MOST_DECIMALS), number(new, _MOST_DECIMALS)


def _lamp(step: Step) -> Text:
    old, new = (None if stand is None else STATUS_WORDS[stand.evaluation.status] for stand in (step.before, step.after))
    if new is None:
        return Text("不再有灯", "it has no light any more")
    if old is None:
        return Text(f"灯为“{new.zh}”", f"the light is {new.en}")
    if old == new:
        return Text(f"灯仍为“{new.zh}”", f"the light did not change ({new.en})")
    return Text(f"灯由“{old.zh}”变为“{new.zh}”", f"the light went from {old.en} to {new.en}")


def _chance(step: Step) -> Text | None:
    """The forecast's probability, where it decided that the light changed: a better value may still promise less."""
    old, new = (None if stand is None else stand.evaluation for stand in (step.before, step.after))
    if new is None or new.forecast is None or (old is not None and old.status is new.status):
        return None
    now = in_hundred(new.forecast.probability)
    if old is None or old.forecast is None:
        return Text(f"预测达标概率 {now}", f"the forecast puts the chance of meeting the target at {now}")
    was = in_hundred(old.forecast.probability)
    zh, en = ("升至", "rose") if new.forecast.probability > old.forecast.probability else ("降至", "fell")
    return Text(
        f"预测达标概率由 {was} {zh} {now}", f"the forecast's chance of meeting the target {en} from {was} to {now}"
    )


def _reason(step: Step) -> Text | None:
    """What the new light follows from, where it changed and the forecast's probability does not say so already."""
    if step.before is None or step.after is None:
        return None
    old, new = step.before.evaluation, step.after.evaluation
    if old.status is new.status or new.forecast is not None:
        return None
    if new.status in (Status.SECURED, Status.OUT_OF_REACH):
        headline = new.sentences.headline
        return Text(headline.zh, headline.en[:1].lower() + headline.en[1:])
    return settled_reason(new) or lamp_reason(new, with_value=old.value == new.value)


def _value(step: Step) -> Text | None:
    """Where it went; nothing where it is as before."""
    old, new = (None if stand is None else stand.evaluation.value for stand in (step.before, step.after))
    if old == new or step.after is None:
        return None
    rule = step.after.rule
    name = "年度值" if rule.indicator.combination is Combination.ANNUAL else "累计"
    if new is None:
        return Text("不再有数值", "there is no value any more")
    if old is None:
        value = with_unit(number(new, rule.indicator.decimals), rule)
        return Text(f"{name}为 {value.zh}", f"the value is {value.en}")
    was, now = _apart(old, new, rule.indicator.decimals)
    unit = with_unit(now, rule)
    zh, en = ("升至", "rose") if new > old else ("降至", "fell")
    return Text(f"{name}由 {was} {zh} {unit.zh}", f"the value {en} from {was} to {unit.en}")


def _attainability(step: Step) -> Text | None:
    """Only where the lamp does not say it already."""
    if step.before is None or step.after is None:
        return None
    old, new = step.before.evaluation, step.after.evaluation
    said = (
        _SAID_BY_THE_LAMP.get(new.attainability) is new.status or _SAID_BY_THE_LAMP.get(old.attainability) is old.status
    )
    if (
        old.attainability is new.attainability
        or said
        or Attainability.UNKNOWN in (old.attainability, new.attainability)
    ):
        return None
    was, now = ATTAINABILITY_WORDS[old.attainability], ATTAINABILITY_WORDS[new.attainability]
    return Text(f"可达性由“{was.zh}”变为“{now.zh}”", f"attainability went from {was.en} to {now.en}")
