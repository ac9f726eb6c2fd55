"""The page of access keys: administrators make and revoke, a key is shown once, everything is on record."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from daqing1369.keys import find_key, make_key, revoke_key
from daqing1369.models import AccessKey, Purpose
from tests.factories import NOW

ENGLISH = {"Accept-Language": "en"}


def make(office: Client, purpose: str = "api", name: str = "city screen") -> BeautifulSoup:
    answer = office.post("/keys/", {"purpose": purpose, "name": name}, headers=ENGLISH)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"], "a key must not stay in a cache"
    return BeautifulSoup(answer.content, "lxml")


def shown(page: BeautifulSoup) -> str:
    return str(page.select("#key-text")[0]["value"])


def test_a_key_is_shown_once_and_works(office: Client) -> None:
    text = shown(make(office))
    key = find_key(Purpose.API, text)
    assert key is not None and (key.name, key.changed_by_id) == ("city screen", User.objects.get(username="admin").pk)
    again = office.get("/keys/", headers=ENGLISH).content.decode()
    assert "city screen" in again
    assert text not in again and key.digest not in again


def test_a_wall_is_given_its_whole_address(office: Client) -> None:
    address = shown(make(office, "wall", "hall"))
    before, key, after = address.rpartition("/")[0].rpartition("/")[0], address.split("/")[-2], address[-1]
    assert (before, after) == ("http://testserver/wall", "/")
    assert find_key(Purpose.WALL, key) is not None


@pytest.mark.parametrize(
    ("purpose", "name"), [("door", "x"), ("", "x"), ("api", ""), ("api", " \t"), ("api", "x" * 101), ("api", "taken")]
)
def test_what_cannot_be_made_is_refused_with_a_sentence(office: Client, purpose: str, name: str) -> None:
    make(office, "api", "taken")
    answer = office.post("/keys/", {"purpose": purpose, "name": name})
    assert answer.status_code == 422
    assert BeautifulSoup(answer.content, "lxml").select_one(".error")
    assert AccessKey.objects.count() == 1


def test_a_name_in_force_for_another_purpose_or_revoked_is_free(office: Client, administrator: User) -> None:
    key, _ = make_key(purpose="api", name="hall", by=administrator, now=NOW)
    make(office, "wall", "hall")
    revoke_key(key_id=key.pk, by=administrator, now=NOW)
    make(office, "api", "hall")
    assert AccessKey.objects.count() == 3


def test_revoking_asks_first_and_without_a_script(office: Client, administrator: User) -> None:
    key, text = make_key(purpose="api", name="hall", by=administrator, now=NOW)
    page = BeautifulSoup(office.get(f"/keys/?revoke={key.pk}", headers=ENGLISH).content, "lxml")
    assert "Revoke the key “hall”?" in page.get_text()
    assert find_key(Purpose.API, text) is not None
    assert office.post("/keys/", {"revoke": key.pk}).status_code == 302
    assert find_key(Purpose.API, text) is None
    assert (
        "was revoked already"
        in office.post("/keys/", {"revoke": key.pk}, follow=True, headers=ENGLISH).content.decode()
    )


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "１", "\0"])
def test_nonsense_revokes_nothing(office: Client, number: str) -> None:
    assert office.get("/keys/", {"revoke": number}).status_code == 200
    assert office.post("/keys/", {"revoke": number}).status_code == 302


@pytest.mark.parametrize("role", ["viewer", "editor", "reviewer"])
def test_nobody_else_comes_here(role: str, request: pytest.FixtureRequest, client_of: Callable[[User], Client]) -> None:
    client = client_of(request.getfixturevalue(role))
    assert client.get("/keys/").status_code == 403
    assert client.post("/keys/", {"purpose": "api", "name": "x"}).status_code == 403
    assert not AccessKey.objects.exists()
    assert "/keys/" not in client.get("/duties/").content.decode()


def test_the_menu_leads_administrators_there(office: Client) -> None:
    assert 'href="/keys/"' in office.get("/duties/").content.decode()


def test_both_are_in_the_record_without_the_digest(office: Client, administrator: User) -> None:
    key, text = make_key(purpose="wall", name="hall", by=administrator, now=NOW)
    revoke_key(key_id=key.pk, by=administrator, now=NOW)
    for language, words in (("zh-hans", ("访问密钥", "大屏")), ("en", ("access key", "wall display"))):
        page = office.get("/history/?kind=keys", headers={"Accept-Language": language}).content.decode()
        assert page.count("hall") >= 2 and all(word in page for word in words)
        assert key.digest not in page and text not in page
    lines = office.get("/history/history.csv?kind=keys", headers=ENGLISH).getvalue().decode().splitlines()
    assert len(lines) == 3
    assert key.digest not in "".join(lines)


def test_the_administration_only_reads(office: Client, administrator: User) -> None:
    key, _ = make_key(purpose="api", name="hall", by=administrator, now=NOW)
    page = office.get(f"/admin/daqing1369/accesskey/{key.pk}/change/")
    assert page.status_code == 200 and key.digest not in page.content.decode()
    assert office.get("/admin/daqing1369/accesskey/add/").status_code == 403
    assert office.post(f"/admin/daqing1369/accesskey/{key.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("keys", [0, 30])
def test_a_fixed_number_of_queries(
    office: Client, administrator: User, keys: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(keys):
        make_key(purpose="api", name=str(number), by=administrator, now=NOW)
    with django_assert_num_queries(6):
        office.get("/keys/")
