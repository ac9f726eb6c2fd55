"""A page or a part of one as a browser reads it: its fields, what can be chosen, the addresses that it names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_UNSENT = {"submit", "button", "reset", "image", "file"}
_ADDRESSES = {"action", "hx-get", "hx-post", "data-state-url", "href"}


@dataclass
class Page:
    """``fields``: what the form would send as it stands; ``boxes``: not ticked; ``choices``: of lists and radios."""

    fields: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        """The rows that can be typed into: each has a version and a note."""
        found = [name.removesuffix("-version") for name in self.fields if name.endswith("-version")]
        return [key for key in found if f"{key}-note" in self.fields]

    def row(self, key: str) -> dict[str, str]:
        """The fields of one row, without its key in front."""
        return {name.removeprefix(f"{key}-"): self.fields[name] for name in self._names(self.fields, key)}

    def sent_with(self, key: str) -> dict[str, str]:
        """What the page's script sends when the row is: the form without the other rows."""
        mine = self._names(self.fields, key)
        return {name: text for name, text in self.fields.items() if "-" not in name or name in mine}

    def put(self, part: "Page", key: str) -> None:
        """Put a row that was answered in the place of the one on the page, as the page's script does."""
        for mine in (self.fields, self.boxes, self.choices):
            for name in self._names(mine, key):
                del mine[name]
        self.fields |= {name: part.fields[name] for name in part._names(part.fields, key)}
        self.boxes |= part.boxes
        self.choices |= part.choices

    def address(self, ending: str) -> str | None:
        """The first address on the page whose path ends so."""
        return next((each for each in self.addresses if each.split("?")[0].endswith(ending)), None)

    def _names(self, names: Iterable[str], key: str) -> list[str]:
        """Those of the row: they begin with its key, and with no longer one."""
        longer = tuple(f"{other}-" for other in self.keys if other.startswith(f"{key}-"))
        return [name for name in names if name.startswith(f"{key}-") and not name.startswith(longer)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.list = ""  # the name of the list that is open
        self.text: str | None = None  # the name of the text area that is open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.page.addresses += [found[name] for name in found if name in _ADDRESSES]
        if tag == "option" and self.list:
            self.page.choices[self.list].append(found.get("value", ""))
            if "selected" in found or self.list not in self.page.fields:
                self.page.fields[self.list] = found.get("value", "")
        name = found.get("name", "")
        if not name or "disabled" in found:
            return
        if tag == "input":
            self.read_input(name, found)
        elif tag == "select":
            self.list = name
            self.page.choices[name] = []
        elif tag == "textarea":
            self.text = name
            self.page.fields[name] = ""

    def read_input(self, name: str, found: Mapping[str, str]) -> None:
        kind, value = found.get("type", "text"), found.get("value", "")
        if kind in _UNSENT:
            return
        if kind == "radio":
            self.page.choices.setdefault(name, []).append(value)
        elif kind == "checkbox" and "checked" not in found:
            self.page.boxes[name] = value or "on"
        if kind not in ("radio", "checkbox") or "checked" in found:
            self.page.fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.list = ""
        elif tag == "textarea" and self.text is not None:
            self.page.fields[self.text] = self.page.fields[self.text].removeprefix("\n")
            self.text = None

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.page.fields[self.text] += data


def read(html: str) -> Page:
    """The page of an answer; of anything but HTML, an empty one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page
