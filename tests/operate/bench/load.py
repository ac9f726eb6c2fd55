"""Load: some connections that are kept, each with one request under way, all served by one thread of raw sockets.

A request is bytes that stand ready and an answer is not parsed beyond its length, so that the generator takes little of
the processor from the server, the same for every address.
"""

import re
import selectors
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from daqing1369.serving import HOST

PATIENCE = 10.0  # seconds without any answer
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """``size``: bytes on the wire, head included."""

    status: int
    head: bytes
    body: bytes

    @property
    def size(self) -> int:
        return len(self.head) + len(self.body)

    def header(self, name: str) -> str:
        """Blank where the answer has none."""
        found = re.search(rb"\r\n%b: *([^\r]*)" % re.escape(name.encode()), self.head, re.IGNORECASE)
        return found[1].decode("latin-1") if found else ""


@dataclass(frozen=True)
class Job:
    """``request``: the next request's bytes; ``accept``: whether its answer is right."""

    request: Callable[[], bytes]
    accept: Callable[[Answer], bool]


@dataclass
class Round:
    """Seconds that each right answer took, and the wrong and missing ones in words. ``late``: came after the end."""

    seconds: float
    times: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


class Client:
    """One connection."""

    def __init__(self, port: int, job: Job, patience: float = PATIENCE) -> None:
        self.port, self.job, self.patience = port, job, patience
        self.socket = self.connect()
        self.received = b""
        self.sent_at = 0.0

    def connect(self) -> socket.socket:
        made = socket.create_connection((HOST, self.port), self.patience)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def send(self) -> None:
        request = self.job.request()
        self.received = b""
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> Answer | None:
        """The answer once it is complete. ConnectionError where the server hung up."""
        part = self.socket.recv(1 << 18)
        if not part:
            raise ConnectionError("the server hung up")
        self.received += part
        return parsed(self.received)

    def ask(self) -> Answer:
        """Send and wait."""
        self.send()
        while True:
            answer = self.read()
            if answer is not None:
                return answer

    def close(self) -> None:
        self.socket.close()


def parsed(received: bytes) -> Answer | None:
    """What was received as an answer; None while it is not complete."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    head, body = received[: end + 4], received[end + 4 :]
    status = _STATUS.match(head)
    length = _LENGTH.search(head)
    if status is None or (length is None and status[1] not in (b"204", b"304")):
        raise ConnectionError(f"an answer without a length: {head[:100]!r}")
    if length is not None and status[1] != b"304" and len(body) < int(length[1]):
        return None
    return Answer(int(status[1]), head, body)


def run(port: int, jobs: Sequence[Job], seconds: float) -> Round:
    """A client for each job, for that time; what is under way at its end is waited for and does not count."""
    clients = [Client(port, job) for job in jobs]
    done = Round(seconds)
    with selectors.DefaultSelector() as selector:
        for client in clients:
            selector.register(client.socket, selectors.EVENT_READ, client)
        began = time.perf_counter()
        for client in clients:
            client.send()
        busy = len(clients)
        while busy:
            ready = selector.select(PATIENCE)
            if not ready:
                done.failures += [f"no answer within {PATIENCE:.0f} s"] * busy
                break
            for key, _ in ready:
                busy -= _serve(key.data, selector, done, began + seconds)
    for client in clients:
        client.close()
    return done


def _serve(client: Client, selector: selectors.BaseSelector, done: Round, until: float) -> bool:
    """Take what came, and send the next request until the time is over. Whether the client has ended."""
    try:
        answer = client.read()
    except OSError as error:
        done.failures.append(str(error))
        selector.unregister(client.socket)
        return True
    if answer is None:
        return False
    now = time.perf_counter()
    if not client.job.accept(answer):
        done.failures.append(f"answered with {answer.status}")
    else:
        (done.times if now <= until else done.late).append(now - client.sent_at)
    if now < until:
        client.send()
        return False
    selector.unregister(client.socket)
    return True
