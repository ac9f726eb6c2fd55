"""Reminders: who is told of what and when, and that nothing goes twice."""

import smtplib
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection

from targets.models import Assignment, Digest, Goal, Reminder, StandIn
from targets.services.reminders import CLOSED, Handed, claim, find_wanted, hand_over
from tests.factories import NOW, make_figure, make_goal, make_mean, make_plan

TODAY = NOW.date()  # October is due on 2024-11-05, tomorrow
SITE = "https://board.example"


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_URL, settings.EMAIL_URL = SITE, "memorymail://"
    settings.DEFAULT_FROM_EMAIL = "board@board.example"


@pytest.fixture
def goal(db: None) -> Goal:
    return make_year()


def make_year() -> Goal:
    goal = make_goal(plan=make_plan(closes_after_days=10))
    for number in range(1, 10):
        make_figure(goal.indicator, f"2024-{number:02d}", "28", "30")
    return goal


@pytest.fixture
def staff(goal: Goal, editor: User) -> User:
    return reachable(editor)


def reachable(user: User) -> User:
    user.email = f"{user.username}@board.example"
    user.save()
    return user


@pytest.fixture
def on(settings: Any) -> Any:
    """Let the clock stand at the day's morning."""

    def stand(day: str) -> None:
        settings.CLOCK = datetime.combine(date.fromisoformat(day), NOW.timetz())

    return stand


def run(*options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("send_reminders", *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def occasions() -> list[tuple[str, str, int]]:
    rows = Reminder.objects.order_by("digest_id", "id").values_list("user__username", "occasion", "number")
    return list(rows)


def test_a_year_of_runs_tells_each_thing_once(staff: User, on: Any) -> None:
    on("2024-11-01")
    assert run()[1] == "0 messages sent\n", "four days before"
    for offset in range(40):
        on(str(date(2024, 11, 2) + timedelta(days=offset)))
        run()
        run()
    told = [
        (one.made_at.date().isoformat(), *occasion[1:]) for one, occasion in zip(digests(), occasions(), strict=True)
    ]
    assert told[:4] == [
        ("2024-11-02", "due_soon", 0),
        ("2024-11-06", "late", 0),
        ("2024-11-13", "late", 1),
        ("2024-11-16", "late", CLOSED),
    ], "of a month that is closed once, not each week for ever"
    assert ("2024-12-02", "due_soon", 0) in told
    assert len(mail.outbox) == len(told)


def digests() -> list[Digest]:
    return list(Digest.objects.order_by("id"))


def test_a_run_that_was_missed_is_made_up_for(staff: User, on: Any) -> None:
    on("2024-11-09")
    run()
    on("2024-11-12")
    run()
    assert occasions() == [("staff", "late", 0)]


def test_the_message(staff: User) -> None:
    _, err = run()
    (sent,) = mail.outbox
    assert (sent.to, sent.from_email) == (["staff@board.example"], "board@board.example")
    assert sent.subject == "大庆1369：即将到期 1 项 / Daqing 1369: 1 due soon"
    assert "https://board.example/figures/2024/10/#row-good-air-days" in sent.body
    assert str(sent.extra_headers["Message-ID"]).endswith("@board.example>")
    assert err == "1 message sent\n"
    (digest,) = digests()
    assert (digest.sent_at, digest.error) == (NOW, "")


def test_one_digest_a_person_and_run(staff: User, goal: Goal, reviewer: User) -> None:
    reachable(reviewer)
    make_goal(indicator=make_mean())
    goal.indicator.figures.filter(month="2024-08-01").update(review="returned", review_note="请核对")
    goal.indicator.figures.filter(month="2024-07-01").update(review="submitted", version=4, entered_by=staff)
    run()
    by = {message.to[0]: message for message in mail.outbox}
    assert len(mail.outbox) == len(by) == 2
    assert "请核对" in by["staff@board.example"].body
    assert "1 returned, 9 late, 2 due soon" in by["staff@board.example"].subject
    assert by["reviewer@board.example"].subject.endswith("1 to review")
    assert ("reviewer", "to_review", 4) in occasions()


def test_returned_again_is_told_again(staff: User, goal: Goal) -> None:
    figures = goal.indicator.figures.filter(month="2024-08-01")
    for version in (2, 2, 3):
        figures.update(review="returned", review_note="请核对", version=version)
        run()
    assert [number for _, occasion, number in occasions() if occasion == "returned"] == [2, 3]
    assert len(mail.outbox) == 2


def test_who_is_told(staff: User, goal: Goal, viewer: User, administrator: User) -> None:
    for user in (viewer, administrator):
        reachable(user)
    times = {"from_on": TODAY, "until_on": TODAY, "changed_at": NOW}
    StandIn.objects.create(absent=staff, deputy=viewer, **times)
    run()
    assert sorted(message.to[0] for message in mail.outbox) == ["leader@board.example", "staff@board.example"]


def test_who_has_no_address_is_named_and_told_later(staff: User) -> None:
    for address in ("", "no address", "a@b.cn\nBcc: x@y.cn"):
        User.objects.filter(pk=staff.pk).update(email=address)
        _, err = run()
        assert "staff: has reminders, but no e-mail address" in err
    assert not Reminder.objects.exists()
    reachable(staff)
    run()
    assert len(mail.outbox) == 1


def test_a_dry_run_prints_and_leaves_no_trace(staff: User) -> None:
    out, err = run("--dry-run")
    assert "To: staff@board.example\nSubject: 大庆1369" in out
    assert "1 message would be sent" in err
    assert not Digest.objects.exists()
    assert not mail.outbox
    run()
    assert run("--dry-run")[0] == ""


@pytest.mark.parametrize("name", ["SITE_URL", "EMAIL_URL"])
def test_what_is_not_set_stops_it(staff: User, settings: Any, name: str) -> None:
    setattr(settings, name, "")
    with pytest.raises(CommandError, match=f"{name} is not set"):
        run()
    assert not Digest.objects.exists()


class Backend(EmailBackend):
    """Fails as the class says; counts what was tried."""

    opening: Exception | None = None
    sending: Exception | None = None
    tried: list[str] = []  # noqa: RUF012  # emptied by the fixture

    def open(self) -> bool:
        if self.opening is not None:
            raise self.opening
        return True

    def send_messages(self, messages: Any) -> int:
        self.tried.extend(message.to[0] for message in messages)
        if self.sending is not None:
            raise self.sending
        return super().send_messages(messages)


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Backend]]:
    settings.EMAIL_BACKEND = f"{__name__}.Backend"
    monkeypatch.setattr("django.core.mail.import_string", lambda _path: Backend)
    Backend.opening, Backend.sending, Backend.tried = None, None, []
    yield Backend
    Backend.opening, Backend.sending, Backend.tried = None, None, []


