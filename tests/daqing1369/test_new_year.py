"""A new year of the demo's own plan: copied, seen on every page, entered, decided by a file, the old one closed."""

import json
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from actions.models import Commitment, CommitmentCount, GoalOfAction, Task, TaskReport
from daqing1369.new_year import PlanExists, new_year
from targets.models import Figure, Goal, GoalOfOutcome, OpenPoint, Plan
from tests import plan_files as files
from tests.entry_page import fields, page, state
from tests.factories import NOW, make_figure

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
FEBRUARY = datetime(2025, 2, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
GREEN = ("on_track", "secured", "met")


def run(command: str, *args: str) -> list[str]:
    out = StringIO()
    call_command(command, *args, stdout=out, stderr=StringIO())
    return out.getvalue().splitlines()


@pytest.fixture
def plan(db: None) -> Plan:
    """The plan of 2024, with what was reported of two of its parts."""
    run("load_plan", *(str(FIXTURES / f"{name}.json") for name in ("areas", "indicators", "plan-2024", "actions-2024")))
    task, promise = Task.objects.order_by("pk")[0], Commitment.objects.order_by("pk")[0]
    TaskReport.objects.create(task=task, reported_on=NOW.date(), progress=100, state="done", changed_at=NOW)
    CommitmentCount.objects.create(commitment=promise, counted_on=NOW.date(), amount=12, changed_at=NOW)
    return Plan.objects.get(year=2024)


@pytest.fixture
def copy(plan: Plan, settings: Settings) -> Plan:
    """The plan of 2025 on 4 February 2025; January's good-air days, all of them good, wait to be judged."""
    settings.CLOCK = FEBRUARY
    new_year(year=2025, from_year=2024, area_code="230600", by=None, now=FEBRUARY)
    indicator = Goal.objects.get(plan=plan, indicator__slug="good-air-days").indicator
    make_figure(indicator, "2025-01", "31", "31")
    return Plan.objects.get(year=2025)


def board(client: Client, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/api/v1/plans/2025/board{query}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found | {"by": {goal["slug"]: goal for goal in found["goals"]}}


def test_the_command_copies_structure_and_nothing_that_was_reported(plan: Plan) -> None:
    before = OpenPoint.objects.count(), Plan.objects.count()
    told = run("new_year", "2025", "--from", "2024", "--dry-run")
    assert (OpenPoint.objects.count(), Plan.objects.count()) == before == (0, 1)
    assert run("new_year", "2025", "--from", "2024") == told
    assert "to decide goal in numbers pm25 · target: ≤ 27 µg/m³" in told
    assert told[-1] == f"to decide: {OpenPoint.objects.count()}"
    new = Plan.objects.get(year=2025)
    assert (new.title_zh, new.main_line_zh) == ("大庆市2025年生态环境保护“1369”工作", plan.main_line_zh)
    for model, path in ((Task, "action__plan"), (Commitment, "action__plan"), (GoalOfAction, "action__plan"),
                        (GoalOfOutcome, "goal__plan"), (Goal, "plan")):  # fmt: skip
        rows: Any = model._default_manager
        assert rows.filter(**{path: new}).count() == rows.filter(**{path: plan}).count() > 0
    first, was = (Task.objects.get(action__plan=one, action__number=1, number=1) for one in (new, plan))
    assert was.due_on is not None and first.due_on == was.due_on.replace(year=2025)
    assert not first.reports.exists() and was.reports.exists()
    assert not CommitmentCount.objects.filter(commitment__action__plan=new).exists()
    assert first.reason == "2024 → 2025"


def test_a_plan_that_is_there_is_never_written_over(copy: Plan) -> None:
    with pytest.raises(CommandError, match=r"The plan of 2025 exists already and is not written over"):
        run("new_year", "2025", "--from", "2024")
    with pytest.raises(PlanExists):
        new_year(year=2025, from_year=2024, area_code="230600", by=None, now=NOW)
    for args, sentence in (
        (("2026", "--from", "2023"), "no plan of 2023 for the area 230600; on record: 2024, 2025"),
        (("2024", "--from", "2025"), "2024 cannot be made from 2025"),
        (("1999", "--from", "1998"), "between 2000 and 2100"),
    ):
        with pytest.raises(CommandError, match=sentence):
            run("new_year", *args)
    assert Plan.objects.count() == 2


def test_half_a_copy_is_no_copy(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daqing1369.new_year.copy_actions", lambda _copy: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        new_year(year=2025, from_year=2024, area_code="230600", by=None, now=NOW)
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_either_year_answers(
    copy: Plan, administrator: User, client_of: Callable[[User], Client], language: str
) -> None:
    client = client_of(administrator)
    said = {"zh-hans": "目标沿用上年（≥ 92 %），尚未确定", "en": "last year&#x27;s and not yet decided"}[language]
    count = len(OpenPoint.objects.all())
    banner = {"zh-hans": f"尚有 {count} 项待确定", "en": f"still to be decided: {count}"}[language]
    for address in ("/", "/?year=2025", "/goals/good-air-days/", "/wall/", "/brief/2025/1/"):
        shown = client.get(address, headers={"Accept-Language": language}).content.decode()
        assert banner in shown and said.replace(" ", "") in shown.replace(" ", ""), address
        assert not any(f"lamp--{green}" in shown.split("<main")[-1].split("nine")[0] for green in GREEN), address
    paths = ["/nodes/1/", "/outcomes/1/", "/actions/", "/actions/1/", "/figures/2025/1/", "/goals/pm25/explain/"]
    paths += ["/goals/pm25/what-if/", "/goals/pm25/years/", "/goals/rural-sewage/areas/", "/changes/", "/history/"]
    for address in [*paths, "/admin/years/", "/admin/years/2025/", "/brief/2024/12/"]:
        assert client.get(address, headers={"Accept-Language": language}).status_code == 200, address
    old = client.get("/?year=2024", headers={"Accept-Language": language}).content.decode()
    assert "2024-12" in old and banner not in old and said not in old


def test_the_years_beginning_and_its_default_plan(
    copy: Plan, viewer: User, client_of: Callable[[User], Client], settings: Settings
) -> None:
    client = client_of(viewer)
    assert '<option value="2025-01" selected>' in client.get("/").content.decode()
    settings.CLOCK = NOW  # in 2024 the plan of 2025 has not begun
    assert '<option value="2024-10" selected>' in client.get("/").content.decode()
    settings.CLOCK = FEBRUARY.replace(year=2027)
    assert '<option value="2025-12" selected>' in client.get("/").content.decode()


def test_a_figure_is_entered_and_judged_once_a_file_has_decided(
    copy: Plan, administrator: User, editor: User, client_of: Callable[[User], Client], tmp_path: Path
) -> None:
    staff, leader = client_of(editor), client_of(administrator)
    form = fields(page(staff, "/figures/2025/1/")) | {"pm25-numerator": "25", "pm25-denominator": "31"}
    assert state(page(staff, "/figures/2025/1/"), "pm25") == "empty"
    answer = staff.post("/figures/2025/1/", form, headers={"Accept-Language": "en"})
    assert answer.status_code in (200, 302)
    assert str(Figure.objects.get(month="2025-01-01", indicator__slug="pm25").numerator.normalize()) == "775"  # type: ignore[union-attr]
    seen = board(leader)["by"]["pm25"]
    assert (seen["value"], seen["status"], seen["attainability"]) == ("25.0", "not_evaluable", "unknown")
    assert (seen["target_decided"], seen["required"]) == (False, None)
    goal = files.goal(target="26")
    decided = files.plan(year=2025, nodes=[], outcomes=[], goals=[goal])
    path = files.write(tmp_path, {"plans": [decided]})
    told = run("load_plan", str(path))
    assert any(line.startswith("changed goal 230600 2025 pm25: ") and "target 27 → 26" in line for line in told)
    assert "decided point 230600 2025 goal pm25 target" in told
    seen = board(leader)["by"]
    assert (seen["pm25"]["target"], seen["pm25"]["status"], seen["pm25"]["target_decided"]) == ("26", "on_track", True)
    assert seen["good-air-days"]["status"] == "not_evaluable"
    assert not [line for line in run("load_plan", str(path)) if line.startswith(("changed", "decided", "created"))]
    assert Plan.objects.get(year=2025).title_zh == "title zh"


def test_a_point_is_confirmed_on_the_page_and_an_edit_settles_it(
    copy: Plan, administrator: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(administrator)
    shown = client.get("/admin/years/2025/", headers={"Accept-Language": "en"}).content.decode()
    goal = Goal.objects.get(plan=copy, indicator__slug="pm25")
    assert f'<a href="/admin/targets/goal/{goal.pk}/change/">' in shown
    client.post("/admin/years/2025/", {"point": "goal pm25 target"})
    point = OpenPoint.objects.get(part="goal", key="pm25", aspect="target")
    assert (point.decided_at, point.changed_by) == (FEBRUARY, administrator)
    goal.refresh_from_db()
    assert goal.target_decided and goal.changed_by == administrator
    air = Goal.objects.get(plan=copy, indicator__slug="good-air-days")
    address = f"/admin/targets/goal/{air.pk}/change/"
    form = client.get(address).context["adminform"].form
    typed = {name: "" if value is None else value for name, value in form.initial.items()}
    typed |= {"milestones": json.dumps(typed["milestones"]), "target": "93", "plan": copy.pk}
    typed |= {f"area_targets-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    assert client.post(address, typed).status_code == 302
    air.refresh_from_db()
    assert (str(air.target.normalize()), air.target_decided) == ("93", True)
    assert client.post("/admin/years/2025/", {"do": "chosen"}).status_code == 302
    assert client.post("/admin/years/2025/", {"do": "all"}).status_code == 302
    assert not OpenPoint.objects.filter(decided_at=None).exists()
    assert "待确定" not in client.get("/").content.decode()


def test_the_page_shows_what_it_would_copy_and_copies(
    plan: Plan, administrator: User, client_of: Callable[[User], Client]
) -> None:
    client, form = client_of(administrator), {"year": "2025", "from_year": "2024", "area": "230600"}
    shown = client.post("/admin/years/", form | {"do": "ask"}, headers={"Accept-Language": "en"})
    assert "goal in numbers pm25 · target" in shown.content.decode() and Plan.objects.count() == 1
    refused = client.post("/admin/years/", form | {"year": "next", "do": "make"}, headers={"Accept-Language": "en"})
    assert refused.status_code == 422 and "That is not a year" in refused.content.decode()
    assert client.post("/admin/years/", form | {"do": "make"})["Location"] == "/admin/years/2025/"
    assert OpenPoint.objects.filter(changed_by=administrator).count() == OpenPoint.objects.count() > 50
    again = client.post("/admin/years/", form | {"do": "make"}, headers={"Accept-Language": "en"})
    assert again.status_code == 422 and "exists already" in again.content.decode()


@pytest.mark.parametrize("role", ["viewer", "editor", "reviewer"])
def test_years_are_for_administrators(
    plan: Plan, role: str, request: pytest.FixtureRequest, client_of: Callable[[User], Client]
) -> None:
    client = client_of(request.getfixturevalue(role))
    for address in ("/admin/years/", "/admin/years/2024/"):
        assert client.get(address).status_code == client.post(address, {"do": "make"}).status_code == 403
