"""A monthly figure and its life."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from targets.entry.cell import Cell
from targets.evaluation.model import MonthFigure, Pair
from targets.models.area import Area
from targets.models.closed import refuse_closed_years
from targets.models.indicator import Indicator
from targets.models.recorded import Recorded, keep_history
from targets.periods import Month


class Review(models.TextChoices):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class Origin(models.TextChoices):
    COMPUTED = "computed"
    SAMPLE = "sample"
    ENTERED = "entered"
    IMPORTED = "imported"


class Correction(models.TextChoices):
    """Why a figure that had been approved was changed."""

    AUDITED = "audited"
    TYPING = "typing"
    DEFINITION = "definition"
    SUPERIOR = "superior"
    OTHER = "other"


@refuse_closed_years
@partial(keep_history, sought_by=("indicator", "area"))
class Figure(Recorded):
    """One indicator's figure for one area and month. Numerator and denominator both null: blanked. 0 is a value.

    ``month_numerator`` and ``month_denominator``: for an indicator whose newest figure is the total, what the month
    shows by itself. ``half_unit``: half of the last digit of a mean typed rounded; null where the sum was given.
    ``standing_…``: the approved value that a correction, not yet approved, would replace; ``standing_version`` is null
    exactly where there is none. ``entered_…``: who gave the value and when; ``reviewed_…``: who last approved or
    returned it, with the sentence of a return.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures")
    area = models.ForeignKey(Area, models.PROTECT, related_name="figures")
    month = models.DateField(help_text="the month's first day")
    numerator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    month_numerator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    month_denominator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    half_unit = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    review = models.CharField(max_length=10, choices=Review.choices, default=Review.APPROVED)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ENTERED)
    source_zh = models.CharField(max_length=300, blank=True)
    source_en = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    correction = models.CharField(max_length=10, choices=Correction.choices, blank=True)
    standing_version = models.PositiveIntegerField(null=True, blank=True)
    standing_numerator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    standing_denominator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    standing_month_numerator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    standing_month_denominator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    standing_half_unit = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    standing_origin = models.CharField(max_length=10, choices=Origin.choices, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_note = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering: ClassVar[list[str]] = ["indicator", "area", "month"]
        permissions = (("enter_figure", "Can enter figures"), ("review_figure", "Can review figures"))
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["indicator", "area", "month"], name="one_figure_per_indicator_area_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="figure_month_is_a_first_day"),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False),
                name="figure_both_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(month_numerator__isnull=True, month_denominator__isnull=True)
                | Q(month_numerator__isnull=False, month_denominator__isnull=False),
                name="figure_month_both_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True) | Q(numerator__gte=0, denominator__gte=0),
                name="figure_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(month_numerator__isnull=True) | Q(month_numerator__gte=0, month_denominator__gte=0),
                name="figure_month_not_negative",
            ),
            models.CheckConstraint(condition=Q(half_unit__gte=0), name="figure_half_unit_not_negative"),
            models.CheckConstraint(condition=Q(review__in=Review.values), name="figure_review_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="figure_origin_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="figure_version_positive"),
            models.CheckConstraint(
                condition=Q(correction__in=["", *Correction.values]), name="figure_correction_known"
            ),
            models.CheckConstraint(
                condition=~Q(review=Review.RETURNED) | ~Q(review_note=""), name="figure_returned_with_a_sentence"
            ),
            models.CheckConstraint(
                condition=Q(standing_version__isnull=False)
                | Q(
                    standing_numerator__isnull=True,
                    standing_denominator__isnull=True,
                    standing_month_numerator__isnull=True,
                    standing_month_denominator__isnull=True,
                    standing_half_unit__isnull=True,
                ),
                name="figure_standing_value_has_a_version",
            ),
            models.CheckConstraint(
                condition=Q(standing_numerator__isnull=True, standing_denominator__isnull=True)
                | Q(standing_numerator__gte=0, standing_denominator__gte=0),
                name="figure_standing_both_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(standing_version__isnull=True) | ~Q(review=Review.APPROVED),
                name="figure_approved_has_nothing_else_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} {self.month:%Y-%m}"

    @property
    def is_blank(self) -> bool:
        """Whether the figure was blanked: on record, but without a value."""
        return self.numerator is None

    @property
    def was_approved(self) -> bool:
        """Whether an approved value stands behind the figure: its own, or the one that a correction would replace."""
        return self.review == Review.APPROVED or self.standing_version is not None

    @property
    def was_returned(self) -> bool:
        """Whether a reviewer sent it back and none has looked at it since: open to whoever mends it, however late."""
        return self.review == Review.RETURNED or (self.review == Review.SUBMITTED and self.review_note != "")

    @property
    def is_reasoned(self) -> bool:
        """Whether it is on record why the value is another one: a kind, and with ``other`` the words."""
        return self.correction != "" and (self.correction != Correction.OTHER or self.reason != "")

    @property
    def kept_reason(self) -> str:
        """The words of a correction that stays the value's, whatever else of the figure changes."""
        return self.reason if self.correction else ""

    @property
    def standing_cell(self) -> Cell | None:
        """The approved value that a correction would replace; None where there is no such correction."""
        if self.standing_version is None:
            return None
        own = self.standing_month_numerator, self.standing_month_denominator
        return Cell(self.standing_numerator, self.standing_denominator, *own, self.standing_half_unit)

    def as_month_figure(self, today: date) -> MonthFigure:
        """The plain value on record, whatever its review; the indicator must be loaded. ValueError for a blank one."""
        if self.numerator is None or self.denominator is None:
            raise ValueError("a blank figure has no value")
        month = Month.of(self.month)
        return MonthFigure(
            month=month,
            numerator=self.numerator,
            denominator=self.denominator,
            review=self.review,
            origin=self.origin,
            provisional=self.indicator.is_provisional(month, today),
            month_numerator=self.month_numerator,
            month_denominator=self.month_denominator,
            half_unit=self.half_unit,
        )

    def counted(self, today: date, *, counts_unapproved: bool) -> MonthFigure | None:
        """What counts of the figure: the approved value, or, where the plan says so, a submitted one at once.

        The other value of a correction, not yet approved, stands beside the one that counts. None: nothing counts.
        The indicator must be loaded.
        """
        is_waiting = self.review == Review.SUBMITTED
        takes_away = self.is_blank and self.standing_numerator is not None  # not before a reviewer agrees
        if self.review == Review.APPROVED or (counts_unapproved and is_waiting and not takes_away):
            if self.is_blank:
                return None
            was = None if self.standing_version is None else Pair(self.standing_numerator, self.standing_denominator)
            return replace(self.as_month_figure(today), was=was)
        if self.standing_numerator is None or self.standing_denominator is None:
            return None
        month = Month.of(self.month)
        return MonthFigure(
            month=month,
            numerator=self.standing_numerator,
            denominator=self.standing_denominator,
            review=Review.APPROVED.value,
            origin=self.standing_origin or self.origin,
            provisional=self.indicator.is_provisional(month, today),
            month_numerator=self.standing_month_numerator,
            month_denominator=self.standing_month_denominator,
            half_unit=self.standing_half_unit,
            waiting=Pair(self.numerator, self.denominator) if is_waiting else None,
        )
