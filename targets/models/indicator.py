"""What is measured, and by which rule."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from targets.evaluation import model as core
from targets.models.recorded import Recorded, keep_history
from targets.models.vocabulary import choices, one_of
from targets.periods import Frequency, Month, due_on
from targets.texts import Text


@keep_history
class Indicator(Recorded):
    """What is measured, how its months combine, and when a month's figure is due. Belongs to no plan."""

    slug = models.SlugField(max_length=50, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    short_zh = models.CharField(max_length=40)
    short_en = models.CharField(max_length=40)
    unit_zh = models.CharField(max_length=20)
    unit_en = models.CharField(max_length=20)
    combination = models.CharField(max_length=10, choices=choices(core.Combination))
    frequency = models.CharField(max_length=10, choices=choices(Frequency))
    scale = models.PositiveSmallIntegerField(help_text="100: a share in per cent; 1: a mean")
    decimals = models.PositiveSmallIntegerField(default=1)
    detail_decimals = models.PositiveSmallIntegerField(default=2)
    numerator_name_zh = models.CharField(max_length=60)
    numerator_name_en = models.CharField(max_length=60)
    numerator_unit_zh = models.CharField(max_length=20)
    numerator_unit_en = models.CharField(max_length=20)
    denominator_name_zh = models.CharField(max_length=60)
    denominator_name_en = models.CharField(max_length=60)
    denominator_unit_zh = models.CharField(max_length=20)
    denominator_unit_en = models.CharField(max_length=20)
    shortfall_name_zh = models.CharField(max_length=60)
    shortfall_name_en = models.CharField(max_length=60)
    counts_days = models.BooleanField(default=False, help_text="the denominator is a number of days of the month")
    whole_numbers = models.BooleanField(default=True, help_text="numerator and denominator are counts")
    min_days_year = models.PositiveSmallIntegerField(null=True, blank=True)
    min_days_month = models.PositiveSmallIntegerField(null=True, blank=True)
    min_days_february = models.PositiveSmallIntegerField(null=True, blank=True)
    due_day = models.PositiveSmallIntegerField(help_text="day of the following month")
    provisional_until_day = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="figures are provisional through this day of the following month"
    )
    supplier_zh = models.CharField(max_length=100)
    supplier_en = models.CharField(max_length=100)
    rule_zh = models.TextField()
    rule_en = models.TextField()
    source_zh = models.TextField()
    source_en = models.TextField()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering: ClassVar[list[str]] = ["slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("combination", core.Combination),
            one_of("frequency", Frequency),
            models.CheckConstraint(condition=Q(scale__in=[1, 100]), name="indicator_scale_1_or_100"),
            models.CheckConstraint(condition=Q(due_day__range=(1, 31)), name="indicator_due_day_in_month"),
            models.CheckConstraint(
                condition=Q(decimals__lte=6, detail_decimals__lte=6), name="indicator_decimals_at_most_6"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)

    @property
    def short(self) -> Text:
        return Text(self.short_zh, self.short_en)

    @property
    def supplier(self) -> Text:
        return Text(self.supplier_zh, self.supplier_en)

    @property
    def definition(self) -> Text:
        return Text(self.rule_zh, self.rule_en)

    @property
    def source(self) -> Text:
        return Text(self.source_zh, self.source_en)

    def due_on(self, month: Month) -> date:
        """The day by which the month's figure is due."""
        return due_on(month, self.due_day)

    def is_provisional(self, month: Month, today: date) -> bool:
        """Whether the month's figure is still to be reviewed by its supplier (HJ 633-2012, 5.1.5)."""
        day = self.provisional_until_day
        return day is not None and today <= due_on(month, day)

    def as_rule(self) -> core.IndicatorRule:
        """The plain value that the evaluation takes."""
        kept: core.IndicatorRule | None = vars(self).get("_rule")
        return kept or self._made_rule()

    def keep_rule(self) -> None:
        """Make the rule once and for all: nobody changes the row after this."""
        vars(self)["_rule"] = self._made_rule()

    def _made_rule(self) -> core.IndicatorRule:
        return core.IndicatorRule(
            slug=self.slug,
            name=self.name,
            unit=Text(self.unit_zh, self.unit_en),
            combination=core.Combination(self.combination),
            frequency=Frequency(self.frequency),
            scale=self.scale,
            decimals=self.decimals,
            detail_decimals=self.detail_decimals,
            numerator_name=Text(self.numerator_name_zh, self.numerator_name_en),
            numerator_unit=Text(self.numerator_unit_zh, self.numerator_unit_en),
            denominator_name=Text(self.denominator_name_zh, self.denominator_name_en),
            denominator_unit=Text(self.denominator_unit_zh, self.denominator_unit_en),
            shortfall_name=Text(self.shortfall_name_zh, self.shortfall_name_en),
            counts_days=self.counts_days,
            min_days_year=self.min_days_year,
            min_days_month=self.min_days_month,
            min_days_february=self.min_days_february,
        )
