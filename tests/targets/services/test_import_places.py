"""Which plan has the say over a row, what is asked of the database for it, and what becomes of notes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User

from targets.entry.calendar import Gate
from targets.models import Figure, Review, Upload
from targets.periods import Month
from targets.queries.access import EVERYTHING, Access
from targets.queries.imports import find_places
from targets.services.imports import confirm, receive, work
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_mean, make_plan
from tests.sheets import HEAD, csv

pytestmark = pytest.mark.django_db


def checked(settings: Any, folder: Path, by: User, *rows: list[str]) -> Upload:
    settings.UPLOADS_DIR = folder
    return work(upload=receive(chunks=[csv(HEAD, *rows)], name="f.csv", by=by, now=NOW), now=NOW)


@pytest.mark.parametrize("closes", [(None, 3), (3, None), (3, 400), (400, 3)])
def test_the_plan_that_closes_first_has_the_say(closes: tuple[int | None, int | None]) -> None:
    city = make_area()
    district = make_area("230602", name_zh="萨尔图区", name_en="Sartu", parent=city, reports=True)
    indicator = make_indicator()
    for area, days in zip((city, district), closes, strict=True):
        make_goal(make_plan(area=area, closes_after_days=days), indicator, reported_by="areas")
    key = indicator.pk, district.pk, Month(2024, 3)
    places = find_places(Access(EVERYTHING, ()), date(2024, 11, 4))
    places.learn([key])
    slot = places.slot(key, None)
    assert slot is not None and slot.term.gate is Gate.LOCKED


def test_only_what_a_file_asks_for_is_loaded(django_assert_num_queries: Any) -> None:
    wanted = make_indicator()
    for year in (2023, 2024, 2025):
        make_goal(make_plan(year), wanted)
        make_goal(make_plan(year), make_mean())
    places = find_places(Access(EVERYTHING, ()), date(2024, 11, 4))
    key = wanted.pk, make_area().pk, Month(2024, 3)
    with django_assert_num_queries(1):
        places.learn([key])
        places.learn([key])
    assert set(places.goals) == {(wanted.pk, make_area().pk, 2024)}


def test_an_empty_note_leaves_the_one_on_record(editor: User, settings: Any, tmp_path: Path) -> None:
    make_goal()
    make_figure(make_indicator(), "2024-10", "28", "31", review=Review.SUBMITTED, note="two days missing")
    row = ["230600", "2024-10", "good-air-days", "29", "31"]
    upload = checked(settings, tmp_path, editor, [*row, ""])
    work(upload=confirm(upload=upload, run=upload.run, correction="", reason=""), now=NOW)
    figure = Figure.objects.get()
    assert [figure.numerator, figure.note] == [29, "two days missing"]
    assert checked(settings, tmp_path, editor, [*row, ""]).counts["unchanged"] == 1


def test_a_note_that_would_go_is_shown(editor: User, settings: Any, tmp_path: Path, client_of: Any) -> None:
    make_goal()
    make_figure(make_indicator(), "2024-10", "28", "31", review=Review.SUBMITTED, note="two days missing")
    row = ["230600", "2024-10", "good-air-days", "28", "31", "complete now"]
    upload = checked(settings, tmp_path, editor, row)
    page = BeautifulSoup(client_of(editor).get(f"/import/{upload.pk}/").content, "lxml")
    (note,) = [cell for cell in page.select(".import-table td") if cell.select_one("del")]
    assert "two days missing" in note.get_text() and note.get_text().strip().endswith("complete now")
