"""The report on a file of measurements as CSV. Pure."""

from collections.abc import Iterable, Iterator

from targets.measurements.remarks import OUTCOME_WORDS, Outcome
from targets.sheets.lines import csv_pieces
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


def report_pieces(rows: Iterable[tuple[str | int, ...]], language: str) -> Iterator[str]:
    """The rows of ``report_rows``, a line a piece; nothing that came from the file can run as a formula."""
    headings = (heading.in_language(language) for heading in HEADINGS)
    return csv_pieces(headings, (_cells(row, language) for row in rows))


def _cells(row: tuple[str | int, ...], language: str) -> list[str]:
    return [
        OUTCOME_WORDS[Outcome(str(cell))].in_language(language) if place == _OUTCOME else str(cell)
        for place, cell in enumerate(row)
    ]
