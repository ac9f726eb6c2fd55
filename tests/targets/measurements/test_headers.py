"""Names of columns as bureaus write them: which column each stands for, and which unit it must be in."""

import io

import pytest

from targets.measurements.headers import FORMS, known_columns
from targets.measurements.lines import Shape, UnknownShape, read_table
from targets.measurements.water_cells import COLUMNS
from targets.standards.surface_water_table import WaterItem
from targets.texts import Text


def columns(header: str) -> tuple[Shape, tuple[str, ...]]:
    table = read_table(io.StringIO(header + "\n", newline=""))
    return table.shape, table.columns


@pytest.mark.parametrize(
    ("header", "shape", "known"),
    [
        (
            "城市,日期,PM2.5,PM10,SO2,NO2,CO,O3",
            Shape.CITY_DAY,
            "city,date,pm25_ug_m3,pm10_ug_m3,so2_ug_m3,no2_ug_m3,co_mg_m3,o3_ug_m3",
        ),
        (
            "城市名称, 监测日期 ,ＰＭ₂.₅（µg/m³）,二氧化硫(微克/立方米),CO（mg/m³）,O3-8h,臭氧日最大1小时,"
            "AQI,首要污染物",
            Shape.CITY_DAY,
            "city,date,pm25_ug_m3,so2_ug_m3,co_mg_m3,o3_8h_ug_m3,o3_1h_ug_m3,aqi,primary_pollutant",
        ),
        (
            "站点,日期,小时,pm2.5,O3,O3_8h",
            Shape.STATION_HOUR,
            "station,date_yyyymmdd,hour,pm25_ug_m3,o3_ug_m3,o3_8h_ug_m3",
        ),
        (
            "省份,断面名称,监测时间,日期,水温(℃),pH值(无量纲),溶解氧(mg/L),总磷,铬（六价）,电导率（μS/cm）,水质类别",
            Shape.WATER,
            "province,section,monitor_time_mmdd_hhmm,snapshot_date,water_temp_c,ph,do_mg_l,tp_mg_l,cr6_mg_l,"
            "conductivity_us_cm,water_class",
        ),
        ("city,date,pm25_ug_m3", Shape.CITY_DAY, "city,date,pm25_ug_m3"),
    ],
)
def test_the_names_that_bureaus_write(header: str, shape: Shape, known: str) -> None:
    assert columns(header) == (shape, tuple(known.split(",")))


@pytest.mark.parametrize("name", ["CO(μg/m3)", "PM2.5（mg/m³）", "PM2.5(ppm)", "氨氮"])
def test_another_unit_or_an_unknown_name_is_not_read(name: str) -> None:
    assert columns(f"城市,日期,{name}")[1][2] == name


def test_chromium_is_not_the_hexavalent_one() -> None:
    assert columns("断面,监测时间,铬,总磷（以P计）,六价铬(mg/L)")[1][2:] == ("铬", "tp_mg_l", "cr6_mg_l")


@pytest.mark.parametrize("item", list(WaterItem))
def test_every_item_is_known_by_its_name_with_its_unit(item: WaterItem) -> None:
    column = next(column for column, held in COLUMNS.items() if held == item)
    label, unit = item.label.zh, item.unit.zh
    for name in (label, f"{label}（{unit}）", f"{label} ({unit})") if unit else (label,):
        assert known_columns(["断面", name]) == {"断面": "section", name: column}
    for other in (f"{label}（μg/L）", f"{label}（{unit}）（μg/L）"):
        assert known_columns(["断面", other]) == {"断面": "section"}


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("氟化物（以F-计）(mg/L)", "f_mg_l"),
        ("CODMn", "codmn_mg_l"),
        ("CODcr(mg/L)", "cod_mg_l"),
        ("氨氮(NH3-N)", "nh3n_mg_l"),
        ("NH₃-N（mg/L）", "nh3n_mg_l"),
        ("总氮（以N计）（mg/L）", "tn_mg_l"),
        ("Cr⁶⁺", "cr6_mg_l"),
    ],
)
def test_symbols_stand_for_their_items(name: str, column: str) -> None:
    assert known_columns(["断面", name]) == {"断面": "section", name: column}


def test_two_names_of_one_column_are_one_of_them() -> None:
    assert columns("城市,日期,PM2.5,细颗粒物")[1] == ("city", "date", "pm25_ug_m3", "细颗粒物")
    assert columns("city,日期,城市,pm25_ug_m3,PM2.5")[1] == ("city", "date", "城市", "pm25_ug_m3", "PM2.5")


@pytest.mark.parametrize("header", ["", "大庆,2024-03-28,20", "城市,PM2.5", "小时,站点", "城市,日期,城市"])
def test_what_is_no_header_is_refused(header: str) -> None:
    with pytest.raises(UnknownShape):
        columns(header)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_form_is_read_as_its_columns_in_both_languages(name: str) -> None:
    chinese, english = [one.zh for one in FORMS[name]], [one.en for one in FORMS[name]]
    shape, known = columns(",".join(chinese))
    assert known == tuple(english)
    assert columns(",".join(english)) == (shape, known)
    assert all(isinstance(one, Text) for one in FORMS[name])
    assert known_columns(english) == {}
