"""Reads plan files: JSON text to validated records, and every fault with its file, record, field and reason.

Nothing here touches the database. A file is one JSON object; its keys (``areas``, ``plans``, …) name its lists.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

MAX_BYTES = 20 * 1024 * 1024

# The fields that name a record of each list; they are what a message calls it by.
KEYS: Mapping[str, tuple[str, ...]] = {
    "areas": ("code",),
    "indicators": ("slug",),
    "plans": ("area", "year"),
    "nodes": ("number",),
    "outcomes": ("number",),
    "goals": ("slug",),
    "area_targets": ("area",),
    "actions_of": ("area", "year"),
    "actions": ("number",),
    "tasks": ("number",),
    "commitments": ("slug",),
    "figures": ("indicator", "area", "month"),
    "reports": ("area", "year", "action", "task", "reported_on"),
    "counts": ("area", "year", "commitment", "counted_on"),
    "cities": ("name",),
    "stations": ("code",),
    "sections": ("province", "name"),
    "feeds": ("indicator", "area"),
}
SINGULAR = {name: name.removesuffix("s") for name in KEYS} | {
    "actions_of": "actions of",
    "area_targets": "target of area",
    "cities": "city",
    "stations": "air station",
    "sections": "water section",
    "feeds": "source of figures of",
}
WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this record",
    "model_type": "must be an object",
    "string_type": "must be a text",
    "string_too_short": "must not be empty",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be an object",
}


@dataclass(frozen=True)
class Problem:
    """One fault of one file."""

    file: str
    record: str
    field: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.record, self.field, self.reason) if part)


_D = TypeVar("_D", bound=BaseModel)


@dataclass(frozen=True)
class Record:
    """A record, the file it stands in, and what a message calls it; the data is validated, or raw."""

    file: str
    name: str
    data: Any

    def problem(self, field: str, reason: str, *, part: str = "") -> Problem:
        """A fault of this record, or of a part of it such as ``goal pm25``."""
        return Problem(self.file, f"{self.name}, {part}" if part else self.name, field, reason)


@dataclass
class Batch:
    """What the files hold together: valid records, all of them raw, and the faults found.

    References are checked on the raw ones, so that a fault of one record hides none of another.
    """

    valid: dict[str, list[Record]] = field(default_factory=dict)
    all: dict[str, list[Record]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def data(self, section: str, _schema: type[_D]) -> list[tuple[Record, _D]]:
        """The section's valid records with their data, typed."""
        return [(record, record.data) for record in self.valid.get(section, [])]

    def raw(self, section: str) -> list[tuple[Record, dict[str, Any]]]:
        """All the section's records with their data as given."""
        return [(record, record.data) for record in self.all.get(section, [])]


def read(paths: Sequence[Path], schemas: Mapping[str, type[BaseModel]]) -> Batch:
    """Read and validate the files. Never raises for what they hold: see the batch's problems."""
    batch = Batch()
    seen: dict[tuple[str, object], str] = {}
    for path in paths:
        document = _document(path, schemas, batch.problems)
        for section, items in document.items():
            if not isinstance(items, list):
                batch.problems.append(Problem(path.name, "", section, "must be a list"))
                continue
            batch.problems += _duplicates(path.name, section, items, "", seen)
            _validate(batch, path.name, section, items, schemas[section])
    return batch


def _document(path: Path, schemas: Mapping[str, object], problems: list[Problem]) -> dict[str, Any]:
    """The file's lists by name; what is wrong with the file as a whole goes to the problems."""
    try:
        document = _parse(path)
    except ValueError as error:
        problems.append(Problem(path.name, "", "", str(error)))
        return {}
    known = ", ".join(schemas)
    problems += [
        Problem(path.name, "", _short(key), f"is not a list of a plan file; known: {known}")
        for key in document
        if key not in schemas
    ]
    if not document:
        problems.append(Problem(path.name, "", "", f"holds nothing; a plan file has at least one of {known}"))
    return {key: value for key, value in document.items() if key in schemas}


