"""The entry page's parts as htmx asks for them: one saved row, the echo while typing."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from targets.entry.cell import Cell
from targets.models import Figure, Goal
from tests.entry_page import HTMX, OCTOBER, fields, make_goals, page, row, soup, state, words
from tests.factories import make_figure, make_indicator

ENGLISH_HTMX = HTMX | {"Accept-Language": "en"}


@pytest.fixture
def goals(db: None) -> dict[str, Goal]:
    return make_goals()


@pytest.fixture
def staff(goals: dict[str, Goal], editor: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(editor)


def save(client: Client, slug: str, before: dict[str, str] | None = None, **typed: str) -> Any:
    data = (fields(page(client)) if before is None else before) | {
        f"{slug}-{name}": text for name, text in typed.items()
    }
    return client.post(OCTOBER, data | {"save": slug}, headers=ENGLISH_HTMX)


def preview(client: Client, slug: str, **typed: str) -> BeautifulSoup:
    data = fields(page(client)) | {f"{slug}-{name}": text for name, text in typed.items()}
    answer = client.post(f"{OCTOBER}{slug}/preview/", data, headers=ENGLISH_HTMX)
    assert answer.status_code == 200
    return soup(answer)


def apply(old: BeautifulSoup, answer: BeautifulSoup, slug: str) -> None:
    """What htmx does with the answer: the row in the row's place, the marked part into its own."""
    row(old, slug).replace_with(row(answer, slug))
    for part in answer.select("[hx-swap-oob=innerHTML]"):
        place = old.select_one(f"#{part['id']}")
        assert place is not None
        place.clear()
        place.extend(list(part.contents))


def bare(page: BeautifulSoup) -> str:
    """The page's content without the token that differs each time, and without spaces between the tags."""
    for token in page.select("input[name=csrfmiddlewaretoken]"):
        token.decompose()
    main = page.main
    assert main is not None
    return "".join(str(main).split())


@pytest.mark.parametrize(
    ("slug", "typed"),
    [
        ("good-air-days", {"numerator": "２９", "denominator": "31", "note": "a\nb"}),
        ("good-air-days", {"numerator": "93.55%", "denominator": "31"}),
        ("pm25", {"numerator": "27.20", "denominator": "31"}),
        ("pm25", {"numerator": "843.2", "denominator": "31", "given": "sum"}),
        ("surface-water", {"numerator": "5", "denominator": "6", "month_numerator": "6", "month_denominator": "6"}),
        ("rural-sewage", {"numerator": "0", "denominator": "0"}),
        ("good-air-days", {"note": "nothing has arrived"}),
        ("good-air-days", {"numerator": "", "denominator": ""}),
    ],
)
def test_the_swapped_page_equals_a_fresh_one(staff: Client, slug: str, typed: dict[str, str]) -> None:
    swapped = page(staff)
    answer = save(staff, slug, None, **typed)
    assert answer.status_code == 200
    apply(swapped, soup(answer), slug)
    assert bare(swapped) == bare(page(staff))


def test_a_saved_row_brings_the_line_that_counts(staff: Client) -> None:
    answer = save(staff, "good-air-days", numerator="29", denominator="31")
    shown = soup(answer)
    assert words(shown.select_one("#entry-summary")) == "1 of 3 due saved 09:00"
    assert [tag["id"] for tag in shown.select(".entry-row")] == ["row-good-air-days"]
    assert "saved 09:00 · staff provisional 29 / 31 = 93.55 %" in words(row(shown, "good-air-days"))


def test_the_line_counts_rows_that_were_not_sent(staff: Client, editor: User) -> None:
    """On record they count, unless the reader has typed another value: that is kept as a draft."""
    for slug, numbers in {"pm25": ("843.2", "31"), "surface-water": ("5", "6")}.items():
        make_figure(Goal.objects.get(indicator__slug=slug).indicator, "2024-10", *numbers, review="submitted")
    row_alone = {name: text for name, text in fields(page(staff)).items() if name.startswith("good-air-days-")}
    answer = save(staff, "good-air-days", row_alone, numerator="29", denominator="31")
    assert words(soup(answer).select_one("#entry-summary")) == "3 of 3 due saved 09:00"
    preview(staff, "pm25", numerator="9")
    answer = save(staff, "good-air-days", fields(soup(answer)), numerator="28", denominator="31")
    assert words(soup(answer).select_one("#entry-summary")) == "2 of 3 due saved 09:00"
    assert words(page(staff).select_one("#entry-summary")) == "2 of 3 due saved 09:00"


