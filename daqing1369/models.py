"""What belongs to the installation rather than to a plan: the keys that administrators hand out."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from targets.models.recorded import Recorded, keep_history


class Purpose(models.TextChoices):
    """What a key opens."""

    WALL = "wall", _("wall display")
    API = "api", _("read API")


@keep_history
class AccessKey(Recorded):
    """A key without a person behind it: a wall display's address, or a client of the read API.

    Only its digest is kept; the key itself is shown once, when it is made. It opens reading and nothing else, until an
    administrator revokes it.
    """

    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    name = models.CharField(max_length=100, help_text="where or by whom it is used")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("access key")
        verbose_name_plural = _("access keys")
        ordering: ClassVar[list[str]] = ["purpose", "name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="access_key_purpose_known"),
            models.CheckConstraint(condition=~Q(name=""), name="access_key_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.name}"
