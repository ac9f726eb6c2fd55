"""Verdicts as database views: the same as the API's, word by word; never silently old; open to a reading role alone."""

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError
from django.test import Client

from daqing1369 import publishing
from daqing1369.models import PublishedState
from targets.models import Figure
from targets.periods import months_of
from tests.factories import (
    NOW,
    make_action,
    make_area,
    make_commitment,
    make_figure,
    make_goal,
    make_indicator,
    make_task,
)
from tests.year import make_air_year

TODAY = NOW.date()
VIEWS = ("bi_goals", "bi_goal_months", "bi_areas", "bi_actions", "bi_tasks", "bi_commitments")


@pytest.fixture
def year(db: None) -> None:
    air, _ = make_air_year()
    make_area("230602", name_zh="萨尔图区", name_en="Sartu", parent=make_area(), order=1)
    villages = make_indicator("rural-sewage", combination="newest", counts_days=False, min_days_year=None,
                              min_days_month=None, min_days_february=None)  # fmt: skip
    make_goal(air.plan, villages, order=3, reported_by="areas", target=35)
    make_figure(villages, "2024-09", "12", "40", area=make_area("230602"))
    action = make_action()
    make_task(action)
    make_commitment(action)


def publish() -> int | None:
    return publishing.publish(today=TODAY, now=NOW, valid_until=None)


