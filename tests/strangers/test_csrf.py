"""Every form carries a mark: without it nothing is taken, at any address and for anybody."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.conftest import session_of
from tests.strangers.walk import EVERY, OPEN, changed, make_world, written


def strict(user: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = session_of(user)
    return client


def test_nothing_is_taken_without_the_mark(db: None) -> None:
    world = make_world()
    client, before = strict(world.chief), written()
    for address in EVERY:
        answer = client.post(address, {"x": "1"})
        wanted = (405,) if address.startswith("/api/") else (403,)
        assert answer.status_code in wanted, f"post {address}: {answer.status_code}"
    assert changed(before) == []


def test_a_strangers_forms_need_it_too(db: None) -> None:
    for address in OPEN[:3]:
        assert Client(enforce_csrf_checks=True).post(address, {"x": "1"}).status_code == 403, address


def test_another_sites_form_is_refused_with_a_mark_of_its_own(db: None) -> None:
    client = strict(make_world().chief)
    client.get("/keys/")
    form = {"purpose": "api", "name": "x", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post("/keys/", form, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/keys/", form, headers={"Origin": "null"}).status_code == 403
    assert client.post("/keys/", form).status_code == 200


def views(resolver: URLResolver) -> Iterator[Any]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from views(part)
        else:
            yield part.callback


def test_no_view_is_exempt() -> None:
    exempt = {view.__module__ for view in views(get_resolver()) if getattr(view, "csrf_exempt", False)}
    # The read API takes no writes; sources look at a body's length first and are protected behind that, see above.
    assert exempt <= {"ninja.operation", "targets.views.sources"}
