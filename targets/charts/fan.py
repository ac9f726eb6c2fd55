"""The forecast's fan: what the year's value to date may become, from the newest figure to December."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from targets.evaluation.model import GoalEvaluation
from targets.evaluation.phrases import short_month
from targets.periods import Month
from targets.texts import Text

INTERVAL = Text("预测区间（80%）", "forecast, 80 % interval")
MEDIAN = Text("预测中位数", "forecast, median")


@dataclass(frozen=True)
class Spot:
    """The fan at a month's end; the first one is the value on record, without any width."""

    month: Month
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Drawn:
    """The fan in the units of a picture."""

    band: str
    line: str
    ends: tuple[tuple[float, float], ...]


def fan_of(evaluation: GoalEvaluation) -> tuple[Spot, ...]:
    """The fan of the months after the newest figure; empty without a forecast."""
    newest = evaluation.data_through
    if evaluation.forecast is None or newest is None:
        return ()
    known = [result.cumulative for result in evaluation.months if result.month == newest]
    start = [Spot(newest, float(value), float(value), float(value)) for value in known if value is not None]
    path = [one for one in evaluation.forecast.path if one.month > newest]
    return (*start, *(Spot(one.month, one.low, one.median, one.high) for one in path))


def bounds(fan: Sequence[Spot]) -> list[float]:
    """The values that a scale must hold."""
    return [value for spot in fan for value in (spot.low, spot.high)]


def draw_fan(fan: Sequence[Spot], x: Callable[[int], float], y: Callable[[float], float]) -> Drawn | None:
    """There along the upper edge, back along the lower; ``x`` takes the place of a month, from 0."""
    if not fan:
        return None
    places = [x(spot.month.number - 1) for spot in fan]
    upper = [f"{px},{y(spot.high)}" for px, spot in zip(places, fan, strict=True)]
    lower = [f"{px},{y(spot.low)}" for px, spot in zip(places, fan, strict=True)]
    middle = [(px, y(spot.median)) for px, spot in zip(places, fan, strict=True)]
    line = " ".join(f"{px},{py}" for px, py in middle)
    return Drawn(" ".join([*upper, *reversed(lower)]), line, tuple(middle[1:]))


def fan_traces(fan: Sequence[Spot], *, unit: Text, decimals: int, language: str) -> list[dict[str, Any]]:
    """Plotly's traces: the lower edge, the upper one filled down to it, the median."""
    if not fan:
        return []
    months = [short_month(spot.month).in_language(language) for spot in fan]
    hover = f"%{{x}}: %{{y:.{decimals}f}} {unit.in_language(language)}<extra>%{{fullData.name}}</extra>"
    edge = {"type": "scatter", "mode": "lines", "x": months, "hovertemplate": hover, "legendgroup": "fan"}
    name = INTERVAL.in_language(language)
    low, high, middle = (
        [round(value, decimals) for value in values]
        for values in zip(*((spot.low, spot.high, spot.median) for spot in fan), strict=True)
    )
    return [
        edge | {"name": name, "y": low, "meta": {"role": "forecast_edge"}, "showlegend": False},
        edge | {"name": name, "y": high, "meta": {"role": "forecast_band"}, "fill": "tonexty"},
        edge
        | {"name": MEDIAN.in_language(language), "y": middle, "meta": {"role": "forecast"}, "legendgroup": "median"},
    ]
