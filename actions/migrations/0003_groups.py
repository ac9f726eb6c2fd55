"""The rights of the groups on actions."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    from django.apps import apps as live

    create_permissions(live.get_app_config("actions"), verbosity=0, apps=apps)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    rights = permission.objects.filter(content_type__app_label="actions")
    group.objects.get(name="editor").permissions.add(*rights.filter(codename="report_progress"))
    group.objects.get(name="administrator").permissions.add(*rights.exclude(codename__contains="event"))


class Migration(migrations.Migration):
    dependencies = [("actions", "0002_initial"), ("targets", "0002_groups")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
