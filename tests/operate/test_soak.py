"""`make soak`: its checker finds what it is there for, and a run that is stopped leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # has no types
import pytest

from tests.operate.soak.__main__ import wish
from tests.operate.soak.check import State, check
from tests.operate.soak.form import read
from tests.operate.soak.ledger import Ledger, Outcome, Write
from tests.operate.soak.report import Interruption, Report, percentile, run_faults
from tests.operate.soak.stage import DATABASE_ERRORS, MET, SERVER_ERRORS
from tests.operate.trial import Usage

ROOT = Path(__file__).parents[2]
GAP = Interruption(killed=100, back=103, processes=3)


def written(number: int, base: int, outcome: Outcome = Outcome.ACKNOWLEDGED, numerator: str = "27") -> Write:
    numbers = {"numerator": numerator, "denominator": "30"}
    version = base + 1 if outcome is Outcome.ACKNOWLEDGED else None
    return Write(f"soak-01-{number:05d}", "pm25", "2024-10", base, numbers, "value", "soak01", outcome, version)


def state(number: int | None, version: int, numerator: str = "27.0000000000", by: str = "soak01") -> State:
    """Of the write with that number; None: as the plan was loaded."""
    note = "" if number is None else f"soak-01-{number:05d}"
    numbers = {"numerator": Decimal(numerator), "denominator": Decimal(30)}
    empty = {"month_numerator": None, "month_denominator": None}
    return State(7, "pm25", "2024-10", version, note, numbers | empty, by if number else "")


WRITES = [written(1, 1), written(2, 2), written(3, 2, Outcome.CONFLICT)]
HISTORY = [state(None, 1, "20"), state(1, 2), state(2, 3)]


def kinds(writes: list[Write], history: list[State], stands: State | None = None) -> list[str]:
    now = [stands or history[-1]] if history else []
    return [fault.kind for fault in check(writes, history, now)]


def test_finds_nothing_where_all_is_well() -> None:
    assert kinds(WRITES, HISTORY) == []


def test_finds_a_lost_write() -> None:
    assert kinds([*WRITES, written(4, 3)], HISTORY) == ["lost"]


def test_finds_a_write_that_is_only_in_the_figure() -> None:
    assert kinds([*WRITES, written(4, 3)], HISTORY, state(4, 4)) == ["lost", "stands", "stands"]


def test_finds_a_write_whose_figure_fell_back() -> None:
    """The history has it, but what stands is the state before."""
    assert kinds(WRITES, HISTORY, HISTORY[1]) == ["stands", "stands"]


def test_finds_a_doubled_write() -> None:
    assert kinds(WRITES, [*HISTORY, state(2, 4)]) == ["doubled"]
    assert kinds(WRITES, [*HISTORY, state(2, 3)]) == ["doubled", "gap"]


def test_finds_a_refused_write_that_was_made_all_the_same() -> None:
    assert kinds(WRITES, [*HISTORY, state(3, 4)])[0] == "ghost"


def test_finds_a_write_over_a_version_that_its_writer_never_saw() -> None:
    assert kinds([written(1, 1), replace(written(2, 1), version=None)], HISTORY) == ["overwritten"]


def test_finds_other_numbers_than_typed() -> None:
    assert kinds([written(1, 1), written(2, 2, numerator="28")], HISTORY) == ["altered"]
    assert kinds([written(1, 1), written(2, 2, numerator="")], HISTORY) == ["altered"]


def test_finds_another_place_and_another_version_than_answered() -> None:
    assert kinds([written(1, 1), replace(written(2, 2), month="2024-09")], HISTORY) == ["altered"]
    assert kinds([written(1, 1), replace(written(2, 2), version=9)], HISTORY) == ["altered"]


def test_a_reviewer_may_follow_a_write() -> None:
    assert kinds(WRITES, [*HISTORY, state(2, 4, by="reviewer")]) == []


def test_finds_a_write_under_another_name() -> None:
    assert kinds([written(1, 1), written(2, 2)], [*HISTORY[:2], state(2, 3, by="soak02")]) == ["altered", "lost"]


def test_finds_a_gap_in_the_versions() -> None:
    assert kinds([], [HISTORY[0], HISTORY[2]]) == ["gap"]
    assert [fault.kind for fault in check([], [], [HISTORY[0]])] == ["gap"]


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.FAULT])
def test_an_unanswered_write_may_be_there_or_not(outcome: Outcome) -> None:
    assert kinds([*WRITES, written(4, 3, outcome)], HISTORY) == []
    assert kinds([*WRITES, written(4, 3, outcome)], [*HISTORY, state(4, 4)]) == []


def test_an_unanswered_write_is_not_there_twice() -> None:
    assert "doubled" in kinds([*WRITES, written(4, 3, Outcome.UNKNOWN)], [*HISTORY, state(4, 4), state(4, 5)])


def test_nothing_but_a_write_of_the_run_may_stand_last() -> None:
    assert kinds(WRITES, [*HISTORY, state(None, 4)]) == ["stands"]


ROWS = """
<body hx-headers='{"X-CSRFToken": "t"}'><form id="entry" action="/figures/2024/10/?area=1">
<input type="hidden" name="csrfmiddlewaretoken" value="t">
<input name="pm25-version" value="3"><input name="pm25-numerator" value="1&amp;2"><input name="pm25-x" disabled>
<select name="pm25-given"><option value="mean">m</option><option value="sum" selected>s</option></select>
<select name="pm25-correction"><option value="">-</option><option value="typing">t</option></select>
<textarea name="pm25-note">
  a
