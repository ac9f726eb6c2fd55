"""Reads a day as people type it. Pure."""

import re
import unicodedata
from datetime import date

from targets.texts import Text

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_SHOWN = 20


class DayError(ValueError):
    """The text is no day; ``sentence`` says so and gives an example."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


def read_day(text: str) -> date:
    """The day written ``2024-10-31``, ``2024年10月31日`` or alike, full-width too. DayError otherwise."""
    shown = text.strip()[:_SHOWN]
    if not shown:
        raise DayError(Text("请填日期，例如 2024-10-31。", "Write the day, for example 2024-10-31."))
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        if match:
            return date(*(int(part) for part in match.groups()))
    except ValueError:
        pass  # no such day, such as 31 November
    raise DayError(
        Text(f"“{shown}”不是一个日期，请写成 2024-10-31。", f"“{shown}” is not a day; write it like 2024-10-31.")
    )
