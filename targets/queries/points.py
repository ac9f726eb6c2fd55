"""What a plan copied from the year before still has to decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Value
from django.db.models.functions import Concat

from targets.models import Aspect, OpenPoint, Plan
from targets.points import aspect_text, point_text
from targets.texts import Text


def still_open(at: datetime | None) -> ArraySubquery:
    """The plan's open points, each as ``point_key`` writes it; of a moment, those that were open then."""
    waiting = Q(decided_at__isnull=True)
    if at is not None:
        waiting = Q(opened_at__lte=at) & (waiting | Q(decided_at__gt=at))
    points = OpenPoint.objects.filter(waiting, plan=OuterRef("pk")).order_by("pk")
    return ArraySubquery(points.values(found=Concat("part", Value(" "), "key", Value(" "), "aspect")))


def point_key(part: str, key: object, aspect: str) -> str:
    return f"{part} {key} {aspect}"


@dataclass(frozen=True)
class Listed:
    """A point as the page lists it. ``address``: where it is edited; empty where nothing of the plan bears the key."""

    point: OpenPoint
    name: Text
    address: str

    @property
    def value(self) -> str:
        """What a form posts to name it."""
        return point_key(self.point.part, self.point.key, self.point.aspect)

    @property
    def was(self) -> Text:
        return Text(self.point.was_zh, self.point.was_en)

    @property
    def label(self) -> Text:
        return point_text(self.point.part, self.point.key, self.point.aspect)

    @property
    def aspect(self) -> Text:
        return aspect_text(self.point.part, self.point.aspect)

    @property
    def is_target(self) -> bool:
        return self.point.aspect in (Aspect.TARGET, Aspect.AREA_TARGETS)


Named = Mapping[tuple[str, str], tuple[Text, str]]  # by part and key: what it is called, where it is edited


def points_of(plan: Plan, named: Named) -> tuple[list[Listed], list[Listed]]:
    """The open points in the plan's order, and those decided, the newest first. One query."""
    rows = OpenPoint.objects.filter(plan=plan).select_related("changed_by").order_by("pk")
    listed = []
    for row in rows:
        name, address = named.get((row.part, row.key), (Text(row.key, row.key), ""))
        listed.append(Listed(row, name, address))
    waiting = [one for one in listed if one.point.decided_at is None]
    decided = [one for one in listed if one.point.decided_at is not None]
    return waiting, sorted(decided, key=lambda one: (one.point.decided_at, one.point.pk), reverse=True)


def plans_on_record() -> list[Plan]:
    """Every plan with its area and its open points, the newest first. One query."""
    found = Plan.objects.select_related("area").annotate(open_keys=still_open(None))
    return list(found.order_by("-year", "area__order", "area__code"))


def find_plan(*, area_code: str, year: int) -> Plan | None:
    """One query."""
    known = area_code if area_code.isascii() and area_code.isalnum() else ""
    return Plan.objects.filter(area__code=known, year=year).select_related("area").order_by("pk").first()
