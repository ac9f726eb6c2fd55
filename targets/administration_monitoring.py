"""The administration of what measurements come from and of what is decided about them."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from targets.administration import RecordedForm
from targets.evaluation.model import Combination
from targets.models import Measure
from targets.standards.surface_water_table import EVALUATED

_FITS = {
    Measure.GOOD_DAYS: (Combination.SUM, True),
    Measure.PM25_MEAN: (Combination.MEAN, True),
    Measure.WATER_SHARE: (Combination.NEWEST, False),
}


class FeedForm(RecordedForm):
    """The source fits the indicator: a share of days, a mean over days, or the newest share of sections.

    What figures were computed by changes with a reason only, as what they are judged by does.
    """

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk and set(self.changed_data) - {"why"} and not self.cleaned_data.get("why"):
            self.add_error("why", _("Figures are computed by it; say why it changes."))
        indicator, measure = self.cleaned_data.get("indicator"), self.cleaned_data.get("measure")
        if indicator is None or not measure:
            return cleaned
        if (indicator.combination, indicator.counts_days) != _FITS[Measure(measure)]:
            self.add_error("measure", _("This indicator's figures are of another kind than what is computed here."))
        if (measure == Measure.WATER_SHARE) == bool(self.cleaned_data.get("city")):
            self.add_error("city", _("A city is given exactly for what is computed from air."))
        return cleaned


class DecisionForm(RecordedForm):
    """What is decided is withdrawn for a reason."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        is_withdrawn = "withdrawn" in self.changed_data and self.cleaned_data.get("withdrawn")
        if is_withdrawn and not self.cleaned_data.get("why"):
            self.add_error("why", _("Say why it is withdrawn."))
        return cleaned


class MonthForm(DecisionForm):
    """Any day of a month stands for the month."""

    months = ("month", "from_month", "until_month")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in self.months:
            day = self.cleaned_data.get(name)
            if isinstance(day, date):
                self.cleaned_data[name] = day.replace(day=1)
        return cleaned


def _items() -> list[tuple[str, str]]:
    language = get_language() or ""
    return [(item.value, item.label.in_language(language)) for item in EVALUATED]


class BackgroundForm(MonthForm):
    """Items of GB 3838-2002 table 1 that decide the class (环办〔2011〕22号), over whole months."""

    items = forms.MultipleChoiceField(
        label=_("Items"), choices=_items, widget=forms.CheckboxSelectMultiple, help_text=_("left out of the class")
    )

    def clean_items(self) -> list[str]:
        return sorted(self.cleaned_data["items"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        first, last = self.cleaned_data.get("from_month"), self.cleaned_data.get("until_month")
        if first and last and last < first:
            self.add_error("until_month", _("It ends before it begins."))
        return cleaned
