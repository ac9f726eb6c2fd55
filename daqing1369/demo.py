"""What `make demo` needs besides the project itself: clock, accounts, data, static files."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import transaction

from daqing1369 import clock
from daqing1369.serving import HOST
from daqing1369.views import DEMO_PASSWORD
from targets.models import Assignment, CityDay, Feed, Plan, WaterSample

GROUPS = {"staff": "editor", "reviewer": "reviewer", "leader": "viewer", "admin": "administrator"}
MAY = {"staff": "enters figures", "reviewer": "approves them", "leader": "looks", "admin": "everything, and /admin/"}
ASSIGNED = ("editor", "reviewer")  # to every figure of every area
# 09:00 on a Monday, with October 2024 just over; the offset is that of Asia/Shanghai.
SETTINGS = "DEMO=on\nCLOCK=2024-11-04T09:00:00+08:00\n"


def write_settings(folder: Path) -> bool:
    """Write the demo's settings where every later command of the checkout reads them. False: they were there."""
    path = folder / "evaluation.env"
    if path.exists():
        return False
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(SETTINGS, encoding="utf-8")
    return True


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one process at a time prepare; a second demo started beside waits for the first."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "demo.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def prepare() -> None:
    """Migrate, fill what is empty, and collect the static files where they changed."""
    with alone(settings.DATA_DIR):
        call_command("migrate", verbosity=0, interactive=False)
        fixtures = settings.BASE_DIR / "fixtures"
        fill(sorted(fixtures.glob("*.json")))
        measure(sorted((fixtures / "monitoring").glob("*.csv")))
        collect_static(settings.DATA_DIR / "static.stamp")


@transaction.atomic
def fill(fixtures: list[Path]) -> None:
    """Load the plan where there is none, and make the accounts where there is nobody. What is there is left."""
    if not Plan.objects.exists():
        call_command("load_plan", *map(str, fixtures), stdout=StringIO())
    if not User.objects.exists():
        make_accounts()


def measure(files: list[Path]) -> None:
    """Take the measurements in where there are none, each file by the command for its kind; the figures follow.

    The demo's figures are on record already and equal what these measurements give, so that nothing about them changes.
    The readings after the demo's clock are taken in as well; no page shows them before their time.
    """
    if not Feed.objects.exists() or CityDay.objects.exists() or WaterSample.objects.exists():
        return
    for path in files:
        kind = "air" if "_air_" in path.name else "water"
        call_command(f"import_{kind}", str(path), past_the_clock=True, stdout=StringIO(), stderr=StringIO())


def make_accounts() -> None:
    """The four accounts of the demo, with one published password."""
    password = make_password(DEMO_PASSWORD)
    for name, group in GROUPS.items():
        is_admin = group == "administrator"
        user = User.objects.create(
            username=name,
            email=f"{name}@example.org",  # reminders are printed, not sent
            password=password,
            is_staff=is_admin,
            is_superuser=is_admin,
        )
        user.groups.add(Group.objects.get(name=group))
        if group in ASSIGNED:
            Assignment.objects.create(user=user, area=None, indicator=None, changed_at=clock.now(), reason="demo")


def collect_static(stamp: Path) -> bool:
    """Collect, name by content and compress the static files, unless none changed since. True: it was done."""
    found = fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == found and settings.STATIC_ROOT.exists():
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(found, encoding="utf-8")
    return True


def fingerprint() -> str:
    """Changes with the name, size or time of any static file, and with the place where they are collected."""
    files = [str(settings.STATIC_ROOT)]
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            files.append(f"{path} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(files)).encode()).hexdigest()


@contextmanager
def publisher() -> Iterator[None]:
    """Keep what the database views show current, in a process beside the server; it ends with this one."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "recompute", "--follow"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:  # noqa: S603  # our own command
        try:
            yield
        finally:
            process.terminate()


def accounts() -> list[str]:
    """The demo's accounts that exist."""
    there = set(User.objects.filter(username__in=GROUPS).values_list("username", flat=True))
    return [name for name in GROUPS if name in there]


def banner(port: int, names: list[str]) -> str:
    """Where it is, who may log in, how to stop."""
    lines = ["", f"  The board is ready:  http://{HOST}:{port}/", ""]
    if names:
        lines += [f"    {name:<10}{MAY[name]}" for name in names]
        lines += ["", f"  Password of each: {DEMO_PASSWORD}"]
    lines += ["  Stop with Ctrl+C; what was typed in is kept. Start afresh: make demo-reset", ""]
    return "\n".join(lines)