def test_only_the_row_of_the_button_is_saved(staff: Client) -> None:
    before = fields(page(staff)) | {"pm25-numerator": "27.2", "pm25-denominator": "31"}
    assert save(staff, "good-air-days", before, numerator="29", denominator="31").status_code == 200
    assert not Figure.objects.filter(indicator__slug="pm25", month="2024-10-01").exists()


def test_a_wrong_row_is_answered_with_its_reason(staff: Client) -> None:
    answer = save(staff, "pm25", numerator="27.2", denominator="")
    assert answer.status_code == 422
    shown = soup(answer)
    assert state(shown, "pm25") == "invalid"
    assert "the year's mean weighs each month by its days" in words(row(shown, "pm25"))
    assert fields(shown)["pm25-numerator"] == "27.2"
    assert not Figure.objects.filter(month="2024-10-01").exists()


def test_two_tabs_on_one_cell(staff: Client, administrator: User, client_of: Callable[[User], Client]) -> None:
    first, second = fields(page(staff)), fields(page(client_of(administrator)))
    assert save(client_of(administrator), "pm25", second, numerator="27.2", denominator="31").status_code == 200
    answer = save(staff, "pm25", first, numerator="27.4", denominator="31")
    assert answer.status_code == 409
    told = words(soup(answer).select_one(".entry-conflict"))
    assert "admin 843.2 / 31 = 27.20 µg/m³" in told
    assert "849.4 / 31 = 27.40 µg/m³" in told
    over = staff.post(OCTOBER, fields(soup(answer)) | {"over": "pm25"}, headers=ENGLISH_HTMX)
    assert over.status_code == 200
    figure = Figure.objects.get(indicator__slug="pm25", month="2024-10-01")
    assert (figure.version, f"{figure.numerator:.1f}") == (2, "849.4")


def test_the_value_first_shown_is_saved_over_theirs_like_another(staff: Client) -> None:
    stored = make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")
    before = fields(page(staff))
    Figure.objects.filter(pk=stored.pk).update(numerator=28, version=2)
    shown = fields(soup(save(staff, "good-air-days", before, numerator="30")))
    answer = staff.post(
        OCTOBER, shown | {"good-air-days-numerator": "29", "over": "good-air-days"}, headers=ENGLISH_HTMX
    )
    assert (answer.status_code, state(soup(answer), "good-air-days")) == (200, "saved")
    stored.refresh_from_db()
    assert (f"{stored.numerator:.0f}", stored.version) == ("29", 3)


@pytest.mark.parametrize("button", ["over", "save"])
def test_the_value_first_shown_is_asked_why_over_an_approved_one(staff: Client, button: str) -> None:
    stored = make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")
    before = fields(page(staff))
    Figure.objects.filter(pk=stored.pk).update(numerator=28, version=2, review="approved")
    typed = {"good-air-days-numerator": "29"}
    shown = fields(soup(save(staff, "good-air-days", before, numerator="30"))) | typed
    answer = staff.post(OCTOBER, shown | {button: "good-air-days"}, headers=ENGLISH_HTMX)
    assert answer.status_code == (422 if button == "over" else 409)
    shown = fields(soup(answer)) | typed | {"good-air-days-correction": "typing"}
    then = "save" if button == "over" else "over"
    assert staff.post(OCTOBER, shown | {then: "good-air-days"}, headers=ENGLISH_HTMX).status_code == 200
    stored.refresh_from_db()
    assert (f"{stored.numerator:.0f}", stored.correction) == ("29", "typing")


