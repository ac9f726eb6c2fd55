"""What a page or a table says of sections, in both languages. Pure."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from targets.evaluation.phrases import telling
from targets.measurements.section_rows import DataShown, Main, SectionRow, Why
from targets.measurements.section_shares import Carried, NotAssessed, Share
from targets.periods import Month
from targets.standards.rounding import round_half_even
from targets.standards.surface_water import shown_multiple
from targets.standards.surface_water_sections import Alert, AlertLevel, NearItem
from targets.standards.surface_water_table import TABLE, WaterClass, WaterItem
from targets.texts import Text

STATES = {
    DataShown.PROVISIONAL: Text("未审核", "provisional"),
    DataShown.REVIEWED: Text("已审核", "reviewed"),
    DataShown.INSUFFICIENT: Text("数据不足", "insufficient"),
    DataShown.NONE: Text("无数据", "no data"),
}
LEVELS = {
    "national": Text("国控", "national"),
    "provincial": Text("省控", "provincial"),
    "city": Text("市控", "city"),
    "unknown": Text("未注明", "not stated"),
}
WHYS = {
    Why.FROZEN: Text("封冻，未采样", "frozen over, not sampled"),
    Why.NO_DATA: Text("无数据", "no data"),
    Why.FEW_MONTHS: Text("全年有监测值的月份不足", "too few months of the year have a value"),
}
_SHORT = {WaterItem.CR6: Text("六价铬", "hexavalent chromium")}
_ALERTS = {AlertLevel.ONE: Text("一级预警", "Level 1 alert"), AlertLevel.TWO: Text("二级预警", "Level 2 alert")}


def short_item(item: WaterItem) -> Text:
    """The item's name without its addition: 总磷 for 总磷（以P计）."""
    label = item.label
    return _SHORT.get(item) or Text(label.zh.split("（")[0], label.en.split(" (")[0])


def known_item(key: str) -> Text:
    """The name of an item on record by its key; the key itself where the table has none such."""
    return short_item(WaterItem(key)) if key in set(WaterItem) else Text(key, key)


def names_of(keys: Iterable[str]) -> Text:
    """The names of items on record, one after the other."""
    told = [known_item(key) for key in keys]
    return Text("、".join(one.zh for one in told), ", ".join(one.en for one in told))


def item_decimals(item: WaterItem) -> int:
    """One decimal more than the finest limit of the item has, as a mean is told."""
    places = [limit.as_tuple().exponent for limit in TABLE[item].limits]
    return 1 + max((-place for place in places if isinstance(place, int)), default=0)


def item_value(item: WaterItem, value: Fraction | None, limit: Fraction | None = None) -> str:
    """A mean in the item's unit, half to even; beside a limit with as many decimals as keep it on its side."""
    if value is None:
        return "—"
    decimals = item_decimals(item)
    return f"{round_half_even(value, decimals):f}" if limit is None else telling(value, limit, decimals)


def main_text(main: Sequence[Main]) -> Text:
    """The main pollutants as reports print them: 化学需氧量（0.3）、pH值; a dash where there is none."""
    told = [(short_item(one.item), _multiple(one.multiple)) for one in main]
    zh = "、".join(name.zh + (multiple and f"（{multiple}）") for name, multiple in told)
    en = ", ".join(name.en + (multiple and f" ({multiple})") for name, multiple in told)
    return Text(zh or "—", en or "—")


def _multiple(multiple: Fraction | None) -> str:
    if multiple is None:
        return ""
    shown = shown_multiple(multiple)
    return f"{shown:f}" if shown else "<0.1"  # above the limit, and not by 0.0


def month_words(month: Month) -> Text:
    return Text(f"{month.year} 年 {month.number} 月", str(month))


def period_words(month: Month, *, to_date: bool) -> Text:
    """The month, or January to it."""
    if not to_date or month.number == 1:
        return month_words(month)
    return Text(f"{month.year} 年 1—{month.number} 月累计", f"{month.year}-01 to {month}, cumulative")


def share_text(share: Share) -> Text:
    """The share of class I to III and of those worse than V, as a sentence."""
    when, found = period_words(share.month, to_date=share.to_date), share.counted
    good, worst = found.percent_good, found.percent_worse_than_v
    if good is None or worst is None:
        return Text(
            f"{when.zh}：{share.sections} 个参评断面均无评价结果。", f"{when.en}: none of {share.sections} has a class."
        )
    n, bad = found.assessed, found.worse_than_v
    percent, worse = f"{round_half_even(good, 1):f}", f"{round_half_even(worst, 1):f}"
    return Text(
        f"{when.zh}：{share.sections} 个参评断面中 {n} 个有评价结果，Ⅰ–Ⅲ类 {found.good} 个，占 {percent} %"
        f"（{found.good}/{n}）；劣Ⅴ类 {bad} 个，占 {worse} %。",
        f"{when.en}: {n} of {share.sections} sections have a class; class I to III: {found.good} of {n} = {percent} %; "
        f"worse than V: {bad} of {n} = {worse} %.",
    )


