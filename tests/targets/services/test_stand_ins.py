"""Stand-ins: who may name whom, for how long, and that nothing is passed on."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from targets.models import StandIn
from targets.queries.access import access_of
from targets.queries.stand_ins import covers_of, find_person, people
from targets.services.stand_ins import (
    DaysOutside,
    NoSuchStandIn,
    NotSomebodyElse,
    NotYours,
    NoWork,
    end_stand_in,
    name_stand_in,
)
from tests.factories import NOW, make_goal

TODAY = NOW.date()
WEEK = TODAY + timedelta(days=6)


def name(absent: User | None, deputy: User | None, by: User, **fields: Any) -> StandIn:
    given: dict[str, Any] = {"from_on": TODAY, "until_on": WEEK, "today": TODAY}
    return name_stand_in(absent=absent, deputy=deputy, by=by, now=NOW, **(given | fields))


def test_the_deputy_does_the_work_and_no_longer(editor: User, viewer: User) -> None:
    goal = make_goal()
    cell = {"indicator": goal.indicator_id, "area": goal.plan.area_id}
    assert not access_of(viewer, TODAY).may_enter(**cell)
    name(editor, viewer, editor)
    assert access_of(viewer, TODAY).deputy_of == ("staff",)
    assert access_of(viewer, TODAY).may_enter(**cell)
    assert access_of(viewer, WEEK).may_enter(**cell)
    assert not access_of(viewer, WEEK + timedelta(days=1)).may_enter(**cell)
    assert not access_of(viewer, TODAY).may_review(**cell)


def test_a_deputy_does_not_pass_on_what_is_not_theirs(editor: User, reviewer: User, viewer: User) -> None:
    goal = make_goal()
    cell = {"indicator": goal.indicator_id, "area": goal.plan.area_id}
    name(editor, reviewer, editor)
    name(reviewer, viewer, reviewer)
    assert access_of(reviewer, TODAY).may_enter(**cell)
    assert access_of(viewer, TODAY).may_review(**cell)
    assert not access_of(viewer, TODAY).may_enter(**cell)


def test_who_only_stands_in_names_nobody(editor: User, viewer: User, administrator: User) -> None:
    name(editor, viewer, editor)
    with pytest.raises(NoWork):
        name(viewer, administrator, viewer)
    with pytest.raises(NoWork):
        name(viewer, editor, administrator)


def test_nobody_names_for_another_but_administrators(editor: User, reviewer: User, administrator: User) -> None:
    with pytest.raises(NotYours):
        name(editor, reviewer, reviewer)
    with pytest.raises(NotYours):
        name(None, reviewer, administrator)
    assert name(editor, reviewer, administrator).changed_by == administrator


def test_the_deputy_is_somebody_else_who_can_sign_in(editor: User, reviewer: User) -> None:
    with pytest.raises(NotSomebodyElse):
        name(editor, editor, editor)
    with pytest.raises(NotSomebodyElse):
        name(editor, None, editor)
    reviewer.is_active = False
    reviewer.save()
    with pytest.raises(NotSomebodyElse):
        name(editor, reviewer, editor)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(-1, 5, "from_on"), (367, 368, "from_on"), (3, 2, "until_on"), (0, 90, "until_on")],
)
def test_days_that_cannot(editor: User, viewer: User, first: int, last: int, field: str) -> None:
    with pytest.raises(DaysOutside) as refusal:
        name(editor, viewer, editor, from_on=later(first), until_on=later(last))
    assert refusal.value.field == field
    assert not StandIn.objects.exists()


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 89), (366, 455)])
def test_days_that_can(editor: User, viewer: User, first: int, last: int) -> None:
    assert name(editor, viewer, editor, from_on=later(first), until_on=later(last)).pk


def later(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_times_may_overlap(editor: User, viewer: User, reviewer: User) -> None:
    name(editor, viewer, editor)
    name(editor, reviewer, editor)
    name(editor, viewer, editor, until_on=later(20))
    assert access_of(viewer, TODAY).deputy_of == ("staff",)


def test_ended_at_once_and_on_record(editor: User, viewer: User, administrator: User) -> None:
    made = name(editor, viewer, editor)
    with pytest.raises(NotYours):
        end_stand_in(stand_in_id=made.pk, by=viewer, now=NOW, today=TODAY)
    end_stand_in(stand_in_id=made.pk, by=editor, now=NOW, today=TODAY + timedelta(days=2))
    made.refresh_from_db()
    assert made.until_on == TODAY + timedelta(days=1)
    with pytest.raises(NoSuchStandIn):
        end_stand_in(stand_in_id=made.pk, by=editor, now=NOW, today=TODAY + timedelta(days=2))
    today = name(editor, viewer, editor)
    end_stand_in(stand_in_id=today.pk, by=administrator, now=NOW, today=TODAY)
    assert not StandIn.objects.filter(pk=today.pk).exists()
    assert access_of(viewer, later(2)).deputy_of == ()
    events = apps.get_model("targets", "StandInEvent")._default_manager.filter(pgh_obj_id=today.pk)
    assert [(one.pgh_label, one.changed_by.username) for one in events.order_by("pgh_id")] == [
        ("insert", "staff"),
        ("update", "admin"),
        ("delete", "admin"),
    ]


def test_each_sees_their_own(editor: User, viewer: User, reviewer: User, administrator: User) -> None:
    name(editor, viewer, editor)
    assert [cover.may_end for cover in covers_of(editor.pk, TODAY, all_of_them=False)] == [True]
    assert [cover.may_end for cover in covers_of(viewer.pk, TODAY, all_of_them=False)] == [False]
    assert covers_of(reviewer.pk, TODAY, all_of_them=False) == []
    assert [cover.is_on for cover in covers_of(administrator.pk, TODAY, all_of_them=True)] == [True]
    assert covers_of(editor.pk, WEEK + timedelta(days=1), all_of_them=False) == []


@pytest.mark.parametrize("text", ["", "x", "-1", "１", "99999999999999999999"])
def test_a_field_that_names_nobody(db: None, text: str) -> None:
    assert find_person(text) is None


def test_people(editor: User, viewer: User) -> None:
    assert find_person(str(editor.pk)) == editor
    assert people(but=editor.pk) == [viewer]
