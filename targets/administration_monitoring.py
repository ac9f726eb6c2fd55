"""The administration of what measurements come from."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from targets.administration import RecordedForm
from targets.evaluation.model import Combination
from targets.models import Measure

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
