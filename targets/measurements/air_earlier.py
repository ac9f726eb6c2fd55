"""Earlier versions of a city's day or a station's hour: what each said otherwise than the one that followed. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from targets.measurements.air_words import ITEM_NAMES, unit_of
from targets.numbers import write_number
from targets.texts import Text

Values = Mapping[str, object]
_SHOWN = {**ITEM_NAMES, "aqi": Text("AQI", "AQI"), "source_aqi": Text("文件所载 AQI", "AQI of the file")}
_WORDLESS = ("aqi", "source_aqi")


@dataclass(frozen=True)
class Version:
    """A replaced version. ``hour`` None: of the day. ``origin``: the file that brought it; ``by``: that replaced it."""

    hour: int | None
    number: int
    values: Values
    is_reviewed: bool
    replaced_at: datetime
    origin: str
    by: str


@dataclass(frozen=True)
class Change:
    """A value before, with its unit; None: there was none."""

    name: Text
    was: str | None


@dataclass(frozen=True)
class Earlier:
    """A version with what it said otherwise than the next."""

    version: Version
    changes: tuple[Change, ...]


def earlier_of(now: Mapping[int | None, Values], versions: Iterable[Version]) -> tuple[Earlier, ...]:
    """The versions, newest first within each hour, each against the one that followed it.

    ``now``: what stands, by hour; of a day under None. Only what the pages show is compared.
    """
    following = dict(now)
    found = []
    for one in sorted(versions, key=lambda version: (-1 if version.hour is None else version.hour, -version.number)):
        after = following.get(one.hour, {})
        names = [
            name for name in _SHOWN if name in one.values and _number(one.values[name]) != _number(after.get(name))
        ]
        found.append(Earlier(one, tuple(Change(_SHOWN[name], _written(name, one.values[name])) for name in names)))
        following[one.hour] = one.values
    return tuple(found)


def _number(value: object) -> Decimal | None:
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None


def _written(name: str, value: object) -> str | None:
    number = _number(value)
    if number is None:
        return None
    return write_number(number) if name in _WORDLESS else f"{write_number(number)} {unit_of(name)}"
