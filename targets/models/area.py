"""Where figures come from: a city and its divisions."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from targets.texts import Text


class Area(models.Model):
    """A city or one of its county-level divisions, by its GB/T 2260 code."""

    code = models.CharField(max_length=12, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="divisions")
    order = models.PositiveSmallIntegerField(default=0)
    reports = models.BooleanField(
        default=True, help_text="gives figures of its own where a goal is reported by areas; off for an optional unit"
    )

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering: ClassVar[list[str]] = ["order", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="area_is_not_its_own_parent")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    def clean(self) -> None:
        """Refuse to lie below itself: what is below an area is asked at every request."""
        seen, above = {self.pk}, self.parent
        while above is not None and self.pk is not None:
            if above.pk in seen:
                raise ValidationError({"parent": _("An area cannot lie below itself or below one of its divisions.")})
            seen.add(above.pk)
            above = above.parent

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)
