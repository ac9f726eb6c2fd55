"""Reads what was typed into the two forms of an action's page. Nothing typed is dropped: it goes back as it came."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from actions.models import TaskReport, TaskState
from targets.numbers import NumberError, read, read_number
from targets.texts import Text

REPORT_FIELDS = ("progress", "state", "note", "reported_on", "version", "seen_on")
COUNT_FIELDS = ("amount", "note", "counted_on", "version")

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_FULL = {TaskState.DONE: 100, TaskState.NOT_STARTED: 0}


@dataclass(frozen=True)
class Form:
    """An open form: of which row, what stands in its fields, and what is wrong with them."""

    of: str  # the row's id in the page
    typed: Mapping[str, str]
    errors: Mapping[str, Text] = field(default_factory=dict)
    had_files: bool = False  # files were chosen, which no page can choose again


class Unreadable(Exception):
    """Some fields cannot be understood; ``errors`` has a sentence for each."""

    def __init__(self, errors: Mapping[str, Text]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


def typed(data: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, str]:
    """The fields as they were typed; characters that no text can hold are left out."""
    return {name: str(data.get(name, "")).replace("\x00", "") for name in fields}


def report_form(of: str, report: TaskReport) -> Form:
    """The form of a task, filled with the report to begin from; version 0: the day has none yet."""
    values = {
        "progress": str(report.progress) if report.version or report.progress else "",
        "state": report.state,
        "note": report.note,
        "reported_on": str(report.reported_on),
        "version": str(report.version),
        "seen_on": str(report.reported_on),
    }
    return Form(of, values)


def count_form(of: str, counted_on: date, version: int) -> Form:
    """The form of a commitment: so many counts are on record."""
    return Form(of, {"amount": "", "note": "", "counted_on": str(counted_on), "version": str(version)})


def same_day(values: Mapping[str, str]) -> str:
    """The day typed into a report's form as ``seen_on`` carries it; empty for a form without one."""
    day = _day(values.get("reported_on", ""), "reported_on", {})
    return "" if day is None else str(day)


def read_report(values: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of ``report_task``. A blank progress follows from the states done and not started.

    The version belongs to the day that the form was opened for; of another day the reporter has seen nothing.
    Raises Unreadable.
    """
    errors: dict[str, Text] = {}
    state = _state(values["state"], errors)
    result = {
        "state": state,
        "progress": _progress(values["progress"], state, errors),
        "reported_on": _day(values["reported_on"], "reported_on", errors),
        "note": values["note"].strip(),
    }
    if errors:
        raise Unreadable(errors)
    same_day = values["seen_on"] == str(result["reported_on"])
    return result | {"version": _version(values["version"]) if same_day else 0}


def read_count(values: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of ``count_commitment``. Raises Unreadable."""
    errors: dict[str, Text] = {}
    result = {
        "amount": _amount(values["amount"], errors),
        "counted_on": _day(values["counted_on"], "counted_on", errors),
        "note": values["note"].strip(),
        "version": _version(values["version"]),
    }
    if errors:
        raise Unreadable(errors)
    return result


def _state(text: str, errors: dict[str, Text]) -> TaskState | None:
    if text in TaskState.values:
        return TaskState(text)
    errors["state"] = Text("请选择一种状态。", "Choose one of the states.")
    return None


def _progress(text: str, state: TaskState | None, errors: dict[str, Text]) -> int | None:
    try:
        reading = read(text)
    except NumberError as error:
        errors["progress"] = error.sentence
        return None
    if reading is None and state in _FULL:
        return _FULL[state]
    if reading is None or reading.value != int(reading.value):
        errors["progress"] = Text("请填 0 到 100 的整数，例如 60。", "Write a whole number from 0 to 100, such as 60.")
        return None
    return int(reading.value)


def _amount(text: str, errors: dict[str, Text]) -> Decimal | None:
    try:
        amount = read_number(text, negative=True)
    except NumberError as error:
        errors["amount"] = error.sentence
        return None
    if amount is None:
        errors["amount"] = Text("请填新增数量，例如 27。", "Write how many more were done, for example 27.")
    return amount


def _day(text: str, name: str, errors: dict[str, Text]) -> date | None:
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        if match:
            return date(*(int(part) for part in match.groups()))
    except ValueError:
        pass  # no such day, such as 31 November
    shown = text.strip()[:20]
    errors[name] = (
        Text(f"“{shown}”不是一个日期，请写成 2024-10-31。", f"“{shown}” is not a day; write it like 2024-10-31.")
        if shown
        else Text("请填日期，例如 2024-10-31。", "Write the day, for example 2024-10-31.")
    )
    return None


def _version(text: str) -> int:
    # A version that cannot be read has seen nothing: the service then asks instead of overwriting.
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
