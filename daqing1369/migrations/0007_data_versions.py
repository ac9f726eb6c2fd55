"""Which tables have changed: what was computed from them is kept until then."""

from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION daqing1369_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own text := pg_current_xact_id()::text;
    mark text := 'daqing1369.noted_' || TG_RELID;
BEGIN
    -- Within the transaction that writes: another value after each statement.
    PERFORM set_config('daqing1369.own', gen_random_uuid()::text, true);
    IF coalesce(current_setting(mark, true), '') <> own THEN
        PERFORM set_config(mark, own, true);
        -- A row that was there goes only together with one that never was: no state of a table looks like an earlier.
        DELETE FROM daqing1369_tablechange WHERE id IN (
            SELECT id FROM daqing1369_tablechange WHERE name = TG_TABLE_NAME FOR UPDATE SKIP LOCKED
        );
        INSERT INTO daqing1369_tablechange (name, token)
        VALUES (TG_TABLE_NAME, hashtextextended(gen_random_uuid()::text, 0));
    END IF;
    RETURN NULL;
END $$;

-- For every table whose rows a page may show: the event tables change with their own table, but for their pruning.
CREATE FUNCTION daqing1369_watch(watched regclass, events text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER note_change AFTER %s ON %s FOR EACH STATEMENT EXECUTE FUNCTION daqing1369_note_change()',
        events, watched
    );
END $$;

SELECT daqing1369_watch(
    oid::regclass,
    CASE
        WHEN relname LIKE '%event' THEN 'DELETE OR TRUNCATE'
        -- Not its last_login, which each login writes.
        WHEN relname = 'auth_user' THEN 'INSERT OR DELETE OR TRUNCATE OR UPDATE OF username, first_name, last_name, '
            'email, password, is_staff, is_active, is_superuser'
        ELSE 'INSERT OR UPDATE OR DELETE OR TRUNCATE'
    END
)
FROM pg_class
WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname ~ '^(targets|actions|daqing1369|auth)_'
  AND relname NOT IN ('daqing1369_snapshot', 'daqing1369_apiuse', 'daqing1369_tablechange');
"""
BACK = """
DROP FUNCTION daqing1369_note_change() CASCADE;
DROP FUNCTION daqing1369_watch(regclass, text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('daqing1369', '0006_sign_in_anew'),
        ('targets', '0014_new_year'),
        ('actions', '0006_note_attachments'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='TableChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_index=True, editable=False, max_length=63)),
                ('token', models.BigIntegerField(editable=False)),
            ],
            options={'ordering': ['id']},
        ),
        migrations.RunSQL(FUNCTION, BACK),
    ]
