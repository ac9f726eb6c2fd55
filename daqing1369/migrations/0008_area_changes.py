"""Whose figures of what have changed: what was made of others is kept while they stand."""

from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION daqing1369_note_areas() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT DISTINCT area_id, indicator_id FROM touched LOOP
        -- As daqing1369_note_change() does with a table: rows that others are replacing are passed over.
        DELETE FROM daqing1369_areachange WHERE id IN (
            SELECT id FROM daqing1369_areachange
            WHERE area = one.area_id AND indicator = one.indicator_id FOR UPDATE SKIP LOCKED
        );
        INSERT INTO daqing1369_areachange (area, indicator, token)
        VALUES (one.area_id, one.indicator_id, hashtextextended(gen_random_uuid()::text, 0));
    END LOOP;
    RETURN NULL;
END $$;

CREATE TRIGGER note_areas_written AFTER INSERT ON targets_figure
REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION daqing1369_note_areas();
CREATE TRIGGER note_areas_changed AFTER UPDATE ON targets_figure
REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION daqing1369_note_areas();
CREATE TRIGGER note_areas_left AFTER UPDATE ON targets_figure
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION daqing1369_note_areas();
CREATE TRIGGER note_areas_gone AFTER DELETE ON targets_figure
REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION daqing1369_note_areas();
"""
BACK = "DROP FUNCTION daqing1369_note_areas() CASCADE;"


class Migration(migrations.Migration):

    dependencies = [
        ('daqing1369', '0007_data_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='AreaChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.BigIntegerField(editable=False)),
                ('indicator', models.BigIntegerField(editable=False)),
                ('token', models.BigIntegerField(editable=False)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['indicator', 'area'], name='area_change_of')],
            },
        ),
        migrations.RunSQL(FUNCTION, BACK),
    ]
