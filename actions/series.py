"""A task's progress month by month: the last report at or before each month's end, and its line as SVG. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from targets.charts.lines import broken
from targets.periods import Month, months_of

WIDTH, HEIGHT, EDGE = 96.0, 22.0, 2.0
STEP = WIDTH / 12


@dataclass(frozen=True)
class Point:
    """A month's end. ``progress``: per cent; None: nothing had been reported yet, which is not 0."""

    month: Month
    progress: int | None
    is_new: bool  # reported within the month


def monthly(reports: Iterable[tuple[date, int]], year: int, on: date) -> tuple[Point, ...]:
    """The year's months up to the day; the month of the day as of the day itself.

    A report only counts from its own day on, so one for an earlier month leaves the later ones as they are.
    """
    listed = sorted(reports)
    points = []
    for month in months_of(year):
        if month.first_on > on:
            break
        known = [(day, progress) for day, progress in listed if day <= min(month.last_on, on)]
        points.append(
            Point(month, known[-1][1] if known else None, is_new=bool(known) and known[-1][0] >= month.first_on)
        )
    return tuple(points)


def steps(points: Iterable[Point]) -> tuple[str, ...]:
    """The line of the months as steps, one run of points for each unbroken run of months."""
    spots: list[tuple[float, float] | None] = []
    for point in points:
        if point.progress is None:
            spots.append(None)
            continue
        x, y = (point.month.number - 1) * STEP, _y(point.progress)
        spots += [(round(x, 2), y), (round(x + STEP, 2), y)]
    return broken(spots)


def _y(progress: int) -> float:
    return round(HEIGHT - EDGE - progress / 100 * (HEIGHT - 2 * EDGE), 2)
