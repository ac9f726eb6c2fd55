"""What a fault has at hand: the people at work, what they may be refused, and what must hold once it is over."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf

from tests.operate.chaos.stage import ProductionStage
from tests.operate.soak.browser import Answer, Browser, NoAnswer
from tests.operate.soak.check import check
from tests.operate.soak.editor import Editor
from tests.operate.soak.ledger import Ledger, Outcome
from tests.operate.soak.people import END_SECONDS, enter, enter_reviewers, together
from tests.operate.soak.prepare import PASSWORD, name_of
from tests.operate.soak.reviewer import Reviewer

WORDS = "The database is busy or does not answer"
LINK = "Try again</span></a>"
RECOVERY_SECONDS = 10
IN_A_ROW = 20  # answers on connections of their own: both workers are among those that gave them


@dataclass
class Tolerance:
    """What is being suffered now. ``refusals``: when each 503 was asked for and came."""

    begun: float = inf
    over: float = -inf  # until then a 503 may come, and RECOVERY_SECONDS longer
    refusals: list[tuple[float, float]] = field(default_factory=list)

    def complaint(self, answer: Answer, asked: float, came: float, *, part: bool, reads: bool) -> str | None:
        """What is wrong with a 503; None where it is one that must be borne."""
        self.refusals.append((asked, came))
        if not self.begun <= came <= self.over + RECOVERY_SECONDS:
            return "503, and nothing was wrong with the database"
        if WORDS not in answer.text or not answer.retry.isdigit():
            return "503 without a clear sentence or without Retry-After"
        if reads and not part and LINK not in answer.text:
            return "503 without a link to try again"
        return None


class Sufferer(Browser):
    """A browser that bears a clear 503 while the database is known to be in trouble."""

    def __init__(self, port: int, ledger: Ledger, tolerance: Tolerance) -> None:
        super().__init__(port, ledger)
        self.tolerance = tolerance

    def judge(self, what: str, answer: Answer, began: float, *, part: bool) -> None:
        """As the soak's, but for 503."""
        if answer.status != 503:
            super().judge(what, answer, began, part=part)
            return
        reads = what.startswith("GET ")
        found = self.tolerance.complaint(answer, began, time.monotonic(), part=part, reads=reads)
        if found:
            self.ledger.blame(f"{what}: {found}")


@dataclass
class Seen:
    """What came of one fault: numbers for the table, and what must not be."""

    figures: dict[str, float | int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def must(self, fault: str, *, hold: bool) -> None:
        """Note the fault unless it holds."""
        if not hold:
            self.faults.append(fault)


class Scene:
    """The stage with its people, who work between ``begin`` and ``end``."""

    def __init__(self, stage: ProductionStage, editors: int, pause: float) -> None:
        self.stage, self.ledger, self.tolerance = stage, Ledger(), Tolerance()
        self.editors: Sequence[Editor] = enter(
            [self.browser() for _ in range(editors)], self.ledger, pause, threading.Event()
        )
        self.reviewers = enter_reviewers([self.browser()], self.ledger, pause, threading.Event())
        self.reader, self.reader_name = self.browser(), name_of(editors)  # who writes no figure
        self.reader.sign_in(self.reader_name, PASSWORD)
        self._told: set[str] = set()
        self._counted = 0

    def browser(self) -> Sufferer:
        return Sufferer(self.stage.port, self.ledger, self.tolerance)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Everybody writes and reviews, from before the first acknowledged write until after the block."""
        stop = threading.Event()
        at_work: list[Editor | Reviewer] = [*self.editors, *self.reviewers]
        for one in at_work:
            one.stop = stop
        jobs: list[Callable[[], None]] = [one.work for one in at_work]
        people = threading.Thread(target=together, args=(jobs, 10 * END_SECONDS), daemon=True)
        people.start()
        try:
            self.wait_for_writes(2)
            yield
            self.wait_for_writes(2)
        finally:
            stop.set()
            people.join(END_SECONDS)
        if people.is_alive():
            raise RuntimeError(f"The editors did not end within {END_SECONDS} s; something hangs")

    def acknowledged(self) -> int:
        return sum(write.outcome is Outcome.ACKNOWLEDGED for write in tuple(self.ledger.writes))

    def wait_for_writes(self, number: int) -> None:
        """Until so many more were acknowledged; RuntimeError where they do not come."""
        goal, until = self.acknowledged() + number, time.monotonic() + END_SECONDS
        while self.acknowledged() < goal:
            if time.monotonic() > until:
                raise RuntimeError(f"No write was acknowledged for {END_SECONDS} s: {self.ledger.faults[-3:]}")
            time.sleep(0.05)

    def recovery(self, back: float, seen: Seen) -> None:
        """Ask on connections of their own until all are served; note how long that took since ``back``."""
        last_bad, row = back, 0
        while row < IN_A_ROW and time.monotonic() < back + 3 * RECOVERY_SECONDS:
            self.reader.close()
            try:
                served = self.reader.get("/").status == 200
            except NoAnswer:
                served = False
            row, last_bad = (row + 1, last_bad) if served else (0, time.monotonic())
        late = [came for _, came in self.tolerance.refusals if came > back]
        taken = max([last_bad, *late]) - back
        seen.figures["recovered_s"] = round(taken, 2)
        seen.must(f"not every worker served {RECOVERY_SECONDS} s later", hold=row >= IN_A_ROW)
        seen.must(f"it took {taken:.1f} s to recover", hold=taken <= RECOVERY_SECONDS)

    def refused(self, since: float, seen: Seen, *, limit: float) -> None:
        """Note the refusals since then: how many, how quick the usual one and the slowest one was."""
        times = sorted(came - asked for asked, came in self.tolerance.refusals if came >= since)
        seen.figures["refused"] = len(times)
        seen.must("nothing was refused: the fault was not felt", hold=bool(times))
        if times:
            seen.figures |= {
                "refusal_p50_ms": round(times[len(times) // 2] * 1000),
                "refusal_max_s": round(times[-1], 2),
            }
            seen.must(f"a refusal took {times[-1]:.1f} s", hold=times[-1] <= limit)

    def settle(self, seen: Seen, *, unanswered: tuple[float, float] = (inf, -inf)) -> None:
        """What must hold after every fault. ``unanswered``: between which times a request may have got no answer."""
        faults = [
            f"{fault.kind}: {fault.text}"
            for fault in check(self.ledger.writes, self.stage.history(), self.stage.figures())
        ]
        faults += self.ledger.faults
        faults += [
            f"no answer {ended - began:.1f} s after a request"
            for began, ended in self.ledger.lost
            if not (ended >= unanswered[0] and began <= unanswered[1])
        ]
        self.ledger.lost.clear()
        seen.faults += [fault for fault in faults if fault not in self._told]
        self._told |= set(faults)
        computed = self.stage.run("recompute", "--check")
        seen.must(f"recompute --check: {(computed.stdout + computed.stderr)[-400:]}", hold=computed.returncode == 0)
        total = self.acknowledged()
        seen.figures = {
            "acknowledged": total - self._counted,
            "lost": sum("lost:" in one for one in seen.faults),
        } | seen.figures
        self._counted = total
