"""The parts of a plan by what points to be decided call them: their names, and where an administrator edits them."""

from django.urls import reverse

from actions.models import Action, Commitment, Task
from targets.models import Goal, Node, Outcome, Plan, PlanPart
from targets.texts import Text

Parts = dict[tuple[str, str], tuple[Text, str]]


def parts_of(plan: Plan) -> Parts:
    """By part and key. Six queries."""
    found: Parts = {(PlanPart.PLAN, ""): (plan.title, _edited(plan))}
    for node in Node.objects.filter(plan=plan).order_by("number"):
        found[PlanPart.NODE, str(node.number)] = (node.title, _edited(node))
    for outcome in Outcome.objects.filter(plan=plan).order_by("number"):
        found[PlanPart.OUTCOME, str(outcome.number)] = (outcome.title, _edited(outcome))
    for goal in Goal.objects.filter(plan=plan).select_related("indicator").order_by("order", "pk"):
        found[PlanPart.GOAL, goal.indicator.slug] = (goal.indicator.short, _edited(goal))
    for action in Action.objects.filter(plan=plan).order_by("number"):
        found[PlanPart.ACTION, str(action.number)] = (action.name, _edited(action))
    for task in Task.objects.filter(action__plan=plan).select_related("action").order_by("pk"):
        found[PlanPart.TASK, f"{task.action.number}.{task.number}"] = (task.title, _edited(task))
    for promise in Commitment.objects.filter(action__plan=plan).order_by("pk"):
        found[PlanPart.COMMITMENT, promise.slug] = (promise.title, _edited(promise))
    return found


def _edited(row: Plan | Node | Outcome | Goal | Action | Task | Commitment) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
