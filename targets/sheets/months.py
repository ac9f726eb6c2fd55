"""Reads a month, an area's code or a year as spreadsheets and people write them. Pure; nothing is guessed.

``2024-10``, ``2024/10/31``, ``202410``, ``2024年10月``, ``二〇二四年十月份``, ``10月`` (where the year is known),
``Oct 2024``, full-width digits, and a spreadsheet's day number such as 45566.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from targets.periods import Month
from targets.texts import Text

MOST_CHARACTERS = 40
FIRST_YEAR, LAST_YEAR = 2000, 2100
_DAY_ZERO = date(1899, 12, 30)  # of the 1900 system, which counts a 29 February 1900 that never was

_DIGITS = dict(zip("〇一二三四五六七八九", "0123456789", strict=True)) | {"零": "0", "○": "0", "元": "1"}
_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_CHINESE = "〇零○一二三四五六七八九十"

_SEPARATED = re.compile(
    r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?", re.ASCII
)
_JOINED = re.compile(r"(\d{4})(\d{2})(\d{2})?", re.ASCII)
_TURNED = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_WRITTEN = re.compile(rf"(?:([\d{_CHINESE}]{{4}})年度?)?([\d{_CHINESE}]{{1,3}})月份?(?:([\d{_CHINESE}]{{1,3}})[日号])?")
_ENGLISH = re.compile(r"([a-z]{3,9})\.?[ ,-]*(\d{4})|(\d{4})[ ,-]*([a-z]{3,9})\.?|([a-z]{3,9})\.?")
_SHORT = re.compile(r"([a-z]{3})-(\d{2})", re.ASCII)  # as Excel shows a month in English
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class NotAMonth(ValueError):
    """The text names no month; ``sentence`` says what, why, and gives an example."""

    sentence: Text

    def __str__(self) -> str:
        return self.sentence.en


def read_month(text: str, *, year: int | None = None) -> Month | None:
    """The month in the text; None for a blank. ``year``: what ``10月`` and ``10`` alone belong to.

    Raises NotAMonth, nothing else.
    """
    plain = _plain(text)
    if not plain:
        return None
    if len(plain) > MOST_CHARACTERS:
        raise _unreadable(text)
    found = _parts(plain)
    if found is None:
        raise _unreadable(text)
    own_year, number, day = found
    chosen = own_year if own_year is not None else year
    if chosen is None:
        raise NotAMonth(
            Text(f"“{_shown(text)}”没有年份。请写成 2024-10。", f"“{_shown(text)}” has no year. Write it like 2024-10.")
        )
    try:
        month = Month(chosen, number)
    except ValueError:
        raise _unreadable(text) from None
    if not (FIRST_YEAR <= chosen <= LAST_YEAR) or (day is not None and not 1 <= day <= month.days):
        raise _unreadable(text)
    return month


def read_year(text: str) -> int | None:
    """The year in ``2024``, ``2024年``, ``二〇二四年度``; None for a blank. Raises NotAMonth."""
    plain = _plain(text)
    if not plain:
        return None
    digits = _number(re.sub(r"年度?$", "", plain)) if len(plain) <= MOST_CHARACTERS else None
    if digits is None or not FIRST_YEAR <= digits <= LAST_YEAR:
        raise NotAMonth(
            Text(f"“{_shown(text)}”不是年份。请写成 2024。", f"“{_shown(text)}” is not a year. Write it like 2024.")
        )
    return digits


def day_of_serial(serial: int) -> date | None:
    """The day that a spreadsheet's day number stands for, from 2000 to 2100; None for another number."""
    if not 0 <= serial < 100_000:
        return None
    day = _DAY_ZERO + timedelta(days=serial)
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


_Parts = tuple[int | None, int, int | None]


def _parts(plain: str) -> _Parts | None:
    """Year (where it is there), month and day (where it is there)."""
    if match := _SEPARATED.fullmatch(plain):
        return int(match[1]), int(match[2]), int(match[3]) if match[3] else None
    if match := _JOINED.fullmatch(plain):
        return int(match[1]), int(match[2]), int(match[3]) if match[3] else None
    if match := _TURNED.fullmatch(plain):
        return int(match[2]), int(match[1]), None
    squeezed = plain.replace(" ", "")
    if match := _WRITTEN.fullmatch(squeezed):
        return _written(match)
    if re.fullmatch(r"\d{1,2}", plain, re.ASCII):
        return None, int(plain), None
    if _SERIAL.fullmatch(plain):
        day = day_of_serial(int(plain.partition(".")[0]))
        return None if day is None else (day.year, day.month, None)
    return _english(plain)


def _written(match: re.Match[str]) -> _Parts | None:
    year = _number(match[1]) if match[1] else None
    number = _number(match[2])
    day = _number(match[3]) if match[3] else None
    if number is None or (match[1] and year is None) or (match[3] and day is None):
        return None
    return year, number, day


def _english(plain: str) -> _Parts | None:
    if short := _SHORT.fullmatch(plain.lower()):
        name, year = short[1], f"20{short[2]}"
    elif match := _ENGLISH.fullmatch(plain.lower()):
        name, year = match[1] or match[4] or match[5], match[2] or match[3]
    else:
        return None
    number = next((at for at, full in enumerate(_NAMES, start=1) if name in (full, full[:3])), 0)
    number = 9 if name == "sept" else number
    return (int(year) if year else None, number, None) if number else None


def _number(text: str) -> int | None:
    """A whole number in Arabic or Chinese digits, up to four of them: ``12``, ``十二``, ``二十``, ``二〇二四``."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 4 else None
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1 or any(sign not in _DIGITS for sign in tens + ones) or tens in ("〇", "零"):
            return None
        return int(_DIGITS[tens] if tens else "1") * 10 + int(_DIGITS[ones] if ones else "0")
    digits = "".join(sign if sign.isascii() and sign.isdigit() else _DIGITS.get(sign, "?") for sign in text)
    return int(digits) if digits.isdigit() and len(digits) <= 4 else None


def _plain(text: str) -> str:
    """Full-width signs made plain, spaces squeezed, one kind of dash."""
    told = unicodedata.normalize("NFKC", text[: MOST_CHARACTERS * 4])
    told = re.sub(r"[\u200b\u200e\u200f\u2060\ufeff]", "", told)
    return re.sub(r"[‐‑–—−]", "-", re.sub(r"\s+", " ", told)).strip()


def _shown(text: str) -> str:
    printable = "".join(sign if sign.isprintable() else " " for sign in text.strip()[:21])
    return printable if len(printable) <= 20 else f"{printable[:20]}…"


def _unreadable(text: str) -> NotAMonth:
    return NotAMonth(
        Text(
            f"“{_shown(text)}”不是月份。请写成 2024-10 或 2024年10月。",
            f"“{_shown(text)}” is not a month. Write it like 2024-10 or Oct 2024.",
        )
    )
