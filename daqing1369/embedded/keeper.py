"""The process that stops the server once nobody uses it: ``python -m daqing1369.embedded.keeper DATA LOCK GRACE``.

Started by whoever finds none (``server`` has the rules). ``LOCK`` is the number of the inherited file that holds
``keeper.lock``; ``GRACE`` the seconds which the server outlives its last user, so that one command after the other
does not stop and start it each time. Nothing of Django is imported here.
"""

import fcntl
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from daqing1369.embedded import cluster, locks, postmaster

LOG_BYTES = 2 * 1024 * 1024
LOG_SECONDS = 60.0


def bound(log: Path) -> None:
    """Keeps a log that is appended to below about twice LOG_BYTES, in two files; some lines may fall in between."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)


def wait_for_last(lease: int, path: Path, grace: float) -> bool:
    """Returns holding the lease alone: True once nobody has used it for the grace, False when the directory is gone."""
    while True:
        fcntl.flock(lease, fcntl.LOCK_EX)
        fcntl.flock(lease, fcntl.LOCK_UN)
        time.sleep(grace)
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return locks.is_at(lease, path)


def keep(data: Path, lock: int, grace: float) -> None:
    """Waits for the last user's end and stops the server."""
    log = data / "server.log"
    signal.signal(signal.SIGALRM, lambda *_: bound(log))
    signal.setitimer(signal.ITIMER_REAL, LOG_SECONDS, LOG_SECONDS)
    path = data / locks.LEASE
    lease = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if wait_for_last(lease, path, grace):
        postmaster.stop(cluster.path(data))
    os.close(lock)  # before the lease: who gets that next must not take this keeper for a living one
    os.close(lease)


def main(arguments: list[str]) -> None:
    """Leaves the process that started this one, then keeps."""
    if os.fork():
        os._exit(0)  # its parent waits for this; the keeper is the system's child, and nobody's zombie
    data, lock, grace = arguments
    keep(Path(data), int(lock), float(grace))


if __name__ == "__main__":
    main(sys.argv[1:])
