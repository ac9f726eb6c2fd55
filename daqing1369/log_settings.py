"""What the setting LOGGING says. Reads no setting itself."""

from typing import Any


def logging_of(log_format: str, level: str, *, writes_requests: bool) -> dict[str, Any]:
    """Everything to stderr, as ``json`` (an object a line) or ``line`` (for people)."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "daqing1369.logs.JsonLines"}, "line": {"()": "daqing1369.logs.Lines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": log_format}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "daqing1369.requests": {"level": "INFO"},
            # A refusal is a line of the request log already; a failure comes with its traceback.
            "django.request": {"level": "ERROR" if writes_requests else "WARNING"},
        },
    }
