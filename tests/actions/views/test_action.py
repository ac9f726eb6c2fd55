"""One action's page: what it shows, and reporting and counting in place and without JavaScript."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from actions.models import ActionOfNode, CommitmentCount, GoalOfAction, Task, TaskOfOutcome, TaskReport
from targets.models import Node, Outcome
from tests.factories import NOW, make_action, make_commitment, make_goal, make_plan, make_task

# session, user, navigation, two for the rights, the plan, thirteen for the action, four for the record, the code
QUERIES = 25
TASK, PROMISE = "/actions/4/tasks/1/", "/actions/4/commitments/zero-waste-cells/"
REPORT = {
    "progress": "90",
    "state": "in_progress",
    "note": "验收中",
    "reported_on": "2024-10-31",
    "version": "0",
    "seen_on": "2024-10-31",
}
COUNT = {"amount": "27", "note": "", "counted_on": "2024-10-31", "version": "0"}

Doc = BeautifulSoup


@pytest.fixture
def staff(editor: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(editor)


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(viewer)


@pytest.fixture
def task(db: None) -> Task:
    action = make_action(make_plan(), 4, name_en="Deep cultivation", summary_en="In short.", summary_zh="概述。")
    make_commitment(action)
    return make_task(action, title_en="First", title_zh="第一")


def put(task: Task, day: date, progress: int, note: str = "") -> TaskReport:
    state = "done" if progress == 100 else "in_progress"
    return TaskReport.objects.create(
        task=task, reported_on=day, progress=progress, state=state, note=note, changed_at=NOW
    )


def get(client: Client, path: str = "/actions/4/", *, target: str = "", language: str = "en") -> Doc:
    headers = {"Accept-Language": language} | ({"HX-Request": "true", "HX-Target": target} if target else {})
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return Doc(answer.content, "lxml")


def send(client: Client, path: str, data: dict[str, str], *, target: str = "") -> Any:
    headers = {"Accept-Language": "en"} | ({"HX-Request": "true", "HX-Target": target} if target else {})
    return client.post(path, data, headers=headers)


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def normal(tag: Tag | None) -> str:
    """The element's markup without what differs between two renderings: the token, the mark of a swap, and space."""
    assert tag is not None
    for token in tag.select("[name=csrfmiddlewaretoken]"):
        token["value"] = ""
    del tag["hx-swap-oob"]
    return " ".join(str(tag).split())


def test_the_page_in_both_languages(leader: Client, task: Task) -> None:
    plan = task.action.plan
    link = {"reason_zh": "相关", "reason_en": "it helps"}
    GoalOfAction.objects.create(action=task.action, goal=make_goal(plan), **link)
    node = Node.objects.create(plan=plan, number=2, title_zh="节点", title_en="Sprint")
    outcome = Outcome.objects.create(plan=plan, number=3, title_zh="无废", title_en="Zero waste")
    ActionOfNode.objects.create(action=task.action, node=node, stated=True)
    TaskOfOutcome.objects.create(task=task, outcome=outcome, stated=True)
    put(task, date(2024, 10, 31), 60, "under way")
    page = get(leader)
    assert "4 Deep cultivation" in words(page.select_one("h1"))
    assert "0/1 done · next 31 December" in words(page.select_one("#action-head"))
    row = words(page.select_one("#task-1"))
    for part in ("First", "due 2024-12-31", "60 %", "in progress", "at risk", "under way"):
        assert part in row
    assert "None of 300 cells counted yet" in words(page.select_one("#promise-zero-waste-cells"))
    serves = page.select_one(".thirds")
    assert serves is not None and "it helps" in words(serves)
    assert [one["href"] for one in serves.select("a")] == ["/goals/good-air-days/", "/outcomes/3/", "/nodes/2/"]
    assert "有风险" in words(get(leader, language="zh-hans").select_one("#task-1"))


def test_what_is_newer_says_from_when_it_counts(leader: Client, task: Task) -> None:
    put(task, date(2024, 11, 2), 95)
    put(task, date(2024, 11, 30), 100)  # beyond today: nobody can have reported it yet
    CommitmentCount.objects.create(
        commitment=task.action.commitments.get(), counted_on=date(2024, 11, 1), amount=Decimal(36), changed_at=NOW
    )
    page = get(leader)
    assert "newer: 95 % on 2 November; counts from November 2024 on" in words(page.select_one("#task-1"))
    assert "newer: 36 cells" in words(page.select_one("#promise-zero-waste-cells"))
    assert "2024-11-30" not in words(page.select_one("#action-record"))
    for month in ("2024-12", "2024-09"):
        assert "newer" not in words(get(leader, f"/actions/4/?as_of={month}").select_one("#action"))