b</textarea><input type="checkbox" name="pm25-clear" value="yes"><button name="save" value="pm25">
<input name="pm25-a230602-version" value="0"><textarea name="pm25-a230602-note"></textarea>
<input type="radio" name="pm25-a230602-way" value="p" checked><input type="radio" name="pm25-a230602-way" value="q">
<input name="locked-version" value="1"><div hx-post="/figures/2024/10/pm25/preview/"></div>
</form>"""


def test_reads_a_page_as_a_browser_does() -> None:
    page = read(ROWS)
    assert page.keys == ["pm25", "pm25-a230602"]
    assert page.row("pm25") == {
        "version": "3",
        "numerator": "1&2",
        "given": "sum",
        "correction": "",
        "note": "  a\nb",
    }
    assert page.row("pm25-a230602") == {"version": "0", "note": "", "way": "p"}
    assert page.fields["csrfmiddlewaretoken"] == "t"
    assert (page.boxes, page.choices["pm25-correction"]) == ({"pm25-clear": "yes"}, ["", "typing"])
    assert page.address("/2024/10/") == "/figures/2024/10/?area=1"
    assert page.address("/pm25/preview/") == "/figures/2024/10/pm25/preview/"
    assert page.address("/nowhere/") is None


def test_puts_a_row_in_the_place_of_the_old_one() -> None:
    page = read(ROWS)
    page.put(read('<input name="pm25-version" value="4"><textarea name="pm25-note">n</textarea>'), "pm25")
    assert page.row("pm25") == {"version": "4", "note": "n"}
    assert page.row("pm25-a230602")["way"] == "p"
    assert page.boxes == {}


def test_reads_its_settings() -> None:
    assert wish({}) == wish({"SOAK_SECONDS": "60", "SOAK_EDITORS": "50", "SOAK_PAUSE": "1", "SOAK_FORMAT": ""})
    assert wish({"SOAK_FORMAT": "json"}).as_json


@pytest.mark.parametrize(
    "setting", [{"SOAK_SECONDS": "x"}, {"SOAK_SECONDS": "0"}, {"SOAK_SECONDS": "nan"}, {"SOAK_EDITORS": "100"}]
)
def test_refuses_settings_that_are_none(setting: dict[str, str]) -> None:
    with pytest.raises(Usage):
        wish(setting)


def test_percentiles() -> None:
    times = [number / 100 for number in range(1, 101)]
    assert (percentile(times, 0.5), percentile(times, 0.95), percentile([], 0.5)) == (0.5, 0.95, 0)
    assert percentile([3, 1, 2], 0.5) == 2


def test_a_run_that_proves_nothing_is_a_fault() -> None:
    ledger = Ledger(writes=[written(1, 1)], lost=[(101, 102), (50, 51)])
    faults = run_faults(ledger, replace(GAP, processes=1))
    assert [fault.split(",")[0] for fault in faults] == [
        "no answer -50.00 s after the kill",
        "nothing was acknowledged after the restart",
        "only 1 processes were killed; the server has two workers",
    ]


def test_shows_its_faults() -> None:
    report = Report({"lost": 1}, [f"lost: {number}" for number in range(25)])
    assert report.as_table().splitlines()[-1] == "… and 5 more"
    assert report.as_json()["ok"] is False


def test_knows_a_complaint_in_a_log() -> None:
    known = 'ERROR:  duplicate key value violates unique constraint "one_figure_per_indicator_area_month"'
    assert MET.search(known)
    assert DATABASE_ERRORS.search("2026-11-24 02:00:00 UTC [9] ERROR:  deadlock detected")
    assert not DATABASE_ERRORS.search("2026-11-24 02:00:00 UTC [9] LOG:  starting PostgreSQL")
    assert SERVER_ERRORS.search("2025-01-06 09:00:00 ERROR django.request: Internal Server Error: /")
    assert not SERVER_ERRORS.search("2025-01-06 09:00:00 WARNING django.request: Conflict: /figures/2024/10/")


@pytest.fixture
def command(tmp_path: Path) -> Callable[[], subprocess.Popen[str]]:
    """A short run whose scratch directory is below ``tmp_path``."""

    def start() -> subprocess.Popen[str]:
        short = {"SOAK_SECONDS": "3", "SOAK_EDITORS": "5", "SOAK_PAUSE": "0.2", "SOAK_FORMAT": "json"}
        return subprocess.Popen(  # our own command
            [sys.executable, "-m", "tests.operate.soak"],
            cwd=ROOT,
            env=os.environ | short | {"TMPDIR": str(tmp_path), "PYTHONWARNINGS": "ignore"},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    return start


def leftovers(folder: Path) -> list[str]:
    """What is below the folder, and the processes that have it in their command or data directory."""
    found = [path.name for path in folder.iterdir()]
    for process in psutil.process_iter():
        try:
            told = [*process.cmdline(), process.environ().get("DATA_DIR", "")]
        except psutil.Error:
            continue
        if any(str(folder) in text for text in told):
            found.append(" ".join(told))
    return found


@pytest.mark.slow
def test_leaves_nothing_behind_when_it_is_stopped(command: Callable[[], subprocess.Popen[str]], tmp_path: Path) -> None:
    process = command()
    assert process.stderr is not None
    assert process.stderr.readline() == "Preparing a scratch database …\n"
    while not list(tmp_path.glob("*/postgres/cluster*")):  # the database is there; the plan is being loaded
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=120)
    assert process.returncode == 128 + signal.SIGTERM
    assert leftovers(tmp_path) == []
