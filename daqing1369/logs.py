"""The log on stderr: who asked for what, how it ended, how long it took, under a number that the answer carries too."""

import json
import logging
import re
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from secrets import token_hex
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
# What opens something by being known: a key of a wall (43 characters), a token that resets a password (39).
SECRET = re.compile(r"[\w-]{24,}")
logger = logging.getLogger("daqing1369.requests")
_current: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def request_log(get_response: Handler) -> Handler:
    """Number each request, and write a line about it where LOG_REQUESTS asks for that."""
    is_on = settings.LOG_REQUESTS

    def handle(request: HttpRequest) -> HttpResponse:
        begun = perf_counter()
        told = request.META.get("HTTP_X_REQUEST_ID", "")
        number = told if WELL_FORMED.fullmatch(told) else token_hex(8)
        request.META["REQUEST_ID"] = number
        before = _current.set(request)
        try:
            response = get_response(request)
            response[HEADER] = number
            if is_on:
                spent = round((perf_counter() - begun) * 1000, 1)
                logger.info("request", extra={"status": response.status_code, "ms": spent})
        finally:
            _current.reset(before)
        return response

    return handle


def number_of(request: HttpRequest) -> str:
    """The number under which the log has the request; empty before it was given one."""
    number: str = request.META.get("REQUEST_ID", "")
    return number


def shown(text: str) -> str:
    """An address without what opens something by being known."""
    return SECRET.sub("…", text)


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """What is known of the request at hand. Nothing is asked of the database: the user, if somebody asked before."""
    request = getattr(record, "request", None) or _current.get()
    if not isinstance(request, HttpRequest):
        return {}
    user = getattr(request, "_cached_user", None)
    known = {
        "request": number_of(request),
        "user": user.get_username() if user is not None else "",
        "method": request.method,
        "path": shown(request.path),
    }
    return known | {name: getattr(record, name) for name in ("status", "ms") if hasattr(record, name)}


def message(record: logging.LogRecord) -> str:
    """Django's messages about a request name its address."""
    told = record.getMessage()
    return shown(told) if hasattr(record, "request") else told


class JsonLines(logging.Formatter):
    """One JSON object a line, a traceback within it."""

    zone = ZoneInfo(settings.TIME_ZONE)

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, self.zone).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message(record),
            **facts(record),
        }
        if record.exc_info and record.exc_info[0]:
            line["traceback"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


class Lines(logging.Formatter):
    """The same for people who watch a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        known = facts(record)
        parts = [self.formatTime(record), record.levelname, f"{record.name}:", message(record)]
        parts += [str(known[name]) for name in ("method", "path", "status", "user") if known.get(name)]
        parts += [f"{known['ms']} ms"] if "ms" in known else []
        parts += [f"[{known['request']}]"] if known.get("request") else []
        if record.exc_info and record.exc_info[0]:
            parts.append("\n" + "".join(traceback.format_exception(*record.exc_info)).rstrip())
        return " ".join(parts)
