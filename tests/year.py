"""Daqing's two air goals with their real months of 2022 to 2024, as rows of the database."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from targets.models import Area, Figure, Goal, Indicator
from targets.periods import Month
from tests.factories import make_area, make_goal, make_indicator, make_mean, make_plan
from tests.targets.evaluation.cases import REAL


def make_air_year(years: Iterable[int] = (2022, 2023, 2024)) -> tuple[Goal, Goal]:
    """Good-air days (≥ 92 %) and PM2.5 (≤ 27), each with a figure for every month that has one."""
    plan, area = make_plan(), make_area()
    air = make_goal(plan, make_indicator(), order=1, pace="seasonal")
    mean = make_goal(plan, make_mean(), order=2, direction="at_most", target=Decimal(27), pace="seasonal")
    rows: list[Figure] = []
    for year in years:
        for number, row in enumerate(REAL[year], start=1):
            if row is not None:
                total, good, valid = row
                rows += [
                    figure(air.indicator, area, Month(year, number), Decimal(good), valid),
                    figure(mean.indicator, area, Month(year, number), Decimal(total), valid),
                ]
    Figure.objects.bulk_create(rows)
    return air, mean


def figure(indicator: Indicator, area: Area, month: Month, numerator: Decimal, valid: int, **fields: Any) -> Figure:
    """Approved, computed, on record as of the 4th of the following month."""
    following = month.plus(1)
    at = datetime(following.year, following.number, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    return Figure(
        indicator=indicator,
        area=area,
        month=month.first_on,
        numerator=numerator,
        denominator=Decimal(valid),
        changed_at=at,
        **({"origin": "computed"} | fields),
    )
