"""Monthly figures that measurements give: where from, by which rules, and what came out."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from targets.models.air import City
from targets.models.area import Area
from targets.models.indicator import Indicator
from targets.models.recorded import Recorded, keep_history


class Measure(models.TextChoices):
    """What is computed from the measurements."""

    GOOD_DAYS = "good_days", _("good days")
    PM25_MEAN = "pm25_mean", _("mean of PM2.5")
    WATER_SHARE = "water_share", _("share of sections of class I to III")


@keep_history
class Feed(Recorded):
    """Where an area's figures of an indicator are computed from, and by which of the open rules.

    ``deducts_dust``: the sand-dust days leave the figure that is compared; both are shown. ``good_dust_days_stay``,
    ``min_months`` and ``deducts_background`` are not confirmed by a text at hand: an administrator's setting.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="feeds")
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("area"), related_name="feeds")
    measure = models.CharField(_("what is computed"), max_length=12, choices=Measure.choices)
    city = models.ForeignKey(City, models.PROTECT, verbose_name=_("city"), null=True, blank=True, related_name="feeds")
    deducts_dust = models.BooleanField(_("deducts sand-dust days"), default=False)
    good_dust_days_stay = models.BooleanField(_("good sand-dust days stay"), default=True)
    deducts_background = models.BooleanField(_("deducts natural background"), default=False)
    min_months = models.PositiveSmallIntegerField(
        _("fewest months"), default=8, help_text=_("of a year, where ice prevents sampling; water only")
    )

    class Meta:
        verbose_name = _("source of an indicator's figures")
        verbose_name_plural = _("sources of indicators' figures")
        ordering: ClassVar[list[str]] = ["indicator", "area"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["indicator", "area"], name="one_feed_per_indicator_and_area"),
            models.CheckConstraint(condition=Q(measure__in=Measure.values), name="feed_measure_known"),
            models.CheckConstraint(
                condition=Q(measure=Measure.WATER_SHARE, city__isnull=True)
                | (~Q(measure=Measure.WATER_SHARE) & Q(city__isnull=False)),
                name="feed_of_air_has_a_city",
            ),
            models.CheckConstraint(condition=Q(min_months__range=(1, 12)), name="feed_min_months_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.short.in_language(get_language() or '')} {self.area}"


@keep_history
class Computation(Recorded):
    """What the measurements on record give for one indicator, area and month, beside the figure that counts.

    ``detail``: the stations or sections used, the share of valid data, what was left out, both sand-dust readings, the
    state of the data. Numerator and denominator null: nothing can be computed.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="computations")
    area = models.ForeignKey(Area, models.PROTECT, related_name="computations")
    month = models.DateField(help_text="the month's first day")
    numerator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    month_numerator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    month_denominator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    standard = models.CharField(max_length=100)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("figure computed from measurements")
        verbose_name_plural = _("figures computed from measurements")
        ordering: ClassVar[list[str]] = ["indicator", "area", "month"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["indicator", "area", "month"], name="one_computation_per_indicator_area_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="computation_month_is_a_first_day"),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True) | Q(numerator__gte=0, denominator__gte=0),
                name="computation_both_or_neither",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} {self.month:%Y-%m}"
