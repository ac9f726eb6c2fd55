"""A figure that comes from a file stands as one that was typed: every field, every state of the history."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from targets.entry.cell import Cell
from targets.models import Figure, Origin, Review
from targets.queries.access import EVERYTHING, Access
from targets.services.figures import save_figure
from targets.services.imports import confirm, receive, work
from tests.factories import NOW, make_figure, make_goal, make_indicator, make_slot
from tests.sheets import csv

HEAD = ["area", "month", "indicator", "numerator", "denominator", "note"]
BEFORE: dict[str, dict[str, Any]] = {
    "nothing": {},
    "submitted": {"review": Review.SUBMITTED},
    "returned": {"review": Review.RETURNED, "review_note": "look again"},
    "approved": {"review": Review.APPROVED},
    "corrected": {
        "review": Review.SUBMITTED,
        "correction": "typing",
        "standing_numerator": 29,
        "standing_denominator": 31,
        "standing_version": 1,
        "standing_origin": "sample",
        "version": 2,
    },
}
events: Any = Figure._meta.get_field("events").related_model


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS_DIR = tmp_path


def by_file(by: User, top: str, note: str) -> None:
    content = csv(HEAD, ["230600", "2024-10", "good-air-days", top, "31", note])
    upload = receive(chunks=[content], name="f.csv", by=by, now=NOW)
    access = Access(EVERYTHING, ())
    work(upload=upload, now=NOW, access=access)
    upload.refresh_from_db()
    work(upload=confirm(upload=upload, run=upload.run, correction="audited", reason=""), now=NOW, access=access)


def by_hand(by: User, top: str, note: str, version: int) -> None:
    save_figure(
        slot=make_slot(month="2024-10"),
        cell=Cell(Decimal(top), Decimal(31)),
        version=version,
        by=by,
        now=NOW,
        note=note,
        origin=Origin.IMPORTED,
        correction="audited",
        reason="f.csv",
    )


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize(("top", "note"), [("28", ""), ("29", ""), ("30", "new"), ("28", "only a note")])
def test_the_same_state_as_by_hand(editor: User, before: str, top: str, note: str) -> None:
    make_goal()
    found = []
    for is_file in (True, False):
        made = make_figure(make_indicator(), "2024-10", "28", "31", **BEFORE[before]) if BEFORE[before] else None
        if is_file:
            by_file(editor, top, note)
        else:
            by_hand(editor, top, note, made.version if made else 0)
        (values,) = Figure.objects.values()
        newest = events.objects.order_by("-pgh_id").values(*values).first()
        assert newest == values  # the record keeps what stands
        found.append({name: value for name, value in values.items() if name != "id"})
        Figure.objects.all().delete()
    assert found[0] == found[1]


def test_a_note_from_a_file_leaves_the_words_of_a_correction(editor: User) -> None:
    make_goal()
    corrected = BEFORE["corrected"] | {"correction": "other", "reason": "letter 7"}
    make_figure(make_indicator(), "2024-10", "28", "31", **corrected)
    by_file(editor, "28", "only a note")
    (figure,) = Figure.objects.all()
    assert (figure.note, figure.correction, figure.reason) == ("only a note", "other", "letter 7")
