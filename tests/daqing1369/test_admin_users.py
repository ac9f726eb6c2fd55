"""Users in the administration: who is no superuser cannot become one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse


@pytest.fixture
def chief(db: None) -> User:
    return User.objects.create_superuser("chief", password="demo-1369")


def posted(user: User, **fields: str) -> dict[str, Any]:
    """What the change page would post if nothing but the fields were typed."""
    groups = list(user.groups.values_list("pk", flat=True))
    return {"username": user.username, "is_active": "on", "is_staff": "on", "groups": groups, **fields} | {
        name: value
        for part, now in (("date_joined", user.date_joined), ("last_login", user.last_login))
        if now
        for name, value in ((f"{part}_0", f"{now:%Y-%m-%d}"), (f"{part}_1", f"{now:%H:%M:%S}"))
    }


def page(user: User) -> str:
    return reverse("admin:auth_user_change", args=[user.pk])


def test_an_administrator_makes_no_superuser(
    administrator: User, viewer: User, client_of: Callable[[User], Client]
) -> None:
    office = client_of(administrator)
    for user in (administrator, viewer):
        user.refresh_from_db()
        answer = office.post(page(user), posted(user, first_name="New", is_superuser="on", user_permissions="1"))
        assert answer.status_code == 302
        user.refresh_from_db()
        assert (user.first_name, user.is_superuser, user.user_permissions.count()) == ("New", False, 0)


def test_an_administrator_cannot_open_a_superuser(
    administrator: User, chief: User, client_of: Callable[[User], Client]
) -> None:
    office, before = client_of(administrator), chief.password
    new = {"usable_password": "true", "password1": "taken-over-1369", "password2": "taken-over-1369"}
    office.post(f"/admin/auth/user/{chief.pk}/password/", new)
    office.post(page(chief), posted(chief, first_name="Nobody"))
    chief.refresh_from_db()
    assert (chief.password, chief.first_name) == (before, "")
    assert office.get(page(chief)).status_code == 302
    assert "chief" not in office.get(reverse("admin:auth_user_changelist")).content.decode()


def test_an_administrator_resets_the_password_of_another(
    administrator: User, viewer: User, client_of: Callable[[User], Client]
) -> None:
    new = {"usable_password": "true", "password1": "quite-new-1369", "password2": "quite-new-1369"}
    assert client_of(administrator).post(f"/admin/auth/user/{viewer.pk}/password/", new).status_code == 302
    viewer.refresh_from_db()
    assert viewer.check_password("quite-new-1369")


def test_a_superuser_makes_another(chief: User, viewer: User, client_of: Callable[[User], Client]) -> None:
    client_of(chief).post(page(viewer), posted(viewer, is_superuser="on"))
    viewer.refresh_from_db()
    assert viewer.is_superuser
