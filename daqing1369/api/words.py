"""What the document of the read API says, in both languages: the document itself is English, its page speaks either."""

from targets.texts import Text

# By operation: what it is called, and what it answers.
OPERATIONS: dict[str, tuple[Text, Text]] = {
    "list_plans": (
        Text("全部计划", "The plans"),
        Text("系统中的全部年度计划，新的在前；可用 area 限定区划。",
             "Every plan on record, the newest first; area keeps those of one area."),
    ),
    "get_plan": (
        Text("某年度计划", "The plan of a year"),
        Text("该年度计划及默认截至月份。",
             "The plan of the year, and the month that is shown where none is asked for."),
    ),
    "get_board": (
        Text("总览", "The board"),
        Text("截至某月底总览页的全部内容：主线、节点、定性目标、数值目标（含各月与各县区）和重点行动。",
             "Everything the board shows as of the end of a month: the main line, nodes, outcomes, goals with their "
             "months and areas, actions."),
    ),
    "list_goals": (
        Text("数值目标", "The goals in numbers"),
        Text("全部数值目标及其各月、各县区数据。CSV 每个目标一行。",
             "The goals in numbers, each with its months and its areas' parts. As CSV: a line a goal."),
    ),
    "get_goal": (
        Text("单个数值目标", "One goal"),
        Text("该目标的全部信息，包括预测和历年数据。CSV 每月一行。",
             "One goal with all that is known of it, the forecast and earlier years included. As CSV: a line a month."),
    ),
    "list_areas": (
        Text("各县区", "The areas"),
        Text("填报数值目标的各县区及其完成情况。CSV 每个县区每个目标一行。",
             "The areas that report goals, each with its part of them. As CSV: a line a goal of an area."),
    ),
    "list_actions": (
        Text("重点行动", "The key actions"),
        Text("全部重点行动，含任务完成数和逾期数。CSV 每项行动一行。",
             "The key actions with how many of their tasks are done and late. As CSV: a line an action."),
    ),
    "get_action": (
        Text("单项重点行动", "One key action"),
        Text("该行动的任务与量化承诺。CSV 每项任务或承诺一行。",
             "One key action with its tasks and quantified commitments. As CSV: a line a task or commitment."),
    ),
    "list_changes": (
        Text("变更记录", "What was changed"),
        Text("某时刻以来计划、数据和行动的变更，以及本年度沙尘日、封冻月份的认定，新的在前；"
             "用 next 继续向前翻。操作人在系统内有记录，接口不提供。",
             "What was changed in the plan, its figures and actions, and which sand-dust days and frozen months of its "
             "year were declared, since a moment, newest first; next leads to older ones. Who changed it is on record, "
             "but not given out here. As CSV: a line a thing changed."),
    ),
}  # fmt: skip
PARAMETERS = {
    "year": Text("计划年度", "the plan's year"),
    "slug": Text("目标代码", "the goal, by its short name"),
    "number": Text("行动序号", "the action's number in the plan"),
    "area": Text("区划代码（GB/T 2260）；不填为本系统默认区划",
                 "whose plan: a GB/T 2260 code; without it the default area"),
    "as_of": Text("截至该年度某月底；不填为上一个已结束的月份",
                  "seen from the end of this month of the plan's year; without it the last finished month"),
    "at": Text("只看某时刻（或某日终了）已在案的内容；不填为现在",
               "only what was on record at this moment, or at this day's end; without it the present"),
    "format": Text("json 或 csv；优先于 Accept 请求头", "json or csv; it overrides the Accept header"),
    "since": Text("自某日零时，或自带时区的某一时刻起",
                  "from a day's beginning, or from a moment with its offset from UTC"),
    "until": Text("至某日终了，或至某一时刻；不填为现在", "to a day's end, or to a moment; without it now"),
    "cursor": Text("上一次结果中的 next", "the next of the answer before: the older changes"),
    "limit": Text("最多条数，1 至 500", "how many at most, 1 to 500"),
}  # fmt: skip
REFUSALS = {
    401: Text("未登录，也没有有效密钥。", "Nobody is signed in and no valid key was sent."),
    404: Text("没有该计划、区划、月份、目标或行动；detail 说明是哪一项。",
              "There is no such plan, area, month, goal or action; detail says which."),
    405: Text("只接受 GET 和 HEAD。", "Only GET and HEAD."),
    422: Text("参数无法识别；detail 说明是哪一项并举例。", "A parameter cannot be read; detail says which."),
    429: Text("一分钟内请求过多；Retry-After 为需等待的秒数。",
              "Too many requests in a minute. Retry-After says how many seconds to wait."),
}  # fmt: skip
