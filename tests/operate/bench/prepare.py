"""``python -m tests.operate.bench.prepare demo | country | static``: what the bench's two servers serve.

``demo``: what `make demo` shows, with months that stay open. ``country``: beside it 340 cities with ten years of six
goals and their monthly figures, each of them revised once and with both states in its history.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import django
from django.db.models import Model

from tests.fingerprints import ROOT
from tests.operate.kept import FIXTURES, MIGRATED, Recipe

CITIES, YEARS = 340, range(2015, 2025)
ENVIRONMENT = {
    "DEMO": "on",
    "CLOCK": "2024-11-04T09:00:00+08:00",
    "DJANGO_SETTINGS_MODULE": "tests.operate.bench.settings",
}
_SOURCES = (Path(__file__), ROOT / "daqing1369" / "demo.py")
DEMO = Recipe("demo", (("-m", "tests.operate.bench.prepare", "demo"),), (*_SOURCES, *FIXTURES), ENVIRONMENT, MIGRATED)
COUNTRY = Recipe("country", (("-m", "tests.operate.bench.prepare", "country"),), _SOURCES, ENVIRONMENT, DEMO)

_AREAS = """
    INSERT INTO targets_area (code, name_zh, name_en, "order", reports)
    SELECT (900000 + n)::text, '城市' || n, 'City ' || n, n, true FROM generate_series(2, %(cities)s) AS n
"""
_CITIES = "(SELECT id FROM targets_area WHERE code = '230600' OR code LIKE '9%%')"
_PLANS = f"""
    INSERT INTO targets_plan ({{names}})
    SELECT {{values}} FROM targets_plan AS plan, {_CITIES} AS city, generate_series(%(first)s, %(last)s) AS years(year)
    WHERE plan.year = %(last)s AND plan.area_id = (SELECT id FROM targets_area WHERE code = '230600')
    ON CONFLICT DO NOTHING
"""  # nothing in it comes from outside
_GOALS = """
    INSERT INTO targets_goal ({names})
    SELECT {values} FROM targets_goal AS goal JOIN targets_plan AS own ON own.id = goal.plan_id, targets_plan AS plan
    WHERE own.year = %(last)s AND own.area_id = (SELECT id FROM targets_area WHERE code = '230600')
    ON CONFLICT DO NOTHING
"""
_FIGURES = f"""
    INSERT INTO targets_figure (indicator_id, area_id, month, numerator, denominator, review, origin, source_zh,
                                source_en, note, correction, standing_origin, review_note, version, changed_at, reason)
    SELECT goal.indicator_id, city.id, make_date(years.year, month, 1), 21 + (city.id + years.year + month) %% 8, 28,
           'approved', 'sample', '', '', '', '', '', '', 2,
           make_timestamptz(years.year, month, 28, 9, 0, 0) + interval '8 days', ''
    FROM targets_goal AS goal JOIN targets_plan AS plan ON plan.id = goal.plan_id,
         {_CITIES} AS city, generate_series(%(first)s, %(last)s) AS years(year), generate_series(1, 12) AS month
    WHERE plan.year = %(last)s AND plan.area_id = (SELECT id FROM targets_area WHERE code = '230600')
      AND (city.id <> plan.area_id OR years.year < 2022)
    ON CONFLICT DO NOTHING
"""  # the same
_ADDED = "area_id IN (SELECT id FROM targets_area WHERE code LIKE '9%%') OR month < '2022-01-01'"
_PLAN_ADDED = "id NOT IN (SELECT pgh_obj_id FROM targets_planevent)"
_GOAL_ADDED = "id NOT IN (SELECT pgh_obj_id FROM targets_goalevent)"


_FIRST_STATE = {
    "numerator": "numerator - 1",
    "version": "1",
    "changed_at": "changed_at - interval '1 day'",
}


def _event(model: type[Model], label: str, added: str, other: Mapping[str, str] | None = None) -> str:
    """The rows as they stand, or with other values in some columns, into the model's history as its triggers would."""
    columns = [str(each.column) for each in model._meta.local_fields]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join((other or {}).get(name, f'"{name}"') for name in columns)
    table = model._meta.db_table
    return f"""
        INSERT INTO {table}event ({names}, pgh_obj_id, pgh_label, pgh_created_at)
        SELECT {values}, id, '{label}', changed_at FROM {table} WHERE {added}
    """  # the same


def _copied(model: type[Model], statement: str, alias: str, other: Mapping[str, str]) -> str:
    """The statement with every column of the model, each as it is or with the other value, but for its number."""
    columns = [str(each.column) for each in model._meta.local_fields if each.column != "id"]
    values = [other.get(name, f'{alias}."{name}"') for name in columns]
    return statement.format(names=", ".join(f'"{name}"' for name in columns), values=", ".join(values))


def fill_demo() -> None:
    """As `make demo` does, but for months that never close, so that a save is possible in each of them."""
    from daqing1369 import demo
    from targets.models import Plan

    demo.fill([path for path in FIXTURES if path.suffix == ".json"])
    demo.measure([path for path in FIXTURES if path.suffix == ".csv"])
    Plan.objects.update(closes_after_days=None)


def fill_country() -> None:
    """A quarter of a million figures, without the triggers that would take minutes for them."""
    from django.db import connection, transaction

    from targets.models import Figure, Goal, Plan

    plans = _copied(Plan, _PLANS, "plan", {"area_id": "city.id", "year": "years.year", "reason": "''"})
    goals = _copied(Goal, _GOALS, "goal", {"plan_id": "plan.id"})
    sizes = {"cities": CITIES, "first": YEARS[0], "last": YEARS[-1]}
    histories = _event(Plan, "insert", _PLAN_ADDED), _event(Goal, "insert", _GOAL_ADDED)
    first, second = _event(Figure, "insert", _ADDED, _FIRST_STATE), _event(Figure, "update", _ADDED)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in (_AREAS, plans, goals, *histories, _FIGURES, first, second):
            cursor.execute(statement, sizes)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def collect() -> None:
    """The static files as production serves them, where they changed since the last time."""
    from django.conf import settings

    from daqing1369 import demo

    demo.collect_static(settings.STATIC_ROOT.with_suffix(".stamp"))


if __name__ == "__main__":
    django.setup()
    {"demo": fill_demo, "country": fill_country, "static": collect}[sys.argv[1]]()
