"""Editors and reviewers at the door: signed in, with the cells dealt out, and all at work at once."""

import threading
import time
from collections.abc import Callable, Sequence

from tests.operate.soak.browser import Browser, NoAnswer
from tests.operate.soak.editor import Editor, Place
from tests.operate.soak.ledger import Ledger
from tests.operate.soak.prepare import PASSWORD, name_of, reviewer_name
from tests.operate.soak.reviewer import Reviewer

YEAR, MONTHS = 2024, range(1, 13)
HOT = 8
END_SECONDS = 40  # an editor may finish the row it is at


def together(jobs: Sequence[Callable[[], object]], seconds: float) -> None:
    """Do all at once; RuntimeError where one has not ended in time."""
    threads = [threading.Thread(target=job, daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    until = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(until - time.monotonic(), 0))
    if alive := sum(thread.is_alive() for thread in threads):
        raise RuntimeError(f"{alive} of {len(threads)} editors did not end within {seconds:.0f} s")


def find_places(browser: Browser) -> list[Place]:
    """Every cell of the year that the pages let type into."""
    months = [f"{YEAR}-{month:02d}" for month in MONTHS]
    return [Place(month, key) for month in months for key in browser.get(Place(month, "").path).page.keys]


def enter(browsers: Sequence[Browser], ledger: Ledger, pause: float, stop: threading.Event) -> list[Editor]:
    """The editors, signed in, with the cells dealt out: some that all write, the rest one by one."""

    def sign_in(number: int) -> None:
        try:
            browsers[number].sign_in(name_of(number), PASSWORD)
        except (NoAnswer, RuntimeError) as error:
            ledger.blame(str(error))

    together([lambda number=number: sign_in(number) for number in range(len(browsers))], END_SECONDS)  # type: ignore[misc]
    places = find_places(browsers[0])
    if len(places) <= HOT:
        raise RuntimeError(f"The entry pages of {YEAR} have only {len(places)} cells to type into: {ledger.faults[:3]}")
    hot = [places[(index + 1) * len(places) // HOT - 1] for index in range(HOT)]  # the last one is still empty
    own = [place for place in places if place not in hot]
    return [
        Editor(number, name_of(number), browsers[number], ledger, own[number :: len(browsers)], hot, stop, pause)
        for number in range(len(browsers))
    ]


def enter_reviewers(browsers: Sequence[Browser], ledger: Ledger, pause: float, stop: threading.Event) -> list[Reviewer]:
    """The reviewers, signed in."""
    for number, browser in enumerate(browsers):
        browser.sign_in(reviewer_name(number), PASSWORD)
    return [Reviewer(number, browser, ledger, stop, pause) for number, browser in enumerate(browsers)]
