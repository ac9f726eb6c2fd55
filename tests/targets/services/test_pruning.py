"""The record only shrinks by its retention, and says so."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone
from pytest_django import Settings

from targets.models import Figure, Pruning
from targets.services.pruning import prune
from tests.factories import make_figure, make_indicator


def events() -> Any:
    return apps.get_model("targets.FigureEvent")._default_manager.order_by("pgh_id")


@pytest.fixture
def figure(db: None) -> Figure:
    """Three states, all written just now."""
    figure = make_figure(make_indicator(), "2024-10", "28", "31")
    for numerator in (29, 30):
        figure.numerator = numerator
        figure.save()
    return figure


@pytest.fixture
def run(settings: Settings) -> Callable[..., tuple[str, str]]:
    def command(*, days: int, later: int = 0, dry_run: bool = False) -> tuple[str, str]:
        out, err = StringIO(), StringIO()
        settings.KEEP_RECORD_DAYS = days
        settings.CLOCK = timezone.now() + timedelta(days=later)
        call_command("prune_record", dry_run=dry_run, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return command


def test_by_default_nothing_is_deleted(figure: Figure, run: Callable[..., tuple[str, str]]) -> None:
    with pytest.raises(CommandError, match="KEEP_RECORD_DAYS is not set"):
        run(days=0, later=10_000)
    assert events().count() == 3


def test_what_is_not_old_enough_stays(figure: Figure, run: Callable[..., tuple[str, str]]) -> None:
    out, err = run(days=183, later=182)
    assert (out, events().count()) == ("", 3)
    assert "nothing is older" in err
    assert not Pruning.objects.exists()


def test_what_is_older_goes_but_for_the_last_state(figure: Figure, run: Callable[..., tuple[str, str]]) -> None:
    out, err = run(days=183, later=184)
    assert out == "targets_figureevent: 2\n"
    assert "2 states older than" in err
    assert [event.numerator for event in events()] == [30]
    deleted = Pruning.objects.get()
    assert deleted.deleted == {"targets_figureevent": 2}
    assert apps.get_model("targets.PruningEvent")._default_manager.count() == 1


def test_a_dry_run_deletes_nothing(figure: Figure, run: Callable[..., tuple[str, str]]) -> None:
    out, err = run(days=183, later=184, dry_run=True)
    assert (out, events().count()) == ("targets_figureevent: 2\n", 3)
    assert "would be deleted" in err
    assert not Pruning.objects.exists()


def test_afterwards_the_record_is_closed_again(figure: Figure) -> None:
    prune(before=timezone.now() + timedelta(days=1), now=timezone.now())
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        events().delete()
    assert events().count() == 1


def test_a_deletion_is_itself_not_deleted(figure: Figure) -> None:
    later = timezone.now() + timedelta(days=1)
    prune(before=later, now=timezone.now())
    assert prune(before=later, now=timezone.now()) == {}
    assert Pruning.objects.count() == 1


@pytest.mark.parametrize(("days", "starts"), [("0", True), ("183", True), ("182", False), ("1", False), ("-1", False)])
def test_a_retention_below_six_months_stops_the_start(days: str, starts: bool) -> None:  # noqa: FBT001  # a case
    ended = subprocess.run(
        [sys.executable, "-c", "import daqing1369.settings"],
        cwd=project.BASE_DIR,
        env=os.environ | {"KEEP_RECORD_DAYS": days},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode == 0) is starts
    assert starts or "six months" in ended.stderr
