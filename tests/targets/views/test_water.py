"""The area's sections in a month: the table as bureaus print it, the share, alerts, what is near class III."""

import csv
import io
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from targets.models import SectionMonth
from targets.periods import Month
from targets.standards.surface_water_period import Background
from targets.standards.surface_water_table import WaterItem
from tests.factories import make_area, make_goal, make_plan
from tests.water import GOOD, make_background, make_feed, make_section, make_year, months

PAGE = "/water/"
BAD = GOOD | {"codmn": "16", "tp": "0.5"}  # worse than V
HUMIC = Background(frozenset({WaterItem.CODMN}), "湿地腐殖质", "黑环函〔2023〕45号", Month(2023, 1))


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_goal()
    return client_of(viewer)


def soup(client: Client, path: str = PAGE, language: str = "zh-hans") -> BeautifulSoup:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def text(part: Tag | None) -> str:
    assert part is not None
    return " ".join(part.get_text(" ").split())


def rows(page: BeautifulSoup) -> dict[str, list[str]]:
    found = page.select(".water-table tbody tr")
    return {text(row.select_one("th a")): [text(cell) for cell in row.select("td")] for row in found}


def make_six() -> None:
    """Five sections of class III and, as in the plan, one worse than V."""
    for number in range(5):
        make_year(make_section(f"断面{number}", order=number), months(2023, GOOD) | months(2024, GOOD))
    outlet = make_section("古恰泄洪闸口", river="安肇新河", target_class=5, order=9)
    make_year(outlet, months(2023, GOOD | {"codmn": "12"}) | months(2024, BAD), state="provisional")


def test_the_table_stands_as_bureaus_print_it(leader: Client) -> None:
    make_six()
    page = soup(leader)
    table = rows(page)
    assert table["断面0"][:6] == ["松花江", "国控", "Ⅲ类", "Ⅲ类", "Ⅲ类", "Ⅲ类 同比持平 达到目标"]
    assert table["断面0"][6:] == ["—", "已审核"]
    assert table["古恰泄洪闸口"] == [
        "安肇新河",
        "国控",
        "Ⅴ类",
        "Ⅴ类",
        "劣Ⅴ类",
        "劣Ⅴ类 同比变差 1 级 未达目标",
        "高锰酸盐指数（1.7）、总磷（1.5）",
        "未审核",
    ]
    told = text(page.select_one("#shares").parent)  # type: ignore[union-attr]
    assert "83.3 % 5/6" in told
    assert (
        "2024 年 1—10 月累计：6 个参评断面中 6 个有评价结果，Ⅰ–Ⅲ类 5 个，占 83.3 %（5/6）；劣Ⅴ类 1 个，占 16.7 %"
        in told
    )
    assert page.select(".wclass--3")[0].get_text() == "Ⅲ类"


def test_an_alert_says_what_decided_it(leader: Client) -> None:
    make_six()
    told = text(soup(leader).select_one("#alerts").parent)  # type: ignore[union-attr]
    assert "二级预警 · 古恰泄洪闸口 2024 年 10 月劣Ⅴ类，上年同期Ⅴ类，变差 1 级；" in told
    assert "累计未达到目标Ⅴ类" in told
    assert "断面0" not in told


def test_sections_near_class_iii_are_named_with_item_value_and_limit(leader: Client) -> None:
    make_year(make_section("临近"), months(2024, GOOD | {"codmn": "5.7"}))
    make_year(make_section("远离"), months(2024, GOOD))
    told = text(soup(leader).select_one("#near").parent)  # type: ignore[union-attr]
    assert "临近失守 · 临近 累计 Ⅲ类 高锰酸盐指数 5.7 mg/L，Ⅲ类限值 6，低于限值 5.0 %" in told
    assert "远离" not in told


def test_a_section_that_never_reports_is_listed_and_never_a_class(leader: Client) -> None:
    make_year(make_section("有数据"), months(2024, GOOD))
    never = make_section("肇源")
    make_year(never, months(2024, {}))
    page = soup(leader)
    assert rows(page)["肇源"][3:] == ["—", "无数据", "无数据", "—", "无数据"]
    assert "未参评：肇源（无数据）" in text(page.select_one("#shares").parent)  # type: ignore[union-attr]
    strip = page.select_one(f".water-strip a[href^='/water/{never.pk}/']").find_parent("tr")  # type: ignore[union-attr]
    cells = [text(cell) for cell in strip.select("td")]  # type: ignore[union-attr]
    assert cells == ["— 无数据"] * 10 + ["", ""]


