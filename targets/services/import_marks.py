"""The workbook that goes back to whoever sent it: their own, with its bad cells marked."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from targets.models import RowState, StagedRow, Upload
from targets.services import import_files
from targets.sheets.loading import MOST_LOADED_ROWS, is_loadable
from targets.sheets.table import MOST_COLUMNS, Mark
from targets.texts import Text

logger = logging.getLogger(__name__)
MOST_LOADED_BYTES = 10 * 1024 * 1024  # unpacked: a workbook loaded whole takes fifty times as much memory


def draft_marked(*, upload: Upload) -> Path:
    """Write the marked workbook, in the language of the upload; its place until the check is over."""
    source, draft = import_files.folder() / upload.path, import_files.marked_draft(upload.path, upload.run)
    language = upload.language
    draft.touch(mode=0o600)
    with import_files.opened(source) as stream, draft.open("wb") as out:
        is_book = import_files.inspect(stream, upload.name) == "xlsx"
        is_small = is_book and upload.total <= MOST_LOADED_ROWS and import_files.unpacked(stream) <= MOST_LOADED_BYTES
        if not (is_small and is_loadable(stream) and _marked_in_place(upload, stream, out, language)):
            _marked_anew(upload, stream, out, language)
    return draft


def _marked_in_place(upload: Upload, stream: IO[bytes], out: IO[bytes], language: str) -> bool:
    """The sender's own workbook; False where it holds something that cannot be loaded and written again."""
    from targets.sheets.marking import mark_workbook  # brings openpyxl, which few requests need

    try:
        mark_workbook(stream, _marks(upload), out, language=language)
    except Exception:  # the library raises whatever a strange part leads it to
        logger.warning("upload %s cannot be marked in place", upload.pk, exc_info=True)
        return False
    return True


def _marked_anew(upload: Upload, stream: IO[bytes], out: IO[bytes], language: str) -> None:
    """A new workbook with the values of the file."""
    from targets.sheets.marking import mark_rows  # the same

    out.seek(0)
    out.truncate()
    stream.seek(0)
    words = 1 + max((len(row.cells) for row in import_files.rows_of(stream, upload.name)), default=MOST_COLUMNS)
    stream.seek(0)
    mark_rows(import_files.rows_of(stream, upload.name), _marks(upload), out, language=language, words=words)


def _marks(upload: Upload) -> Iterator[Mark]:
    rows = StagedRow.objects.filter(upload=upload, state=RowState.ERROR).order_by("number")
    for sheet, line, problems in rows.values_list("sheet", "line", "problems").iterator(chunk_size=2000):
        yield Mark(sheet, line, tuple((column, Text(zh, en)) for column, zh, en in problems))
