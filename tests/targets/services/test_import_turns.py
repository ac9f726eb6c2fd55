"""An upload is one process's at a time: what was given up or begun again meanwhile stays so."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import translation

from targets.models import Figure, Plan, StagedRow, Upload, UploadState
from targets.services import import_apply, import_check, import_run, imports
from targets.services.import_turns import PROCESSES, Superseded, claim, hold, turn
from targets.services.imports import CheckedAgain, NotReady, check_again, confirm, drop, receive, work
from targets.sheets import marking
from targets.sheets.table import Refused
from tests.factories import NOW, make_goal
from tests.sheets import HEAD, csv, with_part, xlsx

GOOD = ["230600", "2024-10", "good-air-days", "29", "31"]
BAD = ["230600", "2024-10", "good-air-days", "abc", "31"]


@pytest.fixture(autouse=True)
def goal(settings: Any, tmp_path: Path, db: None) -> None:
    settings.UPLOADS_DIR = tmp_path
    make_goal()


def sent(by: User | None, row: list[str] = GOOD) -> Upload:
    return receive(chunks=[csv(HEAD, row)], name="f.csv", by=by, now=NOW)


def fresh(upload: Upload) -> Upload:
    return Upload.objects.select_related("user").get(pk=upload.pk)


def checked(by: User | None, row: list[str] = GOOD) -> Upload:
    return work(upload=sent(by, row), now=NOW)


def confirmed(by: User) -> Upload:
    upload = checked(by)
    return confirm(upload=upload, run=upload.run, correction="", reason="")


def meanwhile(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, deed: Any) -> None:
    """Let ``deed`` happen while the function is under way."""
    before = getattr(module, name)

    def slow(*args: Any, **kwargs: Any) -> Any:
        found = before(*args, **kwargs)
        monkeypatch.setattr(module, name, before)
        deed()
        return found

    monkeypatch.setattr(module, name, slow)


@pytest.mark.parametrize(
    ("moment", "row"), [("find_known", GOOD), ("meaning_of", GOOD), ("find_known", BAD), ("draft_marked", BAD)]
)
def test_a_check_does_not_bring_back_what_was_given_up(
    editor: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, row: list[str], moment: str
) -> None:
    upload = sent(editor, row)
    meanwhile(monkeypatch, import_check, moment, lambda: drop(upload=fresh(upload), now=NOW))
    assert work(upload=fresh(upload), now=NOW).state == UploadState.DROPPED
    assert not StagedRow.objects.exists() and not list(tmp_path.iterdir())


def test_a_check_that_was_taken_for_dead_leaves_the_next_one_alone(
    editor: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    upload = sent(editor, BAD)

    def again() -> None:
        Upload.objects.update(heartbeat_at=NOW)
        work(upload=check_again(upload=fresh(upload)), now=NOW)

    meanwhile(monkeypatch, import_check, "draft_marked", again)
    assert work(upload=fresh(upload), now=NOW).run == 2
    assert [fresh(upload).state, StagedRow.objects.count()] == [UploadState.CHECKED, 1]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == ["", ".xlsx"]


def test_an_import_that_was_taken_for_dead_changes_nothing(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = confirmed(editor)
    meanwhile(monkeypatch, import_apply, "_moved", lambda: Upload.objects.update(state=UploadState.WAITING))
    assert work(upload=upload, now=NOW).state != UploadState.APPLIED
    assert not Figure.objects.exists()


def test_only_the_check_that_was_seen_is_confirmed(editor: User) -> None:
    upload = checked(editor)
    seen = upload.run
    upload = work(upload=check_again(upload=upload), now=NOW)
    with pytest.raises(CheckedAgain):
        confirm(upload=upload, run=seen, correction="", reason="")
    upload.run = seen  # read before the other check
    with pytest.raises(NotReady):
        confirm(upload=upload, run=seen, correction="", reason="")


@pytest.mark.parametrize("change", [{"state": "error"}, {"state": "changed"}, None])
def test_rows_that_the_check_did_not_count_are_not_applied(editor: User, change: dict[str, str] | None) -> None:
    upload = confirmed(editor)
    if change is None:
        StagedRow.objects.all().delete()
    else:
        StagedRow.objects.update(**change)
    assert work(upload=upload, now=NOW).state == UploadState.STALE
    assert not Figure.objects.exists()


def test_others_in_the_way_leave_the_upload_to_be_confirmed_again(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deadlock(*_args: Any) -> None:
        raise OperationalError("deadlock detected")

    upload = confirmed(editor)
    with monkeypatch.context() as patch:
        patch.setattr(import_apply, "_write", deadlock)
        upload = work(upload=upload, now=NOW)
    assert upload.state == UploadState.CHECKED and upload.sentence_en.startswith("Another import")
    upload = confirm(upload=upload, run=upload.run, correction="", reason="")
    assert [work(upload=upload, now=NOW).state, upload.sentence_en] == [UploadState.APPLIED, ""]


def test_rows_are_applied_in_the_order_of_their_locks(editor: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        rows = str(import_apply.rows_to_apply(Upload(pk=1)).query)
    assert 'ORDER BY "targets_stagedrow"."indicator_id" ASC, "targets_stagedrow"."area_id" ASC' in rows


@pytest.fixture
def other() -> Iterator[Any]:
    """A second connection."""
    copy: Any = connection.copy()
    with copy.cursor() as cursor:
        yield cursor
        cursor.execute("SELECT pg_advisory_unlock_all()")  # closing only returns it to the pool
    copy.close()


def test_one_upload_is_applied_at_a_time(editor: User, other: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("targets.services.import_turns._MOST_WAIT", "200ms")
    other.execute("SELECT pg_advisory_lock(136916, 0)")
    upload = work(upload=confirmed(editor), now=NOW)
    assert [upload.state, Figure.objects.count()] == [UploadState.CHECKED, 0]


def test_few_processes_work_and_leave_no_file_behind(editor: User, other: Any) -> None:
    first, second = sent(editor), sent(editor)
    Upload.objects.update(heartbeat_at=NOW)
    for number in range(1, PROCESSES + 1):
        other.execute("SELECT pg_advisory_lock(136916, %s)", [number])
    call_command("check_upload", str(first.pk))
    assert fresh(first).state == UploadState.WAITING
    other.execute("SELECT pg_advisory_unlock_all()")
    call_command("check_upload", str(second.pk))
    assert {upload.state for upload in Upload.objects.order_by("id")} == {UploadState.CHECKED}
    with turn() as is_mine:
        assert is_mine


def test_the_oldest_of_three_makes_room_unless_all_are_worked_on(editor: User, tmp_path: Path) -> None:
    first = checked(editor)
    for _ in range(imports.MOST_OPEN):
        sent(editor)
    assert fresh(first).state == UploadState.DROPPED
    with pytest.raises(Refused, match="worked on"):
        sent(editor)
    assert len(list(tmp_path.iterdir())) == imports.MOST_OPEN
    sent(None)  # the command line's own are not counted


def test_what_is_kept_is_bounded(editor: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    upload = sent(editor)
    monkeypatch.setattr(imports, "MOST_KEPT", upload.size * 2 - 1)
    with pytest.raises(Refused, match="no room"):
        sent(editor)
    assert len(list(tmp_path.iterdir())) == 1


def test_old_files_go_and_what_became_of_them_stays(editor: User) -> None:
    uploads = {state: sent(None) for state in UploadState.values}
    for state, upload in uploads.items():
        Upload.objects.filter(pk=upload.pk).update(state=state, created_at="2024-01-01T00:00+08:00")
    sent(editor)
    kept = {state for state, upload in uploads.items() if fresh(upload).path}
    assert kept == {"waiting", "checking", "confirmed", "applying"}  # a process works on them
    assert fresh(uploads["applied"]).state == "applied" and fresh(uploads["checked"]).state == "dropped"
    Upload.objects.update(heartbeat_at=NOW)
    sent(editor)
    assert not fresh(uploads["applying"]).path


def test_packed_small_is_not_small(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, int]] = []
    monkeypatch.setattr(import_run, "start", lambda command, pk: started.append((command, pk)))
    content = with_part(xlsx(HEAD, GOOD), "xl/x.xml", b"<x>" + b" " * 3_000_000 + b"</x>")
    upload = receive(chunks=[content], name="f.xlsx", by=editor, now=NOW)
    import_run.work_or_start(upload=upload, now=NOW)
    assert started == [("check_upload", upload.pk)] and len(content) < import_run.INLINE_BYTES


def test_the_marked_workbook_speaks_the_readers_language(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(marking, "mark_rows", lambda *_args, language, **_more: said.append(language))
    with translation.override("en"):
        upload = sent(editor, BAD)
    with translation.override("zh-hans"):
        work(upload=upload, now=NOW)
    assert said == ["en"]


def test_a_claim_is_taken_once(editor: User) -> None:
    upload = sent(editor)
    same = fresh(upload)
    assert claim(upload) and not claim(same)
    same.state = UploadState.CHECKING
    with pytest.raises(Superseded):
        hold(same)


def test_a_year_closed_meanwhile_leaves_the_upload_to_be_checked_again(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = confirmed(editor)
    meanwhile(monkeypatch, import_apply, "_values", lambda: Plan.objects.update(closed_on=NOW, closed_because="x"))
    upload = work(upload=upload, now=NOW)
    assert upload.state == UploadState.STALE
    assert not Figure.objects.exists()


def test_a_reason_without_the_sign_that_no_text_holds(editor: User) -> None:
    upload = checked(editor)
    assert confirm(upload=upload, run=upload.run, correction="other", reason="a\x00 b").reason == "a b"
