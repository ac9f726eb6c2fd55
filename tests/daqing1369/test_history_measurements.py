"""The record of what measurements come from and of what is decided about them: who, when, what, why."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from targets.models import Background, City, DustDay, Feed, FrozenMonth, Load, Station
from targets.queries.record_measurements import KINDS
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator
from tests.measured import make_section


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(viewer)


def make_everything(by: User, number: int = 1) -> None:
    """One of each kind, changed by somebody for a reason."""
    stamp: dict[str, Any] = {"changed_by": by, "changed_at": NOW, "reason": "letter"}
    area = make_area() if number == 1 else None
    city = City.objects.create(name=f"大庆{number}", area=area, **stamp)
    Station.objects.create(code=f"17{number}A", name="大同区", city=city, **stamp)
    section = make_section(f"肇源{number}", **stamp)
    feed: dict[str, Any] = {"indicator": make_indicator(f"goal-{number}"), "area": make_area(), "measure": "good_days"}
    Feed.objects.create(**feed, city=city, deducts_dust=True, **stamp)
    DustDay.objects.create(city=city, day="2024-03-28", document="120号", **stamp)
    FrozenMonth.objects.create(section=section, month="2024-01-01", note="冰厚", **stamp)
    Background.objects.create(
        section=section, items=["codmn"], from_month="2024-01-01", grounds="腐殖质", document="45号", **stamp
    )
    counts = {"rows": 31, "new": 30, "rejected": 1, "changed": 0}
    Load.objects.create(kind="air", name=f"daily{number}.csv", user=by, state="done", counts=counts, created_at=NOW)


def lines(client: Client, query: str = "", language: str = "en") -> list[str]:
    answer = client.get(f"/history/{query}", headers={"Accept-Language": language})
    assert answer.status_code == 200
    found = BeautifulSoup(answer.content, "html.parser").select(".history tbody tr")
    return [" ".join(row.get_text(" ").split()) for row in found]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("cities", "2024-11-04 09:00 reviewer city with air monitoring 大庆1 Daqing name 大庆1"),
        ("stations", "air station 171A 大同区 name 大同区 code 171A city 大庆1 counts yes confirmed yes letter"),
        ("sections", "water section 肇源1 Daqing name 肇源1"),
        ("feeds", "Good-air days Daqing what is computed good days city 大庆1 deducts sand-dust days yes"),
        ("dust-days", "sand-dust day 大庆1 2024-03-28 document 120号 letter"),
        ("frozen-months", "frozen month 肇源1 2024-01 grounds 冰厚 letter"),
        ("backgrounds", "natural background 肇源1 items permanganate index from 2024-01 grounds 腐殖质 document 45号"),
        ("loads", "reviewer file of measurements daily1.csv kind air rows 31 new 30 rejected 1"),
    ],
)
def test_each_kind_is_told_and_can_be_asked_for(leader: Client, reviewer: User, kind: str, told: str) -> None:
    make_figure(make_indicator(), "2024-10", "28", "31")
    make_everything(reviewer)
    (found,) = lines(leader, f"?kind={kind}")
    assert told.lower() in found.lower()
    assert any(told.lower() in line.lower() for line in lines(leader))
    chinese = lines(leader, f"?kind={kind}", "zh-hans")[0]
    assert KINDS[kind].zh in chinese
    filters = leader.get("/history/", headers={"Accept-Language": "zh-hans"}).content.decode()
    assert f'<option value="{kind}">{KINDS[kind].zh}</option>' in filters


def test_a_change_is_told_beside_what_was(leader: Client, reviewer: User) -> None:
    make_everything(reviewer)
    Feed.objects.update(deducts_dust=False, reason="省厅口径")
    DustDay.objects.update(withdrawn=True, reason="日期有误")
    assert "deducts sand-dust days yes → no 省厅口径" in lines(leader, "?kind=feeds")[0]
    assert lines(leader, "?kind=dust-days")[0].endswith("withdrawn yes 日期有误")


def test_people_months_areas_and_words_find_them(leader: Client, reviewer: User) -> None:
    make_everything(reviewer)
    assert len(lines(leader, "?person=reviewer")) == 8
    assert lines(leader, "?person=-&kind=loads") == []
    assert len(lines(leader, "?month=2024-01")) == 1
    assert len(lines(leader, "?words=120")) == 1
    assert len(lines(leader, "?words=daily1")) == 1
    assert len(lines(leader, "?area=230600")) == 7, "a file is of no area"


def test_the_number_of_queries_does_not_grow(leader: Client, reviewer: User) -> None:
    make_everything(reviewer)
    leader.get("/history/")
    with CaptureQueriesContext(connection) as few:
        leader.get("/history/")
    for number in range(2, 6):
        make_everything(reviewer, number)
    with CaptureQueriesContext(connection) as many:
        leader.get("/history/")
    assert len(few) == len(many) <= 4 + 4 + 1 + 2 * 8 + 3


def test_a_note_in_both_languages_shows_the_readers_half(leader: Client) -> None:
    both = "由监测数据重新计算 · restated from measurements: 20/31 → 21/31"
    make_figure(make_indicator(), "2024-10", "28", "31", reason=both, note="示例数据 · sample")
    (english,) = lines(leader, "?kind=figures")
    (chinese,) = lines(leader, "?kind=figures", "zh-hans")
    assert english.endswith(" restated from measurements: 20/31 → 21/31")
    assert "note sample" in english
    assert chinese.endswith("由监测数据重新计算：20/31 → 21/31")
    assert "备注 示例数据" in chinese
    assert "sample" not in chinese
    text = b"".join(leader.get("/history/history.csv", headers={"Accept-Language": "zh-hans"})).decode()
    assert "restated" not in text


def test_the_rows_lead_to_their_pages(leader: Client, reviewer: User) -> None:
    make_everything(reviewer)
    make_goal()
    found = BeautifulSoup(leader.get("/history/").content, "html.parser").select(".history tbody a")
    assert len(found) >= 6
    for link in found:
        assert leader.get(str(link["href"]), follow=True).status_code == 200, link["href"]
