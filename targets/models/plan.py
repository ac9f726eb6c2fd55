"""The plan: what one year asks of the indicators."""

from decimal import Decimal
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from targets.evaluation import model as core
from targets.models.area import Area
from targets.models.indicator import Indicator
from targets.models.recorded import Recorded, keep_history
from targets.models.vocabulary import choices, one_of
from targets.texts import Text


@keep_history
class Plan(Recorded):
    """One area's plan for one year."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    main_line_zh = models.CharField(max_length=300)
    main_line_en = models.CharField(max_length=300)
    counts_unapproved = models.BooleanField(
        default=False, help_text="submitted figures and corrections count before they are approved, with a mark"
    )
    closes_after_days = models.PositiveSmallIntegerField(
        null=True, blank=True, default=10, help_text="days from a figure's due day to its lock; blank: never locked"
    )

    on_track_from = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.70"),
        help_text="a goal with a forecast is on track from this probability of meeting its target on",
    )
    at_risk_from = models.DecimalField(
        max_digits=3, decimal_places=2, default=Decimal("0.30"), help_text="and at risk from this one on; behind below"
    )

    closed_on = models.DateField(null=True, blank=True, editable=False, help_text="since when nothing of it changes")
    closed_because = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering: ClassVar[list[str]] = ["-year", "area__code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(at_risk_from__gte=0, at_risk_from__lte=F("on_track_from"), on_track_from__lte=1),
                name="plan_probabilities_in_order",
            ),
            models.UniqueConstraint(fields=["area", "year"], name="one_plan_per_area_and_year"),
            models.CheckConstraint(condition=Q(year__range=(2000, 2100)), name="plan_year_in_range"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_because="")
                | (Q(closed_on__isnull=False) & ~Q(closed_because="")),
                name="plan_closed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area.code} {self.year}"

    def clean(self) -> None:
        """The probabilities that part the lamps are in order."""
        if not 0 <= self.at_risk_from <= self.on_track_from <= 1:
            raise ValidationError(
                {"at_risk_from": _("The probabilities lie between 0 and 1, “at risk” not above “on track”.")}
            )

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def main_line(self) -> Text:
        return Text(self.main_line_zh, self.main_line_en)

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


class Numbered(models.Model):
    """A numbered, titled part of a plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="%(class)ss")
    number = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["plan", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "number"], name="%(class)s_number_once_per_plan")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title_zh}"

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)


class Node(Numbered):
    """One of the three nodes (重要节点)."""

    class Meta(Numbered.Meta):
        verbose_name = _("node")
        verbose_name_plural = _("nodes")


class Outcome(Numbered):
    """One of the six goals in words (定性目标); what shows it is linked to it."""

    class Meta(Numbered.Meta):
        verbose_name = _("goal in words")
        verbose_name_plural = _("goals in words")


class Link(models.Model):
    """A link between parts of the plan. One that the plan's text does not state gives its reason."""

    stated = models.BooleanField(default=False)
    reason_zh = models.CharField(max_length=300, blank=True)
    reason_en = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(stated=True) | (~Q(reason_zh="") & ~Q(reason_en="")), name="%(class)s_stated_or_reasoned"
            )
        ]

    @property
    def reason(self) -> Text:
        return Text(self.reason_zh, self.reason_en)


class OutcomeOfNode(Link):
    """The outcome belongs to the node."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="outcome_links")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="node_links")

    class Meta(Link.Meta):
        ordering: ClassVar[list[str]] = ["node", "outcome"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Link.Meta.constraints,
            models.UniqueConstraint(fields=["node", "outcome"], name="outcome_once_per_node"),
        ]

    def __str__(self) -> str:
        return f"{self.node_id}–{self.outcome_id}"


@keep_history
class Goal(Recorded):
    """An indicator's target in one plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="goals")
    order = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(max_length=10, choices=choices(core.Direction))
    target = models.DecimalField(max_digits=14, decimal_places=6)
    target_decided = models.BooleanField(
        default=True, editable=False, help_text="off: taken over from last year, nobody is judged by it yet"
    )
    comparison = models.CharField(max_length=10, choices=choices(core.Comparison), default=core.Comparison.EXACT)
    comparison_decimals = models.PositiveSmallIntegerField(null=True, blank=True)
    pace = models.CharField(max_length=10, choices=choices(core.PaceKind), default=core.PaceKind.NONE)
    milestones = models.JSONField(default=dict, blank=True, help_text='month number to value, such as {"6": "30.5"}')
    reported_by = models.CharField(max_length=10, choices=choices(core.ReportedBy), default=core.ReportedBy.CITY)
    owner_zh = models.CharField(max_length=100)
    owner_en = models.CharField(max_length=100)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    outcomes = models.ManyToManyField(Outcome, through="GoalOfOutcome", related_name="goals")

    class Meta:
        verbose_name = _("goal in numbers")
        verbose_name_plural = _("goals in numbers")
        ordering: ClassVar[list[str]] = ["order", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("direction", core.Direction),
            one_of("comparison", core.Comparison),
            one_of("pace", core.PaceKind),
            one_of("reported_by", core.ReportedBy),
            models.UniqueConstraint(fields=["plan", "indicator"], name="goal_once_per_plan_and_indicator"),
            models.CheckConstraint(
                condition=Q(comparison=core.Comparison.EXACT, comparison_decimals__isnull=True)
                | Q(comparison=core.Comparison.ROUNDED, comparison_decimals__isnull=False, comparison_decimals__lte=6),
                name="goal_decimals_where_rounded",
            ),
            models.CheckConstraint(condition=Q(target__gte=0), name="goal_target_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.indicator_id}"

    @property
    def owner(self) -> Text:
        return Text(self.owner_zh, self.owner_en)

    @property
    def note(self) -> Text:
        return Text(self.note_zh, self.note_en)

    def to_keep(self) -> Self:
        """Itself, to be kept: nobody changes its indicator after this, whose rule is made once."""
        self.indicator.keep_rule()
        return self

    def as_rule(self, year: int) -> core.GoalRule:
        """The plain value that the evaluation takes; the indicator and the plan must be loaded."""
        return core.GoalRule(
            indicator=self.indicator.as_rule(),
            year=year,
            direction=core.Direction(self.direction),
            target=self.target.normalize() + 0,
            comparison=core.Comparison(self.comparison),
            comparison_decimals=self.comparison_decimals,
            pace=core.PaceKind(self.pace),
            milestones={int(month): Decimal(value) for month, value in self.milestones.items()},
            on_track_from=self.plan.on_track_from,
            at_risk_from=self.plan.at_risk_from,
            target_decided=self.target_decided,
        )


@keep_history
class AreaTarget(Recorded):
    """What a goal asks of one area; where there is none, the area is only counted."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="area_targets")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    target = models.DecimalField(max_digits=14, decimal_places=6)

    class Meta:
        verbose_name = _("target of an area")
        verbose_name_plural = _("targets of areas")
        ordering: ClassVar[list[str]] = ["goal", "area"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["goal", "area"], name="one_target_per_goal_and_area"),
            models.CheckConstraint(condition=Q(target__gte=0), name="area_target_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.area_id}"


class GoalOfOutcome(Link):
    """The goal shows the outcome."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="outcome_links")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="goal_links")

    class Meta(Link.Meta):
        ordering: ClassVar[list[str]] = ["outcome", "goal"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Link.Meta.constraints,
            models.UniqueConstraint(fields=["goal", "outcome"], name="goal_once_per_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id}–{self.outcome_id}"
