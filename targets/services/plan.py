"""Loads areas, indicators, plans and demo figures from validated records: check first, then load."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from targets.evaluation.model import ReportedBy
from targets.models import Area, AreaTarget, Figure, Goal, GoalOfOutcome, Indicator, Node, Outcome, OutcomeOfNode, Plan
from targets.services import fixture_figures
from targets.services import fixture_schema as schema
from targets.services.fixture_files import SINGULAR, Batch, Problem, Record, items_of, key_of, keys_of
from targets.services.fixture_sync import Key, Report, Stamp, Wanted, note_left, since, sync, sync_links

# What figures were judged by: a change of it needs a reason once there are any.
PROTECTED = ("target", "direction", "comparison", "comparison_decimals", "reported_by")


@dataclass
class Parts:
    """What the parts of one plan are called, in the database and in the files together."""

    nodes: set[Any] = field(default_factory=set)
    outcomes: set[Any] = field(default_factory=set)
    goals: set[Any] = field(default_factory=set)


def known_plans(batch: Batch) -> dict[Key, Parts]:
    """The plans by area and year. Four queries."""
    plans: dict[Key, Parts] = {key: Parts() for key in Plan.objects.values_list("area__code", "year")}
    for code, year, number in Node.objects.values_list("plan__area__code", "plan__year", "number"):
        plans[code, year].nodes.add(number)
    for code, year, number in Outcome.objects.values_list("plan__area__code", "plan__year", "number"):
        plans[code, year].outcomes.add(number)
    for code, year, slug in Goal.objects.values_list("plan__area__code", "plan__year", "indicator__slug"):
        plans[code, year].goals.add(slug)
    for _, raw in batch.raw("plans"):
        if key := key_of("plans", raw):
            parts = plans.setdefault(key, Parts())
            parts.nodes |= set(keys_of(raw, "nodes"))
            parts.outcomes |= set(keys_of(raw, "outcomes"))
            parts.goals |= set(keys_of(raw, "goals"))
    return plans


def closed_plans() -> set[Key]:
    """The plans, by area and year, of which nothing changes any more. One query."""
    return set(Plan.objects.filter(closed_on__isnull=False).values_list("area__code", "year").order_by("pk"))


def check(batch: Batch, *, reason: str) -> list[Problem]:
    """The faults that only show beside other records and the database. A fixed number of queries; writes nothing."""
    areas: set[Any] = {*Area.objects.values_list("code", flat=True), *_keys(batch, "areas")}
    indicators: set[Any] = {*Indicator.objects.values_list("slug", flat=True), *_keys(batch, "indicators")}
    counting_days = _counting_days(batch)
    problems = list(_check_areas(batch, areas))
    plans = known_plans(batch)
    closed = closed_plans()
    for record, raw in batch.raw("plans"):
        key = key_of("plans", raw)
        if key in closed:
            problems.append(record.problem("year", "the year is closed; reopen it with reopen_year first"))
        if key and key[0] not in areas:
            problems.append(record.problem("area", f'there is no area "{key[0]}"'))
        if key:
            problems += _check_plan(record, raw, indicators, plans[key])
            problems += _check_areas_of_goals(record, raw, areas, counting_days)
    if not reason:
        problems += _check_protected(batch)
    return problems + list(fixture_figures.check(batch, areas=areas, indicators=indicators))


def _keys(batch: Batch, section: str) -> set[str | int]:
    return {key[0] for _, raw in batch.raw(section) if (key := key_of(section, raw))}


def _check_areas(batch: Batch, known: set[Any]) -> Iterator[Problem]:
    """A parent that is missing, or a circle of them."""
    parents: dict[Any, Any] = dict(Area.objects.values_list("code", "parent__code"))
    parents |= {key[0]: raw.get("parent") for _, raw in batch.raw("areas") if (key := key_of("areas", raw))}
    for record, raw in batch.raw("areas"):
        seen, above = set(key_of("areas", raw) or ()), raw.get("parent")
        if isinstance(above, str) and above not in known:
            yield record.problem("parent", f'there is no area "{above}"')
        while isinstance(above, str) and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if isinstance(above, str):
            yield record.problem("parent", "the area lies within itself")


def _check_plan(record: Record, raw: dict[str, Any], indicators: set[Any], parts: Parts) -> Iterator[Problem]:
    for slug in keys_of(raw, "goals"):
        if slug not in indicators:
            yield record.problem("slug", f'there is no indicator "{slug}"', part=f"goal {slug}")
    for outcome in items_of(raw, "outcomes"):
        part = f"outcome {outcome.get('number')}"
        yield from unknown(record, part, outcome, "nodes", parts.nodes)
        yield from unknown(record, part, outcome, "goals", parts.goals)


def _counting_days(batch: Batch) -> set[Any]:
    """The indicators whose denominator is a number of days. One query."""
    known: dict[Any, Any] = dict(Indicator.objects.values_list("slug", "counts_days"))
    known |= {
        key[0]: raw.get("counts_days") for _, raw in batch.raw("indicators") if (key := key_of("indicators", raw))
    }
    return {slug for slug, counts_days in known.items() if counts_days is True}


def _check_areas_of_goals(
    record: Record, raw: dict[str, Any], areas: set[Any], counting_days: set[Any]
) -> Iterator[Problem]:
    """A target for an area that is missing, or days that would be summed over areas: the year has 366 of them once."""
    for goal in items_of(raw, "goals"):
        part = f"goal {goal.get('slug')}"
        if goal.get("reported_by") == ReportedBy.AREAS and goal.get("slug") in counting_days:
            yield record.problem("reported_by", "days of the year are not summed over areas", part=part)
        for code in keys_of(goal, "area_targets"):
            if code not in areas:
                yield record.problem("area_targets", f'there is no area "{code}"', part=part)


def unknown(record: Record, part: str, raw: dict[str, Any], section: str, known: set[Any]) -> Iterator[Problem]:
    """A fault for each link of the raw part to something that the plan does not have."""
    for key in keys_of(raw, section):
        if key not in known:
            yield record.problem(section, f'the plan has no {SINGULAR[section]} "{key}"', part=part)


def goals_with_figures() -> QuerySet[Goal]:
    """The goals that have a figure of the plan's area or its divisions in the plan's year, a blanked one included."""
    figures = Figure.objects.filter(indicator=OuterRef("indicator"), month__year=OuterRef("plan__year")).filter(
        Q(area=OuterRef("plan__area")) | Q(area__parent=OuterRef("plan__area"))
    )
    return Goal.objects.filter(Exists(figures))


def _check_protected(batch: Batch) -> Iterator[Problem]:
    """Refuse to move the goalposts of a goal that has figures in the plan's year."""
    goals = goals_with_figures().select_related("indicator", "plan__area")
    judged = {(goal.plan.area.code, goal.plan.year, goal.indicator.slug): goal for goal in goals}
    for record, plan in batch.data("plans", schema.Plan):
        for new in plan.goals:
            old = judged.get((plan.area, plan.year, new.slug))
            if old is None or not old.target_decided:  # nobody was judged by last year's
                continue
            for name in PROTECTED:
                if name in new.model_fields_set and getattr(old, name) != getattr(new, name):
                    reason = f"the goal has figures in {plan.year}; to change it, give --reason TEXT"
                    yield record.problem(name, reason, part=f"goal {new.slug}")


