"""Sections with their water samples, and what is left out of their assessment."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from targets.models.area import Area
from targets.models.readings import DataState, Reading
from targets.models.recorded import Recorded, keep_history


class ControlLevel(models.TextChoices):
    """Who assesses a section (控制级别)."""

    NATIONAL = "national", _("national")
    PROVINCIAL = "provincial", _("provincial")
    CITY = "city", _("municipal")
    UNKNOWN = "unknown", _("not stated")


class WaterBody(models.TextChoices):
    RIVER = "river", _("river")
    LAKE = "lake", _("lake or reservoir")


@keep_history
class Section(Recorded):
    """A river or lake section (断面). ``target_class`` 1–5: the class it is to reach; null: not decided."""

    name = models.CharField(_("name"), max_length=60)
    province = models.CharField(_("province"), max_length=30, blank=True)
    basin = models.CharField(_("basin"), max_length=30, blank=True)
    river = models.CharField(_("river or lake"), max_length=60, blank=True)
    city_name = models.CharField(_("city as the file names it"), max_length=30, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("area"), null=True, blank=True, related_name="sections"
    )
    control_level = models.CharField(
        _("control level"), max_length=10, choices=ControlLevel.choices, default=ControlLevel.UNKNOWN
    )
    body = models.CharField(_("water body"), max_length=5, choices=WaterBody.choices, default=WaterBody.RIVER)
    target_class = models.PositiveSmallIntegerField(
        _("target class"), null=True, blank=True, help_text=_("1 to 5; blank: not decided")
    )
    counts = models.BooleanField(
        _("assessed"), default=False, help_text=_("assessed in the area's share of sections of class I to III")
    )
    confirmed = models.BooleanField(_("confirmed"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("water section")
        verbose_name_plural = _("water sections")
        ordering: ClassVar[list[str]] = ["order", "province", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["province", "name"], name="one_section_per_province_and_name"),
            models.CheckConstraint(
                condition=Q(target_class__isnull=True) | Q(target_class__range=(1, 5)),
                name="section_target_class_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WaterSample(Reading):
    """One sample, or what a day's report said instead of one (``time`` null, no values).

    ``values``: item of GB 3838-2002 table 1 to its text, mg/L unless the table says otherwise; ``<0.025``: not detected
    at that limit. ``status``: of an automatic station (正常, 停站 …). ``source_class``: as the file says.
    """

    section = models.ForeignKey(Section, models.PROTECT, related_name="samples", db_index=False)
    day = models.DateField()
    time = models.TimeField(null=True, blank=True)
    values = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=20, blank=True)
    source_class = models.CharField(max_length=6, blank=True)

    class Meta:
        verbose_name = _("water sample")
        verbose_name_plural = _("water samples")
        ordering: ClassVar[list[str]] = ["section", "day", "time", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["section", "day", "time"], name="one_sample_per_section_day_and_time", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(state__in=DataState.values), name="watersample_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.day} {self.time or ''}"


class SectionMonth(models.Model):
    """A section's month as computed from its samples: classes 1–5, 6 for worse than V, null where there is none.

    ``means``: item to its exact mean as a fraction's text. ``…adjusted``: without the items of a natural background.
    ``main``: the main pollutants, worst first, as ``[item, multiple's text or null]``. ``cumulative…``: of the year's
    months up to this one, by the mean of the monthly means. ``samples``: that have values.
    """

    section = models.ForeignKey(Section, models.PROTECT, related_name="months", db_index=False)
    month = models.DateField(help_text="the month's first day")
    means = models.JSONField(default=dict, blank=True)
    samples = models.PositiveIntegerField(default=0)
    is_frozen = models.BooleanField(default=False)
    state = models.CharField(max_length=11, choices=DataState.choices, default=DataState.PROVISIONAL)
    water_class = models.PositiveSmallIntegerField(null=True, blank=True)
    adjusted_class = models.PositiveSmallIntegerField(null=True, blank=True)
    main = models.JSONField(default=list, blank=True)
    cumulative_class = models.PositiveSmallIntegerField(null=True, blank=True)
    cumulative_adjusted_class = models.PositiveSmallIntegerField(null=True, blank=True)
    cumulative_main = models.JSONField(default=list, blank=True)
    cumulative_means = models.JSONField(default=dict, blank=True)
    cumulative_months = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("section's month")
        verbose_name_plural = _("sections' months")
        ordering: ClassVar[list[str]] = ["section", "month"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["section", "month"], name="one_month_per_section"),
            models.CheckConstraint(condition=Q(month__day=1), name="section_month_is_a_first_day"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["month"], name="section_month_by_month")]

    def __str__(self) -> str:
        return f"{self.section_id} {self.month:%Y-%m}"


@keep_history
class FrozenMonth(Recorded):
    """A month in which ice prevents sampling: not missing, with its reason."""

    section = models.ForeignKey(Section, models.PROTECT, verbose_name=_("section"), related_name="frozen_months")
    month = models.DateField(_("calendar month"), help_text=_("any day of the month; its first is kept"))
    note = models.CharField(_("grounds"), max_length=300)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)

    class Meta:
        verbose_name = _("frozen month")
        verbose_name_plural = _("frozen months")
        ordering: ClassVar[list[str]] = ["section", "month"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["section", "month"], name="one_frozen_month_per_section_and_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="frozen_month_is_a_first_day"),
            models.CheckConstraint(condition=~Q(note=""), name="frozen_month_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.month:%Y-%m}"


@keep_history
class Background(Recorded):
    """Items that natural background keeps high at a section (自然本底), left out of its class as a paper decided.

    ``items``: of GB 3838-2002 table 1. ``until_month`` null: until it is withdrawn.
    """

    section = models.ForeignKey(Section, models.PROTECT, verbose_name=_("section"), related_name="backgrounds")
    items = models.JSONField(_("items"), default=list)
    from_month = models.DateField(_("from month"), help_text=_("any day of the month; its first is kept"))
    until_month = models.DateField(
        _("until month"), null=True, blank=True, help_text=_("that month included; blank: until it is withdrawn")
    )
    grounds = models.CharField(_("grounds"), max_length=500)
    document = models.CharField(_("document"), max_length=300)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)

    class Meta:
        verbose_name = _("deduction of natural background")
        verbose_name_plural = _("deductions of natural background")
        ordering: ClassVar[list[str]] = ["section", "from_month", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(grounds="") & ~Q(document=""), name="background_reasoned_and_recorded"),
            models.CheckConstraint(condition=~Q(items=[]), name="background_names_items"),
            models.CheckConstraint(
                condition=Q(until_month__isnull=True) | Q(until_month__gte=models.F("from_month")),
                name="background_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.from_month:%Y-%m}"
