"""The remarks on a file's rows on their way into the database: counted all, kept up to a bound."""

from collections import Counter
from collections.abc import Mapping

from django.db import connection

from targets.measurements.remarks import Outcome, Remark
from targets.models import Load

MOST_KEPT = 200_000  # of one file; beyond it they are counted
_SEVERAL = 5_000


class Remarks:
    """Takes remarks one at a time and keeps them by COPY, some thousand at once. Not to be called within a COPY."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.waiting: list[tuple[int, int, str, str, str, str]] = []
        self.kept = self.beyond = 0
        self.names: Mapping[str, str] = {}  # what the file itself calls a column, where it calls it otherwise
        self.rows: Counter[str] = Counter()  # by outcome: the lines with such a remark
        self._last: dict[Outcome, int] = {}

    def __call__(self, remark: Remark) -> None:
        """Take one. A line is counted once an outcome; the remarks of one line come together."""
        outcome = remark.rule.outcome
        if remark.line and self._last.get(outcome) != remark.line:
            self._last[outcome] = remark.line
            self.rows[outcome.value] += 1
        if self.kept >= MOST_KEPT:
            self.beyond += 1
            return
        self.kept += 1
        column = remark.column
        if self.names:
            column = " ".join(self.names.get(name, name) for name in column.split(" "))
        self.waiting.append(
            (self.load.pk, remark.line, column[:200], remark.value[:200], outcome.value, remark.rule.name)
        )
        if len(self.waiting) >= _SEVERAL:
            self.flush()

    def flush(self) -> None:
        """Write what waits. One statement."""
        if not self.waiting:
            return
        with (
            connection.cursor() as cursor,
            cursor.copy('COPY targets_loadremark (load_id, line, "column", value, outcome, rule) FROM STDIN') as copy,
        ):
            for row in self.waiting:
                copy.write_row(row)
        self.waiting.clear()
