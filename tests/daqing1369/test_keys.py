"""Access keys: shown once, kept as a digest, found by purpose, revoked for ever, on record."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError

from daqing1369.keys import NoSuchKey, find_key, make_key, revoke_key
from daqing1369.models import AccessKey, Purpose
from tests.factories import NOW


def test_a_key_is_found_by_its_text_and_purpose_alone(administrator: User) -> None:
    key, text = make_key(purpose=Purpose.WALL, name="hall", by=administrator, now=NOW)
    assert find_key(Purpose.WALL, text) == key
    assert find_key(Purpose.API, text) is None
    assert find_key(Purpose.WALL, text[:-1]) is None
    assert find_key(Purpose.WALL, "大" * 10) is None
    assert text not in str(AccessKey.objects.values().get()), "only the digest is kept"


def test_a_revoked_key_opens_nothing_and_stays_on_record(administrator: User) -> None:
    key, text = make_key(purpose=Purpose.API, name="screen", by=administrator, now=NOW)
    revoke_key(key_id=key.pk, by=administrator, now=NOW)
    assert find_key(Purpose.API, text) is None
    with pytest.raises(NoSuchKey):
        revoke_key(key_id=key.pk, by=administrator, now=NOW)
    events: Any = apps.get_model("daqing1369", "AccessKeyEvent")
    assert list(events.objects.order_by("pgh_id").values_list("reason", "changed_by__username")) == [
        ("made", "admin"),
        ("revoked", "admin"),
    ]


@pytest.mark.parametrize("fields", [{"purpose": "door"}, {"name": ""}])
def test_the_database_refuses_nonsense(administrator: User, fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        AccessKey.objects.create(**({"purpose": "api", "name": "x", "digest": "0", "changed_at": NOW} | fields))
