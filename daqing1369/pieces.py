"""A kept page as gzip: compressed once, in pieces between its marks; what takes a mark's place is stored as it is.

So an answer costs a checksum instead of a compression, and the token against forged forms is never compressed together
with anything: the length of an answer tells nothing about it (BREACH).
"""

import re
import struct
import zlib
from collections.abc import Mapping

from django.http import HttpRequest

LEVEL = 6
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # no name, no time, any system
_END = b"\x03\x00"  # a last block with nothing in it
_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)", re.IGNORECASE)


class Pieces:
    """A content with marks in it."""

    def __init__(self, content: bytes, marks: tuple[bytes, ...]) -> None:
        between = b"(" + b"|".join(map(re.escape, marks)) + b")"
        self.plain = re.split(between, content)  # a text, a mark, a text, …
        self.packed: list[bytes] = []

    def filled(self, values: Mapping[bytes, bytes]) -> bytes:
        """With a value in the place of each mark."""
        return b"".join(values.get(piece, piece) for piece in self.plain)

    def zipped(self, values: Mapping[bytes, bytes]) -> bytes:
        """The same as gzip. The texts are compressed the first time that somebody asks."""
        if not self.packed:
            self.packed = [piece if piece in values else _packed(piece) for piece in self.plain]
        whole = self.filled(values)
        body = [_stored(values[piece]) if piece in values else piece for piece in self.packed]
        return b"".join([_HEAD, *body, _END, struct.pack("<LL", zlib.crc32(whole), len(whole) & 0xFFFFFFFF)])


def takes_gzip(request: HttpRequest) -> bool:
    return _GZIP.search(request.headers.get("Accept-Encoding", "")) is not None


def _packed(text: bytes) -> bytes:
    """Whole blocks that refer to nothing before them and end at a byte."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(value: bytes) -> bytes:
    """One block of at most 65 535 bytes, as they are."""
    return struct.pack("<BHH", 0, len(value), len(value) ^ 0xFFFF) + value
