"""The pages of a city's air: a year, a day, a station's hours."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from targets.models import City, CityDay, EarlierReading
from targets.sheets.air_data import COLUMNS
from targets.standards.aqi import LEVELS
from tests.air import judged, make_daqing, make_dust, make_hours, make_load, make_station
from tests.factories import NOW, make_area, make_goal, make_mean, make_plan
from tests.measured import make_air_feeds, make_city, make_day, make_feed

YEAR, DAY = "/air/2024/?as_of=2024-12", "/air/2024/1/5/"


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_plan()
    return client_of(viewer)


def soup(client: Client, path: str = YEAR, language: str = "en", status: int = 200) -> BeautifulSoup:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "lxml")


def text(page: BeautifulSoup, select: str) -> str:
    return " ".join(" ".join(one.get_text(" ") for one in page.select(select)).split())


def rows(page: BeautifulSoup, section: str) -> list[list[str]]:
    found = page.select(f'[aria-labelledby="{section}"] tbody tr')
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in found]


def test_air_leads_to_the_year_of_the_plan(leader: Client) -> None:
    assert leader.get("/air/?city=大庆&as_of=2024-03").headers["Location"] == (
        "/air/2024/?city=%E5%A4%A7%E5%BA%86&as_of=2024-03"
    )


def test_daqing_2023_and_2024(leader: Client) -> None:
    make_daqing()
    make_goal()
    make_goal(indicator=make_mean(), target=27, direction="at_most")
    make_air_feeds()
    before, page = soup(leader, "/air/2023/"), soup(leader)
    assert "2023 is not evaluable as a year: valid days in the year: 315, at least 324" in text(
        before, ".air-evaluable"
    )
    for month, valid in (("2023-02", 24), ("2023-03", 0), ("2023-04", 15)):
        assert f"valid days in {month}: {valid}" in text(before, ".air-evaluable")
    assert "289/315" in text(before, ".air-figures")
    assert len(before.select(".air-cal .air-day--none")) == 50
    assert "no goal for PM2.5 in 2023" in text(before, ".air-figures")
    figures = text(page, ".air-figures")
    for told in ("342/366", "93.4", "31.38", "the reading that is compared", "no day of the year is open"):
        assert told in figures
    assert "Never supplied by this source: ozone, 8 h" in text(page, '[aria-labelledby="figures"]')
    assert len(rows(page, "polluted")) == 24
    assert {"/goals/good-air-days/?as_of=2024-12&year=2024", "/goals/pm25/?as_of=2024-12&year=2024"} <= {
        a["href"] for a in page.select("a[href]")
    }
    jan = rows(page, "levels")[0]
    assert jan[2:10] == ["13", "14", "2", "1", "1", "0", "27", "31"]
    items = {(row[0], row[1]): row[2:] for row in rows(page, "items")}
    assert items["PM2.5 µg/m³", "annual mean"] == ["31.4", "35", "within the limit", "366", "25.3", "315", "up 24.0 %"]
    assert items["ozone, 8 h µg/m³", "90th percentile"][0] == "never supplied by this source"
    assert "2023 年不能作年度评价" in text(soup(leader, "/air/2023/", "zh-hans"), ".air-evaluable")


def test_a_day_of_the_calendar_says_all_in_words(leader: Client) -> None:
    make_day("2024-01-01", 156, state="reviewed")
    make_day("2024-01-02", None, pm25="30")
    make_dust("2024-01-01")
    page = soup(leader, "/air/2024/")
    cells = {cell["aria-label"]: cell for cell in page.select(".air-cal a")}
    first = cells["2024-01-01: AQI 156, level 4, moderately polluted, reviewed, sand-dust day"]
    assert "aqi--4" in first["class"]
    assert first.get_text() == "156▲"
    assert cells["2024-01-02: no AQI, insufficient"].get_text() == "NA"
    assert cells["2024-01-03: no data"].get_text() == "–"
    assert "2024-11-04: no data" in cells
    assert "2024-11-05: no data" not in cells  # that day is still to come
    assert soup(leader, "/air/2024/11/5/", status=404)
    assert "2024-01-01：AQI 156，四级（中度污染），已审核，沙尘日" in str(soup(leader, language="zh-hans"))
    assert text(page, ".air-legend").startswith("0–50 level 1, excellent 51–100 level 2, good")


def test_dust_days_with_their_deduction_and_which_reading_is_compared(leader: Client) -> None:
    make_feed(deducts_dust=True)
    make_goal()
    for on, aqi in (("2024-03-01", 180), ("2024-03-02", 90), ("2024-03-03", 40)):
        make_day(on, aqi)
    make_dust("2024-03-01", "<b>庆环函")
    make_dust("2024-03-02")
    page = soup(leader)
    told = text(page, '[aria-labelledby="dust"]')
    assert "Before the deduction 66.7 % (2/3), after it 100.0 % (2/2)." in told
    assert "The figure after the deduction is compared" in told
    assert [row[2] for row in rows(page, "dust")] == ["left out", "stays: good all the same"]
    assert "<b>庆环函" in told


def test_the_remaining_daily_control_value(leader: Client) -> None:
    make_goal(indicator=make_mean(), target=27, direction="at_most")
    make_feed(make_mean(), "pm25_mean")
    for on in (*(f"2024-{number:02}-15" for number in range(1, 12)), "2024-12-29"):
        make_day(on, 50, pm25="28")
    assert "21.0 µg/m³ mean of the 2 open days that keeps 27 µg/m³" in text(soup(leader), ".air-figures")


def test_one_day(leader: Client) -> None:
    on = date(2024, 1, 5)
    values = {"pm25": Decimal(100), "pm10": Decimal(60), "o3_1h": Decimal(0), "no2": Decimal(20), "so2": Decimal(5)}
    city, load = make_city(), make_load("second.csv")
    row = judged(on, values | {"co": Decimal("0.5")})
    CityDay.objects.create(city=city, load=load, state="reviewed", version=2, **row)
    EarlierReading.objects.create(
        city=city, day=on, version=1, state="provisional", values={"pm25": "69.2000000000", "pm10": "60.0000000000"},
        load=make_load("first.csv"), replaced_by=load, replaced_at=NOW,
    )  # fmt: skip
    page = soup(leader, DAY)
    facts = text(page, '[aria-labelledby="result"]')
    for told in ("132", "level 3, lightly polluted", "reviewed", "HJ 633-2012", "a file of city values", "second.csv"):
        assert told in facts
    table = {row[0]: row[1:] for row in rows(page, "values")}
    assert table["PM2.5 µg/m³"] == ["100", "75", "132 level 3, lightly polluted", "primary above the limit"]
    assert table["ozone, 8 h µg/m³"][3] == "never supplied by this source"
    assert table["ozone, 1 h µg/m³"][0] == "0"  # 0 is a value
    earlier = text(page, '[aria-labelledby="earlier"]')
    assert (
        "version 1 · provisional · first.csv : PM2.5 was 69.2 µg/m³ — replaced on 2024-11-04 09:00 by second.csv"
        in (earlier.replace("csv:", "csv :"))
    )
    assert "PM10" not in earlier
    links = [link["href"] for link in page.select("nav a[rel]")]
    assert links == ["/air/2024/1/4/", "/air/2024/1/6/"]


def test_stations_with_why_one_does_not_count(leader: Client) -> None:
    full, few, _silent = make_station("1"), make_station("2"), make_station("3")
    other = make_station("4", counts=False, confirmed=False)
    make_hours(full, "2024-01-05")
    make_hours(few, "2024-01-05", range(12))
    make_hours(other, "2024-01-05")
    page = soup(leader, DAY)
    table = rows(page, "stations")
    told = ["yes", "no: nothing valid", "no: no hourly values", "no: not in the city's mean"]
    assert [row[1] for row in table[:4]] == told
    assert table[0][2] == "30.0 24"
    assert table[1][2] == "30.0 valid hourly values: 12, at least 20 needed"
    assert text(page, ".air-stations tfoot td:nth-of-type(2)") == "30.0 valid stations: 1, at least 3 needed"
    assert "No value of the city is on record" in text(page, '[aria-labelledby="result"]')
    hours = soup(leader, f"{DAY}{few.pk}/")
    lines = rows(hours, "hours")
    assert len(lines) == 24
    assert lines[11][:2] == ["11", "30"]
    assert lines[12] == ["12", "no value", "60.0 *", "", "no data"]
    assert lines[14] == ["14", "no value", "no data"]


def test_days_as_csv(leader: Client) -> None:
    make_day("2024-01-01", 120, primary="pm25+pm10")
    make_day("2023-12-31", 50)
    answer = leader.get("/air/2024/days.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="air-2024.csv"'
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0] == list(COLUMNS)
    assert [line[:4] for line in lines[1:]] == [["2024-01-01", "120", "3", "pm25+pm10"]]


def test_nothing_on_record_says_how_to_load(leader: Client) -> None:
    page = soup(leader)
    assert "No city with air monitoring belongs to Daqing" in text(page, "#air")
    assert "manage.py import_air FILE…" in text(page, "#air")
    make_day("2022-05-01")
    page = soup(leader)
    assert "No day of Daqing is on record for 2024." in text(page, "#air")
    assert "reach from 2022-05-01 to 2022-05-01" in text(page, "#air")
    assert "import_air" in text(soup(leader, DAY), "#air")


def test_another_city_by_its_name(leader: Client) -> None:
    make_city()
    other = City.objects.create(name="哈尔滨", changed_at=NOW)
    CityDay.objects.create(city=other, day=date(2024, 1, 1), standard="HJ 633-2012", aqi=77)
    for name in ("哈尔滨", "哈尔滨市"):
        page = soup(leader, f"/air/2024/?city={name}")
        assert page.select_one(".air-cal a").get_text() == "77"  # type: ignore[union-attr]
        assert "city=" in page.select_one(".air-cal a")["href"]  # type: ignore[index]
    assert [one.get_text() for one in page.select("select option")] == ["大庆", "哈尔滨"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/air/2024/2/30/", "There is no day 2024-02-30"),
        ("/air/2024/99999999999999999999/5/", "There is no day 2024-99999999999999999999-05"),
        ("/air/99999/", "There are no measurements of 99999"),
        ("/air/99999/1/1/", "There are no measurements of 99999"),
        ("/air/2024/?city=Atlantis", "There is no city “Atlantis”"),
        ("/air/2024/?city=a%00b", "There is no city"),
        ("/air/2024/1/5/99/", "has no station with the number 99"),
        ("/air/2024/1/5/99999999999999999999/", "has no station"),
        ("/air/2024/days.csv?city=x", "There is no city"),
    ],
)
def test_what_does_not_exist_is_said(leader: Client, path: str, sentence: str) -> None:
    make_city()
    assert sentence in text(soup(leader, path, status=404), "main")


def test_a_fixed_number_of_queries(leader: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_air_feeds()
    make_goal()
    station = make_station()
    make_hours(station, "2024-01-05")
    make_day("2024-01-05", load=make_load())
    make_dust("2024-01-05")
    for path, number in ((YEAR, 9), ("/air/2024/days.csv", 8), (DAY, 12), (f"{DAY}{station.pk}/", 8)):
        leader.get(path)
        with django_assert_num_queries(number):
            assert leader.get(path).status_code == 200


def test_the_goals_of_air_lead_to_the_measurements(leader: Client) -> None:
    make_goal()
    assert soup(leader, "/goals/good-air-days/").select_one('a[href="/air/"]:not(nav a)') is not None
    assert soup(leader).select_one('.nav a[href="/air/"]') is not None


def test_the_colours_are_those_of_the_standard() -> None:
    css = (Path(__file__).parents[3] / "static" / "air.css").read_text(encoding="utf-8")
    assert re.findall(r"--aqi-(\d): (#[0-9A-F]{6})", css) == [(str(one.number), one.colour) for one in LEVELS]


def test_of_many_cities_the_name_is_typed_and_the_nearest_come_first(leader: Client) -> None:
    make_day("2024-01-05")
    names = [f"城市{number:03d}" for number in range(40)]
    City.objects.bulk_create([City(name=name, changed_at=NOW) for name in names])
    City.objects.filter(name="城市039").update(area=make_area("230200", name_zh="齐齐哈尔市", name_en="Qiqihar"))
    page = soup(leader, YEAR)
    field = page.select_one("input#city[list=cities][required]")
    assert field is not None
    assert field["placeholder"] == "大庆"
    assert page.select_one("label[for=city]") is not None
    listed = [option["value"] for option in page.select("datalist#cities option")]
    assert listed[:3] == ["大庆", "城市039", "城市000"]
    assert len(listed) == 41
    City.objects.filter(name__gte="城市025", name__lte="城市038").delete()
    page = soup(leader, YEAR)
    assert [option.get_text() for option in page.select("select#city option")][:2] == ["大庆", "城市039"]
    assert soup(leader, f"{YEAR}&city=城市001").select_one("select#city option[selected]").get_text() == "城市001"  # type: ignore[union-attr]
