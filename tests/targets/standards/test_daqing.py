"""What the standards make of three years of public measurements in Daqing (fixtures/monitoring/README.md).

The daily AQI needs ozone's 8-hour value, which the source lacks; it has the highest 1-hour value. That is judged as
what it is, with the 8-hour item declared as never supplied. Against the 8-hour breakpoints it would be too strict.
"""

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from targets.periods import Month
from targets.standards.air_days import AirDay, good_day_shares
from targets.standards.air_statistics import annual_mean, monthly_mean
from targets.standards.aqi import HJ_633_2012, HJ_633_2026, Concentration, Item, Pollutant, daily_aqi, standard_for
from targets.standards.aqi_bulk import BulkAqi, DayIndex
from targets.standards.rounding import round_half_even
from tests.targets.standards.second_aqi import second_aqi

FILE = Path(__file__).parents[3] / "fixtures" / "monitoring" / "daqing_air_daily.csv"
COLUMNS = {
    Item.PM25_24H: "pm25_ug_m3",
    Item.PM10_24H: "pm10_ug_m3",
    Item.NO2_24H: "no2_ug_m3",
    Item.SO2_24H: "so2_ug_m3",
    Item.CO_24H: "co_mg_m3",
}
OZONE = {Item.O3_1H: Item.O3_8H, Item.O3_8H: Item.O3_1H}  # read as one, the other is never supplied
YEARS = (2022, 2023, 2024)

Day = dict[Item, Concentration | None]


@cache
def rows() -> dict[date, dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {date.fromisoformat(row["date"]): row for row in csv.DictReader(lines)}


def texts(row: dict[str, str], ozone: Item) -> dict[Item, str]:
    return {item: row[column] for item, column in COLUMNS.items()} | {ozone: row["o3_max1h_ug_m3"]}


@cache
def indices(ozone: Item) -> dict[date, DayIndex]:
    """Each day's index, with the ozone column read as the 1-hour or as the 8-hour item."""
    bulk = BulkAqi(HJ_633_2012, never_supplied=[OZONE[ozone]])
    days = {day: texts(row, ozone) for day, row in rows().items()}
    return {day: bulk([values.get(item) for item in bulk.items]) for day, values in days.items()}


def pm25() -> dict[date, Concentration | None]:
    return {day: Decimal(row["pm25_ug_m3"]) for day, row in rows().items()}


def test_the_extract_is_whole() -> None:
    assert len(rows()) == 1046
    assert Counter(day.year for day in rows()) == {2022: 365, 2023: 315, 2024: 366}
    assert all(all(row.values()) for row in rows().values())
    assert {standard_for(day) for day in rows()} == {HJ_633_2012}


@pytest.mark.parametrize(
    ("ozone", "good"),
    [(Item.O3_1H, ((345, 365), (289, 315), (342, 366))), (Item.O3_8H, ((345, 365), (286, 315), (336, 366)))],
)
def test_good_days(ozone: Item, good: tuple[tuple[int, int], ...]) -> None:
    found = [
        good_day_shares([AirDay(aqi=index.aqi) for day, index in indices(ozone).items() if day.year == year]).raw
        for year in YEARS
    ]
    assert tuple((year.good, year.valid) for year in found) == good


@pytest.mark.parametrize(("year", "mean"), [(2022, "25.90"), (2023, "25.30"), (2024, "31.38")])
def test_means_of_pm25(year: int, mean: str) -> None:
    found = annual_mean(year, pm25())
    assert found.value is not None
    assert str(round_half_even(found.value, 2)) == mean
    days = [value for day, value in pm25().items() if day.year == year and value is not None]
    assert found.value == Fraction(sum(int(value * 100) for value in days), 100 * len(days))


def test_2023_is_not_evaluable() -> None:
    year = annual_mean(2023, pm25())
    assert (year.is_valid, year.valid_days, year.required_days) == (False, 315, 324)
    assert [(one.month.number, one.valid_days, one.required_days) for one in year.short_months] == [
        (2, 24, 25),
        (3, 0, 27),
        (4, 15, 27),
    ]
    assert [why.zh for why in year.why] == [
        "全年有效 315 天，至少需要 324 天",
        "2023 年 2 月有效 24 天，至少需要 25 天",
        "2023 年 3 月有效 0 天，至少需要 27 天",
        "2023 年 4 月有效 15 天，至少需要 27 天",
    ]
    assert monthly_mean(Month(2023, 3), pm25()).value is None
    assert annual_mean(2022, pm25()).is_valid
    assert annual_mean(2024, pm25()).is_valid


@pytest.mark.slow
@pytest.mark.parametrize("ozone", list(OZONE))
def test_every_day_by_three_ways(ozone: Item) -> None:
    for day, row in rows().items():
        values: Day = {item: Decimal(text) for item, text in texts(row, ozone).items()}
        never = OZONE[ozone]
        single, short = daily_aqi(values, HJ_633_2012, never_supplied=[never]), indices(ozone)[day]
        second = second_aqi({item.value: value for item, value in values.items()}, 2012, never=frozenset([never]))
        assert single.level is not None
        assert (single.aqi, single.level.number, single.primary) == short[:3]
        assert (single.aqi, single.level.number, [one.value for one in single.primary]) == second[:3], day


def test_days_of_dust_and_the_worst_days() -> None:
    worst = {day: indices(Item.O3_1H)[day] for day in (date(2024, 3, 28), date(2023, 5, 20), date(2022, 4, 20))}
    assert {index.primary for index in worst.values()} == {(Pollutant.PM10,)}
    polluted = dict.fromkeys(YEARS, 0)
    for day, index in indices(Item.O3_1H).items():
        polluted[day.year] += index.aqi is not None and index.aqi > 200
    assert polluted == {2022: 3, 2023: 3, 2024: 6}


def test_2024_by_the_table_of_2026_would_be_another_year() -> None:
    """Why a day is judged by the version of its own time."""
    bulk = BulkAqi(HJ_633_2026, never_supplied=[Item.O3_8H])
    year = [texts(row, Item.O3_1H) for day, row in rows().items() if day.year == 2024]
    good = sum((bulk([values.get(item) for item in bulk.items]).aqi or 0) <= 100 for values in year)
    assert good < 342
