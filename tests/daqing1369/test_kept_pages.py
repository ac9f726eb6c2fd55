"""What is kept is never older than the record: each kind of thing the board shows is changed, by another process."""

import gzip
import re
import subprocess
import sys
from collections.abc import Callable

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from daqing1369 import board, kept_pages
from daqing1369.versions import NO_RECORD
from tests.elsewhere import parameters
from tests.factories import make_action, make_task
from tests.year import make_air_year

BOARD, API = "/", "/api/v1/plans/2024/board"
CHANGES = {
    "a figure": "UPDATE targets_figure SET numerator = numerator + 40 WHERE month = '2024-10-01'",
    "a target": "UPDATE targets_goal SET target = 12",
    "an indicator's name": "UPDATE targets_indicator SET short_zh = '别名'",
    "the main line": "UPDATE targets_plan SET main_line_zh = '别的主线'",
    "an action's name": "UPDATE actions_action SET name_zh = '别的行动'",
    "a task's day": "UPDATE actions_task SET due_on = '2024-02-01'",
    "a report": "INSERT INTO actions_taskreport "
    "(task_id, reported_on, progress, state, note, version, changed_at, reason) "
    "SELECT id, '2024-10-05', 90, 'in_progress', '', 1, now(), '' FROM actions_task",
}
KEPT_QUERIES = 3  # session, user, what has changed
OF_THE_MOMENT = re.compile(rb"[A-Za-z0-9]{64}|session-left=.\d+")  # tokens against forged forms, seconds left


@pytest.fixture
def leader(transactional_db: None, viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_air_year()
    make_task(make_action())
    return client_of(viewer)


def elsewhere(statement: str) -> None:
    """The statement, in a process and on a connection of its own."""
    code = f"import psycopg\nwith psycopg.connect(**{parameters()!r}) as one: one.execute({statement!r})"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603  # this interpreter, our own statement


def shown(client: Client, address: str) -> tuple[bytes, str]:
    """The answer without what each answer has of its own, and its ETag."""
    answer = client.get(address)
    assert answer.status_code == 200
    return OF_THE_MOMENT.sub(b"", answer.content), answer["ETag"]


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_shows_in_the_next_answer(leader: Client, change: str) -> None:
    before = {address: shown(leader, address) for address in (BOARD, API)}
    assert before == {address: shown(leader, address) for address in (BOARD, API)}
    elsewhere(CHANGES[change])
    for address, (content, etag) in before.items():
        after = shown(leader, address)
        assert after[0] != content and after[1] != etag, f"{address} after {change}"


def test_a_change_shows_that_was_made_before_another_and_commits_after_it(leader: Client) -> None:
    statement = "UPDATE targets_figure SET numerator = numerator + 40 WHERE month = %s"
    with psycopg.connect(**parameters()) as slow, psycopg.connect(**parameters()) as quick:
        slow.execute(statement, ["2024-10-01"])
        quick.execute(statement, ["2024-09-01"])
        quick.commit()
        before = shown(leader, BOARD)
        assert shown(leader, BOARD) == before
        slow.commit()
    assert shown(leader, BOARD)[0] != before[0]


@pytest.mark.parametrize("address", [BOARD, "/goals/pm25/", "/goals/good-air-days/"])
def test_a_kept_page_asks_for_nothing_but_what_has_changed(
    leader: Client, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    leader.get(address)
    with django_assert_num_queries(KEPT_QUERIES):
        assert leader.get(address).status_code == 200


def test_who_has_the_state_gets_304_and_nothing_is_computed(leader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    etag = leader.get(BOARD)["ETag"]
    monkeypatch.setattr(board, "year_state", None)
    answer = leader.get(BOARD, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert answer["Cache-Control"] == "private, no-cache"


def test_each_answer_has_its_own_token(leader: Client) -> None:
    first, second = leader.get(BOARD).content.decode(), leader.get(BOARD).content.decode()
    assert first != second, "a token is masked anew for each answer"
    for text in (first, second):
        assert kept_pages.TOKEN not in text and kept_pages.LEFT not in text


def test_a_page_that_is_not_there_carries_no_mark(leader: Client) -> None:
    answer = leader.get("/goals/nothing/")
    assert answer.status_code == 404
    assert kept_pages.TOKEN not in answer.content.decode()


def test_each_person_language_and_day_has_a_page_of_their_own(
    leader: Client, administrator: User, client_of: Callable[[User], Client], settings: Settings
) -> None:
    of_leader, of_admin = leader.get(BOARD), client_of(administrator).get(BOARD)
    assert b'data-user="leader"' in of_leader.content and b'data-user="admin"' in of_admin.content
    english = leader.get(BOARD, headers={"Accept-Language": "en"})
    assert b'<html lang="en">' in english.content
    settings.CLOCK = settings.CLOCK.replace(month=12)
    later = leader.get(BOARD)
    assert "截至 2024-11" in later.content.decode()
    assert len({of_leader["ETag"], of_admin["ETag"], english["ETag"], later["ETag"]}) == 4


def test_whoever_may_everything_no_longer_is_told_so_at_once(leader: Client, viewer: User) -> None:
    User.objects.filter(pk=viewer.pk).update(is_superuser=True)
    first = leader.get(BOARD)
    assert b'href="/review/"' in first.content
    User.objects.filter(pk=viewer.pk).update(is_superuser=False)
    second = leader.get(BOARD, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200 and b'href="/review/"' not in second.content


def test_every_table_of_the_record_tells_of_its_changes(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid WHERE t.tgname = 'note_change'"
        )
        watched = {name for (name,) in cursor.fetchall()}
        known = connection.introspection.table_names(cursor)
    silent = {name for name in known if re.match(r"(targets|actions|daqing1369|auth)_", name)} - watched - NO_RECORD
    assert not silent, f"In the migration that makes them: SELECT daqing1369_watch('{sorted(silent)[:1]}', …)"


def test_a_page_is_compressed_for_who_takes_it(leader: Client) -> None:
    leader.get(BOARD)  # brings the cookie, of which the ETag knows
    plain = leader.get(BOARD)
    for _ in range(2):
        zipped = leader.get(BOARD, headers={"Accept-Encoding": "gzip"})
        assert zipped["Content-Encoding"] == "gzip" and "Accept-Encoding" in zipped["Vary"]
        assert zipped["ETag"] == plain["ETag"]
        unzipped = gzip.decompress(zipped.content)
        assert OF_THE_MOMENT.sub(b"", unzipped) == OF_THE_MOMENT.sub(b"", plain.content)
    assert len(zipped.content) < len(plain.content) / 2


def test_an_answer_of_the_api_is_kept_by_language_form_and_day(leader: Client, settings: Settings) -> None:
    assert leader.get(API).json()["as_of"] == "2024-10"
    goals = "/api/v1/plans/2024/goals"
    chinese, english = (leader.get(goals, headers={"Accept-Language": one}).content for one in ("zh-hans", "en"))
    assert chinese != english
    assert leader.get(f"{goals}?format=csv", headers={"Accept-Language": "en"})["Content-Type"].startswith("text/csv")
    assert leader.get(goals, headers={"Accept-Language": "en"}).content == english
    settings.CLOCK = settings.CLOCK.replace(month=12)
    assert leader.get(API).json()["as_of"] == "2024-11"
