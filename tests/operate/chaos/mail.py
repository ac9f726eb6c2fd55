"""The mail server away, dying in the middle, and back: nobody is told twice, and nobody is forgotten."""

import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from daqing1369.serving import HOST
from tests.operate.chaos.scene import Scene, Seen
from tests.operate.production import free_port

FIRST_WITHOUT = "soak10"  # of the names; those after it have no address
AWAY = "the mail server does not answer, nothing was sent"


class Sink(socketserver.ThreadingTCPServer):
    """A mail server that keeps whom it got a message for. ``dies_after``: over the message after so many."""

    daemon_threads = True

    def __init__(self, dies_after: int | None = None) -> None:
        super().__init__((HOST, 0), Talk)
        self.dies_after, self.got, self.cut = dies_after, list[str](), list[str]()


class Talk(socketserver.StreamRequestHandler):
    """One connection, with as much of SMTP as a client needs."""

    server: Sink

    def handle(self) -> None:
        if self.server.cut:
            return  # it died, and does not come back
        self.say(b"220 ready")
        to = ""
        for line in self.rfile:
            word = line.split(b":")[0].split()[0].upper() if line.strip() else b""
            if word == b"RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
            if word == b"DATA":
                self.say(b"354 go on")
                if not self.take(to):
                    return
            self.say(b"221 bye" if word == b"QUIT" else b"250 ok") if word != b"DATA" else None
            if word == b"QUIT":
                return

    def take(self, to: str) -> bool:
        """Read a message; False where the server dies over it."""
        for line in self.rfile:
            if line == b".\r\n":
                break
        if self.server.dies_after is not None and len(self.server.got) >= self.server.dies_after:
            self.server.cut.append(to)
            self.connection.shutdown(socket.SHUT_RDWR)
            return False
        self.server.got.append(to)
        self.say(b"250 taken")
        return True

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@contextmanager
def sink(dies_after: int | None = None) -> Iterator[Sink]:
    """A mail server that runs meanwhile."""
    with Sink(dies_after) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def mail_down(scene: Scene) -> Seen:
    """``send_reminders`` with nobody at the port, with a server that dies, with one that works, and once more."""
    seen = Seen()
    with scene.stage.connect() as connection:
        connection.execute(
            f"UPDATE auth_user SET email = username || '@example.org' WHERE username < '{FIRST_WITHOUT}'".encode()
        )
    code, words = remind(scene, free_port())
    seen.must(
        f"exit {code}, no clear message: {words[-300:]}", hold=code == 1 and AWAY in words and "Traceback" not in words
    )
    seen.must("reminders were marked as sent, and none was", hold=sent(scene) == 0)
    with sink(dies_after=1) as dying:
        code, words = remind(scene, dying.server_address[1])
        unclear = words.count(": unclear: ")
        seen.must(
            f"exit {code} though the mail server died: {words[-300:]}", hold=code == 1 and "Traceback" not in words
        )
    with sink() as working:
        code, words = remind(scene, working.server_address[1])
        seen.must(f"exit {code} though the mail server works: {words[-300:]}", hold=code == 0)
        again, _ = remind(scene, working.server_address[1])
        seen.must("a run with nothing to tell failed", hold=again == 0)
    told = Counter([*dying.got, *dying.cut, *working.got])
    seen.figures |= {"told": len(told), "unclear": unclear, "twice": sum(number > 1 for number in told.values())}
    seen.must(
        f"told twice: {[to for to, number in told.items() if number > 1]}", hold=max(told.values(), default=0) == 1
    )
    seen.must("nobody was told anything", hold=len(working.got) >= 1)
    seen.must(f"{sent(scene)} are marked as sent, {len(told)} were handed over", hold=sent(scene) == len(told))
    scene.settle(seen)
    return seen


def remind(scene: Scene, port: int) -> tuple[int, str]:
    done = scene.stage.run("send_reminders", EMAIL_URL=f"smtp://{HOST}:{port}")
    return done.returncode, done.stdout + done.stderr


def sent(scene: Scene) -> int:
    with scene.stage.connect() as connection:
        row = connection.execute("SELECT count(*) FROM targets_digest WHERE sent_at IS NOT NULL").fetchone()
    return row[0] if row else 0
