"""An uploaded spreadsheet on its way: checked row by row, looked at, then applied whole or not at all."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from targets.models.area import Area
from targets.models.figures import Correction
from targets.models.indicator import Indicator


class UploadState(models.TextChoices):
    WAITING = "waiting"  # for its check
    CHECKING = "checking"
    CHECKED = "checked"
    REFUSED = "refused"  # the file as a whole cannot be read; ``sentence`` says why
    CONFIRMED = "confirmed"  # waiting to be applied
    APPLYING = "applying"
    APPLIED = "applied"
    STALE = "stale"  # figures changed between check and confirmation: nothing was applied
    DROPPED = "dropped"


class RowState(models.TextChoices):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    CORRECTION = "correction"  # of an approved figure: needs a reason
    UNCHANGED = "unchanged"
    LEFT = "left"  # no numbers: what is on record stays
    ERROR = "error"


class Upload(models.Model):
    """One file and what became of it. ``path``: its name below UPLOADS_DIR; empty once the file is gone.

    ``counts``: row state to number, and ``odd``. ``heartbeat_at``: by the database's clock, the last sign of life of
    the process that works on it. ``run``: the number of its newest check. ``language``: of its marked workbook.
    ``year``, ``month``, ``area``: what the rows mean that do not say it themselves.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="uploads")
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.WAITING)
    run = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=10, default="zh-hans")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    remarks = models.JSONField(default=list, blank=True, help_text="pairs of Chinese and English sentences")
    sentence_zh = models.CharField(max_length=500, blank=True)
    sentence_en = models.CharField(max_length=500, blank=True)
    correction = models.CharField(max_length=10, choices=Correction.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("imported spreadsheet")
        verbose_name_plural = _("imported spreadsheets")
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=UploadState.values), name="upload_state_known"),
        ]

    def __str__(self) -> str:
        return self.name


class StagedRow(models.Model):
    """One row of an upload as it was understood. ``version``: of the figure that the check saw, 0 for none.

    ``problems`` and ``oddities``: lists of ``[column, Chinese, English]``; the column counts from 1, 0 for the row.
    ``line``: the row's number in ``sheet``; a CSV file's sheet has no name.
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    sheet = models.CharField(max_length=31, blank=True)
    line = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RowState.choices)
    is_odd = models.BooleanField(default=False)
    indicator = models.ForeignKey(Indicator, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    month = models.DateField(null=True, blank=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    month_numerator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    month_denominator = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    half_unit = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    correction = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True)
    oddities = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("row of an imported spreadsheet")
        verbose_name_plural = _("rows of imported spreadsheets")
        ordering: ClassVar[list[str]] = ["upload", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["upload", "number"], name="staged_row_once"),
            models.CheckConstraint(condition=models.Q(state__in=RowState.values), name="staged_row_state_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["upload", "state", "number"], name="staged_row_by_state"),
            models.Index(fields=["upload", "indicator", "area", "month"], name="staged_row_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.number}"
