"""The key actions: where each stands, what is late, and what is due next."""

from collections.abc import Sequence

from targets.brief.model import ActionFact, Cell, Column, DutyFact, Facts, Paragraph, Section, Table
from targets.brief.style import how_many, short_date
from targets.evaluation.phrases import capitalised, counted
from targets.evaluation.words import STATUS_WORDS
from targets.texts import Text

LATE_NAMED = 3
NEXT_NAMED = 3
COMMITMENTS_NAMED = 2
_NINE = 9  # 九大行动, the programme's own name for them
_DASH = Text("—", "—")


def actions_section(facts: Facts) -> Section:
    """One row for each action, the late tasks with their owners, and what is due next."""
    actions = facts.actions
    return Section(
        title=Text("重点行动", "Key actions"),
        tables=(actions_table(actions),) if actions else (),
        paragraphs=(
            Paragraph(tally_sentence(actions)),
            *(
                Paragraph(sentence, lead=lead)
                for lead, sentence in (
                    (Text("逾期", "Late"), late_sentence(actions)),
                    (Text("下一节点", "Due next"), next_sentence(actions)),
                    (Text("量化承诺", "Commitments"), commitments_sentence(actions)),
                )
                if sentence is not None
            ),
        ),
    )


def actions_table(actions: Sequence[ActionFact]) -> Table:
    """State, tasks done, tasks late, and the next due day with what is due on it."""
    return Table(
        title=Text("重点行动进展", "Progress of the key actions"),
        columns=(
            Column(Text("行动", "Action"), 21),
            Column(Text("状态", "State"), 13),
            Column(Text("完成", "Done"), 7, is_number=True),
            Column(Text("逾期", "Late"), 6, is_number=True),
            Column(Text("下一到期", "Due next"), 53),
        ),
        rows=tuple(_row(action) for action in actions),
    )


def tally_sentence(actions: Sequence[ActionFact]) -> Text:
    """Tasks of all actions: done, late, all."""
    if not actions:
        return Text("年度计划没有重点行动。", "The plan has no key actions.")
    done, total = sum(action.done for action in actions), sum(action.total for action in actions)
    count = how_many(len(actions))
    late = sum(action.late_tasks for action in actions)
    told = Text(f"逾期 {late} 项", f"{late} {'is' if late == 1 else 'are'} late")
    if not late:
        told = Text("无逾期任务", "none is late")
    noun = "大行动" if len(actions) == _NINE else "项重点行动"
    return Text(
        f"{count.zh}{noun}共 {total} 项任务，已完成 {done} 项，{told.zh}。",
        f"The {count.en} actions have {counted(str(total), 'tasks')}: {done} {'is' if done == 1 else 'are'} done, "
        f"{told.en}.",
    )


def late_sentence(actions: Sequence[ActionFact], names: int = LATE_NAMED) -> Text | None:
    """What is late, with its owner and for how long, the longest first; None where nothing is."""
    late = sorted((duty for action in actions for duty in action.late), key=lambda duty: -(duty.days_late or 0))
    if not late:
        return None
    return _listed([_late(duty) for duty in late[:names]], len(late))


def next_sentence(actions: Sequence[ActionFact], names: int = NEXT_NAMED) -> Text | None:
    """The nearest due days with what is due, and whose; None where nothing is open."""
    coming = [duty for action in actions for duty in action.duties if duty.due_on and duty.days_late is None]
    if not coming:
        return None
    first = min(duty.due_on for duty in coming if duty.due_on)
    soonest = [duty for duty in coming if duty.due_on == first]
    day = short_date(first)
    listed = _listed([_owned(duty) for duty in soonest[:names]], len(soonest))
    return Text(f"{day.zh}：{listed.zh}", f"{day.en}: {listed.en}")


def commitments_sentence(actions: Sequence[ActionFact], names: int = COMMITMENTS_NAMED) -> Text | None:
    """How far the quantified promises are that are not kept yet; None where none is open."""
    promises = [duty for action in actions for duty in action.duties if not duty.is_task]
    if not promises:
        return None
    told = [_promise(duty) for duty in promises[:names]]
    return _listed(told, len(promises))


def late_text(days: int) -> Text:
    """For how long: of the day itself 今日到期."""
    if days == 0:
        return Text("当日到期，未完成", "due that day and not done")
    return Text(f"逾期 {days} 天", f"{counted(str(days), 'days')} late")


def _row(action: ActionFact) -> tuple[Cell, ...]:
    late = action.late_tasks
    name = Text(f"{action.number}.{action.name.zh}行动·{action.theme.zh}", f"{action.number} {action.name.en}")
    return (
        Cell(name),
        Cell(STATUS_WORDS[action.status], action.status),
        Cell(Text(f"{action.done}/{action.total}", f"{action.done}/{action.total}")),
        Cell(Text(str(late), str(late))),
        Cell(_next(action)),
    )


def _next(action: ActionFact) -> Text:
    if action.next_due_on is None or not action.next:
        return _DASH
    day, first, others = short_date(action.next_due_on), action.next[0].title, len(action.next) - 1
    if others:
        return Text(f"{day.zh}：{first.zh}等 {others + 1} 项", f"{day.en}: {first.en} and {others} more")
    return Text(f"{day.zh}：{first.zh}", f"{day.en}: {first.en}")


def _late(duty: DutyFact) -> Text:
    days = late_text(duty.days_late or 0)
    return Text(
        f"{duty.title.zh}（{duty.owner.zh}，{days.zh}）" if duty.owner.zh else f"{duty.title.zh}（{days.zh}）",
        f"{duty.title.en} ({duty.owner.en}, {days.en})" if duty.owner.en else f"{duty.title.en} ({days.en})",
    )


def _promise(duty: DutyFact) -> Text:
    told = duty.sentence
    return Text(f"{duty.title.zh}，{told.zh.rstrip('。')}", f"{duty.title.en}: {told.en.rstrip('.')}")


def _owned(duty: DutyFact) -> Text:
    if not duty.owner.zh:
        return duty.title
    return Text(f"{duty.title.zh}（{duty.owner.zh}）", f"{duty.title.en} ({duty.owner.en})")


def _listed(parts: Sequence[Text], total: int) -> Text:
    """So many by name, and how many more the annex has."""
    zh, en = "；".join(part.zh for part in parts), "; ".join(part.en for part in parts)
    more = total - len(parts)
    if more:
        return Text(f"{zh}；另有 {more} 项见附件。", f"{capitalised(en)}; {more} more in the annex.")
    return Text(f"{zh}。", f"{capitalised(en)}.")
