"""Loads areas, indicators, plans and demo figures from validated records: check first, then load."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

from targets.models import Area, Figure, Goal, GoalOfOutcome, Indicator, Node, Outcome, OutcomeOfNode, Plan
from targets.services import fixture_figures
from targets.services import fixture_schema as schema
from targets.services.fixture_files import Batch, Problem, Record
from targets.services.fixture_sync import Key, Report, Stamp, Wanted, note_left, sync, sync_links

# What figures were judged by: a change of it needs a reason once there are any.
PROTECTED = ("target", "direction", "comparison", "comparison_decimals")


@dataclass
class Parts:
    """What the parts of one plan are called, in the database and in the files together."""

    nodes: set[Any] = field(default_factory=set)
    outcomes: set[Any] = field(default_factory=set)
    goals: set[Any] = field(default_factory=set)


def names(items: object, key: str) -> set[Any]:
    """The natural keys of a raw list, whatever else it holds."""
    if not isinstance(items, list):
        return set()
    return {item[key] for item in items if isinstance(item, dict) and isinstance(item.get(key), str | int)}


def known_areas(batch: Batch) -> set[Any]:
    """The areas' codes. One query."""
    return {*Area.objects.values_list("code", flat=True), *names(batch.raw.get("areas"), "code")}


def known_plans(batch: Batch) -> dict[Key, Parts]:
    """The plans by area and year. Four queries."""
    plans: dict[Key, Parts] = {key: Parts() for key in Plan.objects.values_list("area__code", "year")}
    for code, year, number in Node.objects.values_list("plan__area__code", "plan__year", "number"):
        plans[code, year].nodes.add(number)
    for code, year, number in Outcome.objects.values_list("plan__area__code", "plan__year", "number"):
        plans[code, year].outcomes.add(number)
    for code, year, slug in Goal.objects.values_list("plan__area__code", "plan__year", "indicator__slug"):
        plans[code, year].goals.add(slug)
    for raw in batch.raw.get("plans", []):
        key = (raw.get("area"), raw.get("year"))
        if isinstance(key[0], str) and isinstance(key[1], int):
            parts = plans.setdefault((key[0], key[1]), Parts())
            parts.nodes |= names(raw.get("nodes"), "number")
            parts.outcomes |= names(raw.get("outcomes"), "number")
            parts.goals |= names(raw.get("goals"), "slug")
    return plans


def check(batch: Batch, *, reason: str) -> list[Problem]:
    """The faults that only show beside other records and the database. A fixed number of queries; writes nothing."""
    areas, plans = known_areas(batch), known_plans(batch)
    indicators = {*Indicator.objects.values_list("slug", flat=True), *names(batch.raw.get("indicators"), "slug")}
    problems = list(_check_areas(batch, areas))
    for record, plan in batch.data("plans", schema.Plan):
        problems += _check_plan(record, plan, areas, indicators, plans[plan.area, plan.year])
    if not reason:
        problems += _check_protected(batch)
    return problems + list(fixture_figures.check(batch, areas=areas, indicators=indicators))


def _check_areas(batch: Batch, known: set[Any]) -> Iterator[Problem]:
    parents: dict[str, str | None] = dict(Area.objects.values_list("code", "parent__code"))
    records = batch.data("areas", schema.Area)
    parents |= {area.code: area.parent for _, area in records}
    for record, area in records:
        if area.parent is not None and area.parent not in known:
            yield record.problem("parent", f'there is no area "{area.parent}"')
        seen, above = {area.code}, area.parent
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above is not None:
            yield record.problem("parent", "the area lies within itself")


def _check_plan(
    record: Record, plan: schema.Plan, areas: set[Any], indicators: set[Any], parts: Parts
) -> Iterator[Problem]:
    if plan.area not in areas:
        yield record.problem("area", f'there is no area "{plan.area}"')
    for goal in plan.goals:
        if goal.slug not in indicators:
            yield record.problem("slug", f'there is no indicator "{goal.slug}"', part=f"goal {goal.slug}")
    for outcome in plan.outcomes:
        part = f"outcome {outcome.number}"
        yield from unknown(record, part, "nodes", (link.number for link in outcome.nodes), parts.nodes, "node")
        yield from unknown(record, part, "goals", (link.slug for link in outcome.goals), parts.goals, "goal")


def unknown(
    record: Record, part: str, field: str, given: Iterable[str | int], known: set[Any], kind: str
) -> Iterator[Problem]:
    """A fault for each link to something that the plan does not have."""
    for key in given:
        if key not in known:
            yield record.problem(field, f'the plan has no {kind} "{key}"', part=part)


def _check_protected(batch: Batch) -> Iterator[Problem]:
    """Refuse to move the goalposts of a goal that has figures in the plan's year."""
    figures = Figure.objects.filter(
        indicator=OuterRef("indicator"), area=OuterRef("plan__area"), month__year=OuterRef("plan__year")
    )
    goals = Goal.objects.filter(Exists(figures)).select_related("indicator", "plan__area")
    judged = {(goal.plan.area.code, goal.plan.year, goal.indicator.slug): goal for goal in goals}
    for record, plan in batch.data("plans", schema.Plan):
        for new in plan.goals:
            old = judged.get((plan.area, plan.year, new.slug))
            if old is None:
                continue
            for name in PROTECTED:
                if getattr(old, name) != getattr(new, name):
                    reason = f"the goal has figures in {plan.year}; to change it, give --reason TEXT"
                    yield record.problem(name, reason, part=f"goal {new.slug}")


