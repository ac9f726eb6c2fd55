"""The recorded tables as they were on record at an earlier moment, read from the history's events.

A Moment bounds the record twice: ``at`` by the project's clock, which decides; ``recorded_until`` by the database's own
clock, for what was printed and must not learn of what was written later under an earlier date. ``rows`` answers for
the present (no moment) and for a moment alike, with one query each, so that whoever reads need not know which it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Value

M = TypeVar("M", bound=Model)
DELETE = "delete"


@dataclass(frozen=True)
class Moment:
    """What was on record: changed not after ``at``, and written not after ``recorded_until``; None: unbounded."""

    at: datetime | None = None
    recorded_until: datetime | None = None

    @property
    def bounds(self) -> Q:
        """The events that had come on record."""
        found = Q()
        if self.at is not None:
            found &= Q(changed_at__lte=self.at)
        if self.recorded_until is not None:
            found &= Q(pgh_created_at__lte=self.recorded_until)
        return found


def events_of(model: type[Model]) -> QuerySet[Any]:
    """The event table of a model that keeps its history."""
    found: QuerySet[Any] = apps.get_model(model._meta.app_label, f"{model.__name__}Event")._default_manager.all()
    return found


def until(moment: Moment | None) -> Q:
    """The events that a page of the moment may tell; all of them for the present."""
    return Q() if moment is None else moment.bounds


def rows(model: type[M], moment: Moment | None, about: Q) -> QuerySet[Any]:
    """The rows, or for a moment their newest states of then; what had been deleted is left out.

    ``about`` names fields that say what a row is of and that never change; every other condition is put on the answer,
    since it is about the state and not about the row. ``as_rows`` makes the model's own instances of either.
    """
    if moment is None:
        return model._default_manager.filter(about)
    events = events_of(model)
    newest = events.filter(about & moment.bounds).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return events.filter(pgh_id__in=newest.values("pgh_id")).exclude(pgh_label=DELETE)


def noting_gone(model: type[Model], moment: Moment | None, found: QuerySet[Any]) -> QuerySet[Any]:
    """The files of then; each knows in ``is_gone`` whether it was taken away since. No query more."""
    taken = model._default_manager.filter(pk=OuterRef("pgh_obj_id"), removed=True)
    is_gone = Value(value=False) if moment is None else Exists(taken)
    noted: QuerySet[Any] = found.annotate(is_gone=is_gone)
    return noted


def first_or_newest(model: type[M], moment: Moment, about: Q) -> QuerySet[Any]:
    """As ``rows``; but of a row whose record begins later, the first state on record.

    For rules, which were in force before their record began.
    """
    events = events_of(model).filter(about)
    found = events.filter(moment.bounds).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    first = events.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id")
    known = found.values("pgh_obj_id")
    return events_of(model).filter(
        Q(pgh_id__in=found.values("pgh_id")) | Q(pgh_id__in=first.values("pgh_id")) & ~Q(pgh_obj_id__in=known)
    )


def states_between(model: type[Model], since: datetime, until: Moment, about: Q) -> QuerySet[Any]:
    """The states that stood at ``since``, then those that came after it, deletions included, in the order of time."""
    events = events_of(model)
    written = Q() if until.recorded_until is None else Q(pgh_created_at__lte=until.recorded_until)
    stood = events.filter(about & written, changed_at__lte=since).order_by("pgh_obj_id", "-pgh_id")
    came = until.bounds & Q(changed_at__gt=since)
    # What it is about is said outside of the alternative as well, so that an index finds it.
    found = events.filter(about, came | Q(pgh_id__in=stood.distinct("pgh_obj_id").values("pgh_id")))
    return found.select_related("changed_by").order_by("changed_at", "pgh_id")


def rules_between(model: type[Model], until: Moment, about: Q) -> QuerySet[Any]:
    """Every state of a rule, and its first one whenever that was: it was in force before its record began."""
    events = events_of(model).filter(about)
    first = events.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id").values("pgh_id")
    found = events.filter(until.bounds | Q(pgh_id__in=first))
    return found.select_related("changed_by").order_by("changed_at", "pgh_id")


def as_rows(model: type[M], found: Iterable[Any]) -> list[M]:
    """The states as instances of their model, in the same order; rows of the model itself as they are. No query."""
    names = [field.attname for field in model._meta.concrete_fields]
    return [one if isinstance(one, model) else _rebuilt(model, one, names) for one in found]


def _rebuilt(model: type[M], event: Any, names: list[str]) -> M:
    return model.from_db(None, names, [getattr(event, name) for name in names])
