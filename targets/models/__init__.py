"""The plan and its numbers."""

from targets.models.figures import Correction, Figure, Origin, Review
from targets.models.imports import RowState, StagedRow, Upload, UploadState
from targets.models.indicator import Indicator
from targets.models.life import Assignment, Attachment, Confirmation, Draft, Reopening, StandIn
from targets.models.plan import Area, AreaTarget, Goal, GoalOfOutcome, Link, Node, Outcome, OutcomeOfNode, Plan
from targets.models.pruning import Pruning
from targets.models.reminders import Digest, Occasion, Reminder

__all__ = [
    "Area",
    "AreaTarget",
    "Assignment",
    "Attachment",
    "Confirmation",
    "Correction",
    "Digest",
    "Draft",
    "Figure",
    "Goal",
    "GoalOfOutcome",
    "Indicator",
    "Link",
    "Node",
    "Occasion",
    "Origin",
    "Outcome",
    "OutcomeOfNode",
    "Plan",
    "Pruning",
    "Reminder",
    "Reopening",
    "Review",
    "RowState",
    "StagedRow",
    "StandIn",
    "Upload",
    "UploadState",
]
