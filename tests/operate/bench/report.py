"""The bench's figures, as a table and as JSON, and what of them is short of its target."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from tests.operate.bench.load import Round
from tests.operate.soak.report import percentile

CLIENTS = 1, 8, 32
FLOORS = "constant", "one_query"
SHOWN = 20  # failures


@dataclass
class Measured:
    """One address: of each number of clients, every round's figures; the median round's counts."""

    rps: dict[int, list[float]] = field(default_factory=dict)
    p50_ms: dict[int, list[float]] = field(default_factory=dict)
    p95_ms: dict[int, list[float]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    queries: int = 0
    bytes: int = 0

    def add(self, clients: int, done: Round) -> None:
        """One round. Where a page is slower than the round is long, the late answers tell the time."""
        times = done.times or done.late
        self.rps.setdefault(clients, []).append(len(done.times) / done.seconds)
        self.p50_ms.setdefault(clients, []).append(percentile(times, 0.5) * 1000)
        self.p95_ms.setdefault(clients, []).append(percentile(times, 0.95) * 1000)
        self.failures += [f"with {clients} clients {failure}" for failure in done.failures]

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {
            name: {str(clients): round(median(rounds), 2) for clients, rounds in getattr(self, name).items()}
            for name in ("rps", "p50_ms", "p95_ms")
        }
        return {**shown, "queries": self.queries, "bytes": self.bytes, "failures": len(self.failures)}


@dataclass(frozen=True)
class Target:
    """``value`` is to be at most or at least ``limit``."""

    what: str
    value: float
    limit: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{'ok   ' if self.kept else 'SHORT'}  {self.what}: {self.value:.4g} ({sign} {self.limit:g})"


# At 8 clients, of the one-query floor's requests a second.
SHARES = {"board": 0.7, "goal": 0.5, "entry": 0.2, "api_board": 0.7, "api_board_304": 0.85, "save": 0.3}
# What the browser saw: figure, limit.
SEEN = {
    "board": {"charts_ms": 200, "kb": 60, "requests": 8, "longest_task_ms": 50},
    "board_slow": {"charts_ms": 400},
    "goal": {"charts_ms": 200, "interactive_ms": 1200},
}


def targets(figures: Mapping[str, Any]) -> list[Target]:
    """Each target with what was measured, from the report's JSON."""
    floor, pages = figures["floors"]["one_query"], figures["pages"]
    found = [
        Target(f"{name}, 8 clients, of the floor", pages[name]["rps"]["8"] / max(floor["rps"]["8"], 0.01), share, True)  # noqa: FBT003
        for name, share in SHARES.items()
    ]
    times = pages["board_uncached"]["p50_ms"]["1"] / floor["p50_ms"]["1"]
    found.append(Target("board after a change, p50, in floors", times, 5))
    for name, page in pages.items():
        found.append(Target(f"{name}, 32 clients, p95 / p50", page["p95_ms"]["32"] / page["p50_ms"]["32"], 4))
        found.append(Target(f"{name}, failures", page["failures"], 0))
    found.append(Target("two workers, MiB", figures["rss_mb"], 140))
    for when, said in (("growth", "growth"), ("growth_after_change", "growth after a change")):
        found += [Target(f"{said}, {name}", ratio, 1.2) for name, ratio in figures[when].items()]
        found += [Target(f"{said}, {name}, queries", more, 0) for name, more in figures[f"{when}_queries"].items()]
    for page, limits in SEEN.items():
        found += [
            Target(f"{page} in the browser, {name}", figures["browser"][page][name], limit)
            for name, limit in limits.items()
        ]
    return found


def as_table(figures: Mapping[str, Any]) -> str:
    """For people: the addresses, then what the browser saw, then each target."""
    columns = [f"{name} {clients}" for name in ("rps", "p50", "p95") for clients in CLIENTS]
    lines = [f"{'':<16}" + "".join(f"{column:>9}" for column in [*columns, "queries", "bytes"])]
    for name, each in {**figures["floors"], **figures["pages"]}.items():
        numbers = [each[kind][str(clients)] for kind in ("rps", "p50_ms", "p95_ms") for clients in CLIENTS]
        shown = "".join(f"{number:>9.4g}" for number in numbers)
        lines.append(f"{name:<16}{shown}{each['queries']:>9}{each['bytes']:>9}")
    lines.append("")
    for page, seen in figures["browser"].items():
        lines.append(f"{page:<16}" + "  ".join(f"{name} {number:g}" for name, number in seen.items()))
    return "\n".join([*lines, "", *map(str, targets(figures))])
