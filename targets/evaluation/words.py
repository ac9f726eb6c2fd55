"""The words of the closed vocabularies, in both languages."""

from targets.evaluation.model import Attainability, Combination, Comparison, PaceKind, ReportedBy, Status, Verdict
from targets.periods import Frequency
from targets.texts import Text

STATUS_WORDS = {
    Status.OUT_OF_REACH: Text("已无法达标", "out of reach"),
    Status.NOT_MET: Text("未达标", "not met"),
    Status.BEHIND: Text("滞后", "behind"),
    Status.NOT_EVALUABLE: Text("无法评价", "not evaluable"),
    Status.AT_RISK: Text("有风险", "at risk"),
    Status.NO_DATA: Text("无数据", "no data"),
    Status.TOO_EARLY: Text("未到结算期", "too early"),
    Status.ON_TRACK: Text("按序时", "on track"),
    Status.SECURED: Text("已锁定达标", "secured"),
    Status.MET: Text("已达标", "met"),
}
ATTAINABILITY_WORDS = {
    Attainability.SECURED: Text("已锁定达标", "secured"),
    Attainability.OUT_OF_REACH: Text("已无法达标", "out of reach"),
    Attainability.ATTAINABLE: Text("尚可达标", "attainable"),
    Attainability.UNKNOWN: Text("未知", "unknown"),
}
VERDICT_WORDS = {
    Verdict.OPEN: Text("年度未结束", "open: the year is not over"),
    Verdict.MET: Text("达标", "met"),
    Verdict.NOT_MET: Text("未达标", "not met"),
    Verdict.NOT_EVALUABLE: Text("无法评价", "not evaluable"),
}
ORIGIN_WORDS = {
    "computed": Text("由监测数据计算", "computed"),
    "sample": Text("示例", "sample"),
    "entered": Text("填报", "entered"),
    "imported": Text("导入", "imported"),
}
COMBINATION_WORDS = {
    Combination.SUM: Text("各月分子分母累加后相除", "months are summed"),
    Combination.MEAN: Text("有效日均值的平均", "mean of the valid days"),
    Combination.NEWEST: Text("最新一期即为累计", "the newest figure is the total"),
    Combination.ANNUAL: Text("每年结算一次", "settled once a year"),
}
FREQUENCY_WORDS = {
    Frequency.MONTHLY: Text("每月", "monthly"),
    Frequency.QUARTERLY: Text("每季度", "quarterly"),
    Frequency.ANNUAL: Text("每年", "once a year"),
}
COMPARISON_WORDS = {
    Comparison.EXACT: Text("全数值比较", "by the full value"),
    Comparison.ROUNDED: Text("修约值比较", "by the rounded value"),
}
PACE_WORDS = {
    PaceKind.NONE: Text("不设", "none"),
    PaceKind.SEASONAL: Text("按往年走势", "path of earlier years"),
    PaceKind.SCHEDULE: Text("时序进度", "straight schedule"),
    PaceKind.MILESTONES: Text("计划节点值", "the plan's milestones"),
}
REPORTED_BY_WORDS = {
    ReportedBy.CITY: Text("市级统一填报", "the city"),
    ReportedBy.AREAS: Text("各县区填报", "areas"),
}
