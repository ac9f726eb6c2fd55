"""The year with assumed months set apart from those on record: a series of their own, drawn hollow."""

from dataclasses import replace

from targets.charts.year import Series, series_of
from targets.evaluation.model import GoalEvaluation
from targets.evaluation.what_if import ASSUMED
from targets.texts import Text

LABEL = Text(
    "全年走势，假设的月份以斜线表示；数值见下表",
    "The year with the assumed months hatched; the same numbers stand in the table below",
)
_NAME = Text("假设的当月", "month assumed")


def assumed_series(evaluation: GoalEvaluation) -> tuple[Series, ...]:
    """The year's series; what is assumed leaves the bars of the months on record."""
    is_assumed = [result.figure is not None and result.figure.origin == ASSUMED for result in evaluation.months]
    found: list[Series] = []
    for series in series_of(evaluation):
        if series.role != "month":
            found.append(series)
            continue
        pairs = list(zip(series.values, is_assumed, strict=True))
        found += [
            replace(series, values=tuple(None if assumed else value for value, assumed in pairs)),
            Series("assumed", _NAME, tuple(value if assumed else None for value, assumed in pairs)),
        ]
    return tuple(series for series in found if any(value is not None for value in series.values))
