"""The forecast in words: the chance, the interval, what it rests on, its record; or why there is none."""

from dataclasses import dataclass
from fractions import Fraction

from targets.evaluation.forecast import is_foreseeable
from targets.evaluation.forecast_record import CITIES, YEARS, TrackRecord
from targets.evaluation.model import Attainability, Forecast, GoalEvaluation, GoalRule, MonthOutlook, Verdict
from targets.evaluation.phrases import number, with_unit
from targets.texts import Text

_LITTLE = 0.05  # below, and above 1 less this, a round count of ten would claim certainty


@dataclass(frozen=True)
class Told:
    """What the goal's page says and lists of the forecast. Without one ``sentences`` says why, once."""

    sentences: tuple[Text, ...]
    path: tuple[MonthOutlook, ...] = ()


def told(evaluation: GoalEvaluation, record: TrackRecord | None) -> Told:
    """All of it, in reading order."""
    forecast = evaluation.forecast
    if forecast is None:
        return Told((reason_for_none(evaluation),))
    return Told(
        (
            chance(forecast),
            interval(forecast, evaluation.rule),
            basis(forecast),
            history(evaluation, record),
            lamp_rule(evaluation.rule),
        ),
        forecast.path,
    )


def forecast_sentence(evaluation: GoalEvaluation) -> Text | None:
    """One short phrase for a card, a brief or the API; None without a forecast."""
    forecast, rule = evaluation.forecast, evaluation.rule
    if forecast is None:
        return None
    value, odds = _median(forecast, rule), _odds(forecast.probability)
    return Text(f"预计全年 {value.zh}，10 年中{odds.zh}达标", f"forecast {value.en}, met in {odds.en} of 10 such years")


def chance(forecast: Forecast) -> Text:
    """In 10 years like this one … about 3; never none or all of them."""
    odds = _odds(forecast.probability)
    return Text(
        f"若有 10 个这样的年份，{odds.zh.replace('年', '个')}能达标。",
        f"In 10 years like this one, the target would be met in {odds.en}.",
    )


def in_hundred(probability: float) -> str:
    """``31 %``; never 0 or 100: nothing is certain that is not proved."""
    return f"{min(max(round(probability * 100), 1), 99)} %"


def lamp_rule(rule: GoalRule) -> Text:
    """How the probability decides the light."""
    green, yellow = (f"{number(100 * Fraction(share), 0)} %" for share in (rule.on_track_from, rule.at_risk_from))
    return Text(
        f"有预测期间，灯按达标概率确定：不低于 {green} 为按序时，不低于 {yellow} 为有风险，再低为滞后。",
        f"While there is a forecast its probability decides the light: on track from {green} on, "
        f"at risk from {yellow} on, behind below.",
    )


def _odds(probability: float) -> Text:
    if probability < _LITTLE:
        return Text("不到 1 年", "fewer than 1")
    if probability > 1 - _LITTLE:
        return Text("9 年以上", "more than 9")
    count = min(max(round(probability * 10), 1), 9)
    return Text(f"约 {count} 年", f"about {count}")


def _median(forecast: Forecast, rule: GoalRule) -> Text:
    return with_unit(estimate(forecast.median, rule), rule)


def estimate(value: float, rule: GoalRule) -> str:
    """A number of the forecast, everywhere with the shown decimals: more would claim what no estimate knows."""
    return number(Fraction(value), rule.indicator.decimals)


def interval(forecast: Forecast, rule: GoalRule) -> Text:
    """The median, and between which values 8 of 10 such years end."""
    value, low = _median(forecast, rule), estimate(forecast.low, rule)
    high = with_unit(estimate(forecast.high, rule), rule)
    return Text(
        f"预计全年为 {value.zh}；10 个这样的年份中，约 8 个在 {low}—{high.zh} 之间。",
        f"The year is expected to end at {value.en}; about 8 of 10 such years end between {low} and {high.en}.",
    )


def basis(forecast: Forecast) -> Text:
    """Which earlier years of the city it goes by."""
    years = [str(year) for year in forecast.years]
    english = f"{', '.join(years[:-1])} and {years[-1]}" if len(years) > 1 else years[0]
    return Text(
        f"依据今年以来各月和 {'、'.join(years)} 年同期数据推算，不作为评价依据。",
        f"Drawn from this year's months and the same months of {english}; an estimate, no verdict rests on it.",
    )


def history(evaluation: GoalEvaluation, record: TrackRecord | None) -> Text:
    """How far such forecasts were off at this time of year, and on what that was measured."""
    forecast, rule = evaluation.forecast, evaluation.rule
    if record is None or forecast is None:
        return Text(
            "每年此时这类预测的偏差尚无往年可供检验。",
            "There is no earlier year yet to check such a forecast against at this time of year.",
        )
    if not record.relative:
        error, years = _distance(record.error, rule), "、".join(str(year) for year in record.years)
        return Text(
            f"每年此时，这类预测平均偏差 {error.zh}（以本地 {years} 年检验）。",
            f"At this time of year these forecasts were off by {error.en} on average"
            f" (checked on this place's {years.replace('、', ', ')}).",
        )
    share = number(Fraction(record.error), 0)
    error = _distance(record.error / 100 * forecast.median, rule)
    return Text(
        f"每年此时，这类预测平均偏差约为年均值的 {share}%，相当于 {error.zh}"
        f"（以 {CITIES} 个城市 {YEARS[0]}—{YEARS[-1]} 年数据检验）。",
        f"At this time of year these forecasts were off by {share} % of the annual mean on average, here {error.en}"
        f" (checked on {CITIES} cities in {YEARS[0]} and {YEARS[-1]}).",
    )


def _distance(value: float, rule: GoalRule) -> Text:
    written = number(Fraction(value), rule.indicator.decimals)
    if rule.indicator.unit.zh == "%":
        return Text(f"{written} 个百分点", f"{written} points")
    return with_unit(written, rule)


def reason_for_none(evaluation: GoalEvaluation) -> Text:
    """Why there is no forecast: one calm sentence."""
    if not is_foreseeable(evaluation.rule.indicator):
        return Text(
            "不作预测：该项不随季节起伏，往年各月说明不了余下各月。",
            "No forecast: this goal has no season that earlier years' months could tell of.",
        )
    if evaluation.verdict is not Verdict.OPEN:
        return Text("不作预测：年度已结束。", "No forecast: the year is over.")
    if evaluation.attainability in (Attainability.SECURED, Attainability.OUT_OF_REACH):
        return Text("不作预测：结果已经确定，无须预测。", "No forecast: the outcome is certain already.")
    if evaluation.value is None:
        return Text("不作预测：本年度尚无数据。", "No forecast: there is no figure of this year yet.")
    if evaluation.validity.broken:
        return Text(
            "不作预测：有效天数不足，全年已不能评价。",
            "No forecast: too few valid days, so the year can no longer be evaluated.",
        )
    return Text(
        "不作预测：往年没有一年余下各月数据齐全。",
        "No forecast: no earlier year has a figure for each month of the rest of the year.",
    )
