"""One reviewer beside the editors: approves many at once, in no order, and returns one now and then."""

import re
import threading
from dataclasses import dataclass
from random import Random

from tests.operate.soak.browser import Browser, NoAnswer
from tests.operate.soak.ledger import Ledger

PATH = "/review/"
WAITING = re.compile(r'name="figure" value="([^"]+)"')
MOST, RETURN_SHARE = 12, 0.3


@dataclass
class Reviewer:
    """What the editors change meanwhile is not approved: the page says so, with 409."""

    number: int
    browser: Browser
    ledger: Ledger
    stop: threading.Event
    pause: float = 1.0

    def __post_init__(self) -> None:
        self.random = Random(1000 + self.number)  # noqa: S311  # the same mix in every run

    def work(self) -> None:
        """Until told to stop; whatever goes wrong is on the ledger."""
        while not self.stop.wait(self.pause * self.random.uniform(0.5, 1.5)):
            try:
                self.step()
            except NoAnswer:
                continue
            except Exception as error:
                self.ledger.blame(f"reviewer {self.number}: {error!r}")
        self.browser.close()

    def step(self) -> None:
        """Some of what waits."""
        answer = self.browser.get(PATH)
        chosen = WAITING.findall(answer.text)
        self.random.shuffle(chosen)
        if answer.status == 503:
            return
        if answer.status != 200:
            self.ledger.blame(f"GET {PATH}: {answer.status}")
        elif chosen:
            self.settle({"csrfmiddlewaretoken": answer.page.fields["csrfmiddlewaretoken"]}, chosen)

    def settle(self, form: dict[str, str | list[str]], chosen: list[str]) -> None:
        if self.random.random() < RETURN_SHARE:
            figure = re.split(r"\D", chosen[0])[0]
            form |= {"return": chosen[0], f"note-{figure}": "Please look again."}
        else:
            form |= {"approve": "chosen", "figure": chosen[:MOST]}
        answer = self.browser.post(PATH, form)
        if answer.status not in (200, 409, 422, 503):
            self.ledger.blame(f"POST {PATH}: {answer.status}")
