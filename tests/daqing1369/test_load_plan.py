"""The command: what it prints where, its exit codes, and that a wrong file writes nothing."""

import json
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from targets.models import Area, Figure, Goal
from tests import plan_files as files

ROOT = Path(__file__).parent.parent.parent
FIXTURES = sorted((ROOT / "fixtures").glob("*.json"))


def load(*paths: Path, **options: Any) -> list[str]:
    out = StringIO()
    call_command("load_plan", *map(str, paths), stdout=out, **options)
    return out.getvalue().splitlines()


def refusal(*paths: Path, **options: Any) -> tuple[CommandError, list[str]]:
    """The error, and what was told on stderr."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("load_plan", *map(str, paths), stdout=out, stderr=err, **options)
    assert out.getvalue() == ""
    return raised.value, err.getvalue().splitlines()


def history() -> int:
    return sum(model._default_manager.count() for model in apps.get_models() if hasattr(model, "pgh_tracked_model"))


@pytest.mark.django_db
def test_prints_names_then_counts(tmp_path: Path) -> None:
    lines = load(files.write(tmp_path, files.everything()))
    assert lines[:2] == ["created area 230600", "created indicator pm25"]
    assert lines[-3:] == ["outcome of commitment: 1 created", "report: 1 created", "count: 1 created"]
    changed = files.plan(goals=[files.goal(target="26")])
    Figure.objects.all().delete()
    lines = load(files.write(tmp_path, {"plans": [changed]}))
    assert lines[0] == "changed goal 230600 2024 pm25: target 27 → 26"
    assert lines[-2:] == ["node of outcome: 1 unchanged", "goal of outcome: 1 unchanged"]


@pytest.mark.django_db
def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    paths = [files.write(tmp_path, {name: rows}, f"{name}.json") for name, rows in files.everything().items()]
    load(*reversed(paths))
    assert Figure.objects.count() == 1


@pytest.mark.django_db
def test_a_wrong_file_keeps_the_right_ones_out(tmp_path: Path) -> None:
    right = files.write(tmp_path, files.everything())
    wrong = files.write(tmp_path, {"areas": [files.area("x"), files.area("230602", "99")]}, "wrong.json")
    error, told = refusal(right, wrong)
    assert (str(error), error.returncode) == ("nothing was loaded: 2 errors", 1)
    assert [line.split(": ")[:3] for line in told] == [
        ["wrong.json", "area x", "code"],
        ["wrong.json", "area 230602", "parent"],
    ]
    assert not Area.objects.exists()


@pytest.mark.django_db
def test_a_target_moves_with_a_reason_only(tmp_path: Path) -> None:
    load(files.write(tmp_path, files.everything()))
    moved = files.write(tmp_path, {"plans": [files.plan(goals=[files.goal(target="26")])]})
    _, told = refusal(moved)
    reason = "the goal has figures in 2024; to change it, give --reason TEXT"
    assert told == [f"plan.json: plan 230600 2024, goal pm25: target: {reason}"]
    load(moved, reason="letter of 2 May")
    goal = Goal.objects.get()
    assert (str(goal.target), goal.reason) == ("26.000000", "letter of 2 May")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_reason_is_a_text(tmp_path: Path, reason: str) -> None:
    error, _ = refusal(tmp_path, reason=reason)
    assert error.returncode == 2


@pytest.mark.django_db
def test_what_only_the_database_refuses_is_told_and_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "actions.services.plan.load", lambda *_args, **_kwargs: Area.objects.create(code="x" * 13, order=1)
    )
    error, _ = refusal(files.write(tmp_path, files.everything()))
    assert str(error).startswith("nothing was loaded; the database refused it: value too long")
    assert not Area.objects.exists()


def spoilt(change: Callable[[str], str], name: str = "indicators.json") -> bytes:
    return change((ROOT / "fixtures" / name).read_text(encoding="utf-8")).encode()


BAD = {
    "duplicate slug": (spoilt(lambda text: text.replace('"slug": "pm25"', '"slug": "farmland"')), "is given twice"),
    "unknown unit": (spoilt(lambda text: text.replace('"µg/m³"', '"ppm"', 1)), "is an unknown unit"),
    "truncated": (spoilt(lambda text: text[: len(text) // 2]), "is not JSON: line "),
    "not UTF-8": (spoilt(str).replace("µ".encode(), b"\xb5"), "is not UTF-8 text"),
    "empty": (b"", "is empty"),
    "1e400": (spoilt(lambda text: text.replace('"due_day": 5', '"due_day": 1e400')), "must be a whole number"),
    "NaN": (spoilt(lambda text: text.replace('"due_day": 5', '"due_day": NaN')), "must be a whole number"),
    "10 000 characters": (spoilt(lambda text: text.replace("天", "天" * 10_000, 1)), "at most 100 characters"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "reason"), BAD.values(), ids=BAD)
def test_bad_input_gets_a_clear_answer_and_loses_nothing(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    load(files.write(tmp_path, files.everything()))
    before = history()
    error, told = refusal(path)
    assert error.returncode == 1
    assert reason in told[0]
    assert told[0].startswith("bad.json: ")
    assert history() == before


@pytest.mark.django_db
@pytest.mark.slow
def test_the_projects_own_files_load_twice() -> None:
    load(*FIXTURES)
    demo = json.loads((ROOT / "fixtures" / "demo-figures.json").read_text(encoding="utf-8"))
    assert Figure.objects.count() == len(demo["figures"])
    before = history()
    lines = load(*FIXTURES)
    assert [line for line in lines if not line.endswith(" unchanged")] == []
    assert history() == before


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [[], ["--colour", "x.json"]], ids=["no file", "unknown option"])
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "load_plan", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)  # noqa: S603  # our own command
    assert (run.returncode, run.stdout) == (2, "")
    assert "usage: " in run.stderr
