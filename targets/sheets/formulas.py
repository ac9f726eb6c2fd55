"""Texts that a spreadsheet program could take for a formula, made harmless on the way out and read back. Pure."""

import re

# Excel, LibreOffice and WPS start a formula with one of these; full-width ones too, where Chinese is typed.
_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def harmless(text: str) -> str:
    """The text with an apostrophe before it, if it could run; ``as_meant`` takes it away again."""
    return f"'{text}" if _RISKY.match(text) else text


def harmless_text(text: str) -> str:
    """The same, but for a plain number: a minus before nothing but digits is no formula."""
    return text if _NUMBER.fullmatch(text) else harmless(text)


def as_meant(text: str) -> str:
    """The text as it was before ``harmless``; an apostrophe that guards nothing stays."""
    return text[1:] if text[:1] == "'" and _RISKY.match(text) else text
