"""The read API against its own document: schemathesis makes requests up and holds every answer to what is written."""

from collections.abc import Iterable
from typing import Any
from unittest.mock import patch

import hypothesis
import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import close_old_connections
from pytest_django import Settings
from schemathesis import AuthContext

from daqing1369.api.routes import api
from daqing1369.keys import make_key
from tests.factories import NOW, make_action, make_commitment, make_task
from tests.strangers.fuzz import INPUTS
from tests.year import make_air_year

handler = WSGIHandler()


def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The application on the test's own connection, which stays open between two requests."""
    request_started.disconnect(close_old_connections)
    try:
        return [b"".join(handler(environ, start_response))]  # never closed, so that nothing is told to be finished
    finally:
        request_started.connect(close_old_connections)


KEY = "a-key-that-is-known-when-the-requests-are-made-up"
# The document, asked of the application in this process.
schema: Any = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.config.update(base_url="http://testserver")
schema.app = app


@schema.auth(refresh_interval=None)
class Bearer:
    """Each request carries the key, and schemathesis knows it: so it also tries without one, and with a wrong one."""

    def get(self, _case: Any, _context: AuthContext) -> str:
        return f"Bearer {KEY}"

    def set(self, case: Any, data: str, _context: AuthContext) -> None:
        case.headers["Authorization"] = data


# Beside them, each operation is tried with its examples and at the borders of what its parameters may be.
RANDOM_REQUESTS = max(2, INPUTS // 250)


def bounded(requests: int) -> hypothesis.settings:
    everything = list(hypothesis.HealthCheck)
    return hypothesis.settings(
        max_examples=requests, derandomize=INPUTS <= 500, deadline=None, suppress_health_check=everything
    )


@pytest.fixture
def key(administrator: User, settings: Settings) -> None:
    settings.API_RATE = 0  # the throttle has tests of its own
    make_air_year()
    action = make_action()
    make_task(action)
    make_commitment(action)
    with patch("daqing1369.keys.secrets.token_urlsafe", return_value=KEY):
        make_key(purpose="api", name="schemathesis", by=administrator, now=NOW)


@schema.parametrize()
@bounded(RANDOM_REQUESTS)
def test_every_answer_is_as_documented(case: Any, key: None) -> None:
    case.call_and_validate()