def test_viewers_see_no_form_and_cannot_post(leader: Client, task: Task) -> None:
    page = get(leader, "/actions/4/?edit=task-1")
    assert not page.select("form.report, [data-act]")
    for path, data in ((TASK, REPORT), (PROMISE, COUNT)):
        assert send(leader, path, data).status_code == 403
        assert leader.get(path).status_code == 403
    assert not TaskReport.objects.exists() and not CommitmentCount.objects.exists()


@pytest.mark.parametrize("anchor", ["task-1", "promise-zero-waste-cells"])
def test_an_opened_row_equals_the_page_with_it_open(staff: Client, task: Task, anchor: str) -> None:
    path = f"/actions/4/?edit={anchor}"
    part, page = get(staff, path, target=anchor), get(staff, path)
    assert part.select_one("head") is None
    assert normal(part.select_one(f"#{anchor}")) == normal(page.select_one(f"#{anchor}"))
    assert page.select_one(f"#{anchor} form") is not None


def test_the_form_begins_from_what_stands(staff: Client, task: Task) -> None:
    form = get(staff, "/actions/4/?edit=task-1").select_one("#task-1 form")
    assert form is not None
    fields = {one["name"]: one.get("value", "") for one in form.select("input")}
    assert (fields["progress"], fields["reported_on"], fields["version"]) == ("", "2024-10-31", "0")
    put(task, date(2024, 9, 30), 40, "september")
    form = get(staff, "/actions/4/?edit=task-1").select_one("#task-1 form")
    assert form is not None
    fields = {one["name"]: one.get("value", "") for one in form.select("input")}
    assert (fields["progress"], fields["version"], words(form.select_one("textarea"))) == ("40", "0", "")
    put(task, date(2024, 10, 31), 60, "october")
    form = get(staff, "/actions/4/?edit=task-1").select_one("#task-1 form")
    assert form is not None
    fields = {one["name"]: one.get("value", "") for one in form.select("input")}
    assert (fields["progress"], fields["version"], words(form.select_one("textarea"))) == ("60", "1", "october")


@pytest.mark.parametrize(
    ("path", "data", "anchor"), [(TASK, REPORT, "task-1"), (PROMISE, COUNT, "promise-zero-waste-cells")]
)
def test_a_swapped_page_equals_a_fresh_one(
    staff: Client, task: Task, path: str, data: dict[str, str], anchor: str
) -> None:
    page = get(staff, f"/actions/4/?edit={anchor}")
    answer = send(staff, path, data, target=anchor)
    assert answer.status_code == 200
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#action", "outerHTML")
    swap = Doc(answer.content, "lxml")
    page.select_one("#action").replace_with(swap.select_one("#action"))  # type: ignore[union-attr, arg-type]
    assert normal(page.select_one("main")) == normal(get(staff).select_one("main"))
    assert "counts from October 2024 on" in str(swap.find("div", id="messages"))


def test_reporting_without_javascript(staff: Client, task: Task, editor: User) -> None:
    answer = send(staff, f"{TASK}?as_of=2024-10", REPORT | {"progress": "９０％"})
    assert (answer.status_code, answer["Location"]) == (302, "/actions/4/?as_of=2024-10#task-1")
    page = get(staff, "/actions/4/?as_of=2024-10")
    assert "Task 1 saved: 2024-10-31, 90 %, in progress; counts from October 2024 on." in words(
        page.select_one("#messages")
    )
    row = words(page.select_one("#task-1"))
    assert "90 %" in row and "on track" in row and "验收中" in row
    assert "staff Task 1 · 2024-10-31 — → 90 % in progress 验收中" in words(page.select_one("#action-record"))
    report = TaskReport.objects.get()
    assert (report.changed_by, report.changed_at) == (editor, NOW)


def test_done_needs_no_number(staff: Client, task: Task) -> None:
    assert send(staff, TASK, REPORT | {"progress": "", "state": "done"}).status_code == 302
    assert TaskReport.objects.get().progress == 100


