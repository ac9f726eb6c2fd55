"""The database killed, its connections used up, a table locked."""

import time
from contextlib import ExitStack, suppress

import psycopg

from tests.operate.chaos.scene import Scene, Seen
from tests.operate.chaos.stage import LOCK_SECONDS

AWAY_SECONDS, FULL_SECONDS, LOCKED_SECONDS = 10, 5, 4
REFUSAL_SECONDS = 6  # for the first ones, which wait for the pool, on a busy machine
OTHERS = "FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> ALL(%s)"


def database_killed(scene: Scene) -> Seen:
    """SIGKILL to the database and all its processes; it comes back a while later."""
    seen = Seen()
    with scene.at_work():
        scene.tolerance.begun, scene.tolerance.over = time.monotonic(), float("inf")
        since = scene.tolerance.begun
        seen.figures["killed"] = scene.stage.kill_database()
        time.sleep(AWAY_SECONDS)
        scene.tolerance.over = back = scene.stage.start_database()
        seen.figures["away_s"] = round(back - since, 1)
        scene.recovery(back, seen)
    scene.refused(since, seen, limit=REFUSAL_SECONDS)
    scene.settle(seen)
    return seen


def connections_used_up(scene: Scene) -> Seen:
    """Somebody else takes every connection that the database gives, and the application loses its own."""
    seen = Seen()
    with scene.at_work():
        scene.tolerance.begun, scene.tolerance.over = time.monotonic(), float("inf")
        since = scene.tolerance.begun
        with ExitStack() as stack:
            taken = take_all(scene, stack)
            seen.figures["taken"] = taken
            time.sleep(FULL_SECONDS)
        scene.tolerance.over = back = time.monotonic()
        seen.figures["away_s"] = round(back - since, 1)
        scene.recovery(back, seen)
    scene.refused(since, seen, limit=REFUSAL_SECONDS)
    scene.settle(seen)
    return seen


def take_all(scene: Scene, stack: ExitStack) -> int:
    """Open connections, and end those of others, until there are no others."""
    first = stack.enter_context(scene.stage.connect())
    ours, others, until = [first.info.backend_pid], True, time.monotonic() + 20
    while others and time.monotonic() < until:
        first.execute(f"SELECT pg_terminate_backend(pid) {OTHERS}".encode(), [ours])
        with suppress(psycopg.OperationalError):
            while True:
                ours.append(stack.enter_context(scene.stage.connect()).info.backend_pid)
        others = first.execute(f"SELECT pid {OTHERS}".encode(), [ours]).fetchone() is not None
    return len(ours)


def table_locked(scene: Scene) -> Seen:
    """A transaction of somebody else locks the figures for longer than a request waits."""
    seen = Seen()
    with scene.at_work():
        scene.tolerance.begun, scene.tolerance.over = time.monotonic(), float("inf")
        since = scene.tolerance.begun
        with scene.stage.connect() as other, other.transaction():
            other.execute("LOCK TABLE targets_figure IN ACCESS EXCLUSIVE MODE")
            time.sleep(LOCKED_SECONDS)
        scene.tolerance.over = back = time.monotonic()
        seen.figures["away_s"] = round(back - since, 1)
        scene.recovery(back, seen)
    scene.refused(since, seen, limit=LOCKED_SECONDS + LOCK_SECONDS + 2)
    scene.settle(seen)
    return seen
