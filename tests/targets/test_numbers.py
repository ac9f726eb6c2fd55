"""Numbers as people type them. The pairs are the cases that staff and other systems' bug reports brought."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.numbers import Fault, NumberError, Reading, fits, read, read_number, shown, write_number

UNDERSTOOD = [
    ("29", "29"),
    ("0", "0"),
    ("-0", "0"),
    ("007", "7"),
    ("1.1", "1.1"),
    ("27.20", "27.20"),
    (".5", "0.5"),
    ("5.", "5"),
    ("+3", "3"),
    (" 29 ", "29"),
    ("\u3000２９\u3000", "29"),
    ("\ufeff29\u200b", "29"),
    ("29\r\n", "29"),
    ("１２．５", "12.5"),
    ("１２。５", "12.5"),
    ("12·5", "12.5"),
    ("12，5", "12.5"),
    ("12,5", "12.5"),
    ("0,123", "0.123"),
    ("1234,567", "1234.567"),
    ("1,2345", "1.2345"),
    ("1,234.5", "1234.5"),
    ("１，２３４．５", "1234.5"),
    ("1,234,567", "1234567"),
    ("1 234", "1234"),
    ("1\u00a0234,5", "1234.5"),
    ("1\u3000234\u3000567", "1234567"),
    ("99999999999999.0123456789", "99999999999999.0123456789"),
    ("00000000000000000001", "1"),
]

REFUSED = [
    ("abc", Fault.NOT_DIGITS),
    ("12a", Fault.NOT_DIGITS),
    ("NaN", Fault.NOT_DIGITS),
    ("Infinity", Fault.NOT_DIGITS),
    ("-inf", Fault.NOT_DIGITS),
    ("∞", Fault.NOT_DIGITS),
    ("十二", Fault.NOT_DIGITS),
    ("٣", Fault.NOT_DIGITS),  # an Arabic digit: Python's int would take it
    ("½", Fault.NOT_DIGITS),
    ("=1+1", Fault.NOT_DIGITS),
    ("--5", Fault.NOT_DIGITS),
    ("5-", Fault.NOT_DIGITS),
    ("-", Fault.NOT_DIGITS),
    ("%", Fault.NOT_DIGITS),
    (".", Fault.NOT_DIGITS),
    ("1_000", Fault.NOT_DIGITS),
    ("29%%", Fault.NOT_DIGITS),
    ("29\x00", Fault.NOT_DIGITS),
    ("1e400", Fault.EXPONENT),
    ("1E5", Fault.EXPONENT),
    ("1.5e-3", Fault.EXPONENT),
    ("-2e", Fault.EXPONENT),
    ("1.2.3", Fault.SEVERAL_POINTS),
    ("1.234.567", Fault.SEVERAL_POINTS),
    ("1..2", Fault.SEVERAL_POINTS),
    ("1,234", Fault.TWO_WAYS),
    ("１２，３４５", Fault.TWO_WAYS),
    ("1.234,5", Fault.SEPARATORS),
    ("12,34,567", Fault.SEPARATORS),
    ("1,23,4", Fault.SEPARATORS),
    ("29 31", Fault.SEPARATORS),
    ("1 2345", Fault.SEPARATORS),
    ("5,", Fault.SEPARATORS),
    (",5", Fault.SEPARATORS),
    ("1" * 15, Fault.TOO_LARGE),
    ("1" * 101, Fault.TOO_LONG),
    ("9" * 10_000, Fault.TOO_LONG),
    ("0.12345678901", Fault.TOO_MANY_DECIMALS),
    ("-3", Fault.NEGATIVE),
    ("−3", Fault.NEGATIVE),
    ("－３", Fault.NEGATIVE),
    ("12.5%", Fault.PERCENT),
]


@pytest.mark.parametrize(("typed", "value"), UNDERSTOOD)
def test_understood_with_the_typed_decimals(typed: str, value: str) -> None:
    number = read_number(typed)
    assert number == Decimal(value)
    assert str(number) == value.lstrip("+")


@pytest.mark.parametrize("typed", ["", "   ", "\u3000", "\u00a0\t\n", "\ufeff"])
def test_blank_is_none_and_not_zero(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(("typed", "kind"), REFUSED)
def test_refused_with_its_kind_and_both_sentences(typed: str, kind: Fault) -> None:
    with pytest.raises(NumberError) as refusal:
        read_number(typed)
    assert refusal.value.kind is kind
    assert len(refusal.value.sentence.zh) > 10
    assert "xample" in refusal.value.sentence.en or "Write" in refusal.value.sentence.en
    assert len(refusal.value.sentence.en) < 200, "a long text must not be echoed whole"


def test_the_ambiguous_comma_names_both_readings() -> None:
    with pytest.raises(NumberError) as refusal:
        read_number("1,234")
    assert "1234" in refusal.value.sentence.en
    assert "1.234" in refusal.value.sentence.en


@pytest.mark.parametrize(("typed", "value"), [("12.5%", "12.5"), ("１２．５％", "12.5"), ("100 %", "100"), ("0%", "0")])
def test_a_per_cent_sign_is_told_apart(typed: str, value: str) -> None:
    assert read(typed) == Reading(Decimal(value), percent=True)


def test_negative_where_it_is_allowed() -> None:
    assert read_number("−１２，５", negative=True) == Decimal("-12.5")


def test_a_quoted_text_is_short_and_printable() -> None:
    assert shown("x" * 100) == "x" * 20 + "…"
    assert shown("a\x00b") == "a b"


@pytest.mark.parametrize(
    ("value", "kept"), [("99999999999999", True), ("100000000000000", False), ("0.00000000001", False)]
)
def test_what_fits_the_record(value: str, *, kept: bool) -> None:
    assert fits(Decimal(value)) is kept


@given(st.text(max_size=120))
def test_no_text_raises_anything_else(typed: str) -> None:
    try:
        read(typed)
        read_number(typed)
    except NumberError as refusal:
        assert refusal.sentence.zh != refusal.sentence.en


@given(st.text(alphabet="0123456789０１.,，．。 \u3000-−+%％eE", max_size=14))
def test_what_is_taken_is_the_digits_that_were_typed(typed: str) -> None:
    """No digit is added, dropped or moved: only grouping, sign and the kind of point may differ."""
    try:
        reading = read(typed)
    except NumberError:
        return
    if reading is None:
        return
    digits = [str("0123456789０１".index(sign) % 10) for sign in typed if sign in "0123456789０１"]
    taken = "".join(str(digit) for digit in reading.value.as_tuple().digits)
    assert "".join(digits).lstrip("0") == taken.lstrip("0")


@given(st.decimals(min_value=-(10**14) + 1, max_value=10**14 - 1, places=10, allow_nan=False, allow_infinity=False))
def test_written_and_read_again_is_the_same(value: Decimal) -> None:
    assert read_number(write_number(value), negative=True) == value
