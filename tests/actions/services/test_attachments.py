"""Files beside notes: each way in and out, and what is on record afterwards."""

import hashlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from actions.models import CommitmentCount, NoteAttachment, Task, TaskReport, TaskState
from actions.services.attachments import (
    MOST_FILES,
    FileRefused,
    NoSuchFile,
    ReasonMissing,
    TooManyFiles,
    count_with_files,
    report_with_files,
    take_away,
)
from actions.services.progress import InFuture, NoteMissing
from targets.models.recorded import Recorded
from tests.factories import NOW, make_action, make_commitment, make_task

PDF = b"%PDF-1.7\n"
OCTOBER = date(2024, 10, 31)
Report = Callable[..., TaskReport]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.ATTACHMENTS_DIR, settings.MAX_ATTACHMENT_MB = tmp_path / "kept", 1
    return tmp_path / "kept"


@pytest.fixture
def task(db: None) -> Task:
    return make_task(make_action())


@pytest.fixture
def report(task: Task, editor: User) -> Report:
    """Reports 40 % at the end of October, with the files."""

    def put(*files: SimpleUploadedFile, **fields: Any) -> TaskReport:
        given = {"reported_on": OCTOBER, "progress": 40, "state": TaskState.IN_PROGRESS, "note": "说明", "version": 0}
        return report_with_files(uploads=files, task=task, by=editor, now=NOW, **(given | fields))

    return put


def file(name: str = "验收意见.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def kept(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


def events() -> list[tuple[str, bool, str]]:
    found = apps.get_model("actions", "NoteAttachmentEvent")._default_manager.order_by("pgh_id")
    return [(event.pgh_label, event.removed, event.reason) for event in found]


def test_files_are_kept_with_the_report(report: Report, editor: User, folder: Path) -> None:
    saved = report(file(), file("清单.txt", "甲、乙".encode()))
    first, second = NoteAttachment.objects.order_by("id")
    assert (first.report, first.count, first.title, first.size) == (saved, None, "验收意见.pdf", len(PDF))
    assert (first.media_type, first.sha256) == ("application/pdf", hashlib.sha256(PDF).hexdigest())
    assert (second.title, second.media_type, second.changed_by, second.changed_at) == (
        *("清单.txt", "text/plain"),
        *(editor, NOW),
    )
    assert {path.name for path in kept(folder)} == {first.path, second.path}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in kept(folder))
    assert events() == [("insert", False, "")] * 2


def test_files_are_kept_with_a_count(task: Task, editor: User, folder: Path) -> None:
    commitment = make_commitment(task.action)
    given: dict[str, Any] = {"counted_on": OCTOBER, "note": "", "version": 0, "by": editor, "now": NOW}
    saved = count_with_files(uploads=[file()], commitment=commitment, amount=Decimal(27), **given)
    assert NoteAttachment.objects.get().count == saved
    with pytest.raises(NoteMissing):
        count_with_files(uploads=[file("b.pdf")], commitment=commitment, amount=Decimal(-1), **given | {"version": 1})
    assert CommitmentCount.objects.count() == NoteAttachment.objects.count() == len(kept(folder)) == 1


def test_more_files_join_a_report_that_stands(report: Report, folder: Path) -> None:
    saved = report(file())
    again = report(file("b.pdf", PDF + b"2"), version=1)
    assert (again, again.version) == (saved, 1)
    assert NoteAttachment.objects.filter(report=saved).count() == 2


def test_the_same_file_once_more_stays_one(report: Report, folder: Path) -> None:
    report(file(), file("copy.pdf"))
    report(file("again.pdf"), version=1)
    assert NoteAttachment.objects.count() == len(kept(folder)) == 1


@pytest.mark.parametrize(
    ("refused", "sentence"),
    [
        (file("a.exe", b"MZ"), "a.exe: This kind of file is not taken"),
        (file("a.pdf", b"MZ"), "a.pdf: The content is not that of a pdf file"),
        (file("a.svg", b"<svg onload='x()'/>"), "a.svg: This kind of file is not taken"),
        (file("a.txt", b""), "a.txt: The file is empty."),
        (file("../a.txt", b"1" * (1024 * 1024 + 1)), "a.txt: The file is larger than 1 MB."),
    ],
)
def test_one_refused_file_keeps_everything_out(
    report: Report, folder: Path, refused: SimpleUploadedFile, sentence: str
) -> None:
    with pytest.raises(FileRefused) as refusal:
        report(file(), refused)
    assert refusal.value.field == "files"
    assert refusal.value.sentence.en.startswith(sentence)
    assert not TaskReport.objects.exists() and not NoteAttachment.objects.exists() and not kept(folder)


def test_a_refused_report_keeps_no_file(report: Report, folder: Path) -> None:
    with pytest.raises(InFuture):
        report(file(), reported_on=date(2024, 11, 5))
    assert not NoteAttachment.objects.exists() and not kept(folder)


def test_so_many_files_and_no_more(report: Report, folder: Path) -> None:
    many = [file(f"{number}.pdf", PDF + bytes([48 + number])) for number in range(MOST_FILES + 1)]
    with pytest.raises(TooManyFiles):
        report(*many)
    assert not TaskReport.objects.exists()
    report(*many[:MOST_FILES])
    with pytest.raises(TooManyFiles):
        report(many[-1], version=1, progress=50)
    assert TaskReport.objects.get().progress == 40
    assert NoteAttachment.objects.count() == len(kept(folder)) == MOST_FILES


def test_taken_away_with_a_reason_it_stays_on_record(report: Report, editor: User, folder: Path) -> None:
    report(file())
    pk = NoteAttachment.objects.get().pk
    gone = take_away(attachment_id=pk, reason=" 传错了 ", by=editor, now=NOW)
    assert (gone.removed, gone.reason, gone.changed_by) == (True, "传错了", editor)
    assert len(kept(folder)) == 1
    assert events() == [("insert", False, ""), ("update", True, "传错了")]
    with pytest.raises(NoSuchFile):
        take_away(attachment_id=pk, reason="again", by=editor, now=NOW)
    report(file(), version=1)
    assert NoteAttachment.objects.filter(removed=False).count() == 1, "it may come back"


@pytest.mark.parametrize("reason", ["", "  \x00 ", "字" * 501])
def test_no_reason_no_removal(report: Report, editor: User, reason: str) -> None:
    report(file())
    with pytest.raises(ReasonMissing):
        take_away(attachment_id=NoteAttachment.objects.get().pk, reason=reason, by=editor, now=NOW)
    assert not NoteAttachment.objects.get().removed


def test_the_database_refuses_nonsense(report: Report, task: Task) -> None:
    saved = report()
    count = CommitmentCount.objects.create(
        commitment=make_commitment(task.action), counted_on=OCTOBER, amount=Decimal(1), changed_at=NOW
    )
    row: dict[str, Any] = {"title": "a", "path": "x", "media_type": "m", "size": 1, "sha256": "0", "changed_at": NOW}
    of: dict[str, Any]
    for of in (
        {},
        {"report": saved, "count": count},
        {"report": saved, "path": ""},
        {"report": saved, "removed": True},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            NoteAttachment.objects.create(**(row | of))


def test_it_is_recorded() -> None:
    assert issubclass(NoteAttachment, Recorded)
