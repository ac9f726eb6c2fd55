"""How the recorded tables beside the figures are told in the record: targets, leaves, duties."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from targets.cards import number
from targets.evaluation.words import (
    COMBINATION_WORDS,
    COMPARISON_WORDS,
    FREQUENCY_WORDS,
    PACE_WORDS,
    REPORTED_BY_WORDS,
)
from targets.periods import Month
from targets.points import point_text
from targets.queries.record import Source
from targets.queries.record_figures import Figures, Reviews, Sources
from targets.queries.record_lines import DELETED, NOTHING, Line, Names, beside, line, same
from targets.texts import Text


class Goals(Source):
    kind, word, model = "goals", Text("目标", "target"), "targets.GoalEvent"
    goal, area, plan = "indicator", "plan__area", "plan"

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        what, area = names.goal(event.pgh_obj_id)
        if what == DELETED:
            what = names.indicator(event.indicator_id)
        pairs = [
            (Text("目标值", "target"), _target),
            (Text("目标已确定", "target decided"), lambda row: _yes(row.target_decided)),
            (Text("比较方式", "comparison"), _comparison),
            (Text("时序", "pace"), lambda row: PACE_WORDS[row.pace]),
            (Text("节点", "milestones"), lambda row: same(_milestones(row.milestones))),
            (Text("填报单位", "reported by"), lambda row: REPORTED_BY_WORDS[row.reported_by]),
            (Text("责任单位", "responsible"), lambda row: Text(row.owner_zh, row.owner_en)),
            (Text("说明", "remark"), lambda row: Text(row.note_zh, row.note_en)),
        ]
        return line(self.word, event, names, what=what, area=area, pieces=beside(pairs, event, before))


def _target(row: Any) -> Text:
    return same(f"{'≥' if row.direction == 'at_least' else '≤'} {number(row.target)}")


def _comparison(row: Any) -> Text:
    """With the decimals, of which 0 are some."""
    word, decimals = COMPARISON_WORDS[row.comparison], row.comparison_decimals
    if decimals is None:
        return word
    return Text(f"{word.zh}（{decimals} 位小数）", f"{word.en} ({decimals} decimals)")


def _milestones(values: dict[str, str]) -> str:
    return ", ".join(f"{month}: {values[month]}" for month in sorted(values, key=int))


class AreaTargets(Source):
    kind, word, model = "goals", Text("县区目标", "target of an area"), "targets.AreaTargetEvent"
    goal, area, plan = "goal__indicator", "area", "goal__plan"

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        what, _ = names.goal(event.goal_id)
        pairs = [(Text("目标值", "target"), lambda row: same(number(row.target)))]
        return line(
            self.word, event, names, what=what, area=names.area(event.area_id), pieces=beside(pairs, event, before)
        )


class Plans(Source):
    kind, word, model = "rules", Text("规则", "rule"), "targets.PlanEvent"
    area = "area"

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        what = Text(f"{event.year} 年计划", f"plan of {event.year}")
        pairs = [
            (Text("名称", "title"), lambda row: Text(row.title_zh, row.title_en)),
            (Text("主线", "main line"), lambda row: Text(row.main_line_zh, row.main_line_en)),
            (Text("未审核数据计入", "unapproved figures count"), lambda row: _yes(row.counts_unapproved)),
            (Text("锁定天数", "days to the lock"), lambda row: same(_given(row.closes_after_days))),
            (Text("关闭", "closed"), _closed),
            (Text("按序时概率", "on track from"), lambda row: same(number(row.on_track_from))),
            (Text("有风险概率", "at risk from"), lambda row: same(number(row.at_risk_from))),
        ]
        pieces = beside(pairs, event, before)
        return line(self.word, event, names, what=what, area=names.area(event.area_id), pieces=pieces)


class Points(Source):
    kind, word, model = "points", Text("待定事项", "point to be decided"), "targets.OpenPointEvent"
    area, plan = "plan__area", "plan"

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        what = point_text(event.part, event.key, event.aspect)
        pairs = [
            (Text("上年内容", "last year's"), lambda row: Text(row.was_zh, row.was_en)),
            (Text("确定时间", "decided"), lambda row: _moment(row.decided_at) if row.decided_at else NOTHING),
        ]
        return line(self.word, event, names, what=what, area=NOTHING, pieces=beside(pairs, event, before))


class Indicators(Source):
    kind, word, model = "rules", Text("规则", "rule"), "targets.IndicatorEvent"
    goal = "pgh_obj"

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [
            (Text("名称", "name"), lambda row: Text(row.name_zh, row.name_en)),
            (Text("累计方法", "months combine by"), lambda row: COMBINATION_WORDS[row.combination]),
            (Text("填报频次", "due"), lambda row: FREQUENCY_WORDS[row.frequency]),
            (Text("换算系数", "scale"), lambda row: same(row.scale)),
            (Text("小数位数", "decimals"), lambda row: same(f"{row.decimals}, {row.detail_decimals}")),
            (Text("有效天数", "valid days"), _valid_days),
            (Text("填报期限", "due day"), lambda row: same(row.due_day)),
            (Text("初步数据至", "provisional through day"), lambda row: same(_given(row.provisional_until_day))),
            (Text("定义", "definition"), lambda row: Text(row.rule_zh, row.rule_en)),
            (Text("依据", "source"), lambda row: Text(row.source_zh, row.source_en)),
            (Text("提供单位", "supplied by"), lambda row: Text(row.supplier_zh, row.supplier_en)),
        ]
        what = Text(event.short_zh, event.short_en)
        return line(self.word, event, names, what=what, area=NOTHING, pieces=beside(pairs, event, before))


def _closed(row: Any) -> Text:
    return NOTHING if row.closed_on is None else same(f"{row.closed_on} {row.closed_because}")


def _yes(is_so: bool) -> Text:  # noqa: FBT001  # a column's own value
    return Text("是", "yes") if is_so else Text("否", "no")


def _given(value: int | None) -> str:
    return "—" if value is None else str(value)


def _valid_days(row: Any) -> Text:
    days = row.min_days_year, row.min_days_month, row.min_days_february
    return same(" / ".join(_given(one) for one in days))


class Reopenings(Source):
    kind, word, model = "reopenings", Text("重新开放", "opened again"), "targets.ReopeningEvent"
    goal, area, month = "indicator", "area", "month"

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [(Text("开放至", "open through"), lambda row: same(row.until_on))]
        return line(
            self.word,
            event,
            names,
            what=names.indicator(event.indicator_id),
            area=names.area(event.area_id),
            month=str(Month.of(event.month)),
            pieces=beside(pairs, event, before),
        )


class Confirmations(Source):
    kind, word, model = "confirmations", Text("省级核定", "confirmed by the province"), "targets.ConfirmationEvent"
    goal, area, plan = "goal__indicator", "goal__plan__area", "goal__plan"
    texts = ("reason", "explanation", "document")

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        what, area = names.goal(event.goal_id)
        pairs = [
            (Text("省级核定值", "the province's value"), lambda row: _decimal(row.value)),
            (Text("本市数值", "our value"), lambda row: _decimal(row.ours)),
            (Text("差异说明", "explanation"), lambda row: same(row.explanation)),
            (Text("文件", "document"), lambda row: same(row.document)),
            (Text("核定日期", "confirmed on"), lambda row: same(row.confirmed_on)),
        ]
        return line(self.word, event, names, what=what, area=area, pieces=beside(pairs, event, before))


class Assignments(Source):
    kind, word, model = "assignments", Text("分工", "assignment"), "targets.AssignmentEvent"
    goal, area = "indicator", "area"

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [
            (Text("人员", "person"), lambda row: same(names.person(row.user_id))),
            (Text("指标", "goals"), lambda row: names.indicator(row.indicator_id) if row.indicator_id else _ALL),
            (Text("区域", "areas"), lambda row: names.area(row.area_id) if row.area_id else _ALL),
        ]
        what, area = names.indicator(event.indicator_id), names.area(event.area_id)
        return line(self.word, event, names, what=what, area=area, pieces=beside(pairs, event, before))


_ALL = Text("全部", "all")


class StandIns(Source):
    kind, word, model = "stand-ins", Text("代理", "stand-in"), "targets.StandInEvent"

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [
            (Text("不在岗", "absent"), lambda row: same(names.person(row.absent_id))),
            (Text("代理人", "stand-in"), lambda row: same(names.person(row.deputy_id))),
            (Text("起", "from"), lambda row: same(row.from_on)),
            (Text("止", "through"), lambda row: same(row.until_on)),
        ]
        return line(self.word, event, names, what=NOTHING, area=NOTHING, pieces=beside(pairs, event, before))


class Prunings(Source):
    kind, word, model = "prunings", Text("清理记录", "deletion from the record"), "targets.PruningEvent"

    def tell(self, event: Any, before: Any | None, names: Names) -> Line:
        pairs = [
            (Text("早于", "older than"), lambda row: _moment(row.before)),
            (Text("删除条数", "rows deleted"), lambda row: same(sum(row.deleted.values()))),
        ]
        return line(self.word, event, names, what=NOTHING, area=NOTHING, pieces=beside(pairs, event, before))


def _decimal(value: Decimal | None) -> Text:
    return NOTHING if value is None else same(number(value))


def _moment(at: datetime) -> Text:
    return same(f"{timezone.localtime(at):%Y-%m-%d %H:%M}")


TABLES = (
    Figures,
    Reviews,
    Goals,
    AreaTargets,
    Sources,
    Reopenings,
    Confirmations,
    Assignments,
    StandIns,
    Prunings,
    Plans,
    Points,
    Indicators,
)
# The kinds of change that can be asked for; targets of areas are goals' too.
KINDS = {table.kind: table.word for table in reversed(TABLES)}
