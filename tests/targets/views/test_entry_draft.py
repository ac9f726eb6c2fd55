"""What is typed is kept on the server as a draft, unless it is on record: also where its saving was faster."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from targets.models import Draft, Figure
from targets.services import entry
from targets.services.drafts import keep_draft
from tests.entry_page import HTMX, OCTOBER, fields, make_goals, page

DAYS = "good-air-days"


@pytest.fixture
def staff(db: None, editor: User, client_of: Callable[[User], Client]) -> Client:
    make_goals()
    return client_of(editor)


@pytest.fixture
def typed(staff: Client) -> dict[str, str]:
    """29 of 31 good days, in a page that nothing was saved on yet."""
    return fields(page(staff)) | {f"{DAYS}-numerator": "29", f"{DAYS}-denominator": "31"}


def preview(client: Client, typed: dict[str, str]) -> str:
    """What the server says of the draft."""
    told = client.post(f"{OCTOBER}{DAYS}/preview/", typed, headers=HTMX)
    assert told.status_code == 200
    return str(told["X-Draft"])


def save(client: Client, typed: dict[str, str]) -> None:
    client.post(OCTOBER, typed | {"save": DAYS}, headers=HTMX)
    assert Figure.objects.get(month="2024-10-01").numerator == 29


def test_a_draft_that_comes_after_its_saving_is_none(staff: Client, typed: dict[str, str]) -> None:
    save(staff, typed)
    assert preview(staff, typed) == "kept"
    assert not Draft.objects.exists()


def test_a_draft_overtaken_by_its_saving_is_none(
    staff: Client, typed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(**draft: Any) -> Draft:
        save(staff, typed)
        return keep_draft(**draft)

    monkeypatch.setattr(entry, "keep_draft", overtaken)
    assert preview(staff, typed) == "kept"
    assert not Draft.objects.exists()


def test_another_text_over_the_older_version_stays_a_draft(staff: Client, typed: dict[str, str]) -> None:
    save(staff, typed)
    assert preview(staff, typed | {f"{DAYS}-numerator": "28"}) == "kept"
    assert (Draft.objects.get().texts["numerator"], Draft.objects.get().version) == ("28", 0)


def test_what_is_too_long_for_a_draft_is_not_said_to_be_kept(staff: Client, typed: dict[str, str]) -> None:
    assert preview(staff, typed | {f"{DAYS}-note": "x" * 5000}) == "none"
    assert not Draft.objects.exists()
