"""The page of stand-ins, through the client."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client

from targets.models import StandIn

PAGE = "/stand-in/"
SignIn = Callable[[User], Client]


def form(deputy: User, **fields: str) -> dict[str, Any]:
    return {"deputy": str(deputy.pk), "from_on": "2024-11-04", "until_on": "2024-11-15"} | fields


def test_named_seen_by_both_and_ended(editor: User, viewer: User, client_of: SignIn) -> None:
    client = client_of(editor)
    assert client.post(PAGE, form(viewer)).status_code == 302
    for user in (editor, viewer):
        page = client_of(user).get(PAGE).content.decode()
        assert "2024-11-04 – 2024-11-15" in page
        assert ('name="end"' in page) is (user == editor)
        assert ('name="deputy"' in page) is (user == editor)
    made = StandIn.objects.get()
    assert client_of(viewer).post(PAGE, {"end": made.pk}).status_code == 403
    assert client.post(PAGE, {"end": made.pk}).status_code == 302
    assert client.post(PAGE, {"end": made.pk}).status_code == 302, "ending twice is no error"
    assert not StandIn.objects.exists()


def test_administrators_name_for_anybody(editor: User, viewer: User, administrator: User, client_of: SignIn) -> None:
    client = client_of(administrator)
    assert client.post(PAGE, form(viewer, absent=str(editor.pk))).status_code == 302
    assert client.post(PAGE, {"end": StandIn.objects.get().pk}).status_code == 302


def test_others_name_for_nobody_else(editor: User, reviewer: User, viewer: User, client_of: SignIn) -> None:
    assert client_of(editor).post(PAGE, form(viewer, absent=str(reviewer.pk))).status_code == 403
    assert client_of(editor).post(PAGE, form(viewer, absent="999")).status_code == 403
    assert not StandIn.objects.exists()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(("deputy", text) for text in ("", "x")),
        *(("from_on", text) for text in ("", "2024-11-03")),
        *(("until_on", text) for text in ("x", "2024-11-03", "2025-02-02")),
    ],
)
def test_a_refused_form_comes_back_as_typed(
    editor: User, viewer: User, client_of: SignIn, field: str, text: str
) -> None:
    answer = client_of(editor).post(PAGE, form(viewer) | {field: text})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="life-{field}-error"' in page
    assert f'<option value="{viewer.pk}" selected>' in page or field == "deputy"
    assert not StandIn.objects.exists()


def test_the_sentence_for_a_deputy() -> None:
    assert "staff, reviewer" in render_to_string("targets/deputy.html", {"absent": ("staff", "reviewer")})
    assert not render_to_string("targets/deputy.html", {"absent": ()}).strip()


def test_queries_are_fixed(
    editor: User, viewer: User, reviewer: User, client_of: SignIn, django_assert_num_queries: Any
) -> None:
    client = client_of(editor)
    for day in range(5, 9):
        client.post(PAGE, form(viewer, until_on=f"2024-11-{day:02d}"))
    client.get(PAGE)
    with django_assert_num_queries(7):
        client.get(PAGE)
