"""The reviewer's queue: its order, what each line shows, approving one and many, returning with a sentence."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from targets.entry.cell import Cell
from targets.models import Assignment, Attachment, Figure, StandIn
from targets.services.figures import save_figure
from targets.services.locking import Busy
from tests.conftest import member
from tests.entry_page import SECTIONS
from tests.factories import (
    NOW,
    make_area,
    make_figure,
    make_goal,
    make_indicator,
    make_mean,
    make_plan,
    make_slot,
)

QUERIES = 24  # the door and the frame; who may review what; the queue


@pytest.fixture
def desk(reviewer: User, client_of: Callable[[User], Client]) -> Client:
    make_goal()
    make_goal(indicator=make_mean(), direction="at_most", target=Decimal(27))
    return client_of(reviewer)


def submitted(month: str, numerator: str, by: User | None = None, **fields: Any) -> Figure:
    indicator = fields.pop("indicator", None) or make_indicator()
    given = {"review": "submitted", "entered_by": by, "entered_at": NOW, "changed_by": by}
    return make_figure(indicator, month, numerator, "31", **(given | fields))


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "lxml")


def page(client: Client) -> BeautifulSoup:
    answer = client.get("/review/", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return soup(answer)


def send(client: Client, form: dict[str, Any], *, htmx: bool = False) -> Any:
    headers = {"Accept-Language": "en"} | ({"HX-Request": "true", "HX-Target": "review"} if htmx else {})
    return client.post("/review/", form, headers=headers)


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def row(found: BeautifulSoup, figure: Figure) -> Tag:
    chosen = found.select_one(f"#figure-{figure.pk}")
    assert chosen is not None
    return chosen


def choice(figure: Figure) -> str:
    return f"{figure.pk}:{figure.version}"


def review(figure: Figure) -> str:
    return Figure.objects.get(pk=figure.pk).review


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_it_is_for_reviewers(
    db: None, role: str, request: pytest.FixtureRequest, client_of: Callable[[User], Client]
) -> None:
    client = client_of(request.getfixturevalue(role))
    assert client.get("/review/").status_code == 403
    assert client.post("/review/", {"approve": "chosen"}).status_code == 403
    assert "/review/" not in client.get("/history/").content.decode()


def test_odd_first_then_corrections_then_the_rest(desk: Client, editor: User) -> None:
    for year in (2021, 2022, 2023):
        make_figure(make_indicator(), f"{year}-10", "30", "31")
    submitted("2024-07", "30", editor)
    standing = {"standing_version": 1, "standing_numerator": Decimal(29), "standing_denominator": Decimal(31)}
    correction = submitted("2024-08", "30", editor, correction="typing", reason="a slip", **standing)
    odd = submitted("2024-10", "3", editor, note="smoke")
    found = page(desk)
    assert [section["aria-labelledby"] for section in found.select(".review-group")] == [
        "group-odd", "group-correction", "group-rest",
    ]  # fmt: skip
    assert row(found, odd).select(".review-odd")
    assert "same month last year: 96.77 % (30 / 31)" in words(row(found, odd))
    assert "Note: smoke" in words(row(found, odd))
    told = words(row(found, correction))
    assert "93.55 % (29 / 31) → 96.77 % (30 / 31)" in told
    assert "correction: corrected typing a slip" in told
    assert "2024-11-04 09:00 staff" in told


def test_each_line_leads_to_its_places(desk: Client, editor: User, administrator: User, client_of: Any) -> None:
    figure = submitted("2024-10", "30", editor)
    Attachment.objects.create(figure=figure, title="bulletin", link="https://example.org/", changed_at=NOW)
    Attachment.objects.create(figure=figure, title="old", link="https://example.org/", removed=True, changed_at=NOW)
    links = [str(link["href"]) for link in row(page(desk), figure).select("a")]
    assert links == [
        "/figures/2024/10/good-air-days/panel/?area=230600", "/goals/good-air-days/?area=230600&year=2024",
    ]  # fmt: skip
    assert all(desk.get(link).status_code == 200 for link in links)
    assert "1 source" in words(row(page(desk), figure))
    admin = client_of(administrator)
    cell = next(str(link["href"]) for link in row(page(admin), figure).select("a") if link.get_text() == "Cell")
    assert cell == "/figures/2024/10/?area=230600#row-good-air-days"
    assert soup(admin.get(cell)).select_one("#row-good-air-days") is not None


def test_an_area_s_figure_leads_to_its_row_of_the_city_s_plan(desk: Client, editor: User) -> None:
    county = make_area("230621", name_zh="肇州县", name_en="Zhaozhou", parent=make_area())
    figure = submitted("2024-10", "30", editor, area=county)
    links = [str(link["href"]) for link in row(page(desk), figure).select("a")]
    assert links[0] == "/figures/2024/10/good-air-days_a230621/panel/?area=230600"
    assert "Zhaozhou" in words(row(page(desk), figure))


def test_one_is_approved(desk: Client, editor: User, reviewer: User) -> None:
    one, other = submitted("2024-09", "30", editor), submitted("2024-10", "30", editor)
    answer = send(desk, {"approve": choice(one), "figure": [choice(other)]})
    assert answer.status_code == 302
    assert (review(one), review(other)) == ("approved", "submitted")
    assert "1 figure approved." in words(page(desk).select_one("#messages"))
    assert Figure.objects.get(pk=one.pk).reviewed_by == reviewer


def test_many_are_approved_but_not_what_changed_since(desk: Client, editor: User) -> None:
    figures = [submitted(f"2024-0{month}", "30", editor) for month in range(1, 6)]
    seen = [choice(figure) for figure in figures]
    changed = figures[2]
    changed.numerator, changed.version = Decimal(12), 2
    changed.save()
    answer = send(desk, {"approve": "chosen", "figure": seen})
    assert answer.status_code == 409
    assert [review(figure) for figure in figures] == ["approved", "approved", "submitted", "approved", "approved"]
    found = soup(answer)
    assert "4 figures approved." in words(found.select_one("#messages"))
    assert "changed meanwhile: 1" in words(found.select_one("#messages"))
    assert "Changed since you looked" in words(row(found, changed))
    assert "(12 / 31)" in words(row(found, changed))


def test_a_returned_one_carries_its_sentence(desk: Client, editor: User) -> None:
    figure = submitted("2024-10", "30", editor)
    answer = send(desk, {"return": choice(figure), f"note-{figure.pk}": "The report says 29."}, htmx=True)
    assert answer.status_code == 200
    found = soup(answer)
    assert found.select_one("head") is None
    assert found.select_one("#nothing-waits") is not None
    assert "Returned" in words(found.select_one("#messages"))
    figure.refresh_from_db()
    assert (figure.review, figure.review_note) == ("returned", "The report says 29.")


def test_a_sign_that_no_text_holds_is_left_out(desk: Client, editor: User) -> None:
    figure = submitted("2024-10", "30", editor)
    for name in ("goal", "area", "month"):
        assert desk.get(f"/review/?{name}=%00").status_code == 200
    send(desk, {"return": choice(figure), f"note-{figure.pk}": "The report\x00 says 29."})
    figure.refresh_from_db()
    assert (figure.review, figure.review_note) == ("returned", "The report says 29.")


@pytest.mark.parametrize("note", ["", "   \n ", "x" * 501])
def test_a_return_needs_a_sentence_and_keeps_what_was_typed(desk: Client, editor: User, note: str) -> None:
    figure = submitted("2024-10", "30", editor)
    answer = send(desk, {"return": choice(figure), f"note-{figure.pk}": note})
    assert answer.status_code == 422
    found = row(soup(answer), figure)
    assert found.select_one("details[open] .error") is not None
    area = found.select_one("textarea")
    assert area is not None
    assert area.get_text().strip() == note.strip()
    assert review(figure) == "submitted"


def test_a_return_of_what_changed_is_not_made_and_keeps_the_sentence(desk: Client, editor: User) -> None:
    figure = submitted("2024-10", "30", editor)
    Figure.objects.filter(pk=figure.pk).update(version=2)
    answer = send(desk, {"return": choice(figure), f"note-{figure.pk}": "Why 30?"})
    assert answer.status_code == 409
    assert "Why 30?" in words(row(soup(answer), figure).select_one("textarea"))
    assert review(figure) == "submitted"


def test_one_s_own_figure_waits_for_somebody_else(desk: Client, reviewer: User) -> None:
    mine = submitted("2024-10", "30", reviewer)
    assert row(page(desk), mine).select_one("[name=figure]") is not None, "nobody else is there"
    member("second", "reviewer")
    found = row(page(desk), mine)
    assert found.select_one("[name=figure], [name=approve]") is None
    assert "somebody else has to approve it" in words(found)
    answer = send(desk, {"approve": "chosen", "figure": [choice(mine)]}, htmx=True)
    assert "somebody else can review it: 1" in words(soup(answer).select_one("#messages"))
    assert review(mine) == "submitted"


def test_only_what_one_may_review_is_shown_and_approved(desk: Client, editor: User, reviewer: User) -> None:
    ours = submitted("2024-10", "30", editor)
    theirs = submitted("2024-10", "800", editor, indicator=make_mean())
    Assignment.objects.filter(user=reviewer).delete()
    Assignment.objects.create(user=reviewer, indicator=make_indicator(), changed_at=NOW)
    assert [tag["id"] for tag in page(desk).select(".review-row")] == [f"figure-{ours.pk}"]
    answer = send(desk, {"approve": "chosen", "figure": [choice(ours), choice(theirs)]}, htmx=True)
    assert "other reviewers: 1" in words(soup(answer).select_one("#messages"))
    assert (review(ours), review(theirs)) == ("approved", "submitted")


def test_a_stand_in_reviews_for_the_absent(reviewer: User, editor: User, client_of: Any) -> None:
    make_goal()
    deputy = member("deputy", "viewer")
    days = {"from_on": date(2024, 11, 1), "until_on": date(2024, 11, 30)}
    StandIn.objects.create(absent=reviewer, deputy=deputy, changed_at=NOW, **days)
    figure = submitted("2024-10", "30", editor)
    found = page(client_of(deputy))
    assert "also for reviewer" in words(found)
    assert row(found, figure).select_one("[name=approve]") is not None


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"approve": "chosen"},
        {"approve": "chosen", "figure": "x"},
        {"approve": "1"},
        {"approve": "9999999999:1"},
        {"return": "1:2:3"},
        {"return": "-1:1"},
    ],
)
def test_nonsense_changes_nothing(desk: Client, editor: User, form: dict[str, str]) -> None:
    figure = submitted("2024-10", "30", editor)
    assert send(desk, form).status_code == 422
    assert review(figure) == "submitted"


def test_what_is_gone_or_settled_is_said(desk: Client, editor: User) -> None:
    approved = submitted("2024-10", "30", editor, review="approved")
    answer = send(desk, {"approve": "chosen", "figure": [choice(approved), "999999:1"]}, htmx=True)
    told = words(soup(answer).select_one("#messages"))
    assert "no longer waits: 1" in told
    assert "changed meanwhile: 1" in told


def test_the_same_queries_for_few_and_many(
    desk: Client, editor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_plan(2023)
    submitted("2024-10", "30", editor)
    with django_assert_num_queries(QUERIES):
        desk.get("/review/")
    for month in range(1, 10):
        submitted(f"2024-0{month}", "30", editor, entered_at=NOW - timedelta(days=month))
        submitted(f"2024-0{month}", "800", editor, indicator=make_mean())
    with django_assert_num_queries(QUERIES):
        desk.get("/review/")


def ids(found: BeautifulSoup) -> list[str]:
    return [str(tag["id"]) for tag in found.select(".review-row")]


def test_odd_ones_of_all_pages_come_first_and_one_s_own_last(
    desk: Client, editor: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("targets.queries.review.A_PAGE", 2)
    member("second", "reviewer")
    for year in (2021, 2022, 2023):
        make_figure(make_indicator(), f"{year}-10", "30", "31")
    mine = [submitted(f"2024-0{month}", "30", reviewer) for month in (1, 2)]
    rest = [submitted(f"2024-0{month}", "30", editor) for month in (3, 4)]
    odd = submitted("2024-10", "3", editor)
    pages = [soup(desk.get(f"/review/?page={number}")) for number in (1, 2, 3, 9)]
    assert [ids(one) for one in pages[:3]] == [
        [f"figure-{one.pk}" for one in found] for found in ([odd, rest[0]], [rest[1], mine[0]], [mine[1]])
    ]
    assert ids(pages[3]) == ids(pages[2]), "a page beyond the last is the last"
    assert [str(link["href"]) for link in pages[1].select("nav a[rel]")] == ["/review/?page=1", "/review/?page=3"]
    assert words(pages[2].select_one("#group-own .num")) == "2"
    answer = send_to(desk, "/review/?page=2", {"approve": choice(rest[1])})
    assert answer["Location"] == "/review/?page=2"


def send_to(client: Client, address: str, form: dict[str, Any]) -> Any:
    return client.post(address, form, headers={"Accept-Language": "en"})


def test_it_is_filtered(desk: Client, editor: User) -> None:
    county = make_area("230621", name_zh="肇州县", name_en="Zhaozhou", parent=make_area())
    air, sept = submitted("2024-10", "30", editor), submitted("2024-09", "30", editor)
    mean = submitted("2024-10", "800", editor, indicator=make_mean())
    theirs = submitted("2024-10", "30", editor, area=county)
    for query, found in (
        ("goal=pm25", [mean]),
        ("area=230621", [theirs]),
        ("month=2024-09", [sept]),
        ("month=2024-10&goal=good-air-days&area=230600", [air]),
        ("goal=nothing", []),
    ):
        assert ids(soup(desk.get(f"/review/?{query}"))) == [f"figure-{one.pk}" for one in found], query
    options = soup(desk.get("/review/?goal=pm25")).select("#review-goal option[value], #review-area option[value]")
    assert [str(one["value"]) for one in options] == ["", "good-air-days", "pm25", "", "230600", "230621"]
    assert desk.get("/review/?month=x").status_code in (404, 422)
    assert desk.get("/review/?page=x").status_code == 200


def test_beyond_what_is_looked_through_a_sentence(desk: Client, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("targets.queries.review.MOST", 2)
    for month in (1, 2):
        submitted(f"2024-0{month}", "30", editor)
    assert "were looked through" not in words(page(desk).select_one("#review"))
    submitted("2024-03", "30", editor)
    assert len(ids(page(desk))) == 2
    assert "were looked through" in words(page(desk).select_one("#review"))


def test_what_is_being_written_is_said_and_the_rest_is_not_waited_for(
    desk: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def busy(**seen: Any) -> None:
        asked.append(seen["figure_id"])
        raise Busy

    monkeypatch.setattr("targets.services.review_many.approve", busy)
    monkeypatch.setattr("targets.views.review.return_", busy)
    one, other = submitted("2024-09", "30", editor), submitted("2024-10", "30", editor)
    answer = send(desk, {"approve": "chosen", "figure": [choice(one), choice(other)]}, htmx=True)
    assert "is writing just now: 2" in words(soup(answer).select_one("#messages"))
    assert asked == [one.pk]
    answer = send(desk, {"return": choice(one), f"note-{one.pk}": "Why 30?"}, htmx=True)
    assert answer.status_code == 409
    assert Busy.sentence.en in words(soup(answer).select_one("#messages"))
    assert "Why 30?" in words(row(soup(answer), one).select_one("textarea"))


def test_a_change_of_the_month_by_itself_is_in_sight(desk: Client, editor: User, viewer: User, client_of: Any) -> None:
    """The sections of the month changed, those of the year to date did not."""
    goal = make_goal(make_plan(), make_indicator("surface-water", **SECTIONS))
    figure = make_figure(
        goal.indicator,
        "2024-10",
        "5",
        "6",
        month_numerator=6,
        month_denominator=6,
        review="approved",
        changed_by=editor,
    )
    cell = Cell(Decimal(5), Decimal(6), Decimal(4), Decimal(6))
    save_figure(
        slot=make_slot(goal.indicator), cell=cell, version=1, by=editor, now=NOW, correction="typing", reason="x"
    )
    shown = words(row(page(desk), figure).select_one(".review-row__value .num"))
    assert shown == "83.33 % (5 / 6), in the month by itself 6 / 6 → 83.33 % (5 / 6), in the month by itself 4 / 6"
    record = words(soup(client_of(viewer).get("/goals/surface-water/", headers={"Accept-Language": "en"})).body)
    assert "5 / 6, in the month by itself 6 / 6" in record
    assert "5 / 6, in the month by itself 4 / 6" in record
