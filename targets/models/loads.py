"""A file of measurements on its way in: what it was, how far it is, what became of each of its rows."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadKind(models.TextChoices):
    AIR = "air"
    WATER = "water"


class LoadState(models.TextChoices):
    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    REFUSED = "refused"  # nothing could be taken; ``sentence`` says why


class RowOutcome(models.TextChoices):
    """What became of a row of the file beyond being taken as it is."""

    CORRECTED = "corrected"  # taken, after a named rule changed what it says
    NOTED = "noted"  # taken as it is; the reader should know
    LEFT = "left"  # not needed: said before, or a reviewed value stands
    REJECTED = "rejected"


class Load(models.Model):
    """One file of measurements. ``path``: its name below UPLOADS_DIR while it waits; empty once read, or for a command.

    ``options``: what was said beside the file (ozone, state, year, city). ``counts``: taken, new, changed, unchanged,
    corrected, noted, left, rejected. ``created``: names of cities, stations or sections that were not known before.
    ``heartbeat_at``: by the database's clock, the last sign of life of the process that reads it.
    """

    kind = models.CharField(max_length=5, choices=LoadKind.choices)
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    shape = models.CharField(max_length=20, blank=True, help_text="city_day, station_hour or water")
    options = models.JSONField(default=dict, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="loads")
    state = models.CharField(max_length=10, choices=LoadState.choices, default=LoadState.WAITING)
    done = models.PositiveBigIntegerField(default=0, help_text="bytes")
    counts = models.JSONField(default=dict, blank=True)
    created = models.JSONField(default=list, blank=True)
    figures = models.JSONField(default=list, blank=True, help_text="the months' figures that changed with it")
    sentence_zh = models.CharField(max_length=500, blank=True)
    sentence_en = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("file of measurements")
        verbose_name_plural = _("files of measurements")
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]
        permissions = (("load_measurements", "Can load measurements"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(kind__in=LoadKind.values), name="load_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=LoadState.values), name="load_state_known"),
        ]

    def __str__(self) -> str:
        return self.name


class LoadRemark(models.Model):
    """What a reader should know of a row. ``rule``: the name of the rule that was applied or broken."""

    load = models.ForeignKey(Load, models.CASCADE, related_name="remarks")
    line = models.PositiveIntegerField(help_text="of the file, counting from 1; 0: of the file as a whole")
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=9, choices=RowOutcome.choices)
    rule = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("remark on a row of measurements")
        verbose_name_plural = _("remarks on rows of measurements")
        ordering: ClassVar[list[str]] = ["load", "line", "id"]

    def __str__(self) -> str:
        return f"{self.load_id} {self.line} {self.rule}"
