"""What the fields of the read API's answers hold: numbers, months, days and moments as texts, and closed words."""

from typing import Annotated, Any, Literal

from pydantic import Field


def _text(pattern: str, example: str, description: str) -> Any:
    """Documented, not enforced: an answer that is wrong is still better than none."""
    extra: dict[str, Any] = {"pattern": pattern, "examples": [example]}
    return Field(description=description, json_schema_extra=extra)


Number = Annotated[str, _text(r"^-?[0-9]+(\.[0-9]+)?$", "27.2", "a decimal number, never a float")]
Whole = Annotated[str, _text(r"^-?[0-9]+$", "61", "a whole number")]
MonthText = Annotated[str, _text(r"^[0-9]{4}-[0-9]{2}$", "2024-10", "a month")]
DayText = Annotated[str, _text(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "2024-11-04", "a day")]
MomentText = Annotated[
    str,
    _text(
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+[+-][0-9]{2}:[0-9]{2}$",
        "2024-11-04T09:00:00+08:00",
        "a moment with its offset from UTC",
    ),
]
Review = Literal["draft", "submitted", "returned", "approved"]
Origin = Literal["computed", "sample", "entered", "imported"]
ReportedBy = Literal["city", "areas"]
TaskState = Literal["not_started", "in_progress", "done"]
