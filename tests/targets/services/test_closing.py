"""A closed year: not entered, imported, reviewed, computed over or reported of, by any path, until it is reopened."""

from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client
from pytest_django import Settings

from actions.models import TaskState
from actions.services import progress
from targets.models import Draft, Figure, Goal, Plan
from targets.periods import Month
from targets.queries.access import EVERYTHING, Access
from targets.services.closing import NothingToDo, StillWaiting, YearNotOver, close_year, reopen_year
from targets.services.computed import Effect, recompute
from targets.services.refusals import Refused
from targets.services.reopenings import NothingToOpen, reopen
from targets.services.review import YearClosed, approve
from tests.elsewhere import holding
from tests.entry_page import fields, page, soup
from tests.factories import make_action, make_figure, make_goal, make_plan, make_task
from tests.measured import make_air_feeds, make_month

FEBRUARY = datetime(2025, 2, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = FEBRUARY.date()


@pytest.fixture
def goal(db: None, settings: Settings) -> Goal:
    """Good-air days of 2024, never locked by its own days, with a figure for December."""
    settings.CLOCK = FEBRUARY
    goal = make_goal(make_plan(closes_after_days=None))
    make_figure(goal.indicator, "2024-12", "29", "31")
    return goal


def close(goal: Goal, reason: str = "省厅已核定") -> Plan:
    plan = close_year(plan_id=goal.plan_id, reason=reason, by=None, now=FEBRUARY, today=TODAY)
    goal.plan.refresh_from_db()
    return plan


def test_closing_and_reopening_go_on_record_with_their_reason(goal: Goal, administrator: User) -> None:
    close_year(plan_id=goal.plan_id, reason=" 省厅已核定 ", by=administrator, now=FEBRUARY, today=TODAY)
    reopen_year(plan_id=goal.plan_id, reason="更正 3 月", by=administrator, now=FEBRUARY)
    events = Plan.objects.get().events.order_by("pgh_id")  # type: ignore[attr-defined]
    assert [(one.closed_on, one.closed_because, one.reason, one.changed_by) for one in events][1:] == [
        (TODAY, "省厅已核定", "省厅已核定", administrator),
        (None, "", "更正 3 月", administrator),
    ]


def test_what_nobody_could_finish_is_told_before(
    goal: Goal, administrator: User, editor: User, client_of: Callable[[User], Client]
) -> None:
    def told(language: str) -> str:
        return " ".join(
            soup(client_of(administrator).get("/admin/years/2024/", headers={"Accept-Language": language})).text.split()
        )

    assert "nobody can go on with" not in told("en")
    make_figure(goal.indicator, "2024-11", "29", "30", review="returned", review_note="30 days?")
    make_figure(goal.indicator, "2023-11", "29", "30", review="returned", review_note="30 days?")
    Draft.objects.create(
        user=editor,
        indicator=goal.indicator,
        area=goal.plan.area,
        month="2024-10-01",
        texts={},
        version=0,
        saved_at=FEBRUARY,
    )
    assert "returned figures that were not sent again: 1, and with drafts: 1." in told("en")
    assert "退回后未重新提交的数据 1 项，未保存的草稿 1 份" in told("zh-hans")
    close(goal)
    assert "nobody can go on with" not in told("en")


def test_what_cannot_be_closed_or_opened(goal: Goal) -> None:
    with pytest.raises(Refused, match="Say why the year is closed"):
        close(goal, " ")
    with pytest.raises(YearNotOver, match="from 2025-01-01 on"):
        close_year(plan_id=goal.plan_id, reason="x", by=None, now=FEBRUARY, today=TODAY.replace(2024, 12, 31))
    Figure.objects.update(review="submitted")
    with pytest.raises(StillWaiting, match="wait for a reviewer: 1"):
        close(goal)
    Figure.objects.update(review="approved")
    with pytest.raises(NothingToDo, match="is not closed"):
        reopen_year(plan_id=goal.plan_id, reason="x", by=None, now=FEBRUARY)
    close(goal)
    with pytest.raises(NothingToDo, match="closed already"):
        close(goal)
    with pytest.raises(Refused, match="Say why the year is opened"):
        reopen_year(plan_id=goal.plan_id, reason="", by=None, now=FEBRUARY)


def test_a_correction_is_taken_until_the_year_is_closed(
    goal: Goal, editor: User, client_of: Callable[[User], Client]
) -> None:
    staff, path = client_of(editor), "/figures/2024/12/"
    typed = fields(page(staff, path)) | {"good-air-days-numerator": "28", "good-air-days-correction": "typing"}
    assert staff.post(path, typed).status_code in (200, 302)
    assert Figure.objects.get().numerator == 28
    Figure.objects.update(review="approved", standing_version=None, standing_numerator=None, standing_denominator=None)
    typed = fields(page(staff, path)) | {"good-air-days-numerator": "27", "good-air-days-correction": "typing"}
    close(goal)
    answer = staff.post(path, typed, headers={"Accept-Language": "en"})
    assert "the year is closed; an administrator would have to reopen it" in answer.content.decode()
    assert Figure.objects.get().numerator == 28
    shown = staff.get("/?year=2024", headers={"Accept-Language": "en"}).content.decode()
    assert "The year 2024 is closed since 2025-02-04." in shown
    reopen_year(plan_id=goal.plan_id, reason="更正", by=None, now=FEBRUARY)
    staff.post(path, typed)
    assert Figure.objects.get().numerator == 27


def test_a_file_is_refused_with_the_place(goal: Goal, tmp_path: Path) -> None:
    close(goal)
    path = tmp_path / "figures.csv"
    path.write_text(
        "indicator,area,month,numerator,denominator\ngood-air-days,230600,2024-11,30,30\n", encoding="utf-8"
    )
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError):
        call_command("import_figures", str(path), stdout=out, stderr=err)
    assert "The year is closed and takes no more figures" in out.getvalue() + err.getvalue()
    assert Figure.objects.count() == 1


