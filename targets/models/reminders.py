"""Which reminders went to whom, so that none goes twice."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from targets.models.area import Area
from targets.models.indicator import Indicator


class Occasion(models.TextChoices):
    """Why somebody is reminded."""

    DUE_SOON = "due_soon"
    LATE = "late"
    RETURNED = "returned"
    TO_REVIEW = "to_review"


class Digest(models.Model):
    """One person's reminders of one run, as one message. ``sent_at`` is null until it was handed over."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests")
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("digest of reminders")
        verbose_name_plural = _("digests of reminders")
        ordering: ClassVar[list[str]] = ["-made_at", "id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"


class Reminder(models.Model):
    """One thing that a digest reminds of. ``number``: which repetition, or the version that was returned."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    month = models.DateField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering: ClassVar[list[str]] = ["digest", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "occasion", "indicator", "area", "month", "number"], name="reminded_once"
            ),
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="reminder_occasion_known"),
            models.CheckConstraint(condition=Q(month__day=1), name="reminder_month_is_a_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.occasion} {self.month:%Y-%m}"
