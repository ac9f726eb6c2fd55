"""One rule for air and water: nothing is shown after the day that the board is seen from, whatever is on record.

The clock stands at 2024-11-04; the readings of November and December are on record, as in the demo.
"""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from targets.models import Section
from tests.air import make_daqing
from tests.factories import make_goal
from tests.water import GOOD, make_sample, make_section, make_year, months

LATER = ["/air/2024/12/31/", "/water/?month=2024-12", "/water/?month=2025-01"]


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_goal()
    return client_of(viewer)


@pytest.fixture
def section(leader: Client) -> Section:
    found = make_section()
    make_year(found, months(2024, GOOD, range(1, 13)) | months(2026, GOOD, [2]))
    for on in ("2024-10-08", "2024-11-05", "2024-12-10", "2026-02-04"):
        make_sample(found, on, GOOD)
    return found


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def classes(client: Client, path: str) -> list[str]:
    page = BeautifulSoup(client.get(path).content, "html.parser")
    return [cell.get_text(" ", strip=True) for cell in page.select(".water-strip tbody tr:first-child td")]


@pytest.mark.parametrize("path", LATER)
def test_what_comes_after_the_boards_day_is_not_found(leader: Client, section: Section, path: str) -> None:
    make_daqing()
    answer = leader.get(path)
    assert answer.status_code == 404
    assert "此处还看不到" in answer.content.decode()
    assert leader.get(f"/water/{section.pk}/?month=2026-02").status_code == 404


def test_the_section_shows_no_month_after_it(leader: Client, section: Section) -> None:
    assert [one.split()[0] if one else "" for one in classes(leader, f"/water/{section.pk}/")] == ["Ⅲ"] * 10 + ["", ""]
    page = BeautifulSoup(leader.get(f"/water/{section.pk}/").content, "html.parser")
    assert len(page.select(".water-item:first-child .water-now circle")) == 10


def test_a_month_that_has_begun_shows_what_is_not_after_the_day(leader: Client, section: Section) -> None:
    """Its class is that of all its samples, so it waits until none of them lies ahead."""
    assert "2024-11-05" not in text(leader, f"/water/{section.pk}/?month=2024-11")
    assert classes(leader, f"/water/{section.pk}/?month=2024-11")[10] != "Ⅲ"
    section.samples.filter(day="2024-11-05").update(day="2024-11-04")
    assert "2024-11-04" in text(leader, f"/water/{section.pk}/?month=2024-11")
    assert classes(leader, f"/water/{section.pk}/?month=2024-11")[10] == "Ⅲ"


def test_a_later_board_sees_them(leader: Client, section: Section) -> None:
    make_daqing()
    december = text(leader, "/water/?as_of=2024-12")
    assert "2024 年 1—12 月累计：1 个参评断面中 1 个有评价结果" in december
    assert classes(leader, f"/water/{section.pk}/?as_of=2024-12")[11] == "Ⅲ"
    assert leader.get("/air/2024/12/31/?as_of=2024-12").status_code == 200


def test_the_newest_month_named_is_not_after_it(leader: Client, section: Section) -> None:
    section.counts = False
    section.save()
    section.months.filter(month__lt="2026-01-01").exclude(month="2024-03-01").delete()
    found = text(leader, "/water/?show=others")
    assert "2026" not in found
    assert "2024-03" in found


def test_next_years_air_does_not_show_this_years_rest(leader: Client) -> None:
    make_daqing()
    assert "366" not in text(leader, "/air/2025/")


def test_links_lead_to_nothing_that_cannot_be_seen(leader: Client, section: Section) -> None:
    for path in ("/water/?month=2024-10", f"/water/{section.pk}/?month=2024-10"):
        page = BeautifulSoup(leader.get(path).content, "html.parser")
        hrefs = {str(one["href"]) for one in page.select("#water a[href], #section a[href]")}
        asked = {one for one in hrefs if "month=2024-12" in one or "month=2025" in one}
        assert asked == set()
        assert [one["value"] for one in page.select("#month option")][-1] == "2024-11"
