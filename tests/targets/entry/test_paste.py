"""A copied block as rows of texts, and where they fall in a grid."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.entry.paste import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    Line,
    Place,
    Refused,
    Why,
    lay,
    parse,
    read_block,
    trimmed,
)
from targets.periods import Month, months_of
from targets.sheets.columns import squeezed

FIELDS = ("numerator", "denominator")
TEXTS = st.text(st.sampled_from('ab1\t\r\n" ．０汉\u2028\u0085\x00\x0b'), max_size=8)
BLOCKS = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), max_size=5))


def write(rows: list[list[str]]) -> str:
    """The rows as a spreadsheet copies them."""
    return "".join("\t".join(map(quoted, row)) + "\r\n" for row in rows)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if re.search(r'[\t\r\n]|^"', cell) else cell


def year_grid(*goals: str, missing: tuple[tuple[int, str], ...] = ()) -> Grid:
    """Twelve months of goals of two fields each; ``missing``: cells that are not due."""
    lines = tuple(
        Line(
            tuple(
                None if (month.number, goal) in missing else Place(f"{goal}_{month.number}", field)
                for goal in goals
                for field in FIELDS
            ),
            month=month,
        )
        for month in months_of(2024)
    )
    heads = tuple(
        frozenset(squeezed(name) for name in (f"{goal}{field}", field, *([goal] if field == "numerator" else [])))
        for goal, field in product(goals, FIELDS)
    )
    return Grid(lines, 2024, heads=heads)


MONTH_GRID = Grid(
    (
        Line((Place("air", "numerator"), Place("air", "denominator")), names=frozenset(["优良天数"])),
        Line((Place("villages_a1", "numerator"),), names=frozenset(["肇州县"])),
        Line((Place("land_a1", "numerator"),), names=frozenset(["肇州县"]), part=1),
    ),
    2024,
    month=Month(2024, 10),
)


def laid(text: str, grid: Grid, start: tuple[int, int] = (0, 0)) -> dict[str, list[str]]:
    found = lay(parse(text), grid, start).texts
    return {key: [texts.get(field, "") for field in FIELDS] for key, texts in found.items()}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("29\t31\r\n30\t30\r\n", [["29", "31"], ["30", "30"]]),
        ("29\t31\n30\t30", [["29", "31"], ["30", "30"]]),
        ("29\r30", [["29"], ["30"]]),
        ("29\t31\t\t\r\n\t\t\t\r\n \r\n", [["29", "31"]]),
        ("\t31\r\n29", [["", "31"], ["29", ""]]),
        ('"two\r\nlines"\t"a ""word"""\r\n"tab\there"\tb', [["two\r\nlines", 'a "word"'], ["tab\there", "b"]]),
        ('5" pipe\t"open\r\n2', [['5" pipe', '"open'], ["2", ""]]),
        ("", []),
        ("\r\n\t\r\n", []),
    ],
)
def test_a_block_is_read_as_spreadsheets_copy_it(text: str, rows: list[list[str]]) -> None:
    assert parse(text) == rows


@given(BLOCKS)
def test_what_was_copied_is_read_back(rows: list[list[str]]) -> None:
    assert parse(write(rows)) == trimmed(rows)


@given(st.text(st.sampled_from('"\t\r\n1２%，-月') | st.characters()), st.tuples(st.integers(0, 11), st.integers(0, 3)))
def test_no_text_raises_and_none_is_lost(text: str, start: tuple[int, int]) -> None:
    rows = parse(text)
    assert len({len(row) for row in rows}) <= 1
    found = lay(rows, year_grid("air", "water"), start)
    placed = sum(len(texts) for texts in found.texts.values())
    skipped_rows = rows[:1] if found.by_head else []
    body = rows[1:] if found.by_head else rows
    labels = [row[0] for row in body] if found.by_label else []
    blank = sum(1 for row in body for cell in row[1 if found.by_label else 0 :] if not cell.strip())
    whole = sum(len(row) for row in rows) - sum(len(row) for row in skipped_rows) - len(labels)
    assert placed + len(found.outside) + blank == whole


