"""The province's last word: when it can be recorded, what it must carry, and that it is kept."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from targets.models import Confirmation, Goal, Plan
from targets.services.confirmations import (
    DayOutside,
    ExplanationNeeded,
    StaleConfirmation,
    ValueRefused,
    YearClosed,
    YearNotOver,
    confirm,
)
from targets.services.refusals import Refused
from tests.factories import make_figure, make_goal, make_mean

TODAY = date(2025, 2, 10)
NOW = datetime(2025, 2, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def goal(db: None) -> Goal:
    goal = make_goal(indicator=make_mean(), direction="at_most", target=Decimal(27))
    for number in range(1, 13):
        make_figure(goal.indicator, f"2024-{number:02d}", "837.62", "31")
    return goal  # every month 27.02


def say(goal: Goal, by: User, **fields: Any) -> Confirmation:
    given: dict[str, Any] = {
        "value": Decimal("27.0"),
        "document": "省环委办〔2025〕3 号",
        "confirmed_on": date(2025, 2, 1),
        "explanation": "",
        "reason": "",
        "version": 0,
        "today": TODAY,
    }
    return confirm(goal=goal, by=by, now=NOW, **(given | fields))


def test_the_same_with_the_shown_decimals_needs_no_explanation(goal: Goal, reviewer: User) -> None:
    made = say(goal, reviewer)
    assert (made.value, made.ours, made.version) == (Decimal("27.0"), Decimal("27.02000000"), 1)
    assert (made.changed_by, made.changed_at) == (reviewer, NOW)


def test_a_difference_is_explained(goal: Goal, reviewer: User) -> None:
    with pytest.raises(ExplanationNeeded):
        say(goal, reviewer, value=Decimal("27.1"))
    with pytest.raises(ExplanationNeeded):
        say(goal, reviewer, value=Decimal("26.9"), explanation=" \n ")
    assert not Confirmation.objects.exists()
    assert say(goal, reviewer, value=Decimal("26.9"), explanation="剔除沙尘").explanation == "剔除沙尘"


def test_no_value_of_ours_is_a_difference_too(db: None, reviewer: User) -> None:
    goal = make_goal()
    with pytest.raises(ExplanationNeeded):
        say(goal, reviewer, value=Decimal(0))
    made = say(goal, reviewer, value=Decimal(0), explanation="由省站计算")
    assert made.value == 0
    assert made.ours is None


@pytest.mark.parametrize("today", [date(2024, 11, 4), date(2024, 12, 31)])
def test_a_year_that_is_not_over_has_no_final_value(goal: Goal, reviewer: User, today: date) -> None:
    with pytest.raises(YearNotOver):
        say(goal, reviewer, today=today, confirmed_on=today)


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2025, 2, 11)])
def test_the_day_lies_between_the_years_end_and_today(goal: Goal, reviewer: User, day: date) -> None:
    with pytest.raises(DayOutside):
        say(goal, reviewer, confirmed_on=day)


def test_the_first_day_after_the_year_and_today_are_days(goal: Goal, reviewer: User) -> None:
    first = date(2025, 1, 1)
    assert say(goal, reviewer, today=first, confirmed_on=first).confirmed_on == first


@pytest.mark.parametrize("value", ["-0.1", "1000000000000", "27.000000001"])
def test_no_value(goal: Goal, reviewer: User, value: str) -> None:
    with pytest.raises(ValueRefused):
        say(goal, reviewer, value=Decimal(value), explanation="x")


def test_a_share_over_100(db: None, reviewer: User) -> None:
    with pytest.raises(ValueRefused):
        say(make_goal(), reviewer, value=Decimal("100.1"), explanation="x")


@pytest.mark.parametrize(
    ("field", "text"),
    [("document", " "), ("document", "x" * 301), ("explanation", "x" * 1001), ("reason", "x" * 501)],
)
def test_texts(goal: Goal, reviewer: User, field: str, text: str) -> None:
    with pytest.raises(Refused) as refusal:
        say(goal, reviewer, **{field: text})
    assert refusal.value.field == field


def test_a_correction_needs_a_reason_and_the_version(goal: Goal, reviewer: User, administrator: User) -> None:
    say(goal, reviewer)
    change: dict[str, Any] = {"value": Decimal("26.9"), "explanation": "复核"}
    with pytest.raises(StaleConfirmation) as stale:
        say(goal, administrator, **change, reason="复核")
    assert stale.value.version == 1
    with pytest.raises(Refused) as refusal:
        say(goal, administrator, **change, version=1)
    assert refusal.value.field == "reason"
    made = say(goal, administrator, **change, version=1, reason="省厅更正")
    assert (made.version, made.reason) == (2, "省厅更正")
    events = apps.get_model("targets", "ConfirmationEvent")._default_manager.order_by("pgh_id")
    assert list(events.values_list("value", "changed_by__username", "reason")) == [
        (Decimal("27.0"), "reviewer", ""),
        (Decimal("26.9"), "admin", "省厅更正"),
    ]


def test_repeating_changes_nothing(goal: Goal, reviewer: User) -> None:
    say(goal, reviewer)
    assert say(goal, reviewer).version == 1


def test_a_version_of_nothing(goal: Goal, reviewer: User) -> None:
    with pytest.raises(StaleConfirmation) as stale:
        say(goal, reviewer, version=3)
    assert stale.value.version == 0


def test_a_year_that_was_closed_since_the_goal_was_read(goal: Goal, reviewer: User) -> None:
    Plan.objects.update(closed_on=TODAY, closed_because="省厅已核定")
    assert not goal.plan.is_closed
    with pytest.raises(YearClosed):
        say(goal, reviewer)
