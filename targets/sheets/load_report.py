"""The report on a file of measurements as CSV. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator

from targets.measurements.remarks import OUTCOME_WORDS, Outcome
from targets.sheets.chart_data import BOM
from targets.sheets.formulas import harmless
from targets.texts import Text

HEADINGS = (
    Text("文件", "File"),
    Text("行", "Line"),
    Text("列", "Column"),
    Text("内容", "Value"),
    Text("处理", "What became of it"),
    Text("规则", "Rule"),
    Text("说明", "Explanation"),
)
_OUTCOME = 4  # where a row has its outcome
_SEVERAL = 500


def report_pieces(rows: Iterable[tuple[str | int, ...]], language: str) -> Iterator[str]:
    """The rows of ``report_rows`` some hundred at a time, with the mark by which Excel knows UTF-8.

    Nothing that came from the file can run as a formula.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow([heading.in_language(language) for heading in HEADINGS])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(place, cell, language) for place, cell in enumerate(row)])
        if not number % _SEVERAL:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _cell(place: int, cell: str | int, language: str) -> str | int:
    if isinstance(cell, int):
        return cell
    return OUTCOME_WORDS[Outcome(cell)].in_language(language) if place == _OUTCOME else harmless(cell)


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
