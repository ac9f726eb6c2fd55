"""Who may read the API: a session of any role, or a client with a key. How much of it in a minute."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from daqing1369.keys import find_key
from daqing1369.models import Purpose

WINDOW = 60  # seconds
_COUNT = """
    INSERT INTO daqing1369_apiuse AS known (client, minute, requests) VALUES (%s, %s, 1)
    ON CONFLICT (client) DO UPDATE SET minute = excluded.minute,
        requests = CASE WHEN known.minute = excluded.minute THEN known.requests + 1 ELSE 1 END
    RETURNING requests
"""


def client_of(request: HttpRequest) -> str | None:
    """Who asks, such as ``key 7``; None for a stranger. Who presents a key is judged by it alone, whoever is signed in.

    One query where a key is presented, once for a request.
    """
    if not hasattr(request, "api_client"):
        vars(request)["api_client"] = _client_of(request)
    found: str | None = vars(request)["api_client"]
    return found


def _client_of(request: HttpRequest) -> str | None:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        key = find_key(Purpose.API, text.strip())
        return None if key is None else f"key {key.pk}"
    return f"user {request.user.pk}" if request.user.is_authenticated else None


def seconds_to_wait(client: str, at: float) -> int | None:
    """Count a request of the client at that moment (in seconds); None while it may ask, else until when it may not.

    One query. The count is the database's: every process of the server sees the same.
    """
    if settings.API_RATE == 0:
        return None
    minute, gone = divmod(int(at), WINDOW)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [client, minute])
        (requests,) = cursor.fetchone()
    return WINDOW - gone if requests > settings.API_RATE else None


class SessionCookie(APIKeyCookie):
    """A signed-in session. The middleware has read it; this names it in the document."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:
        return client_of(request)


class BearerKey(HttpBearer):
    """A key that an administrator made, in the Authorization header."""

    def authenticate(self, request: HttpRequest, token: str) -> str | None:
        return client_of(request)
