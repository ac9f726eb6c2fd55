"""The one deletion from the record that the law allows: what is older than the retention, itself on record."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from targets.models.recorded import Recorded, keep_history


@keep_history
class Pruning(Recorded):
    """One deletion of old states from the record. ``before``: what was written earlier; ``deleted``: table to count."""

    before = models.DateTimeField()
    deleted = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("deletion from the record")
        verbose_name_plural = _("deletions from the record")
        ordering: ClassVar[list[str]] = ["-changed_at", "-id"]

    def __str__(self) -> str:
        return f"{self.before:%Y-%m-%d} {self.deleted}"
