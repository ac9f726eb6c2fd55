"""The figures of a database and their history, as the check wants them."""

from typing import Any

import psycopg

from tests.operate.soak.check import NUMBERS, State

STATES = """
    SELECT {id}, i.slug, a.code, a.code = %s, to_char(f.month, 'YYYY-MM'), f.version, f.note,
           coalesce(u.username, ''), f.numerator, f.denominator, f.month_numerator, f.month_denominator
    FROM {table} f JOIN targets_indicator i ON i.id = f.indicator_id JOIN targets_area a ON a.id = f.area_id
         LEFT JOIN auth_user u ON u.id = f.changed_by_id
    ORDER BY {order}
"""


def history(connection: psycopg.Connection[Any]) -> list[State]:
    """Every state of every figure, in the order in which they were written."""
    return _states(connection, "targets_figureevent", "f.pgh_obj_id", "f.pgh_id")


def figures(connection: psycopg.Connection[Any]) -> list[State]:
    """Every figure as it stands."""
    return _states(connection, "targets_figure", "f.id", "f.id")


def _states(connection: psycopg.Connection[Any], table: str, identity: str, order: str) -> list[State]:
    query = STATES.format(table=table, id=identity, order=order)
    rows = connection.execute(query.encode(), ["230600"]).fetchall()
    return [
        State(
            figure=row[0],
            key=row[1] if row[3] else f"{row[1]}_a{row[2]}",
            month=row[4],
            version=row[5],
            note=row[6],
            by=row[7],
            numbers=dict(zip(NUMBERS, row[8:], strict=True)),
        )
        for row in rows
    ]
