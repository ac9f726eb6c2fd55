"""The explanation of a number: rule, target, arithmetic, every figure with who stands for it, and its note."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from targets.models import Attachment, Figure, Goal
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_plan
from tests.year import make_air_year

PAGE = "/goals/pm25/explain/"


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_air_year()
    return client_of(viewer)


def soup(client: Client, path: str, language: str = "en") -> BeautifulSoup:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def words(page: BeautifulSoup, selector: str = "main") -> str:
    part = page.select_one(selector)
    assert part is not None
    return " ".join(part.get_text(" ").split())


@pytest.mark.parametrize("role", ["viewer", "editor", "reviewer", "administrator"])
def test_everybody_who_reads_may_check(
    role: str, db: None, client_of: Callable[[User], Client], request: pytest.FixtureRequest
) -> None:
    make_air_year()
    assert "8311.2 ÷ 305 ≈ 27.24983607" in words(soup(client_of(request.getfixturevalue(role)), PAGE))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("27.24983607 ≤ 27 is false", "(27 × 366 − 8311.2) ÷ 61", "that low in 0 of 2 years")),
        ("zh-hans", ("27.24983607 ≤ 27 不成立", "305 ≥ 324 尚不成立", "2 年中 0 年达到此水平")),
    ],
)
def test_the_arithmetic_of_october(leader: Client, language: str, told: tuple[str, ...]) -> None:
    page = words(soup(leader, PAGE, language))
    assert all(one in page for one in told)


def test_at_a_moment_it_is_explained_from_what_was_on_record_then(leader: Client, settings: Settings) -> None:
    settings.CLOCK = NOW + timedelta(days=1)
    for query, at in (("", "2024-11-05 09:00"), ("?at=2024-11-04", "2024-11-04 23:59")):
        assert f"from what is on record on {at}, shown to leader" in words(soup(leader, f"{PAGE}{query}"))


def test_a_colon_has_the_width_of_the_language(leader: Client) -> None:
    figure = Figure.objects.get(indicator__slug="pm25", month="2024-10-01")
    figure.numerator, figure.changed_at = 700, NOW
    figure.save()
    for language, written in (("zh-hans", "：731.7 / 31"), ("en", ": 731.7 / 31")):
        assert written in " ".join(
            soup(leader, PAGE, language).select("#month-2024-10 .explain__record li")[0].get_text("").split()
        )


def test_who_entered_who_approved_and_what_was_before(leader: Client, editor: User, reviewer: User) -> None:
    figure = Figure.objects.get(indicator__slug="pm25", month="2024-10-01")
    figure.numerator, figure.note, figure.review = 700, "仪器校准后重算", "submitted"
    figure.changed_by, figure.changed_at, figure.reason = editor, NOW, "审核数据"
    figure.save()
    figure.review, figure.changed_by, figure.changed_at = "approved", reviewer, NOW + timedelta(hours=2)
    figure.save()
    month = words(soup(leader, PAGE), "#month-2024-10")
    assert "700 31" in month and "仪器校准后重算" in month
    assert "staff 2024-11-04 09:00" in month
    assert "reviewer 2024-11-04 11:00" in month
    assert "731.7 / 31 → 700 / 31" in month and "审核数据" in month


def test_a_figure_that_waits_has_no_approval(leader: Client, editor: User) -> None:
    goal = Goal.objects.get(indicator__slug="pm25")
    goal.plan.counts_unapproved = True
    goal.plan.save()
    Figure.objects.filter(indicator__slug="pm25", month="2024-10-01").delete()
    make_figure(goal.indicator, "2024-10", "700", "31", review="submitted", changed_by=editor)
    cells = soup(leader, PAGE).select("#month-2024-10 > tr:first-child > td")
    assert cells[4].get_text(" ", strip=True).startswith("staff")
    assert cells[5].get_text(strip=True) == "—"


def test_the_sources_are_links(leader: Client, editor: User) -> None:
    figure = Figure.objects.get(indicator__slug="pm25", month="2024-10-01")
    link = Attachment.objects.create(
        figure=figure, title="月报", link="https://example.org/report", changed_by=editor, changed_at=NOW
    )
    Attachment.objects.create(figure=figure, title="taken", link="https://example.org/", removed=True, changed_at=NOW)
    found = soup(leader, PAGE).select("#month-2024-10 .explain__note a")
    assert [(one["href"], one.get_text()) for one in found] == [(link.link, "月报")]


def test_who_set_the_target(leader: Client, administrator: User) -> None:
    goal = Goal.objects.get(indicator__slug="pm25")
    goal.target, goal.reason, goal.changed_by = 28, "superior's adjustment", administrator
    goal.save()
    record = words(soup(leader, PAGE), "[aria-labelledby=target]")
    assert "≤ 28" in record and "≤ 27" in record and "superior's adjustment" in record


def test_areas_stand_with_their_figures_and_make_up_the_citys(leader: Client) -> None:
    plan = make_plan()
    goal = make_goal(plan, make_indicator("sewage", combination="newest", counts_days=False), reported_by="areas")
    for code, count in (("230602", "5"), ("230603", "6")):
        make_figure(goal.indicator, "2024-09", count, "10", area=make_area(code, parent=plan.area), note=f"note {code}")
    page = soup(leader, "/goals/sewage/explain/?as_of=2024-09")
    month = words(page, "#month-2024-09")
    assert "2024-09 11 20 55.00" in month
    assert "note 230602" in month and "note 230603" in month
    assert "100 × 11 ÷ 20 = 55" in words(page)


def test_from_the_board_to_the_raw_figure_in_three_clicks(leader: Client) -> None:
    board = soup(leader, "/")
    first = next(link["href"] for link in board.select(".goal a") if "pm25" in str(link["href"]))
    second = next(
        link["href"] for link in soup(leader, str(first)).select("td a, th a") if "2024-10" in str(link["href"])
    )
    path, _, anchor = str(second).partition("#")
    figure = words(soup(leader, path), f"#{anchor}")
    assert "731.7 31" in figure and "no note" in figure


def test_a_goal_without_any_figure(leader: Client) -> None:
    make_goal(make_plan(), make_indicator("empty"))
    assert "There is no figure to compute from." in words(soup(leader, "/goals/empty/explain/"))


def test_the_part_equals_the_page(leader: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "explanation"}
    part = BeautifulSoup(leader.get(f"{PAGE}?as_of=2024-06", headers=headers).content, "lxml")
    page = BeautifulSoup(leader.get(f"{PAGE}?as_of=2024-06").content, "lxml")
    assert part.select_one("#explanation") == page.select_one("#explanation")


@pytest.mark.parametrize("path", ["/goals/nothing/explain/", f"{PAGE}?as_of=2023-10", f"{PAGE}?as_of=2024-99"])
def test_what_is_not_there_is_a_404(leader: Client, path: str) -> None:
    assert leader.get(path).status_code == 404


def test_posting_is_refused(leader: Client) -> None:
    assert leader.post(PAGE).status_code == 405


@pytest.mark.parametrize("figures", [3, 10])
def test_the_number_of_queries_is_fixed(
    leader: Client, django_assert_num_queries: DjangoAssertNumQueries, figures: int
) -> None:
    goal = make_goal(make_plan(), make_indicator("long"))
    for number in range(1, figures + 1):
        make_figure(goal.indicator, f"2024-{number:02}", "20", "28")
        for year in range(1990, 1990 + figures):
            make_figure(goal.indicator, f"{year}-{number:02}", "20", "28")
    with django_assert_num_queries(12):
        leader.get("/goals/long/explain/")
