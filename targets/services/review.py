"""Approving and returning figures: each on the very version that the reviewer saw."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from targets.models import Figure, Review
from targets.queries.access import Access, reviewers_of
from targets.queries.slots import is_closed, is_locked
from targets.services.figures import NotYours, StaleVersion, change, nothing_standing, standing_of
from targets.services.refusals import one_line

MOST_SENTENCE_CHARACTERS = 500


class OwnFigure(Exception):
    """Who gave the figure cannot approve it while somebody else is there to review it."""


class NotWaiting(Exception):
    """The figure does not wait for a reviewer."""


class MonthLocked(Exception):
    """The month is closed: an approved figure of it is returned only after an administrator opened it again."""


class YearClosed(MonthLocked):
    """The figure's whole year is closed: nothing of it is approved or returned."""


class SentenceNeeded(Exception):
    """A figure is returned with a sentence that says why, of at most 500 characters."""


@transaction.atomic
def approve(
    *, figure_id: int, version: int, by: AbstractBaseUser, now: datetime, access: Access, today: date
) -> Figure:
    """Approve the submitted figure as it stood in ``version``.

    Raises StaleVersion (changed or gone meanwhile), NotYours, YearClosed, NotWaiting, OwnFigure.
    """
    figure = _locked(figure_id, version, access)
    if figure.review != Review.SUBMITTED:
        raise NotWaiting
    if is_own(figure, by=by.pk, today=today):
        raise OwnFigure
    return change(
        figure, _reviewed(by, now) | nothing_standing() | {"review": Review.APPROVED, "review_note": "", "reason": ""}
    )


@transaction.atomic
def return_(
    *, figure_id: int, version: int, by: AbstractBaseUser, now: datetime, access: Access, today: date, note: str
) -> Figure:
    """Send the submitted or approved figure back with a sentence; an approved value stands until it is replaced.

    Raises StaleVersion, NotYours, YearClosed, NotWaiting, SentenceNeeded; of an approved one also OwnFigure and
    MonthLocked.
    """
    figure = _locked(figure_id, version, access)
    if figure.review not in (Review.SUBMITTED, Review.APPROVED):
        raise NotWaiting
    sentence = one_line(note)
    if not 1 <= len(sentence) <= MOST_SENTENCE_CHARACTERS:
        raise SentenceNeeded
    standing = {}
    if figure.review == Review.APPROVED:
        if is_own(figure, by=by.pk, today=today):
            raise OwnFigure
        if is_locked(figure, today):
            raise MonthLocked
        standing = standing_of(figure)
    returned = {"review": Review.RETURNED, "review_note": sentence, "reason": figure.kept_reason}
    return change(figure, _reviewed(by, now) | standing | returned)


def is_own(figure: Figure, *, by: int, today: date) -> bool:
    """Whether the person gave the figure and another one is there to review it. At most four queries."""
    if figure.entered_by_id != by:
        return False
    others = reviewers_of(indicator=figure.indicator_id, area=figure.area_id, today=today)
    return any(other.pk != by for other in others)


def _locked(figure_id: int, version: int, access: Access) -> Figure:
    figures = Figure.objects.select_for_update(of=("self",)).select_related("indicator", "area", "changed_by")
    figure = figures.filter(pk=figure_id).order_by("pk").first()
    if figure is None:
        raise StaleVersion(None)
    if not access.may_review(indicator=figure.indicator_id, area=figure.area_id):
        raise NotYours
    if figure.version != version:
        raise StaleVersion(figure)
    if is_closed(figure):
        raise YearClosed
    return figure


def _reviewed(by: AbstractBaseUser, now: datetime) -> dict[str, Any]:
    return {"reviewed_by": by, "reviewed_at": now, "changed_by": by, "changed_at": now}
