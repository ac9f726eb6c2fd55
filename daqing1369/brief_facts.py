"""The plain facts of a monthly brief, taken from the year as both apps show it. Computes nothing, queries nothing."""

from actions.deadlines import days_late
from actions.states import ActionState, CommitmentLine, TaskLine
from daqing1369.year import YearState
from targets.brief.model import ActionFact, DutyFact, Facts, GoalFact


def facts_of(year: YearState) -> Facts:
    """What the brief is written from."""
    scope = year.scope
    return Facts(
        area=scope.plan.area.name,
        as_of=scope.as_of,
        today=scope.today,
        goals=tuple(GoalFact(state.goal.indicator.short, state.evaluation, state.areas) for state in year.goals),
        actions=tuple(_action(action) for action in year.actions),
        complete=year.complete,
    )


def _action(action: ActionState) -> ActionFact:
    lines: list[TaskLine | CommitmentLine] = [*action.tasks, *action.commitments]
    open_lines = [line for line in lines if not line.reading.is_done]
    return ActionFact(
        number=action.number,
        name=action.name,
        theme=action.theme,
        status=action.status,
        done=action.done,
        total=len(action.tasks),
        next_due_on=action.next_due_on,
        duties=tuple(_duty(line, action) for line in open_lines),
    )


def _duty(line: TaskLine | CommitmentLine, action: ActionState) -> DutyFact:
    """A commitment has no owner of its own: the action's. A promise whose day is over is late as a task is."""
    return DutyFact(
        title=line.title,
        owner=line.owner if isinstance(line, TaskLine) else action.owner,
        due_on=line.reading.due_on,
        days_late=days_late(line.reading, action.on),
        sentence=line.sentence,
        dates_are_sample=line.dates_are_sample,
        is_task=isinstance(line, TaskLine),
    )
