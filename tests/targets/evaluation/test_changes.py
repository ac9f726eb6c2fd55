"""Why a light changed: the cause of a step and its sentence, in named cases and both languages."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from targets.evaluation.changes import Cause, Part, Parts, Stand, Step, Table
from targets.evaluation.goal import evaluate
from targets.evaluation.model import Comparison, Forecast, GoalRule, MonthFigure, Status
from targets.evaluation.sentences_changes import write_step
from targets.periods import Month, months_until
from targets.texts import Text
from tests.targets.evaluation.cases import MEAN, SEWAGE_GOAL, figure, goal

MEAN_AT_MOST = goal(MEAN, "<=", 27)
ON = date(2024, 11, 4)
LINDIAN = Text("林甸县", "Lindian County")


def figures(through: int, value: str = "25", **months: str) -> dict[int, MonthFigure]:
    """PM2.5 of January to the month: 25 µg/m³ each, unless ``m10="30"`` says otherwise."""
    return {
        month.number: MonthFigure(
            month, Decimal(months.get(f"m{month.number}", value)) * month.days, Decimal(month.days)
        )
        for month in months_until(Month(2024, through))
    }


def stand(
    given: dict[int, MonthFigure],
    *,
    rule: GoalRule = MEAN_AT_MOST,
    as_of: int = 10,
    area: Text | None = None,
    targets: dict[str, Decimal] | None = None,
) -> Stand:
    parts: Parts = {("230600", one.month): Part(area, one) for one in given.values()}
    evaluation = evaluate(rule, given.values(), Month(2024, as_of), first_month_over=True)
    return Stand(evaluation, parts, targets or {}, {"230623": LINDIAN})


def step(table: Table, before: Stand | None, after: Stand | None) -> Step:
    return Step(ON, table, before, after)


def without(given: dict[int, MonthFigure], month: int) -> dict[int, MonthFigure]:
    return {number: one for number, one in given.items() if number != month}


def sewage(*, as_of: int) -> Stand:
    """100 of 340 villages in June; last year ended at 74."""
    given = [figure("2023-12", 74, 340), figure("2024-06", 100, 340)]
    evaluation = evaluate(SEWAGE_GOAL, given, Month(2024, as_of), first_month_over=True)
    return Stand(evaluation, {("230600", one.month): Part(None, one) for one in given}, {}, {})


TEN = figures(10)


def foreseen(probability: str, status: Status) -> Stand:
    """October's stand with another forecast, and the light that it brings."""
    forecast = Forecast(27.0, 26.0, 28.0, float(probability), (2022, 2023), ())
    one = stand(TEN)
    return replace(one, evaluation=replace(one.evaluation, forecast=forecast, status=status))


