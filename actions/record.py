"""How the recorded tables of the key actions are told in the record."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from actions.deadlines import ReportedState
from actions.models import Commitment, NoteAttachment, Task
from actions.sentences import STATE_WORDS
from targets.numbers import write_number
from targets.queries.record import Source
from targets.queries.record_lines import DELETED, NOTHING, Line, Names, beside, line, same
from targets.texts import Text, both_halves

KIND = "actions"


class Part(Source):
    """Rows that belong to a task or a commitment; ``owner`` names the one, ``parts`` holds its name and page."""

    kind = KIND
    owner, plan = "pgh_obj_id", "action__plan"
    parent: type[Task] | type[Commitment]

    def __init__(self) -> None:
        self.parts: dict[int, tuple[Text, str]] = {}

    def prepare(self, events: Sequence[Any]) -> None:
        ids = {getattr(event, self.owner) for event in events}
        found: Any = self.parent._default_manager.filter(pk__in=ids).select_related("action").order_by("pk")
        for part in found:
            name, action = part.title, part.action.name
            told = Text(f"{action.zh}：{name.zh}", f"{action.en}: {name.en}")
            self.parts[part.pk] = told, reverse("action", args=[part.action.number])

    def of(self, event: Any) -> tuple[Text, str]:
        return self.parts.get(getattr(event, self.owner), (DELETED, ""))

    @abstractmethod
    def pairs(self) -> list[tuple[Text, Any]]:
        """What the line says of a row: a word, and how the row's value is told."""

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        what, address = self.of(event)
        pieces = beside(self.pairs(), event, before)
        return line(self.word, event, names, what=what, area=NOTHING, pieces=pieces, address=address)


class Tasks(Part):
    word, model, parent = Text("任务", "task"), "actions.TaskEvent", Task

    def pairs(self) -> list[tuple[Text, Any]]:
        return [(Text("任务", "task"), _title), (Text("责任单位", "responsible"), _owner), *_TERM]


class Commitments(Part):
    word, model, parent = Text("量化承诺", "commitment"), "actions.CommitmentEvent", Commitment

    def pairs(self) -> list[tuple[Text, Any]]:
        return [(Text("量化承诺", "commitment"), _title), (Text("目标值", "target"), _amount("target")), *_TERM]


class Reports(Part):
    """How far a task had come on a day."""

    word, model, parent = Text("任务进展", "progress of a task"), "actions.TaskReportEvent", Task
    owner, month, plan = "task_id", "reported_on", "task__action__plan"
    texts = ("reason", "note")

    def pairs(self) -> list[tuple[Text, Any]]:
        return [
            (Text("进展", "progress"), _progress),
            (Text("日期", "day"), lambda row: same(row.reported_on)),
            (Text("备注", "note"), lambda row: both_halves(row.note)),
        ]


class Counts(Part):
    """So many more done by a day."""

    word, model, parent = Text("承诺计数", "count"), "actions.CommitmentCountEvent", Commitment
    owner, month, plan = "commitment_id", "counted_on", "commitment__action__plan"
    texts = ("reason", "note")

    def pairs(self) -> list[tuple[Text, Any]]:
        return [
            (Text("数量", "amount"), lambda row: same(write_number(row.amount))),
            (Text("日期", "day"), lambda row: same(row.counted_on)),
            (Text("备注", "note"), lambda row: both_halves(row.note)),
        ]


class Files(Source):
    """Files beside the notes of reports and counts."""

    kind, word, model = KIND, Text("说明附件", "file of a note"), "actions.NoteAttachmentEvent"
    texts = ("reason", "title")

    def __init__(self) -> None:
        self.parts: dict[int, tuple[Text, str]] = {}

    def prepare(self, events: Sequence[Any]) -> None:
        ids = {event.pgh_obj_id for event in events}
        of = "report__task__action", "count__commitment__action"
        for row in NoteAttachment.objects.filter(pk__in=ids).select_related(*of).order_by("pk"):
            part = row.report.task if row.report else row.count.commitment if row.count else None
            if part is not None:
                name, action = part.title, part.action.name
                told = Text(f"{action.zh}：{name.zh}", f"{action.en}: {name.en}")
                self.parts[row.pk] = told, reverse("action", args=[part.action.number])

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        what, address = self.parts.get(event.pgh_obj_id, (DELETED, ""))
        pairs = [
            (Text("附件", "file"), lambda row: same(row.title)),
            (Text("已移除", "taken away"), lambda row: _YES if row.removed else NOTHING),
        ]
        pieces = beside(pairs, event, before)
        return line(self.word, event, names, what=what, area=NOTHING, pieces=pieces, address=address)


def _title(row: Any) -> Text:
    return Text(row.title_zh, row.title_en)


def _owner(row: Any) -> Text:
    return Text(row.owner_zh, row.owner_en)


def _amount(field: str) -> Any:
    def tell(row: Any) -> Text:
        written = write_number(getattr(row, field))
        return Text(f"{written} {row.unit_zh}", f"{written} {row.unit_en}")

    return tell


def _progress(row: Any) -> Text:
    state = STATE_WORDS[ReportedState(row.state)]
    return Text(f"{row.progress} % {state.zh}", f"{row.progress} % {state.en}")


_TERM: list[tuple[Text, Any]] = [
    (Text("开始", "start"), lambda row: same(row.start_on or "—")),
    (Text("完成时限", "due"), lambda row: same(row.due_on or "—")),
]
_YES = Text("是", "yes")
TABLES = (Tasks, Commitments, Reports, Counts, Files)
