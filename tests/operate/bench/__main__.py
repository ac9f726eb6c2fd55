"""``make bench``: the pages against two floors of the same server, memory, growth, and what a reader waits for.

Exit 1 where a target is not kept or the run itself fails. BENCH_SECONDS (0.4: of one round), BENCH_ROUNDS (3),
BENCH_FORMAT=json.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.fingerprints import ROOT
from tests.operate.bench import browser, memory
from tests.operate.bench.load import Client, Job, run
from tests.operate.bench.pages import COUNT_HEADER, SLOWEST, Address, Site, addresses, growing
from tests.operate.bench.prepare import COUNTRY, DEMO, ENVIRONMENT
from tests.operate.bench.report import CLIENTS, FLOORS, SHOWN, Measured, as_table, targets
from tests.operate.kept import Recipe, environment, kept_in
from tests.operate.production import Production
from tests.operate.scratch import Scratch
from tests.operate.trial import Usage, conduct, remark

WARM_SECONDS = 0.1


@dataclass(frozen=True)
class Wish:
    """How the run is to be."""

    seconds: float
    rounds: int
    as_json: bool


def wish(given: Mapping[str, str]) -> Wish:
    """From the environment; Usage for what makes no sense."""
    try:
        found = Wish(
            float(given.get("BENCH_SECONDS", "0.4")),
            int(given.get("BENCH_ROUNDS", "3")),
            given.get("BENCH_FORMAT", "") == "json",
        )
    except ValueError as error:
        raise Usage(str(error)) from error
    if not (0.05 <= found.seconds <= 60 and 1 <= found.rounds <= 100):
        raise Usage("BENCH_SECONDS is 0.05 to 60, BENCH_ROUNDS 1 to 100")
    return found


def serve(recipe: Recipe, leaving: ExitStack) -> tuple[Site, Production]:
    """A server on a copy of the recipe's database, with somebody signed in."""
    scratch = leaving.enter_context(Scratch(recipe))
    own = environment(scratch.folder, {**ENVIRONMENT, "STATIC_ROOT": str(kept_in() / "static")})
    command = [sys.executable, "-m", "tests.operate.bench.prepare", "static"]
    subprocess.run(command, cwd=ROOT, env=own, stdout=sys.stderr, check=True)  # noqa: S603  # our own module
    server = Production(scratch.folder / "server.log", own)
    leaving.callback(server.kill)
    server.start()
    connection = leaving.enter_context(scratch.connect())
    connection.execute("SET synchronous_commit = off")  # of the changes that the bench makes beside the server
    return Site(server.port, connection), server


def warm(site: Site, address: Address) -> None:
    """Let both workers see the page as it is now. RuntimeError where it is not answered as it should be."""
    done = run(site.port, address.jobs(8), WARM_SECONDS)
    if done.failures:
        raise RuntimeError(f"{address.name}: {done.failures[0]}")


def one_answer(site: Site, address: Address) -> tuple[int, int]:
    """Queries and bytes of an answer to this address, as both workers settle on them: the fewest queries of several.

    What is asked for after a change is new each time anyway.
    """
    found = []

    def note(job: Job) -> None:
        request = job.request().replace(b"\r\n", f"\r\n{COUNT_HEADER}: 1\r\n".encode(), 1)
        answer = site.ask(request)
        if not job.accept(answer):
            raise RuntimeError(f"{address.name} was answered with {answer.status}")
        found.append((int(answer.header(COUNT_HEADER)), answer.size))

    for _ in range(8 if address.kept else 1):
        note(address.jobs(1)[0])
    return min(found)


def measure(site: Site, asked: Wish) -> dict[str, Measured]:
    """Rounds of all addresses in turn, so that what else the machine does meets each of them."""
    found: dict[str, Measured] = {}
    listed = list(addresses(site))
    for address in listed:
        warm(site, address)
        found[address.name] = Measured()
        found[address.name].queries, found[address.name].bytes = one_answer(site, address)
    for _ in range(asked.rounds):
        for clients in CLIENTS:
            for address in listed:
                if address.kept:
                    warm(site, address)
                done = run(site.port, address.jobs(clients), asked.seconds)
                found[address.name].add(clients, done)
    return found


def growth(small: Site, large: Site, *, changed: bool) -> tuple[dict[str, float], dict[str, int]]:
    """Of each page, with one client: the large database's time in the small one's, and how many queries more.

    ``changed``: asked for after a change, so that nothing is kept; otherwise as it is kept.
    """
    ratios, queries = {}, {}
    for ours, theirs in zip(growing(small, changed=changed), growing(large, changed=changed), strict=True):
        queries[ours.name] = one_answer(large, theirs)[0] - one_answer(small, ours)[0]
        ratios[ours.name] = round(one_by_one(large, theirs) / one_by_one(small, ours), 3)
    return ratios, queries


def one_by_one(site: Site, address: Address) -> float:
    """The median of some requests' seconds, as many as fit into one: of a kept page, from the second one on."""
    times: list[float] = []
    (job,) = address.jobs(1)
    client = Client(site.port, job, SLOWEST)
    if address.kept:
        client.ask()
    while sum(times) < 1:
        client.ask()
        times.append(time.perf_counter() - client.sent_at)
    client.close()
    return median(times)


def bench(asked: Wish) -> tuple[dict[str, Any], list[str]]:
    """The report's JSON, and the failures in words."""
    with ExitStack() as leaving:
        remark("Preparing the databases, which takes a few minutes the first time …")
        site, server = serve(DEMO, leaving)
        remark("Measuring the pages …")
        found = measure(site, asked)
        rss = memory.proportional_mb(memory.workers(server))
        remark("Looking with a browser …")
        seen = browser.look(site.port, site.browser.cookies)
        remark("Measuring with 340 cities …")
        large = serve(COUNTRY, leaving)[0]
        ratios, queries = growth(site, large, changed=False)
        changed_ratios, changed_queries = growth(site, large, changed=True)
    shown = {name: each.as_json() for name, each in found.items()}
    figures = {
        "floors": {name: shown.pop(name) for name in FLOORS},
        "pages": shown,
        "rss_mb": round(rss, 1),
        "growth": ratios,
        "growth_queries": queries,
        "growth_after_change": changed_ratios,
        "growth_after_change_queries": changed_queries,
        "browser": seen,
    }
    return figures, [f"{name}: {failure}" for name, each in found.items() for failure in each.failures]


def attempt(asked: Wish) -> int:
    """0: every target kept."""
    figures, failures = bench(asked)
    show: Callable[[Any], str] = json.dumps if asked.as_json else as_table
    sys.stdout.write(f"{show(figures)}\n")
    short = [target for target in targets(figures) if not target.kept]
    for line in [*failures[:SHOWN], *map(str, short)]:
        remark(line)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(conduct("bench", wish, attempt))
