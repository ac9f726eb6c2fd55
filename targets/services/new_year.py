"""A plan's words and numbers taken over into a new year, with what must be decided noted point by point."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model

from targets.cards import number
from targets.models import (
    AreaTarget,
    Aspect,
    Goal,
    GoalOfOutcome,
    Node,
    OpenPoint,
    Outcome,
    OutcomeOfNode,
    Plan,
    PlanPart,
)
from targets.points import moved_text, names_a_year
from targets.texts import Text

M = TypeVar("M", bound=Model)
Ids = Mapping[int, int]  # of the old year's row to the new one's
_WORDS = 300


@dataclass
class Copy:
    """One plan on its way into another year: the new rows, what is still to be decided, how many of each were made."""

    source: Plan
    year: int
    by: AbstractBaseUser | None
    now: datetime
    plan: Plan = field(init=False)
    nodes: Ids = field(default_factory=dict)
    outcomes: Ids = field(default_factory=dict)
    goals: Ids = field(default_factory=dict)
    points: list[OpenPoint] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)

    @property
    def years(self) -> int:
        """How many years later the new one is."""
        return self.year - self.source.year

    @property
    def stamp(self) -> dict[str, Any]:
        """The fields of a recorded row."""
        reason = f"{self.source.year} → {self.year}"
        return {"changed_by_id": self.by.pk if self.by else None, "changed_at": self.now, "reason": reason}

    def moved(self, row: Model, *names: str) -> dict[str, str]:
        """The row's texts of these names, in both languages, with the old year replaced by the new one."""
        pairs = [f"{name}_{language}" for name in names for language in ("zh", "en")]
        return {one: moved_text(getattr(row, one), from_year=self.source.year, to_year=self.year) for one in pairs}

    def ask(self, part: PlanPart, key: object, aspect: Aspect, was: Text) -> None:
        """Note that somebody must decide this."""
        self.points.append(
            OpenPoint(
                plan=self.plan,
                part=part,
                key=str(key),
                aspect=aspect,
                was_zh=was.zh[:_WORDS],
                was_en=was.en[:_WORDS],
                opened_at=self.now,
                **self.stamp,
            )
        )

    def ask_texts(self, part: PlanPart, key: object, row: Model, *names: str, always: bool = False) -> None:
        """Note that the row's texts are to be read again, where one of them was written for one year."""
        texts = [Text(getattr(row, f"{name}_zh"), getattr(row, f"{name}_en")) for name in names]
        found = texts if always else [one for one in texts if names_a_year(one.zh, one.en)]
        if found:
            self.ask(part, key, Aspect.TEXTS, found[0])

    def put(self, kind: str, rows: Iterable[tuple[M, M]]) -> dict[int, int]:
        """Write the new rows of pairs of old and new ones; old key to new key. One query."""
        pairs = list(rows)
        if pairs:
            type(pairs[0][1])._default_manager.bulk_create([new for _, new in pairs])
        self.made[kind] += len(pairs)
        return {old.pk: new.pk for old, new in pairs}


def copied(row: M, **changed: Any) -> M:
    """A new row with the old one's values but its key, and these instead."""
    values = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key}
    return type(row)(**(values | changed))


def copy_plan(copy: Copy) -> None:
    """The plan with its nodes, goals in words and in numbers, and their links. Ten queries, whatever their number."""
    source, moved = copy.source, copy.moved(copy.source, "title", "main_line")
    copy.plan = copied(source, year=copy.year, closed_on=None, closed_because="", **moved, **copy.stamp)
    copy.plan.area = source.area
    copy.plan.save(force_insert=True)
    copy.made["plan"] += 1
    copy.ask(PlanPart.PLAN, "", Aspect.TEXTS, source.title)
    copy.ask(PlanPart.PLAN, "", Aspect.MAIN_LINE, source.main_line)
    copy.ask(PlanPart.PLAN, "", Aspect.THRESHOLDS, _thresholds(source))
    copy.nodes = _numbered(copy, "node", PlanPart.NODE, source.nodes.order_by("number"), always=True)
    copy.outcomes = _numbered(copy, "outcome", PlanPart.OUTCOME, source.outcomes.order_by("number"), always=False)
    _copy_goals(copy)
    nodes = OutcomeOfNode.objects.filter(node__plan=source).order_by("pk")
    goals = GoalOfOutcome.objects.filter(goal__plan=source).order_by("pk")
    put_links(copy, nodes, node_id=copy.nodes, outcome_id=copy.outcomes)
    put_links(copy, goals, goal_id=copy.goals, outcome_id=copy.outcomes)


