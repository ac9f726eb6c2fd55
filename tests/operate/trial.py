"""What `make soak`, `chaos`, `cluster` and `bench` share: settings from the environment, an end, an exit code."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn, TypeVar

import psycopg

from daqing1369.embedded.server import ServerError

W = TypeVar("W")
FAILURES = (RuntimeError, OSError, ServerError, subprocess.SubprocessError, psycopg.Error)


class Usage(Exception):
    """A setting that is none."""


def conduct(name: str, wish: Callable[[Mapping[str, str]], W], attempt: Callable[[W], int]) -> int:
    """What the attempt says: 0 all is well, 1 something is not; 1 where the run itself failed; 2 for wrong usage."""
    listen(_interrupted)
    try:
        asked = wish(dict(os.environ))
    except Usage as error:
        remark(f"make {name}: {error}")
        return 2
    try:
        return attempt(asked)
    except FAILURES as error:
        remark(f"make {name}: {error}")
        return 1


def remark(text: str) -> None:
    """To whoever waits."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


@contextmanager
def clearing_away() -> Iterator[None]:
    """What comes after it, the clearing away, is not interrupted."""
    try:
        yield
    finally:
        listen(signal.SIG_IGN)


def listen(how: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    """What happens when somebody wants this to end."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, how)


def _interrupted(number: int, _frame: FrameType | None) -> NoReturn:
    """As an exception, so that everything is cleared away; once is enough."""
    listen(signal.SIG_IGN)
    raise SystemExit(128 + number)
