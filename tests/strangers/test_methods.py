"""Every method at every address: refused where it is not meant, never an error, and nothing written."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.strangers.walk import EVERY, OPEN, OWN_PAGES, World, changed, make_world, written

ClientOf = Callable[[User], Client]
UNMEANT = ("put", "patch", "delete", "options", "trace")


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.mark.parametrize("method", ["head", *UNMEANT])
def test_a_stranger_is_sent_away_whatever_the_method(world: World, method: str) -> None:
    client, before = Client(), written()
    for address in EVERY:
        if address in OPEN:
            continue
        answer = getattr(client, method)(address)
        wanted = 401 if address.startswith("/api/") else 302
        assert answer.status_code == wanted, f"{method} {address}: {answer.status_code}"
    assert changed(before) == []


@pytest.mark.parametrize("method", UNMEANT)
def test_whoever_may_everything_is_refused_what_no_page_means(world: World, client_of: ClientOf, method: str) -> None:
    client, before = client_of(world.chief), written()
    for address in OWN_PAGES:
        answer = getattr(client, method)(address)
        assert answer.status_code in (403, 404, 405), (
            f"{method} {address}: {answer.status_code}; name the methods of the view"
        )
    assert changed(before) == []


@pytest.mark.parametrize("role", ["viewer", "editor", "reviewer"])  # who may everything: above
def test_no_role_writes_by_a_method_that_no_page_means(
    world: World, client_of: ClientOf, request: pytest.FixtureRequest, role: str
) -> None:
    client, before = client_of(request.getfixturevalue(role)), written()
    for address in OWN_PAGES:
        status = client.patch(address).status_code
        assert status in (302, 403, 404, 405), f"patch {address} as {role}: {status}"
    assert changed(before) == []


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("address", OPEN[:4])
def test_what_is_open_takes_every_method(world: World, method: str, address: str) -> None:
    before = written()
    assert getattr(Client(), method)(address).status_code in (200, 404, 405)
    assert changed(before) == []
