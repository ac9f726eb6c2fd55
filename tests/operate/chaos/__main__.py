"""``make chaos``: faults under load, one after the other; exit 1 where anything is lost or falls short.

CHAOS_ONLY (all: names of faults, separated by commas), CHAOS_EDITORS (6), CHAOS_FORMAT=json.
"""

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.operate.chaos import clients, database, mail, process, report, upload
from tests.operate.chaos.scene import Scene, Seen
from tests.operate.chaos.stage import ProductionStage
from tests.operate.trial import FAILURES, Usage, clearing_away, conduct, remark

FAULTS: dict[str, Callable[[Scene], Seen]] = {
    one.__name__: one
    for one in (
        database.database_killed,
        process.worker_killed,
        database.connections_used_up,
        database.table_locked,
        clients.slow_clients,
        upload.half_uploaded,
        mail.mail_down,
    )
}
PAUSE = 0.5  # seconds between two rows of an editor


@dataclass(frozen=True)
class Wish:
    """How the run is to be."""

    only: tuple[str, ...]
    editors: int
    as_json: bool


def wish(environment: Mapping[str, str]) -> Wish:
    """From the environment; Usage for what makes no sense."""
    only = tuple(name.strip() for name in environment.get("CHAOS_ONLY", "").split(",") if name.strip())
    if unknown := [name for name in only if name not in FAULTS]:
        raise Usage(f"CHAOS_ONLY: there is no {', '.join(unknown)}; there are {', '.join(FAULTS)}")
    editors = environment.get("CHAOS_EDITORS", "6")
    if not (editors.isascii() and editors.isdigit() and 1 <= int(editors) <= 50):
        raise Usage(f"CHAOS_EDITORS is 1 to 50, not {editors!r}")
    return Wish(only or tuple(FAULTS), int(editors), environment.get("CHAOS_FORMAT", "") == "json")


def suffer(stage: ProductionStage, asked: Wish) -> dict[str, Seen]:
    """Each fault in turn; one whose trial itself fails is a fault, and the next one begins."""
    stage.start()
    scene = Scene(stage, asked.editors, PAUSE)
    seen = {}
    for name in asked.only:
        remark(f"{name.replace('_', ' ')} …")
        try:
            seen[name] = FAULTS[name](scene)
        except FAILURES as error:
            seen[name] = Seen(faults=[f"{type(error).__name__}: {error}"])
    stage.stop()
    return seen


def attempt(asked: Wish) -> int:
    """0: nothing lost."""
    remark("Preparing a scratch database …")
    began = time.monotonic()
    with ProductionStage() as stage, clearing_away():
        seen = suffer(stage, asked)
    seconds = time.monotonic() - began
    sys.stdout.write((report.as_json if asked.as_json else report.as_table)(seen, seconds) + "\n")
    return 0 if report.is_well(seen) else 1


if __name__ == "__main__":
    sys.exit(conduct("chaos", wish, attempt))
