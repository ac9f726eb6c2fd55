"""What the wall shows in turn: the whole year, its goals two by two, its actions, its areas. No query."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from actions.queries import ActionState
from actions.states import drawn
from daqing1369.attention import Item, attention
from daqing1369.year import YearState
from targets.cards import Card, number, shown
from targets.evaluation.compose import AreaState
from targets.evaluation.model import Status
from targets.evaluation.ranking import Place, ranked
from targets.queries.plan import GoalState
from targets.texts import Text

GOALS_SHOWN = 2  # on one slide
ITEMS_SHOWN = 5
LAGGARDS = 3


class Kind(StrEnum):
    BOARD = "board"
    GOALS = "goals"
    ACTIONS = "actions"
    AREAS = "areas"


@dataclass(frozen=True)
class AreaRow:
    """An area in the order of its value. ``rank`` None: without a value, or not applicable; equal values share one."""

    rank: int | None
    name: Text
    value: str
    share: str  # of the largest value, as a bar draws it
    counts: str  # "11/52": numerator and denominator
    state: AreaState

    @property
    def status(self) -> Status | None:
        """The lamp, only where the area is judged by a target of its own or owes a figure."""
        if self.state.missing_months:
            return Status.NO_DATA
        if self.state.is_met is None:
            return None
        return Status.ON_TRACK if self.state.is_met else Status.BEHIND


@dataclass(frozen=True)
class Laggards:
    """Areas that lag behind, in one respect, by name."""

    respect: Text
    names: tuple[Text, ...]


@dataclass(frozen=True)
class AreaTable:
    """The areas of one goal, the best first, and who lags behind."""

    card: Card
    rows: tuple[AreaRow, ...]
    laggards: tuple[Laggards, ...]


@dataclass(frozen=True)
class GoalPicture:
    """A goal in large figures, with the arithmetic behind its lamp in one sentence."""

    card: Card
    proof: Text | None


@dataclass(frozen=True)
class Slide:
    """One picture of the wall; of the fields, those of its kind are filled."""

    kind: Kind
    title: Text
    cards: tuple[Card, ...] = ()
    goals: tuple[GoalPicture, ...] = ()
    items: tuple[Item, ...] = ()
    more_items: int = 0
    actions: tuple[ActionState, ...] = ()
    table: AreaTable | None = None


def slides(year: YearState) -> list[Slide]:
    """In the order in which they are shown; areas only of goals of which some area has given a figure or owes one."""
    cards = tuple(state.card for state in year.goals)
    items = attention(year)
    found = [
        Slide(
            Kind.BOARD,
            Text("全年总览", "The year at a glance"),
            cards=cards,
            items=tuple(items[:ITEMS_SHOWN]),
            more_items=max(len(items) - ITEMS_SHOWN, 0),
        )
    ]
    pictures = [
        GoalPicture(one, next(iter(state.evaluation.sentences.proof), None))
        for one, state in zip(cards, year.goals, strict=True)
    ]
    for first in range(0, len(pictures), GOALS_SHOWN):
        pair = tuple(pictures[first : first + GOALS_SHOWN])
        found.append(Slide(Kind.GOALS, Text("数值目标", "Goals in numbers"), goals=pair))
    if year.actions:
        found.append(Slide(Kind.ACTIONS, Text("九大重点行动", "Nine key actions"), actions=tuple(year.actions)))
    for state in year.goals:
        if any(area.through or area.missing_months for area in state.areas):
            name = state.goal.indicator.short
            title = Text(f"各县区 · {name.zh}", f"Areas · {name.en}")
            found.append(Slide(Kind.AREAS, title, table=area_table(state)))
    return found


def area_table(state: GoalState) -> AreaTable:
    """The goal's areas by rank, as the goal's page ranks them; equal values share one."""
    rule = state.evaluation.rule
    places = ranked(state.areas, rule)
    largest = max((place.area.value for place in places if place.area.value is not None), default=Fraction(0))
    rows = [_row(place, largest, rule.indicator.detail_decimals) for place in places]
    return AreaTable(
        card=state.card,
        rows=tuple(rows),
        laggards=_laggards(rows),
    )


def _row(place: Place, largest: Fraction, decimals: int) -> AreaRow:
    area = place.area
    share = Fraction(0) if not largest or area.value is None else area.value / largest
    counts = ""
    if area.numerator is not None and area.denominator is not None and area.is_applicable:
        counts = f"{number(area.numerator)}/{number(area.denominator)}"
    return AreaRow(place.rank, area.name, shown(area.value, decimals), drawn(share), counts, area)


def _laggards(rows: Sequence[AreaRow]) -> tuple[Laggards, ...]:
    """Who owes figures, who is short of a target of its own; where no area has one, who comes last."""
    owing = tuple(row.name for row in rows if row.state.missing_months)
    short = tuple(row.name for row in rows if row.state.is_met is False)
    found = [
        Laggards(Text("缺报", "Figures missing"), owing),
        Laggards(Text("未达本地目标", "Short of their own target"), short),
    ]
    ranked = [row for row in rows if row.rank is not None]
    is_judged = any(row.state.target is not None for row in rows)
    if not is_judged and len(ranked) > 2 * LAGGARDS and ranked[-1].rank != 1:
        last = (Text(f"{row.name.zh} {row.value}", f"{row.name.en} {row.value}") for row in ranked[-LAGGARDS:])
        found.append(Laggards(Text("位次靠后", "Last in rank"), tuple(last)))
    return tuple(one for one in found if one.names)
