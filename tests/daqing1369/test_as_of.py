"""As of any moment: every page that takes a month shows only what was on record then, and says so."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from actions.models import Action, CommitmentCount, NoteAttachment, TaskReport
from daqing1369.models import Snapshot
from targets.models import Attachment, Figure, Pruning
from tests.factories import (
    NOW,
    make_action,
    make_commitment,
    make_figure,
    make_goal,
    make_indicator,
    make_plan,
    make_task,
)
from tests.year import make_air_year

PAGES = ("/", "/actions/", "/actions/1/", "/completeness/", "/changes/", "/goals/good-air-days/changes/")
DAY = timedelta(days=1)
# The present's and three more: the rules of the plan and of its indicators, and how far the record reaches.
BOARD_QUERIES = 25


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(viewer)


@pytest.fixture
def year(db: None) -> None:
    """30 of 31 good days in October came in on the 2nd and were corrected to 3 on the 4th."""
    start = NOW - 100 * DAY
    goal = make_goal(make_plan(changed_at=start), make_indicator(changed_at=start), changed_at=start)
    figure = make_figure(goal.indicator, "2024-10", "30", "31", changed_at=NOW - 2 * DAY)
    figure.numerator, figure.changed_at = Decimal(3), NOW
    figure.save()
    task = make_task(make_action(), changed_at=start)
    for progress, changed_at in ((40, NOW - 2 * DAY), (70, NOW)):
        TaskReport.objects.update_or_create(
            task=task,
            reported_on="2024-10-31",
            defaults={"progress": progress, "state": "in_progress", "changed_at": changed_at},
        )


def words(client: Client, path: str, *, status: int = 200, language: str = "en") -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == status
    return " ".join(BeautifulSoup(answer.content, "lxml").get_text(" ").split())


@pytest.mark.parametrize(
    ("at", "value"),
    [("", "9.7"), ("?at=2024-11-03", "96.8"), ("?at=2024-11-02T09:00", "96.8"), ("?at=2024-11-04T09:00", "9.7")],
)
def test_board_goal_and_api_agree_on_the_moment(year: None, leader: Client, at: str, value: str) -> None:
    assert f"{value} %" in words(leader, f"/{at}")
    assert value in words(leader, f"/goals/good-air-days/{at}")
    board = leader.get(f"/api/v1/plans/2024/board{at}").json()
    assert [goal["value"] for goal in board["goals"]] == [value]


def test_actions_are_as_they_were(year: None, leader: Client) -> None:
    assert "40 % done" in words(leader, "/actions/1/?at=2024-11-03")
    assert "70 % done" in words(leader, "/actions/1/")
    assert "No report yet" in words(leader, "/actions/1/?at=2024-11-01")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("at", ["2024-11-03", "2024-11-03T18:00", "2001-01-01"])
def test_each_page_says_which_moment_it_shows(year: None, leader: Client, path: str, at: str) -> None:
    told = words(leader, f"{path}?at={at}")
    assert f"As on record on {at.replace('T', ' ')}" in told
    assert "show the present" in told
    assert "As on record on" not in words(leader, path)


def test_before_its_record_began_a_goal_is_not_there(year: None, leader: Client) -> None:
    assert "This goal was not on record at that moment." in words(
        leader, "/goals/good-air-days/?at=2001-01-01", status=404
    )
    assert leader.get("/api/v1/plans/2024/board?at=2001-01-01").json()["goals"] == []


@pytest.mark.parametrize(("at", "status"), [("2024-11-05", 404), ("2024-11-04T09:01", 404), ("yesterday", 422)])
def test_the_future_and_nonsense_are_refused_with_a_sentence(year: None, leader: Client, at: str, status: int) -> None:
    answer = leader.get(f"/api/v1/plans/2024/board?at={at}")
    assert answer.status_code == status
    assert answer.json()["detail"]
    for path in PAGES:
        words(leader, f"{path}?at={at}", status=404)


def test_links_keep_the_moment_and_the_way_back_drops_it(year: None, leader: Client) -> None:
    page = BeautifulSoup(leader.get("/?at=2024-11-03&as_of=2024-10").content, "lxml")
    assert page.select_one(".goal a")["href"].endswith("as_of=2024-10&at=2024-11-03")  # type: ignore[index,union-attr]
    assert page.select_one(".moment-bar a")["href"] == "/?as_of=2024-10"  # type: ignore[index]
    assert page.select_one("form.as-of input[name=at]")["value"] == "2024-11-03"  # type: ignore[index]
    assert page.select_one("input#at")["value"] == "2024-11-03T23:59"  # type: ignore[index]


def test_nothing_is_reported_into_the_past(year: None, editor: User, client_of: Callable[[User], Client]) -> None:
    staff = client_of(editor)
    assert BeautifulSoup(staff.get("/actions/1/?edit=task-1").content, "lxml").select("form.report")
    past = BeautifulSoup(staff.get("/actions/1/?edit=task-1&at=2024-11-03").content, "lxml")
    assert not past.select("form.report")


@pytest.mark.parametrize("moment", ["at", "recorded", "code"])
def test_what_is_sent_into_an_earlier_moment_is_refused_and_writes_nothing(
    year: None, editor: User, client_of: Callable[[User], Client], moment: str
) -> None:
    make_commitment(Action.objects.get())
    staff = client_of(editor)
    staff.get("/actions/1/")
    file = NoteAttachment.objects.create(
        report=TaskReport.objects.get(), title="a.pdf", path="0", media_type="x/y", size=1, changed_at=NOW
    )
    query = {"at": "2024-11-03", "recorded": "2100-01-01", "code": Snapshot.objects.get().code}[moment]
    stamped = {"reported_on": "2024-10-31", "counted_on": "2024-10-31", "version": "1", "seen_on": "2024-10-31"}
    for path, data in (
        ("/actions/1/tasks/1/", {"progress": "90", "state": "in_progress", "note": "x"} | stamped),
        ("/actions/1/commitments/zero-waste-cells/", {"amount": "27", "note": ""} | stamped | {"version": "0"}),
        (f"/actions/1/files/{file.pk}/take-away/", {"reason": "mistake"}),
    ):
        for method in (staff.get, staff.post):
            assert method(f"{path}?{moment}={query}", data if method == staff.post else None).status_code == 403, path
        assert staff.get(path).status_code in (200, 302)
    assert list(TaskReport.objects.values_list("progress", flat=True)) == [70]
    assert not CommitmentCount.objects.exists()
    assert not NoteAttachment.objects.get().removed


@pytest.mark.parametrize("path", PAGES)
def test_before_the_record_began_the_page_says_so(year: None, leader: Client, path: str) -> None:
    sentence = "The record of this plan begins on 2024-07-27 09:00; before that, nothing is on record."
    assert sentence in words(leader, f"{path}?at=1999-01-01")
    assert sentence not in words(leader, f"{path}?at=2024-07-28")
    assert "本计划的记录自 2024-07-27 09:00 起" in words(leader, f"{path}?at=1999-01-01", language="zh-hans")


def test_a_moment_before_a_deletion_from_the_record_says_that_less_may_be_seen(year: None, leader: Client) -> None:
    Pruning.objects.create(before=NOW - 5 * DAY, deleted={"targets_figureevent": 1}, changed_at=NOW, reason="x")
    Pruning.objects.create(before=NOW - 9 * DAY, deleted={"targets_figureevent": 1}, changed_at=NOW - DAY, reason="x")
    sentence = "What was written before 2024-10-30 and replaced since has been deleted after its time of keeping"
    assert sentence in words(leader, "/?at=2024-10-29")
    assert sentence not in words(leader, "/?at=2024-10-31")
    assert sentence in words(leader, "/?recorded=2024-10-29")


def test_a_file_taken_away_since_is_text_and_leads_nowhere(year: None, leader: Client, settings: Settings) -> None:
    settings.CLOCK = NOW + DAY
    kinds = {"title": "a.pdf", "path": "0", "media_type": "x/y", "size": 1, "sha256": "0", "changed_at": NOW}
    figure = Figure.objects.get()
    note = NoteAttachment.objects.create(report=TaskReport.objects.get(), **kinds)
    source = Attachment.objects.create(figure=figure, **kinds)
    pages = ("/actions/1/", "/goals/good-air-days/explain/")

    def told(page: str, at: str) -> tuple[bool, bool, int]:
        shown = BeautifulSoup(leader.get(f"{page}{at}", headers={"Accept-Language": "en"}).content, "lxml")
        text = shown.select_one("main").get_text()  # type: ignore[union-attr]
        return (
            "a.pdf" in text,
            "taken away since" in text,
            len(shown.select("main a[download][href*='/files/'], main a[href^='/sources/']")),
        )

    for page in pages:
        assert told(page, "") == told(page, "?at=2024-11-04") == (True, False, 1), page
    for one in (note, source):
        one.removed, one.reason, one.changed_at = True, "mistake", NOW + DAY
        one.save()
    for page in pages:
        assert told(page, "?at=2024-11-04") == (True, True, 0), page
        assert told(page, "")[:2] == (False, False)


def test_entry_is_always_the_present(year: None, editor: User, client_of: Callable[[User], Client]) -> None:
    assert "As on record on" not in words(client_of(editor), "/figures/2024/10/?at=2024-11-03")


def test_the_number_of_queries_is_fixed(
    year: None, leader: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        goal = make_goal(make_plan(), make_indicator(f"more-{number}"), changed_at=NOW - 9 * DAY)
        make_figure(goal.indicator, "2024-10", "20", "31", changed_at=NOW - 3 * DAY)
    assert Figure.objects.count() == 5
    with django_assert_num_queries(BOARD_QUERIES):
        leader.get("/?at=2024-11-03")


@pytest.mark.parametrize("address", ["/", "/water/", "/goals/pm25/", "/actions/", "/api/v1/plans/2024/board"])
def test_a_moment_before_every_record_is_an_early_one(
    viewer: User, client_of: Callable[[User], Client], address: str
) -> None:
    make_air_year()
    assert client_of(viewer).get(address, {"at": "1900-01-01"}).status_code < 500
