"""Rows for tests: plain typed functions, each with the fewest arguments that matter."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from actions.models import Action, Commitment, Task
from targets.entry.calendar import term
from targets.models import Area, Figure, Goal, Indicator, Plan
from targets.periods import Month
from targets.queries.slots import Slot

NOW = datetime(2024, 11, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def make_area(code: str = "230600", **fields: Any) -> Area:
    defaults = {"name_zh": "大庆市", "name_en": "Daqing"}
    area, _ = Area.objects.get_or_create(code=code, defaults=defaults | fields)
    return area


def make_plan(year: int = 2024, area: Area | None = None, **fields: Any) -> Plan:
    texts = {"title_zh": "计划", "title_en": "Plan", "main_line_zh": "主线", "main_line_en": "Main line"}
    stamp = {"changed_at": NOW}
    plan, _ = Plan.objects.get_or_create(area=area or make_area(), year=year, defaults=texts | stamp | fields)
    return plan


def make_indicator(slug: str = "good-air-days", **fields: Any) -> Indicator:
    """Good-air days, unless fields say otherwise."""
    defaults: dict[str, Any] = {
        "changed_at": NOW,
        "name_zh": "优良天数比例",
        "name_en": "Good-air days",
        "short_zh": "优良天数比例",
        "short_en": "Good-air days",
        "unit_zh": "%",
        "unit_en": "%",
        "combination": "sum",
        "frequency": "monthly",
        "scale": 100,
        "numerator_name_zh": "优良天数",
        "numerator_name_en": "good days",
        "numerator_unit_zh": "天",
        "numerator_unit_en": "days",
        "denominator_name_zh": "有效天数",
        "denominator_name_en": "valid days",
        "denominator_unit_zh": "天",
        "denominator_unit_en": "days",
        "shortfall_name_zh": "污染天",
        "shortfall_name_en": "bad days",
        "counts_days": True,
        "min_days_year": 324,
        "min_days_month": 27,
        "min_days_february": 25,
        "due_day": 5,
        "provisional_until_day": 10,
        "supplier_zh": "监测中心",
        "supplier_en": "monitoring centre",
        "rule_zh": "优良天数除以有效天数",
        "rule_en": "Good days divided by valid days",
        "source_zh": "HJ 663-2013",
        "source_en": "HJ 663-2013",
    }
    indicator, _ = Indicator.objects.get_or_create(slug=slug, defaults=defaults | fields)
    return indicator


MEAN: dict[str, Any] = {
    "name_zh": "细颗粒物(PM2.5)年均浓度",
    "name_en": "PM2.5 annual mean",
    "short_zh": "PM2.5 平均浓度",
    "short_en": "PM2.5 mean",
    "unit_zh": "µg/m³",
    "unit_en": "µg/m³",
    "combination": "mean",
    "scale": 1,
    "numerator_name_zh": "日均值之和",
    "numerator_name_en": "sum of daily means",
    "numerator_unit_zh": "µg/m³·天",
    "numerator_unit_en": "µg/m³ × days",
    "whole_numbers": False,
}


def make_mean(slug: str = "pm25", **fields: Any) -> Indicator:
    """PM2.5: a mean of daily means."""
    return make_indicator(slug, **(MEAN | fields))


def make_goal(plan: Plan | None = None, indicator: Indicator | None = None, **fields: Any) -> Goal:
    """At least 92 %, compared exactly, unless fields say otherwise."""
    defaults: dict[str, Any] = {
        "direction": "at_least",
        "target": Decimal(92),
        "owner_zh": "大气科",
        "owner_en": "atmosphere section",
        "changed_at": NOW,
    }
    return Goal.objects.create(plan=plan or make_plan(), indicator=indicator or make_indicator(), **(defaults | fields))


def make_figure(
    indicator: Indicator,
    month: str,
    numerator: str | None,
    denominator: str | None,
    *,
    area: Area | None = None,
    **fields: Any,
) -> Figure:
    """A figure of the month, written ``2024-10``; None and None: blanked."""
    return Figure.objects.create(
        indicator=indicator,
        area=area or make_area(),
        month=Month.parse(month).first_on,
        numerator=None if numerator is None else Decimal(numerator),
        denominator=None if denominator is None else Decimal(denominator),
        **({"changed_at": NOW} | fields),
    )


def make_slot(
    indicator: Indicator | None = None,
    month: str = "2024-10",
    *,
    area: Area | None = None,
    today: date = date(2024, 11, 4),
    closes_after_days: int | None = None,
    may_enter: bool = True,
    returned: bool = False,
) -> Slot:
    """A place for a figure that whoever asks may enter, never closed unless said otherwise."""
    chosen, at = indicator or make_indicator(), Month.parse(month)
    goal = Goal.objects.filter(indicator=chosen).first() or make_goal(make_plan(at.year), chosen)
    times = term(
        chosen.as_rule().frequency,
        chosen.due_day,
        at,
        today,
        closes_after_days=closes_after_days,
        returned=returned,
    )
    return Slot(goal, area or make_area(), at, times, may_enter, chosen.slug)


def make_action(plan: Plan | None = None, number: int = 1, **fields: Any) -> Action:
    defaults = {
        "name_zh": "开局",
        "name_en": "Opening",
        "theme_zh": "美丽大庆",
        "theme_en": "Beautiful Daqing",
        "owner_zh": "综合科",
        "owner_en": "general section",
    }
    return Action.objects.create(plan=plan or make_plan(), number=number, **(defaults | fields))


def make_task(action: Action, number: int = 1, **fields: Any) -> Task:
    defaults: dict[str, Any] = {
        "title_zh": f"任务{number}",
        "title_en": f"Task {number}",
        "owner_zh": "综合科",
        "owner_en": "general section",
        "start_on": date(2024, 1, 1),
        "due_on": date(2024, 12, 31),
        "changed_at": NOW,
    }
    return Task.objects.create(action=action, number=number, **(defaults | fields))


def make_commitment(action: Action, slug: str = "zero-waste-cells", **fields: Any) -> Commitment:
    defaults: dict[str, Any] = {
        "title_zh": "新建“无废细胞”",
        "title_en": "New zero-waste cells",
        "unit_zh": "个",
        "unit_en": "cells",
        "target": Decimal(300),
        "start_on": date(2024, 1, 1),
        "due_on": date(2024, 12, 31),
        "changed_at": NOW,
    }
    return Commitment.objects.create(action=action, slug=slug, **(defaults | fields))
