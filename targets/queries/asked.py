"""The moments of an address: which state of the record is asked for. The clock is handed in."""

import re
from datetime import datetime, time

from django.utils import timezone

from targets.queries.plan import Outside
from targets.texts import Text

_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(?P<zone>Z|[+ -]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_YEARS = range(1900, 2201)


def read_at(text: str, now: datetime) -> datetime:
    """The moment written ``2024-11-05`` (its end) or ``2024-11-05T18:00``, in the project's time zone.

    Raises Outside: 422 for what is no moment, 404 for one that is still to come; today as a day is not.
    """
    found = read_instant(text)
    is_day = len(text.strip()) == len("2024-11-05")
    if found > now and not (is_day and timezone.localtime(found).date() == timezone.localtime(now).date()):
        shown = f"{timezone.localtime(found):%Y-%m-%d %H:%M}"
        raise Outside(
            Text(f"{shown} 尚未到来，无法查看当时的记录。", f"{shown} is still to come; nothing is on record then.")
        )
    return found


def read_instant(text: str) -> datetime:
    """As ``read_at``, but whatever the present is."""
    match = _MOMENT.fullmatch(text.strip())
    if match is not None:
        try:
            return _aware(match["day"], match["time"], match["zone"])
        except (ValueError, OverflowError):
            pass  # no such day or time
    raise Outside(
        Text(
            "时间无法识别，请写成 2024-11-05 或 2024-11-05T18:00 的形式。",
            "That is not a moment; write it like 2024-11-05 or 2024-11-05T18:00.",
        ),
        status=422,
    )


def _aware(day: str, clock: str | None, zone: str | None) -> datetime:
    """A day without a time means its end."""
    if clock is None:
        found = datetime.combine(datetime.fromisoformat(day), time.max)
    else:
        # A plus sign that was not escaped in an address arrives as a blank.
        found = datetime.fromisoformat(f"{day}T{clock}{(zone or '').replace(' ', '+')}")
    if found.year not in _YEARS:
        raise ValueError(f"no such year: {found.year}")
    return found if found.tzinfo is not None else timezone.make_aware(found)
