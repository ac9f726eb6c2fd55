"""Requests reach Django whole, and few at once."""

import errno
import threading
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from io import BytesIO
from typing import Any

import pytest
from django.http import FileResponse
from django.utils.translation import activate, get_language
from pytest_django import Settings

from daqing1369 import incoming

LONG = b"x" * (3 * incoming.CHUNK + 7)


def told(body: bytes, length: int | str | None = None) -> dict[str, Any]:
    return {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body) if length is None else length)}


def answered(environ: dict[str, Any]) -> tuple[str, bytes]:
    """The status, and what an application that echoes the request answers."""
    statuses: list[str] = []

    def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [environ["wsgi.input"].read()]

    answer: Any = incoming.whole(echo, at_once=1)(environ, lambda status, _headers: statuses.append(status))
    text = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return statuses[0], text


@pytest.mark.parametrize("body", [b"", b"a=1", LONG, b"x" * (incoming.IN_MEMORY + 1)])
def test_a_whole_request_is_passed_on(body: bytes) -> None:
    assert answered(told(body)) == ("200 OK", body)


@pytest.mark.parametrize("body", [b"", b"a=1", LONG])
def test_a_request_that_was_cut_off_is_refused(body: bytes) -> None:
    """Half a form would be saved as if it were the whole."""
    status, text = answered(told(body, len(body) + 1))
    assert (status, text) == ("400 Bad Request", incoming.CUT_OFF)


def test_a_request_whose_connection_breaks_is_refused() -> None:
    class Reset(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(size)

    assert answered({"wsgi.input": Reset(LONG), "CONTENT_LENGTH": str(len(LONG))})[1] == incoming.CUT_OFF


@pytest.mark.parametrize("failing", ["write", "seek"])
def test_a_request_that_finds_no_room_is_told_so(
    failing: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made = []

    class Full(BytesIO):
        def __init__(self, _in_memory: int) -> None:
            super().__init__()
            made.append(self)

        def fail(self, *_given: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Full, failing, Full.fail, raising=False)
    monkeypatch.setattr(incoming, "SpooledTemporaryFile", Full)
    status, text = answered(told(LONG))
    assert (status, text) == ("503 Service Unavailable", incoming.NO_ROOM)
    assert made[0].closed
    assert "No space left" in caplog.text


@pytest.mark.parametrize("length", ["", "x", "-1"])
def test_a_request_that_tells_no_length_is_django_s_to_read(length: str) -> None:
    assert answered(told(b"a=1", length)) == ("200 OK", b"a=1")


def test_a_request_that_is_too_large_is_not_read(settings: Settings) -> None:
    settings.MAX_UPLOAD_MB = 0
    source = BytesIO(LONG)
    assert incoming.read(source, len(LONG)) is source
    assert source.tell() == 0


class Source(BytesIO):
    """A client that sends nothing until it is told to."""

    def __init__(self) -> None:
        super().__init__(b"a")
        self.begun, self.go = threading.Event(), threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        self.begun.set()
        self.go.wait(10)
        return super().read(size)


def test_a_slow_request_takes_no_turn() -> None:
    slow, seen = Source(), []

    def application(environ: dict[str, Any], _start: Any) -> list[bytes]:
        seen.append(environ["NAME"])
        return []

    serve = incoming.whole(application, at_once=1)
    first = threading.Thread(target=lambda: serve({"wsgi.input": slow, "CONTENT_LENGTH": "1", "NAME": "slow"}, print))
    first.start()
    assert slow.begun.wait(10)
    serve(told(b"b") | {"NAME": "quick"}, print)
    assert seen == ["quick"]
    slow.go.set()
    first.join(10)
    assert seen == ["quick", "slow"]


SAID: ContextVar[str] = ContextVar("said", default="nothing")


class Answer:
    """Tells where it was computed, with which words, and how often it was closed."""

    def __init__(self, *, streaming: bool) -> None:
        self.streaming = streaming
        self.computed_by, self.closed_by = threading.get_ident(), []  # type: tuple[int, list[int]]
        SAID.set("hello")
        activate("en")

    def __iter__(self) -> Iterator[bytes]:
        yield (get_language() or "").encode()
        yield SAID.get().encode()

    def close(self) -> None:
        self.closed_by.append(threading.get_ident())


@pytest.mark.parametrize("streaming", [False, True])
def test_a_turn_ends_with_its_answer(streaming: bool) -> None:  # noqa: FBT001  # pytest's
    made: list[Answer] = []

    def application(_environ: dict[str, Any], _start: Any) -> Answer:
        made.append(Answer(streaming=streaming))
        return made[-1]

    serve = incoming.whole(application, at_once=1)
    for _ in range(3):
        turn: Any = serve(told(b""), print)
        assert b"".join(turn) == b"enhello"
        if streaming:
            assert made[-1].closed_by == []
            turn.close()
            turn.close()
        assert made[-1].closed_by[0] == (threading.get_ident() if streaming else made[-1].computed_by)
    assert (SAID.get(), get_language()) == ("nothing", "zh-hans")


def test_a_file_is_read_without_a_turn() -> None:
    """As fast as its client takes it, which may be slowly."""
    serve = incoming.whole(lambda _environ, _start: FileResponse(BytesIO(b"whole")), at_once=1)
    answers = [serve(told(b""), print)]
    second = threading.Thread(target=lambda: answers.append(serve(told(b""), print)), daemon=True)
    second.start()
    second.join(10)
    assert [b"".join(answer) for answer in answers] == [b"whole", b"whole"]


def test_few_threads_compute_what_many_ask_for() -> None:
    """Memory that a thread keeps is kept by few."""
    seen: list[str] = []

    def application(_environ: dict[str, Any], _start: Any) -> list[bytes]:
        seen.append(threading.current_thread().name)
        return [b"a"]

    serve = incoming.whole(application, at_once=2)
    threads = [threading.Thread(target=serve, args=(told(b""), print)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(seen) == 12
    assert len(set(seen)) <= 2
    assert all(name.startswith("computing") for name in seen)


def test_a_turn_ends_with_a_failure() -> None:
    def broken(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        raise ValueError

    serve = incoming.whole(broken, at_once=1)
    for _ in range(3):
        with pytest.raises(ValueError):
            serve(told(b""), print)


def test_turns_go_in_the_order_of_coming() -> None:
    turns, order = incoming.Turns(1), []
    turns.take()

    def wait(number: int) -> None:
        turns.take()
        order.append(number)
        turns.give()

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(5)]
    for number, thread in enumerate(threads, 1):
        thread.start()
        while len(turns.waiting) < number:
            pass
    turns.give()
    for thread in threads:
        thread.join(10)
    assert order == [0, 1, 2, 3, 4]
    assert (turns.free, len(turns.waiting)) == (1, 0)
