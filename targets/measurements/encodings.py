"""The encoding of a file of measurements, found by decoding every byte of it once."""

import codecs
from collections.abc import Callable
from typing import BinaryIO

from targets.measurements.lines import UnknownShape
from targets.measurements.remarks import Outcome, rule
from targets.texts import Text

PIECE = 1 << 18
NOT_UTF8 = rule(
    "not-utf8",
    Outcome.NOTED,
    "文件不是 UTF-8 编码，已按 GB18030（简体中文 Excel 的 CSV 编码）读入；请核对文字列。",
    "The file is not UTF-8; it was read as GB18030, the CSV encoding of a Chinese Excel. Please check its words.",
)
_BOOK = Text(
    "这是工作簿或压缩文件，不是 CSV。请另存为“CSV UTF-8”后再导入。",
    "This is a workbook or an archive, not CSV. Save it as “CSV UTF-8” and import that.",
)
_WIDE = Text(
    "文件是 UTF-16 编码。请另存为“CSV UTF-8”后再导入。",
    "The file is encoded as UTF-16. Save it as “CSV UTF-8” and import that.",
)
_UNKNOWN = Text(
    "文件编码无法识别（既不是 UTF-8，也不是 GB18030）。请另存为“CSV UTF-8”后再导入。",
    "The file's encoding is not known (neither UTF-8 nor GB18030). Save it as “CSV UTF-8” and import that.",
)
_EMPTY = Text("文件是空的。", "The file is empty.")


def encoding_of(stream: BinaryIO, each: Callable[[bytes], object]) -> str:
    """``utf-8-sig`` or ``gb18030``; the stream is left at its beginning. ``each`` is shown every byte once.

    Raises UnknownShape for a file that is no text in either.
    """
    start = _start(stream)
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8-sig", "gb18030")}
    stream.seek(0)
    while piece := stream.read(PIECE):
        each(piece)
        _drop_refusing(decoders, piece, final=False)
    _drop_refusing(decoders, b"", final=True)
    stream.seek(0)
    if not start:
        raise UnknownShape(_EMPTY)
    if not decoders:
        raise UnknownShape(_UNKNOWN)
    return next(iter(decoders))


def _start(stream: BinaryIO) -> bytes:
    stream.seek(0)
    start = stream.read(4)
    if start.startswith(b"PK\x03\x04") or start == b"\xd0\xcf\x11\xe0":
        raise UnknownShape(_BOOK)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnknownShape(_WIDE)
    return start


def _drop_refusing(decoders: dict[str, codecs.IncrementalDecoder], piece: bytes, *, final: bool) -> None:
    for name, decoder in list(decoders.items()):
        try:
            decoder.decode(piece, final)
        except UnicodeDecodeError:
            del decoders[name]
