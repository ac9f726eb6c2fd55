"""The actions in the administration; what was reported and counted is corrected here, on record, and never deleted."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import get_language

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
from actions.services.progress import Refused, correct_count, correct_report, locked_count, locked_report
from daqing1369 import clock
from targets.administration import REASON, TITLE, Decides, PartAdmin, RecordedForm, inline
from targets.models import Aspect, Plan, PlanPart
from targets.recorded_admin import RecordedAdmin


@admin.register(Action)
class ActionAdmin(PartAdmin):
    fixed = ("plan",)
    list_display = ("plan", "number", "name_zh", "name_en", "theme_zh", "owner_zh")
    list_filter = ("plan",)
    list_select_related = ("plan__area",)
    search_fields = ("name_zh", "name_en", "theme_zh", "theme_en")
    inlines = (inline(ActionOfNode, "action"), inline(GoalOfAction, "action"))
    decides: ClassVar[Decides] = {
        Aspect.TEXTS: ("name_zh", "name_en", "theme_zh", "theme_en", "summary_zh", "summary_en"),
    }

    def point_of(self, row: Action) -> tuple[Plan, str, str]:
        return row.plan, PlanPart.ACTION, str(row.number)

    def is_used(self, row: Action) -> bool:
        return row.tasks.exists() or row.commitments.exists()


@admin.register(Task)
class TaskAdmin(RecordedAdmin):
    fixed = ("action",)
    list_display = ("action", "number", "title_zh", "title_en", "owner_zh", "due_on", "dates_are_sample")
    list_filter = ("action__plan", "action", "dates_are_sample")
    list_select_related = ("action",)
    search_fields = ("title_zh", "title_en", "owner_zh", "owner_en")
    inlines = (inline(TaskOfOutcome, "task", plan="action.plan_id"),)
    told = ("title_zh", "owner_zh", "start_on", "due_on")
    decides: ClassVar[Decides] = {Aspect.TEXTS: TITLE, Aspect.DATES: ("start_on", "due_on")}

    def point_of(self, row: Task) -> tuple[Plan, str, str]:
        return row.action.plan, PlanPart.TASK, f"{row.action.number}.{row.number}"

    def is_used(self, row: Task) -> bool:
        return row.reports.exists()


@admin.register(Commitment)
class CommitmentAdmin(RecordedAdmin):
    fixed = ("action",)
    list_display = ("action", "slug", "title_zh", "target", "unit_zh", "due_on")
    list_filter = ("action__plan", "action")
    list_select_related = ("action",)
    search_fields = ("slug", "title_zh", "title_en")
    inlines = (inline(CommitmentOfOutcome, "commitment", plan="action.plan_id"),)
    told = ("title_zh", "target", "start_on", "due_on")
    decides: ClassVar[Decides] = {Aspect.TEXTS: TITLE, Aspect.DATES: ("start_on", "due_on"), Aspect.TARGET: ("target",)}

    def point_of(self, row: Commitment) -> tuple[Plan, str, str]:
        return row.action.plan, PlanPart.COMMITMENT, row.slug

    def is_used(self, row: Commitment) -> bool:
        return row.counts.exists()


class CorrectionForm(RecordedForm):
    """Asks the service whether it would take the correction; the row stays locked until the page has saved it."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            try:
                self.ask()
            except Refused as refused:
                told = refused.sentence.in_language(get_language() or "")
                self.add_error(None if refused.field == "version" else refused.field, told)
        return cleaned

    def ask(self) -> None:
        """Raises Refused where the service would not take what was typed; each form asks its own."""

    def typed(self, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in names}


class ReportForm(CorrectionForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def ask(self) -> None:
        locked_report(report=self.instance, **self.typed("progress", "state", "note", "version"))


class CountForm(CorrectionForm):
    def ask(self) -> None:
        locked_count(count=self.instance, **self.typed("amount", "note"))


class ReportedAdmin(RecordedAdmin):
    """Staff report on the action's page; here it is corrected."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def stamp(self, request: HttpRequest, form: CorrectionForm) -> dict[str, Any]:
        return {"by": request.user, "now": clock.now(), "reason": form.cleaned_data["why"] or REASON}


@admin.register(TaskReport)
class TaskReportAdmin(ReportedAdmin):
    form = ReportForm
    list_display = ("task", "reported_on", "progress", "state", "note", "changed_at")
    list_filter = ("task__action", "state")
    list_select_related = ("task",)
    date_hierarchy = "reported_on"
    fields = ("task", "reported_on", "progress", "state", "note", "why", "version", "record")
    readonly_fields = ("task", "reported_on", "record")
    told = ("progress", "state", "note")

    def save_model(self, request: HttpRequest, obj: TaskReport, form: Any, change: bool) -> None:  # noqa: FBT001
        correct_report(report=obj, **form.typed("progress", "state", "note", "version"), **self.stamp(request, form))


@admin.register(CommitmentCount)
class CommitmentCountAdmin(ReportedAdmin):
    form = CountForm
    list_display = ("commitment", "counted_on", "amount", "note", "changed_at")
    list_filter = ("commitment",)
    list_select_related = ("commitment",)
    date_hierarchy = "counted_on"
    readonly_fields = ("commitment", "counted_on", "record")
    told = ("amount", "note")

    def save_model(self, request: HttpRequest, obj: CommitmentCount, form: Any, change: bool) -> None:  # noqa: FBT001
        correct_count(count=obj, **form.typed("amount", "note"), **self.stamp(request, form))
