"""What the administration's pages share: rows keep their place in the plan, links stay within one plan."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from daqing1369 import clock
from targets.evaluation.model import ReportedBy
from targets.models import AreaTarget, Figure, Goal, Plan
from targets.periods import Month
from targets.queries.access import EVERYTHING, Access
from targets.queries.reopenings import leaves
from targets.queries.slots import Slot, slot_of
from targets.services.fixture_schema import MILESTONES, milestones_fit
from targets.services.plan import PROTECTED, goals_with_figures
from targets.services.points import decide

REASON = "administration"
TITLE = ("title_zh", "title_en")
Decides = dict[str, tuple[str, ...]]  # by aspect, the fields that settle it

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    ModelAdmin, TabularInline, ModelForm = admin.ModelAdmin, admin.TabularInline, forms.ModelForm
    InlineFormSet = BaseInlineFormSet


class PartAdmin(ModelAdmin):
    """A row of the plan. ``fixed``: the fields that say where it belongs; they are chosen once, when it is made."""

    fixed: ClassVar[tuple[str, ...]] = ()
    decides: ClassVar[Decides] = {}

    def point_of(self, row: Any) -> tuple[Plan, str, str] | None:
        """The plan, the part and the key that the row's points to be decided bear; None where it has none."""
        return None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's
        """What somebody edits here is decided: ``decides`` says which fields settle which aspect."""
        super().save_model(request, obj, form, change)
        edited = {aspect for aspect, names in self.decides.items() if set(names) & set(form.changed_data)}
        place = self.point_of(obj) if edited else None
        if place is not None:
            plan, part, key = place
            points = {(part, key, aspect) for aspect in edited}
            decide(plan=plan, points=points, by=request.user, now=clock.now(), reason=REASON)  # type: ignore[arg-type]

    def is_used(self, _row: Any) -> bool:
        """Whether something hangs on the row, so that it must not be deleted."""
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  # Django's
        """Fixed fields are disabled, not left out, so that what is unique with them is still checked."""
        form = super().get_form(request, obj, change, **kwargs)
        for name in set(self.fixed) & set(form.base_fields) if obj else ():
            form.base_fields[name].disabled = True
        return form

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Links come once the row has its place in a plan."""
        return super().get_inlines(request, obj) if obj else ()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What is used protects the row, with a sentence: the record of parts that fell with it would name nobody."""
        rows: Iterable[Any] = list(objs)
        to_delete, counts, rights, protected = super().get_deleted_objects(objs, request)
        sentence = _("%(row)s cannot be deleted: parts, figures or reports belong to it.")
        return to_delete, counts, rights, [*protected, *(sentence % {"row": row} for row in rows if self.is_used(row))]


class LinksOfOnePlan(InlineFormSet):
    """Links from a row to parts of its own plan."""

    plan: ClassVar[str] = "plan_id"

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        (other,) = (field.name for field in self.fk.model._meta.fields if field.is_relation and field != self.fk)
        field = form.fields[other]
        field.queryset = field.queryset.filter(plan_id=attrgetter(self.plan)(self.instance))
        field.error_messages["invalid_choice"] = _("This belongs to another plan; links stay within one plan.")


class LinkInline(TabularInline):
    extra = 0


def inline(linking: type[models.Model], fk: str, *, plan: str = "plan_id") -> type[LinkInline]:
    """The links of one kind, edited where they begin. ``plan``: the path from there to the plan's id."""
    formset = type(f"{linking.__name__}Links", (LinksOfOnePlan,), {"plan": plan})
    return type(f"{linking.__name__}Inline", (LinkInline,), {"model": linking, "fk_name": fk, "formset": formset})


class DivisionsOfThePlan(InlineFormSet):
    """Targets for areas of the goal's own plan."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["area"].queryset = form.fields["area"].queryset.filter(parent=self.instance.plan.area_id)


class AreaTargets(LinkInline):
    """What a goal asks of single areas."""

    model = AreaTarget
    formset = DivisionsOfThePlan
    fields = ("area", "target")


def slot_to_correct(figure: Figure, today: date) -> Slot:
    """The figure's place, open to an administrator as far as the plan's lock lets it; without a plan it has no lock."""
    month, area = Month.of(figure.month), figure.area
    goal = (
        Goal.objects.filter(indicator=figure.indicator, plan__year=month.year)
        .filter(Q(plan__area=area) | Q(plan__area__divisions=area))
        .select_related("plan")
        .order_by("id")
        .first()
    )
    plan = goal.plan if goal else Plan(area=area, year=month.year, closes_after_days=None)
    goal = goal or Goal(plan=plan, indicator=figure.indicator)
    access = Access(EVERYTHING, ())
    return slot_of(goal, area, month, figure, plan=plan, access=access, leaves=leaves(today), today=today)


class RecordedForm(ModelForm):
    why = forms.CharField(
        label=_("Reason"), required=False, max_length=500, help_text=_("Why this is changed; it goes on record.")
    )


class GoalForm(RecordedForm):
    """The same law as in ``load_plan``."""

    def clean_milestones(self) -> dict[str, str]:
        given = self.cleaned_data["milestones"]
        try:
            return MILESTONES.validate_python({} if given is None else given)
        except ValueError:
            raise forms.ValidationError(
                _('Milestones are month numbers with values, all in quotes, such as {"6": "30.5"}.')
            ) from None

    def clean(self) -> dict[str, Any] | None:
        """What figures were judged by changes with a reason only."""
        cleaned = super().clean()
        plan = self.cleaned_data.get("plan") or getattr(self.instance, "plan", None)
        if plan is not None and plan.is_closed:
            raise forms.ValidationError(_("The year is closed; open it again first."))
        is_read = not {"pace", "milestones"} & set(self.errors)
        if is_read and not milestones_fit(self.cleaned_data["milestones"], self.cleaned_data["pace"]):
            self.add_error("milestones", _("Milestones are given exactly when the pace is “milestones”."))
        indicator = self.cleaned_data.get("indicator") or getattr(self.instance, "indicator", None)
        if indicator and indicator.counts_days and self.cleaned_data.get("reported_by") == ReportedBy.AREAS:
            self.add_error("reported_by", _("Days of the year are not summed over areas."))
        moved = set(PROTECTED) & set(self.changed_data)
        judged = moved and self.instance.target_decided  # nobody was judged by a target that is not decided
        if judged and not self.cleaned_data.get("why") and goals_with_figures().filter(pk=self.instance.pk).exists():
            self.add_error("why", _("The goal has figures in the plan's year; say why it changes."))
        return cleaned
