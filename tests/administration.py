"""The administration's pages as a browser would post them, and what they leave on record."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from actions.models import CommitmentCount, TaskReport
from tests.factories import (
    NOW,
    make_action,
    make_commitment,
    make_figure,
    make_goal,
    make_task,
)

ENGLISH = {"Accept-Language": "en"}


def address(row: Model, page: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def form_of(office: Client, row: Model) -> dict[str, Any]:
    """What the change page would post if nobody typed anything."""
    page = office.get(address(row))
    assert page.status_code == 200
    form = page.context["adminform"].form
    data = {name: form.initial.get(name) for name in form.fields}
    data |= {name: "" for name, value in data.items() if value is None}
    data |= {name: value.isoformat() for name, value in data.items() if isinstance(value, date)}
    for formset in page.context["inline_admin_formsets"]:
        data |= {f"{formset.formset.prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {name: value for name, value in data.items() if value is not False}


def change(office: Client, row: Model, **fields: Any) -> dict[str, list[str]]:
    """Post the change page; what it refuses, by field."""
    answer = office.post(address(row), form_of(office, row) | fields)
    if answer.status_code == 302:
        return {}
    assert answer.status_code == 200
    errors: dict[str, list[str]] = answer.context["adminform"].form.errors
    return {name: list(told) for name, told in errors.items()}


def history(row: Model) -> list[Any]:
    events = apps.get_model(row._meta.app_label, f"{row._meta.object_name}Event")
    return list(events._default_manager.filter(pgh_obj_id=row.pk).order_by("pgh_id"))


def everything() -> list[Model]:
    goal = make_goal()
    task, commitment = make_task(make_action()), make_commitment(make_action(number=2))
    report = TaskReport.objects.create(
        task=task, reported_on=date(2024, 10, 31), progress=40, state="in_progress", changed_at=NOW
    )
    count = CommitmentCount.objects.create(
        commitment=commitment, counted_on=date(2024, 10, 31), amount=12, changed_at=NOW
    )
    figure = make_figure(goal.indicator, "2024-10", "28", "31")
    return [goal.plan, goal.plan.area, goal.indicator, goal, figure, task.action, task, commitment, report, count]
