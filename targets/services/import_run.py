"""Long work on an upload in a process of its own, so that no request waits for it and no server thread is bound."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from targets.models import Upload, UploadState
from targets.services import import_files
from targets.services.import_turns import is_any_waiting, next_waiting, turn
from targets.services.imports import work
from targets.services.processes import start
from targets.sheets.table import Refused

INLINE_BYTES = 128 * 1024  # a month's or a year's sheet: looked at while the reader waits
INLINE_UNPACKED = 2 * 1024 * 1024
INLINE_ROWS = 1_500
_PAUSE = 0.5
logger = logging.getLogger(__name__)


def work_or_start(*, upload: Upload, now: datetime) -> Upload:
    """Do what the upload waits for: at once where that is short, else in a process of its own."""
    is_check = upload.state == UploadState.WAITING
    is_short = _is_small(upload) if is_check else upload.total <= INLINE_ROWS
    if is_short:
        return work(upload=upload, now=now)
    start("check_upload", upload.pk)
    return upload


def work_in_turn(*, first: int, now: Callable[[], datetime]) -> None:
    """Work on the upload ``first`` and then on whatever waits; nothing where enough processes work, who will do it.

    A process looks for what waits once more after its turn, so that nothing is left between two of them.
    """
    tried: set[int] = set()
    while True:
        with turn() as is_mine:
            if not is_mine:
                return
            while upload := next_waiting(first=first, but=tried):
                tried.add(upload.pk)
                try:
                    work(upload=upload, now=now())
                except Exception:  # the next one's file is another; this one is taken for dead after a while
                    logger.exception("upload %s", upload.pk)
        if not is_any_waiting(but=tried):
            return
        time.sleep(_PAUSE)


def _is_small(upload: Upload) -> bool:
    """Packed and unpacked: a few kilobytes of an archive can be megabytes of text."""
    if upload.size > INLINE_BYTES:
        return False
    try:
        with import_files.opened(import_files.folder() / upload.path) as stream:
            is_book = import_files.inspect(stream, upload.name) == "xlsx"
            return not is_book or import_files.unpacked(stream) <= INLINE_UNPACKED
    except (Refused, FileNotFoundError):
        return True  # the check says so
