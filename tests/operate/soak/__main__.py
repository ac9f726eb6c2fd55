"""``make soak``: editors write for a minute, the server is killed in the middle; exit 1 where anything is lost.

SOAK_SECONDS (60), SOAK_EDITORS (50), SOAK_PAUSE (1.0: seconds between two rows of an editor), SOAK_FORMAT=json.
"""

import json
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from tests.operate.soak.browser import Browser
from tests.operate.soak.check import check
from tests.operate.soak.ledger import Ledger, Outcome
from tests.operate.soak.people import END_SECONDS, enter, enter_reviewers, together
from tests.operate.soak.prepare import EDITORS, REVIEWERS, reviewer_name
from tests.operate.soak.report import Interruption, Report, summarise
from tests.operate.soak.stage import Stage
from tests.operate.trial import Usage, clearing_away, conduct, remark


@dataclass(frozen=True)
class Wish:
    """How the run is to be."""

    seconds: float
    editors: int
    pause: float
    as_json: bool


def wish(environment: Mapping[str, str]) -> Wish:
    """From the environment; Usage for what makes no sense."""
    try:
        found = Wish(
            seconds=float(environment.get("SOAK_SECONDS", "60")),
            editors=int(environment.get("SOAK_EDITORS", "50")),
            pause=float(environment.get("SOAK_PAUSE", "1")),
            as_json=environment.get("SOAK_FORMAT", "") == "json",
        )
    except ValueError as error:
        raise Usage(str(error)) from error
    if not (1 <= found.seconds <= 3600 and 1 <= found.editors <= EDITORS and 0 <= found.pause <= 60):
        raise Usage(f"SOAK_SECONDS is 1 to 3600, SOAK_EDITORS 1 to {EDITORS}, SOAK_PAUSE 0 to 60")
    return found


def kill_between(stage: Stage, ledger: Ledger, asked: Wish) -> Interruption:
    """Let them write, kill and start the server, let them write again: each time until something was acknowledged."""
    began = time.monotonic()
    wait_for(ledger, since=0, until=began + asked.seconds / 2)
    killed = time.monotonic()
    processes = stage.kill()
    remark("The server was killed; it starts again …")
    stage.start()
    back = time.monotonic()
    wait_for(ledger, since=back, until=max(began + asked.seconds, back + asked.seconds / 4))
    return Interruption(killed, back, processes)


def wait_for(ledger: Ledger, *, since: float, until: float) -> None:
    """Until that time, and on a slow machine a while longer, until a write sent ``since`` then is acknowledged."""
    time.sleep(max(until - time.monotonic(), 0))
    while time.monotonic() < until + END_SECONDS and not any(
        write.sent > since and write.outcome is Outcome.ACKNOWLEDGED for write in tuple(ledger.writes)
    ):
        time.sleep(0.1)


def soak(stage: Stage, asked: Wish) -> Report:
    """Start, write, kill, start again, write on, stop, and look."""
    ledger, stop = Ledger(), threading.Event()
    stage.start()
    editors = enter([Browser(stage.port, ledger) for _ in range(asked.editors)], ledger, asked.pause, stop)
    reviewers = enter_reviewers([Browser(stage.port, ledger) for _ in range(REVIEWERS)], ledger, asked.pause, stop)
    jobs = [one.work for one in editors] + [one.work for one in reviewers]
    remark(f"{asked.editors} editors write for {asked.seconds:g} s …")
    people = threading.Thread(target=together, args=(jobs, asked.seconds + 4 * END_SECONDS), daemon=True)
    began = time.monotonic()
    people.start()
    try:
        gap = kill_between(stage, ledger, asked)
    finally:
        stop.set()
        people.join(END_SECONDS)
    if people.is_alive():
        raise RuntimeError(f"The editors did not end within {END_SECONDS} s; something hangs")
    seconds = time.monotonic() - began
    remark("Comparing with the database …")
    history = stage.history()
    found = check(ledger.writes, history, stage.figures())
    stage.stop()
    report = summarise(ledger, found, gap, seconds, asked.editors)
    names = {reviewer_name(number) for number in range(REVIEWERS)}
    complaints, met = stage.complaints()
    report.figures |= {"reviewed": sum(state.by in names for state in history), "first_saves_met": met}
    report.figures["log_complaints"] = len(complaints)
    report.faults += [f"log: {line}" for line in complaints]
    return report


def attempt(asked: Wish) -> int:
    """0: nothing lost."""
    remark("Preparing a scratch database …")
    with Stage() as stage, clearing_away():
        report = soak(stage, asked)
    shown = json.dumps(report.as_json(), ensure_ascii=False) if asked.as_json else report.as_table()
    sys.stdout.write(f"{shown}\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(conduct("soak", wish, attempt))
