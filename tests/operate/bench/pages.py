"""What is asked for: the floors and the pages as a signed-in browser asks, each as jobs for any number of clients."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlencode

import psycopg

from daqing1369.serving import HOST
from tests.operate.bench.load import Answer, Client, Job
from tests.operate.bench.prepare import ENVIRONMENT
from tests.operate.soak.browser import Browser
from tests.operate.soak.editor import Place, named
from tests.operate.soak.form import Page
from tests.operate.soak.ledger import Ledger

USER, PASSWORD = "staff", "demo-1369"  # of the demo: enters figures and sees every page
ENTRY, API = "/figures/2024/10/", "/api/v1/plans/2024/board"
SAVED = "surface-water", "drinking-water", "rural-sewage_a"  # cells that many may save, each its own
SAVED_MONTHS = [f"2024-{month:02d}" for month in range(10, 0, -1)]
SLOWEST = 60.0  # seconds that one answer may take in the large database
COUNT_HEADER = "X-Bench-Queries"


@dataclass(frozen=True)
class Address:
    """A floor or a page. ``jobs``: one for each of so many clients. ``kept``: both workers may have it ready."""

    name: str
    jobs: Callable[[int], Sequence[Job]]
    kept: bool = True


class Site:
    """A running server and the one session of the run."""

    def __init__(self, port: int, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        self.port, self.connection = port, connection
        self.browser = Browser(port, Ledger())
        self.browser.sign_in(USER, PASSWORD)
        self.changes = count(1)
        self.cells: list[Cell] = []

    def get(self, path: str, **headers: str) -> bytes:
        """A browser's request."""
        return self.request("GET", path, headers)

    def request(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
        told = {
            "Host": f"{HOST}:{self.port}",
            "Accept": "text/html,application/json",
            "Accept-Encoding": "gzip, deflate, br",
            "Accept-Language": "zh-CN",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items()),
            **headers,
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body

    def ask(self, request: bytes) -> Answer:
        """One answer on a connection of its own."""
        client = Client(self.port, Job(lambda: request, lambda _: True), SLOWEST)
        try:
            return client.ask()
        finally:
            client.close()

    def change(self) -> None:
        """Change a figure that the board shows, in a transaction of another process: never back to what it was.

        As the services do, it says when: by the project's clock, which stands still here.
        """
        self.connection.execute(
            "UPDATE targets_figure SET numerator = 1500 + %s::numeric / 1000, version = version + 1, changed_at = %s "
            "WHERE month = '2024-03-01' AND area_id = (SELECT id FROM targets_area WHERE code = '230600') "
            "AND indicator_id = (SELECT id FROM targets_indicator WHERE slug = 'pm25')",
            [next(self.changes), ENVIRONMENT["CLOCK"]],
        )


def addresses(site: Site) -> Iterator[Address]:
    """Floors first."""
    yield plain(site, "constant", "/floor/constant/")
    yield plain(site, "one_query", "/floor/query/")
    yield plain(site, "board", "/")
    yield plain(site, "board_uncached", "/", before=site.change)
    yield plain(site, "goal", "/goals/pm25/")
    yield plain(site, "entry", ENTRY)
    yield Address("save", lambda clients: [cell.job for cell in cells(site, clients)], kept=False)
    yield plain(site, "api_board", API)
    yield Address("api_board_304", lambda clients: [unchanged(site)] * clients)


def growing(site: Site, *, changed: bool) -> Iterator[Address]:
    """The pages that are measured in a small and in a large database; after a change nothing is kept of them."""
    before = site.change if changed else None
    yield plain(site, "board", "/", before=before)
    yield plain(site, "goal", "/goals/pm25/", before=before)
    yield plain(site, "entry", ENTRY, before=before)


def plain(
    site: Site,
    name: str,
    path: str,
    *,
    before: Callable[[], None] | None = None,
) -> Address:
    """The same request again and again; ``before`` each of them something else happens."""
    request = site.get(path)

    def prepared() -> bytes:
        if before is not None:
            before()
        return request

    job = Job(prepared, lambda answer: answer.status == 200)
    return Address(name, lambda clients: [job] * clients, kept=before is None)


def unchanged(site: Site) -> Job:
    """The API's board, asked for by who has it as it is now."""
    request = site.get(API, **{"If-None-Match": site.ask(site.get(API)).header("ETag")})
    return Job(lambda: request, lambda answer: answer.status == 304)


class Cell:
    """One cell of the entry page and whoever saves it, over and over, with the version that the last answer showed."""

    def __init__(self, site: Site, place: Place, page: Page) -> None:
        self.site, self.place = site, place
        self.row = page.row(place.key)
        mine = set(named(place.key, self.row))
        self.rest = urlencode({name: text for name, text in page.sent_with(place.key).items() if name not in mine})
        self.values = count(int(self.row["version"]))
        self.job = Job(self.request, self.accept)
        self.own = re.compile(
            rb'<input[^>]*name="%b-(version|mark)"[^>]*value="([^"]*)"' % re.escape(place.key.encode())
        )

    def request(self) -> bytes:
        """As the page's script sends it, with another number in this row."""
        top = int(self.row["denominator"]) - next(self.values) % 2
        row = self.row | {"numerator": str(top)}
        body = f"{self.rest}&{urlencode(named(self.place.key, row))}&save={self.place.key}".encode()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
            "Origin": f"http://{HOST}:{self.site.port}",
            "HX-Request": "true",
        }
        return self.site.request("POST", self.place.path, headers, body)

    def accept(self, answer: Answer) -> bool:
        """Whether it was saved; the next save is made upon it."""
        if answer.status != 200:
            return False
        found = {name.decode(): value.decode() for name, value in self.own.findall(answer.body)}
        is_newer = int(found.get("version", 0)) > int(self.row["version"])
        self.row |= found
        return is_newer


def cells(site: Site, wanted: int) -> list[Cell]:
    """So many cells that can be saved; the first save of each, a correction with its reason, is behind it."""
    if len(site.cells) < wanted:
        site.cells = [cell for month in SAVED_MONTHS for cell in _cells_of(site, month)]
    if len(site.cells) < wanted:
        raise RuntimeError(f"only {len(site.cells)} cells can be saved, and {wanted} clients need one each")
    return site.cells[:wanted]


def _cells_of(site: Site, month: str) -> Iterator[Cell]:
    path = Place(month, "").path
    page = site.browser.get(path).page
    for key in page.keys:
        if key.startswith(SAVED) and page.row(key).get("denominator"):
            cell = Cell(site, Place(month, key), page)
            cell.row["correction"] = "typing"
            if any(cell.accept(site.ask(cell.request())) for _ in range(2)):  # the first one may change nothing
                yield cell
