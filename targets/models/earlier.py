"""Versions of readings that later ones replaced."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from targets.models.air import City, Station
from targets.models.loads import Load
from targets.models.readings import DataState
from targets.models.water import Section


class EarlierReading(models.Model):
    """A version of a reading that a later one replaced. ``values``: column to text, as it stood."""

    city = models.ForeignKey(City, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField(null=True, blank=True)
    time = models.TimeField(null=True, blank=True)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=11, choices=DataState.choices)
    values = models.JSONField(default=dict)
    load = models.ForeignKey(Load, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    replaced_by = models.ForeignKey(Load, models.PROTECT, null=True, blank=True, related_name="replaced")
    replaced_at = models.DateTimeField()

    class Meta:
        verbose_name = _("earlier version of a reading")
        verbose_name_plural = _("earlier versions of readings")
        ordering: ClassVar[list[str]] = ["-replaced_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(city__isnull=False, station__isnull=True, section__isnull=True)
                | Q(city__isnull=True, station__isnull=False, section__isnull=True)
                | Q(city__isnull=True, station__isnull=True, section__isnull=False),
                name="earlier_reading_of_one_place",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["city", "day"], name="earlier_by_city", condition=Q(city__isnull=False)),
            models.Index(fields=["station", "day"], name="earlier_by_station", condition=Q(station__isnull=False)),
            models.Index(fields=["section", "day"], name="earlier_by_section", condition=Q(section__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.city_id or self.station_id or self.section_id} {self.day} v{self.version}"
