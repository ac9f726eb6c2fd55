"""The codes of printed pages."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('daqing1369', '0002_rights'),
    ]

    operations = [
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(editable=False, max_length=8, unique=True)),
                ('address', models.CharField(editable=False, help_text='path and query, the same for the same page', max_length=500)),
                ('printed_on', models.DateField(editable=False)),
                ('at', models.DateTimeField(editable=False, help_text="the moment by the project's clock")),
                ('recorded_until', models.DateTimeField(editable=False, help_text="the moment by the database's own clock")),
                ('changed_at', models.DateTimeField(editable=False, help_text='the newest change on record', null=True)),
                ('version', models.BigIntegerField(editable=False, help_text='how many states the record has had')),
            ],
            options={
                'verbose_name': 'printed state',
                'verbose_name_plural': 'printed states',
                'ordering': ['-at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('printed_on', 'address', 'version'), name='one_snapshot_per_state'), models.CheckConstraint(condition=models.Q(('address__regex', '^/([^/]|$)')), name='snapshot_address_is_ours'), models.CheckConstraint(condition=models.Q(('code__regex', '^[0-9A-HJKMNP-TV-Z]{8}$')), name='snapshot_code_is_one')],
            },
        ),
    ]
