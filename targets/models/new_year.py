"""What a plan copied from the year before still has to decide, point by point."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from targets.models.plan import Plan
from targets.models.recorded import Recorded, keep_history


class PlanPart(models.TextChoices):
    PLAN = "plan", _("plan")
    NODE = "node", _("node")
    OUTCOME = "outcome", _("goal in words")
    GOAL = "goal", _("goal in numbers")
    ACTION = "action", _("key action")
    TASK = "task", _("task")
    COMMITMENT = "commitment", _("commitment")


class Aspect(models.TextChoices):
    """What of the part: a goal's ``target``, a commitment's promise is its ``target`` too."""

    TEXTS = "texts", _("wording")
    MAIN_LINE = "main_line", _("main line")
    THRESHOLDS = "thresholds", _("thresholds and deadlines")
    TARGET = "target", _("target")
    AREA_TARGETS = "area_targets", _("targets of areas")
    MILESTONES = "milestones", _("milestones")
    DATES = "dates", _("dates")


# While one of these is open, the goal is not judged.
JUDGED_BY = (Aspect.TARGET, Aspect.AREA_TARGETS)


@keep_history
class OpenPoint(Recorded):
    """One thing that was taken over from last year and that somebody must decide; ``decided_at``: when it was.

    ``key``: the part's natural key within the plan: a number, a slug, ``2.3`` for the third task of action 2.
    ``was_…``: last year's, in words.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="points")
    part = models.CharField(max_length=10, choices=PlanPart.choices)
    key = models.CharField(max_length=60, blank=True)
    aspect = models.CharField(max_length=12, choices=Aspect.choices)
    was_zh = models.CharField(max_length=300, blank=True)
    was_en = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("point to be decided")
        verbose_name_plural = _("points to be decided")
        ordering: ClassVar[list[str]] = ["plan", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "part", "key", "aspect"], name="one_point_per_part_and_aspect"),
            models.CheckConstraint(condition=Q(part__in=PlanPart.values), name="point_part_known"),
            models.CheckConstraint(condition=Q(aspect__in=Aspect.values), name="point_aspect_known"),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.key} {self.aspect}"