def test_a_server_that_is_away_leaves_everything_for_the_next_run(staff: User, server: type[Backend]) -> None:
    server.opening = ConnectionRefusedError("no")
    with pytest.raises(CommandError, match="nothing was sent"):
        run()
    assert not Digest.objects.exists()
    server.opening = None
    run()
    assert len(mail.outbox) == 1


def test_a_definite_refusal_is_tried_again(staff: User, server: type[Backend]) -> None:
    server.sending = smtplib.SMTPRecipientsRefused({"staff@board.example": (550, b"no such user")})
    with pytest.raises(CommandError, match="1 refused"):
        run()
    (digest,) = digests()
    assert digest.sent_at is None
    assert "550" in digest.error
    server.sending = None
    run()
    run()
    assert server.tried == ["staff@board.example"] * 2
    assert len(mail.outbox) == 1
    assert [digest.sent_at for digest in digests()] == [NOW]


def test_what_perhaps_went_is_not_sent_again(staff: User, server: type[Backend]) -> None:
    server.sending = smtplib.SMTPServerDisconnected("connection lost")
    with pytest.raises(CommandError, match="1 perhaps sent"):
        run()
    server.sending = None
    run()
    assert server.tried == ["staff@board.example"]
    (digest,) = digests()
    assert digest.sent_at == NOW
    assert "connection lost" in digest.error


def test_a_crash_between_mark_and_message_sends_nothing_twice(staff: User, server: type[Backend]) -> None:
    server.sending = KeyboardInterrupt()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        run()
    server.sending = None
    run()
    assert len(server.tried) == 1


def test_a_crash_after_the_claim_is_made_up_for(staff: User, goal: Goal) -> None:
    claim(wanted=find_wanted(TODAY, site=SITE), now=NOW, today=TODAY, site=SITE)
    make_goal(indicator=make_mean())
    run()
    assert len(mail.outbox) == 1
    assert "pm25" in mail.outbox[0].body, "made anew from what is owed now"
    assert Digest.objects.count() == 1


def test_what_was_done_meanwhile_is_not_told(staff: User, goal: Goal) -> None:
    claim(wanted=find_wanted(TODAY, site=SITE), now=NOW, today=TODAY, site=SITE)
    make_figure(goal.indicator, "2024-10", "29", "31")
    run()
    assert not mail.outbox
    assert not Digest.objects.exists()


def test_a_digest_is_handed_over_by_one(staff: User) -> None:
    (digest,) = claim(wanted=find_wanted(TODAY, site=SITE), now=NOW, today=TODAY, site=SITE)
    how: dict[str, Any] = {"mail": mail.get_connection(), "now": NOW, "sender": "a@b.cn", "site": SITE}
    assert hand_over(digest_id=digest, **how) == (Handed.SENT, "")
    assert hand_over(digest_id=digest, **how) == (Handed.TAKEN, "")


def test_a_name_breaks_no_header(staff: User, goal: Goal) -> None:
    User.objects.filter(pk=staff.pk).update(first_name="a\nBcc: x@y.cn", last_name="b")
    type(goal.indicator).objects.filter(pk=goal.indicator_id).update(short_zh="x\nBcc: x@y.cn")
    run()
    (sent,) = mail.outbox
    assert "\n" not in sent.subject
    assert sent.recipients() == ["staff@board.example"]
    assert "\nBcc:" not in sent.body


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_once(monkeypatch: pytest.MonkeyPatch) -> None:
    group, _ = Group.objects.get_or_create(name="editor")
    group.permissions.add(Permission.objects.get(codename="enter_figure"))
    make_year()
    for number in range(5):
        user = reachable(User.objects.create_user(f"staff-{number}"))
        user.groups.add(group)
        Assignment.objects.create(user=user, changed_at=NOW)
    start, errors = threading.Barrier(3), []

    def go() -> None:
        start.wait()
        try:
            run()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert sorted(message.to[0] for message in mail.outbox) == [f"staff-{number}@board.example" for number in range(5)]
    assert Reminder.objects.count() == Digest.objects.filter(sent_at__isnull=False).count() == 5
