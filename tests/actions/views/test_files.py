"""Files beside notes through the client: added in the report's form, read by everyone, taken away with a reason."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from actions.models import CommitmentCount, NoteAttachment, Task, TaskReport
from tests.factories import NOW, make_action, make_commitment, make_plan, make_task

PDF = b"%PDF-1.7\n"
TASK, PROMISE, PAGE = "/actions/4/tasks/1/", "/actions/4/commitments/zero-waste-cells/", "/actions/4/"
REPORT = {"progress": "90", "state": "in_progress", "note": "验收中", "reported_on": "2024-10-31", "version": "0"}
COUNT = {"amount": "27", "note": "", "counted_on": "2024-10-31", "version": "0"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.ATTACHMENTS_DIR, settings.MAX_ATTACHMENT_MB = tmp_path / "kept", 1
    return tmp_path / "kept"


@pytest.fixture
def task(db: None) -> Task:
    action = make_action(make_plan(), 4)
    make_commitment(action)
    return make_task(action)


@pytest.fixture
def staff(editor: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(editor)


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(viewer)


@pytest.fixture
def file(task: Task) -> NoteAttachment:
    """A file beside a report of the end of October; its content is not there."""
    report = TaskReport.objects.create(
        task=task, reported_on=date(2024, 10, 31), progress=60, state="in_progress", note="说明", changed_at=NOW
    )
    facts = {"title": "意见.pdf", "media_type": "application/pdf", "size": len(PDF), "sha256": "0" * 64}
    return NoteAttachment.objects.create(report=report, path="abc", changed_at=NOW, **facts)


def upload(name: str = "验收意见.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client: Client, path: str, data: dict[str, Any], *, target: str = "") -> Any:
    headers = {"Accept-Language": "en"} | ({"HX-Request": "true", "HX-Target": target} if target else {})
    return client.post(path, data, headers=headers)


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "lxml")


def words(page: BeautifulSoup, selector: str) -> str:
    return " ".join(" ".join(one.get_text(" ") for one in page.select(selector)).split())


@pytest.mark.parametrize("target", ["", "task-1"])
def test_a_report_with_two_files_and_who_reads_them(staff: Client, leader: Client, task: Task, target: str) -> None:
    answer = send(staff, TASK, REPORT | {"files": [upload(), upload("b.txt", b"x")]}, target=target)
    assert answer.status_code == (200 if target else 302)
    page = soup(leader.get(PAGE))
    links = [str(one["href"]) for one in page.select(".note__files a")]
    assert len(links) == 2 and "验收意见.pdf" in words(page, "#action-notes") and "移除" not in words(page, ".notes")
    read = leader.get(links[0])
    assert b"".join(read.streaming_content) == PDF  # type: ignore[attr-defined]
    read.close()
    assert read["Content-Type"] == "application/pdf"
    assert read["Content-Disposition"].startswith("attachment; ")
    assert read["X-Content-Type-Options"] == "nosniff"
    assert read["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_count_with_a_file(staff: Client, task: Task) -> None:
    assert send(staff, PROMISE, COUNT | {"files": [upload()]}).status_code == 302
    assert NoteAttachment.objects.get().count == CommitmentCount.objects.get()
    assert "验收意见.pdf" in words(soup(staff.get(PAGE)), ".note__files")


@pytest.mark.parametrize("target", ["", "task-1"])
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"MZ", "a.exe: This kind of file is not taken"),
        ("a.pdf", b"MZ", "The content is not that of a pdf file"),
        ("a.txt", b"1" * (1024 * 1024 + 1), "a.txt: The file is larger than 1 MB."),
    ],
)
def test_a_refused_file_loses_nothing_typed(
    staff: Client, task: Task, folder: Path, target: str, name: str, content: bytes, sentence: str
) -> None:
    answer = send(staff, TASK, REPORT | {"files": [upload(name, content)]}, target=target)
    assert answer.status_code == 422
    page = soup(answer)
    assert sentence in words(page, "#task-1-files-error")
    assert "choose them once more" in words(page, "#task-1 form")
    assert words(page, "#task-1 textarea") == "验收中"
    assert page.select_one("#task-1 [name=progress]")["value"] == "90"  # type: ignore[index]
    assert not TaskReport.objects.exists() and not folder.exists()


def test_files_too_large_together_are_not_read_and_the_note_stays(staff: Client, task: Task, settings: Any) -> None:
    settings.MAX_UPLOAD_MB = 1
    files = [upload(f"{number}.txt", b"1" * (600 * 1024)) for number in range(2)]
    answer = send(staff, TASK, REPORT | {"files": files})
    assert answer.status_code == 422
    page = soup(answer)
    assert "larger than 1 MB together" in words(page, "#task-1-files-error")
    assert words(page, "#task-1 textarea") == "验收中"
    assert not TaskReport.objects.exists()


def test_the_file_field_comes_last_so_that_the_rest_is_read_first(staff: Client, task: Task) -> None:
    for anchor in ("task-1", "promise-zero-waste-cells"):
        form = soup(staff.get(f"{PAGE}?edit={anchor}")).select_one(f"#{anchor} form")
        assert form is not None and form["enctype"] == "multipart/form-data"
        assert [one.get("name") for one in form.select("input, select, textarea")][-1] == "files"


def test_another_refusal_says_that_the_files_are_to_be_chosen_again(staff: Client, task: Task, folder: Path) -> None:
    page = soup(send(staff, TASK, REPORT | {"progress": "lots", "files": [upload()]}))
    assert "choose them once more" in words(page, "#task-1 form")
    assert "choose them once more" not in words(soup(send(staff, TASK, REPORT | {"progress": "x"})), "#task-1 form")
    assert not folder.exists()


def test_viewers_cannot_add_or_take_away(leader: Client, file: NoteAttachment) -> None:
    assert send(leader, TASK, REPORT | {"files": [upload()]}).status_code == 403
    assert send(leader, f"{PAGE}files/{file.pk}/take-away/", {"reason": "x"}).status_code == 403
    assert leader.get(f"{PAGE}files/{file.pk}/take-away/").status_code == 403
    assert NoteAttachment.objects.filter(removed=False).count() == 1


def test_strangers_get_nothing(client: Client, file: NoteAttachment) -> None:
    for path in (f"{PAGE}files/{file.pk}/", f"{PAGE}files/{file.pk}/take-away/"):
        assert client.get(path)["Location"].startswith("/login/?next=")


@pytest.mark.parametrize("path", ["/actions/5/files/{}/", "/actions/4/files/{}/?year=2023", "/actions/4/files/9999/"])
def test_a_file_is_found_through_its_own_action_only(staff: Client, file: NoteAttachment, path: str) -> None:
    make_action(file.report.task.action.plan, 5)  # type: ignore[union-attr]
    assert staff.get(path.format(file.pk)).status_code == 404


def test_a_file_that_is_gone_from_its_folder(staff: Client, file: NoteAttachment) -> None:
    assert staff.get(f"{PAGE}files/{file.pk}/").status_code == 404


def test_taking_away_asks_why(staff: Client, file: NoteAttachment, editor: User) -> None:
    path = f"{PAGE}files/{file.pk}/take-away/"
    assert soup(staff.get(path)).select_one("form textarea[name=reason]")
    answer = send(staff, path, {"reason": " "})
    assert answer.status_code == 422 and "Say why" in words(soup(answer), "#reason-error")
    answer = send(staff, path, {"reason": "wrong file"})
    assert (answer.status_code, answer["Location"]) == (302, "/actions/4/#action-notes")
    file.refresh_from_db()
    assert (file.removed, file.reason, file.changed_by) == (True, "wrong file", editor)
    page = soup(staff.get(PAGE, headers={"Accept-Language": "en"}))
    assert "it stays on record" in words(page, "#messages") and not page.select(".note__files")
    for gone in (path, f"{PAGE}files/{file.pk}/"):
        assert staff.get(gone).status_code == 404
    record = staff.get("/history/", headers={"Accept-Language": "en"}).content.decode()
    assert "wrong file" in record and "意见.pdf" in record


def test_wrong_methods(staff: Client, file: NoteAttachment) -> None:
    assert staff.post(f"{PAGE}files/{file.pk}/").status_code == 405
    assert staff.put(f"{PAGE}files/{file.pk}/take-away/").status_code == 405
