"""What a computation is made of, in sentences: data and their state, what was left out, the rules in force. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from targets.standards.rounding import round_half_even
from targets.texts import Text

RULES = {
    "good_dust_days_stay": Text("沙尘日达标的不剔除", "a sand-dust day that is good all the same stays"),
    "good_dust_days_leave": Text("沙尘日一律剔除", "every sand-dust day leaves, good or not"),
    "station_share": Text("有效日所需的点位比例", "the share of stations that a valid day needs"),
    "eight_hour_means": Text("臭氧日最大8小时所需的均值个数", "the 8-hour means that the day's ozone maximum needs"),
    "equal_limits": Text("相邻类别限值相同时从优不从劣", "of classes with the same limit, the better one"),
    "min_months": Text("全年评价所需的最少月数", "the fewest months that a section's year needs"),
    "background": Text("自然本底扣除由上级决定", "natural background is deducted as decided above the city"),
}
ITEMS = {
    "pm25_24h": Text("PM2.5", "PM2.5"),
    "pm10_24h": Text("PM10", "PM10"),
    "o3_8h": Text("臭氧8小时", "ozone 8 h"),
    "o3_1h": Text("臭氧1小时", "ozone 1 h"),
    "no2_24h": Text("二氧化氮", "NO2"),
    "so2_24h": Text("二氧化硫", "SO2"),
    "co_24h": Text("一氧化碳", "CO"),
}
_LEFT_DAYS = {
    "no_row": Text("无数据", "no data"),
    "not_valid": Text("无效（缺项）", "not valid, an item is missing"),
    "dust": Text("沙尘，已剔除", "sand-dust, deducted"),
}
_LEFT_SECTIONS = {
    "frozen": Text("冰封期，未采样", "frozen, not sampled"),
    "no_sample": Text("无数据", "no data"),
    "carried": Text(
        "当月无数据，累计类别截至括号内月份", "no data for this month; class of the year to the month in brackets"
    ),
    "too_few_months": Text("全年月数不足", "too few months for the year"),
}
_NOTHING = Text("当前无数据", "no data now")


def sentences(detail: Mapping[str, Any]) -> tuple[Text, ...]:
    """All that a page says of a computation beside its value, in order. ``detail``: as ``monthly`` made it."""
    if not detail:
        return (_NOTHING,)
    told = _water(detail) if "sections" in detail else _air(detail)
    return (*told, *_state(detail), *_unconfirmed(detail))


def share_line(detail: Mapping[str, Any]) -> Text:
    """``30 of 31 days valid (96.8 %)``; for water, how many of the sections have data."""
    if not detail:
        return _NOTHING
    if "sections" in detail:
        part, whole = detail["sampled"], detail["of"]
        return Text(f"{part}/{whole} 个断面有数据", f"{part} of {whole} sections with data")
    part, whole = detail["valid"], detail["days"]
    share = round_half_even(Decimal(100 * part) / whole, 1)
    return Text(f"有效 {part}/{whole} 天（{share}%）", f"{part} of {whole} days valid ({share} %)")


def _air(detail: Mapping[str, Any]) -> Iterable[Text]:
    yield share_line(detail)
    if "stations" in detail["basis"]:
        names = detail.get("stations", [])
        yield Text(f"点位：{'、'.join(names)}", f"stations: {', '.join(names)}")
    if "file" in detail["basis"]:
        yield Text("城市日值文件", "a file of the city's daily values")
    if detail["never_supplied"]:
        items = [ITEMS.get(name, Text(name, name)) for name in detail["never_supplied"]]
        yield Text(
            f"来源不提供：{'、'.join(one.zh for one in items)}",
            f"never supplied by the source: {', '.join(one.en for one in items)}",
        )
    for why, days in detail["left_out"].items():
        name, listed = _LEFT_DAYS[why], day_ranges([date.fromisoformat(day) for day in days])
        yield Text(f"{name.zh}：{listed}", f"{name.en}: {listed}")
    if detail["dust_days"]:
        yield _two_readings("实况", "as measured", "剔除沙尘", "without sand-dust", detail, "deducted", "deducts_dust")


def _water(detail: Mapping[str, Any]) -> Iterable[Text]:
    yield share_line(detail)
    names = [section["name"] for section in detail["sections"]]
    yield Text(f"断面：{'、'.join(names)}", f"sections: {', '.join(names)}")
    for why, left in detail["left_out"].items():
        name = _LEFT_SECTIONS[why]
        yield Text(f"{name.zh}：{'、'.join(left)}", f"{name.en}: {', '.join(left)}")
    if detail["short"]:
        short, least = detail["short"], detail["min_months"]
        yield Text(
            f"全年将不足 {least} 个月：{'、'.join(short)}", f"cannot reach {least} months any more: {', '.join(short)}"
        )
    if detail["adjusted"] != detail["raw"]:
        how = "扣除本底", "without background", detail, "adjusted", "deducts_background"
        yield _two_readings("实测", "as measured", *how)


def _two_readings(
    raw_zh: str, raw_en: str, other_zh: str, other_en: str, detail: Mapping[str, Any], other: str, setting: str
) -> Text:
    raw, without = "/".join(detail["raw"]), "/".join(detail[other])
    uses_zh, uses_en = (other_zh, other_en) if detail[setting] else (raw_zh, raw_en)
    return Text(
        f"{raw_zh} {raw}，{other_zh} {without}；采用{uses_zh}",
        f"{raw_en} {raw}, {other_en} {without}; compared: {uses_en}",
    )


def _state(detail: Mapping[str, Any]) -> Iterable[Text]:
    reviewed, provisional = detail["reviewed"], detail["provisional"]
    if not provisional:
        yield Text("数据已审核", "reviewed data")
    elif not reviewed:
        yield Text("数据未审核", "provisional data")
    else:
        yield Text(f"已审核 {reviewed}，未审核 {provisional}", f"{reviewed} reviewed, {provisional} provisional")


def _unconfirmed(detail: Mapping[str, Any]) -> Iterable[Text]:
    if names := detail.get("unconfirmed"):
        yield Text(f"待确认：{'、'.join(names)}", f"to be confirmed: {', '.join(names)}")
    if rules := [RULES[name] for name in detail["rules"] if name in RULES]:
        zh, en = "、".join(rule.zh for rule in rules), "; ".join(rule.en for rule in rules)
        yield Text(f"未经原文核实的规则：{zh}", f"rules not confirmed by a standard's text: {en}")


def day_ranges(days: Sequence[date]) -> str:
    """``1, 3–5, 31``: days of one month, in order, neighbours together."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(f"{run[0].day}–{run[-1].day}" if len(run) > 1 else f"{run[0].day}" for run in runs)


def restated_line(on: date, was: Text) -> Text:
    """``restated on 2024-11-12, was 20 of 31 days``."""
    return Text(f"{on} 重新计算，此前为 {was.zh}", f"restated on {on}, was {was.en}")