def test_a_frozen_month_is_marked_and_not_missing(leader: Client) -> None:
    make_year(make_section(), months(2024, None, [1, 2, 3]) | months(2024, GOOD, range(4, 11)))
    page = soup(leader, f"{PAGE}?month=2024-02")
    assert rows(page)["肇源"][4] == "封冻"
    assert "肇源（封冻，未采样）" in text(page.select_one("#shares").parent)  # type: ignore[union-attr]
    assert "缺" not in rows(soup(leader))["肇源"][7]


def test_missing_months_are_counted(leader: Client) -> None:
    make_year(make_section(), months(2024, GOOD, [1, 2, 10]))
    assert rows(soup(leader))["肇源"][7] == "已审核 累计：数据不足，缺 7 个月"


def test_background_is_shown_both_ways_and_one_of_them_counts(leader: Client) -> None:
    section = make_section()
    make_background(section, HUMIC)
    make_year(section, months(2024, GOOD | {"codmn": "8"}), deduct=HUMIC)
    assert rows(soup(leader))["肇源"][4] == "Ⅳ类 扣除本底后 Ⅲ类"
    told = text(soup(leader).select_one("#shares").parent)  # type: ignore[union-attr]
    assert "扣除前 0/1，扣除后 1/1；考核采用扣除前" in told
    make_feed(deducts_background=True)
    page = soup(leader)
    assert "100.0 % 1/1" in text(page.select_one("#shares").parent)  # type: ignore[union-attr]
    assert "考核采用扣除自然本底后的类别" in page.get_text()


def test_what_nobody_confirmed_says_so(leader: Client) -> None:
    make_section("国控断面三", confirmed=False, target_class=None)
    page = soup(leader)
    assert text(page.select_one(".water-table th .badge")) == "待确认"
    assert rows(page)["国控断面三"][2] == "未定"
    assert "断面无法判定" in page.get_text()


def test_all_other_sections_are_a_page_apart(leader: Client) -> None:
    make_section("参评")
    elsewhere = make_area("230700", name_zh="伊春市", name_en="Yichun")
    for number in range(45):
        make_section(f"其他{number:02d}", area=elsewhere, order=number)
    page = soup(leader, f"{PAGE}?show=others")
    assert list(rows(page)) == [f"其他{number:02d}" for number in range(40)]
    assert page.select("#shares, #alerts, #near") == []
    assert list(rows(soup(leader, f"{PAGE}?show=others&page=2"))) == [f"其他{number}" for number in range(40, 45)]
    assert list(rows(soup(leader))) == ["参评"]
    division = make_area("230602", name_zh="萨尔图区", name_en="Saertu", parent=make_area())
    make_section("区里", area=division)
    assert set(rows(soup(leader))) == {"参评", "区里"}


def test_without_sections_the_page_says_how_to_load(leader: Client) -> None:
    page = soup(leader)
    assert page.select("table") == []
    assert "大庆市没有参评断面" in page.get_text()
    assert "manage.py import_water" in page.get_text()
    make_section()
    assert "没有任何样品记录" in soup(leader).get_text()


def test_an_empty_month_names_the_newest_one_with_samples(leader: Client) -> None:
    make_year(make_section(), months(2021, GOOD, [3, 4]))
    page = soup(leader)
    assert page.select_one(".water-empty a[href='?month=2021-04']") is not None
    assert rows(soup(leader, f"{PAGE}?month=2021-04"))["肇源"][4] == "Ⅲ类"


def test_the_month_is_that_of_the_board_unless_asked_for(leader: Client) -> None:
    make_section()
    assert "2024-10" in text(soup(leader).select_one("h1"))
    assert "2024-09" in text(soup(leader, f"{PAGE}?as_of=2024-09").select_one("h1"))
    chosen = soup(leader, f"{PAGE}?month=2023-05").select_one("#month option[selected]")
    assert text(chosen) == "2023-05"


