"""Why an action's light changed, in one sentence: what was reported, counted, edited or fell due. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from actions.deadlines import CommitmentReading, TaskReading, commitment_status, task_status
from actions.sentences import promise_sentence, task_sentence
from targets.evaluation.model import Status
from targets.evaluation.phrases import capitalised, counted, month_name, plain, quoted
from targets.evaluation.words import STATUS_WORDS
from targets.periods import Month
from targets.texts import Text

MOST_TOLD = 3
_NO_UNIT = Text("", "")


class Kind(StrEnum):
    """What a step of an action is of, in the order in which one moment is replayed."""

    CALENDAR = "calendar"
    TASK = "task"
    COMMITMENT = "commitment"
    REPORT = "report"
    COUNT = "count"


@dataclass(frozen=True)
class Happening:
    """One thing on record: a task, a promise, a report of a task, or a count of a promise."""

    kind: Kind
    name: Text
    number: int = 0  # of the task
    progress: int = 0  # per cent, of a report
    amount: Decimal = Decimal(0)  # of a count
    unit: Text = _NO_UNIT
    dated_on: date | None = None
    is_new: bool = True
    is_gone: bool = False


@dataclass(frozen=True)
class Member:
    """A task (with its number) or a promise of an action, as it stands after a step."""

    title: Text
    reading: TaskReading | CommitmentReading
    number: int = 0
    unit: Text = _NO_UNIT

    def status(self, on: date) -> Status:
        """Its own lamp."""
        if isinstance(self.reading, TaskReading):
            return task_status(self.reading, on)
        return commitment_status(self.reading, on)

    def told(self, on: date) -> Text:
        """Where it stands, as a clause: ``task 3: 78 % done; 83 % of its time is over; due on 31 December``."""
        if isinstance(self.reading, CommitmentReading):
            said = promise_sentence(self.reading, self.title, self.unit, on)
            return Text(said.zh.removesuffix("。"), said.en.removesuffix("."))
        said = task_sentence(self.reading, on)
        zh, en = said.zh.removesuffix("。"), said.en.removesuffix(".")
        return Text(f"任务 {self.number} {zh}", f"task {self.number}: {en[:1].lower()}{en[1:]}")


@dataclass(frozen=True)
class ActionStep:
    """Everything of one action at one moment. Nothing happened: time passed. ``looked_on``: the boards' day."""

    on: date
    looked_on: date
    happened: tuple[Happening, ...]
    before: Status
    after: Status
    overdue: int = 0  # tasks that were not late before
    members: tuple[Member, ...] = ()  # of the action after the step

    @property
    def changes_lamp(self) -> bool:
        return self.before is not self.after

    @property
    def is_time_passed(self) -> bool:
        return not self.happened

    @property
    def is_of_a_day(self) -> bool:
        """In the plan's first month boards look at each day, later at a month's end."""
        return self.looked_on == self.on

    @property
    def deciding(self) -> tuple[Member, ...]:
        """Those whose own lamp the action's is: it shows its weakest."""
        return tuple(one for one in self.members if one.status(self.looked_on) is self.after)


def write_action_step(step: ActionStep) -> Text:
    """``2024-11-04 报告任务 3 进展 80 %，灯由“滞后”变为“按序时”。``"""
    what = _passed(step) if step.is_time_passed else _happened(step.happened)
    lamp, reason = _lamp(step), _reason(step)
    if reason is not None:
        lamp = Text(f"{lamp.zh}：{reason.zh}", f"{lamp.en}; {reason.en}")
    return Text(f"{step.on} {what.zh}，{lamp.zh}。", f"{capitalised(what.en)} on {step.on}: {lamp.en}.")


def _reason(step: ActionStep) -> Text | None:
    """Where the light changed, the member that it is due to, and how many others stand as it does."""
    if not step.changes_lamp or not step.deciding:
        return None
    if step.after in (Status.ON_TRACK, Status.MET):
        return _GOOD[step.after]
    first, others = step.deciding[0].told(step.looked_on), len(step.deciding) - 1
    if not others:
        return first
    return Text(f"{first.zh}；另有 {others} 项", f"{first.en}; so {'does' if others == 1 else 'do'} {others} more")


