"""Rows of files of air values: what each named rule does to them."""

import io
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targets.measurements.air_columns import FIELDS
from targets.measurements.air_rows import AirReader, AirRow, day_of
from targets.measurements.lines import UnknownShape, read_table
from targets.measurements.remarks import Outcome, Remark
from targets.measurements.taken import Options

NOW = datetime(2024, 11, 4, 9)
DAYS = "city,date,aqi,aqi_level,pm25_ug_m3,pm10_ug_m3,so2_ug_m3,co_mg_m3,no2_ug_m3,o3_ug_m3"
HOURS = (
    "date_yyyymmdd,hour,station,aqi,aqi_level,primary_pollutant,pm25_ug_m3,pm10_ug_m3,co_mg_m3,no2_ug_m3,o3_1h_ug_m3,"
    "o3_8h_ug_m3,so2_ug_m3"
)
PLAIN = "大庆,2024-03-28,60,良,20.5,60,10,0.7,30,80"


def read(header: str, *lines: str, options: Options | None = None) -> tuple[list[AirRow], list[Remark]]:
    table = read_table(io.StringIO("\n".join((header, *lines)) + "\n", newline=""))
    reader = AirReader(table.shape, table.columns, options or Options(), NOW)
    told: list[Remark] = []
    rows = [found for row in table.rows if (found := reader.read(row, told.append))]
    return rows, told


def told_of(header: str, line: str) -> list[tuple[str, str, str]]:
    return [(remark.rule.name, remark.column, remark.value) for remark in read(header, line)[1]]


def test_a_plain_row_is_taken_as_it_is() -> None:
    [row], told = read(DAYS, PLAIN)
    assert (row.line, row.city, row.day, row.hour, row.source_aqi) == (2, "大庆", date(2024, 3, 28), None, 60)
    assert dict(zip(FIELDS, row.values, strict=True)) == {
        "pm25": "20.5", "pm10": "60", "so2": "10", "no2": "30", "co": "0.7", "o3_1h": "80", "o3_8h": None,
    }  # fmt: skip
    assert told == []


@pytest.mark.parametrize(
    ("line", "rule", "column", "value"),
    [
        (PLAIN.replace("20.5", "NaN"), "no-value-mark", "pm25_ug_m3", "NaN"),
        (PLAIN.replace("20.5", "--").replace(",80", ",*"), "no-value-mark", "pm25_ug_m3 o3_ug_m3", "-- *"),
        (PLAIN.replace("20.5", ""), "no-value-mark", "pm25_ug_m3", ""),
        (PLAIN.replace("20.5", "0.0"), "zero-is-missing", "pm25_ug_m3", "0.0"),
        (PLAIN.replace("60,良", "50,良"), "level-differs", "aqi aqi_level", "50 良"),
        (PLAIN.replace("60,良", "many,良"), "aqi-unreadable", "aqi aqi_level", "many 良"),
        (PLAIN.replace("20.5", "60.1"), "pm25-above-pm10", "pm25_ug_m3 pm10_ug_m3", "60.1 60"),
        (PLAIN.replace("20.5", "20.12345678905"), "too-fine", "pm25_ug_m3", "20.12345678905"),
        (PLAIN.replace("20.5", "1.5e-10"), "too-fine", "pm25_ug_m3", "1.5e-10"),
        (PLAIN.replace("20.5", "1e9"), "above-measuring-range", "pm25_ug_m3", "1e9"),
        (PLAIN.replace("20.5", "２０.5"), "full-width-digits", "pm25_ug_m3", "２０.5"),
    ],
)
def test_a_row_with_dirt_is_taken_and_told(line: str, rule: str, column: str, value: str) -> None:
    assert told_of(DAYS, line) == [(rule, column, value)]
    assert len(read(DAYS, line)[0]) == 1


@pytest.mark.parametrize(
    ("line", "rule", "column", "value"),
    [
        (PLAIN.replace("2024-03-28", "2024-02-30"), "not-a-date", "date", "2024-02-30"),
        (PLAIN.replace("2024-03-28", "2024-11-05"), "in-the-future", "date", "2024-11-05"),
        (PLAIN.replace("2024-03-28", "1024-03-28"), "too-early", "date", "1024-03-28"),
        (PLAIN.replace("20.5", "2O.5"), "not-a-number", "pm25_ug_m3", "2O.5"),
        (PLAIN.replace("20.5", "-1"), "negative", "pm25_ug_m3", "-1"),
        (PLAIN.replace("20.5", "1_0"), "not-a-number", "pm25_ug_m3", "1_0"),
        (PLAIN.replace("大庆", " "), "no-name", "city", ""),
        (PLAIN.replace("大庆", "庆" * 51), "no-name", "city", "庆" * 51),
        (PLAIN.replace("大庆", "大\x00庆"), "no-name", "city", "大�庆"),
        (PLAIN + ",1", "wrong-width", "", PLAIN + ",1"),
    ],
)
def test_a_row_that_makes_no_sense_is_rejected(line: str, rule: str, column: str, value: str) -> None:
    rows, told = read(DAYS, line)
    assert rows == []
    assert [(one.line, one.rule.name, one.rule.outcome, one.column, one.value) for one in told] == [
        (2, rule, Outcome.REJECTED, column, value)
    ]


def test_every_fault_of_a_row_is_told() -> None:
    line = PLAIN.replace("2024-03-28", "gestern").replace("20.5", "x")
    assert [name for name, _, _ in told_of(DAYS, line)] == ["not-a-date", "not-a-number"]


