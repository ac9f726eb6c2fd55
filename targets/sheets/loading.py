"""Whether a workbook may be loaded whole: what it would become in memory, told while its parts stream by. Pure."""

from collections.abc import Iterator
from typing import IO

from targets.sheets.archive import chunks_of, feed, open_checked, strict_parser
from targets.sheets.table import MOST_COLUMNS, Refused
from targets.sheets.xlsx import place_of

MOST_LOADED_ROWS = 5_000
MOST_ELEMENTS = 250_000  # of all parts together: each becomes an object or two
MOST_SPREAD = 50_000  # cells that blocks reach over: each is made, whether anything stands in it or not
_SPREADING = ("mergeCell", "hyperlink", "table", "comment")
_HEAD = 64


class _TooMuch(Exception):
    pass


class _Weight:
    """Counts what the library makes objects of."""

    def __init__(self) -> None:
        self.elements = 0
        self.spread = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise _TooMuch
        if name == "c" and "r" in attributes:
            _within(attributes["r"])
        elif name == "row" and "r" in attributes:
            _within(f"A{attributes['r']}")
        elif name in _SPREADING:
            self.reach(attributes.get("ref", "A1"))

    def reach(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = _within(first), _within(last or first)
        self.spread += max(bottom - top + 1, 1) * max(right - left + 1, 1)
        if self.spread > MOST_SPREAD:
            raise _TooMuch


def is_loadable(stream: IO[bytes]) -> bool:
    """Whether loading it costs no more than its rows are worth.

    One cell or block at the sheet's far end is enough to make a library fill everything before it.
    """
    weight = _Weight()
    try:
        with open_checked(stream) as archive:
            for part in archive.infolist():
                _weigh(chunks_of(archive, part.filename), weight)
    except (_TooMuch, Refused):
        return False
    finally:
        stream.seek(0)
    return True


def _weigh(chunks: Iterator[bytes], weight: _Weight) -> None:
    """One part, whatever its name says; a picture is none of our business."""
    parser = strict_parser()
    parser.StartElementHandler = weight.start
    head = b""
    try:
        for chunk in chunks:
            head = head or chunk[:_HEAD]
            feed(parser, chunk)
        feed(parser, b"", is_last=True)
    except Refused:
        if b"<" in head:
            raise


def _within(reference: str) -> tuple[int, int]:
    """Line and column of the reference. Raises _TooMuch beyond the rectangle that is loaded."""
    line, column = place_of(reference.replace("$", ""))
    if line > MOST_LOADED_ROWS or column >= MOST_COLUMNS:
        raise _TooMuch
    return line, column
