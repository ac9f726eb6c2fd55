"""The days of a section as computed, for an export."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.db.models import Q

from targets.measurements.water_cells import sample_of
from targets.models import Section, WaterSample
from targets.standards.surface_water import Assessment, assess_samples, shown_multiple
from targets.standards.surface_water_table import WaterBody

COLUMNS = ("date", "section", "class", "main_pollutants")
NEAR = 10


class NoSuchSection(Exception):
    """No section, or more than one, is meant. ``near``: names like it; ``provinces``: those that have the name."""

    def __init__(self, *, near: list[str], provinces: list[str]) -> None:
        super().__init__("no such section")
        self.near, self.provinces = near, provinces


def find_section(name: str, province: str = "") -> Section:
    """The section of that name, in the province where one is said. One or two queries. Raises NoSuchSection."""
    named = Section.objects.filter(name=name)
    found = list((named.filter(province=province) if province else named).order_by("province"))
    if len(found) == 1:
        return found[0]
    like = Section.objects.filter(Q(name__icontains=name[:60])).order_by("name").values_list("name", flat=True)
    near = [] if found or not name else list(like.distinct()[:NEAR])
    raise NoSuchSection(near=near, provinces=[one.province for one in found])


def exported_days(section: Section, first: date | None, last: date | None) -> Iterator[tuple[str, str, str, str]]:
    """Each day on record by COLUMNS: the class of the mean of the day's samples (GB 3838-2002), as measured.

    Class and main pollutants are empty where the day has no value. One query, read as it is asked for.
    """
    rows = WaterSample.objects.filter(section=section).order_by("day", "time", "id")
    rows = rows.filter(day__gte=first) if first else rows
    rows = rows.filter(day__lte=last) if last else rows
    body = WaterBody(section.body)
    days = rows.values_list("day", "values").iterator(chunk_size=2000)
    for day, samples in groupby(days, key=lambda row: row[0]):
        found = assess_samples([sample_of(values) for _, values in samples], body)
        numeral = found.water_class.numeral if found.water_class else ""
        yield day.isoformat(), section.name, numeral, main_text(found)


def main_text(found: Assessment) -> str:
    """The main pollutants, worst first: ``codmn(0.3)+do``; one without a multiple has none."""
    return "+".join(
        one.item.value + (f"({shown_multiple(one.multiple)})" if one.multiple is not None else "")
        for one in found.main_pollutants
    )