_GOOD = {
    Status.ON_TRACK: Text("各项任务和承诺均不落后", "no task and no commitment is behind"),
    Status.MET: Text("各项任务和承诺均已完成", "every task and commitment is done"),
}


def _passed(step: ActionStep) -> Text:
    month = month_name(Month.of(step.looked_on))
    over = Text(f"评价截至 {month.zh}底", f"{month.en} was over")
    if step.is_of_a_day:
        over = Text(f"评价截至 {step.looked_on}", "a day passed")
    if not step.overdue:
        return over
    tasks, verb = counted(str(step.overdue), "tasks"), "was" if step.overdue == 1 else "were"
    return Text(f"{over.zh}，{step.overdue} 项任务到期未完成", f"{over.en} and {tasks} due by then {verb} not done")


def _happened(happened: Sequence[Happening]) -> Text:
    """Each of a few; of more, how many of each kind."""
    told = [_one(one) for one in happened]
    if len(happened) > MOST_TOLD:
        told = [_some([one for one in happened if one.kind is kind]) for kind in Kind]
        told = [one for one in told if one.zh]
    return Text("；".join(one.zh for one in told), " and ".join(one.en for one in told))


def _some(alike: Sequence[Happening]) -> Text:
    """Happenings of one kind: the one itself, or how many there are."""
    if len(alike) == 1:
        return _one(alike[0])
    zh, en = _MANY.get(alike[0].kind, ("", "")) if alike else ("", "")
    return Text(zh.format(len(alike)), en.format(len(alike)))


_MANY = {
    Kind.TASK: ("更新 {} 项任务", "{} tasks came on record"),
    Kind.COMMITMENT: ("更新 {} 项量化承诺", "{} commitments came on record"),
    Kind.REPORT: ("报告 {} 项任务进展", "{} tasks were reported"),
    Kind.COUNT: ("登记 {} 项承诺计数", "{} counts came on record"),
}


def _one(one: Happening) -> Text:
    if one.kind is Kind.REPORT:
        return _report(one)
    if one.kind is Kind.COUNT:
        return _count(one)
    word = Text("任务", "the task") if one.kind is Kind.TASK else Text("承诺", "the commitment")
    name = quoted(one.name)
    if one.is_gone:
        return Text(f"删除{word.zh}{name.zh}", f"{word.en} {name.en} was deleted")
    if one.is_new:
        return Text(f"{word.zh}{name.zh}列入记录", f"{word.en} {name.en} came on record")
    return Text(f"修改{word.zh}{name.zh}", f"{word.en} {name.en} was edited")


def _report(one: Happening) -> Text:
    task, told = Text(f"任务 {one.number} ", f"task {one.number}"), f"{one.progress} %"
    if one.is_gone:
        return Text(f"删除{task.zh}{one.dated_on} 的进展", f"the report of {task.en} for {one.dated_on} was deleted")
    if one.is_new:
        return Text(f"报告{task.zh}进展 {told}", f"{task.en} was reported at {told}")
    return Text(f"更正{task.zh}{one.dated_on} 的进展为 {told}", f"{task.en} was corrected to {told} for {one.dated_on}")


def _count(one: Happening) -> Text:
    amount, name = plain(abs(one.amount)), quoted(one.name)
    zh, en = f"{amount} {one.unit.zh}", counted(amount, one.unit.en)
    if one.is_gone or one.amount < 0:
        return Text(f"{name.zh}冲减 {zh}", f"{en} of {name.en} {_was(amount)} taken back")
    return Text(f"{name.zh}新增 {zh}", f"{en} {_was(amount)} counted for {name.en}")


def _was(amount: str) -> str:
    return "was" if amount == "1" else "were"


def _lamp(step: ActionStep) -> Text:
    old, new = STATUS_WORDS[step.before], STATUS_WORDS[step.after]
    if old == new:
        return Text(f"灯仍为“{new.zh}”", f"the light did not change ({new.en})")
    return Text(f"灯由“{old.zh}”变为“{new.zh}”", f"the light went from {old.en} to {new.en}")
