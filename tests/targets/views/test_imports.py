"""The import page: upload, dry run, confirm; what is wrong comes back marked; forms and export."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from targets.models import Assignment, Draft, Figure, Review, Upload, UploadState
from targets.services import import_marks, import_run
from targets.services.imports import work
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_mean
from tests.sheets import HEAD, csv, xlsx, xlsx_rows

pytestmark = pytest.mark.django_db
DAYS = ["230600", "2024-10", "good-air-days", "29", "30"]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS_DIR = tmp_path / "uploads"


@pytest.fixture
def client(editor: User, client_of: Callable[[User], Client]) -> Client:
    make_goal()
    make_goal(indicator=make_mean())
    return client_of(editor)


def send(client: Client, content: bytes, name: str = "figures.xlsx", **fields: str) -> Any:
    return client.post("/import/", {"file": SimpleUploadedFile(name, content), **fields})


def sent(client: Client, content: bytes, name: str = "figures.xlsx", **fields: str) -> Upload:
    answer = send(client, content, name, **fields)
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.get(pk=answer["Location"].strip("/").split("/")[-1])


def test_a_viewer_may_not(viewer: User, client_of: Callable[[User], Client]) -> None:
    assert client_of(viewer).get("/import/").status_code == 403


def test_upload_look_confirm(client: Client, editor: User) -> None:
    goal = make_indicator()
    Draft.objects.create(user=editor, indicator=goal, area=make_area(), month="2024-10-01", saved_at=NOW)
    upload = sent(client, xlsx(HEAD, DAYS))
    page = client.get(f"/import/{upload.pk}/")
    text = BeautifulSoup(page.content, "lxml").get_text(" ", strip=True)
    assert "29 / 30" in text
    assert not Figure.objects.exists()
    client.post(f"/import/{upload.pk}/", {"do": "confirm", "run": upload.run})
    figure = Figure.objects.get()
    assert [figure.numerator, figure.entered_by, figure.reason] == [29, editor, "figures.xlsx"]
    assert not Draft.objects.exists()
    assert client.get(f"/import/{upload.pk}/").status_code == 200


def test_a_change_meanwhile_refuses_all(client: Client) -> None:
    upload = sent(client, xlsx(HEAD, DAYS, ["230600", "2024-10", "pm25", "27", "31"]))
    make_figure(make_indicator(), "2024-10", "1", "30", review=Review.SUBMITTED)
    client.post(f"/import/{upload.pk}/", {"do": "confirm", "run": upload.run})
    upload.refresh_from_db()
    assert upload.state == UploadState.STALE
    assert Figure.objects.count() == 1
    client.post(f"/import/{upload.pk}/", {"do": "again"})
    upload.refresh_from_db()
    client.post(f"/import/{upload.pk}/", {"do": "confirm", "run": upload.run})
    assert Figure.objects.get(indicator__slug="good-air-days").numerator == 29


def test_bad_cells_come_back_marked(client: Client) -> None:
    upload = sent(client, xlsx(HEAD, DAYS, ["230600", "2024-10", "pm25", "abc", "31"]))
    client.post(f"/import/{upload.pk}/", {"do": "confirm", "run": upload.run})
    assert not Figure.objects.exists()
    answer = client.get(f"/import/{upload.pk}/marked.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    assert sheet["D3"].comment is not None and "abc" in sheet["D3"].comment.text
    assert sheet["D3"].fill.start_color.rgb == "FFF7C5BF"
    assert "abc" in str(sheet.cell(3, sheet.max_column).value)


def test_a_csv_comes_back_as_a_marked_workbook(client: Client) -> None:
    upload = sent(client, csv(HEAD, ["230600", "2024-10", "pm25", "abc", "31"]), "f.csv")
    answer = client.get(f"/import/{upload.pk}/marked.xlsx")
    rows = xlsx_rows(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert rows[1][3] == "abc" and "abc" in rows[1][-1]


def test_approved_figures_ask_why_once(client: Client) -> None:
    make_figure(make_indicator(), "2024-10", "28", "30", review=Review.APPROVED)
    upload = sent(client, xlsx(HEAD, DAYS))
    assert client.post(f"/import/{upload.pk}/", {"do": "confirm", "run": upload.run}).status_code == 422
    assert (
        client.post(f"/import/{upload.pk}/", {"do": "confirm", "run": upload.run, "correction": "other"}).status_code
        == 422
    )
    client.post(f"/import/{upload.pk}/", {"do": "confirm", "run": upload.run, "correction": "audited"})
    figure = Figure.objects.get()
    assert [figure.numerator, figure.standing_numerator, figure.correction] == [29, 28, "audited"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04 broken"])
def test_a_wrong_file_is_said_beside_the_field(client: Client, content: bytes) -> None:
    answer = send(client, content)
    assert answer.status_code == 422
    assert BeautifulSoup(answer.content, "lxml").select_one("#import-error") is not None
    assert not Upload.objects.exists()


def test_a_file_too_large_is_refused_unread(client: Client, settings: Any) -> None:
    settings.MAX_UPLOAD_MB = 0
    answer = send(client, xlsx(HEAD) + bytes(100_000))
    assert answer.status_code == 413


def test_somebody_elses_upload_is_not_there(
    client: Client, administrator: User, client_of: Callable[[User], Client]
) -> None:
    upload = sent(client, xlsx(HEAD, DAYS))
    assert client_of(administrator).get(f"/import/{upload.pk}/").status_code == 404


def test_a_large_file_is_checked_in_the_background(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, int]] = []
    monkeypatch.setattr(import_run, "INLINE_BYTES", 10)
    monkeypatch.setattr(import_run, "start", lambda command, pk: started.append((command, pk)))
    upload = sent(client, xlsx(HEAD, DAYS))
    assert started == [("check_upload", upload.pk)]
    page = client.get(f"/import/{upload.pk}/")
    reload = BeautifulSoup(page.content, "lxml").select_one("#import-progress a")
    assert reload is not None and reload["href"] == f"/import/{upload.pk}/"
    headers = {"HX-Request": "true", "HX-Target": "import-progress"}
    assert client.get(f"/import/{upload.pk}/", headers=headers).status_code == 200
    work(upload=upload, now=NOW)
    assert client.get(f"/import/{upload.pk}/", headers=headers)["HX-Refresh"] == "true"


def test_the_form_comes_back_filled_in(client: Client) -> None:
    make_figure(make_indicator(), "2024-09", "28", "30")
    answer = client.get("/import/template/2024/10.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    sheet = book.active
    assert sheet is not None and sheet.protection.sheet
    head = {sheet.cell(4, column).value: column for column in range(1, sheet.max_column + 1)}
    top = sheet.cell(5, head["分子"])
    assert not top.protection.locked and sheet.cell(5, head["指标"]).protection.locked
    assert top.comment is not None and "2024-09：28 / 30" in top.comment.text
    top.value = 29
    sheet.cell(5, head["分母"]).value = 30
    out = io.BytesIO()
    book.save(out)
    upload = sent(client, out.getvalue())
    assert upload.counts == {"new": 1, "left": 1, "odd": 0}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_imports_again_unchanged(client: Client, kind: str) -> None:
    make_figure(make_indicator(), "2024-10", "28", "30", note="=HYPERLINK(1)")
    make_figure(make_mean(), "2023-10", "843.5000000001", "30", note="'-x")
    make_figure(make_mean(), "2024-10", "843.2", "31", half_unit="0.005")
    answer = client.get(f"/import/export.{kind}")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    if kind == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
    upload = sent(client, content, f"back.{kind}")
    assert upload.counts == {"unchanged": 3, "odd": 0}


def test_the_pages_ask_a_fixed_number_of_questions(client: Client, django_assert_num_queries: Any) -> None:
    upload = sent(client, xlsx(HEAD, DAYS, ["230600", "2024-10", "pm25", "27", "31"]))
    with django_assert_num_queries(13):
        client.get(f"/import/{upload.pk}/")


def test_a_workbook_too_large_to_load_comes_back_with_its_values(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_marks, "MOST_LOADED_BYTES", 0)
    upload = sent(client, xlsx(["title"], [], HEAD, DAYS, ["230600", "2024-10", "pm25", "abc", "31"], ["x", 1]))
    answer = client.get(f"/import/{upload.pk}/marked.xlsx")
    rows = xlsx_rows(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert rows[1][:2] == ["area", "month"] and rows[2][3] == "29"
    assert rows[3][3] == "abc" and "abc" in rows[3][8]


def test_a_dead_process_is_noticed_and_its_work_begun_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = sent(client, xlsx(HEAD, DAYS))
    Upload.objects.update(state=UploadState.APPLYING, heartbeat_at=NOW)
    assert "Check again" in client.get(f"/import/{upload.pk}/", headers={"Accept-Language": "en"}).content.decode()
    client.post(f"/import/{upload.pk}/", {"do": "again"})
    upload.refresh_from_db()
    assert upload.state == UploadState.CHECKED


def test_an_upload_given_up_leaves_nothing(client: Client, settings: Any) -> None:
    upload = sent(client, xlsx(HEAD, DAYS))
    assert client.post(f"/import/{upload.pk}/", {"do": "drop"})["Location"] == "/import/"
    assert not list(settings.UPLOADS_DIR.iterdir())
    assert client.post(f"/import/{upload.pk}/", {"do": "confirm", "run": upload.run}).status_code == 302
    assert not Figure.objects.exists()


def test_figures_of_others_and_doubled_rows_are_errors(client: Client, editor: User) -> None:
    pm25 = make_indicator("pm25")
    Assignment.objects.filter(user=editor).delete()
    Assignment.objects.create(user=editor, indicator=pm25, changed_at=NOW)
    upload = sent(client, xlsx(HEAD, DAYS, *[["230600", "2024-10", "pm25", "27", "31"]] * 2))
    assert upload.counts == {"error": 2, "new": 1, "odd": 0}


@pytest.mark.parametrize("run", ["", "²", "2", "9" * 30])
def test_only_the_check_that_was_seen_is_confirmed(client: Client, run: str) -> None:
    upload = sent(client, xlsx(HEAD, DAYS))
    answer = client.post(f"/import/{upload.pk}/", {"do": "confirm", "run": run}, headers={"Accept-Language": "en"})
    assert answer.status_code == 409 and "checked again" in answer.content.decode()
    assert not Figure.objects.exists()
    form = BeautifulSoup(answer.content, "lxml").select_one("input[name=run]")
    assert form is not None and form["value"] == str(upload.run)
