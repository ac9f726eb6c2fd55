"""Computed figures on the entry page: the line beside them, and what it takes to put another value in their place."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from targets.models import CityDay, Figure, Origin, Review
from targets.queries.access import EVERYTHING, Access
from targets.services.computed import recompute
from targets.services.review import approve
from tests.entry_page import OCTOBER, fields, make_goals, page, row, soup, state, words
from tests.factories import NOW
from tests.measured import LATER, city_place, make_air_feeds, make_month

ClientOf = Callable[[User], Client]
GOOD = {"good-air-days-numerator": "21", "good-air-days-denominator": "21"}
WHY = {"good-air-days-correction": "other", "good-air-days-reason": "letter 7"}
LINE = "computed from measurements: 20 of 21 days · HJ 633-2012, HJ 663-2013"


@pytest.fixture
def staff(db: None, editor: User, client_of: ClientOf) -> Client:
    make_goals()
    make_air_feeds()
    recompute([make_month("2024-10", 20, 1, pm25="27.26")], by=None, now=NOW)
    return client_of(editor)


def figure(slug: str = "good-air-days") -> Figure:
    return Figure.objects.get(indicator__slug=slug, month="2024-10-01")


def send(client: Client, typed: dict[str, str]) -> Any:
    return client.post(OCTOBER, fields(page(client)) | typed, headers={"Accept-Language": "en"})


def line(client: Client, slug: str = "good-air-days", language: str = "en") -> str:
    return words(row(page(client, language=language), slug).select_one(".entry-measured"))


def test_the_row_shows_what_was_computed_and_by_which_standard(staff: Client) -> None:
    assert line(staff) == LINE
    assert line(staff, "pm25").startswith("computed from measurements: mean 27.26 µg/m³ (572.46 ÷ 21 days)")
    assert "由监测数据计算：20/21 天 · HJ 633-2012, HJ 663-2013" in line(staff, language="zh-hans")
    assert page(staff).select_one("#row-surface-water .entry-measured") is None


def test_another_value_needs_a_reason_and_nothing_is_lost_meanwhile(staff: Client) -> None:
    shown = soup(send(staff, GOOD))
    assert figure().numerator == 20
    assert state(shown, "good-air-days") == "reason"
    assert fields(shown)["good-air-days-numerator"] == "21"
    assert "It differs from the computed value: why?" in words(row(shown, "good-air-days"))


def test_with_a_reason_it_stands_and_the_difference_stays_in_sight(staff: Client, reviewer: User) -> None:
    send(staff, GOOD | WHY)
    one = figure()
    assert (one.numerator, one.origin, one.review) == (Decimal(21), Origin.ENTERED.value, Review.SUBMITTED.value)
    told = line(staff)
    assert told == (
        LINE + " overridden differs from it: given 21 of 21 days, computed 20 of 21 days reason: other letter 7"
    )
    access = Access(EVERYTHING, EVERYTHING)
    approve(figure_id=one.pk, version=one.version, by=reviewer, now=NOW, access=access, today=NOW.date())
    assert line(staff) == told, "the reason stays when the figure is approved"


def test_a_later_computation_leaves_it_and_the_difference_grows(staff: Client) -> None:
    send(staff, GOOD | WHY)
    CityDay.objects.filter(day="2024-10-01").update(aqi=150)
    recompute([city_place("2024-10")], by=None, now=LATER)
    assert figure().numerator == 21
    assert "computed 19 of 21 days" in line(staff)


def test_the_computed_value_typed_again_follows_the_measurements_again(staff: Client) -> None:
    send(staff, GOOD | WHY)
    send(staff, GOOD | {"good-air-days-numerator": "20"})
    one = figure()
    assert (one.numerator, one.origin, one.correction) == (Decimal(20), Origin.COMPUTED.value, "")
    assert one.source_en == "Computed from measurements by HJ 633-2012, HJ 663-2013."
    CityDay.objects.filter(day="2024-10-01").update(aqi=150)
    recompute([city_place("2024-10")], by=None, now=LATER)
    assert figure().numerator == 19


def test_the_computed_mean_typed_rounded_is_no_other_value(staff: Client) -> None:
    send(staff, {"pm25-numerator": "27.3", "pm25-denominator": "21", "pm25-given": "mean"})
    one = figure("pm25")
    assert (one.numerator, one.half_unit, one.origin, one.version) == (Decimal("572.46"), None, Origin.COMPUTED, 1)


def test_clearing_a_computed_figure_needs_a_reason_too(staff: Client) -> None:
    blank = {"good-air-days-numerator": "", "good-air-days-denominator": "", "good-air-days-clear": "yes"}
    send(staff, blank)
    assert not figure().is_blank
    send(staff, blank | WHY)
    assert figure().is_blank
    assert "given blank, computed 20 of 21 days" in line(staff)


def test_over_a_restatement_that_waits_a_person_gives_a_reason_of_their_own(staff: Client, reviewer: User) -> None:
    one, access = figure(), Access(EVERYTHING, EVERYTHING)
    approve(figure_id=one.pk, version=one.version, by=reviewer, now=NOW, access=access, today=NOW.date())
    CityDay.objects.filter(day="2024-10-01").update(aqi=150)
    recompute([city_place("2024-10")], by=None, now=LATER)
    send(staff, GOOD)
    assert figure().numerator == 19
    send(staff, GOOD | WHY)
    one = figure()
    assert (one.numerator, one.reason, one.standing_numerator) == (Decimal(21), "letter 7", Decimal(20))
