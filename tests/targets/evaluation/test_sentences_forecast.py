"""The forecast in words, both languages: the chance, the interval, the record, and why there is none."""

import pytest

from targets.evaluation.forecast_record import TrackRecord
from targets.evaluation.model import Forecast, GoalEvaluation, MonthOutlook
from targets.evaluation.sentences_forecast import basis, chance, forecast_sentence, history, interval, told
from targets.periods import Month
from tests.targets.evaluation.cases import (
    FARMLAND_GOAL,
    GOOD_AIR_GOAL,
    PM25_GOAL,
    SECTIONS_GOAL,
    at,
    months,
    real_air,
    real_pm25,
)

OCTOBER = at(PM25_GOAL, real_pm25(), 10)


def forecast(probability: float) -> Forecast:
    path = (MonthOutlook(Month(2024, 12), 28.3, 27.04, 29.9),)
    return Forecast(28.3, 27.04, 29.9, probability, (2022, 2023), path)


@pytest.mark.parametrize(
    ("probability", "zh", "en"),
    [
        (0.0, "不到 1 个", "fewer than 1"),
        (0.049, "不到 1 个", "fewer than 1"),
        (0.05, "约 1 个", "about 1"),
        (0.3, "约 3 个", "about 3"),
        (0.94, "约 9 个", "about 9"),
        (0.95, "约 9 个", "about 9"),
        (0.96, "9 个以上", "more than 9"),
        (1.0, "9 个以上", "more than 9"),
    ],
)
def test_the_chance_in_ten_years(probability: float, zh: str, en: str) -> None:
    text = chance(forecast(probability))
    assert text.zh == f"若有 10 个这样的年份，{zh}能达标。"
    assert text.en == f"In 10 years like this one, the target would be met in {en}."


def test_every_number_of_the_forecast_has_the_shown_decimals() -> None:
    text = interval(forecast(0.1), PM25_GOAL)
    assert text.zh == "预计全年为 28.3 µg/m³；10 个这样的年份中，约 8 个在 27.0—29.9 µg/m³ 之间。"
    assert text.en == (
        "The year is expected to end at 28.3 µg/m³; about 8 of 10 such years end between 27.0 and 29.9 µg/m³."
    )


def test_what_it_rests_on() -> None:
    assert basis(forecast(0.1)).zh == "依据今年以来各月和 2022、2023 年同期数据推算，不作为评价依据。"
    assert basis(forecast(0.1)).en == (
        "Drawn from this year's months and the same months of 2022 and 2023; an estimate, no verdict rests on it."
    )


def test_the_record_of_many_cities_and_of_ones_own() -> None:
    assert OCTOBER.forecast is not None
    many = history(OCTOBER, TrackRecord(10.0, relative=True, years=()))
    away = f"{OCTOBER.forecast.median / 10:.1f} µg/m³"
    assert many.zh == (
        f"每年此时，这类预测平均偏差约为年均值的 10%，相当于 {away}（以 187 个城市 2015—2016 年数据检验）。"
    )
    assert many.en == (
        f"At this time of year these forecasts were off by 10 % of the annual mean on average, here {away}"
        " (checked on 187 cities in 2015 and 2016)."
    )
    own = TrackRecord(1.25, relative=False, years=(2022, 2023))
    air = history(at(GOOD_AIR_GOAL, real_air(), 10), own)
    assert air.zh == "每年此时，这类预测平均偏差 1.2 个百分点（以本地 2022、2023 年检验）。"
    assert air.en == (
        "At this time of year these forecasts were off by 1.2 points on average (checked on this place's 2022, 2023)."
    )
    assert history(OCTOBER, None).en.startswith("There is no earlier year yet to check")


@pytest.mark.parametrize(
    ("evaluation", "zh", "en"),
    [
        (at(FARMLAND_GOAL, [], 10), "不随季节起伏", "no season"),
        (at(SECTIONS_GOAL, months({10: (5, 6)}), 10), "不随季节起伏", "no season"),
        (at(PM25_GOAL, real_pm25(), 12), "年度已结束", "the year is over"),
        (at(PM25_GOAL, real_pm25(), 11), "结果已经确定", "certain already"),
        (at(PM25_GOAL, real_pm25(2022), 6), "本年度尚无数据", "no figure of this year"),
        (at(PM25_GOAL, months({1: (500, 20)}), 1), "有效天数不足", "too few valid days"),
        (at(PM25_GOAL, real_pm25(2024), 6), "往年没有一年", "no earlier year has"),
    ],
)
def test_why_there_is_none(evaluation: GoalEvaluation, zh: str, en: str) -> None:
    found = told(evaluation, None)
    (sentence,) = found.sentences
    assert zh in sentence.zh
    assert en in sentence.en
    assert found.path == ()
    assert forecast_sentence(evaluation) is None


def test_the_short_phrase() -> None:
    phrase = forecast_sentence(OCTOBER)
    assert phrase is not None
    assert phrase.zh == "预计全年 28.3 µg/m³，10 年中约 1 年达标"
    assert phrase.en == "forecast 28.3 µg/m³, met in about 1 of 10 such years"
