"""Who reports, what is asked of areas and how figures are closed, as plan files say it or leave it open."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from targets.models import Area, AreaTarget, Goal, Plan
from tests import plan_files as files
from tests.factories import make_figure
from tests.targets.services.test_plan import load, problems

pytestmark = pytest.mark.django_db
COUNTY = files.area("230623", "230600")


def document(goal: dict[str, Any] | None = None, **plan: Any) -> dict[str, Any]:
    """A plan of a city with one county and a goal in villages; no figures."""
    indicator = files.indicator(counts_days=False, whole_numbers=True, combination="newest")
    return files.everything() | {
        "areas": [files.area(), COUNTY],
        "indicators": [indicator],
        "plans": [files.plan(goals=[files.goal(**(goal or {}))], **plan)],
        "figures": [],
    }


def asked(*targets: tuple[str, str]) -> dict[str, Any]:
    return {"reported_by": "areas", "area_targets": [{"area": area, "target": target} for area, target in targets]}


def test_an_older_file_says_nothing_of_it(tmp_path: Path) -> None:
    load(tmp_path, document())
    plan, goal = Plan.objects.get(), Goal.objects.get()
    assert (plan.counts_unapproved, plan.closes_after_days, goal.reported_by) == (False, 10, "city")
    assert Area.objects.get(code="230623").reports


def test_what_a_file_does_not_say_is_left_as_it_is(tmp_path: Path) -> None:
    load(tmp_path, document(asked(("230623", "30"))))
    Area.objects.filter(code="230623").update(reports=False)
    Plan.objects.update(counts_unapproved=True, closes_after_days=None)
    make_figure(Goal.objects.get().indicator, "2024-09", "1", "2", area=Area.objects.get(code="230623"))
    assert load(tmp_path, document()).changes == []
    assert (Plan.objects.get().closes_after_days, Goal.objects.get().reported_by) == (None, "areas")
    assert AreaTarget.objects.count() == 1


def test_the_probabilities_that_part_the_lamps(tmp_path: Path) -> None:
    load(tmp_path, document(on_track_from="0.80", at_risk_from="0.40"))
    plan = Plan.objects.get()
    assert (plan.on_track_from, plan.at_risk_from) == (Decimal("0.80"), Decimal("0.40"))
    assert load(tmp_path, document()).changes == []


@pytest.mark.parametrize(
    "given",
    [
        {"on_track_from": "0.80"},
        {"on_track_from": "0.3", "at_risk_from": "0.4"},
        {"on_track_from": "1.1", "at_risk_from": "0.4"},
        {"on_track_from": 0.7, "at_risk_from": "0.4"},
    ],
)
def test_probabilities_out_of_order_are_refused(tmp_path: Path, given: dict[str, Any]) -> None:
    assert problems(tmp_path, document(**given))
    assert not Plan.objects.exists()


def test_what_a_file_says(tmp_path: Path) -> None:
    zone = files.area("230671", "230600") | {"reports": False}
    given = document(asked(("230623", "30.5")), counts_unapproved=True, closes_after_days=None)
    load(tmp_path, given | {"areas": [files.area(), COUNTY, zone]})
    plan, target = Plan.objects.get(), AreaTarget.objects.get()
    assert (plan.counts_unapproved, plan.closes_after_days) == (True, None)
    assert (target.area.code, target.target, target.reason) == ("230623", Decimal("30.5"), "plan.json")
    assert not Area.objects.get(code="230671").reports


def test_targets_of_areas_follow_the_file_and_stay_on_record(tmp_path: Path) -> None:
    load(tmp_path, document(asked(("230623", "30"))))
    told = [str(change) for change in load(tmp_path, document(asked(("230623", "31")))).changes]
    assert told == ["changed target of area 230600 2024 pm25 230623: target 30 → 31"]
    told = [str(change) for change in load(tmp_path, document(asked())).changes]
    assert told == ["removed target of area 230600 2024 pm25 230623"]
    events = apps.get_model("targets", "AreaTargetEvent")._default_manager
    assert [event.pgh_label for event in events.order_by("pgh_id")] == ["insert", "update", "delete"]


def test_who_reports_changes_with_a_reason_once_an_area_has_figures(tmp_path: Path) -> None:
    load(tmp_path, document({"reported_by": "areas"}))
    make_figure(Goal.objects.get().indicator, "2024-09", "1", "2", area=Area.objects.get(code="230623"))
    moved = document({"reported_by": "city"})
    (told,) = problems(tmp_path, moved)
    assert told.endswith("goal pm25: reported_by: the goal has figures in 2024; to change it, give --reason TEXT")
    assert problems(tmp_path, moved, reason="the province asks for it") == []


REFUSED = {
    "an area that is not there": (asked(("230699", "30")), 'there is no area "230699"'),
    "an area twice": (asked(("230623", "30"), ("230623", "31")), "is given twice"),
    "a target that is no number": (asked(("230623", "much")), "must be a number"),
    "somebody else": ({"reported_by": "counties"}, "reported_by"),
}


@pytest.mark.parametrize(("goal", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_file_is_refused_with_the_reason(tmp_path: Path, goal: dict[str, Any], reason: str) -> None:
    assert any(reason in told for told in problems(tmp_path, document(goal)))


def test_days_are_not_summed_over_areas(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, document({"reported_by": "areas"}) | {"indicators": [files.indicator()]})
    assert told.endswith("goal pm25: reported_by: days of the year are not summed over areas")
