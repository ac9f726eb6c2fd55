"""Files, settings and mendings wait for each other: each asks for the turn before anything else."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from daqing1369.management.commands.load_plan import Command
from targets.models import Section
from targets.services.air_days import recompute_cities
from targets.services.fixture_files import Batch
from targets.services.load_turns import LOCK, is_busy
from targets.services.recheck import mend_days, mend_sections
from targets.services.settings_changed import after_setting, after_settings
from tests.factories import NOW
from tests.loading import DAYS, csv, day_row, load

pytestmark = pytest.mark.django_db

ENTRANCES: dict[str, Callable[[], Any]] = {
    "a file": lambda: load(csv(DAYS, day_row())),
    "a setting": lambda: after_setting(Section(pk=1), by=None, now=NOW),
    "settings": lambda: after_settings(by=None, now=NOW),
    "days": lambda: mend_days(now=NOW),
    "sections": lambda: mend_sections(now=NOW),
    "cities": lambda: recompute_cities([], now=NOW),
    "a plan": lambda: Command().load(Batch(), ""),
}


@pytest.fixture
def other() -> Iterator[Any]:
    """A second connection, whose turn it is."""
    copy: Any = connection.copy()
    with copy.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield cursor
        cursor.execute("SELECT pg_advisory_unlock_all()")  # closing only returns it to the pool
    copy.close()


@pytest.mark.parametrize("enter", ENTRANCES.values(), ids=ENTRANCES)
def test_whoever_comes_waits_for_the_turn(other: Any, enter: Callable[[], Any]) -> None:
    assert is_busy()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5ms'")
    with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
        enter()
    other.execute("SELECT pg_advisory_unlock_all()")
    assert not is_busy()
    with transaction.atomic():
        enter()
