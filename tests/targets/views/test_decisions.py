"""What reviewers decide about measurements on the pages where it shows: who may, what follows, what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from targets.models import Background, DustDay, Feed, Figure, FrozenMonth, Section, SectionMonth, WaterSample
from targets.services.computed import recompute
from tests.factories import NOW, make_goal, make_indicator
from tests.measured import make_city, make_feed, make_month, make_section

DUST = "/air/2024/10/21/dust/"
DAY = "/air/2024/10/21/"
ClientOf = Callable[[User], Client]


@pytest.fixture
def office(reviewer: User, client_of: ClientOf) -> Client:
    make_goal()
    return client_of(reviewer)


@pytest.fixture
def october(db: None) -> Feed:
    feed = make_feed(deducts_dust=True)
    recompute([make_month("2024-10", 20, 1)], by=None, now=NOW)
    return feed


@pytest.fixture
def section(db: None) -> Section:
    """Worse than class III from February on, for one item; nothing of January but a report without values."""
    make_feed(make_indicator("surface-water", combination="newest", counts_days=False), "water_share")
    found = make_section("古恰泄洪闸口")
    for month in range(2, 11):
        values = {"codmn": "6.5", "nh3n": "0.5"}
        WaterSample.objects.create(section=found, day=f"2024-{month:02}-05", time="10:00", values=values)
    return found


def soup(answer: Any, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def text(page: BeautifulSoup, selector: str) -> str:
    part = page.select_one(selector)
    assert part is not None, selector
    return " ".join(part.get_text(" ").split())


def fields_of(page: BeautifulSoup, address: str, button: str = "") -> dict[str, str]:
    """The hidden fields of the form that is sent to the address, and its button's value where it has one."""
    for form in page.select(f'form[action^="{address}"]'):
        if not button or form.select_one(f'button[name="{button}"]'):
            found = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden], button[name]")}
            return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}
    raise AssertionError(f"no form for {address}")


def pair(slug: str = "good-air-days") -> tuple[int, int]:
    one = Figure.objects.filter(indicator__slug=slug).order_by("-month")[0]
    return int(one.numerator or 0), int(one.denominator or 0)


def test_a_dust_day_is_declared_and_withdrawn_on_the_days_page(office: Client, october: Feed, reviewer: User) -> None:
    told = fields_of(soup(office.get(DAY)), DUST)
    answer = office.post(DUST, told | {"document": " 庆环函〔2024〕7号 "})
    assert (answer.status_code, answer["Location"]) == (302, DAY + "#decide")
    row = DustDay.objects.get()
    assert (row.document, row.reason, row.changed_by) == ("庆环函〔2024〕7号",) * 2 + (reviewer,)
    assert pair() == (20, 20)
    page = soup(office.get(DAY))
    assert "已认定 · 文件： 庆环函〔2024〕7号 reviewer 2024-11-04 09:00" in text(page, "section:has(#decide)")
    assert "1 项月度数据已重新计算" in page.get_text()
    told = fields_of(page, DUST)
    assert office.post(DUST, told | {"reason": "日期有误"}).status_code == 302
    assert pair() == (20, 21)
    again = soup(office.get(DAY))
    assert "理由：日期有误" in text(again, "section:has(#decide)")
    assert office.post(DUST, fields_of(again, DUST) | {"document": "8号"}).status_code == 302
    assert [one.withdrawn for one in DustDay.objects.all()] == [False]


def test_a_dust_day_needs_its_document_and_its_withdrawal_a_reason(office: Client, october: Feed) -> None:
    page = soup(office.post(DUST, {"document": " ", "seen": ""}), 422)
    field = page.select_one("#life-document")
    assert field is not None
    assert (field["aria-invalid"], "life-document-error" in field["aria-describedby"]) == ("true", True)
    assert text(page, "#life-document-error") == "请写明依据的文件，例如 庆环函〔2024〕1号。"
    assert not DustDay.objects.exists()
    DustDay.objects.create(city=make_city(), day="2024-10-21", document="7", changed_at=NOW)
    page = soup(office.post(DUST, fields_of(soup(office.get(DAY)), DUST) | {"reason": ""}), 422)
    field = page.select_one("#dust-reason")
    assert field is not None
    assert field["aria-describedby"] == "dust-error"
    assert text(page, "#dust-error") == "请写明撤销的理由。"
    assert page.select_one("details.decide[open]") is not None
    assert not DustDay.objects.get().withdrawn