def put_links(copy: Copy, links: Iterable[Model], **ends: Ids) -> None:
    """Links between the new rows as between the old ones, reasons included; one across plans is left out."""
    pairs = [
        (link, copied(link, **{name: of[getattr(link, name)] for name, of in ends.items()}))
        for link in links
        if all(getattr(link, name) in of for name, of in ends.items())
    ]
    copy.put("link", pairs)


def _numbered(copy: Copy, kind: str, part: PlanPart, rows: Iterable[Node | Outcome], *, always: bool) -> Ids:
    """A node says what the year is for, so that each is read again; a goal in words only where it names a year."""
    listed = list(rows)
    for row in listed:
        copy.ask_texts(part, row.number, row, "title", always=always)
    return copy.put(kind, [(row, copied(row, plan_id=copy.plan.pk, **copy.moved(row, "title"))) for row in listed])


def _copy_goals(copy: Copy) -> None:
    source = copy.source
    goals = list(source.goals.select_related("indicator").order_by("order", "pk"))
    targets = list(AreaTarget.objects.filter(goal__plan=source).select_related("area").order_by("pk"))
    own = {"plan_id": copy.plan.pk, "target_decided": False} | copy.stamp
    copy.goals = copy.put("goal", [(goal, copied(goal, **(own | copy.moved(goal, "note")))) for goal in goals])
    for goal in goals:
        slug, area_targets = goal.indicator.slug, [one for one in targets if one.goal_id == goal.pk]
        copy.ask(PlanPart.GOAL, slug, Aspect.TARGET, _target(goal))
        if area_targets:
            copy.ask(PlanPart.GOAL, slug, Aspect.AREA_TARGETS, _of_areas(area_targets))
        if goal.milestones:
            listed = "; ".join(f"{month}: {goal.milestones[month]}" for month in sorted(goal.milestones, key=int))
            copy.ask(PlanPart.GOAL, slug, Aspect.MILESTONES, Text(listed, listed))
        copy.ask_texts(PlanPart.GOAL, slug, goal, "note")
    copy.put("target of area", [(one, copied(one, goal_id=copy.goals[one.goal_id], **copy.stamp)) for one in targets])


def _target(goal: Goal) -> Text:
    sign, unit = "≥" if goal.direction == "at_least" else "≤", goal.indicator
    return Text(
        f"{sign} {number(goal.target)} {unit.unit_zh}".rstrip(), f"{sign} {number(goal.target)} {unit.unit_en}".rstrip()
    )


def _of_areas(targets: Iterable[AreaTarget]) -> Text:
    listed = [(one.area, number(one.target)) for one in targets]
    return Text(
        "；".join(f"{area.name_zh} {target}" for area, target in listed),
        "; ".join(f"{area.name_en} {target}" for area, target in listed),
    )


def _thresholds(plan: Plan) -> Text:
    green, yellow, days = number(plan.on_track_from), number(plan.at_risk_from), plan.closes_after_days
    return Text(
        f"按序时 ≥ {green}，有风险 ≥ {yellow}；{'不锁定' if days is None else f'到期 {days} 天后锁定'}",
        f"on track from {green}, at risk from {yellow}; "
        + ("never locked" if days is None else f"locked after {days} days"),
    )
