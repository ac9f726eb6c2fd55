"""Reads a number as people type it: full-width digits, decimal commas, thousands groups. Exact, never a float. Pure.

What can be read in two ways is refused with both ways named; nothing is guessed and nothing is rounded.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from targets.texts import Text

MOST_CHARACTERS = 100
MOST_INTEGER_DIGITS = 14
MOST_DECIMALS = 10
_ECHOED = 20

_SPACES = "\u0020\u0009\u00a0\u2007\u2009\u202f\u3000"
_INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff"  # what spreadsheets and web pages leave around a pasted number
_EDGES = "".join(chr(code) for code in (*range(9, 14), 0x85, 0x2028, 0x2029)) + _SPACES + _INVISIBLE
_ASCII = str.maketrans(
    "０１２３４５６７８９＋－﹣−‐‑％﹪．。｡·，﹐" + _SPACES,
    "0123456789+-----%%....,," + " " * len(_SPACES),
)

_PLAIN = re.compile(r"\d+\.?\d*|\.\d+", re.ASCII)
_DECIMAL_COMMA = re.compile(r"\d+,\d+", re.ASCII)
_SPACE_GROUPS = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?", re.ASCII)
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+\.\d+|[1-9]\d{0,2}(?:,\d{3}){2,}", re.ASCII)
_TWO_WAYS = re.compile(r"([1-9]\d{0,2}),(\d{3})", re.ASCII)
_EXPONENT = re.compile(r"[+-]?[\d.,]+[eE][+-]?\d*", re.ASCII)


class Fault(StrEnum):
    """Why a text is no number here."""

    TOO_LONG = "too_long"
    NOT_DIGITS = "not_digits"
    EXPONENT = "exponent"
    SEVERAL_POINTS = "several_points"
    SEPARATORS = "separators"
    TWO_WAYS = "two_ways"
    TOO_LARGE = "too_large"
    TOO_MANY_DECIMALS = "too_many_decimals"
    NEGATIVE = "negative"
    PERCENT = "percent"


class NumberError(ValueError):
    """The text is no number that can be taken; ``sentence`` says what, why, and gives an example."""

    def __init__(self, kind: Fault, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.kind = kind
        self.sentence = sentence


@dataclass(frozen=True)
class Reading:
    """What was read: the value with the decimals that were typed, and whether a per cent sign followed it."""

    value: Decimal
    percent: bool = False


def read(text: str) -> Reading | None:
    """The number in the text, with its sign and per cent sign; None for a blank. Raises NumberError, nothing else."""
    trimmed = text.strip(_EDGES)
    if not trimmed:
        return None
    if len(trimmed) > MOST_CHARACTERS:
        raise _too_long(len(trimmed))
    body = trimmed.translate(_ASCII)
    percent = body.endswith("%")
    body = body.removesuffix("%").rstrip(" ")
    negative = body.startswith("-")
    digits = _digits(body[1:] if body[:1] in ("+", "-") else body, trimmed)
    _check_size(digits, trimmed)
    value = Decimal(digits)
    return Reading(-value if negative and value else value, percent)


def read_number(text: str, *, negative: bool = False) -> Decimal | None:
    """The number in the text; None for a blank. Raises NumberError also for a per cent sign, and for a value below 0
    unless ``negative`` ones are allowed."""
    reading = read(text)
    if reading is None:
        return None
    if reading.percent:
        raise not_a_share(text)
    if reading.value < 0 and not negative:
        raise below_zero(reading.value)
    return reading.value


def write_number(value: Decimal) -> str:
    """The number as plain digits, without trailing zeros or exponent; ``read_number`` reads it back unchanged."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def fits(value: Decimal) -> bool:
    """Whether the number can be kept without rounding: at most 14 digits before and 10 after the point."""
    whole, _, decimals = write_number(abs(value)).partition(".")
    return len(whole) <= MOST_INTEGER_DIGITS and len(decimals) <= MOST_DECIMALS


def shown(text: str) -> str:
    """The beginning of a typed text, for quoting it in an answer."""
    trimmed = "".join(sign if sign.isprintable() else " " for sign in text.strip(_EDGES)[: _ECHOED + 1])
    return trimmed if len(trimmed) <= _ECHOED else f"{trimmed[:_ECHOED]}…"


def below_zero(value: Decimal) -> NumberError:
    """The refusal of a negative number."""
    written = write_number(value).replace("-", "−")
    return NumberError(
        Fault.NEGATIVE,
        Text(f"{written} 小于零，这里的数不会为负。请填 0 或正数，例如 29。",
             f"{written} is below zero, and nothing here can be. Write 0 or more, for example 29."),
    )  # fmt: skip


