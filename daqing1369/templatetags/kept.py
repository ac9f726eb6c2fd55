"""Parts of a page that depend on nothing but the values that they are given, rendered once for each of these."""

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from daqing1369.versions import remember

register = template.Library()


@register.simple_tag
def kept(name: str, **values: Any) -> SafeString:
    """As ``{% include name with … only %}``, for a part that asks neither the record, the clock, nor who reads it."""

    def render() -> SafeString:
        return mark_safe(get_template(name).render(values))  # noqa: S308  # our own template, which escapes

    return remember("part", (name, get_language(), tuple(sorted(values.items()))), render)
