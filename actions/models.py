"""The nine key actions, their tasks and quantified commitments, and what is reported of them over the year."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from targets.models import Goal, Link, Node, Outcome, Plan
from targets.models.recorded import Recorded, keep_history
from targets.texts import Text


class TaskState(models.TextChoices):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"


class Action(models.Model):
    """One of the nine key actions (重点行动)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    theme_zh = models.CharField(max_length=100)
    theme_en = models.CharField(max_length=100)
    summary_zh = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    owner_zh = models.CharField(max_length=100)
    owner_en = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("key action")
        verbose_name_plural = _("key actions")
        ordering: ClassVar[list[str]] = ["plan", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "number"], name="action_number_once_per_plan")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name_zh}"

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)

    @property
    def theme(self) -> Text:
        return Text(self.theme_zh, self.theme_en)

    @property
    def summary(self) -> Text:
        return Text(self.summary_zh, self.summary_en)

    @property
    def owner(self) -> Text:
        return Text(self.owner_zh, self.owner_en)


class Dated(models.Model):
    """A part of an action with a term; dates that the plan's text does not give are marked as sample."""

    start_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    dates_are_sample = models.BooleanField(default=False)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(due_on__gte=F("start_on")), name="%(class)s_due_after_start")
        ]


@keep_history
class Task(Dated, Recorded):
    """A task of an action; what is reported of it are its reports."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    owner_zh = models.CharField(max_length=100)
    owner_en = models.CharField(max_length=100)

    class Meta(Dated.Meta):
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering: ClassVar[list[str]] = ["action", "number"]
        permissions = (("report_progress", "Can report the progress of actions"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["action", "number"], name="task_number_once_per_action"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title_zh}"

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def owner(self) -> Text:
        return Text(self.owner_zh, self.owner_en)


@keep_history
class TaskReport(Recorded):
    """How far a task had come on a day: a series, never overwritten but by a later report of the same day."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="reports")
    reported_on = models.DateField()
    progress = models.PositiveSmallIntegerField(help_text="0 to 100")
    state = models.CharField(max_length=12, choices=TaskState.choices)
    note = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("task report")
        verbose_name_plural = _("task reports")
        ordering: ClassVar[list[str]] = ["task", "reported_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "reported_on"], name="one_report_per_task_and_day"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="report_progress_at_most_100"),
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(state=TaskState.DONE, progress=100)
                | Q(state=TaskState.NOT_STARTED, progress=0)
                | Q(state=TaskState.IN_PROGRESS, progress__lt=100),
                name="report_state_fits_progress",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.reported_on} {self.progress} %"


@keep_history
class Commitment(Dated, Recorded):
    """A quantified promise of an action, such as 300 new zero-waste cells; what is done is the sum of its counts."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="commitments")
    slug = models.SlugField(max_length=50)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    unit_zh = models.CharField(max_length=40)
    unit_en = models.CharField(max_length=40)
    target = models.DecimalField(max_digits=16, decimal_places=4)

    class Meta(Dated.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering: ClassVar[list[str]] = ["action", "slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["action", "slug"], name="commitment_once_per_action"),
            models.CheckConstraint(condition=Q(target__gte=0), name="commitment_target_not_negative"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def unit(self) -> Text:
        return Text(self.unit_zh, self.unit_en)


@keep_history
class CommitmentCount(Recorded):
    """So many more were done by a day. A negative amount takes a miscount back and needs a note."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="counts")
    counted_on = models.DateField()
    amount = models.DecimalField(max_digits=16, decimal_places=4)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        ordering: ClassVar[list[str]] = ["commitment", "counted_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(amount=0), name="count_is_not_zero"),
            models.CheckConstraint(condition=Q(amount__gt=0) | ~Q(note=""), name="count_taken_back_with_a_note"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.counted_on} {self.amount}"


@keep_history
class NoteAttachment(Recorded):
    """A file beside the note of a report or a count, kept outside the web root. Taken away, it stays on record."""

    report = models.ForeignKey(TaskReport, models.PROTECT, null=True, blank=True, related_name="attachments")
    count = models.ForeignKey(CommitmentCount, models.PROTECT, null=True, blank=True, related_name="attachments")
    title = models.CharField(max_length=200)
    path = models.CharField(max_length=100, help_text="the file's name below ATTACHMENTS_DIR")
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    removed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("file of a note")
        verbose_name_plural = _("files of notes")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(report__isnull=True, count__isnull=False) | Q(report__isnull=False, count__isnull=True),
                name="note_attachment_of_a_report_or_a_count",
            ),
            models.CheckConstraint(condition=~Q(path=""), name="note_attachment_is_a_file"),
            models.CheckConstraint(
                condition=Q(removed=False) | ~Q(reason=""), name="note_attachment_removed_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ActionOfNode(Link):
    """The action belongs to the node."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="node_links")
    node = models.ForeignKey(Node, models.CASCADE, related_name="action_links")

    class Meta(Link.Meta):
        ordering: ClassVar[list[str]] = ["node", "action"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Link.Meta.constraints,
            models.UniqueConstraint(fields=["action", "node"], name="action_once_per_node"),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}–{self.node_id}"


class GoalOfAction(Link):
    """The action serves the goal."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="goal_links")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="action_links")

    class Meta(Link.Meta):
        ordering: ClassVar[list[str]] = ["action", "goal"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Link.Meta.constraints,
            models.UniqueConstraint(fields=["action", "goal"], name="goal_once_per_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}–{self.goal_id}"


class TaskOfOutcome(Link):
    """The task shows the outcome."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="outcome_links")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="task_links")

    class Meta(Link.Meta):
        ordering: ClassVar[list[str]] = ["outcome", "task"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Link.Meta.constraints,
            models.UniqueConstraint(fields=["task", "outcome"], name="task_once_per_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}–{self.outcome_id}"


class CommitmentOfOutcome(Link):
    """The commitment shows the outcome."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="outcome_links")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="commitment_links")

    class Meta(Link.Meta):
        ordering: ClassVar[list[str]] = ["outcome", "commitment"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Link.Meta.constraints,
            models.UniqueConstraint(fields=["commitment", "outcome"], name="commitment_once_per_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}–{self.outcome_id}"
