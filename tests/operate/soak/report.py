"""The soak's figures, as a table and as one line of JSON."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.operate.soak.check import Fault
from tests.operate.soak.ledger import Ledger, Outcome

SHOWN = 20  # faults


@dataclass(frozen=True)
class Interruption:
    """When the server was killed, when it answered again, and how many processes were killed."""

    killed: float
    back: float
    processes: int

    def covers(self, began: float, ended: float, slack: float = 1.0) -> bool:
        """Whether a request of that time may have got no answer."""
        return began <= self.back + slack and ended >= self.killed - 0.05


@dataclass
class Report:
    """``figures``: name to number, in the order of the table; ``faults``: what must not be."""

    figures: dict[str, float | int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {**self.figures, "faults": self.faults, "ok": not self.faults}

    def as_table(self) -> str:
        width = max(map(len, self.figures))
        lines = [f"{name.replace('_', ' '):<{width}}  {number:>10}" for name, number in self.figures.items()]
        lines += [f"FAULT  {fault}" for fault in self.faults[:SHOWN]]
        if len(self.faults) > SHOWN:
            lines.append(f"… and {len(self.faults) - SHOWN} more")
        return "\n".join(lines)


def percentile(times: Sequence[float], share: float) -> float:
    """The smallest of the times that this share of them does not exceed; 0 of none."""
    ordered = sorted(times)
    return ordered[max(-(-len(ordered) * round(share * 100) // 100) - 1, 0)] if ordered else 0.0


def summarise(ledger: Ledger, found: Sequence[Fault], gap: Interruption, seconds: float, editors: int) -> Report:
    """The report of a whole run; the logs' complaints are added by whoever reads them."""
    outcomes = Counter(write.outcome for write in ledger.writes)
    kinds = Counter(fault.kind for fault in found)
    times = [w.answered - w.sent for w in ledger.writes if w.outcome is Outcome.ACKNOWLEDGED]
    milliseconds = {f"p{share:.0%}".rstrip("%"): round(percentile(times, share) * 1000) for share in (0.5, 0.95)}
    figures: dict[str, float | int] = {
        "editors": editors,
        "seconds": round(seconds, 1),
        "acknowledged": outcomes[Outcome.ACKNOWLEDGED],
        "writes_per_second": round(outcomes[Outcome.ACKNOWLEDGED] / seconds, 1),
        "p50_ms": milliseconds["p50"],
        "p95_ms": milliseconds["p95"],
        "slowest_ms": round(max(times, default=0.0) * 1000),
        "conflicts": outcomes[Outcome.CONFLICT],
        "to_mend": outcomes[Outcome.TO_MEND],
        "unknown": outcomes[Outcome.UNKNOWN],
        "kills": 1,
        "processes_killed": gap.processes,
        "seconds_away": round(gap.back - gap.killed, 1),
    }
    for kind in ("lost", "doubled", "altered", "overwritten", "ghost", "gap", "stands"):
        figures[kind] = kinds[kind]
    return Report(figures, [*(f"{fault.kind}: {fault.text}" for fault in found), *run_faults(ledger, gap)])


def run_faults(ledger: Ledger, gap: Interruption) -> list[str]:
    """What went wrong in the run itself: bad answers, lost connections, or a run that proves nothing."""
    faults = list(ledger.faults)
    faults += [
        f"no answer {began - gap.killed:.2f} s after the kill, though the server ran"
        for began, ended in ledger.lost
        if not gap.covers(began, ended)
    ]
    acknowledged = [write for write in ledger.writes if write.outcome is Outcome.ACKNOWLEDGED]
    if not any(write.answered < gap.killed for write in acknowledged):
        faults.append("nothing was acknowledged before the kill")
    if not any(write.sent > gap.back for write in acknowledged):
        faults.append("nothing was acknowledged after the restart")
    if gap.processes < 3:
        faults.append(f"only {gap.processes} processes were killed; the server has two workers")
    return faults
