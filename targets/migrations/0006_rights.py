"""Rights on what surrounds a figure; everybody who could enter or review before is assigned to everything."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

MODELS = ("areatarget", "assignment", "attachment", "confirmation", "draft", "reopening", "standin", "digest", "reminder")
REVIEWER = ("add_confirmation", "change_confirmation")


def give(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    from django.apps import apps as live

    create_permissions(live.get_app_config("targets"), verbosity=0, apps=apps)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    chosen = permission.objects.filter(content_type__app_label="targets", content_type__model__in=MODELS)
    group.objects.get(name="administrator").permissions.add(*chosen)
    group.objects.get(name="reviewer").permissions.add(*chosen.filter(codename__in=REVIEWER))
    user, assignment = apps.get_model("auth", "User"), apps.get_model("targets", "Assignment")
    for member in user.objects.filter(groups__name__in=["editor", "reviewer"]).distinct().order_by("id"):
        assignment.objects.get_or_create(user=member, area=None, indicator=None, defaults={"changed_at": timezone.now()})


class Migration(migrations.Migration):
    dependencies = [("targets", "0005_life_of_a_figure")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
