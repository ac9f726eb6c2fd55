"""What is in a database: every table with its rows counted and summed up, sequences, objects, migrations."""

import json
from typing import Any

import psycopg
from psycopg import sql

# A row's text depends on these, so that they are the same wherever a sum is made.
SAME_TEXT = (
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1;"
    " SET bytea_output = 'hex';"
)
# The order of rows does not matter, the number of equal ones does. md5 is the same in every version of the server.
SUMMED = (
    "SELECT count(*)::text AS rows,"
    " coalesce(sum(('x' || left(md5(one_row::text), 15))::bit(60)::bigint), 0)::text AS total FROM ONLY {} AS one_row"
)
OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
NO_EXTENSION = "NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = {}.oid AND d.deptype = 'e')"
TABLES = (  # below, S608: put together of constants
    "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"  # noqa: S608
    f" WHERE c.relkind IN ('r', 'p') AND {OURS} AND {NO_EXTENSION.format('c')} ORDER BY 1"  # constants of this module
)
SEQUENCES = (
    "SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, 0)::text FROM pg_sequences"
    " WHERE schemaname !~ '^pg_' ORDER BY 1"
)
OBJECTS = f"""
SELECT 'views', count(*)::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('v', 'm') AND {OURS} AND {NO_EXTENSION.format("c")}
UNION ALL SELECT 'indexes', count(*)::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'i' AND {OURS} AND {NO_EXTENSION.format("c")}
UNION ALL SELECT 'functions', count(*)::text FROM pg_proc c JOIN pg_namespace n ON n.oid = c.pronamespace
    WHERE {OURS} AND {NO_EXTENSION.format("c")}
UNION ALL SELECT 'triggers', count(*)::text FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'constraints', count(*)::text FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
    WHERE contype <> 'n' AND {OURS}
"""  # noqa: S608  # the same
# Whom rights were given to, beside the owner: a server without these roles cannot be given them.
GRANTEES = (
    "SELECT DISTINCT r.rolname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,"  # noqa: S608
    " LATERAL aclexplode(c.relacl) AS given JOIN pg_roles r ON r.oid = given.grantee"
    f" WHERE {OURS} AND given.grantee <> c.relowner ORDER BY 1"  # the same
)
# The files that rows name, of tables which keep a file's digest beside its name.
_FILE_TABLES = (  # below, S608: put together of constants
    "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relname IN ('targets_attachment', 'actions_noteattachment') ORDER BY 1"
)


def read(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """The manifest's part about the database, as the connection's transaction sees it."""
    connection.execute(SAME_TEXT)
    tables = {}
    for (name,) in connection.execute(TABLES).fetchall():
        row = connection.execute(SUMMED.format(name).encode()).fetchone()
        assert row is not None  # noqa: S101  # an aggregate has one row
        tables[name] = {"rows": row[0], "total": row[1]}
    moment = connection.execute("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')").fetchone()
    return {
        "made_at": moment[0] if moment else "",
        "database": connection.info.dbname,
        "server": connection.info.server_version // 10000,
        "migrations": _migrations(connection),
        "tables": tables,
        "sequences": dict(connection.execute(SEQUENCES).fetchall()),
        "objects": dict(connection.execute(OBJECTS).fetchall()),
        "grantees": [name for (name,) in connection.execute(GRANTEES).fetchall()],
    }


def _migrations(connection: psycopg.Connection[Any]) -> list[str]:
    if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() == (None,):
        return []
    asked = connection.execute("SELECT app || '.' || name FROM public.django_migrations ORDER BY 1")
    return [name for (name,) in asked.fetchall()]


def files_of_rows(connection: psycopg.Connection[Any]) -> dict[str, str]:
    """The name of each file that a row needs, with its SHA-256."""
    found: dict[str, str] = {}
    for (table,) in connection.execute(_FILE_TABLES).fetchall():
        asked = f"SELECT path, sha256 FROM {table} WHERE path <> ''"  # noqa: S608  # quoted by the server
        found.update(connection.execute(asked.encode()).fetchall())
    return found


def is_empty(connection: psycopg.Connection[Any]) -> bool:
    """Whether the database has no table of anybody's."""
    return connection.execute(TABLES).fetchone() is None


def missing_roles(connection: psycopg.Connection[Any], names: list[str]) -> list[str]:
    """Those of the roles that the server does not have."""
    there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
    return [name for name in names if name not in there]


def check_sql(manifest: dict[str, Any]) -> str:
    """SQL that raises an exception, and so undoes its transaction, where the database is not what the manifest says.

    Sequences run on while a backup is made, so that they may stand further, never less far.
    """
    wanted = {key: manifest[key] for key in ("tables", "sequences", "objects")}
    text = sql.Literal(json.dumps(wanted)).as_string(None)
    summed = sql.Literal(SUMMED.replace("{}", "%s")).as_string(None)
    return f"""{SAME_TEXT}
DO $check$
DECLARE wanted jsonb := {text}; one record; found record;
BEGIN
    FOR one IN SELECT key, value FROM jsonb_each(wanted->'tables') LOOP
        EXECUTE format({summed}, one.key) INTO found;
        IF found.rows <> one.value->>'rows' OR found.total <> one.value->>'total' THEN
            RAISE EXCEPTION 'table % has % rows with the sum %, and the backup says % with %',
                one.key, found.rows, found.total, one.value->>'rows', one.value->>'total';
        END IF;
    END LOOP;
    FOR one IN SELECT w.key, w.value, f.last FROM jsonb_each_text(wanted->'sequences') w
            LEFT JOIN ({SEQUENCES}) f(name, last) ON f.name = w.key LOOP
        IF one.last IS NULL OR one.last::numeric < one.value::numeric THEN
            RAISE EXCEPTION 'sequence % stands at %, and the backup says %', one.key, one.last, one.value;
        END IF;
    END LOOP;
    FOR one IN SELECT w.key, w.value, f.number FROM jsonb_each_text(wanted->'objects') w
            LEFT JOIN ({OBJECTS}) f(kind, number) ON f.kind = w.key LOOP
        IF one.number IS DISTINCT FROM one.value THEN
            RAISE EXCEPTION '% % are there, and the backup says %', one.number, one.key, one.value;
        END IF;
    END LOOP;
END $check$;
"""  # noqa: S608  # quoted above
