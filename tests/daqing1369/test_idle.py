"""A session that nobody uses ends; what was typed meanwhile comes along to the login and back."""

from collections.abc import Iterator
from time import time
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from daqing1369 import accounts
from daqing1369.models import AccessKey, SignIn
from tests.factories import NOW, make_goal

ENGLISH = {"Accept-Language": "en"}
IN_PLACE = {"X-In-Place": "1"}
LOGIN = {"username": "leader", "password": "demo-1369"}


@pytest.fixture
def client(viewer: User) -> Iterator[Client]:
    make_goal()
    client = Client(headers=ENGLISH)
    client.post("/login/", LOGIN)
    yield client


def idle_for(client: Client, seconds: int) -> None:
    session = client.session
    session["seen_at"] = int(time()) - seconds
    session.save()


def seen(client: Client) -> int:
    return int(time()) - int(client.session["seen_at"])


def test_an_unused_session_ends(client: Client, settings: Settings) -> None:
    idle_for(client, settings.SESSION_IDLE_SECONDS - 60)
    assert client.get("/account/").status_code == 200
    idle_for(client, settings.SESSION_IDLE_SECONDS)
    assert client.get("/account/")["Location"] == "/login/?next=/account/"
    assert not Session.objects.exists() and not SignIn.objects.exists()


def test_a_session_ends_however_much_it_is_used(client: Client) -> None:
    session = client.session
    session["ends_at"] = int(time()) - 1
    session.save()
    assert client.get("/account/").status_code == 302


def test_use_is_noted_now_and_then(client: Client) -> None:
    idle_for(client, 200)
    client.get("/account/")
    assert seen(client) >= 200, "not every request writes"
    idle_for(client, 400)
    client.get("/account/")
    assert seen(client) < 100
    assert time() - SignIn.objects.get().seen_at.timestamp() < 100


@pytest.mark.parametrize(("address", "headers"), [("/wall/", {"X-Background": "1"}), ("/login/", IN_PLACE)])
def test_an_open_page_is_no_use_unless_it_is_touched(client: Client, address: str, headers: dict[str, str]) -> None:
    idle_for(client, 400)
    client.get(address, headers=headers)
    assert seen(client) >= 400
    client.get(address, headers=headers | {"X-Active": "1"})
    assert seen(client) < 100


def test_an_ended_session_is_told_to_the_page(client: Client, settings: Settings) -> None:
    idle_for(client, settings.SESSION_IDLE_SECONDS - 100)
    assert 90 <= int(client.get("/login/", headers=IN_PLACE)["X-Session-Left"]) <= 100
    idle_for(client, settings.SESSION_IDLE_SECONDS)
    assert client.get("/login/", headers=IN_PLACE).status_code == 401


def test_no_request_costs_a_query_for_it(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(4):  # the session, the user, what the page shows, the menu
        client.get("/account/")


def test_a_session_from_before_is_used_from_now_on(client: Client) -> None:
    session = client.session
    del session["seen_at"], session["ends_at"]
    session.save()
    assert client.get("/account/").status_code == 200
    assert seen(client) < 100


# What is typed comes along.


@pytest.fixture
def office(administrator: User) -> Client:
    client = Client(headers=ENGLISH)
    client.post("/login/", LOGIN | {"username": "admin"})
    return client


def form_of(answer: Any, action: str) -> dict[str, str]:
    """What the browser would send with the page's form that goes there."""
    page = BeautifulSoup(answer.content, "lxml")
    (form,) = page.select(f'main form[action="{action}"]')
    assert isinstance(form, Tag)
    return {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name], button[name]")}


def ended(client: Client) -> Client:
    Session.objects.all().delete()
    return client


KEY = {"purpose": "api", "name": "city <screen>"}


def test_a_form_sent_too_late_comes_back_after_the_login(office: Client) -> None:
    interrupted = ended(office).post("/keys/", KEY, headers={"Referer": "http://testserver/keys/?x=1"})
    assert interrupted.status_code == 401
    assert "no-store" in interrupted["Cache-Control"]
    carried = form_of(interrupted, "/login/")
    assert carried["next"] == "/keys/?x=1"
    wrong = office.post("/login/", carried | LOGIN | {"username": "admin", "password": "wrong"})
    assert form_of(wrong, "/login/")["carried"] == carried["carried"], "a wrong password loses nothing"
    back = office.post("/login/", carried | LOGIN | {"username": "admin"})
    assert "city &lt;screen&gt;" in back.content.decode()
    assert not AccessKey.objects.exists(), "a person looks at it first"
    assert office.post("/keys/", form_of(back, "/keys/")).status_code == 200
    assert AccessKey.objects.get().name == "city <screen>"


def test_it_comes_along_over_a_first_password_too(office: Client, administrator: User) -> None:
    carried = form_of(ended(office).post("/keys/", KEY), "/login/")
    accounts.account_made(user=administrator, by=administrator, now=NOW)
    change = form_of(office.post("/login/", carried | LOGIN | {"username": "admin"}), "/account/password/")
    new = {"present": LOGIN["password"], "new": "quite-new-1369", "again": "quite-new-1369"}
    assert form_of(office.post("/account/password/", change | new), "/keys/")["name"] == KEY["name"]


def test_a_first_password_found_at_sending_loses_nothing(office: Client, administrator: User) -> None:
    session = office.session
    session["must_change"] = True
    session.save()
    change = form_of(office.post("/keys/", KEY), "/account/password/")
    assert change["carried"]


def test_files_are_to_be_chosen_again(office: Client) -> None:
    file = SimpleUploadedFile("x.csv", b"a,b")
    carried = form_of(ended(office).post("/keys/", KEY | {"file": file}), "/login/")
    back = office.post("/login/", carried | LOGIN | {"username": "admin"})
    assert "Files did not come along" in back.content.decode()


def test_no_password_is_carried(office: Client) -> None:
    typed = {"present": "demo-1369", "new": "quite-new-1369", "again": "quite-new-1369"}
    assert ended(office).post("/account/password/", typed).status_code == 302
    answer = office.post("/admin/auth/user/1/password/", {"password1": "quite-new-1369", "x": "y"})
    back = office.post("/login/", form_of(answer, "/login/") | LOGIN | {"username": "admin"})
    assert "quite-new-1369" not in back.content.decode()


@pytest.mark.parametrize("carried", ["x", "", "eyJ0byI6ICJodHRwczovL2V2aWwuZXhhbXBsZSIsICJwYWlycyI6IFtdfQ:1tI5cs:abc"])
def test_what_is_not_from_us_is_left_alone(viewer: User, carried: str) -> None:
    assert Client().post("/login/", LOGIN | {"carried": carried})["Location"] == "/"


def test_a_foreign_site_plants_nothing(office: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    foreign = strict.post("/keys/", KEY, headers={"Origin": "https://evil.example", "Referer": "https://evil.example/"})
    assert (foreign.status_code, foreign["Location"]) == (302, "/login/?next=/")
    strict.get("/login/")
    ours = strict.post("/keys/", KEY | {"csrfmiddlewaretoken": strict.cookies["csrftoken"].value})
    assert ours.status_code == 401


def test_a_stranger_does_not_make_the_server_read_files(db: None, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert Client().post("/keys/", KEY | {"x": "y" * 2000}).status_code == 302


def test_a_part_of_a_page_stays_where_it_is(office: Client) -> None:
    answer = ended(office).post("/review/", {"sentence": "x"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")
