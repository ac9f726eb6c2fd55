"""Prints what the air pages show: levels on their official colours, values in their units' digits, days in words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from targets.cards import number
from targets.evaluation.phrases import telling
from targets.measurements import air_words as words
from targets.measurements.air_year import AirYear, CalendarDay
from targets.models import Goal
from targets.standards.air_days import GoodDays
from targets.standards.aqi import Item, level_of
from targets.standards.rounding import round_half_even
from targets.texts import Text

register = template.Library()

for _name in (
    "level_text",
    "range_text",
    "pollutants_text",
    "items_text",
    "statistic_text",
    "change_text",
    "month_text",
):
    register.filter(_name, getattr(words, _name))


def _say(text: Text) -> str:
    return text.in_language(get_language() or "zh-hans")


@register.filter
def aqi_mark(aqi: int | None) -> SafeString:
    """The index on its level's colour (HJ 633 annex A), the level's name to hear; NA where there is none."""
    if aqi is None:
        return format_html('<span class="aqi aqi--none">{}</span>', "NA")
    level = level_of(aqi)
    return format_html(
        '<span class="aqi aqi--{}">{}<span class="visually-hidden"> {}</span></span>',
        level.number,
        aqi,
        _say(words.level_text(level)),
    )


@register.filter
def item_name(field: str) -> Text:
    return words.ITEM_NAMES[field]


@register.filter
def item_unit(field: str) -> str:
    return words.unit_of(field)


@register.filter
def item_value(value: Fraction | Decimal | None, field: str) -> str:
    """One decimal, CO two, half to even; a dash where there is none."""
    return "—" if value is None else f"{round_half_even(value, 2 if field == 'co' else 1):f}"


@register.filter
def beside_limit(value: Fraction | None, row: object) -> str:
    """A year's value with as many decimals as keep it on its side of the limit."""
    field, limit = getattr(row, "field", ""), getattr(row, "limit", None)
    if value is None or limit is None:
        return item_value(value, field)
    return telling(value, Fraction(limit), 2 if field == "co" else 1)


@register.filter
def measured(value: Decimal | None) -> str:
    """A reading as it is on record, without trailing zeros."""
    return "—" if value is None else number(value)


@register.filter
def mean_made(made: Mapping[int, Decimal | Fraction], hour: int) -> str:
    """The 8-hour mean that the hours give for this hour, marked; a dash for none."""
    return f"{item_value(made[hour], 'o3_8h')} *" if hour in made else "—"


@register.filter
def share_percent(days: GoodDays, goal: Goal | None) -> str:
    """The share of good days in per cent, told beside the goal's target where there is one."""
    if days.share is None:
        return "—"
    percent = days.share * 100
    return f"{round_half_even(percent, 1):f}" if goal is None else telling(percent, goal.target, 1)


@register.filter
def mean_beside(value: Fraction | None, goal: Goal | None) -> str:
    """A mean in two decimals, told beside the goal's target where there is one."""
    if value is None:
        return "—"
    return f"{round_half_even(value, 2):f}" if goal is None else telling(value, goal.target, 2)


@register.filter
def state_word(state: str) -> Text:
    return words.STATES[words.DataShown(state)]


@register.filter
def day_label(day: CalendarDay) -> str:
    """A calendar's day in words: date, AQI, level, state, dust."""
    facts = day.facts
    if facts is not None and facts.aqi is not None:
        level = words.level_text(level_of(facts.aqi))
        told = Text(f"AQI {facts.aqi}，{level.zh}", f"AQI {facts.aqi}, {level.en}")
    else:
        told = Text("AQI 无法给出", "no AQI") if day.state == words.DataShown.INSUFFICIENT else Text("", "")
    parts = [text for text in (told, words.STATES[day.state]) if text.zh]
    if day.is_dust:
        parts.append(Text("沙尘日", "sand-dust day"))
    zh, en = "，".join(part.zh for part in parts), ", ".join(part.en for part in parts)
    return _say(Text(f"{day.on}：{zh}", f"{day.on}: {en}"))


@register.filter
def evaluable(year: AirYear) -> Text:
    """Whether the year can be judged, in a sentence."""
    if year.is_over:
        return words.evaluable_text(year.year, year.found)
    return words.running_text(year.year, year.found.valid_days, year.short_months)


@register.filter
def basis_word(by_stations: object) -> Text:
    return words.BASES["stations" if by_stations else "file"]


@register.filter
def day_path(on: date) -> str:
    """A day as the addresses write it."""
    return f"/air/{on.year}/{on.month}/{on.day}/"


@register.filter
def supplies_no_8h(year: AirYear) -> bool:
    """Whether the source declares that it never has the 8-hour ozone."""
    return Item.O3_8H in year.never_supplied
