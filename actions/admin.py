"""The actions in the administration; what was reported and counted is corrected here, on record, and never deleted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from actions.models import (
    Action,
    ActionOfNode,
    Commitment,
    CommitmentCount,
    CommitmentOfOutcome,
    GoalOfAction,
    Task,
    TaskOfOutcome,
    TaskReport,
)
from targets.admin import ModelAdmin, RecordedAdmin, inline


@admin.register(Action)
class ActionAdmin(ModelAdmin):
    list_display = ("plan", "number", "name_zh", "name_en", "theme_zh", "owner_zh")
    list_filter = ("plan",)
    list_select_related = ("plan__area",)
    search_fields = ("name_zh", "name_en", "theme_zh", "theme_en")
    inlines = (inline(ActionOfNode, "action"), inline(GoalOfAction, "action"))


@admin.register(Task)
class TaskAdmin(RecordedAdmin):
    list_display = ("action", "number", "title_zh", "title_en", "owner_zh", "due_on", "dates_are_sample")
    list_filter = ("action__plan", "action", "dates_are_sample")
    list_select_related = ("action",)
    search_fields = ("title_zh", "title_en", "owner_zh", "owner_en")
    inlines = (inline(TaskOfOutcome, "task"),)
    told = ("title_zh", "owner_zh", "start_on", "due_on")

    def is_used(self, row: Task) -> bool:
        return row.reports.exists()


@admin.register(Commitment)
class CommitmentAdmin(RecordedAdmin):
    list_display = ("action", "slug", "title_zh", "target", "unit_zh", "due_on")
    list_filter = ("action__plan", "action")
    list_select_related = ("action",)
    search_fields = ("slug", "title_zh", "title_en")
    inlines = (inline(CommitmentOfOutcome, "commitment"),)
    told = ("title_zh", "target", "start_on", "due_on")

    def is_used(self, row: Commitment) -> bool:
        return row.counts.exists()


class ReportedAdmin(RecordedAdmin):
    """Staff report on the action's page; here it is corrected."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(TaskReport)
class TaskReportAdmin(ReportedAdmin):
    list_display = ("task", "reported_on", "progress", "state", "note", "changed_at")
    list_filter = ("task__action", "state")
    list_select_related = ("task",)
    date_hierarchy = "reported_on"
    exclude = ("version",)
    readonly_fields = ("task", "reported_on", "record")
    told = ("progress", "state", "note")

    def save_model(self, request: HttpRequest, obj: TaskReport, form: Any, change: bool) -> None:  # noqa: FBT001
        obj.version += 1
        super().save_model(request, obj, form, change)


@admin.register(CommitmentCount)
class CommitmentCountAdmin(ReportedAdmin):
    list_display = ("commitment", "counted_on", "amount", "note", "changed_at")
    list_filter = ("commitment",)
    list_select_related = ("commitment",)
    date_hierarchy = "counted_on"
    readonly_fields = ("commitment", "counted_on", "record")
    told = ("amount", "note")
