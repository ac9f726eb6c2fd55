"""The administration: every page opens, every change is on record, what carries figures stays."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from actions.models import Action, CommitmentCount, TaskReport
from targets.models import Figure, Goal, Reopening
from tests.factories import (
    NOW,
    make_action,
    make_commitment,
    make_figure,
    make_goal,
    make_indicator,
    make_mean,
    make_plan,
    make_task,
)

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def office(administrator: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(administrator)


def address(row: Model, page: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def form_of(office: Client, row: Model) -> dict[str, Any]:
    """What the change page would post if nobody typed anything."""
    page = office.get(address(row))
    assert page.status_code == 200
    form = page.context["adminform"].form
    data = {name: form.initial.get(name) for name in form.fields}
    data |= {name: "" for name, value in data.items() if value is None}
    data |= {name: value.isoformat() for name, value in data.items() if isinstance(value, date)}
    for formset in page.context["inline_admin_formsets"]:
        data |= {f"{formset.formset.prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {name: value for name, value in data.items() if value is not False}


def change(office: Client, row: Model, **fields: Any) -> dict[str, list[str]]:
    """Post the change page; what it refuses, by field."""
    answer = office.post(address(row), form_of(office, row) | fields)
    if answer.status_code == 302:
        return {}
    assert answer.status_code == 200
    errors: dict[str, list[str]] = answer.context["adminform"].form.errors
    return {name: list(told) for name, told in errors.items()}


def history(row: Model) -> list[Any]:
    events = apps.get_model(row._meta.app_label, f"{row._meta.object_name}Event")
    return list(events._default_manager.filter(pgh_obj_id=row.pk).order_by("pgh_id"))


def everything() -> list[Model]:
    goal = make_goal()
    task, commitment = make_task(make_action()), make_commitment(make_action(number=2))
    report = TaskReport.objects.create(
        task=task, reported_on=date(2024, 10, 31), progress=40, state="in_progress", changed_at=NOW
    )
    count = CommitmentCount.objects.create(
        commitment=commitment, counted_on=date(2024, 10, 31), amount=12, changed_at=NOW
    )
    figure = make_figure(goal.indicator, "2024-10", "28", "31")
    return [goal.plan, goal.plan.area, goal.indicator, goal, figure, task.action, task, commitment, report, count]


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


def test_a_figure_is_corrected_as_on_the_entry_page(office: Client, administrator: User) -> None:
    figure = make_figure(make_indicator(), "2024-10", "28", "31", origin="computed", source_en="public data")
    assert list(change(office, figure, numerator="27", why="recounted")) == ["correction"]
    assert list(change(office, figure, numerator="27", correction="other")) == ["why"]
    assert change(office, figure, numerator="27", correction="typing", why="recounted") == {}
    figure = Figure.objects.get()
    assert (str(figure.numerator), figure.version, figure.origin) == ("27.0000000000", 2, "entered")
    assert (figure.review, figure.correction, str(figure.standing_numerator)) == (
        "submitted",
        "typing",
        "28.0000000000",
    )
    assert (figure.changed_by, figure.reason, figure.source_en) == (administrator, "recounted", "")
    assert len(history(figure)) == 2


def test_a_mean_is_corrected_by_its_sum(office: Client) -> None:
    figure = make_figure(make_mean(), "2024-10", "837.5", "31")
    assert change(office, figure, numerator="840.25", correction="audited") == {}
    assert str(Figure.objects.get().numerator) == "840.2500000000"


def test_a_new_note_leaves_a_rounded_mean_as_it_was(office: Client) -> None:
    kept: dict[str, Any] = {
        "half_unit": Decimal("0.05"),
        "origin": "computed",
        "review": "approved",
        "source_en": "public data",
    }
    figure = make_figure(make_mean(), "2024-10", "843.2", "31", **kept)
    assert change(office, figure, note="station moved") == {}
    figure.refresh_from_db()
    assert (figure.note, figure.version) == ("station moved", 2)
    assert {name: getattr(figure, name) for name in kept} == kept
    assert change(office, figure, numerator="840.25", correction="audited") == {}
    figure.refresh_from_db()
    assert (figure.half_unit, figure.origin, figure.review) == (None, "entered", "submitted")


REFUSED = {
    "above the denominator": ({"numerator": "32"}, "numerator"),
    "more days than the month has": ({"numerator": "1", "denominator": "32"}, "denominator"),
    "negative": ({"numerator": "-1"}, "numerator"),
    "letters": ({"numerator": "x"}, "numerator"),
    "not a number": ({"numerator": "NaN"}, "numerator"),
    "endless": ({"numerator": "1e400"}, "numerator"),
    "half of it": ({"numerator": ""}, "numerator"),
    "long": ({"note": "x" * 10_000}, "note"),
    "changed meanwhile": ({"version": "7"}, "__all__"),
}


@pytest.mark.parametrize(("typed", "field"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_correction_is_refused(office: Client, typed: dict[str, str], field: str) -> None:
    figure = make_figure(make_indicator(), "2024-10", "28", "31")
    assert list(change(office, figure, **typed)) == [field]
    assert len(history(figure)) == 1


def test_a_month_that_is_not_over_has_no_figure_to_correct(office: Client) -> None:
    figure = make_figure(make_indicator(), "2024-12", "28", "31")
    assert list(change(office, figure, numerator="27")) == ["__all__"]


def test_a_closed_month_is_opened_again_before_it_is_corrected(office: Client) -> None:
    goal = make_goal()
    figure = make_figure(goal.indicator, "2024-03", "28", "31")
    typed = {"numerator": "27", "correction": "typing"}
    assert list(change(office, figure, **typed)) == ["__all__"]
    Reopening.objects.create(
        indicator=goal.indicator,
        area=figure.area,
        month=figure.month,
        until_on=NOW.date(),
        reason="audit",
        changed_at=NOW,
    )
    assert change(office, figure, **typed) == {}


def test_figures_are_neither_added_nor_deleted_here(office: Client) -> None:
    figure = make_figure(make_indicator(), "2024-10", "28", "31")
    assert office.post(reverse("admin:targets_figure_add")).status_code == 403
    assert office.post(address(figure, "delete"), {"post": "yes"}).status_code == 403


def test_a_report_is_corrected_with_a_new_version(office: Client) -> None:
    report = next(row for row in everything() if isinstance(row, TaskReport))
    assert change(office, report, progress="55") == {}
    report.refresh_from_db()
    assert (report.progress, report.version, report.reason) == (55, 2, "administration")


@pytest.mark.parametrize(("typed", "field"), [({"progress": "101"}, "progress"), ({"state": "done"}, "state")])
def test_a_wrong_report_is_refused(office: Client, typed: dict[str, str], field: str) -> None:
    report = next(row for row in everything() if isinstance(row, TaskReport))
    assert list(change(office, report, **typed)) == [field]
    assert len(history(report)) == 1


def test_a_report_changed_meanwhile_is_not_overwritten(office: Client) -> None:
    report = next(row for row in everything() if isinstance(row, TaskReport))
    assert change(office, report, progress="55", version="7") == {"__all__": ["报告已被他人更改，请重新打开。"]}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "-1"}, "note"),
        ({"amount": "-1", "note": "taken back"}, "amount"),
        ({"amount": "3"}, "amount"),
        ({"amount": "NaN"}, "amount"),
    ],
)
def test_a_count_is_corrected_but_to_no_total_below_zero(office: Client, typed: dict[str, str], field: str) -> None:
    count = next(row for row in everything() if isinstance(row, CommitmentCount))
    taken_back = {"counted_on": date(2024, 11, 1), "amount": -5, "note": "counted twice", "changed_at": NOW}
    CommitmentCount.objects.create(commitment=count.commitment, **taken_back)
    assert list(change(office, count, **typed)) == [field]
    assert len(history(count)) == 1
    assert change(office, count, amount="5", why="recounted") == {}
    assert (str(history(count)[-1].amount), history(count)[-1].reason) == ("5.0000", "recounted")


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
