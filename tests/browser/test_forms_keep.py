"""A session that ended while something was typed anywhere but on the entry page: nothing is lost there either."""

import pytest
from playwright.sync_api import expect

from actions.models import TaskReport
from tests.browser.steps import AWAY, Open, end_sessions, not_yet_approved, sign_in_again


@pytest.fixture(autouse=True)
def october(demo: None) -> None:
    not_yet_approved()


def test_a_report_on_a_task_follows_the_login(open_page: Open) -> None:
    page = open_page("staff", "/actions/1/?edit=task-1", language="en", expects=AWAY)
    form = page.locator("form.report")
    form.locator("[name=note]").fill("Signed and published.")
    end_sessions()
    form.get_by_role("button", name="Save").click()
    sign_in_again(page)
    expect(page.locator("form.report")).to_have_count(0)
    assert TaskReport.objects.filter(note="Signed and published.").count() == 1


def test_a_reviewers_sentence_follows_the_login(open_page: Open) -> None:
    page = open_page("reviewer", "/review/", language="en", expects=AWAY)
    row = page.locator(".review-row").first
    row.locator("summary").click()
    row.locator("textarea").fill("Look at station 3 again.")
    end_sessions()
    row.locator("button[name=return]").click()
    sign_in_again(page)
    expect(page.locator("#messages")).to_contain_text("eturned")


def test_a_whole_form_comes_back_after_the_login_page(open_page: Open) -> None:
    page = open_page("admin", "/keys/", language="en", expects=AWAY)
    page.locator("#life-name").fill("meeting room")
    end_sessions()
    page.get_by_role("button", name="Make the key").click()
    expect(page.locator("main")).to_contain_text("Your sign-in had ended")
    page.locator("#id_username").fill("admin")
    page.locator("#id_password").fill("demo-1369")
    page.locator("main button").click()
    expect(page.locator("#carried")).to_contain_text("meeting room")
    page.get_by_role("button", name="Send it").click()
    expect(page.locator(".key-made")).to_contain_text("meeting room")
