"""What a plan file may say of actions, their tasks and commitments, and of demo reports and counts."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from actions.models import TaskState
from targets.services.fixture_schema import (
    Code,
    Day,
    Maybe1000,
    Maybe5000,
    Number1,
    Row,
    Slug,
    Text40,
    Text60,
    Text100,
    Text200,
    Text300,
    ToNumber,
    ToSlug,
    Year,
    decimal,
    needs,
)

Amount = Annotated[Decimal, BeforeValidator(decimal), Field(max_digits=16, decimal_places=4)]


def _after_start(due_on: date | None, seen: dict[str, Any]) -> str | None:
    start_on = seen.get("start_on")
    return "lies before the start" if due_on and start_on and due_on < start_on else None


class Dated(Row):
    start_on: Day | None
    due_on: Day | None
    dates_are_sample: bool
    outcomes: list[ToNumber]

    due_after_start = needs(_after_start, "due_on")


class Task(Dated):
    number: Number1
    title_zh: Text300
    title_en: Text300
    owner_zh: Text100
    owner_en: Text100


class Commitment(Dated):
    slug: Slug
    title_zh: Text200
    title_en: Text200
    unit_zh: Text40
    unit_en: Text40
    target: Annotated[Amount, Field(ge=0)]


class Action(Row):
    number: Number1
    name_zh: Text40
    name_en: Text60
    theme_zh: Text100
    theme_en: Text100
    summary_zh: Maybe5000
    summary_en: Maybe5000
    owner_zh: Text100
    owner_en: Text100
    nodes: list[ToNumber]
    goals: list[ToSlug]
    tasks: list[Task]
    commitments: list[Commitment]


class ActionsOf(Row):
    """``in_force_on``: as the plan's own."""

    area: Code
    year: Year
    in_force_on: Day | None = None
    actions: list[Action]


def _state_fits(state: TaskState, seen: dict[str, Any]) -> str | None:
    progress = seen.get("progress")
    if progress is None:
        return None
    fits = {TaskState.DONE: progress == 100, TaskState.NOT_STARTED: progress == 0}.get(state, progress < 100)
    return None if fits else f"does not fit a progress of {progress}"


class Report(Row):
    area: Code
    year: Year
    action: Number1
    task: Number1
    reported_on: Day
    progress: Annotated[int, Field(ge=0, le=100)]
    state: Annotated[TaskState, Field(strict=False)]
    note: Maybe1000

    state_fits_progress = needs(_state_fits, "state")


class Count(Row):
    area: Code
    year: Year
    commitment: Slug
    counted_on: Day
    amount: Amount
    note: Maybe1000

    not_zero = needs(lambda amount, _: "must not be 0" if amount == 0 else None, "amount")
    taken_back_with_a_note = needs(
        lambda note, seen: None if note or seen.get("amount", 0) >= 0 else "an amount taken back needs a note", "note"
    )


SECTIONS: dict[str, type[BaseModel]] = {"actions_of": ActionsOf, "reports": Report, "counts": Count}
