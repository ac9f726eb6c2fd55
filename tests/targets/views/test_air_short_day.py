"""A day that was measured, but too little: insufficient, with counts to follow; uneven years are told on the table."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from targets.models import Basis, CityDay, Station, StationHour
from tests.air import make_hours, make_station
from tests.factories import make_goal
from tests.measured import make_city, make_day

ON, DAY = "2024-03-27", "/air/2024/3/27/"


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_goal()
    return client_of(viewer)


@pytest.fixture
def stations() -> list[Station]:
    """Two stations with eight hours each, which make no day; as the loader leaves it."""
    found = [make_station("1"), make_station("2")]
    for one in found:
        make_hours(one, ON, range(10, 18), o3_8h=Decimal(70))
    CityDay.objects.create(city=make_city(), day=date.fromisoformat(ON), basis=Basis.STATIONS, standard="HJ 633-2012")
    return found


def soup(client: Client, path: str, language: str = "en") -> BeautifulSoup:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def text(page: BeautifulSoup, selector: str) -> str:
    found = page.select_one(selector)
    assert found is not None, selector
    return " ".join(found.get_text(" ").split())


def test_too_few_hours_are_insufficient_and_not_no_data(leader: Client, stations: list[Station]) -> None:
    assert "数据不足" in text(soup(leader, DAY, "zh-hans"), '[aria-labelledby="result"]')
    calendar = soup(leader, "/air/2024/", "zh-hans")
    assert any("数据不足" in str(one) for one in calendar.select(f'a[href*="{DAY}"]'))
    StationHour.objects.update(pm25=None, o3=None, o3_8h=None)
    assert "数据不足" not in text(soup(leader, DAY, "zh-hans"), '[aria-labelledby="result"]')


def test_a_station_that_does_not_count_makes_no_difference(leader: Client, stations: list[Station]) -> None:
    Station.objects.update(counts=False)
    assert "no data" in text(soup(leader, DAY), '[aria-labelledby="result"]')


def test_the_mean_says_how_many_of_the_stations_enter_it(leader: Client, stations: list[Station]) -> None:
    assert text(soup(leader, DAY), ".air-stations tfoot td") == "0 of 2"
    make_hours(stations[0], ON, [*range(10), *range(18, 24)])
    assert text(soup(leader, DAY), ".air-stations tfoot td") == "1 of 2"


def test_each_8_hour_mean_that_is_counted_is_listed(leader: Client, stations: list[Station]) -> None:
    page = soup(leader, f"{DAY}{stations[0].pk}/")
    assert "8-hour means: 10, at least 14 needed" in text(page, ".air-hours tfoot")
    lines = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select(".air-hours tbody tr")]
    shown = [line[3] for line in lines if len(line) == 9] + [line[2] for line in lines if len(line) == 5]
    assert shown == ["70"] * 8 + ["60.0 *"] * 2
    assert "marked * was made of the hours" in text(page, ".air-hours caption")
    assert text(page, ".air-hours tfoot th") == "Value of the day"
    assert text(soup(leader, f"{DAY}{stations[0].pk}/", "zh-hans"), ".air-hours tfoot th") == "日值"


def test_years_with_unlike_numbers_of_days_are_told_on_the_table(leader: Client) -> None:
    for number in range(1, 29):
        make_day(f"2024-01-{number:02d}")
    for number in range(1, 21):
        make_day(f"2023-01-{number:02d}")
    assert "28 valid days stand against 20 of 2023" in text(soup(leader, "/air/2024/"), ".air-items caption")
    for number in range(21, 29):
        make_day(f"2023-01-{number:02d}")
    assert "stand against" not in text(soup(leader, "/air/2024/"), ".air-items caption")
