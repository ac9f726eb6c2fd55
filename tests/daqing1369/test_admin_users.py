"""Users in the administration: who is no superuser cannot become one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from daqing1369 import accounts


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


def test_a_password_set_by_an_administrator_is_a_first_one(
    administrator: User, viewer: User, client_of: Callable[[User], Client]
) -> None:
    office, theirs = client_of(administrator), client_of(viewer)
    new = {"usable_password": "true", "password1": "quite-new-1369", "password2": "quite-new-1369"}
    office.post(f"/admin/auth/user/{viewer.pk}/password/", new | {"password2": "another-1369"})
    assert not accounts.must_change(viewer)
    office.post(f"/admin/auth/user/{viewer.pk}/password/", new)
    assert accounts.must_change(viewer)
    assert theirs.get("/account/").status_code == 302, "every session of theirs is over"
    own = f"/admin/auth/user/{administrator.pk}/password/"
    assert office.post(own, new)["Location"].endswith("/change/")
    assert not accounts.must_change(administrator)
    assert office.get("/admin/").status_code == 200


def test_an_account_made_here_has_a_first_password(administrator: User, client_of: Callable[[User], Client]) -> None:
    new = {"usable_password": "true", "password1": "quite-new-1369", "password2": "quite-new-1369"}
    client_of(administrator).post("/admin/auth/user/add/", {"username": "fresh"} | new)
    fresh = User.objects.get(username="fresh")
    assert accounts.must_change(fresh)
    client = Client()
    client.post("/login/", {"username": "fresh", "password": "quite-new-1369"})
    assert client.get("/")["Location"].startswith("/account/password/")


def test_an_administrator_unlocks_and_ends_sessions(
    administrator: User, viewer: User, client_of: Callable[[User], Client]
) -> None:
    office, theirs, english = client_of(administrator), Client(), {"Accept-Language": "en"}
    theirs.post("/login/", {"username": "leader", "password": "demo-1369"})
    for _ in range(5):
        Client().post("/login/", {"username": "leader", "password": "wrong"})
    shown = office.get(page(viewer), headers=english).content.decode()
    assert "is locked after failed attempts" in shown and "1 sign-in stands" in shown
    office.post(f"/admin/auth/user/{viewer.pk}/end-sessions/")
    assert theirs.get("/account/").status_code == 302
    unlock = f"/admin/auth/user/{viewer.pk}/unlock/"
    assert "is unlocked" in office.post(unlock, follow=True, headers=english).content.decode()
    assert theirs.post("/login/", {"username": "leader", "password": "demo-1369"}).status_code == 302
    assert "was not locked" in office.post(unlock, follow=True, headers=english).content.decode()


@pytest.mark.parametrize("act", ["unlock", "end-sessions"])
def test_acts_on_accounts_are_for_those_who_may_change_them(
    administrator: User, editor: User, chief: User, client_of: Callable[[User], Client], act: str
) -> None:
    assert client_of(editor).post(f"/admin/auth/user/{editor.pk}/{act}/")["Location"].startswith("/admin/login/")
    office = client_of(administrator)
    assert office.get(f"/admin/auth/user/{editor.pk}/{act}/").status_code == 405
    assert office.post(f"/admin/auth/user/{chief.pk}/{act}/").status_code == 404
    assert office.post(f"/admin/auth/user/x/{act}/").status_code == 404


def test_ones_own_password_is_changed_in_one_place(administrator: User, client_of: Callable[[User], Client]) -> None:
    assert client_of(administrator).get("/admin/password_change/")["Location"] == "/account/password/"
