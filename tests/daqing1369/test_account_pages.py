"""The pages of one's own account, of a forgotten password, and the door before a first password is changed."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from daqing1369 import accounts
from daqing1369.models import Account, SignIn
from tests.factories import NOW, make_goal

ENGLISH = {"Accept-Language": "en"}
OLD, NEW = "demo-1369", "quite-new-1369"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"


def signed_in(name: str = "leader", password: str = OLD, agent: str = CHROME) -> Client:
    client = Client(headers={"User-Agent": agent} | ENGLISH)
    assert client.post("/login/", {"username": name, "password": password}).status_code == 302
    return client


def change(client: Client, present: str = OLD, new: str = NEW, again: str = NEW) -> int:
    return client.post("/account/password/", {"present": present, "new": new, "again": again}).status_code


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_ones_sessions_are_listed_and_ended(viewer: User) -> None:
    here, phone = signed_in(), signed_in(agent="Mozilla/5.0 (Linux; Android 14) Firefox/120.0")
    page = BeautifulSoup(here.get("/account/").content, "lxml")
    rows = [row.get_text(" ", strip=True) for row in page.select(".sign-ins tbody tr")]
    assert len(rows) == 2
    assert any("Chrome · Windows this one" in row and "127.0.0.1" in row for row in rows)
    (button,) = page.select("button[name=end]")
    assert "Firefox · Android" in button.get_text()
    here.post("/account/", {"end": button["value"]})
    assert is_in(here) and not is_in(phone)
    others = signed_in(), signed_in()
    here.post("/account/", {"others": "1"})
    assert is_in(here) and not any(is_in(other) for other in others)


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "１", "\0"])
def test_nonsense_ends_nothing(viewer: User, number: str) -> None:
    client = signed_in()
    assert "was over already" in client.post("/account/", {"end": number}, follow=True).content.decode()
    assert is_in(client)


def test_nobody_elses_session_can_be_named(viewer: User, editor: User) -> None:
    mine, theirs = signed_in(), signed_in("staff")
    mine.post("/account/", {"end": SignIn.objects.get(user=editor).pk})
    assert is_in(theirs)


def test_signing_out_takes_the_row_along(viewer: User) -> None:
    client = signed_in()
    client.post("/logout/")
    assert not SignIn.objects.exists()
    assert client.get("/logout/").status_code == 302


def test_ones_password_is_changed_and_other_sessions_end(viewer: User) -> None:
    here, other = signed_in(), signed_in()
    key = here.session.session_key
    assert change(here) == 302
    assert is_in(here) and not is_in(other)
    assert here.session.session_key not in (key, None), "the session got a new key"
    assert SignIn.objects.get().session_key == here.session.session_key
    assert is_in(signed_in(password=NEW))


@pytest.mark.parametrize(
    ("present", "new", "again", "field"),
    [("wrong", NEW, NEW, "present"), ("", NEW, NEW, "present"), (OLD, NEW, "x", "again"), (OLD, "abc", "abc", "new")],
)
def test_what_is_refused_says_why_beside_the_field(
    viewer: User, present: str, new: str, again: str, field: str
) -> None:
    client = signed_in()
    answer = client.post("/account/password/", {"present": present, "new": new, "again": again})
    page = BeautifulSoup(answer.content, "lxml")
    assert answer.status_code == 422
    (wrong,) = page.select("input[aria-invalid]")
    assert wrong["name"] == field
    assert page.select_one(f"#{field}-error")
    assert "10" in page.select("#new-rules")[0].get_text(), "the rules stand beside the field"
    assert not Account.objects.exists()
    assert "no-store" in answer["Cache-Control"]
    assert not any(one.get("value") for one in page.select("input[type=password]"))


def test_guessing_the_present_password_is_throttled(viewer: User) -> None:
    client = signed_in()
    assert [change(client, present=f"wrong {number}") for number in range(5)] == [422] * 4 + [429]
    assert change(client) == 429, "not even with the right one"
    assert User.objects.get().check_password(OLD)


@pytest.fixture
def beginner(viewer: User, administrator: User) -> Client:
    accounts.account_made(user=viewer, by=administrator, now=NOW)
    return signed_in()


def test_a_first_password_opens_its_own_change_alone(beginner: Client) -> None:
    make_goal()
    answer = beginner.get("/goals/good-air-days/?as_of=2024-09")
    assert answer["Location"] == "/account/password/?next=/goals/good-air-days/%3Fas_of%3D2024-09"
    assert "is a first one" in beginner.get(answer["Location"]).content.decode()
    for address in ("/", "/account/", "/nothing/", "/admin/"):
        assert beginner.get(address)["Location"].startswith("/account/password/?next="), address
    told = beginner.get("/api/v1/plans")
    assert told.status_code == 403 and "/account/password/" in told.json()["detail"]
    typed = {"present": OLD, "new": NEW, "again": NEW, "next": "/goals/good-air-days/?as_of=2024-09"}
    assert beginner.post("/account/password/", typed)["Location"] == "/goals/good-air-days/?as_of=2024-09"
    assert beginner.get("/").status_code == 200
    assert signed_in(password=NEW).get("/").status_code == 200


def test_a_part_of_a_page_says_that_the_password_must_be_changed(beginner: Client) -> None:
    part = {"HX-Request": "true"}
    asked = beginner.get("/", headers=part)
    assert (asked.status_code, asked["HX-Redirect"]) == (401, "/account/password/")
    saved = beginner.post("/figures/2024/10/", headers=part | {"X-Page-User": "leader"})
    assert (saved.status_code, saved["X-Change-Password"]) == (401, "/account/password/")
    assert "HX-Redirect" not in saved, "what was typed stays on the page"
    assert beginner.get("/login/", headers={"X-In-Place": "1"})["X-Change-Password"] == "/account/password/"


def test_a_first_password_can_be_left_for_later(beginner: Client) -> None:
    assert beginner.post("/logout/")["Location"] == "/login/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_way_back_stays_here(beginner: Client, target: str) -> None:
    typed = {"present": OLD, "new": NEW, "again": NEW, "next": target}
    assert beginner.post("/account/password/", typed)["Location"] == "/account/"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done aside is done before the answer."""
    monkeypatch.setattr(accounts, "aside", lambda work: work())


