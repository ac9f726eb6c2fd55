"""The WSGI server, in the foreground on the loopback: how it starts, says that it is ready, and ends as a whole."""

import ctypes
import gc
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

HOST = "127.0.0.1"
# docs/decisions/0002-wsgi-server.md has the measurement.
WORKERS, THREADS = 2, 32
# mallopt's M_ARENA_MAX, and M_MMAP_THRESHOLD and M_TRIM_THRESHOLD at their first values, which glibc raises by itself
# after the first large block: what is freed goes back to the system.
_MALLOC = {-8: 2, -3: 128 * 1024, -1: 128 * 1024}
GRACE = 5  # seconds that a request may still take once the server is to stop


def is_free(port: int) -> bool:
    """Whether nobody listens on the port. Asked before the server does, which would share it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


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


def serve(port: int, say: Callable[[], None]) -> None:
    """Serve until Ctrl+C, SIGTERM or the terminal's end. ``say`` is called once the server answers.

    Its threads wait for slow clients; few requests are computed at once, each with one database connection at most
    (``daqing1369.incoming``).
    """
    _leave_database()
    _load()
    # The server advises against many threads, for it does not know that they take turns.
    logging.getLogger("_granian").addFilter(lambda record: "Python threads" not in record.getMessage())
    server = Granian(
        "daqing1369.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
    )
    # By itself the server takes a closed terminal for a wish to reload.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    stopped = threading.Event()
    threading.Thread(target=_announce, args=(port, say, stopped), daemon=True).start()
    try:
        server.serve(target_loader=_begin_worker)
    finally:
        stopped.set()


def _load() -> None:
    """Load the application before the workers are forked, so that they share its memory; each has what it writes."""
    from daqing1369.rehearsal import answer_login, show_pages

    import_module("daqing1369.wsgi")
    import_module(settings.ROOT_URLCONF)
    copy_context().run(answer_login)
    copy_context().run(show_pages)
    _leave_database()
    gc.collect()
    gc.freeze()  # the collector's own marks would copy every page of it into each worker


def _leave_database() -> None:
    """Before a fork: each process has its own connections, and its own threads that look after them."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()


def _announce(port: int, say: Callable[[], None], stopped: threading.Event) -> None:
    """Wait until the server answers, then say so."""
    while not stopped.wait(0.1):
        if answers(port):
            say()
            return


def _begin_worker(_target: str) -> Any:
    """The application, in a worker that only its server stops.

    A worker that gets two signals at once hangs in the first one's handler. Ctrl+C reaches all processes of a group,
    and then the server stops its workers: so each worker is a group of its own. In return it must end by itself when
    its server was killed.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until the worker has its own; the server's would do nothing here
    os.setpgrp()
    with suppress(OSError, AttributeError):  # glibc's alone: else freed memory stays here, in parts for many threads
        for what, value in _MALLOC.items():
            ctypes.CDLL(None).mallopt(what, value)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    from daqing1369.wsgi import application

    return application


def _end_with(server: int) -> None:
    """End this process after the server's."""
    while os.getppid() == server:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
