"""The four groups. Rights on the actions app follow in its own migration."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GROUPS = {
    "viewer": [],
    "editor": ["enter_figure"],
    "reviewer": ["review_figure"],
    "administrator": None,  # every right on the app's models, and the figures' own
}


def make(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    from django.apps import apps as live

    for label in ("targets", "auth"):
        create_permissions(live.get_app_config(label), verbosity=0, apps=apps)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, rights in GROUPS.items():
        role, _ = group.objects.get_or_create(name=name)
        chosen = permission.objects.filter(content_type__app_label="targets")
        chosen = chosen.exclude(codename__contains="event") if rights is None else chosen.filter(codename__in=rights)
        role.permissions.add(*chosen)
    users = permission.objects.filter(content_type__app_label="auth", content_type__model__in=["user", "group"])
    group.objects.get(name="administrator").permissions.add(*users)


def unmake(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("targets", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, unmake)]
