"""The named rules that only files of water samples meet."""

from targets.measurements.remarks import Outcome, rule

YEAR_FROM_SNAPSHOT = rule(
    "year-from-snapshot",
    Outcome.NOTED,
    "监测时间不带年份，年份取自同一行的 snapshot_date；月日晚于该日的，取前一年。",
    "The times have no year; it is taken from the row's snapshot_date, and is the year before where month and day come "
    "after it.",
)
YEAR_BEFORE_SNAPSHOT = rule(
    "year-before-snapshot",
    Outcome.CORRECTED,
    "月日晚于 snapshot_date，年份取前一年。",
    "Month and day come after snapshot_date, so the year is the one before.",
)
YEAR_AS_SAID = rule(
    "year-as-said",
    Outcome.NOTED,
    "监测时间不带年份，按导入时指定的年份读入。",
    "The times have no year; it is the one that was said beside the file.",
)
YEAR_FROM_FILE_NAME = rule(
    "year-from-file-name",
    Outcome.NOTED,
    "监测时间不带年份，年份取自文件名末尾的年月（月份一致）。",
    "The times have no year; it is taken from the year and month at the end of the file's name, as the months agree.",
)
NO_YEAR = rule(
    "no-year",
    Outcome.REJECTED,
    "监测时间不带年份，也无从得知，整行未读入。请加 snapshot_date 列（如 2021-04-01），或指定年份（--year 2021），"
    "或让文件名以年月结尾（如 …_202104.csv）且月份一致。",
    "The time has no year and nothing tells it, so the row was not taken. Add a column snapshot_date (2021-04-01), say "
    "the year (--year 2021), or end the file's name with year and month (…_202104.csv) that agree with the time.",
)
NOT_A_TIME = rule(
    "not-a-time",
    Outcome.REJECTED,
    "不是监测时间，整行未读入。请写成 04-01 08:00 或 2021-04-01 08:00。",
    "Not a time of monitoring, so the row was not taken. Write it like 04-01 08:00 or 2021-04-01 08:00.",
)
NO_TIME = rule(
    "no-time",
    Outcome.REJECTED,
    "没有监测时间，不知是哪一天的数据，整行未读入。请写成 04-01 08:00。",
    "There is no time of monitoring, so the day is not known and the row was not taken. Write it like 04-01 08:00.",
)
NOT_OPERATING = rule(
    "not-operating",
    Outcome.NOTED,
    "站点未正常运行（停站、维护、不具备运行条件、封冻等）：该日登记为“无监测值”。",
    "The station does not operate (停站, 维护, 不具备运行条件, 封冻 …): the day is on record without values.",
)
NOT_OPERATING_SHOWS = rule(
    "not-operating-shows",
    Outcome.CORRECTED,
    "站点未正常运行，所显示的读数（可能是旧值）不读入：该日登记为“无监测值”。",
    "The station does not operate; what it shows, often an old reading, is not taken. The day is on record without "
    "values.",
)
STALE = rule(
    "stale-reading",
    Outcome.CORRECTED,
    "读数比 snapshot_date 早 7 天以上，是旧值，不读入：该日登记为“无监测值”。",
    "The reading is more than 7 days older than snapshot_date and is not taken. The day is on record without values.",
)
NO_VALUES = rule(
    "no-values",
    Outcome.NOTED,
    "该行没有任何监测值：该日登记为“无监测值”。",
    "The row has no value at all: the day is on record without values.",
)
REPORTED_BEFORE = rule(
    "reported-before",
    Outcome.LEFT,
    "本文件前面某行已把该断面该日登记为“无监测值”。",
    "An earlier row of this file put the section's day on record without values.",
)
PH_OUT_OF_RANGE = rule(
    "ph-out-of-range",
    Outcome.REJECTED,
    "pH 应在 0 至 14 之间，整行未读入。",
    "pH lies between 0 and 14; the row was not taken.",
)
TEMPERATURE_OUT_OF_RANGE = rule(
    "temperature-out-of-range",
    Outcome.REJECTED,
    "水温应在 -5 至 60 ℃ 之间，整行未读入。",
    "The water's temperature lies between -5 and 60 °C; the row was not taken.",
)
NO_DETECTION_LIMIT = rule(
    "no-detection-limit",
    Outcome.REJECTED,
    "写了未检出但没有检出限，无法计入均值，整行未读入。请写成 <0.025 或 0.025L。",
    "Not detected, but without the detection limit that a mean needs; the row was not taken. Write <0.025 or 0.025L.",
)
TOO_FINE = rule(
    "too-many-decimals",
    Outcome.REJECTED,
    "小数超过十二位，不是监测值，整行未读入。请写成 0.156 这样的小数。",
    "More than twelve decimals are no measured value; the row was not taken. Write a decimal such as 0.156.",
)
NO_SECTION = rule(
    "no-section",
    Outcome.REJECTED,
    "断面或省份名称为空、过长或含不可见字符，整行未读入。",
    "The name of the section or province is empty, too long or has invisible signs; the row was not taken.",
)
WHICH_PROVINCE = rule(
    "which-province",
    Outcome.REJECTED,
    "不止一个省有这个断面名，无法确定是哪一个，整行未读入。请加 province 列。",
    "More than one province has a section of this name, so the row was not taken. Add a column province.",
)
CLASS_DIFFERS = rule(
    "class-differs",
    Outcome.NOTED,
    "文件所列类别与按 GB 3838-2002 由本行数值算得的类别不同；只用后者。",
    "The file's class is not the one that GB 3838-2002 gives for the row's values; only the latter is used.",
)
CLASS_OF_A_LAKE = rule(
    "class-of-a-lake",
    Outcome.NOTED,
    "文件所列类别正是按湖库限值（总磷更严）算得的类别：该断面可能是湖库断面，目前按河流评价。请管理员核对该断面的“水体类型”设置。",
    "The file's class is the one that the limits of lakes give, whose phosphorus is stricter: the section may lie in a "
    "lake or reservoir, and is judged as a river. Let an administrator check the section's water body.",
)
CLASS_OF_A_RIVER = rule(
    "class-of-a-river",
    Outcome.NOTED,
    "文件所列类别正是按河流限值算得的类别：该断面可能是河流断面，目前按湖库评价。请管理员核对该断面的“水体类型”设置。",
    "The file's class is the one that the limits of rivers give: the section may lie in a river, and is judged as a "
    "lake. Let an administrator check the section's water body.",
)
CLASS_UNREADABLE = rule(
    "class-unreadable",
    Outcome.NOTED,
    "文件所列类别不是 Ⅰ 至 Ⅴ 或 劣Ⅴ，未保留；类别由数值计算，不受影响。",
    "The file's class is none of Ⅰ to Ⅴ and 劣Ⅴ and was not kept; the class is computed from the values.",
)
WATER_COLUMN_NOT_READ = rule(
    "water-column-not-read",
    Outcome.NOTED,
    "不认识这些列，没有读入。",
    "These columns are not known and were not read.",
)
SECTION_CREATED = rule(
    "section-created",
    Outcome.NOTED,
    "此前没有这个断面，已新建，待管理员确认。",
    "The section was not known; it was created and awaits an administrator's confirmation.",
)
