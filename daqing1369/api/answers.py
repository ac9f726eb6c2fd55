"""How an answer is written: in the request's language, as JSON or as CSV."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from targets.queries.plan import Outside
from targets.sheets.lines import csv_text
from targets.texts import Text

JSON, CSV = "application/json", "text/csv"


def say(text: Text) -> str:
    """The text in the request's language."""
    return text.in_language(get_language() or "zh-hans")


def written(at: datetime) -> str:
    """A moment with its offset from UTC."""
    return timezone.localtime(at).isoformat()


def wants_csv(request: HttpRequest) -> bool:
    """By ``?format=``, which wins, or by the Accept header; Outside (422) for another format."""
    asked = request.GET.get("format")
    if asked is None:
        return request.get_preferred_type([JSON, CSV]) == CSV
    if asked not in ("json", "csv"):
        raise Outside(Text("格式只能是 json 或 csv。", "The format is json or csv."), status=422)
    return asked == "csv"


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """One line a row. A column such as ``required.value`` looks into a part of the row; its heading is required_value.

    With the mark by which Excel knows UTF-8; nothing in it runs as a formula.
    """
    head = [column.replace(".", "_") for column in columns]
    text = csv_text(head, ([_cell(_at(row, column)) for column in columns] for row in rows))
    answer = HttpResponse(text, content_type=f"{CSV}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _at(row: Any, column: str) -> Any:
    for name in column.split("."):
        row = None if row is None else row[name]
    return row


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
