"""Codes of printed pages: one for each state, found again by what is typed, gone with the record behind it."""

from collections.abc import Callable
from contextvars import Context
from datetime import datetime, timedelta
from io import StringIO

import pgtrigger
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from daqing1369 import snapshots
from daqing1369.codes import grouped, read_code
from daqing1369.models import Snapshot
from daqing1369.versions import reading
from targets.models import Figure
from targets.queries.moments import events_of
from targets.queries.plan import Scope, find_scope
from targets.views.scope import scope_of
from tests.factories import NOW
from tests.year import make_air_year

PAGES = ["/", "/goals/pm25/", "/actions/"]


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_air_year()
    return client_of(viewer)


def printed(client: Client, path: str, language: str = "zh-hans", **headers: str) -> str:
    page = BeautifulSoup(client.get(path, headers={"Accept-Language": language, **headers}).content, "lxml")
    footer = page.select_one("#printed")
    assert footer is not None, f"{path} carries no code"
    return " ".join(footer.get_text(" ").split())


def code_on(client: Client, path: str) -> str:
    found = printed(client, path, "en").split()[1]
    code = read_code(found)
    assert code is not None
    return code


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_plan_carries_its_code_and_the_version_of_the_data(leader: Client, path: str) -> None:
    words = printed(leader, path)
    snapshot = Snapshot.objects.get()
    assert snapshot.printed in words
    assert snapshot.data_version in words
    assert snapshot.data_version.startswith("2024-11-04 09:00 · ")
    assert snapshot.address == f"{path}?as_of=2024-10"
    assert snapshot.at == NOW


def test_the_same_state_has_one_code_and_another_has_another(leader: Client) -> None:
    first = code_on(leader, "/")
    assert code_on(leader, "/?as_of=2024-10") == first, "the month by itself is the month named"
    assert code_on(leader, "/?as_of=2024-09") != first
    Figure.objects.filter(month="2024-10-01", indicator__slug="pm25").update(numerator=1)
    assert code_on(leader, "/") != first, "the data changed"
    assert Snapshot.objects.count() == 3


def test_a_part_brings_its_code_along(leader: Client) -> None:
    whole = printed(leader, "/?as_of=2024-06")
    part = printed(leader, "/?as_of=2024-06", **{"HX-Request": "true", "HX-Target": "board"})
    assert part == whole


def test_the_newest_change_is_the_newest_before_now(leader: Client) -> None:
    scope = find_scope(area_code="230600", year=None, as_of=None, today=NOW.date())
    assert snapshots.newest_change(scope, NOW) == NOW
    assert Figure.objects.filter(changed_at__gt=NOW).exists(), "figures of November are loaded as well"
    assert snapshots.newest_change(scope, NOW - timedelta(days=5000)) is None


