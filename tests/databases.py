"""Databases of the tests: migrated once and copied from then on; put back as they were after a test that committed."""

from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from daqing1369.models import TableChange
from tests import fingerprints

PREFIX = "test_migrated_"
LOCK = 1369  # of those who look for a migrated database, or make it


def migrated() -> str:
    """The name of a database in which every migration has run, for ``CREATE DATABASE … TEMPLATE``.

    It is made by whoever comes first, stays with the server, and goes when a migration or a requirement has changed.
    """
    name = PREFIX + fingerprints.of_files(fingerprints.schema())
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # until this connection ends
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        found = {row[0] for row in cursor.fetchall()}
        if name not in found:
            for old in found:
                cursor.execute(f'DROP DATABASE "{old}"')
            cursor.execute(f'ALTER DATABASE "{_migrate_from_zero()}" RENAME TO "{name}"')
    return name


def _migrate_from_zero() -> str:
    """The name of a new database which has all migrations and no connection."""
    own = connection.settings_dict["NAME"]
    made: str = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # as PostgreSQL's connections have it
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = own
    return made


class Record(NamedTuple):
    """What is in every table, as COPY writes it, and where the sequences stand."""

    rows: dict[str, bytes]
    sequences: dict[str, int]


TOKENS = TableChange._meta.db_table  # tells that the tables have changed, this putting back included


def keep() -> Record:
    """Everything on record now."""
    with connection.cursor() as cursor:
        rows = {}
        for table in set(connection.introspection.table_names(cursor)) - {TOKENS}:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copied:
                rows[table] = b"".join(copied)
        cursor.execute(
            "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences "
            "WHERE schemaname = 'public' AND NOT starts_with(sequencename, %s)",
            [TOKENS],
        )
        return Record(rows, dict(cursor.fetchall()))


def put_back(record: Record) -> None:
    """Exactly what was kept, and nothing else: it kept the rules when it was kept, so no trigger looks at it again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("; ".join(f'DELETE FROM "{table}"' for table in record.rows))
        for table, rows in record.rows.items():
            if rows:
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copied:
                    copied.write(rows)
        for sequence, last in record.sequences.items():
            cursor.execute("SELECT setval(%s, greatest(%s, 1), %s > 0)", [f'"{sequence}"', last, last])
        cursor.execute(f'DELETE FROM "{TOKENS}"')
        cursor.execute(
            f'INSERT INTO "{TOKENS}" (name, token) SELECT name, hashtextextended(gen_random_uuid()::text, 0) '
            "FROM unnest(%s::text[]) AS name",
            [list(record.rows)],
        )
