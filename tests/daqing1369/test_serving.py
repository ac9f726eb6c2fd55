"""The server starts, says so, and ends as a whole however it is ended."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from daqing1369 import serving

ROOT = Path(__file__).parent.parent.parent
SERVE = (
    "import sys, django; django.setup(); from daqing1369.serving import serve;"
    " serve(int(sys.argv[1]), lambda: print('ready', flush=True)); print('ended', flush=True)"
)

LOAD = """
import threading, django; django.setup()
from django.db import connection
from daqing1369 import rehearsal, serving
rehearsal.show_pages = lambda: print(connection.cursor().execute('SELECT 1').fetchone())
serving._load()
print(threading.active_count(), connection.connection, connection._connection_pools)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def health() -> Iterator[Callable[[int], int]]:
    """``health(status)``: the port of a server that answers everything so."""
    servers = []

    def start(status: int) -> int:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server.server_port

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_port_is_free_or_taken(health: Callable[[int], int]) -> None:
    assert not serving.is_free(health(200))
    assert serving.is_free(free_port())


def test_answers_only_with_its_database(health: Callable[[int], int]) -> None:
    assert serving.answers(health(200))
    assert not serving.answers(health(503))
    assert not serving.answers(free_port())


def test_says_once_that_it_is_ready(health: Callable[[int], int]) -> None:
    said: list[str] = []
    serving._announce(health(200), lambda: said.append("ready"), threading.Event())
    assert said == ["ready"]


def test_says_nothing_when_it_was_stopped() -> None:
    stopped = threading.Event()
    stopped.set()
    serving._announce(free_port(), pytest.fail, stopped)


@pytest.mark.slow
def test_the_pages_are_shown_and_leave_the_fork_neither_threads_nor_connections() -> None:
    done = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", LOAD],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "daqing1369.settings", "PYTHONWARNINGS": "ignore"},
        text=True,
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "(1,)\n1 None {}\n"


@pytest.fixture
def server() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server in a group of its own, ready."""
    port = free_port()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "daqing1369.settings", "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, "-c", SERVE, str(port)],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process, port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_to_all_ends_all(server: tuple[subprocess.Popen[str], int], number: signal.Signals) -> None:
    process, port = server
    os.killpg(process.pid, number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "ended\n")
    assert "refused to gracefully stop" not in err
    assert serving.is_free(port)


@pytest.mark.slow
def test_workers_do_not_outlive_a_killed_server(server: tuple[subprocess.Popen[str], int]) -> None:
    process, port = server
    process.kill()
    process.wait(timeout=30)
    until = time.monotonic() + 15
    while not serving.is_free(port) and time.monotonic() < until:
        time.sleep(0.1)
    assert serving.is_free(port)
