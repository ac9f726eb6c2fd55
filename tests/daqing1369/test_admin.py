"""The administration: every page opens, every change is on record, what carries figures stays."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from actions.models import Action
from targets.models import Goal
from tests.administration import ENGLISH, address, change, everything, form_of, history
from tests.factories import (
    NOW,
    make_action,
    make_commitment,
    make_figure,
    make_goal,
    make_mean,
    make_plan,
    make_task,
)


@pytest.mark.slow
def test_every_list_and_form_opens(office: Client) -> None:
    for row in everything():
        assert office.get(address(row)).status_code == 200
    ours = [model for model in admin.site._registry if model._meta.app_label in ("targets", "actions", "auth")]
    assert len(ours) == 22
    for model in ours:
        listed = office.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), {"q": "x"})
        assert listed.status_code == 200


def test_nobody_edits_the_history() -> None:
    assert [model for model in admin.site._registry if hasattr(model, "pgh_tracked_model")] == []


def test_a_change_is_on_record_with_its_reason(office: Client, administrator: User) -> None:
    goal = make_goal(changed_at=NOW.replace(day=1))
    assert change(office, goal, target="93", why="letter of 2 May") == {}
    newest = history(goal)[-1]
    assert (str(newest.target), newest.changed_by, newest.changed_at) == ("93.000000", administrator, NOW)
    assert newest.reason == "letter of 2 May"
    assert "letter of 2 May" in office.get(address(goal)).content.decode()


def test_a_change_without_a_reason_says_where_it_was_made(office: Client) -> None:
    task = make_task(make_action())
    assert change(office, task, title_en="Another") == {}
    assert (history(task)[-1].title_en, history(task)[-1].reason) == ("Another", "administration")


def test_a_save_that_changes_nothing_writes_nothing(office: Client) -> None:
    goal = make_goal()
    assert change(office, goal, why="only looked") == {}
    assert len(history(goal)) == 1


def test_what_figures_were_judged_by_changes_with_a_reason_only(office: Client) -> None:
    goal = make_goal()
    make_figure(goal.indicator, "2024-10", "28", "31")
    assert list(change(office, goal, target="93")) == ["why"]
    assert change(office, goal, owner_en="another section") == {}
    assert change(office, goal, target="93", why="letter of 2 May") == {}
    assert Goal.objects.get().target == 93


def test_a_goal_with_figures_is_not_deleted_nor_is_its_plan(office: Client) -> None:
    goal = make_goal()
    make_figure(goal.indicator, "2024-10", "28", "31")
    for row in (goal, goal.plan):
        refused = office.post(address(row, "delete"), {"post": "yes"}, headers=ENGLISH)
        assert f"{row} cannot be deleted" in refused.content.decode()
    selected = {"action": "delete_selected", "_selected_action": [goal.pk], "post": "yes"}
    office.post(reverse("admin:targets_goal_changelist"), selected)
    assert Goal.objects.count() == 1


@pytest.mark.parametrize("in_bulk", [False, True])
def test_who_deleted_a_goal_is_on_record(office: Client, administrator: User, *, in_bulk: bool) -> None:
    goal = make_goal()
    selected = {"action": "delete_selected", "_selected_action": [goal.pk], "post": "yes"}
    where = reverse("admin:targets_goal_changelist") if in_bulk else address(goal, "delete")
    office.post(where, selected if in_bulk else {"post": "yes"})
    assert not Goal.objects.exists()
    newest = history(goal)[-1]
    assert (newest.changed_by, newest.reason) == (administrator, "administration: deleted")


def test_what_was_reported_keeps_its_task(office: Client) -> None:
    rows = {row._meta.object_name: row for row in everything()}
    for name in ("Action", "Task", "Commitment", "Plan"):
        office.post(address(rows[name], "delete"), {"post": "yes"})
        listed = reverse(f"admin:{rows[name]._meta.app_label}_{name.lower()}_changelist")
        office.post(listed, {"action": "delete_selected", "_selected_action": [rows[name].pk], "post": "yes"})
        assert type(rows[name])._default_manager.filter(pk=rows[name].pk).exists(), name
    for name in ("TaskReport", "CommitmentCount"):
        assert office.post(address(rows[name], "delete"), {"post": "yes"}).status_code == 403


def test_an_action_with_tasks_is_not_deleted_an_empty_one_is(office: Client) -> None:
    action = make_action()
    task = make_task(action)
    refused = office.post(address(action, "delete"), {"post": "yes"}, headers=ENGLISH)
    assert "cannot be deleted: parts, figures or reports belong to it." in refused.content.decode()
    assert history(task)[-1].pgh_label == "insert"
    task.delete()
    office.post(address(action, "delete"), {"post": "yes"})
    assert not Action.objects.exists()


@pytest.mark.parametrize(
    "typed", ['{"x": 1}', "[]", '"abc"', "7", '{"6": 30}', '{"13": "30"}', '{"6": "1e9"}', "{}", "{"]
)
def test_milestones_are_what_the_pace_can_follow(office: Client, typed: str) -> None:
    goal = make_goal(pace="milestones", milestones={"6": "30.5"})
    assert list(change(office, goal, milestones=typed, pace="milestones")) == ["milestones"]
    assert change(office, goal, milestones='{"3": "29", "6": "30.5"}') == {}
    assert history(goal)[-1].milestones == {"3": "29", "6": "30.5"}


def test_an_emptied_box_of_milestones_is_none(office: Client) -> None:
    goal = make_goal(pace="milestones", milestones={"6": "30.5"})
    assert list(change(office, goal, milestones='{"6": "30.5"}', pace="none")) == ["milestones"]
    assert change(office, goal, milestones="", pace="none") == {}
    assert Goal.objects.get().milestones == {}


def test_links_are_edited_where_they_begin(office: Client) -> None:
    goal = make_goal()
    outcome = goal.plan.outcomes.create(number=1, title_zh="成效", title_en="Outcome")
    node = make_plan().nodes.create(number=1, title_zh="节点", title_en="Node")
    data = form_of(office, outcome) | {"node_links-TOTAL_FORMS": 1, "node_links-0-node": node.pk}
    refused = office.post(address(outcome), data)
    assert refused.status_code == 200, "a link that is not stated needs a reason"
    office.post(address(outcome), data | {"node_links-0-stated": "on"})
    assert outcome.node_links.get().node == node


def test_links_stay_within_one_plan(office: Client) -> None:
    numbered = {"number": 1, "title_zh": "成效", "title_en": "Outcome"}
    here, elsewhere = (make_plan(year).outcomes.create(**numbered) for year in (2024, 2025))
    goal = make_goal(elsewhere.plan)
    action = make_action(here.plan)
    wrong: list[tuple[Model, str, str, Model]] = [
        (here, "node_links", "node", elsewhere.plan.nodes.create(**numbered)),
        (here, "goal_links", "goal", goal),
        (action, "goal_links", "goal", goal),
        (make_task(action), "outcome_links", "outcome", elsewhere),
        (make_commitment(action), "outcome_links", "outcome", elsewhere),
    ]
    for row, links, field, other in wrong:
        link = {f"{links}-TOTAL_FORMS": 1, f"{links}-0-{field}": other.pk, f"{links}-0-stated": "on"}
        refused = office.post(address(row), form_of(office, row) | link, headers=ENGLISH)
        assert "This belongs to another plan" in refused.content.decode()
        assert not getattr(row, links).exists()


def test_rows_keep_their_place_in_the_plan(office: Client) -> None:
    goal, action, other = make_goal(), make_action(), make_plan(2025)
    task, another = make_task(action), make_action(other)
    assert change(office, goal, plan=other.pk, indicator=make_mean().pk) == {}
    assert change(office, action, plan=other.pk) == {}
    assert change(office, task, action=another.pk) == {}
    for row in (goal, action, task):
        row.refresh_from_db()
    assert (goal.plan, goal.indicator.slug, action.plan, task.action) == (
        make_plan(),
        "good-air-days",
        make_plan(),
        action,
    )
    make_task(action, number=2)
    assert list(change(office, task, number=2)) == ["__all__"], "what is unique with a fixed field is still checked"
