"""Change on record: who, when, why on the row itself, and every state of it in an append-only history."""

from typing import TypeVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models

_M = TypeVar("_M", bound=type[models.Model])


def keep_history(model: _M, *, sought_by: tuple[str, ...] = ()) -> _M:
    """Keep every state of the model's rows in an event table of its own; ``sought_by``: the fields of one more index.

    Triggers write it, so that no path past the services escapes it; further triggers refuse to change or empty it, and
    to empty the model's own table, which would leave no state behind.
    """
    events = pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
    pgtrigger.register(_not_emptied())(model)
    indexes = [models.Index(fields=list(fields)) for fields in (("-changed_at", "-pgh_id"), sought_by) if fields]
    meta = {"triggers": [_not_emptied()], "indexes": indexes}
    tracked: _M = pghistory.track(*events, append_only=True, meta=meta)(model)
    return tracked


def _not_emptied() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="not_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;",
    )


class Recorded(models.Model):
    """Who made the last change, when by the project's clock, and why; the history keeps each of them."""

    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(editable=False)
    reason = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        abstract = True
