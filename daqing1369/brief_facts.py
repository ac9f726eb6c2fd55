"""The plain facts of a monthly brief, taken from the year as both apps show it. Computes nothing, queries nothing."""

from actions.states import ActionState, CommitmentLine, TaskLine
from daqing1369.year import YearState
from targets.brief.model import ActionFact, DutyFact, Facts, GoalFact
from targets.texts import Text


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
        duties=tuple(_duty(line, action.owner) for line in open_lines),
    )


def _duty(line: TaskLine | CommitmentLine, owner: Text) -> DutyFact:
    """A commitment has no owner of its own: the action's."""
    if isinstance(line, TaskLine):
        owner, late = line.owner, line.days_late
    else:
        late = _days_over(line)
    return DutyFact(
        title=line.title,
        owner=owner,
        due_on=line.reading.due_on,
        days_late=late,
        sentence=line.sentence,
        dates_are_sample=line.dates_are_sample,
        is_task=isinstance(line, TaskLine),
    )


def _days_over(line: CommitmentLine) -> int | None:
    """A promise whose day is over and that is not kept is late as a task is."""
    due_on = line.reading.due_on
    return None if due_on is None or due_on > line.on else (line.on - due_on).days