def test_zero_is_missing_and_a_day_without_values_stays_a_day() -> None:
    [row], told = read(DAYS, "大庆,2016-05-01,0,,0,0,0,0,0,0")
    assert (row.values, row.source_aqi) == ((None,) * 7, None)
    assert [one.rule.name for one in told] == ["zero-is-missing", "no-data-left"]
    assert all(one.rule.outcome is not Outcome.REJECTED for one in told)


def test_more_than_ten_decimals_are_rounded_half_to_even() -> None:
    [row], _ = read(DAYS, PLAIN.replace("20.5", "20.12345678905"))
    assert row.values[0] == "20.123456789"


HOUR = "20200402,7,红岗区,53,良,颗粒物(PM10),37,55,0.7,17,47,46,5"


def test_an_hour_with_line_breaks_in_its_quotes() -> None:
    broken = HOUR.replace("颗粒物(PM10)", '"\n      颗粒物(PM10)\n      \n      细颗粒物(PM2.5)\n      "')
    rows, told = read(HOURS, broken, HOUR.replace(",7,", ",08,"))
    assert [(row.line, row.station, row.day, row.hour) for row in rows] == [
        (2, "红岗区", date(2020, 4, 2), 7),
        (7, "红岗区", date(2020, 4, 2), 8),
    ]
    assert [(one.line, one.rule.name, one.value) for one in told] == [
        (2, "breaks-joined", "颗粒物(PM10) 细颗粒物(PM2.5)")
    ]
    assert rows[0].values == ("37", "55", "5", "17", "0.7", "47", "46")


def test_an_hour_that_has_not_come_is_rejected_and_the_present_one_is_taken() -> None:
    today = HOUR.replace("20200402", "20241104")
    rows, told = read(HOURS, today.replace(",7,", ",9,"), today.replace(",7,", ",10,"))
    assert [row.hour for row in rows] == [9]
    assert [(one.line, one.rule.name, one.column, one.value) for one in told] == [(3, "in-the-future", "hour", "10")]


@pytest.mark.parametrize("hour", ["24", "-1", "7.5", "", "七"])
def test_an_hour_is_from_0_to_23(hour: str) -> None:
    assert told_of(HOURS, HOUR.replace(",7,", f",{hour},"))[0][:2] == ("not-an-hour", "hour")


def test_an_hour_of_zero_is_a_value_but_not_where_all_are_zero() -> None:
    [row], told = read(HOURS, HOUR.removesuffix("5") + "0")
    assert (row.values[2], [one.rule.name for one in told]) == ("0", ["hour-of-zero"])
    [row], told = read(HOURS, "20200402,7,红岗区,0,,NaN,0,0,0,0,0,0,0")
    assert (row.values, told[0].rule.name) == ((None,) * 7, "hour-all-zero")


def test_a_text_column_without_a_value_is_nothing_to_tell() -> None:
    assert told_of(HOURS, HOUR.replace("颗粒物(PM10)", "NaN")) == []


@pytest.mark.parametrize(
    ("header", "ozone", "field", "rules"),
    [
        (DAYS, "1h", "o3_1h", ["ozone-as-1h", "never-supplied"]),
        (DAYS, "8h", "o3_8h", ["ozone-as-8h", "never-supplied"]),
        (DAYS.replace("o3_ug", "o3_max1h_ug"), "1h", "o3_1h", ["never-supplied"]),
        (DAYS.replace("o3_ug", "o3_max1h_ug"), "8h", "o3_1h", ["ozone-says-itself", "never-supplied"]),
        (DAYS.replace("aqi_level", "wind"), "1h", "o3_1h", ["ozone-as-1h", "never-supplied", "column-not-read"]),
        (HOURS, "1h", "o3_1h", []),
    ],
)
def test_what_is_told_of_the_file(header: str, ozone: str, field: str, rules: list[str]) -> None:
    table = read_table(io.StringIO(header, newline=""))
    reader = AirReader(table.shape, table.columns, Options(ozone=ozone), NOW)
    assert field in reader.fields.values()
    assert [(one.line, one.rule.name) for one in reader.remarks] == [(0, name) for name in rules]


@pytest.mark.parametrize(
    "header",
    ["city,date,temperature", DAYS + ",station", DAYS + ",hour", DAYS + ",o3_max1h_ug_m3"],
)
def test_columns_that_make_no_sense_refuse_the_file(header: str) -> None:
    table = read_table(io.StringIO(header, newline=""))
    with pytest.raises(UnknownShape):
        AirReader(table.shape, table.columns, Options(), NOW)


@pytest.mark.parametrize("text", ["2024-03-28", "20240328", "2024/3/28", "2024年3月28日", " 2024-03-28 "])
def test_a_day_in_the_usual_ways(text: str) -> None:
    assert day_of(text) == date(2024, 3, 28)


cells = st.text(alphabet='0123456789.-eE_NaN*"\n \t大庆,\x00²', max_size=12)


@settings(max_examples=40)
@given(st.lists(st.lists(cells, min_size=9, max_size=11), max_size=6), st.sampled_from([DAYS, HOURS]))
def test_no_row_breaks_the_reader(rows: list[list[str]], header: str) -> None:
    taken, told = read(header, *(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows))
    rejected = {one.line for one in told if one.rule.outcome is Outcome.REJECTED}
    assert not rejected & {row.line for row in taken}
    assert all("\x00" not in one.value and len(one.value) <= 200 for one in told)
