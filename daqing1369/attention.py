"""What a leader must hear first: goals that are not on track, then figures, tasks and promises that are late."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from daqing1369.year import YearState
from targets.evaluation.completeness import LateFigure
from targets.evaluation.model import GoalEvaluation, Status
from targets.evaluation.phrases import few, named
from targets.texts import Text


@dataclass(frozen=True)
class Item:
    """One thing, and where to look."""

    label: Text
    sentence: Text
    address: str


def attention(year: YearState) -> list[Item]:
    """The worst goal first, then late figures, late tasks and late promises."""
    goals = sorted(
        (one for one in year.goals if one.evaluation.status.is_worrying and one.goal.target_decided),
        key=lambda state: state.evaluation.status.rank,
    )
    items = [
        Item(
            state.goal.indicator.short,
            _goal_sentence(state.evaluation),
            reverse("goal", args=[state.goal.indicator.slug]),
        )
        for state in goals
    ]
    return [*_undecided(year), *items, *_late_figures(year), *_late_tasks(year), *_late_promises(year)]


def _undecided(year: YearState) -> list[Item]:
    """In one line, since a plan taken over from last year has them all at once."""
    waiting = [state.goal.indicator for state in year.goals if not state.goal.target_decided]
    if not waiting:
        return []
    names = named([indicator.short for indicator in waiting])
    verb = "target is" if len(waiting) == 1 else "targets are"
    sentence = Text(
        f"{len(waiting)} 项目标值沿用上年，尚未确定，暂不评价：{names.zh}",
        f"{len(waiting)} {verb} last year's and not yet decided, so nothing is judged: {names.en}",
    )
    return [Item(Text("待定目标", "Targets"), sentence, reverse("goal", args=[waiting[0].slug]))]


def _goal_sentence(evaluation: GoalEvaluation) -> Text:
    """What it still takes; where days decide, set against earlier years, which the card has no room for."""
    history = evaluation.sentences.history if evaluation.rule.indicator.counts_days else None
    return history or evaluation.sentences.headline


def _late_figures(year: YearState) -> list[Item]:
    """By goal: which months are missing, whose, and for how long the oldest is."""
    items = []
    for state in year.goals:
        slug = state.goal.indicator.slug
        late = [late for late in year.complete.late if late.cell.goal == slug]
        if late:
            items.append(Item(state.goal.indicator.short, _missing(late), reverse("goal", args=[slug])))
    return items


def _missing(late: Sequence[LateFigure]) -> Text:
    """``2024-09 missing, 24 days late``; where areas report, with their names."""
    months = list(dict.fromkeys(str(one.cell.month) for one in late))
    areas = list(dict.fromkeys(one.cell.area for one in late if not one.cell.is_city))
    days = max(one.days for one in late)
    who = few(areas) if areas else None
    words = f"{', '.join(months)} missing, {days} {'day' if days == 1 else 'days'} late"
    longest = "最长" if len(late) > 1 else ""
    return Text(
        f"{who.zh + ' ' if who else ''}{'、'.join(months)} 数据缺报，{longest}逾期 {days} 天",
        f"{who.en}: {words}" if who else words,
    )


def _late_tasks(year: YearState) -> list[Item]:
    """By action: how many tasks are late."""
    return [
        Item(
            Text(f"{action.number} {action.name.zh}", f"{action.number} {action.name.en}"),
            Text(f"{action.late} 项任务逾期", f"{action.late} {'task' if action.late == 1 else 'tasks'} late"),
            reverse("action", args=[action.number]),
        )
        for action in year.actions
        if action.late
    ]


def _late_promises(year: YearState) -> list[Item]:
    """Each promise that is behind or was missed, with its pace."""
    return [
        Item(
            Text(f"{action.number} {action.name.zh}", f"{action.number} {action.name.en}"),
            line.promise,
            reverse("action", args=[action.number]),
        )
        for action in year.actions
        for line in action.commitments
        if line.status in (Status.BEHIND, Status.NOT_MET)
    ]
