"""Every text of the interface has its Chinese, and the compiled catalogue is the written one."""

import re
from collections.abc import Iterable

import polib

from tests.operate.messages import CATALOGUE, all_texts

CJK = re.compile(r"[\u4e00-\u9fff]")


def test_every_text_is_translated() -> None:
    done = {entry.msgid for entry in polib.pofile(str(CATALOGUE)) if entry.translated() and "fuzzy" not in entry.flags}
    missing = sorted(set(all_texts()) - done)
    assert not missing, f"Run `make messages` and translate these in {CATALOGUE.name}: {missing}"


def test_nothing_in_the_catalogue_is_unused() -> None:
    unused = {entry.msgid for entry in polib.pofile(str(CATALOGUE))} - set(all_texts())
    assert not unused, f"Run `make messages`: {unused}"


def test_placeholders_agree() -> None:
    marks = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    for entry in polib.pofile(str(CATALOGUE)):
        wanted = set(marks.findall(entry.msgid))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not text or set(marks.findall(text)) == wanted, entry.msgid


def test_texts_are_english() -> None:
    assert not [text for text in all_texts() if CJK.search(text)], "Texts are written in English and translated."


def test_the_compiled_catalogue_is_current() -> None:
    def pairs(catalogue: Iterable[polib.POEntry]) -> set[tuple[str, str]]:
        return {(entry.msgid, entry.msgstr or entry.msgstr_plural.get(0, "")) for entry in catalogue}

    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert pairs(compiled) == pairs(polib.pofile(str(CATALOGUE))), "Run `make messages`."