def as_if_committed() -> None:
    """What this very transaction has written is told by the tables' tokens alone, as to any other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('daqing1369.own', '', true)")
        cursor.execute("SELECT set_config('daqing1369.noted_' || 'targets_figure'::regclass::oid, '', true)")


def test_only_a_history_that_changed_is_asked_again(leader: Client) -> None:
    later, asked = NOW + timedelta(days=365), CaptureQueriesContext(connection)

    def newest(seen: datetime = later) -> datetime | None:
        as_if_committed()
        with reading():
            scope = find_scope(area_code="230600", year=None, as_of=None, today=NOW.date())
            with asked:
                return snapshots.newest_change(scope, seen)

    first = newest()
    assert (newest(), len(asked)) == (first, 0)
    Figure.objects.filter(month="2024-03-01").update(note="又改了", changed_at=later)
    assert (newest(), len(asked)) == (later, 1)
    assert "targets_figureevent" in asked[0]["sql"]
    assert "targets_goalevent" not in asked[0]["sql"]
    assert newest(later - timedelta(hours=1)) == first, "what is kept is not seen yet"


def test_what_was_kept_by_a_later_reading_or_is_read_in_another_is_asked_again(leader: Client) -> None:
    later = NOW + timedelta(days=365)
    as_if_committed()

    def page() -> Scope:
        return find_scope(area_code="230600", year=None, as_of=None, today=NOW.date())

    def asked(scope: Scope) -> int:
        with CaptureQueriesContext(connection) as queries:
            snapshots.newest_change(scope, later)
        return len(queries)

    def later_reading() -> tuple[int, int]:
        with reading():
            return asked(page()), asked(page())

    with reading():
        earlier = page()
        assert Context().run(later_reading) == (1, 0)
        assert asked(earlier) == 1, "what the later reading kept may know more"
        assert asked(earlier) == 0
    with reading():
        assert asked(earlier) == 1, "of another reading"
        assert asked(page()) == 0, "and did not replace what is kept"


def test_a_page_of_an_earlier_moment_names_the_newest_change_of_then(leader: Client) -> None:
    assert "2024-11-04 09:00 · " in printed(leader, "/")
    assert "2024-10-04 09:00 · " in printed(leader, "/?at=2024-11-03")
    assert "— · " in printed(leader, "/?at=2001-01-01")


def test_what_is_written_while_a_page_is_read_is_not_in_its_state(leader: Client) -> None:
    """The state ends where the reading began: what came in between may or may not be on the paper."""
    request = RequestFactory().get("/")
    scope = scope_of(request, today=NOW.date())
    before = code_on(leader, "/")
    FigureEvent = events_of(Figure).model
    late = FigureEvent.objects.order_by("-pgh_id").first()
    with pgtrigger.ignore():
        FigureEvent.objects.filter(pk=late.pk).update(pgh_created_at=timezone.now() + timedelta(seconds=1))
    found = snapshots.code_for(request, scope, now=NOW)
    assert found is not None
    assert found.code != before, "another version: without what came in between"
    assert found.recorded_until == scope.read_at
    assert found.version < Snapshot.objects.get(code=before).version


def test_a_state_printed_again_is_the_same_whatever_came_since(leader: Client) -> None:
    code = code_on(leader, "/")
    address = Snapshot.objects.get().state_address
    goal = code_on(leader, address.replace("/?", "/goals/pm25/?"))
    Figure.objects.filter(month="2024-10-01", indicator__slug="pm25").update(numerator=1)
    assert code_on(leader, address) == code
    assert printed(leader, address) == printed(leader, address)
    assert Snapshot.objects.get(code=goal).recorded_until == Snapshot.objects.get(code=code).recorded_until


def test_a_code_drawn_twice_is_drawn_again(leader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([7, 7, 8])
    monkeypatch.setattr("secrets.randbelow", lambda _limit: next(drawn))
    assert code_on(leader, "/") != code_on(leader, "/actions/")


def test_too_many_codes_in_a_day_end_in_none(leader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "_PER_DAY", 1)
    snapshots._statement.cache_clear()
    first = code_on(leader, "/")
    answer = leader.get("/actions/")
    assert answer.status_code == 200
    assert b'class="printed"' not in answer.content
    assert code_on(leader, "/") == first
    snapshots._statement.cache_clear()


def test_no_code_for_a_form_s_answer_or_an_address_too_long(leader: Client) -> None:
    scope = find_scope(area_code="230600", year=None, as_of=None, today=NOW.date())
    ask = RequestFactory()
    assert snapshots.code_for(ask.post("/"), scope, now=NOW) is None
    assert snapshots.code_for(ask.get("/", {"m12": "1" * 600}), scope, now=NOW) is None
    found = snapshots.code_for(ask.get("/brief/2024/10.pdf"), scope, now=NOW, path="/brief/2024/10/")
    assert found is not None
    assert found.address == "/brief/2024/10/?as_of=2024-10"


@pytest.mark.parametrize("fields", [{"address": "//evil"}, {"address": "https://x"}, {"code": "O0000000"}])
def test_the_database_refuses_nonsense(db: None, fields: dict[str, str]) -> None:
    row = {"code": "00000000", "address": "/", "printed_on": NOW.date(), "at": NOW, "recorded_until": NOW, "version": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.create(**(row | fields))


def test_codes_go_when_the_record_behind_them_goes(leader: Client, settings: Settings) -> None:
    code_on(leader, "/")
    settings.KEEP_RECORD_DAYS = 200
    call_command("prune_record", stdout=StringIO(), stderr=StringIO())
    assert Snapshot.objects.count() == 1
    settings.CLOCK = timezone.now() + timedelta(days=201)
    told = StringIO()
    call_command("prune_record", "--dry-run", stdout=told, stderr=StringIO())
    assert "daqing1369_snapshot: 1" in told.getvalue()
    assert Snapshot.objects.count() == 1
    call_command("prune_record", stdout=StringIO(), stderr=StringIO())
    assert not Snapshot.objects.exists()


def reopened(client: Client, path: str = "/") -> str:
    """The address of the page's printed state, after a later correction of October's PM2.5."""
    code_on(client, path)
    snapshot = Snapshot.objects.get()
    Figure.objects.filter(month="2024-10-01", indicator__slug="pm25").update(numerator=1500)
    return snapshot.state_address


@pytest.mark.django_db(transaction=True)
def test_a_printed_state_sees_nothing_that_was_written_later(leader: Client) -> None:
    address = reopened(leader)
    code = Snapshot.objects.get().code
    now, then = leader.get("/").content.decode(), leader.get(address).content.decode()
    assert "27.2" not in now
    assert "27.2" in then
    assert f"编码 {grouped(code)}" in then, "the bar says which state this is"
    assert code_on(leader, address) == code, "printed again, it carries the same code"


@pytest.mark.django_db(transaction=True)
def test_links_and_months_stay_in_the_state(leader: Client) -> None:
    address = reopened(leader)
    code = Snapshot.objects.get().code
    page = BeautifulSoup(leader.get(address).content, "lxml")
    links = [str(one["href"]) for one in page.select(".goal h2 a")]
    assert links
    assert all(f"code={code}" in link for link in links)
    goal = BeautifulSoup(leader.get(links[1]).content, "lxml")
    assert "27.2" in goal.get_text()
    assert goal.select_one(f".as-of input[name=code][value='{code}']") is not None
    further = code_on(leader, links[1])
    assert further != code
    opened = Snapshot.objects.get(code=further).state_address
    assert f"code={code}" in opened, "a page looked at in a state is reopened in it"
    assert "27.2" in leader.get(opened).content.decode()


@pytest.mark.parametrize("state", ["x", "00000001", "00000000", "7K3F-9M2Q7K"])
def test_an_unknown_state_is_no_page(leader: Client, state: str) -> None:
    assert leader.get("/", {"code": state}).status_code == 404


def test_the_day_of_a_state_decides_what_was_late(leader: Client, settings: Settings) -> None:
    Figure.objects.filter(month="2024-10-01", indicator__slug="pm25").delete()
    code_on(leader, "/")
    address = Snapshot.objects.get().state_address
    settings.CLOCK = NOW + timedelta(days=10)
    assert "逾期 9 天" in leader.get("/?as_of=2024-10").content.decode()
    assert "逾期" not in BeautifulSoup(leader.get(address).content, "lxml").select_one("#board").get_text()  # type: ignore[union-attr]
