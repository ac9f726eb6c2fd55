"""``manage.py import_air`` and ``export_air``: what they print, where, and how they end."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from targets.models import City, CityDay, DustDay, Load
from tests.factories import NOW
from tests.loading import DAYS, HOURS, day_row, hour_rows
from tests.loading import csv as content_of

pytestmark = pytest.mark.django_db

HEADER = (
    "date,aqi,level,primary,iaqi_pm25,iaqi_pm10,iaqi_so2,iaqi_no2,iaqi_co,iaqi_o3_8h,iaqi_o3_1h,valid,dust,standard"
)


def run(command: str, *arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(command, *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def written(folder: Path, *rows: str, header: str = DAYS, name: str = "days.csv") -> str:
    path = folder / name
    path.write_bytes(content_of(header, *rows))
    return str(path)


def test_the_summary_goes_to_stdout_and_progress_to_stderr(tmp_path: Path) -> None:
    out, err = run("import_air", written(tmp_path, day_row(), day_row("鸡西", pm25="x")))
    assert "days.csv: city_day: rows 2, taken 1, new 1, changed 0, unchanged 0" in out
    assert "rejected 1" in out
    assert "created, to be confirmed: 大庆\n" in out
    assert "rejected not-a-number: 1 (first in line 3 pm25_ug_m3 “x”). Not a number" in out
    assert "on 1 days: equal 1 (100.0%), within 3 1 (100.0%), within 10 1 (100.0%), furthest 0" in out
    assert err == "days.csv: 100 %\n"


def test_the_report_names_file_line_column_and_reason(tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    one, other = (
        written(tmp_path, day_row(pm25="x"), day_row(pm25="=1+1")),
        written(tmp_path, *hour_rows(count=1), header=HOURS, name="h.csv"),
    )
    with pytest.raises(CommandError):
        run("import_air", one, other, "--report", str(report), "--city", "大庆")
    rows = list(csv.reader(report.read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["file", "line", "column", "value", "outcome", "rule", "sentence"]
    assert ["days.csv", "2", "pm25_ug_m3", "x", "rejected", "not-a-number"] in [row[:6] for row in rows]
    assert ["days.csv", "3", "pm25_ug_m3", "'=1+1", "rejected", "not-a-number"] in [row[:6] for row in rows]
    assert [row[:4] for row in rows if row[5] == "city-created"] == [["h.csv", "2", "city", "大庆"]]
    assert all(row[6] for row in rows)


def test_options_reach_the_load(tmp_path: Path) -> None:
    run("import_air", written(tmp_path, day_row()), "--ozone", "8h", "--reviewed")
    day = CityDay.objects.get()
    assert (day.state, day.o3_8h, day.o3_1h) == ("reviewed", 80, None)


@pytest.mark.parametrize("name", ["none.csv", ""])
def test_a_file_that_is_not_there_stops_all(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="nothing was imported") as stopped:
        run("import_air", written(tmp_path, day_row()), str(tmp_path / name))
    assert stopped.value.returncode == 1
    assert not Load.objects.exists()


def test_a_refused_file_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    bad = written(tmp_path, "1,2", header="a,b", name="bad.csv")
    with pytest.raises(CommandError, match=r"bad\.csv: The header is of no known file"):
        run("import_air", bad, written(tmp_path, day_row()))
    assert CityDay.objects.count() == 1


def test_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as stopped:
        run("import_air", written(tmp_path, day_row()), "--ozone", "24h")
    assert stopped.value.returncode == 1  # argparse's own; from the shell it is 2


def test_what_was_computed_comes_out(tmp_path: Path) -> None:
    rows = [
        day_row(),
        day_row(day="2024-03-29", pm25="75", pm10="150"),
        day_row(day="2024-03-30", pm25="NaN"),
        day_row(day="2024-03-31", pm25="10", pm10="20"),
    ]
    run("import_air", written(tmp_path, *rows))
    DustDay.objects.create(city=City.objects.get(), day="2024-03-29", document="通知", changed_at=NOW)
    out, _ = run("export_air", "--city", "大庆市")
    assert out.splitlines() == [
        HEADER,
        "2024-03-28,107,3,pm25,107,75,10,38,18,,25,true,false,HJ 633-2012",
        "2024-03-29,100,2,pm25+pm10,100,100,10,38,18,,25,true,true,HJ 633-2012",
        "2024-03-30,,,,,75,10,38,18,,25,false,false,HJ 633-2012",
        "2024-03-31,38,1,,15,20,10,38,18,,25,true,false,HJ 633-2012",
    ]
    out, _ = run("export_air", "--city", "大庆", "--from", "2024-03-29", "--to", "2024-03-30")
    assert [line[:10] for line in out.splitlines()[1:]] == ["2024-03-29", "2024-03-30"]
    out, err = run("export_air", "--city", "大庆", "--from", "2025-01-01")
    assert (out, err) == (HEADER + "\n", "大庆 has no day in that span.\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--city", "大床"], 1, "Names like it: 大庆"),
        (["--city", "x"], 1, "no city 'x'"),
        (["--city", "大庆", "--from", "2024-13-01"], 2, "is not a day"),
        (["--city", "大庆", "--from", "2024-02-01", "--to", "2024-01-01"], 2, "is after"),
    ],
)
def test_an_export_that_cannot_be_says_why(arguments: list[str], code: int, said: str) -> None:
    City.objects.create(name="大庆", changed_at=NOW)
    with pytest.raises(CommandError, match=said) as stopped:
        run("export_air", *arguments)
    assert stopped.value.returncode == code
