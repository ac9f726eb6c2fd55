"""What surrounds a figure: the text being typed, its sources, a lock lifted, the province's last word."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from targets.models.area import Area
from targets.models.figures import Figure
from targets.models.indicator import Indicator
from targets.models.plan import Goal
from targets.models.recorded import Recorded, keep_history


class Draft(models.Model):
    """One person's text for one figure, as typed so far. Counts nowhere; goes once the figure is saved or given up.

    ``texts``: field name to text; ``version``: of the figure that it is typed over, 0 for none.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    month = models.DateField()
    texts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering: ClassVar[list[str]] = ["user", "indicator", "area", "month"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "indicator", "area", "month"], name="one_draft_per_user_indicator_area_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="draft_month_is_a_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.indicator_id} {self.area_id} {self.month:%Y-%m}"


@keep_history
class Attachment(Recorded):
    """A source of a figure: a file kept outside the web root, or a link. Taken away, it stays on record."""

    figure = models.ForeignKey(Figure, models.PROTECT, related_name="attachments")
    title = models.CharField(max_length=200)
    link = models.URLField(max_length=500, blank=True)
    path = models.CharField(max_length=100, blank=True, help_text="the file's name below ATTACHMENTS_DIR")
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    removed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("source of a figure")
        verbose_name_plural = _("sources of figures")
        ordering: ClassVar[list[str]] = ["figure", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(Q(link="") & ~Q(path="")) | (~Q(link="") & Q(path="")), name="attachment_is_a_file_or_a_link"
            )
        ]

    def __str__(self) -> str:
        return self.title


@keep_history
class Reopening(Recorded):
    """An administrator's leave to change one locked figure, through a day; ``reason`` says why."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    month = models.DateField()
    until_on = models.DateField()

    class Meta:
        verbose_name = _("month opened again")
        verbose_name_plural = _("months opened again")
        ordering: ClassVar[list[str]] = ["-until_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(month__day=1), name="reopening_month_is_a_first_day"),
            models.CheckConstraint(condition=~Q(reason=""), name="reopening_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} {self.month:%Y-%m} → {self.until_on}"


@keep_history
class Confirmation(Recorded):
    """The year's value of a goal as the province confirmed it, with ours beside it and the difference explained."""

    goal = models.OneToOneField(Goal, models.PROTECT, related_name="confirmation")
    value = models.DecimalField(max_digits=20, decimal_places=8, help_text="the province's")
    ours = models.DecimalField(max_digits=20, decimal_places=8, null=True, blank=True, help_text="ours on that day")
    explanation = models.CharField(max_length=1000, blank=True)
    document = models.CharField(max_length=300, help_text="the paper that says so")
    confirmed_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("final value confirmed by the province")
        verbose_name_plural = _("final values confirmed by the province")
        ordering: ClassVar[list[str]] = ["goal"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(document=""), name="confirmation_names_its_document"),
            models.CheckConstraint(condition=Q(version__gte=1), name="confirmation_version_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.value}"


@keep_history
class Assignment(Recorded):
    """Which figures an editor or reviewer is there for. No area: every area; no indicator: every indicator.

    An area stands for its divisions too. What somebody may do there, their group says.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering: ClassVar[list[str]] = ["user", "area", "indicator"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "area", "indicator"], name="assignment_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.area_id or '*'} {self.indicator_id or '*'}"


@keep_history
class StandIn(Recorded):
    """Somebody who does an absent editor's or reviewer's work from one day through another."""

    absent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="stand_ins")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="stands_in_for")
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        ordering: ClassVar[list[str]] = ["-until_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(absent=F("deputy")), name="stand_in_is_somebody_else"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="stand_in_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.absent_id}, {self.from_on} to {self.until_on}"
