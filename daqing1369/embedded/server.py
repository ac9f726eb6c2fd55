"""The embedded server's life: started by the first process that needs it, stopped when the last one has ended.

``ensure_running`` makes the calling process a user of the database for the rest of its life and returns how to connect.
A user holds ``postgres.lease`` shared (``locks``). One keeper waits to hold it exclusively, which the kernel grants
when the last user has died in whatever way, and then stops the server (``keeper``). What can meet, and why it is safe:

* Two processes need a server at once. Creating and starting happen under ``start.lock``; the second one finds it done.
* A process arrives while the keeper stops the server. It waits for the lease, so it never sees a server on its way
  out, and starts it again. The keeper gives up ``keeper.lock`` before the lease, so that the newcomer starts a new
  keeper. A keeper killed between the two may let both go at slightly different moments; a newcomer that had to wait
  for the lease therefore gives ``keeper.lock`` a moment before it believes that a keeper lives.
* The keeper lets the lease go during its grace and asks again without waiting: a newcomer in that time is simply a
  user, and the keeper goes back to waiting.
* The keeper is killed. ``keeper.lock`` is free; the next process that comes starts another one. The lock is taken by
  the starter and inherited by the keeper, so there is no moment in which a second one could be started.
* The starter is killed. It became a user first and started the keeper second, so somebody knows of the server. A
  half-made cluster has another name until it is complete. A server that was just being launched goes on by itself:
  the next process waits for it, or the keeper stops it, whose grace is longer than a launch needs to be visible.
* The server is killed. The next connection of any process fails, and ``ensure_running`` starts it again under the
  lock; PostgreSQL recovers what was committed. Orphaned backends and the stale pid file are cleared away first, which
  is done only while no living server works in the directory and its socket does not answer.
* A pid is used again after a reboot. A process counts as the server only if it works in the cluster's directory.
* The directory is deleted under running processes. Locks count only while their file is still at its path: an old
  keeper leaves the new server alone, and an old user takes a new lease when it next connects.
* A process forks. The child shares the lease, and the server lives until both have ended. Programs that are started
  (the server, the keeper, anything else) do not inherit it: Python's files are close-on-exec.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

from psycopg import pq
from psycopg.conninfo import make_conninfo

from daqing1369.embedded import cluster, locks, postmaster
from daqing1369.embedded.install import Account, ServerError, binaries, run, server_binaries

__all__ = ["ConnectionParams", "ServerError", "binaries", "connection_params", "ensure_running", "reset", "stop"]

GRACE = 2.0  # seconds which the server outlives its last user
START_SECONDS = 120.0  # crash recovery included
STEP = 0.02
LAUNCHES = 3  # a server may be killed again while it recovers
LOG_LINES = 20


class ConnectionParams(TypedDict):
    """For ``psycopg.connect(**params, dbname=…)``; the role is the cluster's superuser, without a password."""

    host: str
    port: str
    user: str


def connection_params(data_dir: Path) -> ConnectionParams:
    """How to connect, running or not."""
    data = data_dir.resolve()
    return {"host": str(cluster.socket_dir(data)), "port": cluster.PORT, "user": cluster.SUPERUSER}


def in_use_here(data_dir: Path) -> bool:
    """Whether this process is already a user of the database, so that the server stays as long as it lives."""
    return locks.held(data_dir.resolve())


def ensure_running(data_dir: Path) -> ConnectionParams:
    """Makes this process a user of the database in ``data_dir``, creating and starting it where needed.

    Returns when the server takes connections. Raises ServerError with the end of the server's log where it does not.
    """
    data = data_dir.resolve()
    try:
        waited = locks.hold(data)
        with locks.starting(data):
            cluster.claim(data)
            _ensure_keeper(data, patience=0.05 if waited else 0)
            if _ping(data) != pq.Ping.OK:
                _start(data)
    except TimeoutError as error:
        raise ServerError(f"The database does not become free: {error} See {data / 'server.log'}.") from error
    except OSError as error:
        raise ServerError(f"The database in {data} cannot be used: {error}") from error
    return connection_params(data)


def stop(data_dir: Path) -> None:
    """Stops the server at once and ends this process's use of it. Raises locks.InUse where another process uses it."""
    data = data_dir.resolve()
    with locks.alone(data):
        postmaster.stop(cluster.path(data))


def reset(data_dir: Path) -> None:
    """Stops the server and deletes the database. Raises locks.InUse where another process uses it."""
    data = data_dir.resolve()
    if not data.exists():
        return
    with locks.alone(data):
        postmaster.stop(cluster.path(data))
        cluster.remove(data)


def _ping(data: Path) -> pq.Ping:
    """What the socket says: OK, REJECT (starting, recovering, stopping) or NO_RESPONSE."""
    return pq.Ping(pq.PGconn.ping(make_conninfo(**connection_params(data), dbname="postgres").encode()))


def _start(data: Path) -> None:
    """Brings the server up, from whatever state it is in; under the start lock."""
    launches = 0
    deadline = time.monotonic() + START_SECONDS
    while (answer := _ping(data)) != pq.Ping.OK:
        real = cluster.path(data)
        pid = postmaster.find(real)
        if pid is None and answer == pq.Ping.NO_RESPONSE:
            if launches == LAUNCHES:
                raise ServerError(_complaint(data))
            launches += 1
            _launch(data)
        elif pid is not None and postmaster.is_stopping(real):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)  # a patient shutdown would wait for our own connections
        if time.monotonic() > deadline:
            raise ServerError(_complaint(data))
        time.sleep(STEP)


def _launch(data: Path) -> None:
    who = cluster.prepare(data)
    real = cluster.path(data)
    postmaster.clear_wreck(real, cluster.socket_dir(data))
    with (data / "server.log").open("ab") as output:
        _pg_ctl_start(real, who, output.fileno())


def _pg_ctl_start(real: Path, who: Account | None, output: int) -> None:
    """Starts the server, detached from this process and its terminal, and waits until it is ready or has failed.

    pg_ctl is run in the directory and given ``.``, for it would hand a path's special characters to a shell.
    """
    start = ["start", "-D", ".", "-s", "-w", "-t", f"{START_SECONDS:.0f}"]
    run([server_binaries(who) / "pg_ctl", *start], who, cwd=real, output=output)


def _complaint(data: Path) -> str:
    log = data / "server.log"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    tail = "\n".join(lines[-LOG_LINES:])
    return (
        f"The database server in {data} does not start. The end of {log}:\n{tail}\n"
        "Remove the cause named there (a full disk, missing rights) and try again; make demo-reset starts afresh and"
        " deletes what was entered."
    )


def _ensure_keeper(data: Path, *, patience: float) -> None:
    """Starts a keeper where none lives."""
    try:
        lock, _ = locks.take(data / locks.KEEPER, fcntl.LOCK_EX, patience=patience)
    except TimeoutError:
        return
    packages = [str(Path(__file__).parents[2]), *filter(None, sys.path)]
    try:
        with (data / "keeper.log").open("wb") as log:
            subprocess.run(  # noqa: S603 - this very interpreter, this very package
                [sys.executable, "-m", "daqing1369.embedded.keeper", str(data), str(lock), str(GRACE)],
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": os.pathsep.join(packages)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(lock,),
                start_new_session=True,
                check=True,
            )
    except subprocess.CalledProcessError as error:
        raise ServerError(f"The database's keeper does not start; see {data / 'keeper.log'}.") from error
    finally:
        os.close(lock)
