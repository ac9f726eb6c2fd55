"""A kept page as gzip, with what changes from answer to answer left out of the compression."""

import gzip

import pytest
from django.test import RequestFactory

from daqing1369.pieces import Pieces, takes_gzip

MARKS = b"[token]", b"[left]"
CONTENT = b"<p>one</p>" * 200 + b"[token]" + b"<p>two</p>" * 200 + b"[left][token]"
VALUES = {b"[token]": b"x1y2", b"[left]": b"300"}


def test_gzip_says_the_same() -> None:
    pieces = Pieces(CONTENT, MARKS)
    for values in (VALUES, {b"[token]": b"", b"[left]": b"\xe5\xb7\xb2" * 1000}):
        plain = CONTENT.replace(b"[token]", values[b"[token]"]).replace(b"[left]", values[b"[left]"])
        assert pieces.filled(values) == plain
        assert gzip.decompress(pieces.zipped(values)) == plain
    assert len(pieces.zipped(VALUES)) < len(CONTENT) / 10


def test_nothing_is_compressed_together_with_a_value() -> None:
    """The same length whether the value stands elsewhere on the page or not."""
    pieces = Pieces(b"secret" * 50 + b"[token]" + b"secret", MARKS)
    lengths = {len(pieces.zipped({b"[token]": value, b"[left]": b""})) for value in (b"secret", b"q7Zk0w")}
    assert len(lengths) == 1


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip, deflate, br", True),
        ("gzip;q=0", False),
        ("gzip;q=0.0, br", False),
        ("xgzip", False),
        ("", False),
    ],
)
def test_who_takes_gzip(header: str, taken: bool) -> None:  # noqa: FBT001  # a parameter of the table
    assert takes_gzip(RequestFactory().get("/", HTTP_ACCEPT_ENCODING=header)) is taken
