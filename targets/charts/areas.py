"""The interactive charts of a goal's areas: bars in order of rank, and areas by month."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from targets.charts.heat import Heat
from targets.charts.plotly import Figure, drawable, figure
from targets.evaluation.model import GoalRule
from targets.evaluation.phrases import short_month
from targets.evaluation.ranking import Place
from targets.standards.rounding import round_half_even
from targets.texts import Text

_ROW = 30  # pixels of a bar's row
_FRAME = 110  # pixels of axis and legend


def areas_figure(
    places: Sequence[Place],
    city: tuple[Text, Fraction | None],
    rule: GoalRule,
    *,
    language: str,
    title: Text,
    name: str,
) -> Figure:
    """One bar for each area that has a value, the best on top, and the city's below; own targets as marks."""
    indicator = rule.indicator
    shown = [place.area for place in places if place.area.value is not None]
    rows = [(area.name.in_language(language), area.value, area.target) for area in shown]
    sign = indicator.unit.in_language(language)
    areas = Text("各区县", "areas").in_language(language)
    own = Text("目标", "target").in_language(language)
    word = city[0].in_language(language)
    marks = [(label, target) for label, _, target in rows if target is not None] + [(word, rule.target)]
    traces = [
        _bars("area", areas, [(label, value) for label, value, _ in rows], indicator.detail_decimals, sign),
        _bars("city", word, [(word, city[1])], indicator.detail_decimals, sign),
        _marks(own, marks),
    ]
    order = [word, *reversed([label for label, _, _ in rows])]
    layout = {
        "height": _FRAME + _ROW * len(order),
        "barmode": "overlay",
        "bargap": 0.35,
        "xaxis": {"title": {"text": sign}, "rangemode": "tozero"},
        "yaxis": {"type": "category", "categoryorder": "array", "categoryarray": order},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"},
    }
    return figure(traces, layout, title=title, name=name, language=language)


def _bars(role: str, name: str, rows: Sequence[tuple[str, Fraction | None]], decimals: int, sign: str) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [label for label, _ in rows],
        "x": [drawable(value, decimals) for _, value in rows],
        "meta": {"role": role},
        "hovertemplate": f"%{{y}}: %{{x:.{decimals}f}} {sign}<extra></extra>",
    }


def _marks(name: str, marks: Sequence[tuple[str, Decimal]]) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "y": [label for label, _ in marks],
        "x": [float(target) for _, target in marks],
        "meta": {"role": "target"},
        "marker": {"symbol": "line-ns-open", "size": 20, "line": {"width": 3}},
        "hovertemplate": "%{y}: %{x}<extra>%{fullData.name}</extra>",
    }


def heat_figure(heat: Heat, rule: GoalRule, *, language: str, title: Text, name: str) -> Figure:
    """Areas from top to bottom, months from left to right, the value written in each field."""
    decimals = rule.indicator.decimals
    sign = rule.indicator.unit.in_language(language)
    rows = [
        [None if cell.value is None else round_half_even(cell.value, decimals) for cell in row.cells]
        for row in heat.rows
    ]
    trace = {
        "type": "heatmap",
        "x": [short_month(month).in_language(language) for month in heat.months],
        "y": [row.name.in_language(language) for row in heat.rows],
        "z": [[None if value is None else float(value) for value in row] for row in rows],
        "text": [["" if value is None else f"{value:f}" for value in row] for row in rows],
        "texttemplate": "%{text}",
        "hoverongaps": False,
        "meta": {"role": "heat"},
        "hovertemplate": f"%{{y}} %{{x}}: %{{text}} {sign}<extra></extra>",
    }
    layout = {
        "height": _FRAME + _ROW * len(heat.rows),
        "margin": {"l": 52, "r": 12, "t": 40, "b": 12},
        "xaxis": {"type": "category", "side": "top"},
        "yaxis": {"type": "category", "autorange": "reversed"},
    }
    return figure([trace], layout, title=title, name=name, language=language)
