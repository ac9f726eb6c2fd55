"""What every measurement shares: the state of its data, and which version of it stands.

A reading's table holds its newest version alone, by its natural key; ``EarlierReading`` keeps the versions that it
replaced. So a page reads one row for a reading, and nothing that was ever taken is lost.
"""

from django.db import models

from targets.models.loads import Load


class DataState(models.TextChoices):
    """Measurements are provisional until they are reviewed, in the first ten days of the next month (HJ 633 5.1.5)."""

    PROVISIONAL = "provisional"
    REVIEWED = "reviewed"


class Reading(models.Model):
    """Which version of a reading stands, and which file brought it."""

    state = models.CharField(max_length=11, choices=DataState.choices, default=DataState.PROVISIONAL)
    version = models.PositiveIntegerField(default=1)
    load = models.ForeignKey(Load, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        abstract = True
