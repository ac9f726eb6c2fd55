"""What was reported is corrected in the administration as on its own pages: figures, reports, counts."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from actions.models import CommitmentCount, TaskReport
from targets.models import Figure, Reopening
from tests.administration import address, change, everything, history
from tests.factories import (
    NOW,
    make_figure,
    make_goal,
    make_indicator,
    make_mean,
)


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