def test_what_was_decided_meanwhile_is_not_overwritten(office: Client, october: Feed) -> None:
    told = fields_of(soup(office.get(DAY)), DUST)
    DustDay.objects.create(city=make_city(), day="2024-10-21", document="7", changed_at=NOW)
    page = soup(office.post(DUST, told | {"document": "8"}), 422)
    assert "其间有人作了变更" in text(page, "section:has(#decide)")
    assert DustDay.objects.get().document == "7"
    answer = office.post(DUST, {"withdraw": "1", "reason": "x", "seen": "2024-01-01"})
    assert answer.status_code == 422
    assert not DustDay.objects.get().withdrawn


def test_a_day_to_come_and_an_unknown_city_are_not_decided(office: Client, october: Feed) -> None:
    for address in ("/air/2024/11/5/dust/", "/air/2024/2/30/dust/", f"{DUST}?city=不存在"):
        assert office.post(address, {"document": "7"}).status_code == 404, address
    assert office.post(DUST, {"withdraw": "1", "reason": "x"}).status_code == 404
    assert not DustDay.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_without_the_right_one_sees_who_decided_and_no_form(
    request: pytest.FixtureRequest, client_of: ClientOf, october: Feed, section: Section, role: str, reviewer: User
) -> None:
    make_goal()
    client = client_of(request.getfixturevalue(role))
    told: dict[str, Any] = {"changed_by": reviewer, "changed_at": NOW}
    DustDay.objects.create(city=make_city(), day="2024-10-21", document="7号", **told)
    FrozenMonth.objects.create(section=section, month="2024-01-01", note="冰厚", **told)
    for address, part, words in (
        (DAY, "section:has(#decide)", "已认定 · 文件： 7号 reviewer 2024-11-04 09:00"),
        (f"/water/{section.pk}/", "section:has(#apart)", "2024-01 封冻：冰厚 reviewer 2024-11-04 09:00"),
    ):
        page = soup(client.get(address))
        assert words in text(page, part)
        assert page.select(f"{part} form") == []
        assert "审核人员和管理员" in text(page, part)
    for address in (DUST, f"/water/{section.pk}/frozen/", f"/water/{section.pk}/background/"):
        assert client.post(address, {"document": "8", "withdraw": "1"}).status_code == 403
        assert client.get(address).status_code == 302
    assert DustDay.objects.get().document == "7号"


def test_a_frozen_month_is_declared_and_withdrawn_on_the_sections_page(office: Client, section: Section) -> None:
    address, here = f"/water/{section.pk}/frozen/", f"/water/{section.pk}/"
    assert office.post(address, {"month": "2024-01", "note": "封冻"})["Location"] == here + "#apart"
    assert SectionMonth.objects.get(month="2024-01-01").is_frozen
    row = FrozenMonth.objects.get()
    twice = soup(office.post(address, {"month": "2024-01", "note": "again"}), 422)
    assert text(twice, "#life-month-error") == "2024-01 已经认定为封冻。"
    told = fields_of(twice, address, "withdraw")
    assert told["withdraw"] == str(row.pk)
    blank = soup(office.post(address, told | {"reason": " "}), 422)
    assert text(blank, f"#frozen-{row.pk}-error") == "请写明撤销的理由。"
    assert office.post(address, told | {"reason": "弄错断面"}).status_code == 302
    assert not SectionMonth.objects.filter(month="2024-01-01").exists()
    assert "已撤销 reviewer" in text(soup(office.get(here)), "section:has(#apart)")
    assert office.post(address, {"month": "2024-01", "note": "封冻"}).status_code == 302
    assert not FrozenMonth.objects.get().withdrawn


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2024-12", "这一月份还没有到。"),
        ("1979-12", "请填 1980 年以后的月份，例如 2024-01。"),
        ("2024-13", "请把月份写成 2024-01 的形式。"),
        ("", "请把月份写成 2024-01 的形式。"),
    ],
)
def test_a_month_that_cannot_be_frozen_is_refused(office: Client, section: Section, month: str, said: str) -> None:
    page = soup(office.post(f"/water/{section.pk}/frozen/", {"month": month, "note": "封冻"}), 422)
    assert text(page, "#life-month-error") == said
    field = page.select_one("#life-note")
    assert field is not None
    assert field["value"] == "封冻"
    assert not FrozenMonth.objects.exists()


