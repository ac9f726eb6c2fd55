"""A browser's side of HTTP: one connection that is kept, cookies, the page's token against forged forms."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from daqing1369.serving import HOST
from tests.operate.soak.form import Page, read
from tests.operate.soak.ledger import Ledger

PATIENCE = 30  # seconds for one answer


class NoAnswer(Exception):
    """``sent``: whether the server may have had the request."""

    def __init__(self, *, sent: bool) -> None:
        super().__init__("no answer")
        self.sent = sent


@dataclass(frozen=True)
class Answer:
    """``location``: where a redirect leads. ``retry``: in how many seconds to try again."""

    status: int
    text: str
    location: str
    retry: str = ""

    @property
    def page(self) -> Page:
        return read(self.text)


class Browser:
    """One person's. Counts every answer in the ledger, and blames what nobody may get: a 5xx, a stranger's answer."""

    def __init__(self, port: int, ledger: Ledger) -> None:
        self.port, self.ledger = port, ledger
        self.connection: HTTPConnection | None = None
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """NoAnswer where none came."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: Mapping[str, str | list[str]], *, part: bool = True) -> Answer:
        """The form, sent by the page's script where only a part of the page is to be replaced. NoAnswer: none came."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{HOST}:{self.port}"}
        return self._ask(
            "POST", path, urlencode(fields, doseq=True), headers | ({"HX-Request": "true"} if part else {})
        )

    def sign_in(self, name: str, password: str) -> None:
        """Through the login page; RuntimeError where it does not let in."""
        form = self.get("/login/").page.fields
        answer = self.post("/login/", form | {"username": name, "password": password}, part=False)
        if answer.status != 302:
            raise RuntimeError(f"{name} could not sign in: {answer.status}")

    def close(self) -> None:
        """Hang up; the next request connects again."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        headers |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Accept-Language": "en"}
        connection = self._connected()
        began = time.monotonic()
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException) as error:
            self.close()
            self.ledger.lose(began, time.monotonic())
            if isinstance(error, TimeoutError):
                self.ledger.blame(f"{method} {path}: no answer within {PATIENCE} s")
            raise NoAnswer(sent=True) from error
        self._remember(response.headers.get_all("Set-Cookie") or [])
        self.ledger.count(method, response.status)
        answer = Answer(
            response.status, text, response.headers.get("Location", ""), response.headers.get("Retry-After", "")
        )
        self.judge(f"{method} {path}", answer, began, part="HX-Request" in headers)
        return answer

    def judge(self, what: str, answer: Answer, _began: float, *, part: bool) -> None:
        """Blame an answer that nobody may get. ``part``: only a part of the page was asked for."""
        if answer.status >= 500 or answer.status in (400, 401, 403):
            self.ledger.blame(f"{what}: {answer.status}")

    def _connected(self) -> HTTPConnection:
        if self.connection is None:
            connection = HTTPConnection(HOST, self.port, timeout=PATIENCE)
            began = time.monotonic()
            try:
                connection.connect()
            except OSError as error:
                self.ledger.lose(began, time.monotonic())
                raise NoAnswer(sent=False) from error
            self.connection = connection
        return self.connection

    def _remember(self, headers: list[str]) -> None:
        for header in headers:
            cookie: SimpleCookie = SimpleCookie(header)
            self.cookies |= {name: morsel.value for name, morsel in cookie.items()}
