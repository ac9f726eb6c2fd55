"""Why a computation changes an approved figure, as the record and the page say it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from targets.models import CityDay, DataState, DustDay, Feed, Figure
from targets.queries.access import EVERYTHING, Access
from targets.queries.measured_year import restatement
from targets.services.computed import recompute, recompute_all
from targets.services.review import approve, return_
from targets.services.settings_changed import after_setting
from tests.factories import NOW, make_goal, make_indicator, make_plan
from tests.measured import LATER, city_place, make_air_feeds, make_city, make_month

OCTOBER = "2024-10"
ALL = Access(EVERYTHING, EVERYTHING)
pytestmark = pytest.mark.django_db


def figure() -> Figure:
    return Figure.objects.get(indicator__slug="good-air-days", month=f"{OCTOBER}-01")


def agree(by: User) -> None:
    one = figure()
    approve(figure_id=one.pk, version=one.version, by=by, now=NOW, access=ALL, today=NOW.date())


def follow() -> None:
    recompute([city_place(OCTOBER)], by=None, now=LATER)


def read(aqi: int, day: str = f"{OCTOBER}-01", **fields: Any) -> None:
    CityDay.objects.filter(day=day).update(aqi=aqi, **fields)
    follow()


@pytest.fixture
def feed(reviewer: User) -> Feed:
    """Twenty good days of twenty-one, computed and approved."""
    make_goal(make_plan(), make_indicator())
    found, _ = make_air_feeds()
    recompute([make_month(OCTOBER, 20, 1)], by=None, now=NOW)
    agree(reviewer)
    return found


def audit() -> None:
    read(150, state=DataState.REVIEWED)


def audit_all() -> None:
    CityDay.objects.update(state=DataState.REVIEWED)
    follow()
    read(150)


def rule() -> None:
    DustDay.objects.create(city=make_city(), day=date(2024, 10, 21), document="120", changed_at=NOW)
    follow()
    feed = Feed.objects.get(indicator__slug="good-air-days")
    feed.deducts_dust = True
    feed.save()
    after_setting(feed, by=None, now=LATER)


def decide() -> None:
    Feed.objects.update(deducts_dust=True)
    made = DustDay.objects.create(city=make_city(), day=date(2024, 10, 21), document="120", changed_at=NOW)
    after_setting(made, by=None, now=LATER)


def program() -> None:
    """All is reviewed; then the program reads the same readings in another way."""
    CityDay.objects.update(state=DataState.REVIEWED)
    follow()
    CityDay.objects.filter(day=f"{OCTOBER}-01").update(aqi=150)  # as another edition of the index would
    recompute_all(by=None, now=LATER)


CASES: dict[str, tuple[Callable[[], None], str, str]] = {
    "a provisional reading": (lambda: read(150), "other", "监测数据更正，重新计算 · readings corrected, restated from"),
    "a reviewed reading": (audit, "audited", "由监测数据重新计算 · restated from"),
    "of a month all reviewed": (audit_all, "audited", "由监测数据重新计算 · restated from"),
    "another rule": (rule, "definition", "由监测数据重新计算 · restated from"),
    "another rule of the program": (program, "definition", "由监测数据重新计算 · restated from"),
    "a sand-dust day": (decide, "other", "沙尘日、封冻月或自然本底认定变化，重新计算 · "),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_kind_of_a_restatement_is_what_it_follows(feed: Feed, case: tuple[Callable[[], None], str, str]) -> None:
    change, kind, words = case
    change()
    one = figure()
    assert (one.review, one.correction) == ("submitted", kind)
    assert one.reason.startswith(words)


def test_the_reason_names_the_value_that_stood_last(feed: Feed) -> None:
    read(150)
    assert figure().reason.endswith(": 20/21 → 19/21")
    read(50)
    assert figure().reason.endswith(": 19/21 → 20/21")


def told() -> tuple[str, str] | None:
    events = list(figure().events.order_by("pgh_id"))  # type: ignore[attr-defined]
    found = restatement(events)
    return None if found is None else (str(found[0]), f"{found[1].numerator:.0f}/{found[1].denominator:.0f}")


def test_the_page_names_the_value_shown_before_and_never_the_same(feed: Feed, reviewer: User) -> None:
    assert told() is None
    read(150)
    assert told() == ("2024-11-20", "20/21")
    read(150, f"{OCTOBER}-02")
    assert told() == ("2024-11-20", "19/21")
    CityDay.objects.filter(day__lte=f"{OCTOBER}-02").update(aqi=50)
    follow()
    assert told() == ("2024-11-20", "18/21")


def test_what_was_sent_back_is_not_what_was_shown(feed: Feed, reviewer: User) -> None:
    read(150)
    one = figure()
    when = {"now": LATER, "access": ALL, "today": LATER.date()}
    return_(figure_id=one.pk, version=one.version, by=reviewer, note="请核对", **when)  # type: ignore[arg-type]
    read(150, f"{OCTOBER}-02")
    assert told() == ("2024-11-20", "20/21")
