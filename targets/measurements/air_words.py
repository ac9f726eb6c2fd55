"""Words of the air pages: items, states of the data, a day's source, whether a year can be judged. Pure."""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from targets.periods import Month
from targets.standards.air_statistics import PeriodValue, ShortMonth
from targets.standards.aqi import Item, Level, Pollutant
from targets.texts import Text

# A day's values as they are kept: column to item, in the order of the pages' columns.
ITEMS = {
    "pm25": Item.PM25_24H,
    "pm10": Item.PM10_24H,
    "o3_8h": Item.O3_8H,
    "o3_1h": Item.O3_1H,
    "no2": Item.NO2_24H,
    "so2": Item.SO2_24H,
    "co": Item.CO_24H,
}
ITEM_NAMES = {
    "pm25": Text("PM2.5", "PM2.5"),
    "pm10": Text("PM10", "PM10"),
    "o3_8h": Text("臭氧 8 小时", "ozone, 8 h"),
    "o3_1h": Text("臭氧 1 小时", "ozone, 1 h"),
    "no2": Text("二氧化氮", "NO₂"),
    "so2": Text("二氧化硫", "SO₂"),
    "co": Text("一氧化碳", "CO"),
    "o3": Text("臭氧 1 小时", "ozone, 1 h"),  # a station's hour
}
POLLUTANTS = {
    Pollutant.PM25: Text("PM2.5", "PM2.5"),
    Pollutant.PM10: Text("PM10", "PM10"),
    Pollutant.O3: Text("臭氧", "ozone"),
    Pollutant.NO2: Text("二氧化氮", "NO₂"),
    Pollutant.SO2: Text("二氧化硫", "SO₂"),
    Pollutant.CO: Text("一氧化碳", "CO"),
}
BASES = {
    "file": Text("城市日值文件", "a file of city values"),
    "stations": Text("由各站点小时值计算", "computed from the stations' hours"),
}


class DataShown(StrEnum):
    """The state of a day's data as the pages show it."""

    REVIEWED = "reviewed"
    PROVISIONAL = "provisional"
    INSUFFICIENT = "insufficient"  # something was measured, but no AQI can be given
    NONE = "none"


STATES = {
    DataShown.REVIEWED: Text("已审核", "reviewed"),
    DataShown.PROVISIONAL: Text("未审核", "provisional"),
    DataShown.INSUFFICIENT: Text("数据不足", "insufficient"),
    DataShown.NONE: Text("无数据", "no data"),
}


def unit_of(field: str) -> str:
    """The unit of a column's values."""
    return "mg/m³" if field == "co" else "µg/m³"


_NUMBERS = dict(enumerate("一二三四五六", start=1))


def level_text(level: Level) -> Text:
    """``四级（中度污染）``, as HJ 633 numbers the levels."""
    return Text(f"{_NUMBERS[level.number]}级（{level.name.zh}）", f"level {level.number}, {level.name.en}")


def range_text(level: Level) -> str:
    """The AQI of a level: ``151–200``, ``> 300``."""
    return f"> {level.lowest - 1}" if level.highest is None else f"{level.lowest}–{level.highest}"


def pollutants_text(pollutants: Iterable[Pollutant]) -> Text:
    """Their names one after the other; a dash for none."""
    names = [POLLUTANTS[one] for one in pollutants]
    if not names:
        return Text("—", "—")
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))


def items_text(items: Iterable[Item]) -> Text:
    """The items' names one after the other."""
    fields = [field for field, item in ITEMS.items() if item in set(items)]
    return Text("、".join(ITEM_NAMES[one].zh for one in fields), ", ".join(ITEM_NAMES[one].en for one in fields))


def statistic_text(percent: int | None) -> Text:
    """By what a year's values are judged: the mean, or a percentile."""
    if percent is None:
        return Text("年均值", "annual mean")
    return Text(f"第 {percent} 百分位数", f"{percent}th percentile")


def evaluable_text(year: int, found: PeriodValue) -> Text:
    """Whether a year that is over can be judged, and what it lacks."""
    if found.is_valid:
        return Text(
            f"{year} 年可以评价：有效 {found.valid_days} 天，各月天数都够。",
            f"{year} is evaluable: {found.valid_days} valid days, and every month has enough.",
        )
    return Text(
        f"{year} 年不能作年度评价：{'；'.join(why.zh for why in found.why)}。",
        f"{year} is not evaluable as a year: {'; '.join(why.en for why in found.why)}.",
    )


def running_text(year: int, valid_days: int, short: Iterable[ShortMonth]) -> Text:
    """The same of a year that is not over."""
    listed = list(short)
    zh = "、".join(f"{one.month.number} 月（{one.valid_days}/{one.required_days} 天）" for one in listed)
    en = ", ".join(f"{one.month} ({one.valid_days} of {one.required_days} days)" for one in listed)
    return Text(
        f"{year} 年尚未结束，目前有效 {valid_days} 天；能否作年度评价到年底才能确定。"
        + (f"已结束的月份中天数不足的：{zh}。" if listed else ""),
        f"{year} is not over; {valid_days} valid days so far. Whether it can be evaluated is settled at its end."
        + (f" Finished months below their minimum: {en}." if listed else ""),
    )


def change_text(now: Fraction | None, before: Fraction | None) -> Text | None:
    """By how many per cent a value is above or below last year's; None where one of them is missing or was zero."""
    if now is None or not before:
        return None
    percent = round((now - before) / before * 1000)
    written = f"{abs(percent) // 10}.{abs(percent) % 10} %"
    if percent == 0:
        return Text("持平", "unchanged")
    return Text(f"{'上升' if percent > 0 else '下降'} {written}", f"{'up' if percent > 0 else 'down'} {written}")


def month_text(month: Month) -> Text:
    """The month of a year's calendar."""
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return Text(f"{month.number} 月", names[month.number - 1])
