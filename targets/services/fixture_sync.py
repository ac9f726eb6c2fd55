"""Makes rows follow a plan file by their natural keys, in a fixed number of queries, and says what it did."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

MORNING = time(9)
Key = tuple[str | int, ...]
M = TypeVar("M", bound=models.Model)


class Wanted(NamedTuple):
    """A row as the file has it. The stamp (who, when, why) is written with a change and never is one."""

    values: Mapping[str, Any]
    stamp: Mapping[str, Any] = {}
    first: Mapping[str, Any] = {}  # what the stamp of a new row says instead, such as since when it is on record


@dataclass(frozen=True)
class Stamp:
    """Who loads, when, and why: the operator's reason, or that it came from the file."""

    by: User | None
    now: datetime
    reason: str = ""

    def of(self, file: str) -> dict[str, Any]:
        """The fields of a recorded row."""
        reason = (self.reason or file)[:500]
        return {"changed_by": self.by, "changed_at": self.now, "reason": reason}


def since(in_force_on: date | None, now: datetime) -> dict[str, Any]:
    """What the stamp of a plan's new rows says: on record since the morning of the day on which it came into force.

    Empty where the file names no such day, or one that is still to come.
    """
    if in_force_on is None:
        return {}
    morning = timezone.make_aware(datetime.combine(in_force_on, MORNING))
    return {"changed_at": morning} if morning < now else {}


@dataclass(frozen=True)
class Change:
    """One row that was created, changed, removed, or left as it was although the file says otherwise."""

    verb: str
    kind: str
    name: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.name}{': ' if self.detail else ''}{self.detail}"


@dataclass
class Report:
    """What a load did, by name; rows that already were as the file has them are counted only."""

    changes: list[Change] = field(default_factory=list)
    unchanged: Counter[str] = field(default_factory=Counter)

    def note(self, verb: str, kind: str, key: Key, detail: str = "") -> None:
        self.changes.append(Change(verb, kind, " ".join(map(str, key)), detail))

    def counts(self) -> dict[str, Counter[str]]:
        """Per kind, how many rows of each verb."""
        made: dict[str, Counter[str]] = {}
        for change in self.changes:
            made.setdefault(change.kind, Counter())[change.verb] += 1
        for kind, number in self.unchanged.items():
            made.setdefault(kind, Counter())["unchanged"] += number
        return made


def sync(
    report: Report, kind: str, model: type[M], existing: Mapping[Key, M], wanted: Mapping[Key, Wanted]
) -> dict[Key, M]:
    """Create and change rows so that they are as wanted. Returns all rows, those not wanted included.

    Two queries, or one, or none; a row that already is as wanted is not written.
    """
    rows, new, fields = dict(existing), [], set[str]()
    changed = []
    for key, (values, stamp, first) in wanted.items():
        row = rows.get(key)
        if row is None:
            rows[key] = row = model(**values, **(dict(stamp) | dict(first)))
            new.append(row)
            report.note("created", kind, key)
        elif different := _different(row, values):
            report.note("changed", kind, key, "; ".join(different.values()))
            for name, value in ({name: values[name] for name in different} | dict(stamp)).items():
                setattr(row, name, value)
            fields |= different.keys() | stamp.keys()
            changed.append(row)
        else:
            report.unchanged[kind] += 1
    model._default_manager.bulk_create(new)
    if changed:
        model._default_manager.bulk_update(changed, sorted(fields))
    return rows


def fill(report: Report, kind: str, model: type[M], existing: Mapping[Key, M], wanted: Mapping[Key, Wanted]) -> None:
    """Create the rows that are not there; never change one that is: somebody may have typed it. At most one query."""
    same = {key for key, row in existing.items() if key in wanted and not _different(row, wanted[key].values)}
    for key in wanted.keys() & existing.keys() - same:
        report.note("left", kind, key, "is already there with other values")
    report.unchanged[kind] += len(same)
    new = {key: row for key, row in wanted.items() if key not in existing}
    for key in new:
        report.note("created", kind, key)
    model._default_manager.bulk_create([model(**row.values, **row.stamp) for row in new.values()])


def sync_links(
    report: Report,
    kind: str,
    model: type[M],
    existing: Mapping[Key, M],
    wanted: Mapping[Key, Wanted],
    stamp: Mapping[str, Any] = {},
) -> None:
    """As ``sync``, and remove the existing links that are not wanted; ``stamp``: of recorded ones. Four queries."""
    gone = {key: row for key, row in existing.items() if key not in wanted}
    for key in gone:
        report.note("removed", kind, key)
    if gone:
        rows = model._default_manager.filter(pk__in=[row.pk for row in gone.values()])
        if stamp:  # the history's last state says who removed the row, and when
            rows.update(**stamp)
        rows.delete()
    sync(report, kind, model, existing, wanted)


def note_left(report: Report, kind: str, existing: Iterable[Key], wanted: Collection[Key]) -> None:
    """Report the rows that the file does not name; they are not deleted."""
    for key in existing:
        if key not in wanted:
            report.note("left", kind, key, "is not in the file")


def _different(row: models.Model, values: Mapping[str, Any]) -> dict[str, str]:
    """The fields in which a row differs, each with its old and new value in words."""
    return {
        name: name.removesuffix("_id")
        if name.endswith("_id")
        else f"{name} {_words(getattr(row, name))} → {_words(value)}"
        for name, value in values.items()
        if getattr(row, name) != value
    }


def _words(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    words = str(value) if value not in (None, "") else "–"
    return words if len(words) <= 40 else f"{words[:37]}…"
