"""`make bench`: its own parts. The run itself is too long for here."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.fingerprints import ROOT
from tests.operate import kept
from tests.operate.bench.__main__ import wish
from tests.operate.bench.load import Job, Round, parsed, run
from tests.operate.bench.memory import proportional_kb
from tests.operate.bench.report import CLIENTS, SEEN, SHARES, Measured, as_table, targets
from tests.operate.trial import Usage

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nX-Bench-Queries: 3\r\n\r\nok"
PAGES = [*SHARES, "board_uncached"]


def measured(rps: float = 100) -> Measured:
    one = Measured(queries=3, bytes=1234)
    for clients in CLIENTS:
        for slower in (1, 1, 9):  # one bad round of three changes nothing
            one.add(clients, Round(1, [slower / 100] * int(rps / slower)))
    return one


def figures(**other: Any) -> dict[str, Any]:
    """Everything just as it should be, but for what is given."""
    page = measured().as_json()
    whole: dict[str, Any] = {
        "floors": dict.fromkeys(("constant", "one_query"), page),
        "pages": dict.fromkeys(PAGES, page),
        "rss_mb": 140.0,
        "browser": {name: dict(limits) for name, limits in SEEN.items()},
    }
    for when in ("growth", "growth_after_change"):
        whole |= {when: {"board": 1.2}, f"{when}_queries": {"board": 0}}
    return whole | other


def short(found: dict[str, Any]) -> list[str]:
    return [target.what for target in targets(found) if not target.kept]


def test_a_round_that_was_disturbed_does_not_count() -> None:
    found = measured().as_json()
    assert found["rps"] == {"1": 100.0, "8": 100.0, "32": 100.0}
    assert found["p50_ms"]["8"] == found["p95_ms"]["8"] == 10.0
    assert (found["queries"], found["bytes"], found["failures"]) == (3, 1234, 0)


def test_everything_kept_is_nothing_short() -> None:
    assert short(figures()) == []
    json.dumps(figures())


@pytest.mark.parametrize("page", PAGES)
def test_a_slow_page_is_short(page: str) -> None:
    slow = measured(10).as_json() | {"p50_ms": dict.fromkeys(["1", "8", "32"], 51.0)}
    found = figures()
    found["pages"] = found["pages"] | {page: slow}
    assert any(page.split("_uncached")[0] in what for what in short(found))


def test_each_other_limit_is_looked_at() -> None:
    assert short(figures(rss_mb=140.1)) == ["two workers, MiB"]
    assert short(figures(growth={"goal": 1.21})) == ["growth, goal"]
    assert short(figures(growth_after_change_queries={"goal": 1})) == ["growth after a change, goal, queries"]
    failed = measured().as_json() | {"failures": 1}
    assert short(figures(pages=figures()["pages"] | {"save": failed})) == ["save, failures"]
    seen = figures()["browser"]
    assert short(figures(browser=seen | {"board": seen["board"] | {"kb": 60.1}})) == ["board in the browser, kb"]


def test_the_table_has_a_line_for_each_address_and_target() -> None:
    lines = as_table(figures()).splitlines()
    assert [line.split()[0] for line in lines[1:10]] == ["constant", "one_query", *PAGES]
    assert sum(line.startswith(("ok", "SHORT")) for line in lines) == len(targets(figures()))


@pytest.fixture
def server() -> Iterator[tuple[int, list[bytes]]]:
    """Answers each request on a connection with the next of these, the last again and again."""
    answers = [ANSWER]
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                for number in range(10_000):
                    if not connection.recv(1000):
                        return
                    connection.sendall(answers[min(number, len(answers) - 1)])

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=(listening.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1], answers
        listening.shutdown(socket.SHUT_RDWR)


def test_load_counts_right_answers_and_names_the_others(server: tuple[int, list[bytes]]) -> None:
    port, answers = server
    answers[:] = [ANSWER, ANSWER.replace(b"200 OK", b"503 No"), ANSWER]
    job = Job(lambda: b"GET / HTTP/1.1\r\n\r\n", lambda answer: answer.status == 200)
    done = run(port, [job] * 3, 0.1)
    assert done.failures == ["answered with 503"] * 3
    assert len(done.times) > 3 and all(0 < each < 0.2 for each in done.times)


def test_an_answer_is_whole_or_none() -> None:
    assert parsed(ANSWER[:-1]) is None and parsed(ANSWER[:20]) is None
    answer = parsed(ANSWER)
    assert answer is not None and (answer.status, answer.body, answer.size) == (200, b"ok", len(ANSWER))
    assert (answer.header("x-bench-queries"), answer.header("nothing")) == ("3", "")
    assert parsed(b"HTTP/1.1 304 Not Modified\r\n\r\n") is not None
    with pytest.raises(ConnectionError):
        parsed(b"HTTP/1.1 200 OK\r\n\r\n")


def test_reads_its_settings_and_the_kernels_figures() -> None:
    assert wish({}) == wish({"BENCH_SECONDS": "0.4", "BENCH_ROUNDS": "3"})
    for wrong in ({"BENCH_SECONDS": "x"}, {"BENCH_SECONDS": "nan"}, {"BENCH_ROUNDS": "0"}):
        with pytest.raises(Usage, match=r"BENCH_|convert|invalid"):
            wish(wrong)
    assert proportional_kb("Rss: 9 kB\nPss:     4711 kB\nPss_Dirty: 3 kB\n") == 4711


def test_a_kept_database_goes_when_what_it_was_made_from_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def make(recipe: kept.Recipe, place: Path) -> None:
        made.append(place.name)
        place.mkdir()
        (place / "PG_VERSION").write_text("18")

    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr(kept, "_make", make)
    source = ROOT / "tests" / "operate" / "kept.py"
    for number, sources in enumerate([(), (), (source,)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        kept.lay(kept.Recipe("one", (), sources), folder)
        assert (folder / "postgres" / "cluster" / "PG_VERSION").exists()
    assert len(made) == 2
    assert [path.name for path in (tmp_path / "kept").glob("one-*")] == made[1:]
