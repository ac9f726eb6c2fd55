"""Which points of a copied plan a file of actions decides."""

from actions.services import plan_schema as schema
from targets.models import Aspect, PlanPart
from targets.services.points import At


def settled_by_actions(data: schema.ActionsOf) -> set[At]:
    """Whatever the file sets, the same as last year's included."""
    found: set[At] = set()
    for action in data.actions:
        found.add((PlanPart.ACTION, str(action.number), Aspect.TEXTS))
        for task in action.tasks:
            key = f"{action.number}.{task.number}"
            found |= {(PlanPart.TASK, key, aspect) for aspect in (Aspect.TEXTS, Aspect.DATES)}
        for promise in action.commitments:
            aspects = (Aspect.TEXTS, Aspect.DATES, Aspect.TARGET)
            found |= {(PlanPart.COMMITMENT, promise.slug, aspect) for aspect in aspects}
    return found
