"""The entry page as a whole: who may, what it shows, and a form that is sent without JavaScript."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from targets.entry.cell import Cell
from targets.models import Figure, Goal
from targets.services.figures import save_figure
from targets.services.locking import Busy
from tests.entry_page import HTMX, OCTOBER, fields, make_goals, page, row, soup, state, words
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_plan

ClientOf = Callable[[User], Client]
MEAN = {"pm25-numerator": "27.2", "pm25-denominator": "31"}


@pytest.fixture
def goals(db: None) -> dict[str, Goal]:
    return make_goals()


@pytest.fixture
def staff(goals: dict[str, Goal], editor: User, client_of: ClientOf) -> Client:
    return client_of(editor)


def october(slug: str) -> Cell:
    return Cell.of(Figure.objects.filter(indicator__slug=slug, month="2024-10-01").first())


def numbers(slug: str) -> tuple[Any, ...]:
    return october(slug).numerator, october(slug).denominator


def send(client: Client, typed: dict[str, str], path: str = OCTOBER) -> Any:
    """Type over the page as it is now, and send the whole form."""
    return client.post(path, fields(page(client, path)) | typed, headers={"Accept-Language": "en"})


# Who, where, how.


def test_staff_land_on_the_last_finished_month(staff: Client) -> None:
    assert staff.get("/figures/")["Location"] == OCTOBER


@pytest.mark.parametrize(
    ("clock", "month"), [("2025-01-03", "2024/12"), ("2025-06-01", "2024/12"), ("2024-01-20", "2024/1")]
)
def test_the_month_stays_within_a_plan(staff: Client, settings: Settings, clock: str, month: str) -> None:
    year, number, day = map(int, clock.split("-"))
    settings.CLOCK = NOW.replace(year=year, month=number, day=day)
    assert staff.get("/figures/")["Location"] == f"/figures/{month}/"


def test_december_is_entered_in_january_although_the_new_plan_has_begun(staff: Client, settings: Settings) -> None:
    make_goal(make_plan(2025))
    settings.CLOCK = NOW.replace(year=2025, month=1, day=3)
    assert staff.get("/figures/")["Location"] == "/figures/2024/12/"


@pytest.mark.parametrize("path", ["/figures/", OCTOBER, OCTOBER + "pm25/preview/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_those_who_enter_come_in(
    goals: dict[str, Goal], client: Client, viewer: User, reviewer: User, client_of: ClientOf, path: str, method: str
) -> None:
    data = MEAN | {"pm25-version": "0"}
    answer = getattr(client, method)(path, data)
    if method == "get":
        assert answer["Location"].startswith("/login/?next=")
    else:
        assert answer.status_code == 401, "the login page, with what was typed"
    for user in (viewer, reviewer):
        assert getattr(client_of(user), method)(path, data).status_code == 403
    assert october("pm25").is_blank


def test_an_administrator_enters_too(goals: dict[str, Goal], administrator: User, client_of: ClientOf) -> None:
    assert client_of(administrator).get(OCTOBER).status_code == 200


@pytest.mark.parametrize(("path", "method"), [("/figures/", "post"), (OCTOBER, "put"), (OCTOBER, "delete")])
def test_other_methods_are_refused(staff: Client, path: str, method: str) -> None:
    assert getattr(staff, method)(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/figures/2024/13/",
        "/figures/2024/0/",
        "/figures/2023/10/",
        "/figures/99999/1/",
        "/figures/2024/10/pm25_m202410/",
        "/figures/2024/pm25/",
        OCTOBER + "?area=999999",
        OCTOBER + "?area=%00",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_does_not_exist_is_not_found(staff: Client, path: str, method: str) -> None:
    assert getattr(staff, method)(path).status_code in (404, 405 if method == "post" else 404)


@pytest.mark.parametrize("month", ["2024/11", "2024/12"])
def test_a_month_that_is_not_over_says_when_it_opens(staff: Client, goals: dict[str, Goal], month: str) -> None:
    make_figure(goals["pm25"].indicator, month.replace("/", "-"), "2152.9", "30")
    shown = words(page(staff, f"/figures/{month}/").main)
    assert "is not over" in shown
    assert ("1 December" if month.endswith("11") else "1 January") in shown
    assert "2152.9" not in shown
    data = {"pm25-numerator": "27.2", "pm25-denominator": "30", "pm25-version": "1"}
    assert staff.post(f"/figures/{month}/", data).status_code == 422
    assert staff.post(f"/figures/{month}/", data | {"save": "pm25"}, headers=HTMX).status_code == 422
    assert staff.post(f"/figures/{month}/pm25/preview/", data).status_code == 404
    assert Figure.objects.get(indicator__slug="pm25", month=f"{month.replace('/', '-')}-01").version == 1


def test_another_area_has_its_own_figures(staff: Client, goals: dict[str, Goal]) -> None:
    district = make_area("230602", name_en="Saertu")
    make_goal(make_plan(area=district), goals["pm25"].indicator)
    path = OCTOBER + "?area=230602"
    assert "Saertu" in words(page(staff, path).main)
    answer = send(staff, MEAN | {"pm25-numerator": "25"}, path)
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert Figure.objects.get(indicator__slug="pm25", month="2024-10-01").area == district
    assert staff.get("/figures/?area=230602")["Location"] == path


# What it shows.


def test_due_figures_first_with_what_stands_beside(staff: Client) -> None:
    shown = page(staff)
    due = [str(tag["id"]) for tag in shown.select("section .entry-row")]
    assert due == ["row-good-air-days", "row-pm25", "row-surface-water"]
    assert [str(tag["id"]) for tag in shown.select("details .entry-row")] == ["row-rural-sewage"]
    assert words(shown.select_one("#entry-summary")) == "0 of 3 due saved"
    air = words(row(shown, "good-air-days"))
    assert "due by 5 November, in 1 day" in air
    assert "Sep 2024 96.67 % 29 / 30" in air
    assert "Oct 2023 96.77 % 30 / 31 computed" in air
    assert "late by 1 day" in words(row(shown, "surface-water"))
    assert "next for December, due by 10 January" in words(row(shown, "rural-sewage"))
    assert "Sep 2024 31.76 % 108 / 340 sample" in words(row(shown, "rural-sewage"))


def test_both_languages(staff: Client) -> None:
    assert "11 月 5 日截止，还有 1 天" in words(row(page(staff, language="zh-hans"), "pm25"))
    assert "已逾期 1 天" in words(row(page(staff, language="zh-hans"), "surface-water"))


def test_inputs_are_labelled_text_that_no_wheel_can_change(staff: Client) -> None:
    shown = page(staff)
    inputs = shown.select(".entry-row input:not([type=hidden])")
    assert len(inputs) == 10
    for field in inputs:
        assert (field["type"], field["inputmode"], field["autocomplete"]) == ("text", "decimal", "off")
        assert shown.select_one(f"label[for='{field['id']}']") is not None
    assert "excellent sections, this month" in words(row(shown, "surface-water"))
    assert "this month" not in words(row(shown, "rural-sewage"))


def test_a_figure_on_record_says_when_by_whom_and_where_from(staff: Client, editor: User) -> None:
    make_figure(make_indicator(), "2024-10", "29", "31", changed_by=editor, origin="computed", note="as published")
    shown = page(staff)
    told = words(row(shown, "good-air-days"))
    assert "saved 09:00 · staff computed provisional 29 / 31 = 93.55 % year to date 95.08 %" in told
    assert "as published" in told
    assert "due by 5 November " in told
    assert words(shown.select_one("#entry-summary")) == "1 of 3 due saved 09:00"


def test_zero_is_shown_and_counted_and_blank_is_not(staff: Client, goals: dict[str, Goal]) -> None:
    make_figure(goals["good-air-days"].indicator, "2024-10", "0", "31")
    make_figure(goals["surface-water"].indicator, "2024-10", None, None)
    shown = page(staff)
    sent = fields(shown)
    assert (sent["good-air-days-numerator"], sent["surface-water-numerator"]) == ("0", "")
    assert (state(shown, "good-air-days"), state(shown, "surface-water")) == ("odd", "empty")
    assert words(shown.select_one("#entry-summary")).startswith("1 of 3")


def test_the_query_count_does_not_grow_with_the_goals(staff: Client, goals: dict[str, Goal]) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(OCTOBER).status_code == 200
        return len(queries)

    Figure.objects.update(changed_by=User.objects.get(username="staff"))
    few = count()
    for number in range(30):
        indicator = make_indicator(f"more-{number}")
        for month in ("2023-10", "2024-09", "2024-10"):
            make_figure(indicator, month, "29", "30", changed_by=User.objects.get(username="staff"))
        make_goal(make_plan(), indicator, order=10 + number)
    # session, user, what has changed, navigation; stand-ins, rights, assignments, areas; plan, goals, divisions,
    # figures, whom they name, what was computed, past, drafts, leaves; and of what is owed elsewhere: goals, divisions,
    # figures, leaves, drafts
    assert count() == few == 24


# The whole form.


def test_a_form_sent_untouched_writes_nothing(staff: Client) -> None:
    make_figure(make_indicator(), "2024-10", "29", "31", note="one\ntwo")
    assert send(staff, {}).status_code == 302
    assert Figure.objects.get(month="2024-10-01").version == 1


def test_all_right_rows_are_saved_and_the_page_comes_back(staff: Client, editor: User) -> None:
    answer = send(
        staff,
        {"good-air-days-numerator": "２９", "good-air-days-denominator": "31"}
        | {"pm25-numerator": "27,2", "pm25-denominator": "31"}
        | {"surface-water-numerator": "5", "surface-water-denominator": "6"}
        | {"surface-water-month_numerator": "6", "surface-water-month_denominator": "6"},
    )
    assert (answer.status_code, answer["Location"]) == (302, OCTOBER)
    assert numbers("good-air-days") == (29, 31)
    assert (str(october("pm25").numerator), str(october("pm25").half_unit)) == ("843.2000000000", "0.0500000000")
    assert october("surface-water") == Cell(Decimal(5), Decimal(6), Decimal(6), Decimal(6))
    figure = Figure.objects.get(indicator__slug="pm25", month="2024-10-01")
    assert (figure.changed_by, figure.changed_at, figure.review, figure.origin) == (editor, NOW, "submitted", "entered")
    assert words(page(staff).select_one("#entry-summary")) == "3 of 3 due saved 09:00"


def test_a_wrong_row_keeps_no_other_back_and_loses_nothing(staff: Client) -> None:
    answer = send(
        staff,
        {"good-air-days-numerator": "32", "good-air-days-denominator": "31", "good-air-days-note": "why <b>"}
        | MEAN
        | {"surface-water-numerator": "abc"},
    )
    shown = soup(answer)
    assert answer.status_code == 422
    assert (state(shown, "good-air-days"), state(shown, "pm25"), state(shown, "surface-water")) == (
        "invalid", "saved", "invalid",
    )  # fmt: skip
    assert october("good-air-days").is_blank and october("surface-water").is_blank
    assert not october("pm25").is_blank
    sent = fields(shown)
    assert (sent["good-air-days-numerator"], sent["good-air-days-note"]) == ("32", "why <b>")
    wrong = shown.select_one("#good-air-days-numerator")
    assert wrong is not None and wrong["aria-invalid"] == "true"
    reason = shown.select_one(f"#{wrong['aria-describedby']}")
    assert "cannot exceed the whole" in words(reason)
    assert words(shown.select_one("#entry-summary")) == "1 of 3 due saved 09:00"
    again = staff.post(OCTOBER, sent | {"good-air-days-numerator": "30", "surface-water-numerator": ""})
    assert again.status_code == 302
    assert numbers("good-air-days") == (30, 31)


def test_one_row_is_saved_by_its_own_button_and_the_others_stay_as_typed(staff: Client) -> None:
    answer = send(staff, MEAN | {"good-air-days-numerator": "29", "save": "pm25"})
    shown = soup(answer)
    assert answer.status_code == 200
    assert (state(shown, "pm25"), state(shown, "good-air-days")) == ("saved", "unsaved")
    assert fields(shown)["good-air-days-numerator"] == "29"
    assert october("good-air-days").is_blank


def test_behind_a_long_write_the_rest_stays_as_typed(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = MEAN | {"good-air-days-numerator": "29", "good-air-days-denominator": "31"}
    typed |= {"surface-water-numerator": "5", "surface-water-denominator": "6"}
    asked = []

    def busy(**given: Any) -> Figure:
        asked.append(given["slot"].key)
        if len(asked) > 1:
            raise Busy
        return save_figure(**given)

    monkeypatch.setattr("targets.services.entry.save_figure", busy)
    found = soup(send(staff, typed))
    assert asked == ["good-air-days", "pm25"], "nobody waits again for each row"
    assert {slug: state(found, slug) for slug in ("good-air-days", "pm25", "surface-water")} == {
        "good-air-days": "saved", "pm25": "unsaved", "surface-water": "unsaved",
    }  # fmt: skip
    assert fields(found)["pm25-numerator"] == "27.2"
    assert numbers("good-air-days") == (29, 31)
    again = send(staff, MEAN)
    assert (again.status_code, again.content.decode()) == (503, Busy.sentence.en), "nothing was saved"


def test_clearing_a_value_asks_and_then_leaves_a_blank_on_record(staff: Client) -> None:
    make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")
    blank = {"good-air-days-numerator": "", "good-air-days-denominator": " "}
    answer = send(staff, blank)
    shown = soup(answer)
    assert answer.status_code == 422
    assert state(shown, "good-air-days") == "confirm"
    assert "Yes, clear 29 / 31 = 93.55 %" in words(row(shown, "good-air-days"))
    assert numbers("good-air-days") == (29, 31)
    assert staff.post(OCTOBER, fields(shown) | {"good-air-days-clear": "yes"}).status_code == 302
    figure = Figure.objects.get(month="2024-10-01")
    assert (figure.is_blank, figure.version) == (True, 2)
    assert "left blank 09:00 · staff" in words(row(page(staff), "good-air-days"))


def test_a_row_that_only_a_colleague_changed_is_no_conflict(staff: Client, administrator: User) -> None:
    stored = make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")
    before = fields(page(staff))
    Figure.objects.filter(pk=stored.pk).update(numerator=28, version=2)
    answer = staff.post(OCTOBER, before | MEAN)
    assert answer.status_code == 302
    assert numbers("good-air-days") == (28, 31)


def test_a_conflict_shows_both_and_each_way_out_works(staff: Client, administrator: User) -> None:
    stored = make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")
    before = fields(page(staff))
    Figure.objects.filter(pk=stored.pk).update(numerator=28, version=2, changed_by=administrator)
    answer = staff.post(OCTOBER, before | {"good-air-days-numerator": "30"}, headers={"Accept-Language": "en"})
    shown = soup(answer)
    assert answer.status_code == 409
    assert state(shown, "good-air-days") == "conflict"
    told = words(row(shown, "good-air-days").select_one(".entry-conflict"))
    assert "Theirs 09:00 · admin 28 / 31 = 90.32 %" in told
    assert "Yours not saved 30 / 31 = 96.77 %" in told
    assert numbers("good-air-days") == (28, 31)
    assert staff.post(OCTOBER, fields(shown)).status_code == 409, "sending it again decides nothing"
    assert staff.post(OCTOBER, fields(shown) | {"keep": "good-air-days"}).status_code == 302
    assert numbers("good-air-days") == (28, 31)
    assert staff.post(OCTOBER, fields(shown) | {"over": "good-air-days"}).status_code == 302
    assert numbers("good-air-days") == (30, 31)
    assert Figure.objects.get(pk=stored.pk).version == 3


@pytest.mark.parametrize("version", ["-1", "x", "9" * 50, "1.5", ""])
def test_a_forged_version_is_refused(staff: Client, version: str) -> None:
    make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")
    answer = send(staff, {"good-air-days-numerator": "30", "good-air-days-version": version})
    assert answer.status_code == 409
    assert numbers("good-air-days") == (29, 31)


def test_an_empty_form_writes_nothing(staff: Client) -> None:
    make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")
    assert staff.post(OCTOBER, {}).status_code == 302
    assert numbers("good-air-days") == (29, 31)


def test_a_form_without_its_token_is_refused(goals: dict[str, Goal], editor: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(OCTOBER, {"pm25-numerator": "27.2"}).status_code == 403