def _parse(path: Path) -> dict[str, Any]:
    """The file's JSON object; ValueError with a sentence for anything else."""
    try:
        if path.is_dir():
            raise ValueError("is a folder, not a file")
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(f"is larger than {MAX_BYTES // 1024 // 1024} MB")
        content = path.read_bytes()
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8 text: byte {error.start + 1} is wrong") from None
    if not text.strip():
        raise ValueError("is empty")
    try:
        document = json.loads(text, parse_int=_whole, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        cut = " (the file ends too early)" if error.pos >= len(text.rstrip()) else ""
        raise ValueError(f"is not JSON: line {error.lineno}, column {error.colno}: {error.msg}{cut}") from None
    except RecursionError:
        raise ValueError("is not a plan file: nested too deeply") from None
    if not isinstance(document, dict):
        raise ValueError("must hold one JSON object")
    return document


def _whole(digits: str) -> int | float:
    """A whole number; one of absurd length as a float, which no field of a plan file takes."""
    return int(digits) if len(digits) < 20 else float(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose fields are named once each; JSON itself would silently keep the last."""
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'an object names the field "{_short(twice)}" twice')
    return made


def _validate(batch: Batch, file: str, section: str, items: list[Any], schema: type[BaseModel]) -> None:
    for index, item in enumerate(items):
        name = label(section, item, index)
        if isinstance(item, dict):
            batch.all.setdefault(section, []).append(Record(file, name, item))
        try:
            batch.valid.setdefault(section, []).append(Record(file, name, schema.model_validate(item)))
        except ValidationError as error:
            batch.problems += [
                _problem(file, name, item, fault["loc"], _reason(fault["type"], fault["msg"], fault["input"]))
                for fault in error.errors(include_url=False, include_context=False)
            ]


def items_of(raw: object, section: str) -> list[dict[str, Any]]:
    """The objects in a list of a raw record, whatever else the list holds."""
    items = raw.get(section) if isinstance(raw, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def keys_of(raw: object, section: str) -> list[str | int]:
    """The natural keys, of one field each, in a list of a raw record."""
    keys = [key_of(section, item) for item in items_of(raw, section)]
    return [key[0] for key in keys if key]


def label(section: str, item: object, index: int) -> str:
    """What a message calls a record: by its natural key, or by its place where it has none."""
    key = key_of(section, item)
    return f"{SINGULAR[section]} {' '.join(map(_short, key)) if key else f'#{index + 1}'}"


def key_of(section: str, item: object) -> tuple[str | int, ...] | None:
    """The natural key of a raw record; None where a part of it is missing or no text or number."""
    if not isinstance(item, dict):
        return None
    values = [item.get(name) for name in KEYS[section]]
    key = tuple(value for value in values if isinstance(value, str | int) and value != "")
    return key if len(key) == len(values) else None


def _problem(file: str, name: str, item: object, location: Sequence[str | int], reason: str) -> Problem:
    """Turn a location such as ``goals, 2, target`` into the record "…, goal pm25" and the field "target"."""
    fields: list[str] = []
    for part in location:
        if isinstance(part, int) and fields and fields[-1] in KEYS and isinstance(item, list):
            item = item[part]
            name = f"{name}, {label(fields.pop(), item, part)}"
            continue
        fields.append(_short(part))
        item = item.get(part) if isinstance(item, dict) else item
    return Problem(file, name, ".".join(name for name in fields if name != "[key]"), reason)


def _reason(kind: str, message: str, given: object) -> str:
    words = WORDS.get(kind) or message.removeprefix("Value error, ").replace("Input should", "must", 1)
    words = words.replace("String should", "must", 1).replace("Decimal input should", "must", 1)
    if kind in ("missing", "extra_forbidden") or isinstance(given, dict | list):
        return words
    if isinstance(given, str) and len(given) > 40:
        return f"{words}; given: {len(given)} characters"
    return f"{words}; given: {json.dumps(given, ensure_ascii=False, default=str)}"


def _duplicates(
    file: str, section: str, items: list[Any], within: str, seen: dict[tuple[str, object], str]
) -> Iterator[Problem]:
    """Each record of a list that bears the name of an earlier one, in the list itself and in those below it."""
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            continue
        name = f"{within}, {label(section, item, index)}" if within else label(section, item, index)
        key = key_of(section, item)
        if key is not None:
            first = seen.setdefault((section, key), f"{file} #{index + 1}")
            if first != f"{file} #{index + 1}":
                yield Problem(file, name, KEYS[section][-1], f"is given twice: here as #{index + 1}, before in {first}")
        for below, value in item.items():
            if below in KEYS and isinstance(value, list):
                yield from _duplicates(file, below, value, name, {})


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
