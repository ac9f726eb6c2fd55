"""One person at the entry page: types, leaves rows, meets others, clears, notes, and comes back after a crash."""

import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random

from tests.operate.soak.browser import Answer, Browser, NoAnswer
from tests.operate.soak.check import NUMBERS
from tests.operate.soak.form import Page
from tests.operate.soak.ledger import Ledger, Outcome, Write

ANSWERS = {200: Outcome.ACKNOWLEDGED, 409: Outcome.CONFLICT, 422: Outcome.TO_MEND, 503: Outcome.AWAY}
HOT_SHARE, RELOAD_SHARE, DRAFT_SHARE, WINDOW_SHARE = 0.3, 0.1, 0.25, 0.2
KINDS = {"value": 14, "clear": 2, "note": 2, "stale": 2}


@dataclass(frozen=True)
class Place:
    """One cell: a row of one month's page."""

    month: str  # 2024-10
    key: str

    @property
    def path(self) -> str:
        year, month = self.month.split("-")
        return f"/figures/{int(year)}/{int(month)}/"


@dataclass
class Editor:
    """``own``: cells that nobody else writes; ``hot``: those that everybody writes."""

    number: int
    name: str
    browser: Browser
    ledger: Ledger
    own: Sequence[Place]
    hot: Sequence[Place]
    stop: threading.Event
    pause: float = 1.0  # seconds between two rows, on average
    pages: dict[str, Page] = field(default_factory=dict)
    old: dict[Place, dict[str, str]] = field(default_factory=dict)  # rows as they were before this editor's last save
    tokens: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        self.random = Random(self.number)  # noqa: S311  # the same mix in every run

    def work(self) -> None:
        """Until told to stop; whatever goes wrong is on the ledger. Everybody begins at the same, empty cell."""
        place = self.hot[-1]
        while not self.stop.is_set():
            try:
                self.step(place)
            except NoAnswer:
                self.pages.clear()  # the page is loaded again, with what got through
            except Exception as error:
                self.ledger.blame(f"editor {self.number}: {error!r}")
            self.stop.wait(self.pause * self.random.uniform(0.5, 1.5))
            place = self.random.choice(self.hot if self.random.random() < HOT_SHARE or not self.own else self.own)
        self.browser.close()

    def step(self, place: Place) -> None:
        """One row. A conflict is read and answered: the own value over theirs, or again on top of it."""
        if place.month not in self.pages or self.random.random() < RELOAD_SHARE:
            self.pages[place.month] = self.load(place)
        page = self.pages[place.month]
        kind = self.random.choices(list(KINDS), list(KINDS.values()))[0]
        if kind == "stale" and place in self.old:
            self.save(place, page, self.old[place] | self.typed("value", self.old[place]), kind)
        row = self.typed("value" if kind == "stale" else kind, page.row(place.key))
        if self.random.random() < DRAFT_SHARE:
            self.draft(place, page, row)
        answer = self.save(place, page, row, kind)
        for _ in range(3):
            if self.stop.is_set():
                return
            if answer.status == 422:
                answer = self.save(place, page, self.mended(place, page), kind)
            elif answer.status == 409 and "theirs" in page.row(place.key) and self.random.random() < 0.5:
                answer = self.save(place, page, page.row(place.key), "over")
            elif answer.status == 409:
                self.post(place, page, {}, "keep")
                answer = self.save(place, page, self.typed(kind, page.row(place.key)), kind)

    def load(self, place: Place) -> Page:
        answer = self.browser.get(place.path)
        if answer.status == 503:
            raise NoAnswer(sent=True)
        if answer.status != 200:
            self.ledger.blame(f"GET {place.path}: {answer.status}")
        return answer.page

    def typed(self, kind: str, row: dict[str, str]) -> dict[str, str]:
        """The row with something typed into it; every indicator takes such numbers."""
        typed = dict(row)
        if kind in ("value", "clear", "over"):
            days = self.random.randrange(20, 29)
            top = self.random.randrange(10 * days, 40 * days) if "given" in row else self.random.randrange(days + 1)
            for name in NUMBERS:
                if name in row:
                    value = str(days if name.endswith("denominator") else top)
                    typed[name] = "" if kind == "clear" else value
            if "given" in row:
                typed["given"] = "sum"
        return typed

    def draft(self, place: Place, page: Page, row: dict[str, str]) -> None:
        """What the page sends while somebody types."""
        address = page.address(f"/{place.key}/preview/")
        if address:
            self.browser.post(address, page.sent_with(place.key) | named(place.key, row))

    def mended(self, place: Place, page: Page) -> dict[str, str]:
        """The row that came back, with what it asks for: a box ticked, a reason chosen."""
        row = page.row(place.key)
        if f"{place.key}-clear" in page.boxes:
            row["clear"] = page.boxes[f"{place.key}-clear"]
        if "typing" in page.choices.get(f"{place.key}-correction", []):
            row["correction"] = "typing"
        return row

    def save(self, place: Place, page: Page, row: dict[str, str], kind: str) -> Answer:
        """One write, with a note that no other has; on the ledger whatever happens."""
        token = f"soak-{self.number:02d}-{next(self.tokens):05d}"
        row = row | {"note": token}
        base = row["theirs"] if kind == "over" else row["version"]
        checked = [name for name in NUMBERS if name in row and (name != "numerator" or row.get("given") != "mean")]
        write = Write(token, place.key, place.month, int(base), {name: row[name] for name in checked}, kind, self.name)
        self.ledger.add(write)
        before = page.row(place.key)
        write.sent = time.monotonic()
        try:
            answer = self.post(place, page, row, "over" if kind == "over" else "save")
        except NoAnswer as gone:
            write.outcome = Outcome.UNKNOWN if gone.sent else Outcome.UNSENT
            raise
        write.answered = time.monotonic()
        write.outcome = ANSWERS.get(answer.status, Outcome.FAULT)
        if write.outcome is Outcome.ACKNOWLEDGED:
            self.old[place] = before
            self.believe(write, page.row(place.key))
        elif write.outcome is Outcome.FAULT:
            self.ledger.blame(f"saving {token}: {answer.status}")
        return answer

    def believe(self, write: Write, row: dict[str, str]) -> None:
        """A 200 must show the row as it was typed, and a second window must see it."""
        if row.get("note") != write.token or not row.get("version", "").isdigit():
            self.ledger.blame(f"{write.token} was answered with 200 and another row: {row}")
            return
        write.version = int(row["version"])
        if self.random.random() < WINDOW_SHARE:
            answer = self.browser.get(f"{Place(write.month, write.key).path}state/")
            seen = json.loads(answer.text)["cells"][write.key]["version"] if answer.status == 200 else 0
            if answer.status != 503 and seen < write.version:
                self.ledger.blame(f"{write.token} is version {write.version}, and a second window sees {seen}")

    def post(self, place: Place, page: Page, row: dict[str, str], how: str) -> Answer:
        """Send the row, and put the one of the answer in its place."""
        action = page.address(place.path) or place.path
        answer = self.browser.post(action, page.sent_with(place.key) | named(place.key, row) | {how: place.key})
        part = answer.page
        if place.key in part.keys:
            page.put(part, place.key)
        return answer


def named(key: str, row: dict[str, str]) -> dict[str, str]:
    """The row's fields under their names on the page."""
    return {f"{key}-{name}": value for name, value in row.items()}
