"""The plan and its numbers."""

from targets.models.air import Basis, City, CityDay, DustDay, Station, StationHour
from targets.models.area import Area
from targets.models.computed import Computation, Feed, Measure
from targets.models.earlier import EarlierReading
from targets.models.figures import Correction, Figure, Origin, Review
from targets.models.imports import RowState, StagedRow, Upload, UploadState
from targets.models.indicator import Indicator
from targets.models.life import Assignment, Attachment, Confirmation, Draft, Reopening, StandIn
from targets.models.loads import Load, LoadKind, LoadRemark, LoadState, RowOutcome
from targets.models.new_year import JUDGED_BY, Aspect, OpenPoint, PlanPart
from targets.models.plan import AreaTarget, Goal, GoalOfOutcome, Link, Node, Outcome, OutcomeOfNode, Plan
from targets.models.pruning import Pruning
from targets.models.readings import DataState
from targets.models.reminders import Digest, Occasion, Reminder
from targets.models.water import Background, ControlLevel, FrozenMonth, Section, SectionMonth, WaterBody, WaterSample

__all__ = [
    "JUDGED_BY",
    "Area",
    "AreaTarget",
    "Aspect",
    "Assignment",
    "Attachment",
    "Background",
    "Basis",
    "City",
    "CityDay",
    "Computation",
    "Confirmation",
    "ControlLevel",
    "Correction",
    "DataState",
    "Digest",
    "Draft",
    "DustDay",
    "EarlierReading",
    "Feed",
    "Figure",
    "FrozenMonth",
    "Goal",
    "GoalOfOutcome",
    "Indicator",
    "Link",
    "Load",
    "LoadKind",
    "LoadRemark",
    "LoadState",
    "Measure",
    "Node",
    "Occasion",
    "OpenPoint",
    "Origin",
    "Outcome",
    "OutcomeOfNode",
    "Plan",
    "PlanPart",
    "Pruning",
    "Reminder",
    "Reopening",
    "Review",
    "RowOutcome",
    "RowState",
    "Section",
    "SectionMonth",
    "StagedRow",
    "StandIn",
    "Station",
    "StationHour",
    "Upload",
    "UploadState",
    "WaterBody",
    "WaterSample",
]