def test_without_scripts_the_value_first_shown_stays_in_the_conflict(staff: Client) -> None:
    stored = make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")
    before = fields(page(staff))
    Figure.objects.filter(pk=stored.pk).update(numerator=28, version=2)
    shown = fields(soup(staff.post(OCTOBER, before | {"good-air-days-numerator": "30", "save": "good-air-days"})))
    answer = staff.post(OCTOBER, shown | {"good-air-days-numerator": "29", "save": "good-air-days"})
    assert (answer.status_code, state(soup(answer), "good-air-days")) == (409, "conflict")


def test_the_line_leaves_out_rows_that_the_page_says_wait(staff: Client) -> None:
    make_figure(Goal.objects.get(indicator__slug="pm25").indicator, "2024-10", "843.2", "31", review="submitted")
    sent = fields(page(staff)) | {"unsettled": "pm25 nobody good-air-days"}
    answer = save(staff, "good-air-days", sent, numerator="29", denominator="31")
    assert words(soup(answer).select_one("#entry-summary")) == "1 of 3 due saved 09:00"


def test_a_conflict_overtaken_again_is_shown_again(staff: Client) -> None:
    stored = make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")
    before = fields(page(staff))
    Figure.objects.filter(pk=stored.pk).update(numerator=28, version=2)
    shown = soup(save(staff, "good-air-days", before, numerator="30"))
    Figure.objects.filter(pk=stored.pk).update(numerator=27, version=3)
    answer = staff.post(OCTOBER, fields(shown) | {"over": "good-air-days"}, headers=ENGLISH_HTMX)
    assert answer.status_code == 409
    assert "27 / 31" in words(soup(answer).select_one(".entry-conflict"))


def test_keeping_theirs_brings_the_row_of_a_fresh_page(staff: Client) -> None:
    stored = make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")
    before = fields(page(staff))
    Figure.objects.filter(pk=stored.pk).update(numerator=28, version=2)
    shown = soup(save(staff, "good-air-days", before, numerator="30"))
    answer = staff.post(OCTOBER, fields(shown) | {"keep": "good-air-days"}, headers=ENGLISH_HTMX)
    assert str(row(soup(answer), "good-air-days")).split() == str(row(page(staff), "good-air-days")).split()


def test_a_value_removed_meanwhile_is_a_conflict_with_nothing(staff: Client) -> None:
    stored = make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")
    before = fields(page(staff))
    stored.delete()
    shown = soup(save(staff, "good-air-days", before, numerator="30"))
    assert "Theirs blank" in words(shown.select_one(".entry-conflict"))
    assert staff.post(OCTOBER, fields(shown) | {"over": "good-air-days"}, headers=ENGLISH_HTMX).status_code == 200
    assert Figure.objects.get(month="2024-10-01").numerator == 30


def test_clearing_over_a_conflict_needs_no_second_yes(staff: Client) -> None:
    stored = make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")
    before = fields(page(staff)) | {"good-air-days-clear": "yes"}
    Figure.objects.filter(pk=stored.pk).update(numerator=28, version=2)
    shown = soup(save(staff, "good-air-days", before, numerator="", denominator=""))
    assert state(shown, "good-air-days") == "conflict"
    assert staff.post(OCTOBER, fields(shown) | {"over": "good-air-days"}, headers=ENGLISH_HTMX).status_code == 200
    assert Cell.of(Figure.objects.get(pk=stored.pk)).is_blank


@pytest.mark.parametrize("button", ["save", "over", "keep"])
def test_an_unknown_row_is_not_found(staff: Client, button: str) -> None:
    assert staff.post(OCTOBER, {button: "no-such-goal"}, headers=HTMX).status_code == 404
    assert staff.post(f"{OCTOBER}no-such-goal/preview/", {}, headers=HTMX).status_code == 404


