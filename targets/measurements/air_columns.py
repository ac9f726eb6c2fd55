"""The columns of files of air values: which holds what, and what is to be told of them."""

from collections.abc import Iterator

from targets.measurements import air_rules as rules
from targets.measurements.lines import UnknownShape, shown
from targets.measurements.remarks import Remark
from targets.measurements.taken import Options
from targets.texts import Text

# What a row's values are, in order. µg/m³, CO in mg/m³. Of a day: means, ozone the day's highest 1-hour value and
# 8-hour mean. Of an hour: the hour's means, and the mean of the 8 hours that end with it.
FIELDS = ("pm25", "pm10", "so2", "no2", "co", "o3_1h", "o3_8h")
COLUMNS = {
    "pm25_ug_m3": "pm25",
    "pm10_ug_m3": "pm10",
    "so2_ug_m3": "so2",
    "no2_ug_m3": "no2",
    "co_mg_m3": "co",
    "o3_1h_ug_m3": "o3_1h",
    "o3_max1h_ug_m3": "o3_1h",
    "o3_8h_ug_m3": "o3_8h",
    "o3_max8h_ug_m3": "o3_8h",
}
OPEN_OZONE = "o3_ug_m3"  # its averaging time is not in its name
KNOWN = {
    "city", "date", "date_yyyymmdd", "hour", "station", "aqi", "aqi_level", "aqi_range_in_day", "primary_pollutant",
    "rank_in_source",
}  # fmt: skip
_NOT_DAILY = Text(
    "城市日值文件不应有 hour 或 station 列。站点小时值请用 date_yyyymmdd、hour、station 列。",
    "A file of daily city values has no column hour or station. Hourly station values have the columns date_yyyymmdd, "
    "hour, station.",
)


def fields_of(columns: tuple[str, ...], options: Options, *, is_hourly: bool) -> dict[str, str]:
    """Which column holds which field. Raises UnknownShape where none does, or two the same."""
    if not is_hourly and {"hour", "station"} & set(columns):
        raise UnknownShape(_NOT_DAILY)
    known = COLUMNS | {OPEN_OZONE: "o3_1h" if is_hourly else f"o3_{options.ozone}"}
    fields = {column: known[column] for column in columns if column in known}
    if not fields:
        raise UnknownShape(
            Text(
                "没有任何浓度列，例如 pm25_ug_m3、pm10_ug_m3、so2_ug_m3、no2_ug_m3、co_mg_m3、o3_ug_m3。",
                "There is no column of concentrations, such as pm25_ug_m3, pm10_ug_m3, so2_ug_m3, no2_ug_m3, co_mg_m3, "
                "o3_ug_m3.",
            )
        )
    twice = [column for column, field in fields.items() if list(fields.values()).count(field) > 1]
    if twice:
        told = ", ".join(twice)
        raise UnknownShape(
            Text(
                f"列 {told} 指的是同一项目，无法确定用哪一列。请只保留一列。",
                f"The columns {told} hold the same item, and which one counts is not known. Keep one of them.",
            )
        )
    return fields


def remarks_of(
    columns: tuple[str, ...], options: Options, absent: tuple[str, ...], *, is_hourly: bool
) -> Iterator[Remark]:
    """What is told of the file as a whole."""
    if OPEN_OZONE in columns and not is_hourly:
        yield Remark(0, OPEN_OZONE, "", rules.OZONE_AS_8H if options.ozone == "8h" else rules.OZONE_AS_1H)
    if options.ozone == "8h" and not is_hourly and OPEN_OZONE not in columns:
        yield Remark(
            0, " ".join(column for column in columns if column.startswith("o3_"))[:200], "", rules.OZONE_SAYS_ITSELF
        )
    if absent and not is_hourly:
        yield Remark(0, " ".join(absent), "", rules.NEVER_SUPPLIED)
    unread = [shown(name) for name in columns if name not in COLUMNS and name not in KNOWN and name != OPEN_OZONE]
    if unread:
        yield Remark(0, " ".join(unread)[:200], "", rules.COLUMN_NOT_READ)
