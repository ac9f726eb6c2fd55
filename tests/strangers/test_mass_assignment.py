"""Fields that no form has do nothing: the same form with and without them leaves the very same record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from tests.factories import NOW
from tests.strangers.walk import World, changed, make_world, put_back_sequences, sequences, written

# What rows have and nobody may say of them; "pk" and "id" of another row, the rights of a user, the states of a figure.
EXTRA = {
    "id": "1",
    "pk": "1",
    "entered_by": "1",
    "entered_by_id": "1",
    "entered_at": "2000-01-01",
    "changed_by": "1",
    "changed_by_id": "1",
    "changed_at": "2000-01-01",
    "by": "1",
    "now": "2000-01-01",
    "user": "1",
    "user_id": "1",
    "review": "approved",
    "approved_by": "1",
    "origin": "computed",
    "provisional": "on",
    "is_staff": "on",
    "is_superuser": "on",
    "is_active": "",
    "groups": "1",
    "user_permissions": "1",
    "must_change": "",
    "acts": "99",
    "digest": "0",
    "revoked_at": "2000-01-01",
    "removed": "on",
    "path": "../../etc/passwd",
    "task": "2",
    "action": "2",
    "indicator": "2",
    "plan": "2",
    "target": "0",
}


@dataclass(frozen=True)
class Form:
    address: str
    role: str
    fields: dict[str, str]
    year: int = 2024


KEY, CELL = "good-air-days", "pm25"
FORMS = {
    "save": Form(
        "/figures/2024/10/",
        "editor",
        {f"{CELL}-numerator": "27.2", f"{CELL}-denominator": "31", f"{CELL}-version": "0", "save": CELL},
    ),
    "month": Form(
        "/figures/2024/10/",
        "editor",
        {f"{CELL}-numerator": "27.2", f"{CELL}-denominator": "31", f"{CELL}-version": "0"},
    ),
    "draft": Form(
        "/figures/2024/10/pm25/preview/",
        "editor",
        {f"{CELL}-numerator": "27.3", f"{CELL}-denominator": "31", f"{CELL}-version": "0"},
    ),
    "source": Form(
        "/figures/2024/10/good-air-days/sources/", "editor", {"link": "https://example.org/2", "title": "x"}
    ),
    "report": Form(
        "/actions/1/tasks/1/",
        "editor",
        {
            "progress": "40",
            "state": "in_progress",
            "note": "x",
            "reported_on": "2024-10-31",
            "version": "0",
            "seen_on": "2024-10-31",
        },
    ),
    "count": Form(
        "/actions/1/commitments/zero-waste-cells/",
        "editor",
        {"amount": "27", "note": "", "counted_on": "2024-10-31", "version": "0"},
    ),
    "approve": Form("/review/", "reviewer", {"figure": "{figure}", "approve": "chosen"}),
    "return": Form("/review/", "reviewer", {"return": "{figure}", "note-{pk}": "again"}),
    "reopen": Form(
        "/reopen/",
        "administrator",
        {"goal": KEY, "area": "230600", "month": "2024-09", "until_on": "2024-11-11", "reason": "x"},
    ),
    "stand-in": Form("/stand-in/", "editor", {"deputy": "{chief}", "from_on": "2024-11-04", "until_on": "2024-11-15"}),
    "final": Form(
        f"/goals/{KEY}/final/?year=2024",
        "reviewer",
        {
            "value": "92.3",
            "document": "省函 7 号",
            "confirmed_on": "2025-02-01",
            "explanation": "x",
            "version": "0",
        },
        year=2025,
    ),
    "end": Form("/account/", "viewer", {"others": "1"}),
    "user": Form(
        "/admin/auth/user/{viewer}/change/",
        "administrator",
        {
            "username": "leader",
            "first_name": "New",
            "is_active": "on",
            "date_joined_0": "2024-01-01",
            "date_joined_1": "00:00",
        },
    ),
}
# The administration's own form has these fields, for whoever may change them; the rights of superusers it has not.
OF_THE_FORM = {"user": {"is_staff", "is_active", "groups"}}
# These give what they are given: the form has fields of these names.
NOTHING_WRITTEN = {"end"}


@pytest.fixture
def world(db: None, editor: User, reviewer: User, viewer: User, administrator: User) -> World:
    return make_world()


def post(client: Client, form: Form, world: World, extra: dict[str, str]) -> Any:
    figure = world.figure
    known = {
        "figure": f"{figure.pk}:{figure.version}",
        "pk": str(figure.pk),
        "chief": str(world.chief.pk),
        "viewer": str(User.objects.get(username="leader").pk),
    }
    fields = {name.format(**known): value.format(**known) for name, value in form.fields.items()}
    return client.post(form.address.format(**known), extra | fields)


@pytest.mark.parametrize("name", FORMS)
def test_what_no_form_has_does_nothing(
    world: World,
    client_of: Callable[[User], Client],
    request: pytest.FixtureRequest,
    settings: Settings,
    name: str,
) -> None:
    form = FORMS[name]
    settings.CLOCK = NOW if form.year == 2024 else NOW.replace(year=2025, month=2) + timedelta(days=6)
    client, before, numbers = client_of(request.getfixturevalue(form.role)), written(), sequences()
    extra = {field: value for field, value in EXTRA.items() if field not in OF_THE_FORM.get(name, ())}
    left = []
    for more in ({}, extra):
        point = transaction.savepoint()
        answer = post(client, form, world, more)
        assert answer.status_code < 400, answer.content.decode()[:2000]
        assert changed(before) or name in NOTHING_WRITTEN, "the form itself writes something"
        left.append(written())
        transaction.savepoint_rollback(point)
        put_back_sequences(numbers)
    differing = [table for table in left[0] if left[0][table] != left[1][table]]
    assert differing == [], f"{name}: fields that the form does not have changed something"
