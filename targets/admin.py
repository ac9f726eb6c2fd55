"""The plan and its figures in the administration. What has a history keeps it here too: who, when and why."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from daqing1369 import clock
from targets import admin_monitoring  # noqa: F401  # registers its pages
from targets.administration import (
    REASON,
    TITLE,
    AreaTargets,
    Decides,
    GoalForm,
    ModelAdmin,
    PartAdmin,
    RecordedForm,
    inline,
    slot_to_correct,
)
from targets.entry.calendar import Gate
from targets.entry.cell import Cell, typed, understand
from targets.entry.computed import is_override
from targets.models import (
    Area,
    Aspect,
    Assignment,
    Correction,
    Figure,
    Goal,
    GoalOfOutcome,
    Indicator,
    Node,
    Outcome,
    OutcomeOfNode,
    Plan,
    PlanPart,
)
from targets.periods import Month
from targets.queries.overrides import cell_of, computations_at
from targets.recorded_admin import HISTORY, RecordedAdmin
from targets.services.figures import save_figure
from targets.services.plan import goals_with_figures


@admin.register(Area)
class AreaAdmin(ModelAdmin):
    list_display = ("code", "name_zh", "name_en", "parent", "order", "reports")
    search_fields = ("code", "name_zh", "name_en")


@admin.register(Plan)
class PlanAdmin(RecordedAdmin):
    list_display = ("year", "area", "title_zh", "title_en", "counts_unapproved", "closes_after_days")
    list_filter = ("year", "area")
    list_select_related = ("area",)
    told = ("title_zh", "counts_unapproved", "closes_after_days", "on_track_from", "at_risk_from", "closed_on")
    decides: ClassVar[Decides] = {
        Aspect.TEXTS: TITLE,
        Aspect.MAIN_LINE: ("main_line_zh", "main_line_en"),
        Aspect.THRESHOLDS: ("on_track_from", "at_risk_from", "closes_after_days", "counts_unapproved"),
    }

    def point_of(self, row: Plan) -> tuple[Plan, str, str]:
        return row, PlanPart.PLAN, ""

    def is_used(self, row: Plan) -> bool:
        names = {parts.get_accessor_name() or "" for parts in Plan._meta.related_objects} - {HISTORY}
        return any(getattr(row, name).exists() for name in names)


@admin.register(Node)
class NodeAdmin(PartAdmin):
    fixed = ("plan",)
    list_display = ("plan", "number", "title_zh", "title_en")
    list_filter = ("plan",)
    list_select_related = ("plan__area",)
    search_fields = ("title_zh", "title_en")
    decides: ClassVar[Decides] = {Aspect.TEXTS: TITLE}

    def point_of(self, row: Node | Outcome) -> tuple[Plan, str, str]:
        return row.plan, PlanPart.OUTCOME if isinstance(row, Outcome) else PlanPart.NODE, str(row.number)


@admin.register(Outcome)
class OutcomeAdmin(NodeAdmin):
    inlines = (inline(OutcomeOfNode, "outcome"), inline(GoalOfOutcome, "outcome"))


@admin.register(Indicator)
class IndicatorAdmin(RecordedAdmin):
    list_display = ("slug", "name_zh", "name_en", "unit_zh", "combination", "frequency", "due_day")
    list_filter = ("combination", "frequency")
    search_fields = ("slug", "name_zh", "name_en")
    told = ("combination", "frequency", "scale", "decimals", "min_days_year", "min_days_month", "due_day")


@admin.register(Goal)
class GoalAdmin(RecordedAdmin):
    form = GoalForm
    fixed = ("plan", "indicator")
    inlines = (AreaTargets,)
    list_display = ("plan", "indicator", "direction", "target", "comparison", "pace", "reported_by", "changed_at")
    list_filter = ("plan",)
    list_select_related = ("plan__area", "indicator")
    search_fields = ("indicator__slug", "indicator__name_zh", "indicator__name_en")
    told = ("direction", "target", "target_decided", "comparison", "pace", "reported_by")
    decides: ClassVar[Decides] = {
        Aspect.TARGET: ("target",),
        Aspect.MILESTONES: ("milestones", "pace"),
        Aspect.TEXTS: ("note_zh", "note_en"),
    }

    def point_of(self, row: Goal) -> tuple[Plan, str, str]:
        return row.plan, PlanPart.GOAL, row.indicator.slug

    def is_used(self, row: Goal) -> bool:
        return goals_with_figures().filter(pk=row.pk).exists()


@admin.register(Assignment)
class AssignmentAdmin(RecordedAdmin):
    """Who is there for which figures; no area or no indicator: for every one."""

    list_display = ("user", "area", "indicator", "changed_at")
    list_filter = ("area", "indicator")
    list_select_related = ("user", "area", "indicator")
    search_fields = ("user__username", "area__name_zh", "area__name_en", "indicator__slug")
    told = ("user", "area", "indicator")


class FigureForm(RecordedForm):
    """A correction of the numbers, judged as on the entry page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        current = Figure.objects.select_for_update(of=("self",)).select_related("indicator").get(pk=self.instance.pk)
        if self.cleaned_data.get("version") != current.version:
            raise forms.ValidationError(_("The figure was changed meanwhile. Open it again."))
        gate = slot_to_correct(current, clock.today()).term.gate
        if not gate.is_open:
            said = {
                Gate.NOT_OVER: _("The month is not over."),
                Gate.CLOSED: _("The year is closed; open it again first."),
            }
            raise forms.ValidationError(said.get(gate, _("The month is closed for this figure; open it again first.")))
        if not self.errors:
            rule, month = current.indicator.as_rule(), Month.of(current.month)
            raw = typed(rule, self.cell(), self.cleaned_data["note"])
            read = understand(rule, whole_numbers=current.indicator.whole_numbers, month=month, raw=raw)
            for problem in read.problems:
                self.add_error(problem.field, problem.sentence.in_language(get_language() or ""))
        if not self.errors:
            self.check_correction(current)
        return cleaned

    def check_correction(self, current: Figure) -> None:
        """A value that was approved, or that measurements give, changes with a reason only."""
        if self.cell() in (Cell.of(current), current.standing_cell):
            return
        at = Q(indicator=current.indicator_id, area=current.area_id, month=current.month)
        computed = cell_of(next(iter(computations_at(at).values()), None))
        if not current.was_approved and not is_override(self.cell(), computed):
            return
        chosen = self.cleaned_data.get("correction")
        if not chosen:
            was = _("The figure was approved; choose why it changes.")
            own = _("The value differs from the computed one; choose why.")
            self.add_error("correction", was if current.was_approved else own)
        elif chosen == Correction.OTHER and not self.cleaned_data.get("why"):
            self.add_error("why", _("Say in words why it changes."))

    def cell(self) -> Cell:
        """The numbers as typed; a sum, where the indicator is a mean. A sum left alone stays as exact as it was."""
        names = ("numerator", "denominator", "month_numerator", "month_denominator")
        is_same = not {"numerator", "denominator"} & set(self.changed_data)
        half_unit = self.instance.half_unit if is_same else None
        return Cell(**{name: self.cleaned_data[name] for name in names}, half_unit=half_unit)


