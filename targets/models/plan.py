"""The plan: areas, indicators, and what one year's plan asks of them."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from targets.evaluation import model as core
from targets.models.recorded import Recorded, keep_history
from targets.periods import Frequency, Month, due_on
from targets.texts import Text


def choices(values: type[StrEnum]) -> list[tuple[str, str]]:
    """A closed vocabulary of the core as Django's choices."""
    return [(value.value, value.value) for value in values]


def one_of(field: str, values: type[StrEnum]) -> models.CheckConstraint:
    """The database's own refusal of a word outside the vocabulary."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [value.value for value in values]}),
        name=f"%(app_label)s_%(class)s_{field}_known",
    )


class Area(models.Model):
    """A city or one of its county-level divisions, by its GB/T 2260 code."""

    code = models.CharField(max_length=12, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="divisions")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="area_is_not_its_own_parent")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)


class Plan(models.Model):
    """One area's plan for one year."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    main_line_zh = models.CharField(max_length=300)
    main_line_en = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "area__code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["area", "year"], name="one_plan_per_area_and_year"),
            models.CheckConstraint(condition=Q(year__range=(2000, 2100)), name="plan_year_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.area.code} {self.year}"

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def main_line(self) -> Text:
        return Text(self.main_line_zh, self.main_line_en)


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


class Outcome(Numbered):
    """One of the six goals in words (定性目标); what shows it is linked to it."""


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


class Indicator(models.Model):
    """What is measured, how its months combine, and when a month's figure is due. Belongs to no plan."""

    slug = models.SlugField(max_length=50, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    short_zh = models.CharField(max_length=40)
    short_en = models.CharField(max_length=40)
    unit_zh = models.CharField(max_length=20)
    unit_en = models.CharField(max_length=20)
    combination = models.CharField(max_length=10, choices=choices(core.Combination))
    frequency = models.CharField(max_length=10, choices=choices(Frequency))
    scale = models.PositiveSmallIntegerField(help_text="100: a share in per cent; 1: a mean")
    decimals = models.PositiveSmallIntegerField(default=1)
    detail_decimals = models.PositiveSmallIntegerField(default=2)
    numerator_name_zh = models.CharField(max_length=60)
    numerator_name_en = models.CharField(max_length=60)
    numerator_unit_zh = models.CharField(max_length=20)
    numerator_unit_en = models.CharField(max_length=20)
    denominator_name_zh = models.CharField(max_length=60)
    denominator_name_en = models.CharField(max_length=60)
    denominator_unit_zh = models.CharField(max_length=20)
    denominator_unit_en = models.CharField(max_length=20)
    shortfall_name_zh = models.CharField(max_length=60)
    shortfall_name_en = models.CharField(max_length=60)
    counts_days = models.BooleanField(default=False, help_text="the denominator is a number of days of the month")
    whole_numbers = models.BooleanField(default=True, help_text="numerator and denominator are counts")
    min_days_year = models.PositiveSmallIntegerField(null=True, blank=True)
    min_days_month = models.PositiveSmallIntegerField(null=True, blank=True)
    min_days_february = models.PositiveSmallIntegerField(null=True, blank=True)
    due_day = models.PositiveSmallIntegerField(help_text="day of the following month")
    provisional_until_day = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="figures are provisional through this day of the following month"
    )
    supplier_zh = models.CharField(max_length=100)
    supplier_en = models.CharField(max_length=100)
    rule_zh = models.TextField()
    rule_en = models.TextField()
    source_zh = models.TextField()
    source_en = models.TextField()

    class Meta:
        ordering: ClassVar[list[str]] = ["slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("combination", core.Combination),
            one_of("frequency", Frequency),
            models.CheckConstraint(condition=Q(scale__in=[1, 100]), name="indicator_scale_1_or_100"),
            models.CheckConstraint(condition=Q(due_day__range=(1, 31)), name="indicator_due_day_in_month"),
            models.CheckConstraint(
                condition=Q(decimals__lte=6, detail_decimals__lte=6), name="indicator_decimals_at_most_6"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)

    @property
    def short(self) -> Text:
        return Text(self.short_zh, self.short_en)

    @property
    def supplier(self) -> Text:
        return Text(self.supplier_zh, self.supplier_en)

    @property
    def definition(self) -> Text:
        return Text(self.rule_zh, self.rule_en)

    @property
    def source(self) -> Text:
        return Text(self.source_zh, self.source_en)

    def is_mean(self) -> bool:
        """Whether the numerator is a sum of daily means, which an entry may give as their mean."""
        return self.combination == core.Combination.MEAN

    def due_on(self, month: Month) -> date:
        """The day by which the month's figure is due."""
        return due_on(month, self.due_day)

    def is_provisional(self, month: Month, today: date) -> bool:
        """Whether the month's figure is still to be reviewed by its supplier (HJ 633-2012, 5.1.5)."""
        day = self.provisional_until_day
        return day is not None and today <= due_on(month, day)

    def as_rule(self) -> core.IndicatorRule:
        """The plain value that the evaluation takes."""
        return core.IndicatorRule(
            slug=self.slug,
            name=self.name,
            unit=Text(self.unit_zh, self.unit_en),
            combination=core.Combination(self.combination),
            frequency=Frequency(self.frequency),
            scale=self.scale,
            decimals=self.decimals,
            detail_decimals=self.detail_decimals,
            numerator_name=Text(self.numerator_name_zh, self.numerator_name_en),
            numerator_unit=Text(self.numerator_unit_zh, self.numerator_unit_en),
            denominator_name=Text(self.denominator_name_zh, self.denominator_name_en),
            denominator_unit=Text(self.denominator_unit_zh, self.denominator_unit_en),
            shortfall_name=Text(self.shortfall_name_zh, self.shortfall_name_en),
            counts_days=self.counts_days,
            min_days_year=self.min_days_year,
            min_days_month=self.min_days_month,
            min_days_february=self.min_days_february,
        )


@keep_history
class Goal(Recorded):
    """An indicator's target in one plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="goals")
    order = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(max_length=10, choices=choices(core.Direction))
    target = models.DecimalField(max_digits=14, decimal_places=6)
    comparison = models.CharField(max_length=10, choices=choices(core.Comparison), default=core.Comparison.EXACT)
    comparison_decimals = models.PositiveSmallIntegerField(null=True, blank=True)
    pace = models.CharField(max_length=10, choices=choices(core.PaceKind), default=core.PaceKind.NONE)
    milestones = models.JSONField(default=dict, blank=True, help_text='month number to value, such as {"6": "30.5"}')
    owner_zh = models.CharField(max_length=100)
    owner_en = models.CharField(max_length=100)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    outcomes = models.ManyToManyField(Outcome, through="GoalOfOutcome", related_name="goals")

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("direction", core.Direction),
            one_of("comparison", core.Comparison),
            one_of("pace", core.PaceKind),
            models.UniqueConstraint(fields=["plan", "indicator"], name="goal_once_per_plan_and_indicator"),
            models.CheckConstraint(
                condition=Q(comparison=core.Comparison.EXACT, comparison_decimals__isnull=True)
                | Q(comparison=core.Comparison.ROUNDED, comparison_decimals__lte=6),
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

    def as_rule(self, year: int) -> core.GoalRule:
        """The plain value that the evaluation takes; the indicator must be loaded."""
        return core.GoalRule(
            indicator=self.indicator.as_rule(),
            year=year,
            direction=core.Direction(self.direction),
            target=self.target.normalize() + 0,
            comparison=core.Comparison(self.comparison),
            comparison_decimals=self.comparison_decimals,
            pace=core.PaceKind(self.pace),
            milestones={int(month): Decimal(value) for month, value in self.milestones.items()},
        )


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
