"""Access keys: made and revoked by an administrator, found by what a client presents."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse

from daqing1369.models import AccessKey, Purpose

LENGTH = 32  # bytes of randomness
ADMINISTERS = "daqing1369.add_accesskey"

_View = TypeVar("_View", bound=Callable[..., HttpResponse])


class NoSuchKey(Exception):
    """There is no key of that number, or it is revoked already."""


@transaction.atomic
def make_key(*, purpose: Purpose, name: str, by: User, now: datetime) -> tuple[AccessKey, str]:
    """A new key and its text, which is kept nowhere and cannot be shown again."""
    text = secrets.token_urlsafe(LENGTH)
    key = AccessKey.objects.create(
        purpose=purpose, name=name, digest=_digest(text), changed_by=by, changed_at=now, reason="made"
    )
    return key, text


@transaction.atomic
def revoke_key(*, key_id: int, by: User, now: datetime) -> AccessKey:
    """End the key at once and for ever. Raises NoSuchKey."""
    found = AccessKey.objects.select_for_update().filter(pk=key_id, revoked_at=None).order_by("pk").first()
    if found is None:
        raise NoSuchKey
    found.revoked_at = found.changed_at = now
    found.changed_by, found.reason = by, "revoked"
    found.save()
    return found


def find_key(purpose: Purpose, text: str) -> AccessKey | None:
    """The key of that text, unless there is none or it is revoked. One query."""
    if not text.isascii() or len(text) > 200:
        return None
    return AccessKey.objects.filter(purpose=purpose, digest=_digest(text), revoked_at=None).first()


def opened_by(purpose: Purpose) -> Callable[[_View], _View]:
    """For a view whose address has a ``key``: one of the purpose lets strangers in, any other leads to the login."""

    def mark(view: _View) -> _View:
        view.opened_by_key = purpose  # type: ignore[attr-defined]
        return view

    return mark


def _digest(text: str) -> str:
    """A key is random, not chosen: one round of SHA-256 keeps it from being read back."""
    return hashlib.sha256(text.encode()).hexdigest()
