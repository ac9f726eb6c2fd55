"""A new year begun: last year's plan taken over as a whole, all or nothing, with what must be decided marked."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction

from actions.services.new_year import copy_actions
from targets.models import OpenPoint, Plan
from targets.points import PARTS, point_text
from targets.services.new_year import Copy, copy_plan
from targets.services.refusals import Refused
from targets.texts import Text

KINDS = PARTS | {"link": Text("关联", "links"), "target of area": Text("县区目标", "targets of areas")}
LOCK = 1369  # as load_plan: a plan is loaded or copied by one at a time


@dataclass(frozen=True)
class NewYear:
    """What was copied, or would be: the new plan, how many rows of each kind, and what is still to be decided."""

    plan: Plan
    made: Counter[str]
    points: tuple[OpenPoint, ...]

    @property
    def kinds(self) -> list[tuple[Text, int]]:
        return [(KINDS[kind], count) for kind, count in self.made.items()]

    @property
    def listed(self) -> list[dict[str, Text]]:
        """Each point by its name, with last year's."""
        return [
            {"label": point_text(one.part, one.key, one.aspect), "was": Text(one.was_zh, one.was_en)}
            for one in self.points
        ]


class PlanExists(Refused):
    """There is a plan of that year already; it is not written over."""


class NoSource(Refused):
    """There is no plan to copy from, or it is not an earlier one."""


@transaction.atomic
def new_year(
    *, year: int, from_year: int, area_code: str, by: AbstractBaseUser | None, now: datetime, dry_run: bool = False
) -> NewYear:
    """Copy the area's plan into another year. ``dry_run``: nothing is left behind. Raises PlanExists, NoSource."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    source = _source(year=year, from_year=from_year, area_code=area_code)
    with transaction.atomic():
        copy = Copy(source, year, by, now)
        copy_plan(copy)
        copy_actions(copy)
        OpenPoint.objects.bulk_create(copy.points)
        transaction.set_rollback(dry_run)
    return NewYear(copy.plan, copy.made, tuple(copy.points))


def _source(*, year: int, from_year: int, area_code: str) -> Plan:
    if not 2000 <= year <= 2100:
        raise NoSource("year", Text("年份应在 2000 至 2100 之间。", "The year lies between 2000 and 2100."))
    if from_year >= year:
        raise NoSource(
            "from_year",
            Text(
                f"新年度应晚于来源年度：由 {from_year} 年不能生成 {year} 年计划。",
                f"The new year lies after the one it is copied from: {year} cannot be made from {from_year}.",
            ),
        )
    plans = {
        plan.year: plan for plan in Plan.objects.filter(area__code=area_code).select_related("area").order_by("pk")
    }
    if year in plans:
        raise PlanExists(
            "year",
            Text(
                f"{year} 年度计划已存在，不会覆盖；如需修改，请用 load_plan 载入文件或在管理页更改。",
                f"The plan of {year} exists already and is not written over; change it with load_plan or in the "
                "administration.",
            ),
        )
    if from_year not in plans:
        known = "、".join(map(str, sorted(plans))) or "无"
        raise NoSource(
            "from_year",
            Text(
                f"区划 {area_code} 没有 {from_year} 年度计划（现有：{known}）。",
                f"There is no plan of {from_year} for the area {area_code}; on record: "
                f"{', '.join(map(str, sorted(plans))) or 'none'}.",
            ),
        )
    return plans[from_year]
