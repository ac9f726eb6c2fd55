"""A block pasted into an entry page: shown old → new, saved cell by cell, what is wrong kept as a draft."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from targets.models import Draft, Figure, Goal, Plan
from tests.entry_page import HTMX, OCTOBER, make_goals, page, soup, words
from tests.factories import NOW, make_figure, make_goal, make_indicator, make_plan

ClientOf = Callable[[User], Client]
YEAR = "/figures/2024/"
PART = HTMX | {"HX-Target": "paste", "Accept-Language": "en"}
# January to March of good-air days and PM2.5: the second month has three days too many, the fourth number is a word.
BLOCK = "27\t31\t48.6\t31\r\n26\t32\t44.0\t29\r\n30\t31\tn/a\t31\r\n"


@pytest.fixture
def goals(db: None) -> dict[str, Goal]:
    made = make_goals()
    Plan.objects.update(closes_after_days=None)
    return made


@pytest.fixture
def staff(goals: dict[str, Goal], editor: User, client_of: ClientOf) -> Client:
    return client_of(editor)


def paste(client: Client, text: str, at: str = "good-air-days_m202401", path: str = YEAR, **more: str) -> Any:
    return client.post(f"{path}paste/", {"text": text, "at": at} | more, headers=PART)


def apply(client: Client, text: str, at: str = "good-air-days_m202401", path: str = YEAR, **more: str) -> Any:
    """Look at the block, then save it as the page shows it."""
    shown = soup(paste(client, text, at, path, **more)).select("form input[type=hidden]")
    form = {str(one["name"]): str(one["value"]) for one in shown}
    return client.post(f"{path}paste/", form | {"apply": "yes"} | more, headers=PART)


def states(answer: Any) -> dict[str, str]:
    return {str(cell["data-key"]): str(cell["data-state"]) for cell in soup(answer).select(".paste__cell")}


def events_of(figure: Figure) -> int:
    return int(apps.get_model("targets", "FigureEvent").objects.filter(pgh_obj=figure).count())


def number_of(slug: str, month: str) -> tuple[Any, Any] | None:
    figure = Figure.objects.filter(indicator__slug=slug, month=f"{month}-01").first()
    return None if figure is None else (figure.numerator, figure.denominator)


def test_a_block_is_shown_and_nothing_is_saved(staff: Client) -> None:
    before = list(Figure.objects.values_list("pk", "version"))
    answer = paste(staff, BLOCK)
    assert answer.status_code == 200
    assert words(soup(answer).select_one(".paste__sum")).startswith("4 of 6 figures will be saved · 2 not")
    assert [state for state in states(answer).values() if state == "invalid"] == ["invalid"] * 2
    problems = words(soup(answer).select_one(".paste__problems"))
    assert "“n/a” is not a number" in problems
    assert "February 2024, Good-air days 26 / 32" in problems
    assert list(Figure.objects.values_list("pk", "version")) == before
    assert not Draft.objects.exists()


def test_what_can_be_saved_is_saved_and_the_rest_becomes_drafts(staff: Client, editor: User) -> None:
    answer = apply(staff, BLOCK)
    assert answer.status_code == 422
    assert words(soup(answer).select_one(".paste__sum")).startswith("4 of 6 figures saved · 2 not")
    assert number_of("good-air-days", "2024-01") == (27, 31)
    assert number_of("pm25", "2024-01") == (Decimal("1506.6"), 31)
    assert number_of("good-air-days", "2024-02") is None
    drafts = {str(draft.month)[:7]: draft.texts for draft in Draft.objects.all()}
    assert drafts["2024-02"]["denominator"] == "32"
    assert drafts["2024-03"]["numerator"] == "n/a"
    saved = Figure.objects.get(indicator__slug="good-air-days", month="2024-03-01")
    assert (saved.review, saved.entered_by, saved.version) == ("submitted", editor, 1)
    assert events_of(saved) == 1


def test_the_answer_brings_the_rows_and_the_line_that_counts(staff: Client) -> None:
    drawn = soup(apply(staff, BLOCK))
    rows = {str(row["id"]): row for row in drawn.select(".entry-row[hx-swap-oob=true]")}
    assert len(rows) == 6
    wrong = rows["row-pm25_m202403"].select_one("input[name=pm25_m202403-numerator]")
    assert wrong is not None and wrong["value"] == "n/a"
    assert drawn.select_one("#entry-summary[hx-swap-oob]") is not None


def test_the_page_afterwards_has_the_drafts_in_their_cells(staff: Client) -> None:
    apply(staff, BLOCK)
    shown = page(staff, YEAR)
    wrong = shown.select_one("#row-good-air-days_m202402 .entry-state")
    assert wrong is not None and wrong["data-state"] == "invalid"


def test_saving_the_same_block_again_changes_nothing(staff: Client) -> None:
    apply(staff, BLOCK)
    before = list(Figure.objects.order_by("pk").values_list("pk", "version"))
    shown = paste(staff, BLOCK)
    assert "0 of 6 figures will be saved · 4 unchanged · 2 not" in words(soup(shown).select_one(".paste__sum"))
    apply(staff, BLOCK)
    assert list(Figure.objects.order_by("pk").values_list("pk", "version")) == before


def test_a_corrected_block_settles_the_drafts(staff: Client) -> None:
    apply(staff, BLOCK)
    answer = apply(staff, BLOCK.replace("n/a", "28").replace("32", "29"))
    assert answer.status_code == 200
    assert not Draft.objects.exists()


def test_somebody_elses_value_is_not_overwritten(staff: Client) -> None:
    make_figure(make_indicator(), "2024-01", "20", "31", version=2)
    shown = soup(paste(staff, "27\t31"))
    form = {str(one["name"]): str(one["value"]) for one in shown.select("form input[type=hidden]")}
    Figure.objects.filter(month="2024-01-01").update(numerator=21, version=3)
    answer = staff.post(f"{YEAR}paste/", form | {"apply": "yes"}, headers=PART)
    assert answer.status_code == 422
    assert states(answer) == {"good-air-days_m202401": "conflict"}
    assert number_of("good-air-days", "2024-01") == (21, 31)
    assert Draft.objects.get().texts["numerator"] == "27"


def test_saving_again_does_not_go_over_somebody_elses_value_either(staff: Client) -> None:
    for month in ("2024-01", "2024-02"):
        make_figure(make_indicator(), month, "20", "29", review="approved")
    shown = soup(paste(staff, "27\t31\n26\t29"))
    form = {str(one["name"]): str(one["value"]) for one in shown.select("form input[type=hidden]")} | {"apply": "yes"}
    Figure.objects.filter(month="2024-01-01").update(numerator=21, version=2)
    first = soup(staff.post(f"{YEAR}paste/", form, headers=PART))
    assert first.select_one("#paste-apply") is not None, "the other correction still wants its reason"
    form = {str(one["name"]): str(one["value"]) for one in first.select("form input[type=hidden]")} | {"apply": "yes"}
    again = staff.post(f"{YEAR}paste/", form | {"correction": "audited"}, headers=PART)
    assert states(again)["good-air-days_m202401"] == "conflict"
    assert number_of("good-air-days", "2024-01") == (21, 29)
    assert number_of("good-air-days", "2024-02") == (26, 29)


def test_a_draft_older_than_somebody_elses_value_stays_older(staff: Client, editor: User) -> None:
    """Its texts are part of the row that the block is pasted into."""
    figure = make_figure(make_indicator(), "2024-01", "20", "31")
    texts = {"numerator": "26", "denominator": "31", "note": "an old remark"}
    Draft.objects.create(
        user=editor, area=figure.area, indicator=figure.indicator, month=figure.month, texts=texts, version=1,
        saved_at=NOW,
    )  # fmt: skip
    Figure.objects.update(numerator=29, note="the station was down", version=2)
    answer = apply(staff, "27")
    assert states(answer) == {"good-air-days_m202401": "conflict"}
    figure.refresh_from_db()
    assert figure.note == "the station was down"
    assert number_of("good-air-days", "2024-01") == (29, 31)


def test_a_cell_whose_version_is_not_brought_along_was_not_seen(staff: Client) -> None:
    make_figure(make_indicator(), "2024-01", "20", "31")
    form = {"text": "27\t31", "at": "good-air-days_m202401", "apply": "yes"}
    answer = staff.post(f"{YEAR}paste/", form, headers=PART)
    assert states(answer) == {"good-air-days_m202401": "conflict"}
    assert number_of("good-air-days", "2024-01") == (20, 31)


@pytest.mark.parametrize(
    ("correction", "control", "told"),
    [("", "paste-correction", "Choose why they change."), ("other", "paste-reason", "Say in words why it changes.")],
)
def test_a_reason_that_lacks_is_told_beside_its_control(
    staff: Client, correction: str, control: str, told: str
) -> None:
    make_figure(make_indicator(), "2024-01", "20", "31", review="approved")
    shown = soup(apply(staff, "27\t31", correction=correction))
    (wrong,) = shown.select(".paste__choices [aria-invalid=true]")
    assert (wrong["id"], words(shown.select_one(f"#{wrong['aria-describedby']}"))) == (control, told)


def test_one_reason_serves_all_corrections(staff: Client) -> None:
    for month in ("2024-01", "2024-02"):
        make_figure(make_indicator(), month, "20", "29", review="approved")
    block = "27\t31\n26\t29\n30\t31"
    shown = soup(paste(staff, block))
    assert "2 approved figures change" in words(shown.select_one(".paste__choices"))
    without = apply(staff, block)
    assert states(without)["good-air-days_m202401"] == "reason"
    assert number_of("good-air-days", "2024-03") == (30, 31)
    assert number_of("good-air-days", "2024-01") == (20, 29)
    answer = apply(staff, block, correction="audited")
    assert answer.status_code == 200
    corrected = Figure.objects.get(month="2024-01-01")
    assert (corrected.numerator, corrected.standing_numerator) == (Decimal(27), Decimal(20))
    assert corrected.correction == "audited"


def test_closed_months_are_named_and_keep_no_other_back(staff: Client) -> None:
    Plan.objects.update(closes_after_days=20)
    answer = apply(staff, "29\t30\n30\t31", at="good-air-days_m202408")
    assert set(states(answer).values()) == {"locked"}
    assert "2 figures are locked" in words(soup(answer).select_one(".paste__problems"))
    assert "an administrator can open it again" in words(soup(answer).select_one(".paste__cell"))
    answer = apply(staff, "28\t30\n30\t31", at="good-air-days_m202409")
    assert number_of("good-air-days", "2024-10") == (30, 31)
    assert number_of("good-air-days", "2024-09") == (29, 30)
    assert not Draft.objects.exists()


def test_headings_and_months_of_a_copied_table_are_used(staff: Client) -> None:
    answer = paste(staff, "月份\tPM2.5 平均浓度\t\n10月\t27.2\t31\n2024-09\t13.6\t30", at="good-air-days_m202401")
    assert set(states(answer)) == {"pm25_m202410", "pm25_m202409"}
    assert "read as headings" in answer.content.decode()


def test_a_mean_or_a_sum_is_the_readers_to_say(staff: Client) -> None:
    apply(staff, "843.2\t31", at="pm25_m202410", given="sum")
    assert number_of("pm25", "2024-10") == (Decimal("843.2"), 31)


def test_what_is_not_due_or_to_come_falls_on_no_cell(staff: Client) -> None:
    answer = paste(staff, "1\t2\n3\t4\n5\t6", at="rural-sewage_m202409")
    assert set(states(answer)) == {"rural-sewage_m202409"}
    assert "4 on no cell" in words(soup(answer).select_one(".paste__sum"))


def test_a_months_page_takes_a_block_from_the_cell_on(staff: Client) -> None:
    answer = apply(staff, "29\t31\n27.2\t31\n5\t6", at="good-air-days", path=OCTOBER)
    assert answer.status_code == 200
    assert [number_of(slug, "2024-10") for slug in ("good-air-days", "surface-water")] == [(29, 31), (5, 6)]
    later = paste(staff, "30\n31", at="pm25", path=OCTOBER, field="denominator")
    assert states(later)["pm25"] == "unsaved"
    assert "27.2" in words(soup(later).select_one(".paste__cell"))


def test_it_works_as_a_page_of_its_own(staff: Client) -> None:
    whole = staff.post(f"{YEAR}paste/", {"text": BLOCK, "at": "good-air-days_m202401"})
    assert whole.status_code == 200
    assert soup(whole).select_one("head") is not None
    drop = soup(whole).select_one("#paste-drop")
    assert drop is not None and drop["href"] == YEAR


@pytest.mark.parametrize("text", ["9" * 200_001, "1\n" * 401, "1\t" * 101 + "1"])
def test_a_block_that_is_too_large_is_refused(staff: Client, text: str) -> None:
    answer = paste(staff, text)
    assert answer.status_code == 422
    assert "Paste it in parts" in answer.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": "1"},
        {"text": "1", "at": "no-such-goal_m202401"},
        {"text": "1", "at": "'; drop"},
        {"text": "1\x002", "at": "pm25"},
    ],
)
def test_what_names_no_cell_is_not_found(staff: Client, sent: dict[str, str]) -> None:
    assert staff.post(f"{YEAR}paste/", sent).status_code == 404


def test_hostile_texts_are_kept_as_texts(staff: Client) -> None:
    hostile = "<script>alert(1)</script>\t31\n=1+1\t\x0031\ud800\n"
    answer = apply(staff, hostile.encode("utf-8", "replace").decode(), seen="x:1 good-air-days_m202401:99999999999")
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


def test_the_query_count_does_not_grow_with_the_page(staff: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert paste(staff, BLOCK).status_code == 200
        return len(queries)

    few = count()
    for number in range(10):
        make_goal(make_plan(), make_indicator(f"more-{number}"), order=10 + number)
    assert count() == few


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_only_editors_paste(
    goals: dict[str, Goal], role: str, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    assert paste(client_of(request.getfixturevalue(role)), BLOCK).status_code == 403
