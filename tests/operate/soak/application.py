"""The production server as a process of its own, that can be killed."""

import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # has no types

from daqing1369.serving import answers, is_free

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS, STOP_SECONDS = 60, 20


class Application:
    """One server with its workers, on the loopback."""

    def __init__(self, port: int, log: Path, environment: Mapping[str, str]) -> None:
        self.port, self.log, self.environment = port, log, environment
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the server and return once it answers. RuntimeError with its log where it does not."""
        until = time.monotonic() + START_SECONDS
        while not is_free(self.port) and time.monotonic() < until:
            time.sleep(0.05)
        with self.log.open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(  # noqa: S603  # this very interpreter, our own module
                [sys.executable, "-m", "tests.operate.soak.serve", str(self.port)],
                cwd=ROOT,
                env=dict(self.environment),
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

    def kill(self) -> int:
        """SIGKILL to the server and its workers. Returns how many processes that were."""
        if self.process is None or self.process.poll() is not None:
            return 0
        family = [psutil.Process(self.process.pid), *self.workers()]
        for each in family:
            with suppress(psutil.Error):
                each.kill()
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

    def workers(self) -> list[psutil.Process]:
        """The living processes that serve."""
        if self.process is None or self.process.poll() is not None:
            return []
        family = psutil.Process(self.process.pid).children(recursive=True)
        return [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