@pytest.mark.parametrize(
    ("slug", "typed", "where", "told"),
    [
        (
            "good-air-days",
            {"numerator": "29", "denominator": "31"},
            "draft",
            "29 / 31 = 93.55 % year to date 95.08 %",
        ),
        ("good-air-days", {"numerator": "１２，５％", "denominator": "24"}, "draft", "12.5 % of 24 read as 3 days"),
        ("good-air-days", {"numerator": "12，5", "denominator": "24"}, "invalid", "12.5 cannot be right"),
        ("good-air-days", {"numerator": "29"}, "draft", "not saved yet"),
        ("good-air-days", {"numerator": "0", "denominator": "0"}, "draft", "0 / 0: not applicable this month"),
        ("good-air-days", {}, "empty", "empty"),
        ("good-air-days", {"numerator": "1e400", "denominator": "31"}, "invalid", "exponent"),
        ("good-air-days", {"numerator": "29", "denominator": "32"}, "invalid", "October 2024 has 31 days"),
        ("pm25", {"numerator": "27，2", "denominator": "31"}, "draft", "“27，2” read as 27.2 27.2 × 31 = 843.2"),
        (
            "pm25",
            {"numerator": "27.2", "denominator": "31"},
            "draft",
            "±0.05 year to date 20.53 ±0.026 µg/m³",
        ),
        ("pm25", {"numerator": "843.2", "denominator": "31", "given": "sum"}, "draft", "843.2 / 31 = 27.20 µg/m³"),
        ("surface-water", {"numerator": "5", "denominator": "6"}, "draft", "5 / 6 = 83.33 %"),
    ],
)
def test_the_echo_while_typing(staff: Client, slug: str, typed: dict[str, str], where: str, told: str) -> None:
    shown = preview(staff, slug, **typed)
    state_line = shown.select_one(".entry-state")
    assert state_line is not None and state_line["data-state"] == where
    assert told in words(shown)
    assert not Figure.objects.filter(month="2024-10-01").exists(), "looking writes nothing"


def test_the_echo_knows_what_is_on_record(staff: Client) -> None:
    make_figure(make_indicator(), "2024-10", "29", "31", review="submitted")
    assert "unchanged 09:00" in words(preview(staff, "good-air-days", numerator="29.0"))
    assert "not saved yet" in words(preview(staff, "good-air-days", numerator="29.0", note="new"))
    asked = words(preview(staff, "good-air-days", numerator="", denominator=""))
    assert "Yes, clear 29 / 31 = 93.55 %" in asked
    assert Figure.objects.get(month="2024-10-01").version == 1


def test_a_text_of_ten_thousand_characters_is_answered_briefly(staff: Client) -> None:
    shown = preview(staff, "good-air-days", numerator="9" * 10_000, denominator="31")
    assert "10000 characters" in words(shown)
    assert len(words(shown)) < 300


def test_what_is_typed_is_shown_as_text(staff: Client) -> None:
    shown = preview(staff, "good-air-days", numerator="<script>alert(1)</script>", denominator="31")
    assert shown.select("script") == []
    assert "<script>alert(1)</s" in words(shown)


def test_a_correction_whose_words_are_missing_is_asked_for_them(staff: Client) -> None:
    standing: dict[str, Any] = {"standing_version": 1, "standing_numerator": 29, "standing_denominator": 31}
    make_figure(make_indicator(), "2024-10", "28", "31", review="submitted", correction="other", **standing)
    assert preview_state(staff, numerator="30") == "reason"
    Figure.objects.update(reason="letter 7")
    assert preview_state(staff, numerator="30") == "draft"


def test_a_correction_is_asked_why_and_goes_on_once_it_is_told(staff: Client) -> None:
    make_figure(make_indicator(), "2024-10", "29", "31")
    assert preview_state(staff, numerator="30") == "reason"
    assert preview_state(staff, numerator="30", correction="other") == "reason"
    assert preview_state(staff, numerator="30", correction="typing") == "draft"
    assert save(staff, "good-air-days", numerator="30", correction="typing").status_code == 200


def preview_state(staff: Client, **typed: str) -> str:
    return str(
        preview(staff, "good-air-days", **({"denominator": "31"} | typed)).select(".entry-state")[0]["data-state"]
    )
