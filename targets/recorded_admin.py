"""What has a history keeps it in the administration too: who, when and why."""

from typing import Any, ClassVar

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from daqing1369 import clock
from targets.administration import REASON, PartAdmin, RecordedForm
from targets.models.recorded import Recorded

MOST_EVENTS = 20
HISTORY = "events"  # what a recorded model calls its own states


class RecordedAdmin(PartAdmin):
    """Writes who, when and why with each change, and shows the record below the form."""

    form = RecordedForm
    readonly_fields: ClassVar[Any] = ("record",)
    told: ClassVar[tuple[str, ...]] = ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        if change and not set(form.changed_data) - {"why"}:
            return
        _stamp(obj, request, form.cleaned_data["why"])
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """The history's last state says who deleted the row."""
        _stamp(obj, request, f"{REASON}: deleted")
        obj.save(update_fields=["changed_by", "changed_at", "reason"])
        super().delete_model(request, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        """Rows below the form that have a history get the form's reason."""
        rows = formset.save(commit=False)
        for row in (*rows, *formset.deleted_objects):
            if isinstance(row, Recorded):
                _stamp(row, request, form.cleaned_data["why"])
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        formset.save_m2m()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            self.delete_model(request, row)

    def tell(self, row: Any, name: str) -> str:
        """A value of the row, or of a state of it, in words."""
        value = getattr(row, name)
        if value is None:
            return "–"
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        shown = getattr(row, f"get_{name}_display", None)
        return str(value) if shown is None else str(shown())

    @admin.display(description=_("On record"))
    def record(self, row: Any) -> str | SafeString:
        """The row's newest states, one a line."""
        if row.pk is None:
            return "–"
        history = apps.get_model(row._meta.app_label, f"{row._meta.object_name}Event")._default_manager
        events = history.filter(pgh_obj_id=row.pk).select_related("changed_by").order_by("-pgh_id")[:MOST_EVENTS]
        lines = [
            (
                localize(timezone.localtime(event.changed_at)),
                event.changed_by or "–",
                " · ".join(self.tell(event, name) for name in self.told),
                event.reason,
            )
            for event in events
        ]
        return format_html_join(mark_safe("<br>"), "{} | {} | {} | {}", lines)


def _stamp(row: Recorded, request: HttpRequest, reason: str) -> None:
    row.changed_by_id, row.changed_at, row.reason = request.user.pk, clock.now(), reason or REASON
