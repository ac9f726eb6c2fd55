"""Where a goal stands: its areas by rank and by month, and the figures behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from targets.charts.heat import Heat, heat, shade
from targets.charts.tiles import grid
from targets.evaluation.model import GoalEvaluation, ReportedBy
from targets.evaluation.ranking import Place, ranked
from targets.models import Goal
from targets.queries.plan import Outside, Scope, goal_states
from targets.queries.raw import RawFigure, raw_figures
from targets.texts import Text


@dataclass(frozen=True)
class Tile:
    """An area on the tile map; ``shade`` as in the heat table, by the values to date."""

    place: Place
    shade: int | None


@dataclass(frozen=True)
class AreasPage:
    """A goal by areas. Without areas, the city alone reports it."""

    goal: Goal
    evaluation: GoalEvaluation
    places: tuple[Place, ...]
    tiles: tuple[tuple[Tile | None, ...], ...]
    heat: Heat
    figures: tuple[RawFigure, ...]

    @property
    def is_by_areas(self) -> bool:
        return self.goal.reported_by == ReportedBy.AREAS


def find_areas(scope: Scope, slug: str) -> AreasPage:
    """The plan's goal of the indicator by areas; Outside if it has none. As many queries as ``goal_states``."""
    states = goal_states(scope, slug=slug)
    if not states:
        raise Outside(Text("本年度计划没有这一指标。", "The plan of this year has no such goal."))
    (state,) = states
    rule = state.goal.as_rule(scope.year)
    places = ranked(state.areas, rule)
    return AreasPage(
        goal=state.goal,
        evaluation=state.evaluation,
        places=places,
        tiles=_tiles(places, [area.code for area in state.areas]),
        heat=heat(rule, state.record.areas, state.areas, scope.as_of),
        figures=raw_figures(state.record, scope),
    )


def _tiles(places: Sequence[Place], codes: Sequence[str]) -> tuple[tuple[Tile | None, ...], ...]:
    known = [place.area.value for place in places if place.area.value is not None]
    tiles = {
        place.area.code: Tile(
            place, None if place.area.value is None else shade(place.area.value, min(known), max(known))
        )
        for place in places
    }
    return tuple(tuple(None if code is None else tiles[code] for code in row) for row in grid(codes))
