"""What loaded plan files decide of plans that were copied from the year before."""

from collections import defaultdict

from actions.services import plan_schema
from actions.services.points import settled_by_actions
from targets.models import Plan
from targets.services import fixture_schema
from targets.services.fixture_files import Batch
from targets.services.fixture_sync import Key, Report, Stamp
from targets.services.points import At, decide, settled_by_plan


def settle(batch: Batch, *, stamp: Stamp, report: Report) -> None:
    """Mark as decided what the files set. To be called in a transaction, after they are loaded."""
    settled: dict[Key, set[At]] = defaultdict(set)
    reasons: dict[Key, str] = {}
    for record, plan in batch.data("plans", fixture_schema.Plan):
        settled[plan.area, plan.year] |= settled_by_plan(plan)
        reasons[plan.area, plan.year] = stamp.of(record.file)["reason"]
    for record, data in batch.data("actions_of", plan_schema.ActionsOf):
        settled[data.area, data.year] |= settled_by_actions(data)
        reasons.setdefault((data.area, data.year), stamp.of(record.file)["reason"])
    for key, points in settled.items():
        plan_row = Plan.objects.get(area__code=key[0], year=key[1])
        for point in decide(plan=plan_row, points=points, by=stamp.by, now=stamp.now, reason=reasons[key]):
            report.note("decided", "point", (*key, *filter(None, (point.part, point.key, point.aspect))))
