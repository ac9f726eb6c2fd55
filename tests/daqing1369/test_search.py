"""The search field of the header: words and codes."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from daqing1369.codes import code_of
from daqing1369.finding import SHOWN, folded, has_all
from daqing1369.models import Snapshot
from targets.models import Node, Outcome
from targets.texts import Text
from tests.factories import NOW, make_action, make_commitment, make_plan, make_task
from tests.year import make_air_year

QUERIES = 21  # session, user, rights, plan, what has changed (and whose figures), and the gathering of both apps


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_air_year()
    action = make_action()
    make_task(action, title_zh="秋冬季大气污染防治", title_en="Autumn and winter air pollution control")
    make_commitment(action)
    Node.objects.create(plan=make_plan(), number=1, title_zh="融合推进之年", title_en="Year of integration")
    Outcome.objects.create(plan=make_plan(), number=1, title_zh="碳排放强度", title_en="Carbon intensity")
    return client_of(viewer)


def links(client: Client, q: str, language: str = "zh-hans", **more: str) -> dict[str, str]:
    """The titles found and where they lead."""
    answer = client.get("/search/", {"q": q, **more}, headers={"Accept-Language": language})
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "lxml")
    return {one.get_text(): str(one["href"]) for one in page.select(".found a")}


@pytest.mark.parametrize(
    ("q", "title", "address"),
    [
        ("PM2.5", "细颗粒物(PM2.5)年均浓度", "/goals/pm25/"),
        ("ｐｍ２．５", "细颗粒物(PM2.5)年均浓度", "/goals/pm25/"),
        ("GOOD-air", "优良天数比例", "/goals/good-air-days/"),
        ("美丽大庆", "1 开局", "/actions/1/"),
        ("opening", "1 开局", "/actions/1/"),
        ("winter AIR", "秋冬季大气污染防治", "/actions/1/#task-1"),
        ("废细胞", "新建“无废细胞”", "/actions/1/#promise-zero-waste-cells"),
        ("碳排放", "碳排放强度", "/outcomes/1/"),
        ("integration", "融合推进之年", "/nodes/1/"),
    ],
)
def test_words_of_either_language_lead_there(leader: Client, q: str, title: str, address: str) -> None:
    assert links(leader, q).get(title) == address


def test_the_month_looked_at_is_kept(leader: Client) -> None:
    assert links(leader, "winter", "en", as_of="2024-06") == {
        "Autumn and winter air pollution control": "/actions/1/?as_of=2024-06#task-1"
    }


def test_each_word_must_be_there(leader: Client) -> None:
    assert links(leader, "winter water") == {}
    assert has_all([Text("一", "One two")], ["two", "one"])
    assert not has_all([Text("一", "One")], ["one", "two"])
    assert folded("ＰＭ₂．₅ µG/M³") == folded("pm2.5 μg/m3")


@pytest.mark.parametrize(
    ("q", "sentence"), [("", "Type a word"), ("   ", "Type a word"), ("zzz", "Nothing in the plan")]
)
def test_nothing_found_is_told_helpfully(leader: Client, q: str, sentence: str) -> None:
    answer = leader.get("/search/", {"q": q}, headers={"Accept-Language": "en"})
    assert sentence in answer.content.decode()


def test_no_more_than_a_handful_of_each_kind(leader: Client) -> None:
    action = make_action(number=2, name_zh="攻坚", name_en="Attack")
    for number in range(1, SHOWN + 4):
        make_task(action, number)
    answer = leader.get("/search/", {"q": "task"}, headers={"Accept-Language": "en"}).content.decode()
    assert answer.count("Task ") == SHOWN
    assert "and 3 more" in answer


def test_the_queries_are_fixed(leader: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(2, 12):
        make_task(make_action(number=number), 1)
    with django_assert_num_queries(QUERIES):
        leader.get("/search/", {"q": "任务"})


def test_a_printed_code_opens_the_page_as_it_was_printed(leader: Client) -> None:
    leader.get("/goals/pm25/?as_of=2024-06")
    snapshot = Snapshot.objects.get()
    for typed in (snapshot.printed, snapshot.code.lower(), f" {snapshot.code} "):
        answer = leader.get("/search/", {"q": typed})
        assert answer.status_code == 302
        assert answer["Location"] == f"/goals/pm25/?as_of=2024-06&code={snapshot.code}"


def test_a_mistyped_and_an_unknown_code_are_told_apart(leader: Client) -> None:
    Snapshot.objects.create(
        code=code_of(12345), address="/", printed_on=NOW.date(), at=NOW, recorded_until=NOW, version=1
    )
    good, unknown = code_of(12345), code_of(54321)
    swapped = good[:6] + good[7] + good[6]
    for typed, sentence in ((swapped, "is not a code"), (unknown, "no page of this code on record")):
        answer = leader.get("/search/", {"q": typed}, headers={"Accept-Language": "en"})
        assert answer.status_code == 200
        assert sentence in answer.content.decode()
        assert "Nothing in the plan" not in answer.content.decode(), "one remark is enough"


def test_an_earlier_moment_is_told_kept_and_left_again(leader: Client) -> None:
    answer = leader.get("/search/", {"q": "winter", "at": "2024-11-04"}, headers={"Accept-Language": "en"})
    page = BeautifulSoup(answer.content, "lxml")
    bar = page.select_one(".moment-bar")
    assert bar is not None and "As on record on 2024-11-04 23:59" in bar.get_text()
    assert bar.select_one("a[href='/search/?q=winter']") is not None
    assert [str(one["href"]) for one in page.select(".found a")] == ["/actions/1/?at=2024-11-04#task-1"]
    assert page.select_one("form.search input[name=at][value='2024-11-04']") is not None
    assert links(leader, "winter", at="2024-10-01") == {}, "not on record yet"
    assert page.select_one(".printed") is None and not Snapshot.objects.exists()


def test_a_word_of_eight_letters_is_a_word(leader: Client) -> None:
    answer = leader.get("/search/", {"q": "drinking"}, headers={"Accept-Language": "en"})
    assert "is not a code" not in answer.content.decode()


@pytest.mark.parametrize("q", ["\x00", "%", "' OR 1=1", "<script>", "中" * 500])
def test_whatever_is_typed_is_only_text(leader: Client, q: str) -> None:
    answer = leader.get("/search/", {"q": q})
    assert answer.status_code == 200
    assert b"<script>\xe2\x80\x9d" not in answer.content
