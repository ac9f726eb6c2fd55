"""The named rules that only files of air values meet."""

from targets.measurements.air_bounds import END_OF_SCALE as _END
from targets.measurements.air_bounds import MOST_MEASURED as _MOST
from targets.measurements.remarks import Outcome, rule
from targets.measurements.taken import FIRST_YEAR

OZONE_AS_1H = rule(
    "ozone-as-1h",
    Outcome.NOTED,
    "臭氧列没有写明平均时间，按日最大 1 小时值读入（若是日最大 8 小时平均，请用“8 小时”选项重新导入）。",
    "The ozone column does not say its averaging time; it is taken as the day's highest 1-hour value. If it is the "
    "highest 8-hour mean, import the file with ozone as 8-hour.",
)
OZONE_AS_8H = rule(
    "ozone-as-8h",
    Outcome.NOTED,
    "臭氧列没有写明平均时间，按所选的日最大 8 小时平均读入。",
    "The ozone column does not say its averaging time; as was asked, it is taken as the day's highest 8-hour mean.",
)
OZONE_SAYS_ITSELF = rule(
    "ozone-says-itself",
    Outcome.NOTED,
    "臭氧列名已写明平均时间，所选的臭氧选项没有使用。",
    "The ozone column's name says its averaging time, so the option for ozone was not used.",
)
NEVER_SUPPLIED = rule(
    "never-supplied",
    Outcome.NOTED,
    "文件没有这些项目，视为来源从不提供：AQI 不含这些项目，每天都会注明。",
    "The file has none of these items: its source never supplies them, the AQI leaves them out and each day says so.",
)
COLUMN_NOT_READ = rule(
    "column-not-read",
    Outcome.NOTED,
    "不认识这些列，没有读入。",
    "These columns are not known and were not read.",
)
SUFFIX_LEFT_OUT = rule(
    "suffix-left-out",
    Outcome.CORRECTED,
    "城市名按不带“市”的写法登记，全文件同此处理（只列首次出现的行）。",
    "Cities are registered without 市 at the end; so it was done in the whole file (told for the first line only).",
)
NO_NAME = rule(
    "no-name",
    Outcome.REJECTED,
    "城市或站点名为空、过长（超过 50 字）或含不可见字符，整行未读入。",
    "The name of the city or station is empty, longer than 50 signs or has invisible ones; the row was not taken.",
)
TOO_EARLY = rule(
    "too-early",
    Outcome.REJECTED,
    f"日期早于 {FIRST_YEAR} 年，那时还没有这类监测，整行未读入。",
    f"The date is before {FIRST_YEAR}, when nothing of the kind was measured; the row was not taken.",
)
NOT_AN_HOUR = rule(
    "not-an-hour",
    Outcome.REJECTED,
    "小时应为 0 至 23 的整数，整行未读入。",
    "An hour is a whole number from 0 to 23; the row was not taken.",
)
TOO_FINE = rule(
    "too-fine",
    Outcome.CORRECTED,
    "小数超过十位，按四舍六入五成双保留十位（GB/T 8170）。",
    "More than ten decimals; kept with ten, rounded half to even (GB/T 8170).",
)
LEVEL_DIFFERS = rule(
    "level-differs",
    Outcome.NOTED,
    "文件所列级别与其 AQI 不符；两者都不用于计算。",
    "The level is not the one of the file's own AQI; neither is used for anything computed.",
)
AQI_UNREADABLE = rule(
    "aqi-unreadable",
    Outcome.NOTED,
    "文件自带的 AQI 不是 0 至 9999 的整数，未保留；AQI 由浓度计算，不受影响。",
    "The file's own AQI is no whole number from 0 to 9999 and was not kept; the AQI is computed and does not need it.",
)
ABOVE_RANGE = rule(
    "above-measuring-range",
    Outcome.CORRECTED,
    "浓度超出监测仪器的量程，不可能是监测值：该项数值不采用，按缺测处理；本行其余项目照常读入。请核对单位和小数点。"
    f"上限（µg/m³）：PM2.5、PM10 {_MOST['pm25']}，SO2 {_MOST['so2']}，NO2 {_MOST['no2']}，臭氧 {_MOST['o3_1h']}；"
    f"CO {_MOST['co']} mg/m³。",
    "The concentration lies above what an analyser measures, so it is no reading: the value is not taken and counts as "
    "missing; the row's other items are. Check unit and decimal point. Upper bounds in µg/m³: PM2.5 and PM10 "
    f"{_MOST['pm25']}, SO2 {_MOST['so2']}, NO2 {_MOST['no2']}, ozone {_MOST['o3_1h']}; CO {_MOST['co']} mg/m³.",
)
OFF_THE_SCALE = rule(
    "above-the-aqi-scale",
    Outcome.NOTED,
    f"颗粒物浓度超过 AQI 分级表的上限（PM2.5 {_END['pm25']}、PM10 {_END['pm10']} µg/m³），强沙尘等情况下可能出现："
    "按原值读入，请核查。",
    f"Particulates above the end of the AQI's table (PM2.5 {_END['pm25']}, PM10 {_END['pm10']} µg/m³), as a sand storm "
    "may bring them; taken as given, please check.",
)
FINE_ABOVE_COARSE = rule(
    "pm25-above-pm10",
    Outcome.NOTED,
    "PM2.5 高于 PM10，物理上不可能，按原值读入，请核查。",
    "PM2.5 is above PM10, which contains it; taken as it is, please check.",
)
BREAKS_JOINED = rule(
    "breaks-joined",
    Outcome.CORRECTED,
    "引号内的换行和空白已合并为一个空格。",
    "Line breaks and blanks inside the quotes were joined to one blank.",
)
HOUR_OF_ZERO = rule(
    "hour-of-zero",
    Outcome.NOTED,
    "小时浓度为 0：单个小时可能低至 0，按数值读入，请核查。",
    "An hourly value of 0: a single hour can be that low, so it is taken as a value; please check.",
)
HOUR_ALL_ZERO = rule(
    "hour-all-zero",
    Outcome.CORRECTED,
    "该小时各项浓度全为 0，是以 0 表示缺测，按缺测处理。",
    "Every concentration of the hour is 0: the source writes missing values as 0, so they are missing.",
)
NO_DATA_LEFT = rule(
    "no-data-left",
    Outcome.NOTED,
    "该行没有任何可用浓度：登记为“无数据”。",
    "No concentration is left in the row: it is kept as a time without data.",
)
AMBIGUOUS_STATION = rule(
    "ambiguous-station",
    Outcome.REJECTED,
    "不止一个城市有这个站点名，无法确定是哪一个，整行未读入。请用 --city 指明城市。",
    "More than one city has a station of this name, so the row was not taken. Say which city with --city.",
)
CITY_CREATED = rule(
    "city-created",
    Outcome.NOTED,
    "此前没有这个城市，已新建，待管理员确认。",
    "The city was not known; it was created and awaits an administrator's confirmation.",
)
STATION_CREATED = rule(
    "station-created",
    Outcome.NOTED,
    "此前没有这个站点，已新建，待管理员确认。",
    "The station was not known; it was created and awaits an administrator's confirmation.",
)
