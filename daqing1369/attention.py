"""What a leader must hear first: goals that are not on track, then figures and tasks that are late."""

from dataclasses import dataclass

from django.urls import reverse

from daqing1369.year import YearState
from targets.evaluation.model import Status
from targets.texts import Text

_WORRYING = {Status.OUT_OF_REACH, Status.NOT_MET, Status.BEHIND, Status.NOT_EVALUABLE, Status.AT_RISK, Status.NO_DATA}


@dataclass(frozen=True)
class Item:
    """One thing, and where to look."""

    label: Text
    sentence: Text
    address: str


def attention(year: YearState) -> list[Item]:
    """The worst goal first, then late figures, then late tasks."""
    goals = sorted(
        (state for state in year.goals if state.evaluation.status in _WORRYING),
        key=lambda state: state.evaluation.status.rank,
    )
    items = [
        Item(
            state.goal.indicator.short,
            state.evaluation.sentences.headline,
            reverse("goal", args=[state.goal.indicator.slug]),
        )
        for state in goals
    ]
    return [*items, *_late_figures(year), *_late_tasks(year)]


def _late_figures(year: YearState) -> list[Item]:
    """By goal: which months are missing, and for how long the oldest is."""
    found: dict[int, list[str]] = {}
    days: dict[int, int] = {}
    for late in year.complete.late:
        found.setdefault(late.place, []).append(str(late.month))
        days[late.place] = max(days.get(late.place, 0), late.days)
    return [
        Item(
            year.goals[place].goal.indicator.short,
            Text(f"{'、'.join(months)} 数据缺报，最长逾期 {days[place]} 天", _missing(months, days[place])),
            reverse("goal", args=[year.goals[place].goal.indicator.slug]),
        )
        for place, months in found.items()
    ]


def _missing(months: list[str], days: int) -> str:
    return f"{', '.join(months)} missing, {days} {'day' if days == 1 else 'days'} late"


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
