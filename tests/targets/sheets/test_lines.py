"""CSV in one way: what is read back is what was written, and nothing in it runs."""

import csv
import io
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from targets.sheets.formulas import as_meant
from targets.sheets.lines import BOM, csv_pieces, csv_text
from tests.targets.evaluation.cases import moderate

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@moderate
@given(rows=st.lists(st.lists(texts, min_size=2, max_size=2), max_size=4))
def test_what_is_read_back_is_what_was_written(rows: list[list[str]]) -> None:
    written = csv_text(["=A", "B"], rows)
    assert written.startswith(BOM)
    found = list(csv.reader(io.StringIO(written.removeprefix(BOM), newline="")))
    assert found[0] == ["'=A", "B"]
    assert [[as_meant(cell) for cell in row] for row in found[1:]] == rows
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for row in found for cell in row)


def test_numbers_are_plain_and_a_minus_before_digits_is_no_formula() -> None:
    pieces = list(csv_pieces(["n"], [[Decimal("1E+3")], [Decimal("-0.50")], ["-3"], ["-3+2"]]))
    assert pieces == [f"{BOM}n\r\n", "1000\r\n", "-0.50\r\n", "-3\r\n", "'-3+2\r\n"]
