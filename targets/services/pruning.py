"""Deleting from the record what is older than its retention: the only way in which it ever shrinks."""

from datetime import datetime
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from pghistory.models import Event

from targets.models import Pruning

_KEPT = "targets.PruningEvent"  # deletions stay on record for ever


@transaction.atomic
def prune(*, before: datetime, now: datetime) -> dict[str, int]:
    """Delete the states written before the moment, and put on record that and how many; by table, the count.

    The last of them stays of each row, so that the first change kept still shows what it replaced. Nothing to delete:
    nothing is recorded.
    """
    deleted: dict[str, int] = {}
    for model in _tables():
        label = model._meta.label
        with pgtrigger.ignore(f"{label}:append_only"):
            count, _ = _older(model, before).delete()
        if count:
            deleted[model._meta.db_table] = count
    if deleted:
        Pruning.objects.create(before=before, deleted=deleted, changed_at=now, reason="prune_record")
    return deleted


def prunable(*, before: datetime) -> dict[str, int]:
    """What ``prune`` would delete, by table. One query for each."""
    counts = {model._meta.db_table: _older(model, before).count() for model in _tables()}
    return {table: count for table, count in counts.items() if count}


def _tables() -> list[Any]:
    models = [model for model in apps.get_models() if issubclass(model, Event)]
    return sorted((one for one in models if one._meta.label != _KEPT), key=lambda one: str(one._meta.db_table))


def _older(model: Any, before: datetime) -> QuerySet[Any]:
    old: QuerySet[Any] = model._default_manager.filter(pgh_created_at__lt=before)
    return old.filter(Exists(old.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))))
