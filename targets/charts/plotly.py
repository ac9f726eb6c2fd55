"""Plotly figures as plain dictionaries: data and layout in the reader's language; colours are the page's to fill in.

``meta.role`` names each trace; static/chart_theme.js gives the role its colour, dash and symbol by the page's theme.
``title`` and ``name`` are of the picture and the file that a reader takes away.
"""

from collections.abc import Sequence
from typing import Any

from targets.charts.fan import Spot, fan_traces
from targets.charts.year import MONTHS, Series
from targets.evaluation.phrases import short_month
from targets.periods import Month
from targets.standards.rounding import Exact, round_half_even
from targets.texts import Text

Figure = dict[str, Any]


def drawable(value: Exact | None, decimals: int) -> float | None:
    """The value as it is shown, as a float: only here, and only to draw."""
    return None if value is None else float(round_half_even(value, decimals))


def figure(traces: list[Figure], layout: Figure, *, title: Text, name: str, language: str) -> Figure:
    """What the page hands to plotly.js."""
    return {
        "data": traces,
        "layout": layout,
        "language": language,
        "title": title.in_language(language),
        "name": name,
    }


def year_figure(
    series: Sequence[Series],
    *,
    year: int,
    unit: Text,
    decimals: int,
    language: str,
    title: Text,
    name: str,
    numbers: Sequence[int] = MONTHS,
    fan: Sequence[Spot] = (),
) -> Figure:
    """A year's months, or those of the ``numbers``: bars for the role ``month``, lines for the rest."""
    sign = unit.in_language(language)
    months = [short_month(Month(year, number)).in_language(language) for number in numbers]
    traces: list[Figure] = []
    for one in series:
        trace: Figure = {
            "name": one.name.in_language(language),
            "x": months,
            "y": [drawable(value, decimals) for value in one.values],
            "meta": {"role": one.role},
            "hovertemplate": f"%{{x}}: %{{y:.{decimals}f}} {sign}<extra>%{{fullData.name}}</extra>",
        }
        if one.role == "month":
            trace["type"] = "bar"
        else:
            trace |= {"type": "scatter", "mode": "lines" if one.role == "target" else "lines+markers"}
            trace["connectgaps"] = False
        traces.append(trace)
    traces += fan_traces(fan, unit=unit, decimals=decimals, language=language)
    layout = {
        "xaxis": {"type": "category"},
        "yaxis": {"title": {"text": sign}, "rangemode": "normal"},
        "legend": {"orientation": "h"},
        "bargap": 0.45,
    }
    return figure(traces, layout, title=title, name=name, language=language)
