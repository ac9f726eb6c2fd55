"""The demo's own files, measurements included: its figures stay exactly as they were, and nothing differs."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from daqing1369 import demo
from targets.entry.cell import Cell
from targets.models import Computation, Figure
from targets.periods import Month
from targets.queries.overrides import cell_of
from tests.factories import NOW

ROOT = Path(__file__).parent.parent.parent
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def state() -> list[Any]:
    return list(Figure.objects.order_by("pk").values_list())


def test_the_measurements_give_the_demos_figures_and_leave_them_as_they_are() -> None:
    demo.fill(sorted((ROOT / "fixtures").glob("*.json")))
    before = state()
    demo.measure(sorted((ROOT / "fixtures" / "monitoring").glob("*.csv")))
    assert state() == before
    figures = {(one.indicator_id, one.area_id, one.month): one for one in Figure.objects.all()}
    computed = {(row.indicator_id, row.area_id, row.month): row for row in Computation.objects.all()}
    fed = {key: one for key, one in figures.items() if key[0] in {row[0] for row in computed} and key in computed}
    assert len(fed) == len(computed) == 35 + 35 + 36
    assert {key: Cell.of(one) for key, one in fed.items()} == {key: cell_of(row) for key, row in computed.items()}
    through = [
        row for row in Computation.objects.filter(indicator__slug="pm25", month__year=2024) if row.month.month <= 10
    ]
    total = sum(row.numerator or 0 for row in through), sum(row.denominator or 0 for row in through)
    assert [f"{number.normalize():f}" for number in total] == ["8311.2", "305"]  # type: ignore[union-attr]
    assert not Computation.objects.filter(indicator__slug="pm25", month=Month(2023, 3).first_on).exists()
    call_command("recompute", "--check", stdout=StringIO(), stderr=StringIO())
    assert all(row.changed_at == NOW for row in computed.values())
