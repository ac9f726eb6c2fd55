"""Clients that send their request and read their answer byte by byte, while others go on."""

import socket
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from daqing1369.serving import HOST
from tests.operate.chaos.scene import Scene, Seen
from tests.operate.soak.browser import NoAnswer
from tests.operate.soak.report import percentile

EACH = 12  # of each kind; the server computes four requests at once
SECONDS, STEP = 7.0, 0.2
MOST_SECONDS = 3.0  # for a page of somebody who is not slow, on a busy machine


@dataclass
class Slow:
    """One slow client. ``quick`` is sent at once, ``rest`` byte by byte, and the last of it at the end."""

    port: int
    quick: bytes
    rest: bytes
    reads_slowly: bool = False
    answer: bytes = b""
    error: str = ""
    connection: socket.socket = field(default_factory=socket.socket)

    def work(self) -> None:
        try:
            self.talk()
        except OSError as error:
            self.error = repr(error)
        finally:
            self.connection.close()

    def talk(self) -> None:
        if self.reads_slowly:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self.connection.connect((HOST, self.port))
        self.connection.sendall(self.quick)
        until, rest = time.monotonic() + SECONDS, self.rest
        while time.monotonic() < until:
            if self.reads_slowly:
                self.answer += self.connection.recv(1)
            elif len(rest) > 1:
                self.connection.sendall(rest[:1])
                rest = rest[1:]
            time.sleep(STEP)
        self.connection.settimeout(30)
        self.connection.sendall(rest)
        while part := self.connection.recv(65536):
            self.answer += part


def slow_clients(scene: Scene) -> Seen:
    """Slow heads, slow bodies and slow readers beside people who are not slow."""
    seen = Seen()
    with scene.at_work():
        before, _ = pages(scene, SECONDS / 2)
        slow = [one for _ in range(EACH) for one in three(scene)]
        threads = [threading.Thread(target=one.work, daemon=True) for one in slow]
        for thread in threads:
            thread.start()
        time.sleep(1)
        times, failed = pages(scene, SECONDS - 2)
        for thread in threads:
            thread.join(60)
    served = sum(one.answer.startswith(b"HTTP/1.1 200") and one.answer.endswith(b"\n") for one in slow)
    seen.figures |= {"slow": len(slow), "slow_served": served, "others": len(times), "failed": failed}
    seen.figures |= {"p95_before_ms": round(percentile(before, 0.95) * 1000)}
    seen.figures |= {"p95_meanwhile_ms": round(percentile(times, 0.95) * 1000)}
    seen.must(f"{failed} requests of others failed", hold=failed == 0)
    seen.must("others were not served meanwhile", hold=len(times) >= 3)
    seen.must(f"others waited up to {max(times, default=0):.1f} s", hold=percentile(times, 0.95) <= MOST_SECONDS)
    wrong = [one.error or repr(one.answer[:60]) for one in slow if not one.answer.startswith(b"HTTP/1.1 200")]
    seen.must(f"{len(wrong)} slow clients were not served in the end: {wrong[:3]}", hold=not wrong)
    scene.settle(seen)
    return seen


def three(scene: Scene) -> tuple[Slow, Slow, Slow]:
    """One of each kind, signed in; the body is what a page sends while somebody types."""
    port, reader = scene.stage.port, scene.reader
    place = scene.editors[0].hot[0]
    page = reader.get(place.path).page
    cookies = "; ".join(f"{name}={value}" for name, value in reader.cookies.items())
    head = f"Host: {HOST}:{port}\r\nCookie: {cookies}\r\nConnection: close\r\nAccept-Language: en\r\n"
    get = f"GET {place.path} HTTP/1.1\r\n{head}\r\n".encode()
    body = urlencode(page.sent_with(place.key)).encode()
    post = f"POST {page.address(f'/{place.key}/preview/')} HTTP/1.1\r\n{head}HX-Request: true\r\n"
    post += f"Origin: http://{HOST}:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    post += f"Content-Length: {len(body)}\r\n\r\n"
    return (
        Slow(port, b"", get),
        Slow(port, post.encode() + body[:20], body[20:]),
        Slow(port, get, b"", reads_slowly=True),
    )


def pages(scene: Scene, seconds: float) -> tuple[list[float], int]:
    """How long the board took each time, on connections of their own, and how often it failed."""
    times, failed, until = [], 0, time.monotonic() + seconds
    while time.monotonic() < until:
        scene.reader.close()
        began = time.monotonic()
        try:
            failed += scene.reader.get("/").status != 200
        except NoAnswer:
            failed += 1
        times.append(time.monotonic() - began)
    return times, failed
