"""``manage.py import_figures``: the same law as a save by hand, all or nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from targets.models import Figure, Origin, Review, StagedRow, Upload, UploadState
from tests.factories import make_figure, make_goal, make_indicator, make_mean, make_plan
from tests.sheets import HEAD, csv, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> None:
    settings.UPLOADS_DIR = tmp_path / "uploads"  # type: ignore[attr-defined]


@pytest.fixture
def goals(db: None) -> None:
    make_goal()
    make_goal(indicator=make_mean())


def run(tmp_path: Path, content: bytes, *options: str, name: str = "figures.csv") -> tuple[str, str]:
    path = tmp_path / name
    path.write_bytes(content)
    out, err = StringIO(), StringIO()
    call_command("import_figures", str(path), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


ROWS = [["230600", "2024-10", "good-air-days", "29", "30"], ["230600", "2024-10", "pm25", "27.20", "31"]]


@pytest.mark.parametrize("name", ["figures.csv", "figures.xlsx"])
def test_figures_come_in_as_a_save_by_hand_puts_them(goals: None, tmp_path: Path, name: str) -> None:
    content = csv(HEAD, *ROWS) if name.endswith("csv") else xlsx(HEAD, *ROWS)
    out, err = run(tmp_path, content, name=name)
    assert "new: 2" in out and "applied: 2" in out
    assert "Checking" in err
    days = Figure.objects.get(indicator__slug="good-air-days")
    assert [days.numerator, days.denominator, days.review, days.origin] == [29, 30, Review.SUBMITTED, Origin.IMPORTED]
    assert (days.version, days.reason, days.entered_by) == (1, name, None)
    assert str(Figure.objects.get(indicator__slug="pm25").half_unit) == "0.0050000000"
    assert Upload.objects.get().state == UploadState.APPLIED
    assert not StagedRow.objects.exists()


def test_a_dry_run_changes_nothing(goals: None, tmp_path: Path) -> None:
    out, _ = run(tmp_path, csv(HEAD, *ROWS), "--dry-run")
    assert "new: 2" in out
    assert not Figure.objects.exists()


def test_one_bad_row_keeps_all_out(goals: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="1 rows have errors"):
        run(tmp_path, csv(HEAD, *ROWS, ["230600", "2024-09", "good-air-days", "31", "30"]))
    assert not Figure.objects.exists()


def test_a_correction_needs_its_reason(goals: None, tmp_path: Path) -> None:
    figure = make_figure(make_indicator(), "2024-10", "28", "30", review=Review.APPROVED)
    with pytest.raises(CommandError, match="--correction"):
        run(tmp_path, csv(HEAD, ROWS[0]))
    out, _ = run(tmp_path, csv(HEAD, ROWS[0]), "--correction", "typing", "--reason", "seen late")
    assert "correction: 1" in out
    figure.refresh_from_db()
    assert [figure.numerator, figure.standing_numerator, figure.review] == [29, 28, Review.SUBMITTED]
    assert (figure.correction, figure.reason, figure.version) == ("typing", "seen late (figures.csv)", 2)


def test_a_closed_month_stays_closed(goals: None, tmp_path: Path) -> None:
    make_plan()
    with pytest.raises(CommandError, match="errors"):
        run(tmp_path, csv(HEAD, ["230600", "2024-08", "good-air-days", "29", "30"]))
