"""Between the WSGI server and Django: a request is computed once all of it is here, and few are computed at once.

A client that sends slowly occupies a thread of the server, which has many, and no turn, of which there are few. A
request that was cut off on its way is refused: half a form would be taken for a whole one.

Few threads compute, always the same ones: each thread in which Django was at work keeps memory (freed blocks for its
own next ones, a stack, what Django holds by thread), and the server's many would each come to it in time.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import Context, copy_context
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import close_old_connections
from django.utils.translation import activate, get_language

from daqing1369.incidents import RETRY_SECONDS
from daqing1369.uploads import length_in

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

AT_ONCE = 2  # requests that a process computes at once; docs/decisions/0002-wsgi-server.md has the measurement
IN_MEMORY = 256 * 1024  # of a request; what is longer waits in a temporary file that has no name
CHUNK = 64 * 1024
CUT_OFF = b"The request was cut off on its way; nothing of it was done. Send it again.\n"
NO_ROOM = (  # in both languages: no request says here which one it wants
    "服务器没有足够的临时空间接收本次请求，内容未作任何处理。请稍后重新提交；如仍不成功，请联系管理员。\n"
    "The server has no room to take this request; nothing of it was done. Send it again in a moment; where that fails"
    " too, tell the administrator.\n"
).encode()
logger = logging.getLogger(__name__)


class Turns:
    """So many at once, in the order in which they came: nobody waits while others overtake."""

    def __init__(self, at_once: int) -> None:
        self.free = at_once
        self.waiting: deque[threading.Lock] = deque()
        self.guard = threading.Lock()

    def take(self) -> None:
        """Wait for a turn."""
        with self.guard:
            if self.free:
                self.free -= 1
                return
            mine = threading.Lock()
            mine.acquire()
            self.waiting.append(mine)
        mine.acquire()

    def give(self) -> None:
        """Hand one's turn to whoever waits longest."""
        with self.guard:
            if self.waiting:
                self.waiting.popleft().release()
            else:
                self.free += 1


class Answer:
    """An answer in pieces on its way out: ``end`` comes when the server closes it.

    Its pieces are computed where they are read, in the request's context and language: Django holds that by thread.
    """

    def __init__(self, parts: Iterable[bytes], context: Context, language: str | None, end: Callable[[], None]) -> None:
        self.parts, self.context, self.language, self.end = parts, context, language, end

    def __iter__(self) -> Iterator[bytes]:
        if self.language is not None:
            self.context.run(activate, self.language)
        parts = self.context.run(iter, self.parts)
        while (part := self.context.run(next, parts, None)) is not None:
            yield part

    def close(self) -> None:
        try:
            if hasattr(self.parts, "close"):
                self.context.run(self.parts.close)  # and Django gives up its connection
        finally:
            end, self.end = self.end, _nothing
            end()


def whole(application: Application, *, at_once: int) -> Application:
    """The application, given whole requests, so many at once."""
    turns, threads = Turns(at_once), ThreadPoolExecutor(at_once, "computing")  # they start with their first request

    def handle(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        plain = [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close")]
        try:
            body = read(environ["wsgi.input"], length_in(environ))
        except OSError:
            logger.exception("a request could not be kept: is there room for temporary files?")
            start_response("503 Service Unavailable", [*plain, ("Retry-After", str(RETRY_SECONDS))])
            return [NO_ROOM]
        if body is None:
            start_response("400 Bad Request", plain)
            return [CUT_OFF]

        def end() -> None:
            turns.give()
            if body is not environ["wsgi.input"]:
                body.close()

        context, asked = copy_context(), environ | {"wsgi.input": body}
        turns.take()
        try:
            work = threads.submit(context.run, computed, application, asked, start_response)
            answer, language = work.result()
        except BaseException:
            end()
            raise
        is_computed_later = not isinstance(answer, list) and getattr(answer, "file_to_stream", None) is None
        if is_computed_later:
            return Answer(answer, context, language, end)
        end()  # a file is read without a turn, as fast as its client takes it
        return answer

    return handle


def computed(
    application: Application, environ: Environ, start_response: StartResponse
) -> tuple[Iterable[bytes], str | None]:
    """The answer and its language: a list with all of it, closed; or what will be read in pieces by another thread."""
    answer = application(environ, start_response)
    if getattr(answer, "streaming", False):
        close_old_connections()  # this thread's; the reading one takes its own, and Django closes that
        return answer, get_language()
    try:
        return list(answer), None
    finally:
        if hasattr(answer, "close"):
            answer.close()


def read(source: IO[bytes], length: int) -> IO[bytes] | None:
    """So many bytes of the source, to be read again; None where it ends before. What is too large stays unread.

    Raises OSError where there is no room for them.
    """
    if length == 0 or length > settings.MAX_UPLOAD_MB * 1024 * 1024 + CHUNK:
        return source  # refused by daqing1369.uploads
    body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # closed with the answer
    try:
        is_whole = _copy(source, body, length)
        body.seek(0)  # writes what waits to be written
    except OSError:
        with suppress(OSError):  # it tries to write once more
            body.close()
        raise
    if is_whole:
        return body
    body.close()
    return None


def _copy(source: IO[bytes], target: IO[bytes], length: int) -> bool:
    """Whether all of it came."""
    while length:
        part = _part(source, min(length, CHUNK))
        if not part:
            return False
        target.write(part)
        length -= len(part)
    return True


def _part(source: IO[bytes], size: int) -> bytes:
    """Nothing where the client is gone, also where the server tells that by an error."""
    try:
        return source.read(size)
    except OSError:
        return b""


def _nothing() -> None:
    """A turn ends once."""