def test_counting_without_javascript(staff: Client, task: Task) -> None:
    assert send(staff, PROMISE, COUNT | {"amount": "２３２"}).status_code == 302
    again = COUNT | {"amount": "-2", "note": "重复登记", "counted_on": "2024/11/1", "version": "1"}
    assert send(staff, PROMISE, again).status_code == 302
    page = get(staff)
    assert "232 of 300 cells; 34 a month needed" in words(page.select_one("#promise-zero-waste-cells"))
    record = words(page.select_one("#action-record"))
    assert "New zero-waste cells · 2024-11-01 232 cells → 230 cells 重复登记" in record


@pytest.mark.parametrize(
    ("path", "data", "field", "sentence"),
    [
        (TASK, REPORT | {"progress": "lots"}, "progress", "not a number"),
        (TASK, REPORT | {"progress": ""}, "progress", "whole number from 0 to 100"),
        (TASK, REPORT | {"progress": "60.5"}, "progress", "whole number from 0 to 100"),
        (TASK, REPORT | {"progress": "-1"}, "progress", "from 0 to 100"),
        (TASK, REPORT | {"progress": "1e400"}, "progress", "exponent"),
        (TASK, REPORT | {"progress": "100"}, "state", "Done means 100 %"),
        (TASK, REPORT | {"state": "paused"}, "state", "Choose one of the states"),
        (TASK, REPORT | {"reported_on": "2024-11-31"}, "reported_on", "not a day"),
        (TASK, REPORT | {"reported_on": ""}, "reported_on", "Write the day"),
        (TASK, REPORT | {"reported_on": "2024-11-05"}, "reported_on", "still to come"),
        (TASK, REPORT | {"reported_on": "2023-12-31"}, "reported_on", "not a day of the 2024 plan"),
        (TASK, REPORT | {"note": "字" * 10_000}, "note", "10000 characters"),
        (PROMISE, COUNT | {"amount": "NaN"}, "amount", "not a number"),
        (PROMISE, COUNT | {"amount": ""}, "amount", "how many more"),
        (PROMISE, COUNT | {"amount": "0"}, "amount", "Nothing new"),
        (PROMISE, COUNT | {"amount": "-5"}, "note", "Say why"),
        (PROMISE, COUNT | {"amount": "-5", "note": "x"}, "amount", "cannot be below 0"),
        (PROMISE, COUNT | {"amount": "99999999999999"}, "amount", "too large"),
        (PROMISE, COUNT | {"counted_on": "soon"}, "counted_on", "not a day"),
    ],
)
def test_what_is_refused_stands_beside_its_field_and_nothing_typed_is_lost(
    staff: Client, task: Task, path: str, data: dict[str, str], field: str, sentence: str
) -> None:
    anchor = "task-1" if path == TASK else "promise-zero-waste-cells"
    for target in ("", anchor):
        answer = send(staff, path, data, target=target)
        assert answer.status_code == 422
        page = Doc(answer.content, "lxml")
        assert (page.select_one("head") is None) == bool(target)
        form = page.select_one(f"#{anchor} form")
        assert form is not None
        assert sentence in words(form.select_one(f"#{anchor}-{field}-error"))
        assert form.select_one(f"#{anchor}-{field}")["aria-invalid"] == "true"  # type: ignore[index]
        typed = {one["name"]: one.get("value", "") for one in form.select("input")}
        typed["note"] = form.select_one("textarea").text  # type: ignore[union-attr]
        assert {name: typed[name] for name in data if name != "state"} == {
            name: value for name, value in data.items() if name != "state"
        }
    assert not TaskReport.objects.exists() and not CommitmentCount.objects.exists()


def test_several_errors_at_once(staff: Client, task: Task) -> None:
    page = Doc(send(staff, TASK, {"progress": "x\x00", "note": "kept\x00"}).content, "lxml")
    assert len(page.select("#task-1 .error")) == 3
    assert words(page.select_one("#task-1 textarea")) == "kept"


def test_two_people_on_one_day(staff: Client, task: Task) -> None:
    put(task, date(2024, 10, 31), 40)
    answer = send(staff, TASK, REPORT, target="task-1")
    assert answer.status_code == 409
    form = Doc(answer.content, "lxml").select_one("#task-1 form")
    assert form is not None
    assert "There is a report of 2024-10-31 already: 40 %" in words(form.select_one("[role=alert]"))
    again = {str(one["name"]): str(one.get("value", "")) for one in form.select("input")} | {"state": "in_progress"}
    assert again["progress"] == "90"
    assert send(staff, TASK, again, target="task-1").status_code == 200
    assert TaskReport.objects.get().progress == 90


