"""Cities, stations, sections and sources of figures from plan files."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from targets.models import City, Feed, Station
from tests import plan_files as files
from tests.factories import NOW

CITY = {"name": "大庆", "area": "230600", "confirmed": True}
STATION = {
    "code": "1789A",
    "name": "大同区",
    "city": "大庆",
    "longitude": "124.81117",
    "latitude": "46.03138",
    "counts": True,
    "confirmed": True,
}
SECTION = {
    "province": "黑龙江省",
    "name": "肇源",
    "basin": "松花江流域",
    "river": "松花江",
    "city_name": "大庆",
    "area": "230600",
    "control_level": "national",
    "body": "river",
    "target_class": 3,
    "counts": True,
    "confirmed": True,
}
FEED = {"indicator": "pm25", "area": "230600", "measure": "pm25_mean", "city": "大庆"}
ALL: dict[str, Any] = {"cities": [CITY], "stations": [STATION], "sections": [SECTION], "feeds": [FEED]}


def load(folder: Path, document: Any, capsys: pytest.CaptureFixture[str]) -> list[str]:
    call_command("load_plan", str(files.write(folder, document)))
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def plan(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(tmp_path, files.everything(), capsys)


def test_creates_then_leaves(plan: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = load(tmp_path, ALL, capsys)
    assert [line for line in told if line.startswith("created")] == [
        "created city 大庆",
        "created air station 1789A",
        "created water section 黑龙江省 肇源",
        "created source of figures pm25 230600",
    ]
    assert City.objects.get().area is not None
    assert str(Station.objects.get()) == "1789A 大同区"
    assert Feed.objects.get().city == City.objects.get()
    assert all(line.endswith(": 1 unchanged") for line in load(tmp_path, ALL, capsys))


def test_what_a_file_does_not_say_stays(plan: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(tmp_path, ALL, capsys)
    Feed.objects.update(deducts_dust=True)
    City.objects.update(station_share="0.5")
    load(tmp_path, ALL, capsys)
    assert Feed.objects.get().deducts_dust
    assert str(City.objects.get().station_share) == "0.50"


def test_a_station_known_by_its_name_gets_its_code(
    plan: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city = City.objects.create(name="大庆", confirmed=False, changed_at=NOW)
    Station.objects.create(name="大同区", city=city, confirmed=False, changed_at=NOW)
    load(tmp_path, ALL, capsys)
    station = Station.objects.get()
    assert (station.code, station.confirmed) == ("1789A", True)


WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "unknown area": ("cities", CITY | {"area": "999999"}, 'city 大庆: area: there is no area "999999"'),
    "unknown city": ("stations", STATION | {"city": "哈尔滨"}, 'air station 1789A: city: there is no city "哈尔滨"'),
    "longitude": ("stations", STATION | {"longitude": "190"}, "air station 1789A: longitude: "),
    "class": ("sections", SECTION | {"target_class": 6}, "water section 黑龙江省 肇源: target_class: "),
    "indicator": ("feeds", FEED | {"indicator": "x"}, 'source of figures of x 230600: indicator: there is no'),
    "air without a city": ("feeds", FEED | {"city": None}, "city: is given exactly for what is computed from air"),
    "water with a city": ("feeds", FEED | {"measure": "water_share"}, "city: is given exactly for"),
}  # fmt: skip


@pytest.mark.parametrize(("section", "row", "sentence"), WRONG.values(), ids=WRONG)
def test_refuses_with_a_sentence(
    plan: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], section: str, row: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CommandError):
        load(tmp_path, ALL | {section: [row]}, capsys)
    assert sentence in capsys.readouterr().err
    assert not City.objects.exists()
