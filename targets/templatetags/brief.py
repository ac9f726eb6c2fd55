"""Prints a brief: numbered headings, cells beside their columns, lamps as pictures that a PDF can hold."""

import re
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from targets.brief.model import Cell, Column, Table
from targets.brief.style import heading_number
from targets.texts import Text

register = template.Library()
_SYMBOL = re.compile(r'<symbol id="shape-(\w+)" viewBox="([\d ]+)">(.*?)</symbol>', re.DOTALL)
# A PDF knows no custom properties: the print colours of static/app.css.
_COLOURS = {
    **dict.fromkeys(("on_track", "secured", "met"), "#2a7548"),
    "at_risk": "#96590b",
    **dict.fromkeys(("behind", "out_of_reach", "not_met"), "#b02f2b"),
}
_STROKED = re.compile(r"[\d.]+ µg/m³")
_QUIET = "#5d6875"
_CUT = 'fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


@register.filter
def ordinal(number: int) -> str:
    """``一、`` or ``1. ``, as the reader's language numbers headings."""
    return heading_number(number).in_language(get_language() or "zh-hans")


@register.filter
def led(lead: Text) -> str:
    """A lead with its colon."""
    return Text(f"{lead.zh}：", f"{lead.en}: ").in_language(get_language() or "zh-hans")


@register.filter
def prose(text: Text) -> SafeString:
    """A paragraph whose numbers stay on one line with a unit that has a stroke in it."""
    escaped = conditional_escape(text.in_language(get_language() or "zh-hans"))
    return mark_safe(_STROKED.sub(r'<span class="nowrap">\g<0></span>', escaped))  # noqa: S308 - escaped above


@register.filter
def cells(table: Table) -> list[list[tuple[Column, Cell]]]:
    """The rows of the table, each cell with its column."""
    return [list(zip(table.columns, row, strict=True)) for row in table.rows]


@register.filter
def lamp_picture(status: str) -> SafeString:
    """The lamp's shape in its colour, as a picture by itself; the word stands beside it."""
    box, inner = _shapes()[str(status)]
    colour = _COLOURS.get(str(status), _QUIET)
    line = f'fill="none" stroke="{colour}" stroke-width="1.8"'
    drawn = inner.replace('class="cut"', _CUT).replace('class="line"', line)
    # Both parts are the product's own: a template and a closed vocabulary.
    return mark_safe(  # noqa: S308
        f'<svg class="shape" viewBox="{box}" width="9" height="9" fill="{colour}" aria-hidden="true">{drawn}</svg>'
    )


@lru_cache(maxsize=1)
def _shapes() -> dict[str, tuple[str, str]]:
    """The shapes that every page draws its lamps with, by status."""
    found = _SYMBOL.findall(render_to_string("components/shapes.html"))
    return {status: (box, inner) for status, box, inner in found}