def test_a_forgotten_password_is_set_anew_by_mail(viewer: User, settings: Settings, at_once: None) -> None:
    settings.SITE_URL = "https://board.example"
    User.objects.update(email="leader@example.org")
    other, client = signed_in(), Client(headers=ENGLISH)
    known = client.post("/password/forgotten/", {"called": "leader"}, headers={"Host": "127.0.0.1"})
    unknown = client.post("/password/forgotten/", {"called": "nobody"}, headers={"Host": "127.0.0.1"})
    assert known.status_code == unknown.status_code == 200
    mark = BeautifulSoup(known.content, "lxml").main, BeautifulSoup(unknown.content, "lxml").main
    assert mark[0] == mark[1], "nobody learns who has an account"
    (sent,) = mail.outbox
    address = next(line for line in str(sent.body).splitlines() if line.startswith("https://board.example"))
    address = address.removeprefix("https://board.example")
    page = client.get(address)
    assert page["Referrer-Policy"] == "same-origin" and "no-store" in page["Cache-Control"]
    assert client.post(address, {"new": "x", "again": "x"}).status_code == 422
    assert client.post(address, {"new": NEW, "again": NEW})["Location"] == "/login/"
    assert client.get(address).status_code == client.post(address, {"new": OLD, "again": OLD}).status_code == 404
    assert not is_in(other)
    assert is_in(signed_in(password=NEW))


@pytest.mark.parametrize("name", ["EMAIL_URL", "SITE_URL"])
def test_without_mail_the_administrator_is_asked(viewer: User, settings: Settings, at_once: None, name: str) -> None:
    setattr(settings, name, "")
    User.objects.update(email="leader@example.org")
    for method in ("get", "post"):
        page = getattr(Client(), method)("/password/forgotten/", {"called": "leader"}, headers=ENGLISH).content.decode()
        assert "Ask an administrator" in page
    assert mail.outbox == []


def test_the_record_tells_acts_and_no_password(beginner: Client) -> None:
    change(beginner)
    for language, words in (
        ("zh-hans", ("账户", "新建账户", "修改密码")),
        ("en", ("account made", "password changed")),
    ):
        page = beginner.get("/history/?kind=accounts", headers={"Accept-Language": language}).content.decode()
        assert all(word in page for word in words), language
        assert NEW not in page and User.objects.get(username="leader").password not in page


def test_a_fixed_number_of_queries(
    viewer: User, client_of: Callable[[User], Client], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(viewer)
    for _ in range(3):
        signed_in()
    with django_assert_num_queries(4):
        client.get("/account/")
