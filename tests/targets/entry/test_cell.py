"""A typed row: what it becomes, or the sentence that refuses it. Nothing here touches the database."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.entry.cell import NUMBERS, Cell, Given, Raw, Understanding, Why, asks_for_month, typed, understand
from targets.evaluation.model import Combination, IndicatorRule
from targets.periods import Frequency, Month
from targets.texts import Text

OCTOBER = Month(2024, 10)

SHARE = IndicatorRule(
    slug="good-air-days",
    name=Text("优良天数比例", "Good-air days"),
    unit=Text("%", "%"),
    combination=Combination.SUM,
    frequency=Frequency.MONTHLY,
    scale=100,
    decimals=1,
    detail_decimals=2,
    numerator_name=Text("优良天数", "good days"),
    numerator_unit=Text("天", "days"),
    denominator_name=Text("有效天数", "valid days"),
    denominator_unit=Text("天", "days"),
    shortfall_name=Text("污染天", "bad days"),
    counts_days=True,
)
MEAN = replace(SHARE, slug="pm25", combination=Combination.MEAN, scale=1, unit=Text("µg/m³", "µg/m³"))
NEWEST = replace(SHARE, slug="surface-water", combination=Combination.NEWEST, counts_days=False)
MEASURE = replace(SHARE, slug="farmland", combination=Combination.ANNUAL, counts_days=False)


def read(rule: IndicatorRule, *texts: str, month: Month = OCTOBER, given: str = Given.MEAN) -> Understanding:
    raw = replace(Raw(*texts[:4]), given=given)
    return understand(rule, whole_numbers=rule in (SHARE, NEWEST), month=month, raw=raw)


def numbers(cell: Cell | None) -> tuple[str, ...]:
    if cell is None:
        return ()
    return tuple(str(value) for value in (cell.numerator, cell.denominator, cell.half_unit))


def test_blank_is_a_blank_cell_and_zero_is_not() -> None:
    assert read(SHARE).cell == Cell()
    assert read(SHARE, "", " \u3000").cell == Cell()
    assert read(SHARE, "0", "31").cell == Cell(Decimal(0), Decimal(31))
    assert read(SHARE, "0", "0").cell == Cell(Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("texts", "cell"),
    [
        (("29", "31"), Cell(Decimal(29), Decimal(31))),
        (("２９", "３１"), Cell(Decimal(29), Decimal(31))),
        ((" 29", "31.0 "), Cell(Decimal(29), Decimal(31))),
        (("31", "31"), Cell(Decimal(31), Decimal(31))),
        (("93.55%", "31"), Cell(Decimal(29), Decimal(31))),
        (("９３．５５％", "31"), Cell(Decimal(29), Decimal(31))),
        (("93,5 %", "31"), Cell(Decimal(29), Decimal(31))),
        (("12.5%", "24"), Cell(Decimal(3), Decimal(24))),
        (("100%", "31"), Cell(Decimal(31), Decimal(31))),
        (("0%", "31"), Cell(Decimal(0), Decimal(31))),
    ],
)
def test_a_share_of_counts(texts: tuple[str, str], cell: Cell) -> None:
    assert read(SHARE, *texts) == replace(read(SHARE, *texts), cell=cell, problems=())


@pytest.mark.parametrize(
    ("rule", "texts", "field", "why", "words"),
    [
        (SHARE, ("abc", "31"), "numerator", Why.UNREADABLE, "abc"),
        (SHARE, ("NaN", "31"), "numerator", Why.UNREADABLE, "NaN"),
        (SHARE, ("1e400", "31"), "numerator", Why.UNREADABLE, "exponent"),
        (SHARE, ("9" * 10_000, "31"), "numerator", Why.UNREADABLE, "10000 characters"),
        (SHARE, ("-3", "31"), "numerator", Why.UNREADABLE, "below zero"),
        (SHARE, ("29", "-31"), "denominator", Why.UNREADABLE, "below zero"),
        (SHARE, ("29", "100%"), "denominator", Why.UNREADABLE, "per cent"),
        (SHARE, ("1,234", "31"), "numerator", Why.UNREADABLE, "two ways"),
        (SHARE, ("29", ""), "denominator", Why.MISSING, "without valid days"),
        (SHARE, ("", "31"), "numerator", Why.MISSING, "without good days"),
        (SHARE, ("29.5", "31"), "numerator", Why.NOT_WHOLE, "29 or 30"),
        (SHARE, ("29", "30.5"), "denominator", Why.NOT_WHOLE, "30 or 31"),
        (SHARE, ("32", "31"), "numerator", Why.ABOVE, "cannot exceed"),
        (SHARE, ("1", "0"), "numerator", Why.ABOVE, "cannot exceed"),
        (SHARE, ("101%", "31"), "numerator", Why.SHARE, "101 %"),
        (SHARE, ("12.5%", "31"), "numerator", Why.SHARE, "3.875"),
        (SHARE, ("94%", "340"), "denominator", Why.TOO_MANY_DAYS, "31 days"),
        (SHARE, ("29", "32"), "denominator", Why.TOO_MANY_DAYS, "October 2024 has 31 days"),
        (MEAN, ("27.2", ""), "denominator", Why.MISSING, "weighs each month by its days"),
        (MEAN, ("", "31"), "numerator", Why.MISSING, "both or neither"),
        (MEAN, ("27.2", "0"), "denominator", Why.NO_DAYS, "there is no mean"),
        (MEAN, ("0", "0"), "denominator", Why.NO_DAYS, "write 0 and 0"),
        (MEAN, ("27.2", "32"), "denominator", Why.TOO_MANY_DAYS, "31 days"),
        (MEAN, ("27.2", "30.5"), "denominator", Why.NOT_WHOLE, "30 or 31"),
        (MEAN, ("27.2%", "31"), "numerator", Why.UNREADABLE, "per cent"),
        (MEAN, ("99999999999999", "31"), "numerator", Why.UNREADABLE, "cannot be kept"),
        (MEAN, ("0.1234567891", "31"), "numerator", Why.UNREADABLE, "cannot be kept"),
        (NEWEST, ("7", "6"), "numerator", Why.ABOVE, "cannot exceed"),
        (NEWEST, ("5", "6", "7", "6"), "month_numerator", Why.ABOVE, "cannot exceed"),
        (NEWEST, ("5", "6", "5", ""), "month_denominator", Why.MISSING, "of the month"),
        (NEWEST, ("", "", "5", "6"), "numerator", Why.MISSING, "total to date"),
        (MEASURE, ("318.7", "318.6"), "numerator", Why.ABOVE, "cannot exceed"),
        (MEASURE, ("33.3333333333%", "0.1"), "numerator", Why.SHARE, "for certain"),
    ],
)  # fmt: skip
def test_refused(rule: IndicatorRule, texts: tuple[str, ...], field: str, why: Why, words: str) -> None:
    understood = read(rule, *texts)
    assert understood.cell is None
    assert [(problem.field, problem.why) for problem in understood.problems] == [(field, why)]
    sentence = understood.problems[0].sentence
    assert words in sentence.en
    assert sentence.zh.endswith("。")
    assert len(sentence.en) < 260


def test_every_field_gets_its_answer_at_once() -> None:
    understood = read(NEWEST, "x", "-1", "1e3", "y")
    assert [problem.field for problem in understood.problems] == [
        "numerator", "denominator", "month_numerator", "month_denominator",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("month", "days", "taken"),
    [((2024, 2), "29", True), ((2023, 2), "29", False), ((2024, 11), "31", False), ((2024, 12), "31", True)],
)
def test_the_month_limits_its_days(month: tuple[int, int], days: str, *, taken: bool) -> None:
    assert (read(SHARE, "20", days, month=Month(*month)).cell is not None) is taken


@pytest.mark.parametrize(
    ("text", "days", "expected"),
    [
        ("27.2", "31", ("843.2000000000", "31", "0.05")),
        ("27.20", "31", ("843.2000000000", "31", "0.005")),
        ("27", "29", ("783.0000000000", "29", "0.5")),
        ("０", "31", ("0E-10", "31", "0.5")),
        ("27，25", "30", ("817.5000000000", "30", "0.005")),
    ],
)
def test_a_mean_times_its_days(text: str, days: str, expected: tuple[str, ...]) -> None:
    cell = read(MEAN, text, days).cell
    assert cell is not None
    assert numbers(cell) == expected
    assert cell.value(1) == Fraction(text.replace("，", ".").replace("０", "0"))


def test_a_sum_is_kept_as_it_is_and_has_no_rounding_error() -> None:
    assert read(MEAN, "843.2", "31", given=Given.SUM).cell == Cell(Decimal("843.2"), Decimal(31))
    assert read(MEAN, "0", "0", given=Given.SUM).cell == Cell(Decimal(0), Decimal(0))
    assert read(MEAN, "1", "0", given=Given.SUM).problems[0].why is Why.NO_DAYS


def test_the_month_is_kept_beside_the_total() -> None:
    assert read(NEWEST, "5", "6", "4", "6").cell == Cell(Decimal(5), Decimal(6), Decimal(4), Decimal(6))
    assert read(NEWEST, "5", "6").cell == Cell(Decimal(5), Decimal(6))
    assert asks_for_month(NEWEST)
    assert not asks_for_month(replace(NEWEST, frequency=Frequency.QUARTERLY))
    assert not asks_for_month(SHARE)


def test_a_measure_need_not_be_whole() -> None:
    assert read(MEASURE, "318.6", "318.6").cell == Cell(Decimal("318.6"), Decimal("318.6"))
    assert read(MEASURE, "98.2%", "312.4").cell == Cell(Decimal("306.7768"), Decimal("312.4"))


def test_what_was_understood_is_echoed_and_plain_digits_are_not() -> None:
    assert [reading.en for reading in read(SHARE, "２９", "31").readings] == ["“２９” read as 29"]
    assert [reading.en for reading in read(SHARE, "93.55%", "31").readings] == ["93.55 % of 31 read as 29 days"]
    assert read(SHARE, "29", "31").readings == ()
    assert [reading.zh for reading in read(MEAN, "12，5", "31").readings] == ["“12，5”读作 12.5"]


def test_a_note_is_bounded() -> None:
    raw = Raw("29", "31", note="字" * 1001)
    problem = understand(SHARE, whole_numbers=True, month=OCTOBER, raw=raw).problems[0]
    assert (problem.field, problem.why) == ("note", Why.TOO_LONG)


def test_a_row_is_read_from_a_form() -> None:
    data = {"a-numerator": "29", "a-denominator": "31", "a-note": " one\r\ntwo\x00 ", "b-numerator": "7"}
    assert Raw.of(data, "a") == Raw("29", "31", note="one\ntwo")
    assert Raw.of({}, "a") == Raw()
    assert Raw("29").mark != Raw("", "29").mark


@given(st.tuples(*[st.text(max_size=12)] * 4), st.sampled_from([SHARE, MEAN, NEWEST, MEASURE]), st.sampled_from(Given))
def test_no_row_raises_and_a_refusal_names_a_field(texts: tuple[str, ...], rule: IndicatorRule, way: Given) -> None:
    understood = read(rule, *texts, given=way)
    assert (understood.cell is None) is bool(understood.problems)
    assert {problem.field for problem in understood.problems} <= set(NUMBERS)


@given(
    st.decimals(0, 10**6, places=3),
    st.integers(1, 31),
    st.sampled_from([(SHARE, Given.MEAN), (MEAN, Given.MEAN), (MEAN, Given.SUM), (MEASURE, Given.MEAN)]),
)
def test_what_is_shown_again_is_understood_as_the_same(
    value: Decimal, days: int, how: tuple[IndicatorRule, Given]
) -> None:
    """A row that nobody touches never changes the record."""
    rule, way = how
    texts = (str(value), str(days)) if rule is not SHARE else (str(min(int(value), days)), str(days))
    cell = read(rule, *texts, given=way).cell
    if cell is None:
        return
    shown = typed(rule, cell, "note")
    assert shown.given == (way if rule is MEAN else Given.MEAN)
    again = understand(rule, whole_numbers=rule is SHARE, month=OCTOBER, raw=shown)
    assert again.cell == cell
    assert again.readings == ()
