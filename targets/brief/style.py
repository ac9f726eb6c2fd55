"""The Chinese of official papers: no blanks between characters and figures, units written out. English is left alone.

What a text brings along that no document can hold (control characters) is dropped here, once, for all three forms.
"""

import re
import unicodedata
from datetime import date

from targets.evaluation.phrases import month_name
from targets.periods import Month
from targets.texts import Text

_WIDE = "\u2014\u2018-\u201d\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_BLANKS = re.compile(rf"(?<=[{_WIDE}]) +| +(?=[{_WIDE}])")
_SIGNS = re.compile(r"(?<=[≥≤=]) +(?=[\d−])| +(?=%)")
_CONCENTRATION = re.compile(r" ?µg/m³")
_DIGITS = "〇一二三四五六七八九"


def official(text: Text) -> Text:
    """The text as an official paper writes it."""
    chinese = _CONCENTRATION.sub("微克/立方米", printable(text.zh))
    return Text(_SIGNS.sub("", _BLANKS.sub("", chinese)), printable(text.en))


def printable(text: str) -> str:
    """The text without characters that XML cannot hold; line breaks and tabs become blanks."""
    kept = (" " if sign in "\n\r\t" else sign for sign in text)
    return "".join(
        sign for sign in kept if unicodedata.category(sign) not in ("Cc", "Cs") and sign not in "\ufffe\uffff"
    )


def joined(*parts: Text | None) -> Text:
    """Complete sentences one after the other."""
    there = [part for part in parts if part is not None]
    return Text("".join(part.zh for part in there), " ".join(part.en for part in there))


def stopped(text: Text) -> Text:
    """A clause or headline with its full stop, unless it has one."""
    return Text(text.zh.rstrip("。") + "。", text.en.rstrip(".") + ".")


def full_date(day: date) -> Text:
    """2024年11月4日, 4 November 2024."""
    month = month_name(Month.of(day))
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {month.en} {day.year}")


def short_date(day: date) -> Text:
    """11月4日, 4 November."""
    month = month_name(Month.of(day))
    return Text(f"{day.month}月{day.day}日", f"{day.day} {month.en}")


def numeral(count: int) -> Text:
    """A small count in words: 六, six; from eleven on in figures."""
    english = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    if not 0 <= count <= 10:
        return Text(str(count), str(count))
    return Text("十" if count == 10 else _DIGITS[count].replace("〇", "零"), english[count])


def how_many(count: int) -> Text:
    """The same before a noun: 两 for two."""
    return Text("两" if count == 2 else numeral(count).zh, numeral(count).en)


def heading_number(number: int) -> Text:
    """一、 and ``1. `` before a heading of the first level."""
    return Text(f"{numeral(number).zh}、", f"{number}. ")
