"""The lock files of one data directory. The kernel drops a lock when its last holder dies, however that happens.

``postgres.lease``  shared: somebody uses the database; exclusive: nobody does, and the server may be stopped.
``start.lock``      exclusive, taken only by holders of the lease: who creates or starts the server.
``keeper.lock``     exclusive, held by the keeper from before its birth (it inherits the open file) to its end.

The locks are flock(2): they belong to the open file, so a forked child shares them, and Python opens files
close-on-exec, so a program that is started does not.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LEASE = "postgres.lease"
START = "start.lock"
KEEPER = "keeper.lock"
PATIENCE = 180.0  # seconds: longer than a start with crash recovery or a stop with its checkpoint may last
STEP = 0.01  # seconds between two looks at a lock
LOOKS = 20  # this often users must be seen before somebody who wants to be alone gives up

_leases: dict[Path, int] = {}
_guard = threading.Lock()


class InUse(Exception):
    """Another process uses the database."""


def _renew_guard() -> None:
    """A child forked while another thread was waiting here must not wait for that thread."""
    global _guard
    _guard = threading.Lock()


os.register_at_fork(after_in_child=_renew_guard)


def is_at(fd: int, path: Path) -> bool:
    """Whether the open file is still the one at the path; it is not once somebody deleted the directory."""
    try:
        here, there = os.fstat(fd), path.stat()
    except OSError:
        return False
    return os.path.samestat(here, there)


def take(path: Path, how: int, *, patience: float = PATIENCE) -> tuple[int, bool]:
    """An open file that holds the lock (LOCK_SH or LOCK_EX), and whether it had to be waited for.

    Raises TimeoutError when the lock stays taken longer than ``patience`` seconds.
    """
    deadline = time.monotonic() + patience
    waited = False
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(fd, how | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            if time.monotonic() >= deadline:
                raise TimeoutError(f"{path} stayed locked for {patience:g} s.") from None
            waited = True
            time.sleep(STEP)
            continue
        if is_at(fd, path):
            return fd, waited
        os.close(fd)


def hold(data: Path) -> bool:
    """Makes this process a user of the database until it ends; True where a stopping keeper had to be waited for."""
    with _guard:
        if held(data):
            return False
        _leases[data], waited = take(data / LEASE, fcntl.LOCK_SH)
        return waited


def held(data: Path) -> bool:
    """Whether this process is a user of the database, by itself or by inheritance."""
    fd = _leases.get(data)
    return fd is not None and is_at(fd, data / LEASE)


@contextmanager
def starting(data: Path) -> Iterator[None]:
    """One at a time creates or starts the server."""
    fd, _ = take(data / START, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(fd)


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """No user of the database but this block, and none until it ends; this process gives up its own use.

    Raises InUse where another process uses it. A keeper that is just stopping the server is waited for.
    """
    with _guard:
        mine = _leases.pop(data, None)
    if mine is not None:
        os.close(mine)
    fd = _take_alone(data)
    try:
        yield
    finally:
        os.close(fd)


def _take_alone(data: Path) -> int:
    """The lease, exclusively. A user is believed in after several looks: the keeper holds the lease for moments too."""
    deadline = time.monotonic() + PATIENCE
    seen = 0
    while seen < LOOKS and time.monotonic() < deadline:
        with suppress(TimeoutError):
            return take(data / LEASE, fcntl.LOCK_EX, patience=0)[0]
        with suppress(TimeoutError):  # shared by users, or held by a keeper that is just stopping the server
            os.close(take(data / LEASE, fcntl.LOCK_SH, patience=0)[0])
            seen += 1
        time.sleep(STEP)
    raise InUse(
        f"The database in {data} is in use by another process, for example a running demo or a manage.py command."
        " Stop that first."
    )
