"""The what-if page: nothing stored, the address is the page, a bad field is told, both languages."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from targets.models import Figure, Goal
from tests.factories import make_figure, make_goal, make_indicator, make_plan
from tests.year import make_air_year

PAGE = "/goals/pm25/what-if/"


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_air_year()
    return client_of(viewer)


def soup(client: Client, path: str, language: str = "en", status: int = 200, **headers: str) -> BeautifulSoup:
    answer = client.get(path, headers={"Accept-Language": language, **headers})
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "lxml")


def text(client: Client, path: str, language: str = "en", status: int = 200) -> str:
    return " ".join(soup(client, path, language, status).get_text(" ").split())


@pytest.mark.parametrize("role", ["viewer", "editor", "reviewer", "administrator"])
def test_everybody_who_reads_may_ask(
    role: str, db: None, client_of: Callable[[User], Client], request: pytest.FixtureRequest
) -> None:
    make_air_year()
    client = client_of(request.getfixturevalue(role))
    assert "would be met" in text(client, f"{PAGE}?m11=25.7&m12=25.7")


def test_nothing_assumed_yet(leader: Client) -> None:
    page = text(leader, PAGE)
    assert "Nothing is assumed yet" in page
    assert "not on record" not in page
    assert "that low in 0 of 2 years" in page


def test_the_whole_rest_assumed(leader: Client) -> None:
    english, chinese = (text(leader, f"{PAGE}?m11=25.7&m12=25.7", language) for language in ("en", "zh-hans"))
    assert "Assumption, not on record" in english and "假设，未入库" in chinese
    assert "would end at 26.99 µg/m³" in english and "将达标" in chinese
    assert "25.7 µg/m³ over 30 days" in english
    assert (
        Figure.objects.filter(month__gt="2024-10-01", indicator__slug="pm25").count() == 2
    )  # November, December: hers


def test_part_of_the_rest_assumed(leader: Client) -> None:
    assert "evaluated as of the end of November" in text(leader, f"{PAGE}?m11=30")


def test_a_bad_field_is_told_and_the_other_counts(leader: Client) -> None:
    page = soup(leader, f"{PAGE}?m11=lots&m12=30", status=422)
    field = page.select_one("#m11")
    assert field is not None and field["aria-invalid"] == "true" and field["value"] == "lots"
    said = page.select_one("#m11-said")
    assert said is not None and "is not a number" in said.get_text()
    assert "30 µg/m³ over 31 days" in page.get_text()


def test_a_mean_beyond_belief_is_refused_beside_its_field_and_the_form_stays(leader: Client) -> None:
    page = soup(leader, f"{PAGE}?m11=1000000000&m12=30", status=422)
    said, field = page.select_one("#m11-said"), page.select_one("#m12")
    assert said is not None and "must be a slip" in said.get_text()
    assert field is not None and field["value"] == "30"


def test_the_presets_are_addresses(leader: Client) -> None:
    links = {link["id"]: link["href"] for link in soup(leader, PAGE).select(".presets a")}
    assert links["preset-required"] == f"{PAGE}?m11=25.7&m12=25.7"
    assert links["preset-last_year"] == f"{PAGE}?m11=34.44&m12=35.46"
    assert links["preset-better"] == f"{PAGE}?m11=31&m12=31.92"
    assert soup(leader, f"{PAGE}?m11=25.7&m12=25.7").select("#preset-required[aria-current]")


def test_an_open_target_requires_nothing_yet(leader: Client) -> None:
    Goal.objects.filter(indicator__slug="pm25").update(target_decided=False)
    english, chinese = (text(leader, PAGE, language) for language in ("en", "zh-hans"))
    assert "as required: the target is not decided yet" in english and "恰好达标：目标尚未确定" in chinese
    assert "any more" not in english


def test_the_month_looked_from_stays_in_every_address(leader: Client) -> None:
    page = soup(leader, f"{PAGE}?as_of=2024-08")
    assert all("as_of=2024-08" in link["href"] for link in page.select(".presets a"))
    assert page.select_one("form input[name=as_of][value='2024-08']") is not None
    assert [field["name"] for field in page.select("#what-if-form input[type=text]")] == ["m9", "m10", "m11", "m12"]


def test_a_month_that_has_a_figure_by_now_is_left_out_and_named(leader: Client) -> None:
    assert "2024-03: not asked for" in text(leader, f"{PAGE}?m3=1")


def test_a_year_without_open_months(leader: Client) -> None:
    assert "nothing is left to assume" in text(leader, f"{PAGE}?as_of=2024-12")


def test_the_outcome_alone_is_what_the_page_shows(leader: Client) -> None:
    path = f"{PAGE}?m11=25.7&m12=x"
    part = soup(leader, path, status=422, **{"HX-Request": "true", "HX-Target": "outcome"})
    page = soup(leader, path, status=422)
    for one in part.select("[hx-swap-oob]"):
        there = page.select_one(f"#{one['id']}")
        assert there is not None and there.get_text() == one.get_text()
        one.decompose()
    outcome = page.select_one("#outcome")
    assert outcome is not None
    assert outcome.get_text().split() == part.get_text().split()
    assert not page.select("[hx-swap-oob]")


@pytest.mark.parametrize(
    "path", ["/goals/nothing/what-if/", f"{PAGE}?as_of=2023-10", f"{PAGE}?year=1999", f"{PAGE}?area=000000"]
)
def test_what_is_not_there_is_a_404(leader: Client, path: str) -> None:
    assert leader.get(path).status_code == 404


def test_posting_is_refused(leader: Client) -> None:
    assert leader.post(PAGE).status_code == 405


def test_a_goal_without_any_figure_can_be_asked_too(leader: Client) -> None:
    make_goal(make_plan(), make_indicator("sections", combination="newest", counts_days=False))
    assert "would end at 95.0 %" in text(
        leader, "/goals/sections/what-if/?" + "&".join(f"m{n}=95" for n in range(1, 13))
    )


@pytest.mark.parametrize("years", [3, 30])
def test_the_number_of_queries_is_fixed(
    leader: Client, django_assert_num_queries: DjangoAssertNumQueries, years: int
) -> None:
    goal = make_goal(make_plan(), make_indicator("long"))
    for year in range(2024 - years, 2024):
        make_figure(goal.indicator, f"{year}-05", "20", "31")
    with django_assert_num_queries(8):
        leader.get("/goals/long/what-if/?m11=20&m12=20")