def test_a_hostile_block_takes_time_in_proportion() -> None:
    for piece in ('"\t', '"\n', '""', '"a\n""', "\t", '"""a\t'):
        parse(piece * (MOST_BYTES // len(piece)))


@pytest.mark.parametrize("text", ["9" * (MOST_BYTES + 1), "1\n" * (MOST_ROWS + 1), "1\t" * MOST_COLUMNS + "1"])
def test_what_is_too_large_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_block(text)
    assert "Paste it in parts" in refused.value.sentence.en
    assert "粘贴" in refused.value.sentence.zh


def test_a_block_falls_from_its_upper_left_cell_on() -> None:
    grid = year_grid("air", "water")
    assert laid("1\t2\t3\n4\t5\t6", grid, (2, 1)) == {
        "air_3": ["", "1"],
        "water_3": ["2", "3"],
        "air_4": ["", "4"],
        "water_4": ["5", "6"],
    }


def test_a_blank_leaves_what_stands_there() -> None:
    assert laid("1\t \n\t2", year_grid("air")) == {"air_1": ["1", ""], "air_2": ["", "2"]}


def test_what_falls_beside_the_grid_is_named() -> None:
    found = lay(parse("1\t2\t3\n4\t5\t6"), year_grid("air", missing=((11, "air"),)), (10, 0))
    assert [(one.text, one.why) for one in found.outside] == [
        ("1", Why.NOT_DUE),
        ("2", Why.NOT_DUE),
        ("3", Why.BEYOND),
        ("6", Why.BEYOND),
    ]
    assert set(found.texts) == {"air_12"}


@pytest.mark.parametrize("labels", [("2024-03", "2024-02"), ("3月", "2月"), ("三月", "二月"), ("March", "Feb 2024")])
def test_months_in_the_first_column_lead_each_row_to_its_line(labels: tuple[str, str]) -> None:
    text = f"{labels[0]}\t30\t31\n{labels[1]}\t26\t29"
    assert laid(text, year_grid("air"), (8, 0)) == {"air_3": ["30", "31"], "air_2": ["26", "29"]}


def test_bare_numbers_are_months_only_below_a_heading_that_says_so() -> None:
    assert laid("月份\tair\n3\t30\n2\t26", year_grid("air")) == {"air_3": ["30", ""], "air_2": ["26", ""]}
    assert laid("3\t30\n2\t26", year_grid("air")) == {"air_1": ["3", "30"], "air_2": ["2", "26"]}


def test_rows_of_other_years_sums_and_doubled_months_are_named() -> None:
    found = lay(parse("2023-12\t9\n1月\t1\n1月\t2\n2月\t3\n合计\t4"), year_grid("air"), (0, 0))
    assert [(one.of, one.text, one.why) for one in found.outside] == [
        ("2023-12", "9", Why.NO_LINE),
        ("1月", "2", Why.TWICE),
        ("合计", "4", Why.NO_LINE),
    ]
    assert {key: texts["numerator"] for key, texts in found.texts.items()} == {"air_1": "1", "air_2": "3"}


def test_headings_lead_each_column_to_its_own() -> None:
    grid = year_grid("air", "water")
    assert laid("water\t\tair\tx\n1\t2\t3\t4", grid) == {"water_1": ["1", "2"], "air_1": ["3", ""]}
    assert laid("Month\twater denominator\n2月\t7", grid) == {"water_2": ["", "7"]}
    unknown = lay(parse("air\tx\n3\t4"), grid, (0, 0)).outside
    assert [(one.text, one.why) for one in unknown] == [("4", Why.NO_COLUMN)]


def test_a_row_of_words_that_the_page_does_not_know_is_no_heading() -> None:
    found = lay(parse("缺测\t缺测\n30\t31"), year_grid("air"), (0, 0))
    assert not found.by_head
    assert found.texts["air_1"] == {"numerator": "缺测", "denominator": "缺测"}


def test_on_a_month_names_lead_to_their_rows_from_the_start_on() -> None:
    assert laid("肇州县\t5\n优良天数\t29", MONTH_GRID) == {"villages_a1": ["5", ""], "air": ["29", ""]}
    assert laid("肇州县\t5", MONTH_GRID, (2, 0)) == {"land_a1": ["5", ""]}


def test_a_block_stays_in_the_part_of_the_page_in_which_it_begins() -> None:
    found = lay(parse("1\n2\n3"), MONTH_GRID, (0, 0))
    assert list(found.texts) == ["air", "villages_a1"]
    assert [(one.text, one.why) for one in found.outside] == [("3", Why.BEYOND)]


def test_on_a_month_only_rows_of_that_month_are_taken() -> None:
    found = lay(parse("2024-09\t1\t2\n2024-10\t29\t31"), MONTH_GRID, (0, 0))
    assert found.texts == {"air": {"numerator": "29", "denominator": "31"}}
    assert [one.of for one in found.outside] == ["2024-09", "2024-09"]


def test_the_start_is_found_by_cell_and_field() -> None:
    assert MONTH_GRID.find("air", "denominator") == (0, 1)
    assert MONTH_GRID.find("land_a1", "") == (2, 0)
    assert MONTH_GRID.find("nothing", "") is None


@pytest.mark.parametrize(
    "told", ["Good-air days", "good air  days", "Good/air days [d]", "good_air'days【2024】", "GOOD,AIR,DAYS (d)"]
)
def test_what_does_not_matter_in_a_name(told: str) -> None:
    assert squeezed(told) == "goodairdays"
