"""What `make demo` needs besides the project itself: clock, accounts, data, static files, server."""

import hashlib
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from http.client import HTTPConnection, HTTPException
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from daqing1369.views import DEMO_PASSWORD
from targets.models import Plan

HOST = "127.0.0.1"
# docs/decisions/0002-wsgi-server.md has the measurement.
WORKERS, THREADS = 2, 2
GROUPS = {"staff": "editor", "reviewer": "reviewer", "leader": "viewer", "admin": "administrator"}
MAY = {"staff": "enters figures", "reviewer": "approves them", "leader": "looks", "admin": "everything, and /admin/"}
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
        fill(sorted((settings.BASE_DIR / "fixtures").glob("*.json")))
        collect_static(settings.DATA_DIR / "static.stamp")


@transaction.atomic
def fill(fixtures: list[Path]) -> None:
    """Load the plan where there is none, and make the accounts where there is nobody. What is there is left."""
    if not Plan.objects.exists():
        call_command("load_plan", *map(str, fixtures), stdout=StringIO())
    if not User.objects.exists():
        make_accounts()


def make_accounts() -> None:
    """The four accounts of the demo, with one published password."""
    password = make_password(DEMO_PASSWORD)
    for name, group in GROUPS.items():
        is_admin = group == "administrator"
        user = User.objects.create(username=name, password=password, is_staff=is_admin, is_superuser=is_admin)
        user.groups.add(Group.objects.get(name=group))


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


def is_free(port: int) -> bool:
    """Whether nobody listens on the port. Asked before the server does, which would share it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


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


def answers(port: int) -> bool:
    """Whether the server is up and its database answers."""
    client = HTTPConnection(HOST, port, timeout=5)
    try:
        client.request("GET", "/healthz")
        return client.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        client.close()


def announce(port: int, say: Callable[[], None], stopped: threading.Event) -> None:
    """Wait until the server answers, then say so."""
    while not stopped.is_set():
        if answers(port):
            say()
            return
        time.sleep(0.1)


def serve(port: int, say: Callable[[], None]) -> None:
    """Serve until Ctrl+C, SIGTERM or the terminal's end. ``say`` is called once the server answers.

    A thread of a worker holds one database connection at most; there are never more threads than the pool allows.
    """
    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()  # the server's processes make their own
    server = Granian(
        "daqing1369.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=min(THREADS, settings.POOL["max_size"]),
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    # By itself the server takes a closed terminal for a wish to reload.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    stopped = threading.Event()
    threading.Thread(target=announce, args=(port, say, stopped), daemon=True).start()
    try:
        server.serve()
    finally:
        stopped.set()
