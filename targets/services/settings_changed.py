"""What follows where something decided about the measurements changes: computed again in the same transaction.

A station that counts or not, a share that a city's day needs, a dust day, ice, natural background, the source of a
figure. Each call ends with the figures; the caller has written the row.
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model

from targets.measurements.taken import Place
from targets.models import Background, City, DustDay, Feed, FrozenMonth, Measure, Section, Station
from targets.periods import Month
from targets.queries.moments import events_of
from targets.services.air_days import recompute_cities
from targets.services.computed import Changed, recompute, recompute_feeds
from targets.services.load_turns import take_turns
from targets.services.restated import Cause
from targets.services.section_months import recompute_all_months

Decided = City | Station | Section | Feed | DustDay | FrozenMonth | Background


@transaction.atomic
def after_setting(row: Decided, *, by: AbstractBaseUser | None, now: datetime) -> list[Changed]:
    """The figures that the row's change moves, computed again."""
    take_turns()
    if isinstance(row, Feed):
        return recompute_feeds([row.pk], by=by, now=now, cause=Cause.RULE)
    if isinstance(row, DustDay):
        return recompute([Place("city", row.city_id, Month.of(row.day))], by=by, now=now, cause=Cause.DECISION)
    if isinstance(row, FrozenMonth | Background):
        return _after_section(row.section, by=by, now=now)
    if isinstance(row, Section):
        recompute_all_months(row, now=now)
        return recompute_feeds(_water_feeds(), by=by, now=now, cause=Cause.RULE)  # also of an area that it left
    cities = {row.pk} if isinstance(row, City) else _ever_of(row)
    recompute_cities(cities, now=now)
    return recompute_feeds(_ids(Feed.objects.filter(city__in=cities)), by=by, now=now, cause=Cause.RULE)


def after_settings(*, by: AbstractBaseUser | None, now: datetime) -> list[Changed]:
    """As after a change of everything, such as a plan file makes: cities' days, sections' months, every figure."""
    take_turns()
    recompute_cities(_ids(City.objects.all()), now=now)
    for section in Section.objects.order_by("pk"):
        recompute_all_months(section, now=now)
    return recompute_feeds(_ids(Feed.objects.all()), by=by, now=now, cause=Cause.RULE)


def _after_section(section: Section, *, by: AbstractBaseUser | None, now: datetime) -> list[Changed]:
    changed = recompute_all_months(section, now=now)
    return recompute(
        [Place("section", pk, month) for pk, month in sorted(changed)], by=by, now=now, cause=Cause.DECISION
    )


def _water_feeds() -> list[int]:
    return _ids(Feed.objects.filter(measure=Measure.WATER_SHARE))


def _ever_of(station: Station) -> set[int]:
    """The cities whose station it is or was. One query."""
    events = events_of(Station).filter(pgh_obj_id=station.pk, city__isnull=False).order_by("pgh_id")
    return set(events.values_list("city", flat=True))


def _ids(rows: Iterable[Model]) -> list[int]:
    return sorted(row.pk for row in rows)
