"""Chinese and short names of columns, and the header of a form for each kind of file. Pure.

A name is taken with or without its unit in brackets; with another unit than the column's it is not known, so that no
value is read in a unit that it is not in.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from targets.measurements.water_cells import COLUMNS as WATER_COLUMNS
from targets.standards.surface_water_table import TABLE, WaterItem
from targets.texts import Text

_UNIT = re.compile(r"\(([^()]*)\)$")
_BETWEEN = re.compile(r"[\s_\-.]")
_MICRO = frozenset({"", "ug/m3", "μg/m3", "微克/立方米"})
_MILLI = frozenset({"", "mg/m3", "毫克/立方米"})
_LITRE = frozenset({"", "mg/l", "毫克/升"})
_PLAIN = frozenset({""})

_PLACES = {
    "city": "城市 城市名称 city",
    "hour": "小时 时 时次 hour",
    "station": "站点 站点名称 点位 点位名称 监测点 监测站 station",
    "aqi": "aqi 空气质量指数",
    "aqi_level": "级别 空气质量级别 空气质量等级 质量等级",
    "primary_pollutant": "首要污染物",
}
_POLLUTANTS = {
    "pm25_ug_m3": "pm2.5 细颗粒物",
    "pm10_ug_m3": "pm10 可吸入颗粒物",
    "so2_ug_m3": "so2 二氧化硫",
    "no2_ug_m3": "no2 二氧化氮",
    "o3_ug_m3": "o3 臭氧",
    "o3_1h_ug_m3": "o3_1h 臭氧1小时 臭氧最大1小时 臭氧日最大1小时 o3日最大1小时",
    "o3_8h_ug_m3": "o3_8h 臭氧8小时 臭氧最大8小时 臭氧日最大8小时 臭氧日最大8小时平均 o3日最大8小时平均",
}
_WATER = {
    "snapshot_date": "发布日期 日期",
    "province": "省份 省",
    "basin": "流域",
    "city": "城市 所在城市",
    "river": "河流 河流名称 水体 水体名称",
    "section": "断面 断面名称",
    "monitor_time_mmdd_hhmm": "监测时间 采样时间",
    "water_class": "水质类别",
    "station_status": "站点状态 站点情况",
}
_BESIDES = {
    "water_temp_c": ("水温", {"", "°c"}),
    "ph": ("ph ph值", {"", "无量纲"}),
    "fcoli_per_l": ("粪大肠菌群", {"", "个/l"}),
    "conductivity_us_cm": ("电导率", {"", "us/cm", "μs/cm"}),
    "turbidity_ntu": ("浊度", {"", "ntu"}),
    "chla_mg_l": ("叶绿素a 叶绿素α", _LITRE),
    "algae_cells_l": ("藻密度", {"", "cells/l", "个/l"}),
}
# By column: the symbols that stand for the item, alone or behind its name; what else stands behind it in brackets.
_SYMBOLS = {
    "do_mg_l": ("DO", ""),
    "codmn_mg_l": ("CODMn", ""),
    "cod_mg_l": ("COD CODCr", ""),
    "bod5_mg_l": ("BOD5", ""),
    "nh3n_mg_l": ("NH3-N", "以N计"),
    "tp_mg_l": ("TP", ""),
    "tn_mg_l": ("TN", "以N计"),
    "cu_mg_l": ("Cu", ""),
    "zn_mg_l": ("Zn", ""),
    "f_mg_l": ("F-", "以F计"),
    "se_mg_l": ("Se", ""),
    "as_mg_l": ("As", ""),
    "hg_mg_l": ("Hg", ""),
    "cd_mg_l": ("Cd", ""),
    "cr6_mg_l": ("Cr6+", ""),
    "pb_mg_l": ("Pb", ""),
    "cn_mg_l": ("CN-", ""),
    "las_mg_l": ("LAS", ""),
}


def _flat(name: str) -> tuple[str, str]:
    """The name and its unit as they are compared: full-width, subscripts, cases and blanks alike."""
    text = unicodedata.normalize("NFKC", name).replace("\N{MINUS SIGN}", "-").casefold().strip()
    found = _UNIT.search(text)
    unit = found[1].replace(" ", "") if found else ""
    return _BETWEEN.sub("", text[: found.start()] if found else text), unit


def _names(told: Mapping[str, str], units: frozenset[str]) -> dict[str, tuple[str, frozenset[str]]]:
    return {_flat(name)[0]: (column, units) for column, names in told.items() for name in names.split()}


def _water_items() -> dict[str, tuple[str, frozenset[str]]]:
    """The items of table 1 by name and symbol: 总磷, 总磷（以P计）, 总磷（TP）（mg/L）, TP. An addition is no unit."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for column, item in WATER_COLUMNS.items():
        if item in set(WaterItem) and column not in _BESIDES:
            name, addition = _flat(TABLE[WaterItem(item)].label.zh)
            symbols, added = _SYMBOLS.get(column, ("", ""))
            additions = {*filter(None, (addition, *symbols.casefold().split(), *added.casefold().split()))}
            found[name] = column, _LITRE | additions
            found |= {_BETWEEN.sub("", f"{name}({one})"): (column, _LITRE) for one in additions}
            found |= {_flat(one)[0]: (column, _LITRE) for one in symbols.split()}
    for column, (names, units) in _BESIDES.items():
        found |= {_flat(name)[0]: (column, frozenset(units)) for name in names.split()}
    # Chromium by itself is another thing than the hexavalent one.
    return found | {"铬": ("cr6_mg_l", frozenset({"六价", "cr6+"})), "六价铬": ("cr6_mg_l", _LITRE | {"cr6+"})}


