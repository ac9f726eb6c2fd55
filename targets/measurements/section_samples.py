"""The samples of a section as a page shows them: values, class, and the versions that later ones replaced. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import InvalidOperation

from targets.measurements import water_cells
from targets.measurements.section_words import short_item
from targets.standards.surface_water import Measured, assess_samples, class_of
from targets.standards.surface_water_table import WaterBody, WaterClass, WaterItem
from targets.texts import Text

Stored = Mapping[str, str]
Key = tuple[date, time | None]


@dataclass(frozen=True)
class Version:
    """What a sample said before. ``origin``: the file that brought it; ``by``: the one that replaced it."""

    on: date
    at: time | None
    number: int
    values: Stored
    replaced_at: datetime
    origin: str = ""
    by: str = ""


@dataclass(frozen=True)
class SampleFacts:
    """A sample as it stands. ``status``: of an automatic station; ``source_class``: as the file says."""

    on: date
    at: time | None
    values: Stored
    is_reviewed: bool = False
    status: str = ""
    source_class: str = ""
    version: int = 1
    origin: str = ""


@dataclass(frozen=True)
class Change:
    """An item's text before; None: it had none."""

    name: Text
    was: str | None


@dataclass(frozen=True)
class Earlier:
    """A version with what it said otherwise than the next."""

    version: Version
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Value:
    """An item's text as it is on record, and its class; both None where the sample has no value."""

    text: str | None
    water_class: WaterClass | None


@dataclass(frozen=True)
class SampleShown:
    """A line of the samples' table; ``values`` stand in the columns' order."""

    facts: SampleFacts
    values: tuple[Value, ...]
    water_class: WaterClass | None
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True)
class Samples:
    """A month's samples; ``items``: the columns, those that any of them has."""

    items: tuple[WaterItem, ...] = ()
    lines: tuple[SampleShown, ...] = field(default=())


def samples_of(facts: Sequence[SampleFacts], versions: Iterable[Version], body: WaterBody) -> Samples:
    """The samples in order of time, each with its own class and its earlier versions, the newest first."""
    there = {name for one in facts for name in one.values}
    items = tuple(item for item in WaterItem if item in there)
    by_key: dict[Key, list[Version]] = {}
    for version in sorted(versions, key=lambda one: -one.number):
        by_key.setdefault((version.on, version.at), []).append(version)
    lines = tuple(_shown(one, items, by_key.get((one.on, one.at), []), body) for one in facts)
    return Samples(items, lines)


def measured(text: str | None) -> Measured | None:
    """A stored value: ``4.1``, or ``<0.025`` for what was not detected at that limit; None for what is no number."""
    if not text:
        return None
    try:
        return water_cells.measured(text)
    except (InvalidOperation, ValueError):
        return None


def _shown(facts: SampleFacts, items: Sequence[WaterItem], versions: Sequence[Version], body: WaterBody) -> SampleShown:
    readings = {item: measured(facts.values.get(item)) for item in items}
    return SampleShown(
        facts=facts,
        values=tuple(Value(facts.values.get(item), _class(item, readings[item], body)) for item in items),
        water_class=assess_samples([readings], body).water_class,
        earlier=_earlier(facts.values, versions),
    )


def _class(item: WaterItem, reading: Measured | None, body: WaterBody) -> WaterClass | None:
    return None if reading is None else class_of(item, reading.for_mean, body)


def _earlier(now: Stored, versions: Sequence[Version]) -> tuple[Earlier, ...]:
    """Each version against the one that followed it; what both say is not repeated."""
    found, following = [], now
    for one in versions:
        names = [name for name in {**following, **one.values} if one.values.get(name) != following.get(name)]
        found.append(Earlier(one, tuple(Change(_name(name), one.values.get(name)) for name in names)))
        following = one.values
    return tuple(found)


def _name(name: str) -> Text:
    return short_item(WaterItem(name)) if name in set(WaterItem) else Text(name, name)
