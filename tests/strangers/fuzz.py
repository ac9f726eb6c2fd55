"""How many made-up requests there are, what they are made of, and what none of them may do."""

import os
import re
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import hypothesis
from django.conf import settings
from django.db import connection, transaction
from hypothesis import strategies as st

from tests.strangers.walk import OWN_PAGES

INPUTS = int(os.environ.get("FUZZ_INPUTS", "500"))  # `make fuzz`: 10 000
SECONDS, MEGABYTES = 2, 300
# What people and programs write where something else was meant.
NASTY = [
    *("", " ", "0", "-0", "-1", "1", "2", "13", "99", "9999", "10000", "2147483648", "9223372036854775808", "1" * 400),
    *("1e5", "1e999999", "NaN", "Infinity", "-Infinity", "0x1F", "1_000", "１２．５", "12，5", "٣", "²", "½", "12.5%"),
    *("2024-10", "2024-13", "2024-00", "0000-01", "9999-12", "10000-01", "2024-10-31", "2024-02-30", "0001-01-01"),
    *("9999-12-31", "2024-11-04T09:00:00+08:00", "2024-11-04T09:00:00+99:99", "now", "all", "none", "null", "true"),
    *("\x00", "a\x00b", "\ufeff", "\u202e", "\r\nX: y", "é", "大庆", "😀" * 20, "x" * 3000, "%", "%s", "%00"),
    *("' OR 1=1 --", '"', "\\", "<script>", "{{7*7}}", "../../etc/passwd", "=cmd|' /C calc'!A0", "$(x)", "[]", "{}"),
    *("pm25", "good-air-days", "surface-water", "230600", "230602", "good-air-days_230602", "pm25_m202410", "task-1"),
    *("chosen", "save", "yes", "on", "approved", "in_progress", "rounding", "1:1", "1:0", "0:0", "1.2.3", "7K3F9M2Q"),
]
VALUES = (
    st.sampled_from(NASTY)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.integers().map(str)
    | st.dates().map(str)
)


@cache
def parameters(what: str) -> list[str]:
    """Every name that the code asks a query or a form for, found in its text."""
    found: set[str] = set()
    for package in ("daqing1369", "targets", "actions"):
        for path in sorted((settings.BASE_DIR / package).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            found |= set(re.findall(rf'\.{what}(?:\.get(?:list)?\(|\[)"([\w-]+)"', text))
            found |= set(re.findall(r"^(?:FIELDS|\w+_FIELDS|FILTERS) = \((.*)\)$", text, re.MULTILINE))
    names = {name for text in found for name in re.findall(r"[\w-]+", text)}
    assert len(names) > 20, f"where are the parameters of {what}?"
    return sorted(names)


@cache
def fields() -> list[str]:
    """Every field that a form of ours has, the rows' own included."""
    found = set(parameters("POST"))
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        found |= set(re.findall(r'\bname="([\w-]+)"', path.read_text(encoding="utf-8")))
    rows = ("good-air-days", "pm25", "good-air-days_m202410")
    cells = ("numerator", "denominator", "version", "mark", "note", "correction", "reason", "clear", "given")
    return sorted(found | {f"{row}-{cell}" for row in rows for cell in cells} | {"note-1"})


# Files and papers have tests of their own; who ends the session has nothing more to say.
FUZZED = [address for address in OWN_PAGES if not address.endswith((".pdf", ".docx", ".xlsx"))]
NUMBERS = st.sampled_from(["0", "1", "2", "12", "13", "31", "1999", "2024", "9999", "99999999999999999999"])


def paths() -> Any:
    """An address, often with other numbers in it."""
    other = st.tuples(st.sampled_from(FUZZED), NUMBERS, st.integers(0, 3))
    return st.sampled_from(FUZZED) | other.map(lambda drawn: _renumbered(*drawn))


def _renumbered(address: str, number: str, place: int) -> str:
    numbers = list(re.finditer(r"(?<=/)\d+", address))
    if not numbers:
        return address
    chosen = numbers[place % len(numbers)]
    return address[: chosen.start()] + number + address[chosen.end() :]


def share(part: float) -> hypothesis.settings:
    """This part of all inputs. Always the same ones in the suite; each night others."""
    return hypothesis.settings(
        max_examples=max(1, round(INPUTS * part)),
        derandomize=INPUTS <= 500,
        print_blob=True,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate, hypothesis.Phase.shrink),
    )


@contextmanager
def bounded() -> Iterator[None]:
    """Undo what is done, and fail where it took too long, waited too long for the database, or took too much memory.

    Processor time, not the wall's: a busy machine is slow, not wrong.
    """
    before, began = _peak(), time.thread_time()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{SECONDS}s'")
        yield
        transaction.set_rollback(True)
    assert time.thread_time() - began < SECONDS, "it hangs"
    assert _peak() - before < MEGABYTES, "it takes too much memory"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def mutations(original: bytes) -> Any:
    """The bytes with a few of them changed, cut out, doubled, or put in between."""
    place = st.integers(0, len(original) - 1)
    piece = st.binary(min_size=1, max_size=8) | st.sampled_from(
        [b"\x00", b"\xff\xfe", b'"', b",", b"\n", b"=1+1", b"9" * 99]
    )
    step = st.tuples(st.sampled_from(["flip", "put", "cut", "double", "end"]), place, st.integers(1, 200), piece)
    return st.lists(step, min_size=1, max_size=6).map(lambda steps: _mutated(original, steps))


def _mutated(text: bytes, steps: list[tuple[str, int, int, bytes]]) -> bytes:
    for kind, at, length, piece in steps:
        if kind == "flip":
            text = text[:at] + piece + text[at + len(piece) :]
        elif kind == "put":
            text = text[:at] + piece + text[at:]
        elif kind == "cut":
            text = text[:at] + text[at + length :]
        elif kind == "double":
            text = text[: at + length] + text[at:]
        else:
            text = text[:at]
    return text
