"""Rights on measurements: editors and reviewers load files, reviewers decide what leaves an assessment."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MASTER = ("city", "station", "section", "feed")
DECIDED = ("dustday", "frozenmonth", "background")
LOADS = ("load_measurements",)


def give(apps: Apps, _editor: BaseDatabaseSchemaEditor | None) -> None:
    from django.apps import apps as live

    create_permissions(live.get_app_config("targets"), verbosity=0, apps=apps)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    chosen = permission.objects.filter(content_type__app_label="targets")
    for name in ("editor", "reviewer", "administrator"):
        group.objects.get(name=name).permissions.add(*chosen.filter(codename__in=LOADS))
    decides = chosen.filter(content_type__model__in=DECIDED).exclude(codename__startswith="delete_")
    for name in ("reviewer", "administrator"):
        group.objects.get(name=name).permissions.add(*decides)
    master = chosen.filter(content_type__model__in=MASTER).exclude(codename__startswith="delete_")
    group.objects.get(name="administrator").permissions.add(*master)


class Migration(migrations.Migration):
    dependencies = [("targets", "0012_monitoring")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
