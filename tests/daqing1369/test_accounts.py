"""Passwords, locks and sessions: what each act does, and that it is on record."""

from typing import Any

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.auth.models import User
from django.core import mail
from django.db import IntegrityError
from pytest_django import Settings

from daqing1369 import accounts
from daqing1369.models import Account, SignIn
from targets.services.refusals import Refused
from tests.conftest import session_of
from tests.factories import NOW

NEW = "quite-new-1369"


def acts(user: User) -> list[tuple[str, int | None, bool]]:
    """What is on record of the user, the oldest first."""
    events: Any = apps.get_model("daqing1369", "AccountEvent")
    found = events.objects.filter(user_id=user.pk).order_by("pgh_id")
    return [(event.act, event.changed_by_id, event.must_change) for event in found]


def signed_in(user: User) -> SignIn:
    moments = {"began_at": NOW, "seen_at": NOW, "ends_at": NOW}
    return SignIn.objects.create(user=user, session_key=session_of(user), address="10.0.0.1", agent="", **moments)


def failed(user: User) -> None:
    AccessAttempt.objects.create(username=user.username, ip_address="10.0.0.1", failures_since_start=5)


def test_a_changed_password_ends_the_other_sessions(viewer: User) -> None:
    here, other = signed_in(viewer), signed_in(viewer)
    accounts.change_password(user=viewer, new=NEW, again=NEW, keep=here.session_key, now=NOW)
    assert User.objects.get().check_password(NEW)
    assert list(SignIn.objects.values_list("pk", flat=True)) == [here.pk] != [other.pk]
    assert acts(viewer) == [("changed", viewer.pk, False)]


