"""``import_water``: files in, what became of them told, the report written."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from targets.models import Load, SectionMonth, WaterSample
from tests.water_files import APRIL, DAQING, MANUAL, SNAPSHOTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "daqing.csv"
    path.write_text(DAQING, encoding="utf-8")
    return path


def run(*args: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_water", *map(str, args), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_what_became_of_a_file_is_told(file: Path) -> None:
    out, err = run(file)
    assert "rows 4, taken 4, new 4, changed 0, unchanged 0, corrected 2, noted 4, left 0, rejected 0" in out
    assert "created, to be confirmed: 嫩江口内, 肇源" in out
    assert "corrected not-operating-shows: 2 (first in line 2 station_status “停站”)" in out
    assert "100 %" in err
    assert (Load.objects.get().shape, SectionMonth.objects.exclude(water_class=None).count()) == ("water", 0)
    assert "new 0, changed 0, unchanged 4" in run(file)[0]


def test_the_report_names_line_column_and_reason(file: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    file.write_text(DAQING + "2020-06-21,黑龙江省,,,,肇源,06-21 08:00,,x,15\n", encoding="utf-8")
    run(file, "--report", report)
    lines = report.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "file,line,column,value,outcome,rule,sentence"
    assert any(line.startswith("daqing.csv,6,,") and ",rejected,wrong-width," in line for line in lines)


def test_reviewed_and_year_are_said_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "april.csv"
    path.write_text(APRIL, encoding="utf-8")
    with pytest.raises(CommandError, match=r"april\.csv: none of its rows could be taken"):
        run(path)
    out, _ = run(path, "--year", 2021, "--reviewed")
    assert "noted year-as-said: 1 (the whole file monitor_time_mmdd_hhmm)" in out
    assert "the file's own class beside the computed one, on 2 samples: 0 differ (0.0%)" in out
    assert set(WaterSample.objects.values_list("state", "day__year")) == {("reviewed", 2021)}
    with pytest.raises(CommandError, match="--year 21 is no year") as wrong:
        run(path, "--year", 21)
    assert wrong.value.returncode == 2


REFUSED = {
    "an air file": ("city,date,pm25_ug_m3\n大庆,2024-01-01,20\n", "file of air values"),
    "no items": (f"{MANUAL},colour\n2024-03-05,黑龙江省,甲,03-05 09:30,red\n", "no column of measured items"),
    "no rows": (f"{SNAPSHOTS}\n", "no row below the header"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_refused_file_leaves_nothing_and_the_next_one_is_taken(file: Path, case: tuple[str, str]) -> None:
    text, sentence = case
    other = file.with_name("other.csv")
    other.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        run(other, file)
    assert WaterSample.objects.count() == 4