def test_another_day_than_the_form_was_opened_for(staff: Client, task: Task) -> None:
    put(task, date(2024, 10, 31), 40)
    put(task, date(2024, 11, 1), 50)
    opened = REPORT | {"version": "1", "seen_on": "2024-10-31"}
    assert send(staff, TASK, opened | {"reported_on": "2024-11-04"}).status_code == 302
    assert send(staff, TASK, opened | {"reported_on": "2024-11-01"}).status_code == 409


def test_a_count_sent_twice_asks(staff: Client, task: Task) -> None:
    assert send(staff, PROMISE, COUNT).status_code == 302
    answer = send(staff, PROMISE, COUNT)
    assert answer.status_code == 409
    form = Doc(answer.content, "lxml").select_one("#promise-zero-waste-cells form")
    assert form is not None and "27 on 2024-10-31, by staff" in words(form.select_one("[role=alert]"))
    assert form.select_one("[name=version]")["value"] == "1"  # type: ignore[index]
    assert CommitmentCount.objects.count() == 1


@pytest.mark.parametrize(("tasks", "reports"), [(3, 1), (30, 4)])
@pytest.mark.parametrize("history", ["", "?history=all"])
def test_query_count(
    leader: Client, django_assert_num_queries: DjangoAssertNumQueries, tasks: int, reports: int, history: str
) -> None:
    action = make_action(make_plan(), 4)
    GoalOfAction.objects.create(action=action, goal=make_goal(), stated=True)
    make_commitment(action)
    for number in range(1, tasks + 1):
        task = make_task(action, number)
        for month in range(1, reports + 1):
            put(task, date(2024, month, 1), 10 * month)
    with django_assert_num_queries(QUERIES):
        page = get(leader, f"/actions/4/{history}")
    entries = 1 + tasks + tasks * reports
    assert len(page.select("#action-record .record li")) == (entries if history else min(entries, 20))
    assert len(page.select(".notes > li")) == min(tasks * reports, 20)


def test_a_form_address_opens_the_form(staff: Client, task: Task) -> None:
    assert staff.get(f"{TASK}?as_of=2024-09")["Location"] == "/actions/4/?as_of=2024-09&edit=task-1#task-1"
    assert staff.get(PROMISE)["Location"].endswith("?edit=promise-zero-waste-cells#promise-zero-waste-cells")


@pytest.mark.parametrize(
    "path",
    [
        "/actions/5/",
        "/actions/0/",
        "/actions/99999999999999999999/",
        "/actions/4/?as_of=2023-10",
        "/actions/4/?edit=task-99",
        "/actions/4/?edit=promise-nothing",
        "/actions/4/tasks/2/",
        "/actions/4/commitments/nothing/",
        "/actions/5/tasks/1/",
    ],
)
def test_what_does_not_exist(staff: Client, task: Task, path: str) -> None:
    assert staff.get(path).status_code == 404
    if "edit" not in path:
        assert send(staff, path, REPORT).status_code in (404, 405)


@pytest.mark.parametrize("edit", ["nonsense", "task-", "task-x", "task-１", "promise-"])
def test_an_edit_that_names_no_row_is_ignored(staff: Client, task: Task, edit: str) -> None:
    assert not get(staff, f"/actions/4/?edit={edit}").select("form.report")


def test_wrong_methods_and_strangers(staff: Client, client: Client, task: Task) -> None:
    assert staff.post("/actions/4/").status_code == 405
    assert staff.put(TASK).status_code == staff.delete(PROMISE).status_code == 405
    for path in ("/actions/4/", TASK, PROMISE):
        assert client.get(path).status_code == 302
        assert send(client, path, REPORT).status_code == 401, "the login page, with what was typed"
    assert not TaskReport.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("editor", 302), ("administrator", 302), ("reviewer", 403)])
def test_who_may_report(
    task: Task, role: str, status: int, request: pytest.FixtureRequest, client_of: Callable[[User], Client]
) -> None:
    assert send(client_of(request.getfixturevalue(role)), TASK, REPORT).status_code == status
    assert TaskReport.objects.count() == (status == 302)