def load(batch: Batch, *, stamp: Stamp, report: Report) -> None:
    """Write the checked records. To be called in a transaction; about twenty queries, whatever the size."""
    _load_areas(batch, report)
    _load_indicators(batch, report)
    _load_plans(batch, stamp, report)
    fixture_figures.load(batch, stamp=stamp, report=report)


def _load_areas(batch: Batch, report: Report) -> None:
    """Parents first, level by level: a division needs its parent's row."""
    rows: dict[Key, Area] = {(area.code,): area for area in Area.objects.all()}
    waiting = [area for _, area in batch.data("areas", schema.Area)]
    while waiting:
        later = {area.code for area in waiting}
        ready = [area for area in waiting if area.parent not in later]
        wanted: dict[Key, Wanted] = {
            (area.code,): Wanted(
                area.model_dump(exclude={"parent"})
                | {"parent_id": None if area.parent is None else rows[area.parent,].pk}
            )
            for area in ready
        }
        rows = sync(report, "area", Area, rows, wanted)
        waiting = [area for area in waiting if area.parent in later]


def _load_indicators(batch: Batch, report: Report) -> None:
    rows: dict[Key, Indicator] = {(row.slug,): row for row in Indicator.objects.all()}
    records = batch.data("indicators", schema.Indicator)
    sync(report, "indicator", Indicator, rows, {(new.slug,): Wanted(new.model_dump()) for _, new in records})


def _load_plans(batch: Batch, stamp: Stamp, report: Report) -> None:
    records = batch.data("plans", schema.Plan)
    areas = dict(Area.objects.values_list("code", "pk"))
    rows: dict[Key, Plan] = {(row.area.code, row.year): row for row in Plan.objects.select_related("area")}
    wanted: dict[Key, Wanted] = {
        (plan.area, plan.year): Wanted(
            {"area_id": areas[plan.area]} | plan.model_dump(exclude={"area", "nodes", "outcomes", "goals"})
        )
        for _, plan in records
    }
    plans = sync(report, "plan", Plan, rows, wanted)
    for record, plan in records:
        _load_parts(record, plan, plans[plan.area, plan.year], stamp, report)


def _load_parts(record: Record, plan: schema.Plan, row: Plan, stamp: Stamp, report: Report) -> None:
    of: Key = (plan.area, plan.year)
    nodes: dict[Key, Node] = {(*of, node.number): node for node in row.nodes.all()}
    new_nodes = {(*of, node.number): Wanted({"plan_id": row.pk} | node.model_dump()) for node in plan.nodes}
    note_left(report, "node", nodes, new_nodes)
    nodes = sync(report, "node", Node, nodes, new_nodes)

    outcomes: dict[Key, Outcome] = {(*of, outcome.number): outcome for outcome in row.outcomes.all()}
    new_outcomes = {
        (*of, outcome.number): Wanted({"plan_id": row.pk} | outcome.model_dump(exclude={"nodes", "goals"}))
        for outcome in plan.outcomes
    }
    note_left(report, "outcome", outcomes, new_outcomes)
    outcomes = sync(report, "outcome", Outcome, outcomes, new_outcomes)

    goals = _load_goals(plan, row, stamp.of(record.file), report)
    _load_links(plan, nodes, outcomes, goals, report)


def _load_goals(plan: schema.Plan, row: Plan, stamp: dict[str, Any], report: Report) -> dict[Key, Goal]:
    of: Key = (plan.area, plan.year)
    indicators = dict(Indicator.objects.values_list("slug", "pk"))
    goals: dict[Key, Goal] = {(*of, goal.indicator.slug): goal for goal in row.goals.select_related("indicator")}
    wanted = {
        (*of, goal.slug): Wanted(
            {"plan_id": row.pk, "indicator_id": indicators[goal.slug]} | goal.model_dump(exclude={"slug"}), stamp
        )
        for goal in plan.goals
    }
    note_left(report, "goal", goals, wanted)
    return sync(report, "goal", Goal, goals, wanted)


def _load_links(
    plan: schema.Plan,
    nodes: dict[Key, Node],
    outcomes: dict[Key, Outcome],
    goals: dict[Key, Goal],
    report: Report,
) -> None:
    """The links of the outcomes that the file names; those of others are left."""
    of: Key = (plan.area, plan.year)
    to_nodes: dict[Key, Wanted] = {}
    to_goals: dict[Key, Wanted] = {}
    for outcome in plan.outcomes:
        row = outcomes[*of, outcome.number]
        for node in outcome.nodes:
            values = {"outcome_id": row.pk, "node_id": nodes[*of, node.number].pk}
            to_nodes[*of, outcome.number, node.number] = Wanted(values | node.model_dump(exclude={"number"}))
        for goal in outcome.goals:
            values = {"outcome_id": row.pk, "goal_id": goals[*of, goal.slug].pk}
            to_goals[*of, outcome.number, goal.slug] = Wanted(values | goal.model_dump(exclude={"slug"}))
    named = Q(outcome__in=[outcomes[*of, outcome.number].pk for outcome in plan.outcomes])
    node_links = OutcomeOfNode.objects.filter(named).select_related("outcome", "node")
    goal_links = GoalOfOutcome.objects.filter(named).select_related("outcome", "goal__indicator")
    old_nodes: dict[Key, OutcomeOfNode] = {(*of, row.outcome.number, row.node.number): row for row in node_links}
    old_goals: dict[Key, GoalOfOutcome] = {
        (*of, row.outcome.number, row.goal.indicator.slug): row for row in goal_links
    }
    sync_links(report, "node of outcome", OutcomeOfNode, old_nodes, to_nodes)
    sync_links(report, "goal of outcome", GoalOfOutcome, old_goals, to_goals)
