"""save_figure: each way out, with what the history keeps of it."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from targets.entry.cell import Cell
from targets.models import Figure
from targets.periods import Month
from targets.services.figures import MonthNotOpen, NothingToRecord, StaleVersion, save_figure
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_mean, make_plan, make_slot

OCTOBER = Month(2024, 10)
GOOD = Cell(Decimal(29), Decimal(31))
events: Any = Figure._meta.get_field("events").related_model


def save(by: User, cell: Cell = GOOD, version: int = 0, **fields: Any) -> Figure:
    at = {name: fields.pop(name) for name in ("indicator", "area") if name in fields}
    now = fields.pop("now", NOW)
    slot = make_slot(month=str(fields.pop("month", OCTOBER)), today=timezone.localdate(now), **at)
    return save_figure(slot=slot, cell=cell, version=version, by=by, now=now, **fields)


def history() -> list[tuple[Any, ...]]:
    """Who, when, what, which version: each state on record, oldest first."""
    fields = "pgh_label", "changed_by__username", "changed_at", "numerator", "denominator", "version"
    return list(events.objects.order_by("pgh_id").values_list(*fields))


def test_the_first_figure_counts_at_once_and_is_on_record(editor: User) -> None:
    figure = save(editor, note="checked", reason="typed")
    stored = Figure.objects.get()
    assert stored == figure
    assert Cell.of(stored) == GOOD
    assert (stored.version, stored.note) == (1, "checked")
    assert (stored.review, stored.origin, stored.reason) == ("submitted", "entered", "typed")
    assert (stored.changed_by, stored.changed_at) == (editor, NOW)
    assert history() == [("insert", "staff", NOW, 29, 31, 1)]


def test_a_change_keeps_old_and_new(editor: User, administrator: User) -> None:
    save(editor)
    later = NOW + timedelta(hours=1)
    changed = save(administrator, Cell(Decimal(28), Decimal(31)), 1, now=later)
    assert changed.version == 2
    assert history() == [("insert", "staff", NOW, 29, 31, 1), ("update", "admin", later, 28, 31, 2)]


def test_zero_is_a_value_and_blank_is_not(editor: User) -> None:
    assert save(editor, Cell(Decimal(0), Decimal(31))).is_blank is False
    assert save(editor, Cell(), 1).is_blank is True
    stored = Figure.objects.get()
    assert (stored.numerator, stored.denominator, stored.version) == (None, None, 2)


def test_the_same_again_writes_nothing(editor: User, administrator: User) -> None:
    first = save(editor)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = save(administrator, Cell(Decimal("29.0"), Decimal(31)), 1, now=NOW + timedelta(days=1))
    assert not [query for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]
    assert (again.pk, again.version, again.changed_by) == (first.pk, 1, editor)
    assert len(history()) == 1


def test_the_same_sent_twice_is_no_conflict(editor: User) -> None:
    """A request whose answer was lost is sent again with the version it knew."""
    save(editor)
    assert save(editor, version=0).version == 1
    assert len(history()) == 1


def test_a_note_alone_leaves_value_review_and_origin(editor: User) -> None:
    make_figure(make_indicator(), "2024-10", "29", "31", origin="computed", source_zh="源", source_en="source")
    figure = save(editor, version=1, note="as published")
    assert (figure.note, figure.version) == ("as published", 2)
    assert (figure.review, figure.origin, figure.source_en) == ("approved", "computed", "source")


def test_a_new_value_no_longer_names_the_old_source(editor: User) -> None:
    make_figure(make_indicator(), "2024-10", "29", "31", origin="computed", source_zh="源", source_en="source")
    figure = save(editor, Cell(Decimal(30), Decimal(31)), 1, correction="typing")
    assert (figure.review, figure.origin, figure.source_zh, figure.source_en) == ("submitted", "entered", "", "")


def test_a_mean_keeps_its_half_unit(editor: User) -> None:
    cell = Cell(Decimal("843.2"), Decimal(31), half_unit=Decimal("0.05"))
    save(editor, cell, indicator=make_mean())
    assert Cell.of(Figure.objects.get()) == cell


@pytest.mark.parametrize("version", [0, 2, 99])
def test_another_version_is_refused_with_what_stands(editor: User, administrator: User, version: int) -> None:
    stored = save(administrator)
    with pytest.raises(StaleVersion) as refusal:
        save(editor, Cell(Decimal(28), Decimal(31)), version)
    assert refusal.value.current == stored
    assert refusal.value.current.changed_by == administrator
    assert len(history()) == 1


def test_a_figure_removed_meanwhile_is_stale(editor: User) -> None:
    with pytest.raises(StaleVersion) as refusal:
        save(editor, version=3)
    assert refusal.value.current is None
    assert history() == []


@pytest.mark.parametrize("month", [Month(2024, 11), Month(2024, 12), Month(2025, 1)])
def test_a_month_that_is_not_over_is_refused(editor: User, month: Month) -> None:
    with pytest.raises(MonthNotOpen) as refusal:
        save(editor, month=month)
    assert refusal.value.month == month
    assert history() == []


def test_a_month_opens_at_midnight_in_shanghai(editor: User) -> None:
    midnight = NOW.replace(month=12, day=1, hour=0).astimezone(UTC)
    with pytest.raises(MonthNotOpen):
        save(editor, month=Month(2024, 11), now=midnight - timedelta(seconds=1))
    assert save(editor, month=Month(2024, 11), cell=Cell(Decimal(20), Decimal(30)), now=midnight).version == 1


def test_nothing_where_nothing_stands_is_not_recorded(editor: User) -> None:
    with pytest.raises(NothingToRecord):
        save(editor, Cell())
    assert save(editor, Cell(), note="the supplier is late").is_blank


def test_what_cannot_be_kept_is_refused_before_the_database(editor: User) -> None:
    with pytest.raises(ValidationError):
        save(editor, Cell(Decimal(10) ** 15, Decimal(10) ** 15))
    with pytest.raises(ValidationError):
        save(editor, note="x" * 1001)
    with pytest.raises(IntegrityError):
        save(editor, Cell(Decimal(-1), Decimal(31)))


def test_the_areas_of_one_indicator_are_apart(editor: User) -> None:
    save(editor)
    save(editor, Cell(Decimal(20), Decimal(31)), area=make_area("230602"))
    assert set(Figure.objects.values_list("numerator", flat=True)) == {20, 29}


@pytest.mark.parametrize("change", [lambda rows: rows.update(version=9), lambda rows: rows.delete()])
def test_the_record_itself_cannot_be_changed(editor: User, change: Callable[[models.QuerySet[Any]], Any]) -> None:
    save(editor)
    with pytest.raises(ProgrammingError, match="Cannot update or delete rows"):
        change(events.objects.all())


@pytest.mark.django_db(transaction=True)
def test_two_first_saves_meet(editor: User, administrator: User) -> None:
    """The second finds no row to lock, waits at the unique key, and is told: never the database's own error."""
    indicator, area = make_indicator(), make_area()
    make_goal(make_plan(area=area), indicator)
    refused: list[StaleVersion] = []

    def second() -> None:
        try:
            save(administrator, Cell(Decimal(28), Decimal(31)), indicator=indicator, area=area)
        except StaleVersion as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        mine = save(editor, indicator=indicator, area=area)
        other.start()
        wait_until_someone_waits()
    other.join(30)
    assert [refusal.current for refusal in refused] == [mine]
    assert Cell.of(Figure.objects.get()) == GOOD


def wait_until_someone_waits() -> None:
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE NOT granted AND datname = current_database())"
            )
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.01)
    raise AssertionError("the second save never came to the unique key")
