"""Closed unless opened: every address of the URL configuration, as a stranger and as each role."""

from collections.abc import Callable
from itertools import product

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import make_action, make_commitment, make_goal, make_task
from tests.strangers.walk import EVERY, OPEN

ELSEWHERE = ("/admin/logout/", "/admin/password_change/")  # lead to pages that everybody has
ENTRY = ("/figures/", "/import/")
WHOEVER_MAY = ("administrator", "post")


@pytest.fixture
def plan(db: None) -> None:
    make_goal()
    action = make_action()
    make_task(action)
    make_commitment(action)


@pytest.mark.parametrize("method", ["get", "post"])  # the others: tests/strangers/test_methods.py
def test_a_stranger_sees_nothing(plan: None, client: Client, method: str) -> None:
    for address in [*EVERY, "/no/such/page/", "/api/v1/nothing", "/figures/2024/13/"]:
        if address in OPEN:
            continue
        answer = getattr(client, method)(address)
        if address.startswith("/api/"):
            assert answer.status_code == 401, f"{method} {address}: an anonymous API request is answered with 401"
            assert answer.json()["detail"], address
        else:
            assert answer.status_code == 302, f"{method} {address} must lead to the login page"
            assert answer["Location"].startswith("/login/?next="), address


@pytest.mark.parametrize("address", sorted(OPEN))
def test_what_is_open_is_open(db: None, client: Client, address: str) -> None:
    # The page that a mail leads to is there for whoever has the mail's key.
    assert client.get(address).status_code == (404 if address == "/password/new/" else 200)


def test_a_part_asked_for_by_a_stranger_sends_the_whole_page_to_the_login(plan: None, client: Client) -> None:
    answer = client.get("/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/?as_of=2024-09"})
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/login/?next=/%3Fas_of%3D2024-09"


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_entry_is_for_editors(
    plan: None, role: str, request: pytest.FixtureRequest, client_of: Callable[[User], Client]
) -> None:
    client = client_of(request.getfixturevalue(role))
    # Reviewers and leaders see where a figure comes from, and take away what they see.
    looked_at = ("/sources/", "/panel/", "/export.csv", "/export.xlsx")
    chosen = [address for address in EVERY if address.startswith(ENTRY) and not address.endswith(looked_at)]
    assert chosen
    for address in chosen:
        assert client.get(address).status_code == 403, f"{role} must not reach {address}"
        assert client.post(address).status_code == 403, f"{role} must not reach {address}"


@pytest.mark.parametrize("role", ["viewer", "editor", "reviewer"])
def test_administration_is_for_administrators(
    plan: None, role: str, request: pytest.FixtureRequest, client_of: Callable[[User], Client]
) -> None:
    client = client_of(request.getfixturevalue(role))
    chosen = [address for address in EVERY if address.startswith("/admin/") and address not in ELSEWHERE]
    assert len(chosen) > 50
    for address in chosen:
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            is_sent_away = answer.status_code in (301, 302) and "login" in answer["Location"]
            assert is_sent_away or answer.status_code in (403, 404, 405), f"{role} must not {method} {address}"


@pytest.mark.parametrize(("role", "method"), [*product(("viewer", "editor", "reviewer"), ("get", "post")), WHOEVER_MAY])
def test_no_role_meets_an_error(
    plan: None, role: str, method: str, request: pytest.FixtureRequest, client_of: Callable[[User], Client]
) -> None:
    """The others do not get into the administration, see above; that its pages open, its own tests say.

    What an administrator is shown at every address, tests/strangers/test_headers.py looks at.
    """
    user = request.getfixturevalue(role)
    passed_over = ("/login/",) if (role, method) == WHOEVER_MAY else ("/login/", "/admin/")
    chosen = [address for address in EVERY if not address.startswith(passed_over)]
    ends = [address for address in chosen if address.endswith("/logout/")]
    client = client_of(user)
    for address in [address for address in chosen if address not in ends]:
        assert getattr(client, method)(address).status_code < 500, f"{method} {address} as {role}"
    assert client.session["_auth_user_id"] == str(user.pk), "signed in all the way"
    for address in ends:
        assert getattr(client_of(user), method)(address).status_code < 500, f"{method} {address} as {role}"


def test_login_returns_only_to_this_site(db: None, client: Client, viewer: User) -> None:
    form = {"username": "leader", "password": "demo-1369", "next": "https://elsewhere.example/"}
    assert client.post("/login/", form)["Location"] == "/"


def test_failed_logins_are_throttled_and_say_so(db: None, client: Client, viewer: User) -> None:
    for _ in range(5):
        answer = client.post("/login/", {"username": "leader", "password": "wrong"})
    assert answer.status_code == 429
    assert client.post("/login/", {"username": "leader", "password": "demo-1369"}).status_code == 429


def test_successful_logins_never_throttle(db: None, client: Client, viewer: User) -> None:
    for _ in range(12):
        assert client.post("/login/", {"username": "leader", "password": "demo-1369"}).status_code == 302
        client.post("/logout/")