def load(batch: Batch, *, stamp: Stamp, report: Report) -> None:
    """Write the checked records. To be called in a transaction; about twenty queries, whatever the size."""
    _load_areas(batch, report)
    _load_indicators(batch, stamp, report)
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
                area.model_dump(exclude={"parent"}, exclude_unset=True)
                | {"parent_id": None if area.parent is None else rows[area.parent,].pk}
            )
            for area in ready
        }
        rows = sync(report, "area", Area, rows, wanted)
        waiting = [area for area in waiting if area.parent in later]


def _load_indicators(batch: Batch, stamp: Stamp, report: Report) -> None:
    rows: dict[Key, Indicator] = {(row.slug,): row for row in Indicator.objects.all()}
    records = batch.data("indicators", schema.Indicator)
    wanted: dict[Key, Wanted] = {
        (new.slug,): Wanted(new.model_dump(), stamp.of(record.file)) for record, new in records
    }
    sync(report, "indicator", Indicator, rows, wanted)


def _load_plans(batch: Batch, stamp: Stamp, report: Report) -> None:
    records = batch.data("plans", schema.Plan)
    areas = dict(Area.objects.values_list("code", "pk"))
    rows: dict[Key, Plan] = {(row.area.code, row.year): row for row in Plan.objects.select_related("area")}
    wanted: dict[Key, Wanted] = {
        (plan.area, plan.year): Wanted(
            {"area_id": areas[plan.area]}
            | plan.model_dump(exclude={"area", "nodes", "outcomes", "goals", "in_force_on"}, exclude_unset=True),
            stamp.of(record.file),
            since(plan.in_force_on, stamp.now),
        )
        for record, plan in records
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

    first = since(plan.in_force_on, stamp.now)
    goals = _load_goals(plan, row, stamp.of(record.file), first, report)
    _load_links(plan, nodes, outcomes, goals, report)


def _load_goals(
    plan: schema.Plan, row: Plan, stamp: dict[str, Any], first: dict[str, Any], report: Report
) -> dict[Key, Goal]:
    of: Key = (plan.area, plan.year)
    indicators = dict(Indicator.objects.values_list("slug", "pk"))
    goals: dict[Key, Goal] = {(*of, goal.indicator.slug): goal for goal in row.goals.select_related("indicator")}
    wanted = {
        (*of, goal.slug): Wanted(
            {"plan_id": row.pk, "indicator_id": indicators[goal.slug]}
            | goal.model_dump(exclude={"slug", "area_targets"}, exclude_unset=True),
            stamp,
            first,
        )
        for goal in plan.goals
    }
    note_left(report, "goal", goals, wanted)
    goals = sync(report, "goal", Goal, goals, wanted)
    _load_area_targets(plan, goals, stamp, first, report)
    return goals


def _load_area_targets(
    plan: schema.Plan, goals: dict[Key, Goal], stamp: dict[str, Any], first: dict[str, Any], report: Report
) -> None:
    """The targets of areas of those goals that give any; those of others are left."""
    of: Key = (plan.area, plan.year)
    given = {goal.slug: goal.area_targets for goal in plan.goals if goal.area_targets is not None}
    if not given:
        return
    areas = dict(Area.objects.values_list("code", "pk"))
    rows = AreaTarget.objects.filter(goal__in=[goals[*of, slug].pk for slug in given])
    existing: dict[Key, AreaTarget] = {
        (*of, row.goal.indicator.slug, row.area.code): row for row in rows.select_related("goal__indicator", "area")
    }
    wanted: dict[Key, Wanted] = {
        (*of, slug, one.area): Wanted(
            {"goal_id": goals[*of, slug].pk, "area_id": areas[one.area], "target": one.target}, stamp, first
        )
        for slug, targets in given.items()
        for one in targets
    }
    sync_links(report, "target of area", AreaTarget, existing, wanted, stamp)


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
