"""Everybody signs in anew: from here on each session is listed, so that whoever ends all of them ends all of them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def end_all(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("daqing1369", "0005_accounts"), ("sessions", "0001_initial")]
    operations = [migrations.RunPython(end_all, migrations.RunPython.noop)]
