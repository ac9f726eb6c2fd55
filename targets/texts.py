"""A text of the plan in both languages of the product."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """One text, Chinese and English; both are always there."""

    zh: str
    en: str

    def in_language(self, code: str) -> str:
        """The text for a language code such as ``zh-hans`` or ``en``; Chinese where it is neither."""
        return self.en if code.split("-")[0] == "en" else self.zh
