"""``make cluster``: two applications write to a cluster whose primary is killed; exit 1 where anything is lost.

CLUSTER_SECONDS (60), CLUSTER_EDITORS (10), CLUSTER_FORMAT=json.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from tests.fingerprints import ROOT
from tests.operate.chaos.scene import Sufferer, Tolerance
from tests.operate.cluster.engine import Engine, wait
from tests.operate.cluster.plan import HOST
from tests.operate.kept import MAKE_SECONDS
from tests.operate.production import Production
from tests.operate.soak import record
from tests.operate.soak.check import check
from tests.operate.soak.ledger import Ledger, Outcome, Write
from tests.operate.soak.people import END_SECONDS, enter, enter_reviewers, together
from tests.operate.soak.prepare import PASSWORD, name_of
from tests.operate.soak.report import Report
from tests.operate.soak.stage import CLOCK
from tests.operate.trial import Usage, clearing_away, conduct, remark

APPLICATIONS, PAUSE = 2, 0.5
GAP_SECONDS = 60  # no longer than that without an acknowledged write


@dataclass(frozen=True)
class Wish:
    """How the run is to be."""

    seconds: float
    editors: int
    as_json: bool


def wish(environment: Mapping[str, str]) -> Wish:
    """From the environment; Usage for what makes no sense."""
    try:
        found = Wish(
            seconds=float(environment.get("CLUSTER_SECONDS", "60")),
            editors=int(environment.get("CLUSTER_EDITORS", "10")),
            as_json=environment.get("CLUSTER_FORMAT", "") == "json",
        )
    except ValueError as error:
        raise Usage(str(error)) from error
    if not (10 <= found.seconds <= 3600 and 2 <= found.editors <= 50):
        raise Usage("CLUSTER_SECONDS is 10 to 3600, CLUSTER_EDITORS 2 to 50")
    return found


def environment_of(engine: Engine) -> dict[str, str]:
    """Production's, of both applications: the same secret, the same folder for files."""
    return os.environ | {
        "DATABASE_URL": engine.address,
        "DJANGO_SETTINGS_MODULE": "tests.operate.chaos.settings",
        "SECRET_KEY": engine.plan.password * 2,
        "ALLOWED_HOSTS": HOST,
        "DATA_DIR": str(engine.folder / "application"),
        "CLOCK": CLOCK,
        "LOG_REQUESTS": "off",
        "PROXIES": "0",
    }


