"""One figure's last months as a small line with dots; floats appear here and not before."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from targets.charts.lines import broken
from targets.charts.year import ticks_for
from targets.periods import Month

WIDTH, HEIGHT = 360.0, 150.0
LEFT, RIGHT, TOP, BOTTOM = 38.0, 10.0, 10.0, 32.0
_MOST_TICKS = 4


@dataclass(frozen=True)
class Dot:
    """A month with a value; ``is_here``: the month that is looked at."""

    month: Month
    x: float
    y: float
    is_here: bool


@dataclass(frozen=True)
class Picture:
    """The drawing in a box of 360 × 150. A line breaks only where a due month has no value."""

    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    target_y: float | None
    ticks: tuple[tuple[float, str], ...]  # y, label
    months: tuple[tuple[float, str], ...]  # x, month number: the first of each quarter
    years: tuple[tuple[float, str], ...]  # x, year: at each January, and at the first month


def draw(values: Sequence[tuple[Month, Fraction | None, bool]], here: Month, target: Fraction | None) -> Picture | None:
    """The months in order, each with its value and whether one was due; None where there is no value to draw."""
    known = [value for _, value, _ in values if value is not None]
    if not known:
        return None
    drawn = known if target is None else [*known, target]
    ticks = ticks_for(min(drawn), max(drawn))
    low, high = ticks[0], ticks[-1]
    step = (WIDTH - LEFT - RIGHT) / len(values)

    def x(place: int) -> float:
        return round(LEFT + (place + 0.5) * step, 1)

    def y(value: Fraction | float) -> float:
        return round(HEIGHT - BOTTOM - (float(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    spots = [
        None if value is None else (x(place), y(value))
        for place, (_, value, is_due) in enumerate(values)
        if is_due or value is not None
    ]
    every = -(-len(ticks) // _MOST_TICKS)
    return Picture(
        lines=broken(spots),
        dots=tuple(
            Dot(month, x(place), y(value), month == here)
            for place, (month, value, _) in enumerate(values)
            if value is not None
        ),
        target_y=None if target is None else y(target),
        ticks=tuple((y(tick), f"{tick:.10g}") for tick in ticks[::every]),
        months=tuple((x(place), str(month.number)) for place, (month, _, _) in enumerate(values) if _opens(month)),
        years=tuple(
            (x(place), str(month.year))
            for place, (month, _, _) in enumerate(values)
            if month.number == 1 or (place == 0 and month.number < 11)
        ),
    )


def _opens(month: Month) -> bool:
    return month.number % 3 == 1
