"""GB 3838-2002, table 1, as data, with the classes, grades and colours in which surface water is reported.

Marks here and in the modules that use it: A read in the standard itself, B in a secondary page, C not confirmed,
D this product's own reading. The limits are as read in the standard, line by line (A). The names and colours of the
grades are those of 环办〔2011〕22号: red for worse than V is confirmed (B), the other colours are not (C). The screen
values are this product's own, so that no water class is taken for a level of the air quality index.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from types import MappingProxyType

from targets.texts import Text

MG_PER_L = Text("mg/L", "mg/L")


class WaterBody(StrEnum):
    """What a section lies in. Lakes and reservoirs have their own limits of phosphorus (table 1, item 8)."""

    RIVER = "river"
    LAKE = "lake"
    RESERVOIR = "reservoir"

    @property
    def is_still(self) -> bool:
        """Whether the limits of lakes and reservoirs (湖、库) hold."""
        return self is not WaterBody.RIVER


class WaterItem(StrEnum):
    """The 24 items of table 1, in its order."""

    TEMP = "temp"
    PH = "ph"
    DO = "do"
    CODMN = "codmn"
    COD = "cod"
    BOD5 = "bod5"
    NH3N = "nh3n"
    TP = "tp"
    TN = "tn"
    CU = "cu"
    ZN = "zn"
    F = "f"
    SE = "se"
    AS = "as"
    HG = "hg"
    CD = "cd"
    CR6 = "cr6"
    PB = "pb"
    CN = "cn"
    PHENOL = "phenol"
    OIL = "oil"
    LAS = "las"
    SULFIDE = "sulfide"
    FCOLI = "fcoli"

    @property
    def label(self) -> Text:
        """The item's name as pages and reports write it."""
        return TABLE[self].label

    @property
    def unit(self) -> Text:
        """The unit of the table's limits; empty for pH."""
        return TABLE[self].unit


class Rule(StrEnum):
    """How a value is held against an item's limits."""

    NONE = "none"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    RANGE = "range"  # one range for all classes; outside is worse than V


@dataclass(frozen=True)
class Criterion:
    """One line of table 1. ``limits``: of the classes I to V, for a range its two ends; ``lake``: where they differ."""

    label: Text
    rule: Rule
    limits: tuple[Decimal, ...]
    unit: Text = MG_PER_L
    lake: tuple[Decimal, ...] | None = None
    lake_only: bool = False
    in_class: bool = True  # whether it is among the 21 items that decide the class (环办〔2011〕22号, mark B)

    def limits_in(self, body: WaterBody) -> tuple[Decimal, ...]:
        """The limits that hold in such a body of water; empty where the item has none there."""
        if self.lake_only and not body.is_still:
            return ()
        return self.lake if self.lake is not None and body.is_still else self.limits


def _numbers(text: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(part) for part in text.split())


def _at_most(zh: str, en: str, limits: str) -> Criterion:
    return Criterion(Text(zh, en), Rule.AT_MOST, _numbers(limits))


