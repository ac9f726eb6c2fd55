"""What was said beside a file of measurements on its form: options, or a sentence beside the field. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from targets.measurements.taken import FIRST_YEAR, Options
from targets.texts import Text

KINDS = ("air", "water")
OZONES = ("1h", "8h")
YEARS = range(FIRST_YEAR, 2201)  # of measurements; as the command has it
MOST_CITY = 50  # signs, as the register of cities has it
WRONG_KIND = Text("请选择文件的种类：空气或水。", "Choose what the file holds: air or water.")
WRONG_OZONE = Text(
    "请选择臭氧列是日最大 1 小时值还是日最大 8 小时平均。",
    "Choose whether the ozone column holds the day's highest 1-hour value or its highest 8-hour mean.",
)
WRONG_REVIEWED = Text("请选择数据是否已经审核。", "Choose whether the values were reviewed.")
WRONG_YEAR = Text(
    f"年份应在 {YEARS[0]} 至 {YEARS[-1]} 之间，写成四位数字，例如 2021；文件里的时间带年份时留空。",
    f"The year lies between {YEARS[0]} and {YEARS[-1]}; write four digits, such as 2021, or leave it blank where the "
    "file's times have a year.",
)
WRONG_CITY = Text(
    f"城市名不超过 {MOST_CITY} 个字，不含换行等不可见字符，例如 大庆。",
    f"A city's name has at most {MOST_CITY} signs and no line breaks or other invisible ones, such as 大庆.",
)


@dataclass(frozen=True)
class Asked:
    """``kind``: "air", "water" or empty; ``said``: the fields as they were typed; ``errors``: by field."""

    kind: str
    options: Options
    said: dict[str, str]
    errors: dict[str, Text] = field(default_factory=dict)


NOTHING_SAID = {"kind": "", "ozone": "1h", "reviewed": "no", "year": "", "city": ""}


def read_asked(form: Mapping[str, str]) -> Asked:
    """The form's fields; one that is not there has its default. What the other kind needs is not used."""
    said = {name: form.get(name, blank).strip()[:200] for name, blank in NOTHING_SAID.items()}
    kind, year, city = said["kind"], said["year"], said["city"]
    is_year = year.isascii() and year.isdigit() and len(year) == 4 and int(year) in YEARS
    checks = (
        ("kind", kind in KINDS, WRONG_KIND),
        ("ozone", said["ozone"] in OZONES, WRONG_OZONE),
        ("reviewed", said["reviewed"] in ("yes", "no"), WRONG_REVIEWED),
        ("year", not year or is_year, WRONG_YEAR),
        ("city", len(city) <= MOST_CITY and city.isprintable(), WRONG_CITY),
    )
    errors = {name: sentence for name, is_right, sentence in checks if not is_right}
    is_reviewed = said["reviewed"] == "yes"
    if errors:
        return Asked(kind, Options(), said, errors)
    if kind == "air":
        return Asked(kind, Options(ozone=said["ozone"], reviewed=is_reviewed, city=city), said)
    return Asked(kind, Options(reviewed=is_reviewed, year=int(year) if year else None), said)
