"""An action's page and the list of deadlines in a real browser: reporting with a file, the strip, filters."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from actions.models import NoteAttachment, TaskReport
from tests.browser.conftest import sign_in

Open = Callable[..., Page]
DONE = "#tasks-done #task-6"
PAGES = ("/actions/2/", "/actions/", "/actions/deadlines/")


@pytest.fixture
def minutes(tmp_path: Path, settings: Any) -> Path:
    """A file to add, and a folder of its own for what is kept."""
    settings.ATTACHMENTS_DIR = tmp_path / "kept"
    path = tmp_path / "验收意见.txt"
    path.write_text("同意。", encoding="utf-8")
    return path


def test_a_report_with_a_file_moves_the_row_and_keeps_what_is_typed_elsewhere(open_page: Open, minutes: Path) -> None:
    page = open_page("staff", "/actions/2/", language="en")
    page.locator("#task-9 [data-act]").click()
    page.locator("#task-9-note").fill("half written")
    page.locator("#task-6 [data-act]").click()
    page.locator("#task-6-progress").fill("100")
    page.locator("#task-6-state").select_option("done")
    page.locator("#task-6-note").fill("Accepted.")
    page.locator("#task-6-files").set_input_files(minutes)
    page.locator("#task-6 button[type=submit]").click()
    expect(page.locator("#messages")).to_contain_text("Task 6 saved")
    expect(page.locator(DONE)).to_contain_text("100 %")
    expect(page.locator("#task-9-note")).to_have_value("half written")
    expect(page.locator(f"{DONE} [data-act]")).to_be_focused()
    with page.expect_download() as download:
        page.locator(".note__files a").first.click()
    assert download.value.suggested_filename == "验收意见.txt"
    assert download.value.path().read_text(encoding="utf-8") == "同意。"
    assert NoteAttachment.objects.get().report == TaskReport.objects.get(note="Accepted.")
    page.locator("#task-9 button[type=submit]").click()
    expect(page.locator("#task-9 .note")).to_contain_text("half written")


def test_a_refused_file_says_so_and_keeps_the_note(open_page: Open, minutes: Path) -> None:
    page = open_page("staff", "/actions/2/?edit=task-6", language="en")
    page.locator("#task-6-note").fill("kept")
    page.locator("#task-6-files").set_input_files({"name": "a.exe", "mimeType": "x/y", "buffer": b"MZ"})
    page.locator("#task-6 button[type=submit]").click()
    expect(page.locator("#task-6-files-error")).to_contain_text("This kind of file is not taken")
    expect(page.locator("#task-6-note")).to_have_value("kept")
    assert not NoteAttachment.objects.exists()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_strip_is_drawn_where_its_dates_lie(open_page: Open, width: int) -> None:
    page = open_page("leader", "/actions/2/", width=width)
    lanes = page.locator(".strip .lane")
    expect(lanes).to_have_count(9)
    term, late, today = (page.locator(f".lane--late .lane__{part}").first for part in ("term", "late", "today"))
    boxes = [one.bounding_box() for one in (term, late, today)]
    (start, length), (late_x, late_length), (line, _) = [(box["x"], box["width"]) for box in boxes if box]
    assert late_x == pytest.approx(start + length, abs=2)
    assert late_x + late_length == pytest.approx(line, abs=3)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_months_of_a_task_unfold(open_page: Open) -> None:
    page = open_page("leader", "/actions/2/", language="en")
    months = page.locator("#task-6 .months")
    expect(months.locator("table")).to_be_hidden()
    months.locator("summary").click()
    expect(months.locator("tbody tr")).to_have_count(10)


def test_deadlines_are_filtered_without_leaving_the_page(open_page: Open) -> None:
    page = open_page("leader", "/actions/deadlines/", language="en")
    expect(page.locator(".item")).to_have_count(56)
    page.locator("#filter-unit").select_option(label="Water section")
    expect(page.locator(".item")).not_to_have_count(56)
    page.locator("#filter-state").select_option("30")
    expect(page.locator(".group")).to_have_count(1)
    shown = page.locator(".item").count()
    assert 0 < shown < 7 and "unit=" in page.url and "state=30" in page.url
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) == shown + 1


def test_without_scripts(chromium: Browser, live_server: LiveServer, demo: None, minutes: Path) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="en")
    page = context.new_page()
    sign_in(page, "staff")
    page.goto("/actions/deadlines/")
    page.locator("#filter-unit").select_option(label="Water section")
    page.get_by_role("button", name="Show").last.click()
    found = page.locator(".item").count()
    assert 0 < found < 56
    page.goto("/actions/2/?edit=task-6")
    page.locator("#task-6-note").fill("Accepted.")
    page.locator("#task-6-files").set_input_files(minutes)
    page.locator("#task-6 button[type=submit]").click()
    expect(page.locator(".note__files")).to_contain_text("验收意见.txt")
    page.get_by_role("link", name="Take away").click()
    page.locator("#reason").fill("Wrong file.")
    page.get_by_role("button", name="Take away").click()
    expect(page.locator(".note__files")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("path", [*PAGES, "/actions/4/", "/actions/4/?edit=task-6"])
def test_on_a_phone_nothing_is_cut(open_page: Open, path: str) -> None:
    page = open_page("staff", path, width=390, height=844, language="en")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