_AIR = (
    _names(_PLACES, _PLAIN) | _names(_POLLUTANTS, _MICRO) | _names({"co_mg_m3": "co 一氧化碳"}, _MILLI)
)  # the day's column depends on the file's kind
_DAYS = _AIR | _names({"date": "日期 监测日期"}, _PLAIN)
_HOURS = _AIR | _names({"date_yyyymmdd": "日期 监测日期"}, _PLAIN)
_SAMPLES = _names(_WATER, _PLAIN) | _water_items()


def known_columns(header: Sequence[str]) -> dict[str, str]:
    """The file's own names that stand for a column, and which; two names of one column: the first alone."""
    flat = [_flat(name)[0] for name in header]
    columns = {_AIR[name][0] for name in flat if name in _AIR} | set(header)
    if "section" in header or any(_SAMPLES.get(name, ("",))[0] == "section" for name in flat):
        names = _SAMPLES
    else:
        names = _HOURS if {"hour", "station"} <= columns else _DAYS
    found: dict[str, str] = {}
    for own in header:
        name, unit = _flat(own)
        column, units = names.get(name, ("", _PLAIN))
        if column and unit in units and column not in header and column not in found.values():
            found[own] = column
    return found


_ITEM_FORM = (
    *("水温（℃）", "pH", "溶解氧（mg/L）", "高锰酸盐指数（mg/L）", "化学需氧量（mg/L）", "五日生化需氧量（mg/L）"),
    *("氨氮（mg/L）", "总磷（mg/L）", "总氮（mg/L）"),
)
_ITEM_COLUMNS = (
    "water_temp_c",
    "ph",
    "do_mg_l",
    "codmn_mg_l",
    "cod_mg_l",
    "bod5_mg_l",
    "nh3n_mg_l",
    "tp_mg_l",
    "tn_mg_l",
)
_GASES = ("PM2.5（μg/m³）", "PM10（μg/m³）", "SO2（μg/m³）", "NO2（μg/m³）", "CO（mg/m³）")
_GAS_COLUMNS = ("pm25_ug_m3", "pm10_ug_m3", "so2_ug_m3", "no2_ug_m3", "co_mg_m3")
# By the form's name, the header's columns in both languages.
FORMS: Mapping[str, tuple[Text, ...]] = {
    name: tuple(Text(zh, en) for zh, en in zip(chinese, english, strict=True))
    for name, chinese, english in (
        (
            "air-days",
            ("城市", "日期", *_GASES, "O3_8h（μg/m³）"),
            ("city", "date", *_GAS_COLUMNS, "o3_8h_ug_m3"),
        ),
        (
            "air-hours",
            ("城市", "站点", "日期", "小时", *_GASES, "O3（μg/m³）"),
            ("city", "station", "date_yyyymmdd", "hour", *_GAS_COLUMNS, "o3_ug_m3"),
        ),
        (
            "water",
            ("省份", "流域", "河流", "断面", "监测时间", *_ITEM_FORM),
            ("province", "basin", "river", "section", "monitor_time_mmdd_hhmm", *_ITEM_COLUMNS),
        ),
    )
}