def test_natural_background_is_chosen_by_the_items_names(office: Client, section: Section) -> None:
    Feed.objects.update(deducts_background=True)
    address, here = f"/water/{section.pk}/background/", f"/water/{section.pk}/"
    page = soup(office.get(here))
    named = {box["value"]: box.find_parent("label").get_text(strip=True) for box in page.select("[name=items]")}  # type: ignore[union-attr]
    assert (len(named), named["codmn"], named["cod"]) == (21, "高锰酸盐指数", "化学需氧量")
    asked = {"from_month": "2024-01", "until_month": "", "grounds": "湿地腐殖质", "document": "45号"}
    assert office.post(address, asked | {"items": ["codmn", "tn", "nonsense"]}).status_code == 302
    row = Background.objects.get()
    assert (row.items, str(row.from_month), row.until_month, row.reason) == (
        ["codmn"],
        "2024-01-01",
        None,
        "湿地腐殖质",
    )
    assert pair("surface-water") == (1, 1)
    told = fields_of(soup(office.get(here)), address, "withdraw")
    assert office.post(address, told | {"reason": "省厅未批"}).status_code == 302
    assert pair("surface-water") == (0, 1)
    assert "理由：省厅未批" in text(soup(office.get(here)), "section:has(#apart)")


def test_a_background_that_is_not_whole_is_refused_beside_its_field(office: Client, section: Section) -> None:
    address = f"/water/{section.pk}/background/"
    asked: dict[str, Any] = {"items": ["cod"], "from_month": "2024-03", "grounds": "腐殖质", "document": "45号"}
    for wrong, field in (
        ({"items": []}, "items"),
        ({"items": ["tn"]}, "items"),
        ({"from_month": "x"}, "from_month"),
        ({"until_month": "2024-02"}, "until_month"),
        ({"grounds": " "}, "grounds"),
        ({"document": ""}, "document"),
        ({"document": "x" * 301}, "document"),
    ):
        page = soup(office.post(address, asked | wrong), 422)
        assert text(page, f"#life-{field}-error")
        described = page.select(f'[aria-describedby~="life-{field}-error"]')
        assert len(described) == 1, field
    assert not Background.objects.exists()


def test_a_background_sent_twice_is_one(office: Client, section: Section) -> None:
    address = f"/water/{section.pk}/background/"
    asked = {"items": ["cod", "codmn"], "from_month": "2024-03", "grounds": "腐殖质", "document": "45号"}
    where = "?month=2024-03&as_of=2024-10"
    assert office.post(address + where, asked)["Location"] == f"/water/{section.pk}/{where}#apart"
    page = soup(office.post(address, asked | {"items": ["codmn", "cod"]}), 422)
    assert text(page, "#life-items-error") == "这些项目在同一时段已经认定为自然本底。"
    assert office.post(address, asked | {"until_month": "2024-05"}).status_code == 302
    Background.objects.update(withdrawn=True)
    assert office.post(address, asked).status_code == 302
    assert Background.objects.filter(withdrawn=False).count() == 1


def test_a_decision_of_another_section_is_not_withdrawn(office: Client, section: Section) -> None:
    row = FrozenMonth.objects.create(section=make_section("肇源"), month="2024-01-01", note="冰", changed_at=NOW)
    for pk in (str(row.pk), "x", "9" * 30):
        assert office.post(f"/water/{section.pk}/frozen/", {"withdraw": pk, "reason": "x"}).status_code == 404
    assert not FrozenMonth.objects.get().withdrawn
