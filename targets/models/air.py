"""Cities and stations with their air values."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from targets.models.area import Area
from targets.models.readings import DataState, Reading
from targets.models.recorded import Recorded, keep_history


class Basis(models.TextChoices):
    """Where a city's daily value comes from."""

    FILE = "file"  # a file of city values
    STATIONS = "stations"  # the mean over the city's stations


def concentration(**options: Any) -> "models.DecimalField[Any, Any]":
    """µg/m³, CO in mg/m³; ten decimals, as a mean over stations and hours rarely ends (exact to 1e-10)."""
    return models.DecimalField(max_digits=16, decimal_places=10, null=True, blank=True, **options)


@keep_history
class City(Recorded):
    """A city whose air is measured, named as the files name it (without 市). ``confirmed`` false: an import met it.

    ``station_share`` and ``min_eight_hour_means`` are believed, not read in a standard: an administrator's setting.
    """

    name = models.CharField(_("name"), max_length=50, unique=True)
    area = models.OneToOneField(
        Area, models.PROTECT, verbose_name=_("area"), null=True, blank=True, related_name="city"
    )
    confirmed = models.BooleanField(_("confirmed"), default=True)
    station_share = models.DecimalField(
        _("share of stations"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.75"),
        help_text=_("share of the city's stations that a valid day needs"),
    )
    min_eight_hour_means = models.PositiveSmallIntegerField(
        _("valid 8-hour means"),
        default=14,
        help_text=_("valid 8-hour means that the day's highest ozone mean needs"),
    )

    class Meta:
        verbose_name = _("city with air monitoring")
        verbose_name_plural = _("cities with air monitoring")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(station_share__gt=0, station_share__lte=1), name="city_station_share_in_range"
            ),
            models.CheckConstraint(condition=Q(min_eight_hour_means__range=(1, 24)), name="city_min_means_in_range"),
        ]

    def __str__(self) -> str:
        return self.name


@keep_history
class Station(Recorded):
    """An air station. Without a city it feeds none; one that does not ``count`` is shown, but is not in the mean."""

    code = models.CharField(_("code"), max_length=12, unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=50)
    city = models.ForeignKey(
        City, models.PROTECT, verbose_name=_("city"), null=True, blank=True, related_name="stations"
    )
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    counts = models.BooleanField(
        _("counts in the mean"), default=True, help_text=_("in the mean over the city's stations")
    )
    confirmed = models.BooleanField(_("confirmed"), default=True)

    class Meta:
        verbose_name = _("air station")
        verbose_name_plural = _("air stations")
        ordering: ClassVar[list[str]] = ["city", "code", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["city", "name"], name="one_station_per_city_and_name", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.code or '?'} {self.name}"


class StationHour(Reading):
    """One hour of one station, by the hour's number as the source writes it (0–23, Beijing time)."""

    pk = models.CompositePrimaryKey("station_id", "day", "hour")
    station = models.ForeignKey(Station, models.PROTECT, related_name="hours", db_index=False)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    pm25 = concentration()
    pm10 = concentration()
    so2 = concentration()
    no2 = concentration()
    co = concentration()
    o3 = concentration(help_text="1-hour mean")
    o3_8h = concentration(help_text="mean of the 8 hours that end with it")
    source_aqi = models.PositiveSmallIntegerField(null=True, blank=True, help_text="as the file says; decides nothing")

    class Meta:
        verbose_name = _("hourly air value")
        verbose_name_plural = _("hourly air values")
        ordering: ClassVar[list[str]] = ["station", "day", "hour"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(hour__lte=23), name="stationhour_hour_of_a_day"),
            models.CheckConstraint(condition=Q(state__in=DataState.values), name="stationhour_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.day} {self.hour}"


class CityDay(Reading):
    """One day of one city: its values, and what the standard makes of them (HJ 633).

    ``o3_1h``, ``o3_8h``: the day's highest 1-hour value and 8-hour mean. ``never_supplied``: the items that the source
    declares it never has, joined by ``+``. ``aqi`` null is the standard's NA. ``primary``: pollutants joined by ``+``.
    """

    pk = models.CompositePrimaryKey("city_id", "day")
    city = models.ForeignKey(City, models.PROTECT, related_name="days", db_index=False)
    day = models.DateField()
    basis = models.CharField(max_length=8, choices=Basis.choices, default=Basis.FILE)
    pm25 = concentration()
    pm10 = concentration()
    so2 = concentration()
    no2 = concentration()
    co = concentration()
    o3_1h = concentration()
    o3_8h = concentration()
    never_supplied = models.CharField(max_length=80, blank=True)
    source_aqi = models.PositiveSmallIntegerField(null=True, blank=True, help_text="as the file says; decides nothing")
    standard = models.CharField(max_length=20)
    aqi = models.PositiveSmallIntegerField(null=True, blank=True)
    primary = models.CharField(max_length=40, blank=True)
    iaqi_pm25 = models.PositiveSmallIntegerField(null=True, blank=True)
    iaqi_pm10 = models.PositiveSmallIntegerField(null=True, blank=True)
    iaqi_so2 = models.PositiveSmallIntegerField(null=True, blank=True)
    iaqi_no2 = models.PositiveSmallIntegerField(null=True, blank=True)
    iaqi_co = models.PositiveSmallIntegerField(null=True, blank=True)
    iaqi_o3_8h = models.PositiveSmallIntegerField(null=True, blank=True)
    iaqi_o3_1h = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("daily air value")
        verbose_name_plural = _("daily air values")
        ordering: ClassVar[list[str]] = ["city", "day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(aqi__isnull=True) | Q(aqi__lte=500), name="cityday_aqi_at_most_500"),
            models.CheckConstraint(condition=Q(state__in=DataState.values), name="cityday_state_known"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="cityday_basis_known"),
        ]

    def __str__(self) -> str:
        return f"{self.city_id} {self.day}"


@keep_history
class DustDay(Recorded):
    """A day that sand-dust affected (环办监测〔2016〕120号), with the paper that says so."""

    city = models.ForeignKey(City, models.PROTECT, verbose_name=_("city"), related_name="dust_days")
    day = models.DateField(_("day"))
    document = models.CharField(_("document"), max_length=300)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)

    class Meta:
        verbose_name = _("sand-dust day")
        verbose_name_plural = _("sand-dust days")
        ordering: ClassVar[list[str]] = ["city", "day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["city", "day"], name="one_dust_day_per_city_and_day"),
            models.CheckConstraint(condition=~Q(document=""), name="dust_day_names_its_document"),
        ]

    def __str__(self) -> str:
        return f"{self.city} {self.day}"