@admin.register(Figure)
class FigureAdmin(RecordedAdmin):
    """Corrects figures; they are entered on the entry page and never deleted."""

    form = FigureForm
    list_display = ("indicator", "area", "month", "numerator", "denominator", "review", "origin", "changed_at")
    list_filter = ("indicator", "area", "review", "origin")
    list_select_related = ("indicator", "area")
    date_hierarchy = "month"
    search_fields = ("indicator__slug", "note")
    fields = (
        *("indicator", "area", "month", "numerator", "denominator", "month_numerator", "month_denominator"),
        *("note", "correction", "why", "version", "review", "origin", "source_zh", "source_en", "record"),
    )
    readonly_fields = ("indicator", "area", "month", "review", "origin", "source_zh", "source_en", "record")
    told = ("numerator", "denominator", "origin", "review", "correction", "note")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Figure, form: Any, change: bool) -> None:  # noqa: FBT001
        save_figure(
            slot=slot_to_correct(obj, clock.today()),
            cell=form.cell(),
            version=form.cleaned_data["version"],
            by=request.user,  # type: ignore[arg-type]  # nobody else comes here
            now=clock.now(),
            note=form.cleaned_data["note"],
            correction=form.cleaned_data["correction"],
            reason=form.cleaned_data["why"] or REASON,
        )
