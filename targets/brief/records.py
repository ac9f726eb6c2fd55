"""What the brief's figures are: how many were due and came, whose are late, which are provisional or samples."""

from collections.abc import Sequence

from targets.brief.compare import unmatched_months
from targets.brief.model import Facts, GoalFact, Paragraph, Section
from targets.brief.style import full_date
from targets.cards import marks
from targets.evaluation.coverage import LateUnit, late_units
from targets.evaluation.phrases import counted, month_list, month_name, named
from targets.texts import Text

UNITS_NAMED = 3
_MARKS = (
    (Text("初步数据", "provisional"), Text("初步数据（待审核，可能调整）", "Provisional, subject to review")),
    (Text("示例数据", "sample"), Text("示例数据", "Sample figures, not measured")),
    (Text("含未审核数据", "not yet approved"), Text("含未审核数据", "Not yet approved")),
)


def records_section(facts: Facts) -> Section:
    """Completeness, late units, and what kind of figures these are."""
    told = [
        completeness_sentence(facts),
        late_units_sentence(facts),
        *marks_sentences(facts.goals),
        *remarks(facts),
    ]
    return Section(
        title=Text("数据报送", "Figures on record"),
        paragraphs=(Paragraph(Text("".join(one.zh for one in told), " ".join(one.en for one in told))),),
    )


def completeness_sentence(facts: Facts) -> Text:
    """Due, entered, in time, approved."""
    complete = facts.complete
    if not complete.due:
        return Text("截至本月没有应报数据。", "No figure is due up to this month.")
    return Text(
        f"应报数据 {complete.due} 项，已报 {complete.entered} 项，其中按时 {complete.on_time} 项、"
        f"已审核 {complete.approved} 项。",
        f"Of {counted(str(complete.due), 'figures')} due {complete.entered} came, {complete.on_time} in time; "
        f"{complete.approved} {'is' if complete.approved == 1 else 'are'} approved.",
    )


def late_units_sentence(facts: Facts, names: int = UNITS_NAMED) -> Text:
    """Who owes figures, the longest first; or that nobody does."""
    late = units(facts)
    if not late:
        return Text("无迟报单位。", "No unit owes a figure.")
    told, more = [_owes(unit, facts.goals) for unit in late[:names]], len(late) - names
    zh, en = "；".join(one.zh for one in told), "; ".join(one.en for one in told)
    if more > 0:
        return Text(f"迟报单位 {len(late)} 个：{zh}；其余见附件。", f"Late: {en}; {more} more in the annex.")
    return Text(f"迟报单位 {len(late)} 个：{zh}。", f"Late: {en}.")


def units(facts: Facts) -> list[LateUnit]:
    """The units with figures that are due and missing, the longest first."""
    return late_units([late.cell for late in facts.complete.late], facts.today)


def owed(unit: LateUnit, goals: Sequence[GoalFact]) -> Text:
    """Which figures, by goal and month: 农村生活污水治理率 9 月."""
    parts = []
    for goal in goals:
        slug = goal.evaluation.rule.indicator.slug
        months = month_list([late.cell.month for late in unit.figures if late.cell.goal == slug])
        if months.zh:
            parts.append(Text(f"{goal.name.zh} {months.zh}", f"{goal.name.en} of {months.en}"))
    return named(parts)


def marks_sentences(goals: Sequence[GoalFact]) -> list[Text]:
    """Which goals stand on provisional, sample or unapproved figures."""
    found = []
    for mark, words in _MARKS:
        marked = [goal.name for goal in goals if mark in marks(goal.evaluation)]
        if marked:
            found.append(Text(f"{words.zh}：{named(marked).zh}。", f"{words.en}: {named(marked).en}."))
    return found


def remarks(facts: Facts) -> list[Text]:
    """A month that is not over, samples among the tasks, unlike periods, and how differences are rounded."""
    found = []
    if not facts.month_is_over:
        month, day = month_name(facts.as_of), full_date(facts.today)
        found.append(
            Text(f"编制日（{day.zh}）{month.zh}尚未结束。", f"On the day of writing ({day.en}) {month.en} is not over.")
        )
    if any(duty.dates_are_sample for action in facts.actions for duty in action.duties):
        found.append(Text("重点行动的时限和进展为示例。", "Dates and progress of the key actions are samples."))
    starred = [goal.name for goal in facts.goals if unmatched_months(goal.evaluation)]
    if starred:
        text = Text("* 上年同期缺部分月份", "* The same period of last year lacks months")
        found.append(Text(f"{text.zh}：{named(starred).zh}。", f"{text.en}: {named(starred).en}."))
    found.append(
        Text("差值按未修约数计算，可能与表列数之差有尾差。", "Differences are of unrounded values and rounded once.")
    )
    return found


def _owes(unit: LateUnit, goals: Sequence[GoalFact]) -> Text:
    what = owed(unit, goals)
    return Text(
        f"{unit.name.zh}（{what.zh}，最长逾期 {unit.days} 天）",
        f"{unit.name.en} ({what.en}, up to {counted(str(unit.days), 'days')} late)",
    )