@pytest.mark.parametrize(
    ("new", "again", "field"),
    [
        (NEW, "other", "again"),
        ("demo-1369", "demo-1369", "new"),
        ("short", "short", "new"),
        ("1234567890", "1234567890", "new"),
        ("leader-1369", "leader-1369", "new"),
        ("", "", "new"),
    ],
)
def test_a_bad_password_is_refused_with_a_sentence(viewer: User, new: str, again: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        accounts.change_password(user=viewer, new=new, again=again, keep=None, now=NOW)
    assert refused.value.field == field
    assert refused.value.sentence.zh != refused.value.sentence.en
    assert User.objects.get().check_password("demo-1369")
    assert not Account.objects.exists()


def test_a_first_password_unlocks_ends_every_session_and_must_be_changed(administrator: User, viewer: User) -> None:
    signed_in(viewer)
    failed(viewer)
    accounts.first_password_given(user=viewer, by=administrator, now=NOW)
    assert accounts.must_change(viewer)
    assert not SignIn.objects.exists()
    assert not accounts.is_locked(viewer)
    accounts.change_password(user=viewer, new=NEW, again=NEW, keep=None, now=NOW)
    assert not accounts.must_change(viewer)
    assert acts(viewer) == [("first_password", administrator.pk, True), ("changed", viewer.pk, False)]


def test_ones_own_password_is_no_first_one_and_a_taken_one_neither(administrator: User, viewer: User) -> None:
    accounts.first_password_given(user=administrator, by=administrator, now=NOW)
    viewer.set_unusable_password()
    accounts.first_password_given(user=viewer, by=administrator, now=NOW)
    assert acts(administrator) == [("changed", administrator.pk, False)]
    assert acts(viewer) == [("no_password", administrator.pk, False)]


def test_unlocking_twice_is_on_record_twice_and_of_nothing_not_at_all(administrator: User, viewer: User) -> None:
    assert not accounts.unlock(user=viewer, by=administrator, now=NOW)
    for _ in range(2):
        failed(viewer)
        assert accounts.is_locked(viewer)
        assert accounts.unlock(user=viewer, by=administrator, now=NOW)
        assert not accounts.is_locked(viewer)
    assert acts(viewer) == [("unlocked", administrator.pk, False)] * 2


def test_unlocking_leaves_a_first_password_to_be_changed(administrator: User, viewer: User) -> None:
    accounts.account_made(user=viewer, by=administrator, now=NOW)
    failed(viewer)
    accounts.unlock(user=viewer, by=administrator, now=NOW)
    assert accounts.must_change(viewer)


def test_nobody_ends_a_session_of_another(viewer: User, editor: User) -> None:
    row = signed_in(editor)
    with pytest.raises(accounts.NoSuchSignIn):
        accounts.end_session(user=viewer, number=row.pk, by=viewer, now=NOW)
    accounts.end_session(user=editor, number=row.pk, by=editor, now=NOW)
    assert acts(editor) == [("ended", editor.pk, False)]
    assert accounts.end_sessions(user=editor, keep=None, by=editor, now=NOW) == 0
    assert len(acts(editor)) == 1, "nothing was done"


def mailed(user: User, settings: Settings, *, called: str = "leader", language: str = "en") -> str:
    """The address that the mail leads to."""
    settings.SITE_URL = "https://board.example"
    User.objects.filter(pk=user.pk).update(email="Leader@example.org")
    accounts.send_new_password(called=called, language=language, now=NOW)
    (sent,) = mail.outbox
    assert sent.to == ["Leader@example.org"]
    return next(line for line in str(sent.body).splitlines() if line.startswith("https://board.example/password/new/?"))


def owner(address: str) -> User | None:
    query = dict(pair.split("=", 1) for pair in address.split("?")[1].split("&"))
    return accounts.who_resets(query["of"], query["key"])


@pytest.mark.parametrize("called", ["leader", " leader ", "leader@EXAMPLE.org"])
def test_a_mail_leads_to_a_new_password_once(viewer: User, settings: Settings, called: str) -> None:
    address = mailed(viewer, settings, called=called)
    signed_in(viewer)
    failed(viewer)
    assert owner(address) == viewer
    accounts.reset_password(user=User.objects.get(), new=NEW, again=NEW, now=NOW)
    assert owner(address) is None, "used up"
    assert not SignIn.objects.exists() and not accounts.is_locked(viewer)
    assert acts(viewer) == [("mailed", None, False), ("reset", viewer.pk, False)]


def test_the_mail_is_in_the_readers_language(viewer: User, settings: Settings) -> None:
    mailed(viewer, settings, language="zh-hans")
    assert "链接" in str(mail.outbox[0].body)


@pytest.mark.parametrize("called", ["nobody", "", "\0", "nobody@example.org", "x" * 9000])
def test_nobody_by_that_name_gets_no_mail(viewer: User, called: str) -> None:
    accounts.send_new_password(called=called, language="en", now=NOW)
    assert mail.outbox == []
    assert not Account.objects.exists()


@pytest.mark.parametrize("fields", [{"is_active": False}, {"email": ""}, {"password": "!"}])
def test_who_may_not_come_in_gets_no_mail(viewer: User, fields: dict[str, Any]) -> None:
    User.objects.filter(pk=viewer.pk).update(**{"email": "leader@example.org", **fields})
    accounts.send_new_password(called="leader", language="en", now=NOW)
    assert mail.outbox == []


def test_nobody_is_flooded_with_mails(viewer: User, settings: Settings) -> None:
    mailed(viewer, settings)
    accounts.send_new_password(called="leader", language="en", now=NOW)
    assert len(mail.outbox) == 1 == len(acts(viewer))
    accounts.send_new_password(called="leader", language="en", now=NOW + accounts.MAIL_PAUSE)
    assert len(mail.outbox) == 2


def test_an_old_address_is_good_for_nothing(viewer: User, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    address = mailed(viewer, settings)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert owner(address) is None


@pytest.mark.parametrize(
    ("of", "key"), [("", ""), ("MQ", "x"), ("é", "a-b"), ("OTk5OTk5OTk5OTk5OTk", "a-b"), ("\0", "-")]
)
def test_nonsense_is_nobodys(db: None, of: str, key: str) -> None:
    assert accounts.who_resets(of, key) is None


def test_what_goes_wrong_aside_is_logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daqing1369.accounts.connection", type("None", (), {"close": staticmethod(lambda: None)}))
    monkeypatch.setattr("threading.Thread.start", lambda thread: thread.run())

    def refused() -> None:
        raise ConnectionRefusedError("no mail server")

    accounts.aside(refused)
    assert "was not sent" in caplog.text


@pytest.mark.parametrize("fields", [{"act": "other"}, {"acts": 0}])
def test_the_database_refuses_nonsense(viewer: User, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        Account.objects.create(**({"user": viewer, "act": "made", "acts": 1, "changed_at": NOW} | fields))
