"""Access keys: made and revoked by an administrator, found by what a client presents."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse

from daqing1369.models import AccessKey, Purpose
from targets.services.refusals import Refused, words
from targets.texts import Text

LENGTH = 32  # bytes of randomness
LONGEST_NAME = 100
ADMINISTERS = "daqing1369.add_accesskey"
_NAMELESS = Text(
    "请填写名称，说明由谁或在哪里使用，例如：会议室大屏。",
    "Give it a name: where or by whom it is used, such as: meeting room.",
)
_TAKEN = Text(
    "已有同名密钥在用，请先撤销它，或换一个名称。",
    "A key of this name is in force. Revoke it first, or choose another name.",
)

_View = TypeVar("_View", bound=Callable[..., HttpResponse])


class NoSuchKey(Exception):
    """There is no key of that number, or it is revoked already."""


@transaction.atomic
def make_key(*, purpose: str, name: str, by: User | AbstractBaseUser, now: datetime) -> tuple[AccessKey, str]:
    """A new key and its text, which is kept nowhere and cannot be shown again. Raises Refused.

    Two keys in force never share purpose and name: one could not tell which of them to revoke.
    """
    called = words(name, field="name", most=LONGEST_NAME, needed=_NAMELESS)
    if purpose not in Purpose.values:
        raise Refused("purpose", Text("请选择用途。", "Choose what it opens."))
    if AccessKey.objects.filter(purpose=purpose, name=called, revoked_at=None).exists():
        raise Refused("name", _TAKEN)
    text = secrets.token_urlsafe(LENGTH)
    key = AccessKey.objects.create(
        purpose=purpose, name=called, digest=_digest(text), changed_by_id=by.pk, changed_at=now, reason="made"
    )
    return key, text


@transaction.atomic
def revoke_key(*, key_id: int, by: User | AbstractBaseUser, now: datetime) -> AccessKey:
    """End the key at once and for ever. Raises NoSuchKey."""
    found = AccessKey.objects.select_for_update().filter(pk=key_id, revoked_at=None).order_by("pk").first()
    if found is None:
        raise NoSuchKey
    found.revoked_at = found.changed_at = now
    found.changed_by_id, found.reason = by.pk, "revoked"
    found.save()
    return found


def keys() -> list[AccessKey]:
    """Every key ever made, those in force first, the newest first. One query."""
    found = AccessKey.objects.select_related("changed_by").order_by("-changed_at", "-id")
    return sorted(found, key=lambda key: key.revoked_at is not None)


def find_active(number: str) -> AccessKey | None:
    """The key of that number as an address or a form gives it; None where there is none in force. One query."""
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    return AccessKey.objects.filter(pk=int(number), revoked_at=None).first()


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