def not_a_share(text: str) -> NumberError:
    """The refusal of a per cent sign where no share is asked for."""
    return NumberError(
        Fault.PERCENT,
        Text(f"“{shown(text)}”带有百分号，这里要填数值而不是比例。请去掉百分号，例如 31。",
             f"“{shown(text)}” has a per cent sign, but this is not a share. Write the number itself, for example 31."),
    )  # fmt: skip


def _digits(body: str, typed: str) -> str:
    """The body as digits with at most one decimal point."""
    if _PLAIN.fullmatch(body):
        return body
    if two_ways := _TWO_WAYS.fullmatch(body):
        raise _readable_two_ways(typed, *two_ways.groups())
    if _DECIMAL_COMMA.fullmatch(body):
        return body.replace(",", ".")
    if _SPACE_GROUPS.fullmatch(body):
        return body.replace(" ", "").replace(",", ".")
    if _COMMA_GROUPS.fullmatch(body):
        return body.replace(",", "")
    raise _unreadable(body, typed)


def _check_size(digits: str, typed: str) -> None:
    whole, _, decimals = digits.partition(".")
    if len(whole.lstrip("0")) > MOST_INTEGER_DIGITS:
        raise too_large(typed)
    if len(decimals) > MOST_DECIMALS:
        raise too_many_decimals(typed, MOST_DECIMALS)


def too_large(text: str) -> NumberError:
    """The refusal of a number that cannot be kept."""
    most = MOST_INTEGER_DIGITS
    return NumberError(
        Fault.TOO_LARGE,
        Text(f"“{shown(text)}”太大：整数部分最多 {most} 位。请核对，例如 843.2。",
             f"“{shown(text)}” is too large: at most {most} digits before the point. Check it; for example 843.2."),
    )  # fmt: skip


def too_many_decimals(text: str, most: int) -> NumberError:
    """The refusal of a number that could only be kept rounded."""
    return NumberError(
        Fault.TOO_MANY_DECIMALS,
        Text(f"“{shown(text)}”的小数超过 {most} 位，不修约就无法保存。请自行修约后填写，例如 27.25。",
             f"“{shown(text)}” has more than {most} decimals and could only be kept rounded. "
             "Round it yourself, for example 27.25."),
    )  # fmt: skip


def _too_long(length: int) -> NumberError:
    return NumberError(
        Fault.TOO_LONG,
        Text(f"内容有 {length} 个字符，一个数最多 {MOST_CHARACTERS} 个。请只填一个数，例如 29。",
             f"This has {length} characters; a number has at most {MOST_CHARACTERS}. Write one, for example 29."),
    )  # fmt: skip


def _readable_two_ways(typed: str, before: str, after: str) -> NumberError:
    grouped, decimal = f"{before}{after}", f"{before}.{after}"
    return NumberError(
        Fault.TWO_WAYS,
        Text(f"“{shown(typed)}”有两种读法：逗号可能是千位分隔，也可能是小数点。请写成 {grouped} 或 {decimal}。",
             f"“{shown(typed)}” can be read in two ways: the comma may group thousands or mark decimals. "
             f"Write {grouped} or {decimal}."),
    )  # fmt: skip


def _unreadable(body: str, typed: str) -> NumberError:
    echo = shown(typed)
    if _EXPONENT.fullmatch(body):
        return NumberError(
            Fault.EXPONENT,
            Text(f"“{echo}”是指数写法，容易看错。请写出全部数字，例如 1200。",
                 f"“{echo}” is written with an exponent, which is easily misread. Write all digits, for example 1200."),
        )  # fmt: skip
    if re.search(r"[^\d ,.]", body, re.ASCII) or not re.search(r"\d", body, re.ASCII):
        return NumberError(
            Fault.NOT_DIGITS,
            Text(f"“{echo}”不是一个数：这里只能填数字。例如 12.5；没有数据请留空。",
                 f"“{echo}” is not a number: only digits belong here. For example 12.5; leave it blank for no figure."),
        )  # fmt: skip
    if body.count(".") > 1:
        return NumberError(
            Fault.SEVERAL_POINTS,
            Text(f"“{echo}”有多个小数点，无法确定数值。请只写一个，例如 12.5。",
                 f"“{echo}” has several decimal points, so its value is unclear. Write one, for example 12.5."),
        )  # fmt: skip
    return NumberError(
        Fault.SEPARATORS,
        Text(f"“{echo}”中的分隔符位置不对，无法确定数值。请写成一个数，例如 1234.5。",
             f"The separators in “{echo}” do not fit one number. Write it plainly, for example 1234.5."),
    )  # fmt: skip
