"""A text of the plan in both languages of the product."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """One text, Chinese and English; both are always there."""

    zh: str
    en: str

    def in_language(self, code: str) -> str:
        """The text for a language code such as ``zh-hans`` or ``en``; Chinese where it is neither."""
        return self.en if code.split("-")[0] == "en" else self.zh


# How the English half of a note begins that the product itself, or its demo's plan, put on record in both languages.
_OURS = "computed from measurements|restated from measurements|sample|data for "
_BOTH = re.compile(rf"(?P<zh>[^·]*[一-鿿][^·]*?) · (?P<en>(?:{_OURS})[^:]*(?:: (?P<rest>.*))?)", re.DOTALL)
_CODES = {
    "administration": Text("管理后台", "administration"),
    "administration: deleted": Text("管理后台删除", "deleted in the administration"),
    "measurements": Text("监测数据", "measurements"),
}


def both_halves(stored: str) -> Text:
    """The halves of a note or reason that is on record as ``中文 · English``, or as a code; others as they are.

    What only the English half ends with, such as the numbers ``: 20/31 → 21/31``, belongs to both.
    """
    known, match = _CODES.get(stored), _BOTH.fullmatch(stored)
    if known is not None or match is None:
        return known or Text(stored, stored)
    rest = match["rest"] or ""
    is_shared = rest and not any(sign.isalpha() for sign in rest)
    return Text(match["zh"] + (f"：{rest}" if is_shared else ""), match["en"])
