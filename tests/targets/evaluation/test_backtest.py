"""The backtest on a small made-up country, whose winters, levels and chance are known; and what the command refuses."""

import csv
import io
import json
import random
from collections.abc import Mapping
from math import cos, exp, pi
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from targets.evaluation.backtest import by_month, skill, trials

HEAD = ["city", "month", "aqi", "pm25_ug_m3"]
KEYS = {"n", "mae", "mae_persist", "mae_last_year", "coverage", "width", "brier", "brier_base"}


def country(cities: int = 12, years: tuple[int, ...] = (2014, 2015, 2016)) -> dict[str, dict[int, float]]:
    """High winters, a level of each city, half of the deviation kept from month to month; always the same."""
    chance = random.Random(1369)  # noqa: S311  # a sample, no secret
    found: dict[str, dict[int, float]] = {}
    for city in range(cities):
        level, near = 3.2 + 0.1 * city, 0.0
        series = {}
        for month in range(years[0] * 12, years[-1] * 12 + 12):
            near = 0.5 * near + chance.gauss(0, 0.16)
            season = 0.4 * cos(2 * pi * (month % 12) / 12)
            series[month] = round(exp(level + season + near - 0.05 * (month // 12 - years[0])), 1)
        found[f"city {city}"] = series
    return found


def as_file(
    folder: Path, cities: Mapping[str, Mapping[int, float | str]], extra: list[list[str]] | None = None
) -> Path:
    path = folder / "monthly.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        for city, series in cities.items():
            for month, value in series.items():
                writer.writerow([city, f"{month // 12}-{month % 12 + 1:02d}", "", value])
        writer.writerows(extra or [])
    return path


def run(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("backtest", str(path), *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_it_beats_the_two_that_know_no_season_or_no_news() -> None:
    found = list(trials(country()))
    overall, months = skill(found), by_month(found)
    assert overall.n == 12 * 2 * 11
    assert {one.n for one in months.values()} == {24}
    assert overall.mae is not None
    assert overall.mae_last_year is not None
    assert overall.mae_persist is not None
    assert overall.mae < 0.9 * overall.mae_last_year < overall.mae_persist
    assert overall.coverage is not None
    assert 0.7 < overall.coverage < 0.95
    assert overall.brier is not None
    assert overall.brier_base is not None
    assert overall.brier < overall.brier_base


def test_nothing_later_is_seen() -> None:
    cities = country(4)
    altered = {
        name: {month: value * 3 if month >= 2016 * 12 + 6 else value for month, value in series.items()}
        for name, series in cities.items()
    }
    june = [[one for one in trials(each) if (one.year, one.month) == (2016, 6)] for each in (cities, altered)]
    for before, after in zip(*june, strict=True):
        assert (before.median, before.low, before.high) == (after.median, after.low, after.high)
        assert before.actual != after.actual


def test_a_city_by_itself_is_enough() -> None:
    overall = skill(trials({"one": country(1)["city 0"]}))
    assert overall.n == 22
    assert overall.width is not None
    assert overall.width > 0


def test_json_has_these_keys_and_no_others(tmp_path: Path) -> None:
    found = json.loads(run(as_file(tmp_path, country(3)), "--format", "json"))
    assert set(found) == {"months", "overall"}
    assert list(found["months"]) == [str(month) for month in range(1, 12)]
    assert all(set(one) == KEYS for one in [*found["months"].values(), found["overall"]])


def test_half_of_the_cities_sees_nothing_of_the_other_half(tmp_path: Path) -> None:
    cities = country(6)
    names = sorted(cities)
    for option, kept in (("odd", names[::2]), ("even", names[1::2])):
        alone = run(as_file(tmp_path, cities), "--cities", option)
        other = {
            name: {month: 9 * value for month, value in cities[name].items()} for name in names if name not in kept
        }
        assert run(as_file(tmp_path, cities | other), "--cities", option) == alone
        assert run(as_file(tmp_path, {name: cities[name] for name in kept})) == alone


def test_the_table_says_the_same(tmp_path: Path) -> None:
    path = as_file(tmp_path, country(3))
    overall = json.loads(run(path, "--format", "json"))["overall"]
    last = run(path).splitlines()[-1].split()
    assert last[:3] == ["all", str(overall["n"]), f"{overall['mae']:.3f}"]
    assert len(run(path).splitlines()) == 13


def test_marks_for_no_value_and_a_month_told_twice(tmp_path: Path) -> None:
    cities = country(3)
    gaps: dict[str, dict[int, float | str]] = {name: dict(series) for name, series in cities.items()}
    for place, mark in enumerate(("0", "NaN", "", "--", "-5", "inf")):
        gaps["city 2"][2015 * 12 + place] = mark
    twice = [["city 0", "2016-12", "", "1"], ["city 0", "2016-12", "", f"{cities['city 0'][2016 * 12 + 11]}"], ["x"]]
    found = json.loads(run(as_file(tmp_path, gaps, twice), "--format", "json"))
    assert found["overall"]["n"] == 2 * 2 * 11  # city 2 has no whole year 2015
    alone = json.loads(run(as_file(tmp_path, {k: v for k, v in gaps.items() if k != "x"}), "--format", "json"))
    assert alone == found


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "lacks the column city"),
        (b"city,month\na,2015-01\n", "lacks the column pm25_ug_m3"),
        (b"city,month,pm25_ug_m3\na,2015-13,5\n", "is no month"),
        (b"city,month,pm25_ug_m3\na,2015-01,0\n", "no value above 0"),
        (b"city,month,pm25_ug_m3\na,2015-01,5\n", "no city has twelve months"),
        (b"city,month,pm25_ug_m3\n\xff\xfe,2015-01,5\n", "not a text in UTF-8"),
        (b'city,month,pm25_ug_m3\n"a"b,2015-01,5\n', "not a CSV file"),
    ],
)
def test_what_is_no_such_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=told):
        run(path)


def test_a_file_that_is_not_there_and_a_format_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.csv")
    with pytest.raises(CommandError, match="invalid choice"):
        run(as_file(tmp_path, country(1)), "--format", "xml")