CASES = {
    "new data moves light and value": (
        step(Table.FIGURES, stand(figures(9)), stand(figures(10, m10="55"))),
        Cause.NEW_DATA,
        "2024-11-04 录入 10 月数据，灯由“按序时”变为“滞后”：累计由 25.0 升至 28.0 µg/m³；未达到目标 ≤ 27 µg/m³。",
        "October's figure came in on 2024-11-04: the light went from on track to behind;"
        " the value rose from 25.0 to 28.0 µg/m³; it does not meet the target of at most 27 µg/m³.",
    ),
    "new data, falling value, same light": (
        step(Table.FIGURES, stand(figures(9)), stand(figures(10, m10="24"))),
        Cause.NEW_DATA,
        "2024-11-04 录入 10 月数据，灯仍为“按序时”：累计由 25.0 降至 24.9 µg/m³。",
        "October's figure came in on 2024-11-04: the light did not change (on track);"
        " the value fell from 25.0 to 24.9 µg/m³.",
    ),
    "the first figures of all": (
        step(Table.FIGURES, stand({}), stand(figures(3), as_of=10)),
        Cause.NEW_DATA,
        "2024-11-04 录入 1—3 月数据，灯由“无数据”变为“按序时”：累计为 25.0 µg/m³；已达到目标 ≤ 27 µg/m³。",
        "The figures of January to March came in on 2024-11-04: the light went from no data to on track;"
        " the value is 25.0 µg/m³; it meets the target of at most 27 µg/m³.",
    ),
    "a correction names the month's value": (
        step(Table.FIGURES, stand(figures(10, m10="28")), stand(TEN)),
        Cause.CORRECTED_DATA,
        "2024-11-04 更正 10 月数据（由 28.0 更正为 25.0 µg/m³），灯仍为“按序时”：累计由 25.3 降至 25.0 µg/m³。",
        "October's figure was corrected (from 28.0 to 25.0 µg/m³) on 2024-11-04: the light did not change (on track);"
        " the value fell from 25.3 to 25.0 µg/m³.",
    ),
    "a correction too small for the shown decimals": (
        step(Table.FIGURES, stand(figures(10, m10="25.04")), stand(TEN)),
        Cause.CORRECTED_DATA,
        "2024-11-04 更正 10 月数据（由 25.04 更正为 25.00 µg/m³），灯仍为“按序时”：累计由 25.004 降至 25.000 µg/m³。",
        "October's figure was corrected (from 25.04 to 25.00 µg/m³) on 2024-11-04: the light did not change (on track);"
        " the value fell from 25.004 to 25.000 µg/m³.",
    ),
    "taken back": (
        step(Table.FIGURES, stand(figures(10, m10="55")), stand(without(TEN, 10))),
        Cause.CORRECTED_DATA,
        "2024-11-04 撤回 10 月数据，灯由“滞后”变为“按序时”：累计由 28.0 降至 25.0 µg/m³；已达到目标 ≤ 27 µg/m³。",
        "October's figure was taken back on 2024-11-04: the light went from behind to on track;"
        " the value fell from 28.0 to 25.0 µg/m³; it meets the target of at most 27 µg/m³.",
    ),
    "new and corrected at one moment": (
        step(Table.FIGURES, stand(figures(9, m9="26")), stand(TEN)),
        Cause.CORRECTED_DATA,
        "2024-11-04 录入 10 月数据并更正 9 月数据（由 26.0 更正为 25.0 µg/m³），"
        "灯仍为“按序时”：累计由 25.1 降至 25.0 µg/m³。",
        "October's figure came in and September's figure was corrected (from 26.0 to 25.0 µg/m³) on 2024-11-04:"
        " the light did not change (on track); the value fell from 25.1 to 25.0 µg/m³.",
    ),
    "an area's figure": (
        step(Table.FIGURES, stand(figures(9), area=LINDIAN), stand(TEN, area=LINDIAN)),
        Cause.NEW_DATA,
        "2024-11-04 录入林甸县 10 月数据，灯仍为“按序时”。",
        "The figure of Lindian County for October came in on 2024-11-04: the light did not change (on track).",
    ),
    "target edited": (
        step(Table.GOAL, stand(TEN), stand(TEN, rule=replace(MEAN_AT_MOST, target=Decimal("24.5")))),
        Cause.TARGET_EDITED,
        "2024-11-04 目标由 ≤ 27 µg/m³ 调整为 ≤ 24.5 µg/m³，灯由“按序时”变为“滞后”："
        "累计 25.0 µg/m³ 未达到目标 ≤ 24.5 µg/m³。",
        "The target was changed from at most 27 µg/m³ to at most 24.5 µg/m³ on 2024-11-04:"
        " the light went from on track to behind; 25.0 µg/m³ to date does not meet the target of at most 24.5 µg/m³.",
    ),
    "on record": (
        step(Table.GOAL, None, stand(TEN)),
        Cause.TARGET_EDITED,
        "2024-11-04 目标列入记录（≤ 27 µg/m³），灯为“按序时”：累计为 25.0 µg/m³。",
        "The goal came on record (at most 27 µg/m³) on 2024-11-04: the light is on track; the value is 25.0 µg/m³.",
    ),
    "no longer on record": (
        step(Table.GOAL, stand(TEN), None),
        Cause.TARGET_EDITED,
        "2024-11-04 目标从记录中删除，不再有灯。",
        "The goal was deleted on 2024-11-04: it has no light any more.",
    ),
    "rule edited": (
        step(
            Table.GOAL,
            stand(TEN),
            stand(TEN, rule=replace(MEAN_AT_MOST, comparison=Comparison.ROUNDED, comparison_decimals=0)),
        ),
        Cause.RULE_EDITED,
        "2024-11-04 调整评价规则（比较方式），灯仍为“按序时”。",
        "The rule was edited (how the value is compared) on 2024-11-04: the light did not change (on track).",
    ),
    "an area's target": (
        step(
            Table.AREA_TARGETS, stand(TEN, targets={"230623": Decimal(35)}), stand(TEN, targets={"230623": Decimal(40)})
        ),
        Cause.TARGET_EDITED,
        "2024-11-04 林甸县的目标由 35 调整为 40，灯仍为“按序时”。",
        "The target of Lindian County was changed from 35 to 40 on 2024-11-04: the light did not change (on track).",
    ),
    "the plan's rule": (
        step(Table.PLAN, stand(figures(9)), stand(TEN)),
        Cause.RULE_EDITED,
        "2024-11-04 调整计划规则（未审核数据是否计入），灯仍为“按序时”。",
        "The plan's rule was edited (whether unapproved figures count) on 2024-11-04:"
        " the light did not change (on track).",
    ),
    "a month passed and the schedule moved on": (
        step(Table.CALENDAR, sewage(as_of=8), sewage(as_of=9)),
        Cause.MONTH_PASSED,
        "2024-11-04 评价截至 9 月，当月数据尚未录入，灯由“有风险”变为“滞后”："
        "累计 29.4 % 既未达到目标 ≥ 35 %，又落后于时序进度。",
        "September was over and its figure was not on record yet on 2024-11-04: the light went from at risk to behind;"
        " 29.4 % to date neither meets the target of at least 35 % nor keeps to the schedule.",
    ),
    "the year is settled": (
        step(Table.FIGURES, stand(figures(11), as_of=12), stand(figures(12, m12="60"), as_of=12)),
        Cause.NEW_DATA,
        "2024-11-04 录入 12 月数据，灯由“无法评价”变为“未达标”：累计由 25.0 升至 28.0 µg/m³；"
        "全年 28.0 µg/m³ 未达到目标 ≤ 27 µg/m³。",
        "December's figure came in on 2024-11-04: the light went from not evaluable to not met;"
        " the value rose from 25.0 to 28.0 µg/m³; the year's 28.0 µg/m³ misses the target of at most 27 µg/m³.",
    ),
    "nothing can save it": (
        step(Table.FIGURES, stand(figures(10)), stand(figures(11, m11="90"), as_of=11)),
        Cause.NEW_DATA,
        "2024-11-04 录入 11 月数据，灯由“按序时”变为“已无法达标”：累计由 25.0 升至 30.8 µg/m³；"
        "已无法达标：余下 31 天即使均为 0，全年均值也达 28.2 µg/m³。",
        "November's figure came in on 2024-11-04: the light went from on track to out of reach;"
        " the value rose from 25.0 to 30.8 µg/m³;"
        " out of reach: even at 0 for the 31 days left the year would average 28.2 µg/m³.",
    ),
    "a month passed without a figure": (
        step(Table.CALENDAR, stand(TEN), stand(TEN, as_of=11)),
        Cause.MONTH_PASSED,
        "2024-11-04 评价截至 11 月，当月数据尚未录入，灯仍为“按序时”。",
        "November was over and its figure was not on record yet on 2024-11-04: the light did not change (on track).",
    ),
    "other cities moved the forecast": (
        step(Table.NEIGHBOURS, foreseen("0.62", Status.AT_RISK), foreseen("0.71", Status.ON_TRACK)),
        Cause.OTHER_CITIES,
        "2024-11-04 其他城市数据更新，预测随之变化，灯由“有风险”变为“按序时”：预测达标概率由 62 % 升至 71 %。",
        "Other cities' figures came in and moved the forecast on 2024-11-04: the light went from at risk to on track;"
        " the forecast's chance of meeting the target rose from 62 % to 71 %.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_step_in_words(name: str) -> None:
    one, cause, zh, en = CASES[name]
    assert one.cause is cause
    assert write_step(one) == Text(zh, en)
    assert one.touches or one.table is Table.CALENDAR


def test_the_first_light_of_all_is_no_change_but_the_end_of_it_is() -> None:
    assert not step(Table.GOAL, None, stand(TEN)).changes_lamp
    assert step(Table.GOAL, None, stand(TEN)).has_effect
    assert step(Table.GOAL, stand(TEN), None).changes_lamp


def test_what_is_as_before_touches_nothing() -> None:
    same = step(Table.FIGURES, stand(TEN), stand(TEN))
    assert not same.touches
    assert not same.has_effect
    assert not same.given
