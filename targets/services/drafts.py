"""Drafts: what somebody has typed for a figure and not yet saved, kept on the server as text. Counts nowhere."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from targets.models import Draft
from targets.queries.slots import Slot

MOST_CHARACTERS = 4000


class DraftTooLong(Exception):
    """More text than a draft keeps."""


@transaction.atomic
def keep_draft(*, slot: Slot, texts: Mapping[str, str], version: int, by: AbstractBaseUser, now: datetime) -> Draft:
    """Keep the text typed so far over ``version`` of the figure, in place of the person's earlier one.

    Raises DraftTooLong.
    """
    if sum(len(text) for text in texts.values()) > MOST_CHARACTERS:
        raise DraftTooLong
    draft, _ = Draft.objects.update_or_create(
        user_id=by.pk,
        indicator=slot.indicator,
        area=slot.area,
        month=slot.month.first_on,
        defaults={
            "texts": {name: _storable(text) for name, text in texts.items()},
            "version": version,
            "saved_at": now,
        },
    )
    return draft


def drop_draft(*, slot: Slot, by: AbstractBaseUser) -> None:
    """Forget what the person typed for the figure, if anything."""
    Draft.objects.filter(user=by.pk, indicator=slot.indicator, area=slot.area, month=slot.month.first_on).delete()


def _storable(text: str) -> str:
    """PostgreSQL's JSON takes everything but the null character and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
