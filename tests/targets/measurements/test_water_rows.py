"""Rows of files of water samples: each named rule, and the three shapes with their dirt."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.measurements.lines import UnknownShape
from targets.standards.surface_water_table import WaterClass
from tests.water_files import APRIL, CHINA, DAQING, NONE, READINGS, SNAPSHOTS, manual, read, rules


def test_a_station_that_does_not_operate_leaves_days_without_values() -> None:
    rows, told = read(DAQING)
    assert [row and (row.section, row.day.isoformat(), row.time, dict(row.values), row.status) for row in rows] == [
        ("嫩江口内", "2020-05-08", None, {}, "停站"),
        ("肇源", "2020-05-08", None, {}, "停站"),
        ("肇源", "2020-05-10", None, {}, "停站"),
        ("肇源", "2020-06-20", None, {}, "维护"),
    ]
    assert rules(told) == [
        (2, "not-operating-shows"),
        (3, "not-operating-shows"),
        (4, "not-operating"),
        (5, "not-operating"),
    ]


def test_daily_snapshots() -> None:
    rows, told = read(CHINA)
    assert rules(told) == [
        (2, "not-operating"),
        (3, "not-operating-shows"),
        (4, "no-value-mark"),
        (0, "year-from-snapshot"),
        (5, "no-value-mark"),
        (6, "no-value-mark"),
    ]
    sample = rows[4]
    assert sample is not None
    assert (sample.day, sample.time, sample.source_class) == (date(2020, 5, 11), time(8), WaterClass.IV)
    assert (sample.province, sample.basin, sample.city, sample.river) == ("天津市", "海河流域", "河北区", "海河")
    assert sample.values == {
        "temp": "18.9", "ph": "7.41", "do": "6.80", "cond": "590.0", "turb": "8.9", "codmn": "2.50", "nh3n": "0.670",
        "tp": "0.154", "tn": "1.48", "algae": "741040",
    }  # fmt: skip
    marked = next(remark for remark in told if remark.line == 4)
    assert (marked.column, marked.value) == ("chla_mg_l algae_cells_l", "*")


def test_readings_without_a_snapshot_take_the_year_of_the_file_s_name() -> None:
    rows, told = read(APRIL, name="heilongjiang_water_sections_202104.csv")
    assert [row and (row.day.isoformat(), bool(row.values)) for row in rows] == [
        ("2021-04-01", True), ("2021-04-01", True), ("2021-04-01", True), ("2021-04-02", False), ("2021-04-02", False),
        None,
    ]  # fmt: skip
    assert [one for one in rules(told) if one[1] != "no-value-mark"] == [
        (0, "year-from-file-name"),
        (5, "not-operating"),
        (6, "not-operating"),
        (7, "no-time"),
    ]


TIMES = {
    "the snapshot's year": ("2024-03-05", "03-05 09:30", "a.csv", None, "2024-03-05", []),
    "a lag of some days": ("2024-03-05", "02-29 09:30", "a.csv", None, "2024-02-29", []),
    "over New Year": ("2024-01-02", "12-31 20:00", "a.csv", None, "2023-12-31", ["year-before-snapshot"]),
    "a year that is written": ("", "2023-12-31 20:00", "a.csv", None, "2023-12-31", []),
    "as said": ("", "03-05 09:30", "a_202203.csv", 2023, "2023-03-05", []),
    "the name, by month": ("", "03-05 09:30", "a_202203.csv", None, "2022-03-05", []),
    "the name, by day": ("", "03-05 09:30", "a_20220306.csv", None, "2022-03-05", []),
    "the name's month is another": ("", "03-05 09:30", "a_202204.csv", None, None, ["no-year"]),
    "a longer number is no month": ("", "03-05 09:30", "a_9202203.csv", None, None, ["no-year"]),
    "no year anywhere": ("", "03-05 09:30", "a.csv", None, None, ["no-year"]),
    "no such day in that year": ("2021-03-01", "02-29 09:30", "a.csv", None, None, ["not-a-time"]),
    "no time": ("2024-03-05", "--", "a.csv", None, None, ["no-time"]),
    "not a time": ("2024-03-05", "March 5", "a.csv", None, None, ["not-a-time"]),
    "not an hour": ("2024-03-05", "03-05 25:00", "a.csv", None, None, ["not-a-time"]),
    "not a day": ("2024-02-30", "02-28 09:30", "a.csv", None, None, ["not-a-date"]),
    "later today": ("", "2026-11-28 09:01", "a.csv", None, None, ["in-the-future"]),
    "just now": ("", "2026-11-28 09:00", "a.csv", None, "2026-11-28", []),
    "in the future": ("2027-01-01", "01-01 09:30", "a.csv", None, None, ["in-the-future"]),
    "an old reading": ("2024-03-15", "03-07 09:30", "a.csv", None, "2024-03-15", ["stale-reading"]),
    "just not old": ("2024-03-15", "03-08 09:30", "a.csv", None, "2024-03-08", []),
}


@pytest.mark.parametrize("case", TIMES.values(), ids=TIMES)
def test_times_without_a_year(case: tuple[str, str, str, int | None, str | None, list[str]]) -> None:
    shown_on, at, name, year, expected, met = case
    text = f"snapshot_date,section,monitor_time_mmdd_hhmm,codmn_mg_l\n{shown_on},甲,{at},3\n"
    rows, told = read(text, name=name, year=year)
    assert [row and row.day.isoformat() for row in rows] == [expected]
    assert [rule for line, rule in rules(told) if line] == met
    assert rows[0] is None or bool(rows[0].values) == ("stale-reading" not in met)


CELLS = {
    "as written": ("2.50", "codmn_mg_l", "2.50", []),
    "0 is a value": ("0.00", "codmn_mg_l", "0.00", []),
    "not detected": ("<0.025", "nh3n_mg_l", "<0.025", []),
    "not detected, the domestic way": ("0.025L", "nh3n_mg_l", "<0.025", []),
    "without its limit": ("未检出", "nh3n_mg_l", None, ["no-detection-limit"]),
    "a limit of 0": ("<0", "nh3n_mg_l", None, ["not-a-number"]),
    "oxygen has no such limit": ("<0.2", "do_mg_l", None, ["not-a-number"]),
    "words": ("about 3", "codmn_mg_l", None, ["not-a-number"]),
    "a comma": ("2;5", "codmn_mg_l", None, ["not-a-number"]),
    "negative": ("-0.1", "codmn_mg_l", None, ["negative"]),
    "cold water": ("-0.3", "water_temp_c", "-0.3", []),
    "too cold": ("-5.1", "water_temp_c", None, ["temperature-out-of-range"]),
    "pH 14": ("14", "ph", "14", []),
    "pH 14.1": ("14.1", "ph", None, ["ph-out-of-range"]),
    "too large": ("100000", "codmn_mg_l", None, ["too-large"]),
    "but not for cells": ("9037428", "algae_cells_l", "9037428", []),
    "an exponent": ("2.5e1", "codmn_mg_l", "25", []),
    "an endless tail": ("1e-999999", "codmn_mg_l", None, ["too-many-decimals"]),
    "a further item of the table": ("0.00004L", "hg_mg_l", "<0.00004", []),
    "full-width digits": ("２.５", "codmn_mg_l", "2.5", ["full-width-digits"]),
    "no value": ("*", "codmn_mg_l", None, ["no-values"]),
}


@pytest.mark.parametrize("case", CELLS.values(), ids=CELLS)
def test_cells(case: tuple[str, str, str | None, list[str]]) -> None:
    text, column, expected, met = case
    rows, told = read(f"snapshot_date,section,monitor_time_mmdd_hhmm,{column}\n2024-03-05,甲,03-05 09:30,{text}\n")
    values = rows[0].values if rows[0] else {}
    assert list(values.values()) == ([] if expected is None else [expected])
    assert [rule for line, rule in rules(told) if line] == met


def test_a_row_is_told_each_cell_that_cannot_be_taken() -> None:
    rows, told = read(manual("2024-03-05 x -1", items="codmn_mg_l tp_mg_l"))
    assert rows == [None]
    assert [(one.line, one.column, one.value, one.rule.name) for one in told] == [
        (2, "codmn_mg_l", "x", "not-a-number"),
        (2, "tp_mg_l", "-1", "negative"),
    ]


def test_what_a_station_shows_while_it_does_not_operate_is_not_even_judged() -> None:
    rows, told = read(f"{SNAPSHOTS}\n2024-03-05,黑龙江省,,,,甲,03-05 09:30,劣Ⅴ,x,99,-1,,,,,,,,,故障\n")
    assert rows[0] is not None
    assert (rows[0].values, rows[0].source_class) == ({}, None)
    assert rules(told) == [(2, "not-operating-shows")]


def test_names_width_and_classes() -> None:
    text = (
        "section,province,monitor_time_mmdd_hhmm,codmn_mg_l,water_class\n"
        f",黑龙江省,2024-03-05 09:30,3,Ⅱ\n"
        f"{'长' * 61},黑龙江省,2024-03-05 09:30,3,Ⅱ\n"
        "甲\x00,黑龙江省,2024-03-05 09:30,3,Ⅱ\n"
        "甲,黑龙江省,2024-03-05 09:30,3\n"
        "甲,黑龙江省,2024-03-05 09:30,3,好\n"
        "甲,--,2024-03-05 10:30,3,劣V类\n"
    )
    rows, told = read(text)
    assert rules(told) == [
        (2, "no-section"), (3, "no-section"), (4, "no-section"), (5, "wrong-width"), (6, "class-unreadable"),
    ]  # fmt: skip
    assert [row and (row.province, row.source_class) for row in rows[4:]] == [
        ("黑龙江省", None),
        ("", WaterClass.WORSE_THAN_V),
    ]


def test_columns_that_are_not_known_are_told_and_none_is_refused() -> None:
    _, told = read("section,monitor_time_mmdd_hhmm,codmn_mg_l,colour,remark\n")
    assert [(one.line, one.column, one.rule.name) for one in told] == [(0, "colour remark", "water-column-not-read")]
    with pytest.raises(UnknownShape, match="no column of measured items"):
        read("section,monitor_time_mmdd_hhmm,colour\n")


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_no_text_is_too_odd_to_be_told(value: str, at: str, name: str) -> None:
    quoted = [f'"{text}"' for text in (name, at, value) if '"' not in text]
    if len(quoted) == 3:
        rows, told = read(f"section,monitor_time_mmdd_hhmm,codmn_mg_l\n{','.join(quoted)}\n", year=2024)
        assert len(rows) <= 1
        assert all(row is not None or told for row in rows)


def test_every_row_is_taken_or_told() -> None:
    rows, told = read(f"{READINGS}\n黑龙江省,松花江流域,甲,04-01 08:00,*,{NONE},正常\n", year=2021)
    assert [row and dict(row.values) for row in rows] == [{}]
    assert rules(told) == [(2, "no-values"), (0, "year-as-said")]