def test_a_moment_is_not_followed_in_silence(leader: Client) -> None:
    assert "不随所选时点变化" in soup(leader, f"{PAGE}?at=2024-10-01T08:00").get_text()
    assert "不随所选时点变化" not in soup(leader).get_text()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("month=2024-13", "请写成 2024-10 的形式"),
        ("month=october", "请写成 2024-10 的形式"),
        ("month=1900-01", "没有监测数据"),
        ("month=2200-12", "没有监测数据"),
        ("show=all", "assessed"),
        ("show=others&page=two", "请写成 2 的形式"),
        ("show=others&page=99", "共 1 页"),
        ("show=others&page=0", "共 1 页"),
        ("page=2", "共 1 页"),
        ("area=999999", "没有计划"),
    ],
)
@pytest.mark.parametrize("path", [PAGE, f"{PAGE}sections.csv"])
def test_what_cannot_be_shown_is_told(leader: Client, path: str, query: str, sentence: str) -> None:
    answer = leader.get(f"{path}?{query}", headers={"Accept-Language": "zh-hans"})
    assert answer.status_code == 404
    assert sentence in answer.content.decode()


def test_the_table_is_taken_away_and_no_name_runs_as_a_formula(leader: Client) -> None:
    section = make_section("=cmd|' /C calc'!A0", river="")
    make_background(section, HUMIC)
    make_year(section, months(2024, GOOD | {"codmn": "8"}), deduct=HUMIC)
    make_section("肇源")
    answer = leader.get(f"{PAGE}sections.csv?month=2024-10", headers={"Accept-Language": "zh-hans"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="water-2024-10.csv"'
    table = list(csv.DictReader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))
    one = {row["断面"]: row for row in table}["'=cmd|' /C calc'!A0"]
    assert (one["当月类别"], one["当月类别（扣除自然本底）"]) == ("Ⅳ类", "Ⅲ类")
    assert one["当月主要污染指标（超标倍数）"] == "高锰酸盐指数（0.3）"
    never = {row["断面"]: row for row in table}["肇源"]
    assert (never["当月类别"], never["累计类别"], never["当月数据状态"]) == ("", "", "无数据")


def test_a_section_without_the_months_sample_is_counted_by_its_class_so_far_and_said_so(leader: Client) -> None:
    make_six()
    SectionMonth.objects.filter(section__name="古恰泄洪闸口", month="2024-10-01").delete()
    told = text(soup(leader).select_one("#shares").parent)  # type: ignore[union-attr]
    assert "6 个参评断面中 6 个有评价结果，Ⅰ–Ⅲ类 5 个，占 83.3 %（5/6）" in told
    assert "当月无数据：古恰泄洪闸口（按 1—9 月累计类别计入）。" in told
    assert "未参评：古恰泄洪闸口（无数据）。" in told  # of the month alone


def test_the_part_equals_the_page(leader: Client) -> None:
    make_six()
    headers = {"HX-Request": "true", "HX-Target": "water", "Accept-Language": "zh-hans"}
    part = BeautifulSoup(leader.get(f"{PAGE}?month=2024-06", headers=headers).content, "lxml")
    assert part.select_one("#water") == soup(leader, f"{PAGE}?month=2024-06").select_one("#water")


def test_it_is_read_only_and_in_english_too(leader: Client) -> None:
    make_six()
    assert leader.post(PAGE).status_code == 405
    page = soup(leader, language="en")
    assert rows(page)["断面0"][4] == "class III"
    assert "5 of 6 = 83.3 %" in page.get_text()


def test_the_goal_leads_to_its_measurements(leader: Client) -> None:
    feed = make_feed()
    make_goal(make_plan(), feed.indicator, target=83)
    link = soup(leader, "/goals/surface-water/?as_of=2024-09").select_one("a[href='/water/?as_of=2024-09']")
    assert link is not None
    assert soup(leader).select_one(".crumbs a[href='/goals/surface-water/']") is not None
    assert "/water/" in [one["href"] for one in soup(leader, "/").select(".nav a")]


def test_the_number_of_queries_is_fixed(leader: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_year(make_section("一"), months(2024, GOOD))
    make_year(make_section("外", area=None, counts=False), months(2024, GOOD))
    for path in (PAGE, f"{PAGE}?show=others"):
        with django_assert_num_queries(11):
            leader.get(path)
    for number in range(12):
        make_year(make_section(f"断面{number}"), months(2023, GOOD) | months(2024, BAD))
        make_year(make_section(f"外{number}", area=None, counts=False), months(2023, GOOD) | months(2024, BAD))
    for path in (PAGE, f"{PAGE}?show=others"):
        with django_assert_num_queries(11):
            leader.get(path)
