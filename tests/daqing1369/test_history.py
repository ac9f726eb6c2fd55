"""The record as everybody signed in reads it: who changed what, filtered, paged, and as CSV."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from itertools import zip_longest

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from actions.models import CommitmentCount, NoteAttachment, TaskReport
from targets.evaluation.model import Combination, Comparison, PaceKind, ReportedBy
from targets.evaluation.words import COMBINATION_WORDS, COMPARISON_WORDS, FREQUENCY_WORDS, PACE_WORDS
from targets.models import (
    AreaTarget,
    Assignment,
    Attachment,
    Confirmation,
    Figure,
    Pruning,
    Reopening,
    StandIn,
)
from targets.periods import Frequency
from targets.queries.record import Place
from tests.factories import (
    NOW,
    make_action,
    make_area,
    make_commitment,
    make_figure,
    make_goal,
    make_indicator,
    make_mean,
    make_task,
)

MOST_QUERIES = 4 + 4 + 1 + 2 * 15  # the door; the names; the keys; each of fifteen tables with what it needs


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(viewer)


def page(client: Client, query: str = "", *, status: int = 200) -> BeautifulSoup:
    answer = client.get(f"/history/{query}", headers={"Accept-Language": "en"})
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "lxml")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def lines(client: Client, query: str = "") -> list[str]:
    return [words(row) for row in page(client, query).select(".history tbody tr")]


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/history/history.csv{query}", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    text = b"".join(answer).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def changed(figure: Figure, by: User, *, minutes: int, **fields: object) -> Figure:
    for name, value in ({"changed_by": by, "changed_at": NOW + timedelta(minutes=minutes)} | fields).items():
        setattr(figure, name, value)
    figure.version += 1
    figure.save()
    return figure


@pytest.fixture
def life(editor: User, reviewer: User) -> Figure:
    """Entered, returned, corrected, approved."""
    at = NOW - timedelta(minutes=4)
    figure = make_figure(make_indicator(), "2024-10", "28", "31", review="submitted", changed_by=editor, changed_at=at)
    back = {"reviewed_by": reviewer, "reviewed_at": NOW + timedelta(minutes=-3)}
    changed(figure, reviewer, minutes=-3, review="returned", review_note="Please check the 28.", **back)
    again = {"numerator": Decimal(29), "review": "submitted", "review_note": "", "correction": "typing"}
    changed(figure, editor, minutes=-2, reason="a slip", **again)
    done = {"reviewed_by": reviewer, "reviewed_at": NOW + timedelta(minutes=-1)}
    return changed(figure, reviewer, minutes=-1, review="approved", reason="", **done)


def test_the_life_of_a_figure_newest_first(leader: Client, life: Figure) -> None:
    found = lines(leader, "?goal=good-air-days&month=2024-10")
    assert found[0].startswith(
        "2024-11-04 08:59 reviewer review Good-air days 2024-10 Daqing state submitted → approved"
    )
    assert "value 90.32 % (28 / 31) → 93.55 % (29 / 31)" in found[1]
    assert "state returned → submitted" in found[1]
    assert found[1].endswith("corrected typing a slip")
    assert "reviewer's sentence Please check the 28." in found[2]
    assert "value 90.32 % (28 / 31)" in found[3]
    assert len(found) == 4


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?kind=figures", 2),
        ("?kind=reviews", 2),
        ("?person=staff", 2),
        ("?person=-&goal=good-air-days", 1),
        ("?correction=typing", 1),
        ("?correction=audited", 0),
        ("?words=SLIP", 1),
        ("?words=check+the", 1),
        ("?month=2024-10", 4),
        ("?month=2024-09", 0),
        ("?area=230600&goal=good-air-days", 4),
        ("?goal=good-air-days&from=2024-11-04&until=2024-11-04", 5),
        ("?from=2024-11-05", 0),
        ("?until=2024-11-03", 0),
    ],
)
def test_filters(leader: Client, life: Figure, query: str, count: int) -> None:
    assert len(lines(leader, query)) == count
    assert len(rows(leader, query)) == count


@pytest.mark.parametrize(
    "query", ["?goal=none", "?area=x", "?month=2024-13", "?person=ghost", "?kind=x", "?correction=x", "?from=yesterday"]
)
def test_what_means_nothing_is_said(leader: Client, query: str) -> None:
    assert page(leader, query, status=422).select_one("#history .error") is not None
    assert leader.get(f"/history/history.csv{query}").status_code == 404


@pytest.mark.parametrize("before", ["", "x", "1.2", "9" * 40 + ".1.1", "999999999999999999.1.1", "1.1.-1", "१.1.1"])
def test_a_place_that_is_none(leader: Client, before: str) -> None:
    assert leader.get("/history/", {"before": before}).status_code == 404


def make_everything(editor: User) -> None:
    """A line of every kind."""
    figure = make_figure(make_indicator(), "2024-10", "28", "31", changed_by=editor)
    goal = make_goal()
    stamp = {"changed_at": NOW, "changed_by": editor}
    Attachment.objects.create(figure=figure, title="bulletin", link="https://example.org/b.pdf", **stamp)
    place = {"indicator": figure.indicator, "area": figure.area}
    Reopening.objects.create(**place, month=figure.month, until_on=date(2024, 11, 30), reason="audit", **stamp)
    Confirmation.objects.create(
        goal=goal, value=Decimal("92.5"), document="No. 5", confirmed_on=date(2024, 11, 1), **stamp
    )
    Assignment.objects.create(user=editor, **place, **stamp)
    StandIn.objects.create(
        absent=editor, deputy=User.objects.create_user("deputy"), from_on=NOW.date(), until_on=NOW.date(), **stamp
    )
    Pruning.objects.create(before=NOW, deleted={"targets_figureevent": 2, "targets_goalevent": 1}, **stamp)
    AreaTarget.objects.create(goal=goal, area=make_area(), target=Decimal(90), **stamp)
    action = make_action()
    task, commitment = make_task(action), make_commitment(action)
    report = TaskReport.objects.create(task=task, reported_on=NOW.date(), progress=40, state="in_progress", **stamp)
    file = {"path": "x", "media_type": "application/pdf", "size": 9, "sha256": "0" * 64}
    NoteAttachment.objects.create(report=report, title="minutes.pdf", **file, **stamp)
    CommitmentCount.objects.create(commitment=commitment, counted_on=NOW.date(), amount=Decimal(12), **stamp)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_word_of_a_closed_vocabulary_is_shown_raw(leader: Client, language: str) -> None:
    choices = zip_longest(Combination, Frequency, Comparison, PaceKind)
    for number, (combination, frequency, comparison, pace) in enumerate(choices):
        indicator = make_indicator(
            f"kind-{number}",
            **{"combination": combination or "sum", "frequency": frequency or "monthly", "counts_days": False},
            **{"min_days_year": None, "min_days_month": None, "min_days_february": None},
        )
        make_goal(
            indicator=indicator,
            order=number,
            comparison=comparison or "exact",
            comparison_decimals=0 if comparison is Comparison.ROUNDED else None,
            pace=pace or "none",
            milestones={"6": "50"} if pace is PaceKind.MILESTONES else {},
        )
    answer = leader.get("/history/", headers={"Accept-Language": language})
    shown = {words(one) for one in BeautifulSoup(answer.content, "lxml").select(".pieces ins")}
    vocabularies = (COMBINATION_WORDS, FREQUENCY_WORDS, COMPARISON_WORDS, PACE_WORDS)
    told = {text.in_language(language) for vocabulary in vocabularies for text in vocabulary.values()}
    rounded = COMPARISON_WORDS[Comparison.ROUNDED].in_language(language)
    assert told - {rounded} <= shown
    assert any(one.startswith(rounded) and "0" in one for one in shown)
    if language == "zh-hans":
        raw = {str(value) for kind in (Combination, Frequency, Comparison, PaceKind, ReportedBy) for value in kind}
        assert not raw & {word for one in shown for word in one.split()}


def test_every_kind_of_change_is_told(leader: Client, editor: User) -> None:
    make_everything(editor)
    found = "\n".join(lines(leader))
    for told in (
        "figure Good-air days 2024-10",
        "target Good-air days 2024 Daqing target ≥ 92",
        "source of a figure Good-air days 2024-10 Daqing source bulletin https://example.org/b.pdf",
        "opened again Good-air days 2024-10 Daqing open through 2024-11-30 audit",
        "confirmed by the province Good-air days 2024 Daqing the province's value 92.5",
        "assignment Good-air days Daqing person staff",
        "stand-in absent staff stand-in deputy",
        "target of an area Good-air days 2024 Daqing target 90",
        "deletion from the record older than 2024-11-04 09:00 rows deleted 3",
        "task Opening: Task 1 task Task 1",
        "progress of a task Opening: Task 1 progress 40 % in progress",
        "count Opening: New zero-waste cells amount 12",
        "file of a note Opening: Task 1 file minutes.pdf",
    ):
        assert told in found, told


def test_a_fixed_number_of_queries(
    leader: Client, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_everything(editor)
    for month in range(1, 10):
        make_figure(make_mean(), f"2024-0{month}", "800", "30")
    with django_assert_max_num_queries(MOST_QUERIES):
        leader.get("/history/")


def test_a_deleted_figure_and_goal_stay_on_record(leader: Client, life: Figure) -> None:
    life.delete()
    goal = make_goal()
    goal.delete()
    assert any("93.55 % (29 / 31) → deleted" in line for line in lines(leader, "?goal=good-air-days"))
    assert any("≥ 92 → deleted" in line for line in lines(leader, "?kind=goals"))


def test_pages_meet_without_gap_or_double(leader: Client, editor: User) -> None:
    make_everything(editor)
    indicator = make_mean()
    for number in range(130):  # many at one moment, as a loaded file leaves them
        month = f"{2010 + number // 12}-{number % 12 + 1:02d}"
        make_figure(indicator, month, str(number), "30", changed_at=NOW - timedelta(hours=number // 60))
    seen: list[str] = []
    query = ""
    while True:
        found = page(leader, query)
        seen += [words(row) for row in found.select(".history tbody tr")]
        older = found.select_one("a[rel=next]")
        if older is None:
            break
        query = str(older["href"]).removeprefix("/history/")
    assert len(seen) == len(rows(leader))
    assert len([line for line in seen if "figure PM2.5" in line]) == 130
    assert len({line for line in seen if "figure PM2.5" in line}) == 130


def test_what_is_dated_later_is_left_out(leader: Client) -> None:
    make_figure(make_indicator(), "2024-11", "28", "30", changed_at=NOW + timedelta(seconds=1))
    assert not lines(leader, "?kind=figures")
    assert not rows(leader, "?kind=figures")


def test_a_place_is_written_and_read() -> None:
    place = Place(NOW, 3, 17)
    assert Place.parse(str(place)) == place


def test_nothing_in_the_csv_runs_as_a_formula(leader: Client, editor: User) -> None:
    make_figure(make_indicator(), "2024-10", "28", "31", note='=HYPERLINK("x")', reason="@SUM(1)", changed_by=editor)
    (row,) = rows(leader, "?kind=figures")
    assert row["Reason"] == "'@SUM(1)"
    assert all(not text.startswith(("=", "+", "-", "@")) for text in row.values())


def test_the_csv_in_chinese(leader: Client, life: Figure) -> None:
    answer = leader.get("/history/history.csv?kind=figures", headers={"Accept-Language": "zh-hans"})
    text = b"".join(answer).decode("utf-8")
    assert "优良天数比例" in text
    assert "录入更正" in text
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert make_area().name_zh in text


def test_only_a_new_value_is_a_correction(leader: Client, editor: User, reviewer: User) -> None:
    at = NOW - timedelta(minutes=9)
    figure = make_figure(make_indicator(), "2024-09", "28", "30", changed_by=editor, changed_at=at)
    corrected = {"numerator": Decimal(29), "review": "submitted", "correction": "typing", "reason": "a slip"}
    changed(figure, editor, minutes=-8, **corrected)
    changed(figure, editor, minutes=-7, note="as in the report")
    settled = {"review": "approved", "reviewed_by": reviewer, "reviewed_at": NOW + timedelta(minutes=-6)}
    changed(figure, reviewer, minutes=-6, **settled)
    assert len(lines(leader, "?month=2024-09")) == 4
    (only,) = rows(leader, "?correction=typing")
    assert (only["new"][:2], only["Reason"]) == ("96", "a slip")
    assert [row["Correction"] for row in rows(leader, "?month=2024-09")] == ["", "", "corrected typing", ""]
    assert [row["Reason"] for row in rows(leader, "?month=2024-09")] == ["", "", "a slip", ""], "once, with its value"
