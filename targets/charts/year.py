"""A goal's year as series: one list of plain values for the drawn picture, the interactive chart and the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10

from targets.charts.fan import Drawn, Spot, bounds, draw_fan
from targets.charts.lines import broken
from targets.evaluation.model import Combination, GoalEvaluation
from targets.texts import Text

Values = tuple[Fraction | None, ...]
WIDTH, HEIGHT = 760.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 10.0, 10.0, 24.0
MONTHS = tuple(range(1, 13))
MOST_WIDE = 30.0
BARS = ("month", "assumed")  # the roles that are drawn as bars


@dataclass(frozen=True)
class Series:
    """A value for each month shown; ``role`` decides how it is drawn: month (bars), to_date, target, year_now, …"""

    role: str
    name: Text
    values: Values


def series_of(evaluation: GoalEvaluation) -> tuple[Series, ...]:
    """The series that have at least one value, in drawing order."""
    months, rule = evaluation.months, evaluation.rule
    by_itself = rule.indicator.combination in (Combination.SUM, Combination.MEAN)
    last = [result.last_year if by_itself else result.last_year_cumulative for result in months]
    found = [
        Series("month", Text("当月", "month"), tuple(result.value for result in months)),
        Series("last_year", Text(f"{rule.year - 1} 年同月", f"same month of {rule.year - 1}"), tuple(last)),
        Series("to_date", Text("累计", "year to date"), tuple(result.cumulative for result in months)),
        Series("pace", Text("序时要求", "pace"), tuple(result.pace for result in months)),
        Series("target", Text("目标", "target"), (Fraction(rule.target),) * 12),
    ]
    return tuple(series for series in found if any(value is not None for value in series.values))


def picture_title(evaluation: GoalEvaluation) -> Text:
    """What a picture is called once it has left the page."""
    name, as_of = evaluation.rule.indicator.name, evaluation.as_of
    return Text(f"{name.zh} · 截至 {as_of}", f"{name.en} · as of {as_of}")


@dataclass(frozen=True)
class Shape:
    """A drawn series: bars as (x, y, height), or the points of lines broken where a month has no value."""

    role: str
    name: Text
    bars: tuple[tuple[float, float, float], ...] = ()
    lines: tuple[str, ...] = ()
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Picture:
    """The server's drawing, in a box of 760 × 260."""

    shapes: tuple[Shape, ...]
    ticks: tuple[tuple[float, str], ...]  # y, label
    months: tuple[tuple[int, float], ...]  # number, x
    bar_width: float
    fan: Drawn | None = None


def draw(series: Sequence[Series], numbers: Sequence[int] = MONTHS, fan: Sequence[Spot] = ()) -> Picture:
    """Series and fan on one scale, over the year's months or those of the ``numbers``.

    The scale starts at 0 unless every value lies in the upper half of it.
    """
    values = [value for one in series for value in one.values if value is not None]
    values += [Fraction(value) for value in bounds(fan)]
    ticks = ticks_for(min(values), max(values)) if values else (0.0, 1.0)
    low, high = ticks[0], ticks[-1]
    step = (WIDTH - LEFT - RIGHT) / len(numbers)
    width = min(step * 0.5, MOST_WIDE)

    def x(place: int) -> float:
        return round(LEFT + (place + 0.5) * step, 1)

    def y(value: Fraction | float) -> float:
        return round(HEIGHT - BOTTOM - (float(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    shapes = []
    for one in series:
        spots = [(x(place), y(value)) if value is not None else None for place, value in enumerate(one.values)]
        there = tuple(spot for spot in spots if spot is not None)
        if one.role in BARS:
            base = HEIGHT - BOTTOM
            bars = tuple(
                (round(px - width / 2, 1), min(py, base - 1), max(round(base - py, 1), 1.0)) for px, py in there
            )
            shapes.append(Shape(one.role, one.name, bars=bars))
        else:
            shapes.append(Shape(one.role, one.name, lines=broken(spots), points=there))
    labels = tuple((y(tick), f"{tick:.10g}") for tick in ticks)
    months = tuple((number, x(place)) for place, number in enumerate(numbers))
    return Picture(tuple(shapes), labels, months, round(width, 1), draw_fan(fan, x, y))


def ticks_for(low: Fraction, high: Fraction) -> tuple[float, ...]:
    """Round numbers from below the least value to above the greatest; from 0 unless all, not equal, are far from it."""
    bottom = 0.0 if low * 2 < high or low == high else float(low)
    span = (float(high) - bottom) or abs(float(high)) or 1.0
    rough = span / 5
    unit = 10.0 ** floor(log10(rough))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough)
    first, last = floor(bottom / step), ceil(float(high) / step)
    last = max(last, first + 1)
    return tuple(place * step for place in range(first, last + 1))
