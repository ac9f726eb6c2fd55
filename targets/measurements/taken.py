"""What reading a file came to, and what was said beside the file."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from targets.periods import Month

FIRST_YEAR = 1980  # of measurements


class Place(NamedTuple):
    """A month of a city or a section whose readings changed. ``kind``: "city" or "section"."""

    kind: str
    pk: int
    month: Month


@dataclass(frozen=True)
class Options:
    """What the file does not say itself.

    ``ozone``: "1h" or "8h", what a column of daily ozone without an averaging time holds. ``reviewed``: the values were
    reviewed. ``year``: of readings with a time but no year. ``city``: of stations that the file names alone.
    ``past_clock``: readings dated after the project's clock are taken too, up to the database's; a demo's stands still.
    """

    ozone: str = "1h"
    reviewed: bool = False
    year: int | None = None
    city: str = ""
    past_clock: bool = False


@dataclass
class Taken:
    """``counts``: rows, new, changed, unchanged, corrected, noted, left, rejected. ``created``: names made known."""

    counts: Counter[str] = field(default_factory=Counter)
    created: list[str] = field(default_factory=list)
    touched: set[Place] = field(default_factory=set)
