"""A worker killed."""

import time

import psutil  # type: ignore[import-untyped]  # has no types

from tests.operate.chaos.scene import RECOVERY_SECONDS, Scene, Seen
from tests.operate.production import Production
from tests.operate.soak.ledger import Outcome

WORKERS = 2


def workers_of(server: Production) -> list[psutil.Process]:
    """The living ones; a killed one stays a zombie until the server looks after it."""
    return [one for one in server.family()[1:] if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def worker_killed(scene: Scene) -> Seen:
    """SIGKILL to one of the server's processes: the other one goes on, and there are two again soon."""
    seen = Seen()
    server = scene.stage.server
    with scene.at_work():
        before = workers_of(server)
        seen.must(f"the server has {len(before)} workers", hold=len(before) == WORKERS)
        killed = time.monotonic()
        before[0].kill()
        before[0].wait(RECOVERY_SECONDS)
        while len(workers_of(server)) < WORKERS and time.monotonic() < killed + 3 * RECOVERY_SECONDS:
            time.sleep(0.05)
        back = time.monotonic()
        seen.figures["workers_again_s"] = round(back - killed, 2)
        seen.must("the worker was not replaced", hold=len(workers_of(server)) == WORKERS)
        scene.recovery(killed, seen)
        done = tuple(scene.ledger.writes)
    unknown = [one for one in done if one.sent and one.sent > killed - 5 and one.outcome is Outcome.UNKNOWN]
    seen.figures["unanswered"] = len(scene.ledger.lost)
    seen.figures["unanswered_writes"] = len(unknown)
    scene.settle(seen, unanswered=(killed - 0.1, killed + 1))
    return seen
