"""One plan's year as of a month: the parts of both apps brought together. Gathers; the lamps come from the core."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from actions.queries import ActionState, PlanActions, actions_of
from daqing1369.versions import hold, keep, reading
from targets.evaluation.completeness import Completeness, completeness
from targets.evaluation.model import Status
from targets.evaluation.parents import Parent, parent
from targets.models import GoalOfOutcome, Node, Outcome, OutcomeOfNode
from targets.queries.completeness import cells_kept
from targets.queries.plan import GoalState, Scope, goal_states
from targets.texts import Text

GOAL = Text("数值目标", "goal in numbers")
OUTCOME = Text("定性目标", "goal in words")
ACTION = Text("重点行动", "key action")
TASK = Text("任务", "task")
COMMITMENT = Text("量化承诺", "commitment")


@dataclass(frozen=True)
class Member:
    """What belongs to a part of the plan, with its lamp and the reason why it belongs there."""

    kind: Text
    title: Text
    address: str
    status: Status
    sentence: Text
    stated: bool
    reason: Text


@dataclass(frozen=True)
class PartState:
    """A node or an outcome with its lamp: its weakest member's."""

    number: int
    title: Text
    parent: Parent
    members: tuple[Member, ...]


@dataclass(frozen=True)
class YearState:
    """The whole year as the board shows it."""

    scope: Scope
    main_line: Parent
    nodes: list[PartState]
    outcomes: list[PartState]
    goals: list[GoalState]
    actions: list[ActionState]
    complete: Completeness


def year_state(scope: Scope) -> YearState:
    """Gather the year. Sixteen queries at most, whatever the number of goals, figures, tasks and reports.

    Two more where any goal is reported by areas, whatever the number of areas; one more for a moment, and one where a
    goal's forecast learns from other cities: at a moment wherever it might.
    """
    with reading():
        return _year_state(scope)


def _year_state(scope: Scope) -> YearState:
    goals = goal_states(scope)
    acted, (outcomes, nodes) = _acted(scope), _parts(scope, goals)
    return YearState(
        scope=scope,
        main_line=parent(node.parent.status for node in nodes),
        nodes=nodes,
        outcomes=outcomes,
        goals=goals,
        actions=acted.actions,
        complete=completeness(
            cells_kept(goals, scope),
            scope.today,
            max((state.evaluation.data_through for state in goals if state.evaluation.data_through), default=None),
        ),
    )


def _parts(scope: Scope, goals: list[GoalState]) -> tuple[list[PartState], list[PartState]]:
    """The outcomes and the nodes: kept, of this scope, while what they tell of goals and actions stands."""

    def computed() -> tuple[list[PartState], list[PartState]]:
        acted = _acted(scope)  # asked for in here, so that its tables are heard
        outcomes = _outcomes(scope, goals, acted)
        return outcomes, _nodes(scope, outcomes, acted)

    told = tuple((state.goal.pk, *_told(state)) for state in goals)
    return hold(("parts", scope.plan.pk, scope.as_of, scope.today, scope.moment), told, computed)


def _told(state: GoalState) -> tuple[str, Text, Status, Text]:
    """What the parts of the plan tell of a goal."""
    indicator, evaluation = state.goal.indicator, state.evaluation
    return indicator.slug, indicator.short, evaluation.status, evaluation.sentences.headline


def _acted(scope: Scope) -> PlanActions:
    return keep(("actions", scope.plan.pk, scope.as_of, scope.today, scope.moment), lambda: actions_of(scope))


def _outcomes(scope: Scope, goals: list[GoalState], acted: PlanActions) -> list[PartState]:
    """Each outcome with the goals, commitments and tasks that show it. Two queries."""
    by_goal = {state.goal.pk: state for state in goals}
    members: dict[int, list[Member]] = defaultdict(list)
    links = (
        GoalOfOutcome.objects.filter(outcome__plan=scope.plan, goal__plan=scope.plan)
        .select_related("outcome")
        .order_by("goal__order", "id")
    )
    for link in keep(("goals of outcomes", scope.plan.pk), lambda: list(links)):
        state = by_goal.get(link.goal_id)
        if state is None:  # not yet on record at the scope's moment
            continue
        slug, name, status, headline = _told(state)
        member = Member(GOAL, name, reverse("goal", args=[slug]), status, headline, link.stated, link.reason)
        members[link.outcome.number].append(member)
    for number, shown in acted.members_of_outcomes().items():
        members[number] += [
            Member(
                kind=TASK if one.is_task else COMMITMENT,
                title=one.title,
                address=reverse("action", args=[one.action_number]),
                status=one.status,
                sentence=one.sentence,
                stated=one.stated,
                reason=one.reason,
            )
            for one in shown
        ]
    outcomes = Outcome.objects.filter(plan=scope.plan).order_by("number")
    listed = keep(("outcomes", scope.plan.pk), lambda: list(outcomes))
    return [_part(outcome, members[outcome.number]) for outcome in listed]


def _nodes(scope: Scope, outcomes: list[PartState], acted: PlanActions) -> list[PartState]:
    """Each node with the outcomes and actions that belong to it. Two queries."""
    by_number = {outcome.number: outcome for outcome in outcomes}
    members: dict[int, list[Member]] = defaultdict(list)
    links = (
        OutcomeOfNode.objects.filter(node__plan=scope.plan, outcome__plan=scope.plan)
        .select_related("node", "outcome")
        .order_by("node__number", "outcome__number", "id")
    )
    for link in keep(("outcomes of nodes", scope.plan.pk), lambda: list(links)):
        outcome = by_number[link.outcome.number]
        members[link.node.number].append(
            Member(
                kind=OUTCOME,
                title=outcome.title,
                address=reverse("outcome", args=[outcome.number]),
                status=outcome.parent.status,
                sentence=counted(outcome.parent),
                stated=link.stated,
                reason=link.reason,
            )
        )
    for number, belonging in acted.members_of_nodes().items():
        members[number] += [
            Member(
                kind=ACTION,
                title=Text(f"{action.number} {action.name.zh}", f"{action.number} {action.name.en}"),
                address=reverse("action", args=[action.number]),
                status=action.status,
                sentence=action.detail,
                stated=link.stated,
                reason=link.reason,
            )
            for action, link in belonging
        ]
    nodes = keep(("nodes", scope.plan.pk), lambda: list(Node.objects.filter(plan=scope.plan).order_by("number")))
    return [_part(node, members[node.number]) for node in nodes]


def counted(whole: Parent) -> Text:
    """``2 of 3 on track``; without members, that it is not measured."""
    if not whole.total:
        return Text("未量化", "not measured")
    return Text(
        f"{whole.total} 项中 {whole.on_track} 项按序时或更好", f"{whole.on_track} of {whole.total} on track or better"
    )


def _part(part: Node | Outcome, members: list[Member]) -> PartState:
    return PartState(part.number, part.title, parent(member.status for member in members), tuple(members))
