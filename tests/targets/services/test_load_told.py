"""What a file is told that takes values off the record, comes from the future, or judges a lake as a river."""

import pytest

from targets.models import CityDay, EarlierReading, Section
from targets.standards.surface_water_table import WaterBody
from tests.factories import NOW
from tests.loading import DAYS, HOURS, LATER, counted, csv, day_row, hour_rows, load, told
from tests.water_files import rules, take_water

pytestmark = pytest.mark.django_db

WATER = "snapshot_date,province,section,monitor_time_mmdd_hhmm,water_class,ph,do_mg_l,codmn_mg_l,nh3n_mg_l,tp_mg_l"


def test_a_row_without_values_over_a_day_that_had_some_is_told_with_what_was_there() -> None:
    load(csv(DAYS, day_row(pm25="23.60"), day_row(day="2024-03-29")))
    one = load(csv(DAYS, "大庆,2024-03-28,NaN,--,*,-,,0,0,0", day_row(day="2024-03-29", pm25="*")), now=LATER)
    assert CityDay.objects.get(day="2024-03-28").pm25 is None
    assert counted(one, "changed", "lost_all", "lost_some") == [2, 1, 1]
    assert [row for row in told(one) if "replaced" in row[1]] == [
        (2, "values-replaced-by-none", "city date",
         "大庆 2024-03-28: pm25 23.6, pm10 100, so2 10, no2 30, co 0.7, o3_1h 80 → –"),
        (3, "value-replaced-by-none", "city date", "大庆 2024-03-29: pm25 80 → –"),
    ]  # fmt: skip
    assert EarlierReading.objects.count() == 2


def test_nothing_is_told_where_nothing_was_there_or_a_value_follows_another() -> None:
    load(csv(DAYS, day_row(pm25="*")))
    one = load(csv(DAYS, day_row(pm25="20")), now=LATER)
    again = load(csv(DAYS, day_row(pm25="21"), "大庆,2024-03-30,NaN,--,*,-,,0,0,0"), now=LATER)
    assert counted(one, "changed", "lost_all", "lost_some") == counted(again, "changed", "lost_all", "lost_some")
    assert counted(again, "changed", "lost_all", "lost_some") == [1, 0, 0]


def test_hours_that_lose_their_values_are_told() -> None:
    load(csv(HOURS, *hour_rows(count=2)), city="大庆")
    one = load(csv(HOURS, hour_rows(count=1)[0].replace(",40,60,", ",NaN,60,")), city="大庆", now=LATER)
    assert [row[3] for row in told(one) if row[1] == "value-replaced-by-none"] == ["红岗区 2024-03-28 0: pm25 40 → –"]


def test_a_sample_that_loses_an_item_is_told() -> None:
    row = "2024-03-05,黑龙江省,甲,03-05 09:30,,7.5,8,3,0.2,{tp}"
    take_water(f"{WATER}\n{row.format(tp='0.05')}\n")
    taken, remarks = take_water(f"{WATER}\n{row.format(tp='--')}\n")
    assert taken.counts["lost_some"] == 1
    assert [one.value for one in remarks if one.rule.name == "value-replaced-by-none"] == ["tp 0.05 → –"]


def test_a_reading_after_now_is_refused_row_by_row_by_the_clock_of_the_settings() -> None:
    """The clock of the tests stands at 2024-11-04 09:00, long before the machine's."""
    one = load(csv(DAYS, day_row(day="2024-11-04"), day_row(day="2024-11-05"), day_row(day="2025-12-31")))
    assert counted(one, "rows", "taken", "rejected") == [3, 1, 2]
    assert [row[:3] for row in told(one) if row[1] == "in-the-future"] == [
        (3, "in-the-future", "date"),
        (4, "in-the-future", "date"),
    ]
    hours = load(csv(HOURS, *hour_rows(day="20241104", count=11)), city="大庆")
    assert [row[0] for row in told(hours) if row[1] == "in-the-future"] == [12]


def test_a_demo_may_take_readings_past_its_clock() -> None:
    one = load(csv(DAYS, day_row(day="2024-12-31")), past_clock=True)
    assert counted(one, "taken", "rejected") == [1, 0]


@pytest.mark.parametrize(
    ("body", "its", "rule"),
    [
        (
            WaterBody.RIVER,
            "Ⅳ",
            "class-of-a-lake",
        ),  # phosphorus 0.063: over 0.05 of a lake's III, below 0.2 of a river's
        (WaterBody.RIVER, "Ⅴ", "class-differs"),
        (WaterBody.LAKE, "Ⅱ", "class-of-a-river"),
        (WaterBody.LAKE, "Ⅳ", None),
    ],
)
def test_a_class_by_the_limits_of_another_water_is_named_so(body: WaterBody, its: str, rule: str | None) -> None:
    Section.objects.create(province="黑龙江省", name="三道", body=body, changed_at=NOW)
    _, remarks = take_water(f"{WATER}\n2021-04-05,黑龙江省,三道,04-05 09:30,{its},7.5,8,3.5,0.2,0.063\n")
    found = [name for line, name in rules(remarks) if line and name.startswith("class")]
    assert found == ([rule] if rule else [])