def both_ways_text(share: Share) -> Text | None:
    """The share before and after the deduction of natural background, where they differ."""
    if not share.differs:
        return None
    was, now = (f"{one.good}/{one.assessed}" for one in (share.raw, share.adjusted))
    counts = Text("扣除后", "the adjusted") if share.deducts else Text("扣除前", "the one as measured")
    return Text(
        f"自然本底：扣除前 {was}，扣除后 {now}；考核采用{counts.zh}。",
        f"Natural background: as measured {was}, adjusted {now}; {counts.en} counts.",
    )


def not_assessed_text(ones: Iterable[NotAssessed]) -> Text | None:
    """The sections outside of the share, each with its reason."""
    listed = [(one.section.name, WHYS[one.why]) for one in ones]
    if not listed:
        return None
    zh = "、".join(f"{name}（{why.zh}）" for name, why in listed)
    en = ", ".join(f"{name} ({why.en})" for name, why in listed)
    return Text(f"未参评：{zh}。", f"Not assessed: {en}.")


def carried_text(ones: Iterable[Carried]) -> Text | None:
    """The sections that are in the share by their class of an earlier month."""
    listed = [(one.section.name, one.until) for one in ones]
    if not listed:
        return None
    zh = "、".join(f"{name}（按 1—{until.number} 月累计类别计入）" for name, until in listed)
    en = ", ".join(f"{name} (class of the year to {until})" for name, until in listed)
    return Text(f"当月无数据：{zh}。", f"No data for this month: {en}.")


def steps_text(steps: int | None) -> Text | None:
    """How the class stands to a year earlier."""
    if steps is None:
        return None
    if steps == 0:
        return Text("同比持平", "as a year ago")
    far = abs(steps)
    if steps > 0:
        return Text(f"同比变差 {far} 级", f"worse by {far}")
    return Text(f"同比好转 {far} 级", f"better by {far}")


def alert_title(level: AlertLevel) -> Text:
    return _ALERTS[level]


def alert_text(row: SectionRow) -> Text:
    """What decided an alert: month and year so far, this year and last, and the target."""
    found, month = row.alert, period_words(row.month, to_date=False)
    standing, cumulative = found.standing, period_words(row.month, to_date=True)
    own = _step(month, standing.month, standing.month_last_year)
    total = _step(cumulative, standing.cumulative, standing.cumulative_last_year)
    target = _label(standing.target)
    return Text(
        f"{own.zh}；{total.zh}；均差于Ⅲ类，累计未达到目标{target.zh}。",
        f"{own.en}; {total.en}; both are worse than class III, and the year so far misses its target, {target.en}.",
    )


def _step(when: Text, now: WaterClass | None, then: WaterClass | None) -> Text:
    far = 0 if now is None or then is None else now - then
    a, b = _label(now), _label(then)
    return Text(
        f"{when.zh}{a.zh}，上年同期{b.zh}，变差 {far} 级", f"{when.en}: {a.en}, a year ago {b.en}, worse by {far}"
    )


def _label(water_class: WaterClass | None) -> Text:
    return Text("无", "none") if water_class is None else water_class.label


def undecided_text(found: Alert) -> Text:
    """Which classes are wanting where an alert can be neither given nor ruled out."""
    standing = found.standing
    wanting = [
        (standing.month, Text("当月类别", "the month's class")),
        (standing.cumulative, Text("累计类别", "the class of the year so far")),
        (standing.month_last_year, Text("上年同月类别", "the class of the same month last year")),
        (standing.cumulative_last_year, Text("上年同期累计类别", "the class of the same period last year")),
        (standing.target, Text("目标类别", "the target")),
    ]
    names = [text for value, text in wanting if value is None]
    return Text("缺" + "、".join(one.zh for one in names), "not known: " + ", ".join(one.en for one in names))


def near_text(one: NearItem) -> Text:
    """An item near its limit: value, limit, and how far in percent of the limit."""
    name, unit = short_item(one.item), one.item.unit
    value, limit = item_value(one.item, one.value, one.limit), f"{float(one.limit):g}"
    far = f"{round_half_even(abs(one.ratio - 1) * 100, 1):f}"
    above = one.ratio > 1
    return Text(
        f"{name.zh} {value} {unit.zh}，Ⅲ类限值 {limit}，{'高于' if above else '低于'}限值 {far} %",
        f"{name.en} {value} {unit.en}, class III limit {limit}, {far} % {'above' if above else 'below'} it",
    )
