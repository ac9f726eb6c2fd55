"""The administration of who reports, what is asked of areas, and who is there for which figures."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from targets.models import AreaTarget, Assignment, Goal, Plan
from tests.administration import address, change, form_of
from tests.factories import make_area, make_goal, make_indicator, make_plan


def states(model: str, **key: Any) -> list[Any]:
    events = apps.get_model("targets", f"{model}Event")._default_manager
    return list(events.filter(**key).order_by("pgh_id"))


def make_sewage() -> Goal:
    county = make_area("230623", name_zh="林甸县", name_en="Lindian County", parent=make_area(), order=8)
    assert county.parent is not None
    return make_goal(make_plan(), make_indicator("rural-sewage", counts_days=False), reported_by="areas")


def test_an_area_gets_a_target_of_its_own_with_the_reason_on_record(office: Client, administrator: User) -> None:
    goal = make_sewage()
    county = goal.plan.area.divisions.get()
    one = {"area_targets-TOTAL_FORMS": 1, "area_targets-0-area": county.pk, "area_targets-0-target": "30"}
    answer = office.post(address(goal), form_of(office, goal) | one | {"why": "letter of 2 May"})
    assert answer.status_code == 302
    assert (str(AreaTarget.objects.get().target), AreaTarget.objects.get().area) == ("30.000000", county)
    (first,) = states("AreaTarget")
    assert (first.changed_by, first.reason) == (administrator, "letter of 2 May")
    kept = {
        **{"area_targets-TOTAL_FORMS": 1, "area_targets-INITIAL_FORMS": 1, "area_targets-0-goal": goal.pk},
        **{"area_targets-0-id": AreaTarget.objects.get().pk, "area_targets-0-area": county.pk},
        **{"area_targets-0-target": "30", "area_targets-0-DELETE": "on"},
    }
    office.post(address(goal), form_of(office, goal) | kept | {"why": "withdrawn"})
    assert not AreaTarget.objects.exists()
    assert states("AreaTarget")[-1].reason == "withdrawn"


def test_a_target_is_for_a_division_of_the_plans_area(office: Client) -> None:
    goal = make_sewage()
    elsewhere = make_area("230100", name_zh="哈尔滨市", name_en="Harbin")
    one = {"area_targets-TOTAL_FORMS": 1, "area_targets-0-area": elsewhere.pk, "area_targets-0-target": "30"}
    assert office.post(address(goal), form_of(office, goal) | one).status_code == 200
    assert not AreaTarget.objects.exists()


def test_days_are_not_summed_over_areas(office: Client) -> None:
    goal = make_goal()
    assert list(change(office, goal, reported_by="areas")) == ["reported_by"]
    assert change(office, make_sewage(), reported_by="areas") == {}


def test_the_settings_of_a_plan(office: Client) -> None:
    plan = make_plan()
    assert change(office, plan, counts_unapproved="on", closes_after_days="") == {}
    plan = Plan.objects.get()
    assert (plan.counts_unapproved, plan.closes_after_days) == (True, None)


def test_the_probabilities_of_a_plan_stay_in_order(office: Client) -> None:
    plan = make_plan()
    assert change(office, plan, on_track_from="0.8", at_risk_from="0.4") == {}
    assert list(change(office, plan, on_track_from="0.4", at_risk_from="0.8")) == ["at_risk_from"]
    assert list(change(office, plan, on_track_from="1.5")) == ["at_risk_from"]
    plan = Plan.objects.get()
    assert (str(plan.on_track_from), str(plan.at_risk_from)) == ("0.80", "0.40")


def test_an_assignment_is_given_on_record_and_once(office: Client, editor: User, administrator: User) -> None:
    goal = make_sewage()
    where = reverse("admin:targets_assignment_add")
    given = {"user": editor.pk, "area": goal.plan.area.divisions.get().pk, "indicator": "", "why": "new post"}
    assert office.post(where, given).status_code == 302
    assert office.post(where, given).status_code == 200, "the same one again"
    made = Assignment.objects.get(area__isnull=False)
    assert (made.user, made.indicator) == (editor, None)
    (first,) = states("Assignment", pgh_obj_id=made.pk)
    assert (first.changed_by, first.reason) == (administrator, "new post")
    office.post(address(made, "delete"), {"post": "yes"})
    assert not Assignment.objects.filter(pk=made.pk).exists()
    assert states("Assignment", pgh_obj_id=first.pgh_obj_id)[-1].reason == "administration: deleted"
