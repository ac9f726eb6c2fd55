"""Prints classes and items of surface water: a class always by its numeral, its colour beside it."""

from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from targets.measurements import section_words as words
from targets.measurements.section_rows import DataShown, SectionRow
from targets.standards.surface_water_table import WaterClass, WaterItem
from targets.texts import Text

register = template.Library()

for _name in (
    *("month_words", "steps_text", "both_ways_text", "main_text", "share_text", "not_assessed_text"),
    *("carried_text", "alert_title", "alert_text", "undecided_text", "near_text", "known_item", "names_of"),
):
    register.filter(_name, getattr(words, _name))


def _say(text: Text) -> str:
    return text.in_language(get_language() or "zh-hans")


@register.filter
def water_class(one: WaterClass | None) -> SafeString:
    """The class on its colour of 环办〔2011〕22号; a dash where there is none."""
    if one is None:
        return format_html('<span class="wclass wclass--none">{}</span>', "—")
    return format_html('<span class="wclass wclass--{}">{}</span>', one.value, _say(one.label))


@register.filter
def water_numeral(one: WaterClass) -> SafeString:
    """The class in a narrow cell: its numeral to see, its name to hear."""
    if one is not WaterClass.WORSE_THAN_V:
        return format_html('<span class="wclass wclass--{}">{}</span>', one.value, one.numeral)
    short = Text("劣Ⅴ", ">Ⅴ")
    seen_and_heard = '<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>'
    return format_html(f'<span class="wclass wclass--6">{seen_and_heard}</span>', _say(short), _say(one.label))


@register.filter
def grade_word(one: WaterClass) -> Text:
    return one.grade.label


@register.filter
def level_word(level: str) -> Text:
    return words.LEVELS[level]


@register.filter
def item_name(item: WaterItem) -> Text:
    return words.short_item(item)


@register.filter
def item_value(value: Fraction | None, item: WaterItem) -> str:
    """The mean in the item's unit; a dash where there is none."""
    return words.item_value(item, value)


@register.filter
def why_word(row: SectionRow) -> Text | None:
    """Why the month has no class."""
    return None if row.why_month is None else words.WHYS[row.why_month]


@register.filter
def data_word(state: DataShown) -> Text:
    return words.STATES[state]