def run(engine: Engine, *command: str) -> subprocess.CompletedProcess[str]:
    """A command of ours on the cluster."""
    return subprocess.run(  # noqa: S603  # this very interpreter, our own command
        [sys.executable, *command],
        cwd=ROOT,
        env=environment_of(engine) | {"PYTHONWARNINGS": "ignore"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=MAKE_SECONDS,
    )


def applications(engine: Engine, stack: ExitStack) -> list[Production]:
    """Started, and killed at the end."""
    found = []
    for number in range(APPLICATIONS):
        one = Production(engine.folder / f"application{number}.log", environment_of(engine))
        stack.callback(one.kill)
        one.start()
        found.append(one)
    return found


def work(engine: Engine, servers: Sequence[Production], asked: Wish) -> Report:
    """Write through both, kill the primary in the middle, write on, and look."""
    ledger, tolerance, stop = Ledger(), Tolerance(), threading.Event()
    ports = [servers[number % APPLICATIONS].port for number in range(asked.editors)]
    editors = enter([Sufferer(port, ledger, tolerance) for port in ports], ledger, PAUSE, stop)
    reviewers = enter_reviewers([Sufferer(servers[1].port, ledger, tolerance)], ledger, PAUSE, stop)
    jobs: list[Callable[[], None]] = [*(one.work for one in editors), *(one.work for one in reviewers)]
    people = threading.Thread(target=together, args=(jobs, asked.seconds + 4 * END_SECONDS), daemon=True)
    is_shared = shares_sessions(servers, ledger, tolerance)
    remark(f"{asked.editors} editors write for {asked.seconds:g} s …")
    began = time.monotonic()
    people.start()
    try:
        time.sleep(asked.seconds / 2)
        killed, figures = strike(engine, tolerance)
        wait(lambda: bool(after(ledger.writes, killed)), "no write was acknowledged after the kill", 2 * GAP_SECONDS)
        tolerance.over = time.monotonic()
        time.sleep(max(began + asked.seconds - time.monotonic(), asked.seconds / 4))
    finally:
        stop.set()
        people.join(END_SECONDS)
    report = look(engine, ledger, killed, {"seconds": round(time.monotonic() - began, 1), **figures})
    report.faults += [] if is_shared else ["a session of one application is none of the other's"]
    report.faults += ["the editors did not end"] if people.is_alive() else []
    report.figures["refused"] = len(tolerance.refusals)
    return report


def strike(engine: Engine, tolerance: Tolerance) -> tuple[float, dict[str, float | int]]:
    """SIGKILL to the primary and its Patroni; when, and how long the cluster took to have another one."""
    old = engine.primary()
    if old is None:
        raise RuntimeError("The cluster has no primary.")
    tolerance.begun, tolerance.over = time.monotonic(), inf
    killed = time.monotonic()
    processes = engine.kill(old)
    remark(f"The primary {old.name} was killed …")
    taken = wait(lambda: (engine.primary() or old) != old, "no other primary", 2 * GAP_SECONDS)
    return killed, {"processes_killed": processes, "new_primary_s": round(taken, 1), "old": int(old.name[-1])}


def shares_sessions(servers: Sequence[Production], ledger: Ledger, tolerance: Tolerance) -> bool:
    """Whether who signed in at one application is known to the other one."""
    browser = Sufferer(servers[0].port, ledger, tolerance)
    browser.sign_in(name_of(0), PASSWORD)
    browser.close()
    browser.port = servers[1].port
    return browser.get("/").status == 200


def after(writes: Sequence[Write], killed: float) -> list[Write]:
    """The acknowledged ones that were sent after the kill."""
    return [one for one in tuple(writes) if one.outcome is Outcome.ACKNOWLEDGED and one.sent > killed]


def look(engine: Engine, ledger: Ledger, killed: float, figures: dict[str, float | int]) -> Report:
    """Compare what was acknowledged with the new primary; let the old one come back."""
    remark("Comparing with the database …")
    old = engine.plan.nodes[int(figures.pop("old")) - 1]
    with engine.connect() as connection:
        found = check(ledger.writes, record.history(connection), record.figures(connection))
    outcomes = Counter(one.outcome for one in ledger.writes)
    answered = sorted(one.answered for one in ledger.writes if one.outcome is Outcome.ACKNOWLEDGED)
    gap = max((later - earlier for earlier, later in pairwise(answered)), default=inf)
    figures |= {"acknowledged": outcomes[Outcome.ACKNOWLEDGED], "after_the_kill": len(after(ledger.writes, killed))}
    figures |= {
        "without_a_write_s": round(gap, 1),
        "away": outcomes[Outcome.AWAY],
        "unknown": outcomes[Outcome.UNKNOWN],
    }
    kinds = Counter(fault.kind for fault in found)
    figures |= {kind: kinds[kind] for kind in ("lost", "doubled", "altered", "overwritten", "ghost", "gap", "stands")}
    faults = [*(f"{fault.kind}: {fault.text}" for fault in found), *ledger.faults]
    faults += [f"no answer from an application after {ended - begun:.1f} s" for begun, ended in ledger.lost]
    faults += [] if gap <= GAP_SECONDS else [f"no write was acknowledged for {gap:.0f} s"]
    computed = run(engine, "manage.py", "recompute", "--check")
    faults += [f"recompute --check: {computed.stdout[-400:]}"] if computed.returncode else []
    engine.start(old)
    back = wait(lambda: old.name in engine.replicas(), f"{old.name} does not follow the new primary", 2 * GAP_SECONDS)
    return Report(figures | {"old_primary_follows_s": round(back, 1)}, faults)


def attempt(asked: Wish) -> int:
    """0: nothing lost. Everything is cleared away."""
    remark("Starting etcd, three databases and HAProxy …")
    with Engine() as engine, ExitStack() as stack, clearing_away():
        remark("Preparing the database through HAProxy …")
        for command in (("manage.py", "migrate", "-v0"), ("-m", "tests.operate.soak.prepare")):
            if (made := run(engine, *command)).returncode:
                raise RuntimeError(f"The database cannot be prepared.\n{made.stderr[-2000:]}")
        report = work(engine, applications(engine, stack), asked)
    sys.stdout.write((json.dumps(report.as_json(), ensure_ascii=False) if asked.as_json else report.as_table()) + "\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(conduct("cluster", wish, attempt))
