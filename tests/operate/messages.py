"""Finds every translatable text of the interface, brings the catalogue up to date and compiles it.

Run by ``make messages``; needs no GNU gettext. English is the language of the texts themselves.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUE = ROOT / "daqing1369" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
CALLS = {"_", "gettext", "gettext_lazy", "pgettext", "ngettext", "ngettext_lazy"}
# What Django's templatize makes of a template's texts: gettext('…'), ngettext('…', '…', …), _('…').
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"\b(n?)gettext\(({STRING})(?:, *({STRING}))?|_\(({STRING})\)")


def texts_of_template(path: Path) -> Iterator[tuple[str, str]]:
    """(singular, plural or empty) of each translatable text."""
    for match in IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
        first = match[2] or match[4]
        plural = match[3] if match[1] and match[3] else ""
        yield ast.literal_eval(first.lstrip("u")), ast.literal_eval(plural.lstrip("u")) if plural else ""


def texts_of_module(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        strings = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if called in CALLS and strings:
            yield strings[0], strings[1] if called.startswith("ngettext") and len(strings) > 1 else ""


@cache
def all_texts() -> dict[str, str]:
    """Every text of the interface, with its plural where it has one."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found |= dict(texts_of_template(path))
    for app in ("daqing1369", "targets", "actions"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                found |= dict(texts_of_module(path))
    return found


def main() -> int:
    """Add what is missing, drop what is gone, compile. Returns the number of texts without a translation."""
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=110)
    texts = all_texts()
    known = {entry.msgid: entry for entry in catalogue}
    for gone in [entry for entry in catalogue if entry.msgid not in texts]:
        catalogue.remove(gone)
    for msgid, plural in texts.items():
        if msgid not in known:
            extra = {"msgid_plural": plural, "msgstr_plural": {0: ""}} if plural else {}
            catalogue.append(polib.POEntry(msgid=msgid, **extra))
    catalogue.sort(key=lambda entry: entry.msgid.lower())
    catalogue.save()
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    return len(catalogue.untranslated_entries())


if __name__ == "__main__":
    raise SystemExit(1 if main() else 0)
