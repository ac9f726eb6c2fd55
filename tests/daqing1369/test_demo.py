"""What `make demo` prepares: its settings, what is empty, the static files; and what it refuses."""

import os
import socket
import sys
from collections.abc import Iterator
from fcntl import LOCK_EX, LOCK_NB, flock
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from pytest_django import Settings

from daqing1369 import demo, serving
from daqing1369.management.commands.demo import port_of
from daqing1369.views import DEMO_ACCOUNTS, DEMO_PASSWORD
from targets.models import Assignment, Figure, Plan
from tests import plan_files as files
from tests.factories import make_plan
from tests.measured import make_feed, make_month


@pytest.fixture
def evaluation(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Evaluation mode with a folder of its own, and nothing that would really prepare or serve."""
    settings.EVALUATION, settings.DATA_DIR = True, tmp_path
    for module, name in ((demo, "prepare"), (serving, "serve"), (os, "execv")):
        monkeypatch.setattr(module, name, lambda *_args, name=name: done.append(name))
    done.clear()
    return settings


done: list[str] = []


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def refusal(monkeypatch: pytest.MonkeyPatch, **environment: str) -> CommandError:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CommandError) as raised:
        call_command("demo")
    return raised.value


def test_writes_the_demos_settings_once(tmp_path: Path) -> None:
    assert demo.write_settings(tmp_path / "data")
    written = tmp_path / "data" / "evaluation.env"
    assert written.read_text(encoding="utf-8") == "DEMO=on\nCLOCK=2024-11-04T09:00:00+08:00\n"
    written.write_text("DEMO=on\n", encoding="utf-8")
    assert not demo.write_settings(tmp_path / "data")
    assert written.read_text(encoding="utf-8") == "DEMO=on\n"


def test_begins_again_with_the_settings_it_wrote(evaluation: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def become(*command: object) -> NoReturn:
        done.append(str(command))
        raise SystemExit

    monkeypatch.setattr(os, "execv", become)
    with pytest.raises(SystemExit):
        call_command("demo", stderr=StringIO())
    assert done == [str((sys.executable, [sys.executable, *sys.argv]))]
    assert (evaluation.DATA_DIR / "evaluation.env").exists()


@pytest.mark.django_db
def test_prepares_then_serves(evaluation: Settings) -> None:
    demo.write_settings(evaluation.DATA_DIR)
    call_command("demo", stderr=StringIO())
    assert done == ["prepare", "serve"]


def test_keeps_off_a_real_database(evaluation: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluation.EVALUATION = False
    error = refusal(monkeypatch)
    assert (str(error), error.returncode) == (
        "The demo keeps a database of its own: run it without DATABASE_URL in the environment.",
        1,
    )
    assert done == []


def test_says_that_the_port_is_taken(evaluation: Settings, monkeypatch: pytest.MonkeyPatch, taken_port: int) -> None:
    error = refusal(monkeypatch, PORT=str(taken_port))
    assert str(error) == f"Port {taken_port} is taken. Choose another one: make demo PORT={taken_port + 1}"
    assert error.returncode == 1
    assert done == []


@pytest.mark.parametrize("text", ["0", "65536", "-1", "x", "８０００", "8000.5"])
def test_a_port_is_a_number(text: str) -> None:
    with pytest.raises(CommandError) as raised:
        port_of(text)
    assert raised.value.returncode == 2


def test_a_port() -> None:
    assert [port_of("1"), port_of("65535")] == [1, 65535]


@pytest.mark.django_db
def test_fills_an_empty_database(tmp_path: Path) -> None:
    demo.fill([files.write(tmp_path, files.everything())])
    assert (Plan.objects.count(), Figure.objects.count()) == (1, 1)
    roles = {user.username: user.groups.get().name for user in User.objects.all()}
    assert roles == {"staff": "editor", "reviewer": "reviewer", "leader": "viewer", "admin": "administrator"}
    assert tuple(demo.GROUPS) == DEMO_ACCOUNTS
    assert [user.username for user in User.objects.filter(is_staff=True, is_superuser=True)] == ["admin"]
    request = RequestFactory().post("/login/")
    assert all(authenticate(request, username=name, password=DEMO_PASSWORD) for name in DEMO_ACCOUNTS)


@pytest.mark.django_db
def test_leaves_a_filled_database_as_it_is(tmp_path: Path) -> None:
    make_plan()
    User.objects.create_user("somebody")
    demo.fill([files.write(tmp_path, files.everything())])
    assert (Plan.objects.count(), Figure.objects.count(), User.objects.count()) == (1, 0, 1)
    assert demo.accounts() == []


@pytest.mark.django_db
def test_makes_accounts_where_there_is_nobody(tmp_path: Path) -> None:
    make_plan()
    demo.fill([])
    assert demo.accounts() == list(DEMO_ACCOUNTS)
    everything = Assignment.objects.filter(area=None, indicator=None)
    assert sorted(one.user.username for one in everything) == ["reviewer", "staff"]


@pytest.mark.django_db
def test_what_is_half_filled_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "make_accounts", interrupted)
    with pytest.raises(KeyboardInterrupt):
        demo.fill([files.write(tmp_path, files.everything())])
    assert not Plan.objects.exists()


def test_says_where_it_is_and_how_to_stop() -> None:
    told = demo.banner(8001, list(DEMO_ACCOUNTS))
    assert "http://127.0.0.1:8001/" in told
    assert all(f"    {name} " in told for name in DEMO_ACCOUNTS)
    assert DEMO_PASSWORD in told
    assert "Ctrl+C" in told


def test_names_no_password_where_nobody_has_it() -> None:
    assert DEMO_PASSWORD not in demo.banner(8001, [])


@pytest.fixture
def static(settings: Settings, tmp_path: Path) -> Path:
    """The only source of static files."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a{}", encoding="utf-8")
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = tmp_path / "collected", [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    return source


def test_collects_static_files_when_they_changed(static: Path, tmp_path: Path, settings: Settings) -> None:
    stamp = tmp_path / "stamp"
    assert demo.collect_static(stamp)
    assert (settings.STATIC_ROOT / "a.css").read_text(encoding="utf-8") == "a{}"
    assert not demo.collect_static(stamp)
    (static / "a.css").write_text("a{color:red}", encoding="utf-8")
    assert demo.collect_static(stamp)
    (static / "b.css").touch()
    assert demo.collect_static(stamp)


def test_one_prepares_at_a_time(tmp_path: Path) -> None:
    with demo.alone(tmp_path), (tmp_path / "demo.lock").open() as lock, pytest.raises(BlockingIOError):
        flock(lock, LOCK_EX | LOCK_NB)


def test_prepares_in_order(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(demo, "call_command", lambda name, **_options: calls.append(name))
    monkeypatch.setattr(demo, "fill", lambda fixtures: calls.append([path.name for path in fixtures]))
    monkeypatch.setattr(demo, "measure", lambda files: calls.append([path.suffix for path in files]))
    monkeypatch.setattr(demo, "collect_static", lambda stamp: calls.append(stamp.name))
    demo.prepare()
    fixtures = [
        "actions-2024.json",
        "areas.json",
        "demo-figures.json",
        "indicators.json",
        "monitoring.json",
        "plan-2024.json",
    ]
    assert calls[:2] == ["migrate", fixtures]
    assert set(calls[2]) == {".csv"}
    assert calls[3:] == ["static.stamp"]


@pytest.mark.django_db
def test_measures_once_by_the_command_for_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(demo, "call_command", lambda *command, **_options: calls.append(command))
    files = [Path("daqing_air_daily.csv"), Path("daqing_water_sample.csv")]
    demo.measure(files)
    assert calls == [], "there is nothing that measurements would feed"
    make_feed()
    demo.measure(files)
    assert calls == [("import_air", "daqing_air_daily.csv"), ("import_water", "daqing_water_sample.csv")]
    make_month("2024-10", 1)
    demo.measure(files)
    assert len(calls) == 2
