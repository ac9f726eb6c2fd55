"""A section's page: its items, its classes, its samples with their versions, what is left out."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from targets.models import Section
from targets.periods import Month
from targets.standards.surface_water_period import Background
from targets.standards.surface_water_table import WaterItem
from tests.factories import make_goal
from tests.water import (
    GOOD,
    make_background,
    make_earlier,
    make_load,
    make_sample,
    make_section,
    make_year,
    months,
)

HUMIC = Background(frozenset({WaterItem.CODMN}), "湿地腐殖质", "黑环函〔2023〕45号", Month(2023, 1))


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_goal()
    return client_of(viewer)


@pytest.fixture
def section(leader: Client) -> Section:
    """Class III last year; this year worse, but for its background, and frozen over in January."""
    found = make_section()
    make_background(found, HUMIC)
    year = months(2024, None, [1]) | months(2024, GOOD | {"codmn": "8"}, range(2, 11))
    make_year(found, months(2023, GOOD, range(1, 13)) | year, deduct=HUMIC)
    return found


def soup(client: Client, section: Section, query: str = "", language: str = "zh-hans") -> BeautifulSoup:
    answer = client.get(f"/water/{section.pk}/{query}", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def told(page: BeautifulSoup, selector: str) -> str:
    part = page.select_one(selector)
    assert part is not None, selector
    return " ".join(part.get_text(" ").split())


def strip(page: BeautifulSoup) -> dict[str, list[str]]:
    lines = page.select(".water-strip tbody tr")
    return {
        " ".join(line.select("th")[0].get_text(" ").split()): [
            " ".join(cell.get_text(" ").split()) for cell in line.select("td")
        ]
        for line in lines
    }


def test_classes_of_every_month_and_of_the_year_so_far(leader: Client, section: Section) -> None:
    table = strip(soup(leader, section))
    assert table["2023 当月"] == ["Ⅲ"] * 12
    assert table["2024 当月"] == ["封冻", *["Ⅳ → 扣除本底后 Ⅲ"] * 9, "", ""]
    assert table["2024 累计"] == ["— 无数据", *["Ⅳ → 扣除本底后 Ⅲ"] * 9, "", ""]


def test_target_main_pollutants_and_state(leader: Client, section: Section) -> None:
    facts = told(soup(leader, section), ".water-facts")
    assert "Ⅳ类 轻度污染 扣除本底后 Ⅲ类 9 个月均值" in facts
    assert "高锰酸盐指数（0.3）" in facts
    assert "目标类别 Ⅲ类 累计未达到目标" in facts
    assert "21 项中 5 项 2024-10" in facts
    assert "无值：化学需氧量" in facts


def test_what_is_left_out_is_told_with_its_reason_and_document(leader: Client, section: Section) -> None:
    page = soup(leader, section)
    assert page.select_one("#apart") is not None
    text = told(page, "#section")
    assert "高锰酸盐指数 2023-01 – 长期 湿地腐殖质 · 文件：黑环函〔2023〕45号" in text
    assert "2024-01 封冻：封冻，冰厚超过 1 m" in text
    assert "pH 按数值求算术平均" in text
    assert "至少 8 个月" in text
    assert "从优不从劣" in text


def test_each_item_has_a_picture_and_its_table(leader: Client, section: Section) -> None:
    items = soup(leader, section).select(".water-item")
    assert [item.select_one("b").get_text() for item in items] == [  # type: ignore[union-attr]
        "pH值",
        "溶解氧",
        "高锰酸盐指数",
        "氨氮",
        "总磷",
    ]
    (codmn,) = [item for item in items if "高锰酸盐" in item.get_text()]
    assert codmn.select_one("svg[role=img] .water-limit--iii") is not None
    lines = [" ".join(line.get_text(" ").split()) for line in codmn.select("tbody tr")]
    assert lines[0] == "1 4.1 — —"
    assert lines[9] == "10 4.1 8.0 Ⅳ类"
    assert codmn.select("tbody tr.is-now")


def test_samples_stand_with_their_files_states_and_earlier_versions(leader: Client, section: Section) -> None:
    first, second = make_load("快照.csv"), make_load("审核后.csv")
    make_sample(section, "2024-10-08", {"codmn": "7.9", "nh3n": "<0.025"}, "08:00", load=first, source_class="Ⅳ")
    sample = make_sample(section, "2024-10-15", {"codmn": "8.1"}, "08:00", load=second, version=2, state="reviewed")
    make_earlier(sample, {"codmn": "9.9", "tp": "0.2"}, second)
    make_sample(section, "2024-10-20", {}, load=first, status="停站")
    make_sample(section, "2024-09-01", {"codmn": "99"}, load=first)
    rows = [" ".join(row.get_text(" ").split()) for row in soup(leader, section).select(".water-samples tbody tr")]
    assert rows[0] == "2024-10-08 08:00 Ⅳ类 文件：Ⅳ 7.9 <0.025 未审核 快照.csv"
    assert rows[1] == (
        "2024-10-15 08:00 Ⅳ类 8.1 — 已审核 审核后.csv 第 2 版 "
        "高锰酸盐指数 原为 9.9; 总磷 原为 0.2; 2024-11-03 被替换 (审核后.csv)"
    )
    assert rows[2] == "2024-10-20 无数据 — — 无数据 停站 快照.csv"
    assert len(rows) == 3


def test_months_without_samples_say_why(leader: Client, section: Section) -> None:
    assert "没有样品记录" in told(soup(leader, section), "#section")
    assert "断面封冻，未采样" in told(soup(leader, section, "?month=2024-01"), "#section")


def test_a_section_that_never_reports_has_no_data_in_every_month(leader: Client) -> None:
    never = make_section("肇源")
    make_year(never, months(2020, {}, range(5, 13)) | months(2021, {}, range(1, 5)))
    page = soup(leader, never, "?month=2021-04")
    assert {cell for line in strip(page).values() for cell in line} == {"— 无数据", ""}
    assert page.select(".water-item, .wclass--1, .wclass--2, .wclass--3") == []
    assert "21 项中 0 项" in told(page, ".water-facts")
    nothing = soup(leader, make_section("新断面"))
    assert "manage.py import_water" in nothing.get_text()


def test_a_lake_is_judged_as_one(leader: Client) -> None:
    lake = make_section("湖心", body="lake")
    make_year(lake, months(2024, {"tp": "0.1", "tn": "2"}))
    page = soup(leader, lake)
    assert "Ⅳ类" in told(page, ".water-facts")
    assert "不参与定类" in told(page, ".water-items")


@pytest.mark.parametrize("address", ["999999", "9" * 30])
def test_what_is_not_there_is_a_404(leader: Client, address: str) -> None:
    answer = leader.get(f"/water/{address}/", headers={"Accept-Language": "zh-hans"})
    assert answer.status_code == 404
    assert "没有这个断面" in answer.content.decode()


@pytest.mark.parametrize("query", ["month=x", "month=1949-12", "as_of=2023-10"])
def test_a_month_that_is_none_is_told(leader: Client, section: Section, query: str) -> None:
    assert leader.get(f"/water/{section.pk}/?{query}").status_code == 404


def test_the_part_equals_the_page(leader: Client, section: Section) -> None:
    headers = {"HX-Request": "true", "HX-Target": "section", "Accept-Language": "zh-hans"}
    answer = leader.get(f"/water/{section.pk}/?month=2024-06", headers=headers)
    part = BeautifulSoup(answer.content, "lxml").select_one("#section")
    assert part == soup(leader, section, "?month=2024-06").select_one("#section")


def test_in_english_and_read_only(leader: Client, section: Section) -> None:
    text = told(soup(leader, section, language="en"), "#section")
    assert "class IV lightly polluted background deducted class III mean of 9 months" in text
    assert leader.post(f"/water/{section.pk}/").status_code == 405


def test_the_number_of_queries_is_fixed(
    leader: Client, section: Section, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(14):
        soup(leader, section)
    load = make_load()
    for day in range(1, 29):
        sample = make_sample(section, f"2024-10-{day:02d}", GOOD, load=load, version=2)
        make_earlier(sample, {}, load)
    with django_assert_num_queries(14):
        soup(leader, section)