TABLE: Mapping[WaterItem, Criterion] = MappingProxyType(
    {
        # Limited by the change that people cause (weekly mean rise at most 1 °C, drop at most 2 °C), not by a value.
        WaterItem.TEMP: Criterion(
            Text("水温", "water temperature"), Rule.NONE, (), unit=Text("℃", "°C"), in_class=False
        ),
        WaterItem.PH: Criterion(Text("pH值", "pH"), Rule.RANGE, _numbers("6 9"), unit=Text("", "")),
        # Class I also by 90 % of saturation, which needs temperature and pressure: not computed here.
        WaterItem.DO: Criterion(Text("溶解氧", "dissolved oxygen"), Rule.AT_LEAST, _numbers("7.5 6 5 3 2")),
        WaterItem.CODMN: _at_most("高锰酸盐指数", "permanganate index", "2 4 6 10 15"),
        WaterItem.COD: _at_most("化学需氧量", "chemical oxygen demand", "15 15 20 30 40"),
        WaterItem.BOD5: _at_most("五日生化需氧量", "five-day biochemical oxygen demand", "3 3 4 6 10"),
        WaterItem.NH3N: _at_most("氨氮", "ammonia nitrogen", "0.15 0.5 1.0 1.5 2.0"),
        WaterItem.TP: Criterion(
            Text("总磷（以P计）", "total phosphorus (as P)"),
            Rule.AT_MOST,
            _numbers("0.02 0.1 0.2 0.3 0.4"),
            lake=_numbers("0.01 0.025 0.05 0.1 0.2"),
        ),
        WaterItem.TN: Criterion(
            Text("总氮（湖、库，以N计）", "total nitrogen (lakes and reservoirs, as N)"),
            Rule.AT_MOST,
            _numbers("0.2 0.5 1.0 1.5 2.0"),
            lake_only=True,
            in_class=False,
        ),
        WaterItem.CU: _at_most("铜", "copper", "0.01 1.0 1.0 1.0 1.0"),
        WaterItem.ZN: _at_most("锌", "zinc", "0.05 1.0 1.0 2.0 2.0"),
        WaterItem.F: _at_most("氟化物（以F⁻计）", "fluoride (as F⁻)", "1.0 1.0 1.0 1.5 1.5"),
        WaterItem.SE: _at_most("硒", "selenium", "0.01 0.01 0.01 0.02 0.02"),
        WaterItem.AS: _at_most("砷", "arsenic", "0.05 0.05 0.05 0.1 0.1"),
        WaterItem.HG: _at_most("汞", "mercury", "0.00005 0.00005 0.0001 0.001 0.001"),
        WaterItem.CD: _at_most("镉", "cadmium", "0.001 0.005 0.005 0.005 0.01"),
        WaterItem.CR6: _at_most("铬（六价）", "hexavalent chromium", "0.01 0.05 0.05 0.05 0.1"),
        WaterItem.PB: _at_most("铅", "lead", "0.01 0.01 0.05 0.05 0.1"),
        WaterItem.CN: _at_most("氰化物", "cyanide", "0.005 0.05 0.2 0.2 0.2"),
        WaterItem.PHENOL: _at_most("挥发酚", "volatile phenols", "0.002 0.002 0.005 0.01 0.1"),
        WaterItem.OIL: _at_most("石油类", "petroleum", "0.05 0.05 0.05 0.5 1.0"),
        WaterItem.LAS: _at_most("阴离子表面活性剂", "anionic surfactants", "0.2 0.2 0.2 0.3 0.3"),
        WaterItem.SULFIDE: _at_most("硫化物", "sulphide", "0.05 0.1 0.2 0.5 1.0"),
        WaterItem.FCOLI: Criterion(
            Text("粪大肠菌群", "faecal coliforms"),
            Rule.AT_MOST,
            _numbers("200 2000 10000 20000 40000"),
            unit=Text("个/L", "per L"),
            in_class=False,
        ),
    }
)
EVALUATED = tuple(item for item in WaterItem if TABLE[item].in_class)


class Grade(Enum):
    """The grade of a section or of a river (水质状况), best first, with its map colour (环办〔2011〕22号)."""

    EXCELLENT = (Text("优", "excellent"), Text("蓝色", "blue"), "#2F6FDE")
    GOOD = (Text("良好", "good"), Text("绿色", "green"), "#2E9E5B")
    LIGHT = (Text("轻度污染", "lightly polluted"), Text("黄色", "yellow"), "#E3C21C")
    MODERATE = (Text("中度污染", "moderately polluted"), Text("橙色", "orange"), "#D9771A")
    HEAVY = (Text("重度污染", "heavily polluted"), Text("红色", "red"), "#C3272B")

    def __init__(self, label: Text, colour_name: Text, colour: str) -> None:
        self.label = label
        self.colour_name = colour_name
        self.colour = colour


class WaterClass(IntEnum):
    """The class of a value or a section: the larger, the worse. Two classes' difference is the number of steps."""

    I = 1  # noqa: E741 - the standard's own name
    II = 2
    III = 3
    IV = 4
    V = 5
    WORSE_THAN_V = 6

    @property
    def numeral(self) -> str:
        """As sources and tables write it: Ⅰ to Ⅴ and 劣Ⅴ, with the Roman numerals' own characters."""
        return _NUMERALS[self - 1]

    @property
    def label(self) -> Text:
        """As pages and reports write it."""
        worst = self is WaterClass.WORSE_THAN_V
        return Text(f"{self.numeral}类", "worse than class V" if worst else f"class {self.name}")

    @property
    def grade(self) -> Grade:
        """The grade of a section of this class."""
        return _GRADES[self - 1]

    @property
    def is_good(self) -> bool:
        """Whether it is class III or better (优良水体)."""
        return self <= WaterClass.III

    @classmethod
    def parse(cls, text: str) -> "WaterClass":
        """The class written Ⅲ, III, Ⅲ类, 劣Ⅴ or 劣V类, with blanks around it; ValueError for anything else."""
        written = text.strip().removesuffix("类")
        for roman, latin in _LATIN.items():
            written = written.replace(roman, latin)
        found = {"劣V" if one is cls.WORSE_THAN_V else one.name: one for one in cls}.get(written)
        if found is None:
            raise ValueError(f"not a class of surface water such as Ⅲ or 劣Ⅴ: {text[:20]!r}")
        return found


_NUMERALS = ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ")
_LATIN = {"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V"}
_GRADES = (Grade.EXCELLENT, Grade.EXCELLENT, Grade.GOOD, Grade.LIGHT, Grade.MODERATE, Grade.HEAVY)
