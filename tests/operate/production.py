"""The production server in a process of its own, on a free port."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # has no types

from daqing1369.serving import HOST, answers, is_free
from tests.fingerprints import ROOT

START_SECONDS, STOP_SECONDS = 60, 20


class Production:
    """``start``, ``kill`` and ``stop``; what the server prints is in ``log``."""

    def __init__(self, log: Path, environment: Mapping[str, str]) -> None:
        self.log, self.environment = log, environment
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the server and return once it answers. RuntimeError with its log where it does not."""
        until = time.monotonic() + START_SECONDS
        while not is_free(self.port) and time.monotonic() < until:
            time.sleep(0.05)
        with self.log.open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(  # noqa: S603  # this very interpreter, our own module
                [sys.executable, "-m", "tests.operate.serve", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        while not answers(self.port):
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server does not start.\n{self.log.read_text(encoding='utf-8')[-4000:]}")
            time.sleep(0.05)

    def family(self) -> list[psutil.Process]:
        """The server and its workers; nobody where it does not run."""
        if self.process is None or self.process.poll() is not None:
            return []
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def kill(self) -> int:
        """SIGKILL to the server and its workers. Returns how many processes that were."""
        family = self.family()
        for each in family:
            with suppress(psutil.Error):
                each.kill()
        if family and self.process is not None:
            self.process.wait(STOP_SECONDS)
        psutil.wait_procs(family, timeout=STOP_SECONDS)
        return len(family)

    def stop(self) -> None:
        """Ask the server to end, as Ctrl+C does. RuntimeError where it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            raise RuntimeError(f"The server did not stop within {STOP_SECONDS} s.") from None


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
