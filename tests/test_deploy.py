"""The example files of docs/deploy name what is there: commands, scripts, settings, the largest upload."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(path for path in DEPLOY.iterdir() if path.suffix in (".service", ".timer", ".target"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_names_what_is_there(unit: Path) -> None:
    text = unit.read_text()
    for command in re.findall(r"manage\.py (\w+)", text):
        assert command in get_commands()
    for path in re.findall(r"/opt/daqing1369/(docs/\S+)", text):
        assert (ROOT / path).is_file()
    for name in re.findall(r"(daqing1369[\w-]*)(?:@\d+)?\.service", text):
        assert list(DEPLOY.glob(f"{name}*.service"))
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service") in UNITS


def test_every_setting_of_the_example_is_read() -> None:
    read = (ROOT / "daqing1369" / "settings.py").read_text()
    names = re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE)
    assert len(names) == 7
    for name in names:
        assert f'"{name}"' in read


def test_nginx_lets_the_largest_upload_through() -> None:
    told = re.search(r"client_max_body_size (\d+)m", (DEPLOY / "nginx.conf").read_text())
    assert told and int(told[1]) > settings.MAX_UPLOAD_MB


@pytest.mark.parametrize("script", sorted(DEPLOY.glob("*.sh")), ids=lambda path: path.name)
def test_a_script_can_be_run(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["/bin/sh", "-n", script], check=False).returncode == 0  # noqa: S603  # our own script


def test_old_backups_go_and_the_first_of_a_month_stays(tmp_path: Path) -> None:
    """`backup.sh`, with a program that writes the file in the place of manage.py."""
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\ntest "$1 $2 $4" = "manage.py backup --verify" && touch "$3"\n')
    python.chmod(0o755)
    for name in ("20240901-023000", "20240902-023000"):
        (tmp_path / f"daqing1369-{name}.tar").touch()
        subprocess.run(["/usr/bin/touch", "-d", "40 days ago", tmp_path / f"daqing1369-{name}.tar"], check=True)  # noqa: S603
    (tmp_path / "daqing1369-20240903-023000.tar").touch()
    run = [DEPLOY / "backup.sh", tmp_path]
    assert subprocess.run(run, env={"PYTHON": str(python), "PATH": "/usr/bin:/bin"}, check=False).returncode == 0  # noqa: S603
    left = sorted(path.name for path in tmp_path.glob("*.tar"))
    assert len(left) == 3
    assert left[:2] == ["daqing1369-20240901-023000.tar", "daqing1369-20240903-023000.tar"]
    python.write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / left[0]).rename(tmp_path / "daqing1369-20240902-023000.tar")
    assert subprocess.run(run, env={"PYTHON": str(python), "PATH": "/usr/bin:/bin"}, check=False).returncode == 1  # noqa: S603
    assert len(list(tmp_path.glob("*.tar"))) == 3, "nothing is deleted where the backup failed"


def test_the_server_s_unit_sets_what_our_own_start_sets() -> None:
    """It starts granian's command, where nothing of ours sets them."""
    settings = "MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072"
    assert f"\nEnvironment={settings}\n" in (DEPLOY / "daqing1369@.service").read_text()