def test_nothing_is_reviewed_opened_or_reported(goal: Goal, administrator: User, reviewer: User) -> None:
    task = make_task(make_action(goal.plan))
    close(goal)
    figure = Figure.objects.get()
    with pytest.raises(YearClosed):
        approve(
            figure_id=figure.pk,
            version=1,
            by=reviewer,
            now=FEBRUARY,
            access=Access(EVERYTHING, EVERYTHING),
            today=TODAY,
        )
    with pytest.raises(NothingToOpen, match="The year is closed"):
        reopen(goal=goal, area=goal.plan.area, month=Month(2024, 12), until_on=TODAY, reason="x",
               by=administrator, now=FEBRUARY, today=TODAY)  # fmt: skip
    task.action.plan.refresh_from_db()
    with pytest.raises(progress.YearClosed):
        progress.report_task(task=task, reported_on=TODAY.replace(2024, 12, 31), progress=100, state=TaskState.DONE,
                             note="", version=0, by=administrator, now=FEBRUARY)  # fmt: skip


def test_measurements_leave_the_figures_of_a_closed_year(goal: Goal) -> None:
    make_air_feeds()
    touched = [make_month("2024-11", 20)]
    assert {one.effect for one in recompute(touched, by=None, now=FEBRUARY)} == {Effect.SUBMITTED}
    Figure.objects.update(review="approved")
    close(goal)
    told = {one.indicator: one.effect for one in recompute([make_month("2024-10", 20)], by=None, now=FEBRUARY)}
    assert told["good-air-days"] is Effect.CLOSED
    assert not Figure.objects.filter(month="2024-10-01", indicator=goal.indicator).exists()
    assert recompute([*touched], by=None, now=FEBRUARY) == []


def test_the_database_itself_refuses(goal: Goal) -> None:
    close(goal)
    for write in (
        lambda: make_figure(goal.indicator, "2024-11", "1", "30"),
        lambda: Figure.objects.update(numerator=1),
    ):
        with pytest.raises(IntegrityError, match="the year 2024 is closed"), transaction.atomic():
            write()
    make_figure(goal.indicator, "2025-01", "31", "31")
    make_figure(goal.indicator, "2023-12", "31", "31")


def test_the_commands(goal: Goal) -> None:
    out = StringIO()
    call_command("close_year", "2024", "--reason", "省厅已核定", stdout=out)
    call_command("reopen_year", "2024", "--reason", "更正", stdout=out)
    assert out.getvalue() == "230600 2024: closed\n230600 2024: open\n"
    make_figure(goal.indicator, "2024-11", "29", "30", review="returned", review_note="30 days?")
    call_command("close_year", "2024", "--reason", "省厅已核定", stdout=out)
    assert "returned figures that were not sent again: 1" in out.getvalue()
    with pytest.raises(CommandError, match="there is no plan of 2023 for the area 230600"):
        call_command("close_year", "2023", "--reason", "x")


@pytest.mark.django_db(transaction=True)
def test_whoever_is_writing_comes_first(goal: Goal) -> None:
    """The trigger sees no closing that is under way: what is being written then must not slip in behind it."""
    write = holding(lambda: Figure.objects.update(numerator=28, review="submitted"))
    with write, pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
        close(goal)
    with pytest.raises(StillWaiting):
        close(goal)
