"""Administrators make and revoke access keys."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def give(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    from django.apps import apps as live

    create_permissions(live.get_app_config("daqing1369"), verbosity=0, apps=apps)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    chosen = permission.objects.filter(content_type__app_label="daqing1369", content_type__model="accesskey")
    group.objects.get(name="administrator").permissions.add(*chosen.exclude(codename="delete_accesskey"))


class Migration(migrations.Migration):
    dependencies = [("daqing1369", "0001_access_keys"), ("targets", "0006_rights")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
