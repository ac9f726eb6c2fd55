"""The workbook that goes back to whoever sent it: their own, with its bad cells marked."""

from collections.abc import Iterator

from django.utils.translation import get_language

from targets.models import RowState, StagedRow, Upload
from targets.services import import_files
from targets.sheets.marking import MOST_LOADED_ROWS, Mark, mark_rows, mark_workbook
from targets.sheets.table import MOST_COLUMNS
from targets.texts import Text

MOST_LOADED_BYTES = 2 * 1024 * 1024


def keep_marked(*, upload: Upload) -> None:
    """Write the marked workbook beside the upload's file, in the language of the moment."""
    source, target = import_files.folder() / upload.path, import_files.marked(upload.path)
    language = get_language() or "zh-hans"
    draft = target.with_suffix(".draft")
    draft.touch(mode=0o600)
    with import_files.opened(source) as stream, draft.open("wb") as out:
        is_small = upload.total <= MOST_LOADED_ROWS and upload.size <= MOST_LOADED_BYTES
        if import_files.inspect(stream, upload.name) == "xlsx" and is_small:
            mark_workbook(stream, _marks(upload), out, language=language)
        else:
            marks = {(mark.sheet, mark.line): mark for mark in _marks(upload)}
            words = 1 + max((len(row.cells) for row in import_files.rows_of(stream, upload.name)), default=MOST_COLUMNS)
            stream.seek(0)
            rows = import_files.rows_of(stream, upload.name)
            mark_rows(rows, marks, out, language=language, words=words)
    draft.replace(target)


def _marks(upload: Upload) -> Iterator[Mark]:
    rows = StagedRow.objects.filter(upload=upload, state=RowState.ERROR).order_by("number")
    for sheet, line, problems in rows.values_list("sheet", "line", "problems").iterator(chunk_size=2000):
        yield Mark(sheet, line, tuple((column, Text(zh, en)) for column, zh, en in problems))
