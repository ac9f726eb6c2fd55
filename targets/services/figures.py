"""Monthly figures: the one way in which a person's or a file's figure gets on record."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from targets.entry.cell import Cell
from targets.models import Area, Figure, Indicator, Origin, Review
from targets.periods import Month, last_finished_month


class MonthNotOpen(Exception):
    """The month is not over yet: it carries no figure."""

    def __init__(self, month: Month) -> None:
        super().__init__(f"{month} is not over")
        self.month = month


class StaleVersion(Exception):
    """Somebody changed the figure since the writer saw it. ``current``: as it stands now; None if it was removed."""

    def __init__(self, current: Figure | None) -> None:
        super().__init__("the figure was changed meanwhile")
        self.current = current


class NothingToRecord(Exception):
    """There is no figure and none was given, not even a note."""


@transaction.atomic
def save_figure(
    *,
    indicator: Indicator,
    area: Area,
    month: Month,
    cell: Cell,
    version: int,
    by: AbstractBaseUser,
    now: datetime,
    note: str = "",
    origin: str = Origin.ENTERED,
    reason: str = "",
) -> Figure:
    """Put a month's figure on record, or a blank in its place; the database's triggers keep every state of it.

    ``version``: of the figure that the writer saw, 0 for none. What stands there already is left as it is, with its
    version. A new value is ``submitted`` and counts at once; a new note alone changes neither review nor origin.
    Raises MonthNotOpen, StaleVersion (also where two first saves meet), NothingToRecord.
    """
    if month > last_finished_month(timezone.localtime(now).date()):
        raise MonthNotOpen(month)
    key = {"indicator": indicator, "area": area, "month": month.first_on}
    change = {"note": note, "changed_by": by, "changed_at": now, "reason": reason}
    numbers = _numbers(cell) | {"origin": origin, "review": Review.SUBMITTED, "source_zh": "", "source_en": ""}
    current = _locked(key)
    if current is None:
        return _first(key, numbers | change, version)
    if Cell.of(current) == cell and current.note == note:
        return current
    if current.version != version:
        raise StaleVersion(current)
    return _change(current, change if Cell.of(current) == cell else numbers | change)


def _numbers(cell: Cell) -> dict[str, Any]:
    return {name: getattr(cell, name) for name in Cell.__dataclass_fields__}


def _locked(key: dict[str, Any]) -> Figure | None:
    figures = Figure.objects.select_for_update(of=("self",)).select_related("changed_by")
    return figures.filter(**key).order_by("pk").first()


def _first(key: dict[str, Any], fields: dict[str, Any], version: int) -> Figure:
    if version:
        raise StaleVersion(None)
    if fields["numerator"] is None and not fields["note"]:
        raise NothingToRecord
    figure = Figure(**key, **fields)
    figure.clean_fields(exclude=["indicator", "area", "changed_by"])
    try:
        with transaction.atomic():
            figure.save(force_insert=True)
    except IntegrityError:
        # Another first save went in between: there was no row to lock.
        meanwhile = _locked(key)
        if meanwhile is None:
            raise
        raise StaleVersion(meanwhile) from None
    return figure


def _change(figure: Figure, fields: dict[str, Any]) -> Figure:
    for name, value in fields.items():
        setattr(figure, name, value)
    figure.version += 1
    figure.clean_fields(exclude=["indicator", "area", "changed_by"])
    figure.save()
    return figure