def rows(sql: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def text(value: Any) -> Any:
    return None if value is None else str(value)


def test_every_month_says_what_the_api_says(year: None, viewer: User, client_of: Callable[[User], Client]) -> None:
    publish()
    client = client_of(viewer)
    numbers = ("target", "value", "value_exact", "numerator", "denominator", "pace")
    words = (
        "title",
        "direction",
        "unit",
        "status",
        "verdict",
        "attainability",
        "provisional",
        "data_through",
        "headline",
    )
    for month in months_of(2024):
        board = client.get("/api/v1/plans/2024/board", {"as_of": str(month)}).json()
        published = {row["goal"]: row for row in rows(f"SELECT * FROM bi_goals WHERE as_of = '{month.first_on}'")}
        assert len(published) == len(board["goals"]) == 3
        for goal in board["goals"]:
            row = published[goal["slug"]]
            assert {name: text(row[name]) for name in numbers} == {name: goal[name] for name in numbers}
            assert {name: row[name] for name in words} == {name: goal[name] for name in words}
            for whole, parts in (("required", ("value", "over")), ("budget", ("allowed", "used", "left"))):
                said = goal[whole] or dict.fromkeys(parts)
                assert [text(row[f"{whole}_{part}"]) for part in parts] == [said[part] for part in parts]
            shown = rows(f"SELECT * FROM bi_goal_months WHERE as_of = '{month.first_on}' AND goal = '{goal['slug']}'")
            assert [(f"{one['month']:%Y-%m}", text(one["value"]), text(one["cumulative"])) for one in shown] == [
                (one["month"], one["value"], one["cumulative"]) for one in goal["months"]
            ]
        (action,) = rows(f"SELECT * FROM bi_actions WHERE as_of = '{month.first_on}'")
        said = board["actions"][0]
        assert (action["name"], action["status"], text(action["progress"])) == (
            said["name"],
            said["status"],
            said["progress"],
        )


def test_the_other_views(year: None) -> None:
    publish()
    october = "as_of = '2024-10-01'"
    (area,) = rows(f"SELECT * FROM bi_areas WHERE {october}")
    assert (area["area"], area["name"], area["name_en"], text(area["value"])) == ("230602", "萨尔图区", "Sartu", "30.0")
    (task,) = rows(f"SELECT * FROM bi_tasks WHERE {october}")
    assert (task["title"], task["title_en"], task["state"], task["due_on"].isoformat()) == (
        *("任务1", "Task 1"),
        *("not_started", "2024-12-31"),
    )
    (promise,) = rows(f"SELECT * FROM bi_commitments WHERE {october}")
    assert (promise["slug"], text(promise["target"]), promise["done"]) == ("zero-waste-cells", "300", None)
    assert rows("SELECT DISTINCT to_char(as_of, 'YYYY-MM') AS month FROM bi_goals WHERE is_present") == [
        {"month": "2024-10"}
    ]


def is_current() -> bool:
    (row,) = rows("SELECT bool_and(is_current) AS says FROM bi_goals")
    return bool(row["says"])


def test_what_changed_since_shows_at_once(year: None) -> None:
    publish()
    assert is_current() and not publishing.is_stale(now=NOW)
    Figure.objects.filter(month="2024-10-01", indicator__slug="pm25").update(numerator=1)
    assert not is_current() and publishing.is_stale(now=NOW)
    assert publish() == 3, "October and later"
    assert is_current() and not publishing.is_stale(now=NOW)


def test_a_new_day_makes_it_old(year: None) -> None:
    publishing.publish(today=TODAY, now=NOW, valid_until=NOW)
    assert publishing.is_stale(now=NOW) and not is_current()


def test_a_new_plan_is_missing_until_it_is_published(year: None) -> None:
    assert publishing.is_stale(now=NOW)
    publish()
    assert PublishedState.objects.count() == 12
    assert publish() == 0


def run(*options: str) -> tuple[str, str]:
    out, told = StringIO(), StringIO()
    call_command("recompute", *options, stdout=out, stderr=told)
    return out.getvalue(), told.getvalue()


def test_recompute_and_check(year: None) -> None:
    assert run("--check") == ("", "12 states wait for their publication\nno difference\n")
    assert not PublishedState.objects.exists(), "--check changes nothing"
    assert run() == ("", "12 states changed\n")
    assert run("--check") == ("", "no difference\n")
    assert run("--if-stale") == ("", "")


def test_what_waits_for_its_publication_is_no_difference(year: None) -> None:
    run()
    Figure.objects.filter(month="2024-12-01", indicator__slug="pm25").update(numerator=0)
    assert run("--check") == ("", "12 states wait for their publication\nno difference\n")


def test_check_names_each_difference(year: None) -> None:
    run()
    Figure.objects.filter(month="2024-12-01", indicator__slug="pm25").update(numerator=0)
    PublishedState.objects.update(stamp=publishing.stamp())  # as if it had been published after the change
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("recompute", "--check", stdout=out, stderr=StringIO())
    assert refusal.value.returncode == 1
    lines = out.getvalue().splitlines()
    (numerator,) = [line for line in lines if ".months.2024-12.numerator: " in line]
    assert numerator.endswith(" → 0")
    assert all(line.startswith("230600 2024-12 goals.pm25.") for line in lines)


@pytest.fixture
def reading_role(year: None) -> Iterator[str]:
    """The role of docs/bi.md, within the test's transaction."""
    publish()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE daqing_bi_tried NOLOGIN")
        cursor.execute("GRANT USAGE ON SCHEMA public TO daqing_bi_tried")
        cursor.execute(f"GRANT SELECT ON {', '.join(VIEWS)} TO daqing_bi_tried")
        cursor.execute("SET LOCAL ROLE daqing_bi_tried")
    yield "daqing_bi_tried"
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_the_reading_role_reads_the_views_and_no_table(reading_role: str) -> None:
    for view in VIEWS:
        assert rows(f"SELECT * FROM {view} LIMIT 1"), view
    for table in ("targets_figure", "daqing1369_publishedstate", "daqing1369_accesskey", "auth_user", "django_session"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows(f"SELECT 1 FROM {table}")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM bi_goals")


def test_every_column_is_explained(db: None) -> None:
    listed = ", ".join(f"'{view}'::regclass" for view in VIEWS)
    blank = rows(
        f"SELECT attrelid::regclass, attname FROM pg_attribute WHERE attrelid IN ({listed}) AND attnum > 0 "
        "AND coalesce(col_description(attrelid, attnum), '') = ''"
    )
    assert blank == []
