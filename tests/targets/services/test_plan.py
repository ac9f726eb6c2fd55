"""What the files say becomes rows: created, changed, left; refused as a whole where anything is wrong."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from pytest_django import DjangoAssertNumQueries

from targets.models import Area, Figure, Goal, GoalOfOutcome, Indicator, Node, OutcomeOfNode
from targets.services import fixture_schema, plan
from targets.services.fixture_files import Batch, read
from targets.services.fixture_sync import Report, Stamp
from tests import plan_files as files
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def batch_of(folder: Path, document: dict[str, Any]) -> Batch:
    known = {section: document[section] for section in fixture_schema.SECTIONS if section in document}
    return read([files.write(folder, known)], fixture_schema.SECTIONS)


def load(folder: Path, document: dict[str, Any], reason: str = "") -> Report:
    batch, report = batch_of(folder, document), Report()
    assert [str(problem) for problem in batch.problems + plan.check(batch, reason=reason)] == []
    plan.load(batch, stamp=Stamp(by=None, now=NOW, reason=reason), report=report)
    return report


def problems(folder: Path, document: dict[str, Any], reason: str = "") -> list[str]:
    batch = batch_of(folder, document)
    return [str(problem) for problem in batch.problems + plan.check(batch, reason=reason)]


def test_creates_every_row_by_name(tmp_path: Path) -> None:
    report = load(tmp_path, files.everything())
    assert [str(change) for change in report.changes] == [
        "created area 230600",
        "created indicator pm25",
        "created plan 230600 2024",
        "created node 230600 2024 1",
        "created outcome 230600 2024 1",
        "created goal 230600 2024 pm25",
        "created node of outcome 230600 2024 1 1",
        "created goal of outcome 230600 2024 1 pm25",
        "created figure pm25 230600 2024-10",
    ]
    goal = Goal.objects.get()
    assert (goal.changed_by, goal.changed_at, goal.reason) == (None, NOW, "plan.json")
    assert goal.target == 27


def test_a_figure_is_approved_and_on_record_as_of_the_fourth_of_the_next_month(tmp_path: Path) -> None:
    load(tmp_path, files.everything() | {"figures": [files.figure("2024-12")]})
    figure = Figure.objects.get()
    assert (figure.review, figure.origin, figure.version) == ("approved", "computed", 1)
    assert figure.changed_at.isoformat() == "2025-01-04T01:00:00+00:00"


def test_a_second_load_writes_nothing(tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    load(tmp_path, files.everything())
    events = apps.get_model("targets", "GoalEvent").objects
    before = events.count()
    report = load(tmp_path, files.everything())
    assert report.changes == []
    assert set(report.unchanged.values()) == {1}
    assert events.count() == before


def test_queries_do_not_grow_with_the_figures(
    tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = [files.figure(f"20{year}-{month:02}", denominator="28") for year in (22, 23, 24) for month in range(1, 13)]
    load(tmp_path, files.everything())
    with django_assert_max_num_queries(40):
        load(tmp_path, files.everything() | {"figures": many})
    assert Figure.objects.count() == 36


def test_changes_are_told_with_old_and_new(tmp_path: Path) -> None:
    load(tmp_path, files.everything() | {"figures": []})
    changed = files.everything() | {"plans": [files.plan(goals=[files.goal(target="26.5")])], "figures": []}
    report = load(tmp_path, changed)
    assert [str(change) for change in report.changes] == ["changed goal 230600 2024 pm25: target 27 → 26.5"]
    assert Goal.objects.get().target == Decimal("26.5")


@pytest.mark.parametrize(
    "change",
    [{"target": "26"}, {"direction": "at_least"}, {"comparison": "rounded", "comparison_decimals": 0}],
    ids=lambda change: next(iter(change)),
)
def test_what_figures_were_judged_by_changes_with_a_reason_only(tmp_path: Path, change: dict[str, Any]) -> None:
    load(tmp_path, files.everything())
    moved = {"plans": [files.plan(goals=[files.goal(**change)])]}
    field = next(iter(change))
    told = "the goal has figures in 2024; to change it, give --reason TEXT"
    assert f"plan.json: plan 230600 2024, goal pm25: {field}: {told}" in problems(tmp_path, moved)
    load(tmp_path, moved, reason="the province's letter of 2 May")
    assert Goal.objects.get().reason == "the province's letter of 2 May"
    history = apps.get_model("targets", "GoalEvent").objects.order_by("pgh_id")
    assert [event.reason for event in history] == ["plan.json", "the province's letter of 2 May"]


def test_another_field_of_such_a_goal_changes_freely(tmp_path: Path) -> None:
    load(tmp_path, files.everything())
    report = load(tmp_path, {"plans": [files.plan(goals=[files.goal(order=5)])]})
    assert [change.verb for change in report.changes] == ["changed"]


def test_the_plans_own_figures_count_and_no_others(tmp_path: Path) -> None:
    load(tmp_path, files.everything() | {"figures": [files.figure("2023-12")]})
    load(tmp_path, {"plans": [files.plan(goals=[files.goal(target="26")])]})
    assert Goal.objects.get().target == 26


def test_a_link_that_left_the_file_is_removed(tmp_path: Path) -> None:
    load(tmp_path, files.everything())
    bare = files.plan()["outcomes"][0] | {"nodes": [], "goals": []}
    report = load(tmp_path, {"plans": [files.plan(outcomes=[bare])]})
    assert {str(change) for change in report.changes} == {
        "removed node of outcome 230600 2024 1 1",
        "removed goal of outcome 230600 2024 1 pm25",
    }
    assert not OutcomeOfNode.objects.exists()
    assert not GoalOfOutcome.objects.exists()


def test_a_part_that_left_the_file_is_left_and_told(tmp_path: Path) -> None:
    load(tmp_path, files.everything())
    report = load(tmp_path, {"plans": [files.plan(nodes=[], outcomes=[], goals=[])]})
    assert [str(change) for change in report.changes] == [
        "left node 230600 2024 1: is not in the file",
        "left outcome 230600 2024 1: is not in the file",
        "left goal 230600 2024 pm25: is not in the file",
    ]
    assert (Node.objects.count(), Goal.objects.count(), GoalOfOutcome.objects.count()) == (1, 1, 1)


def test_a_figure_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    load(tmp_path, files.everything())
    Figure.objects.update(numerator=800, version=2)
    report = load(tmp_path, files.everything())
    assert [str(change) for change in report.changes] == [
        "left figure pm25 230600 2024-10: is already there with other values"
    ]
    assert Figure.objects.get().numerator == 800


def test_parents_are_made_before_their_divisions_whatever_the_order(tmp_path: Path) -> None:
    codes = [files.area("230602001", "230602"), files.area("230602", "230600"), files.area()]
    load(tmp_path, {"areas": codes})
    assert Area.objects.get(code="230602001").parent == Area.objects.get(code="230602")
    report = load(tmp_path, {"areas": [files.area("230602", None)]})
    assert [str(change) for change in report.changes] == ["changed area 230602: parent"]


def test_what_the_database_knows_may_be_referred_to(tmp_path: Path) -> None:
    load(tmp_path, files.everything())
    load(tmp_path, {"plans": [files.plan(year=2025)]})
    assert Goal.objects.count() == 2


def refused(**sections: Any) -> dict[str, Any]:
    return files.everything() | {"figures": []} | sections


WRONG = {
    "areas, parent": (
        refused(areas=[files.area(), files.area("230602", "99")]),
        'area 230602: parent: there is no area "99"',
    ),
    "areas, circle": (
        refused(areas=[files.area(), files.area("11", "22"), files.area("22", "11")]),
        "area 11: parent: the area lies within itself",
    ),
    "indicators, unit": (
        refused(indicators=[files.indicator(unit_en="ppm")]),
        'indicator pm25: unit_en: is an unknown unit; known: %, µg/m³; given: "ppm"',
    ),
    "plans, area": (refused(plans=[files.plan(area="99")]), 'plan 99 2024: area: there is no area "99"'),
    "goals, indicator": (
        refused(plans=[files.plan(goals=[files.goal(), files.goal("noise")])]),
        'plan 230600 2024, goal noise: slug: there is no indicator "noise"',
    ),
    "outcomes, node": (
        refused(plans=[files.plan(nodes=[])]),
        'plan 230600 2024, outcome 1: nodes: the plan has no node "1"',
    ),
    "outcomes, goal": (
        refused(plans=[files.plan(goals=[])]),
        'plan 230600 2024, outcome 1: goals: the plan has no goal "pm25"',
    ),
    "figures, indicator": (
        refused(figures=[files.figure(indicator="noise")]),
        'figure noise 230600 2024-10: indicator: there is no indicator "noise"',
    ),
    "figures, days of the month": (
        refused(figures=[files.figure("2023-02", denominator="29")]),
        "figure pm25 230600 2023-02: denominator: 2023-02 has only 28 days",
    ),
    "figures, half a day": (
        refused(figures=[files.figure(denominator="30.5")]),
        "figure pm25 230600 2024-10: denominator: must be a whole number of days",
    ),
    "figures, mean without days": (
        refused(figures=[files.figure(denominator="0")]),
        "figure pm25 230600 2024-10: denominator: a mean needs days",
    ),
    "figures, above the denominator": (
        refused(
            indicators=[files.indicator(scale=100, combination="newest", counts_days=False)],
            figures=[files.figure(numerator="5", denominator="6", month_numerator="7", month_denominator="6")],
        ),
        "figure pm25 230600 2024-10: month_numerator: is above the denominator: 7 of 6",
    ),
    "figures, whole numbers": (
        refused(indicators=[files.indicator(whole_numbers=True)], figures=[files.figure()]),
        "figure pm25 230600 2024-10: numerator: numerator and denominator must be whole numbers",
    ),
}


@pytest.mark.parametrize(("document", "told"), WRONG.values(), ids=WRONG)
def test_a_fault_beside_other_records_is_told(tmp_path: Path, document: dict[str, Any], told: str) -> None:
    assert f"plan.json: {told}" in problems(tmp_path, document)
    assert not Indicator.objects.exists()


def test_an_invalid_record_does_not_make_its_name_unknown(tmp_path: Path) -> None:
    document = refused(indicators=[files.indicator(unit_en="ppm")])
    assert problems(tmp_path, document) == [
        'plan.json: indicator pm25: unit_en: is an unknown unit; known: %, µg/m³; given: "ppm"'
    ]
