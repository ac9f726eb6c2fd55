"""Plotly figures as plain dictionaries: data and layout in the reader's language; colours are the page's to fill in."""

from collections.abc import Sequence
from typing import Any

from targets.charts.fan import Spot, fan_traces
from targets.charts.year import Series
from targets.evaluation.phrases import short_month
from targets.evaluation.rounding import round_half_even
from targets.periods import Month
from targets.texts import Text


def year_figure(
    series: Sequence[Series], *, year: int, unit: Text, decimals: int, language: str, fan: Sequence[Spot] = ()
) -> dict[str, Any]:
    """Bars by month and lines for the rest. ``meta.role`` names each trace; the page colours it by its theme."""
    sign = unit.in_language(language)
    months = [short_month(Month(year, number)).in_language(language) for number in range(1, 13)]
    traces: list[dict[str, Any]] = []
    for one in series:
        values = [None if value is None else float(round_half_even(value, decimals)) for value in one.values]
        trace: dict[str, Any] = {
            "name": one.name.in_language(language),
            "x": months,
            "y": values,
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
    return {"data": traces, "layout": layout, "language": language}
