"""The moments of an address: which state of the record is asked for. The clock is handed in."""

import re
from datetime import date, datetime, time

from django.utils import timezone

from targets.queries.plan import Outside
from targets.texts import Text

_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?P<zone>Z|[+ -]\d{2}:?\d{2})?)?",
    re.ASCII,
)
# Half a century before anybody here measured, so that months and years before the first one are still dates.
_FIRST, _LAST = date(1950, 1, 1), date(2200, 12, 31)


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


def read_instant(text: str, *, of_day: time = time.max, has_zone: bool = False) -> datetime:
    """As ``read_at``, but whatever the present is; ``of_day``: what a day alone means, its end or its beginning.

    Far ones come near enough to be stored. ``has_zone``: a time without its offset from UTC is refused as well.
    """
    match = _MOMENT.fullmatch(text.strip().upper())
    if match is not None and (match["time"] is None or match["zone"] or not has_zone):
        try:
            return _aware(match["day"], match["time"], match["zone"], of_day)
        except ValueError:
            pass  # no such day or time
    zone = "+08:00" if has_zone else ""
    raise Outside(
        Text(
            f"时间无法识别，请写成 2024-11-05 或 2024-11-05T18:00{zone} 的形式。",
            f"That is not a moment; write it like 2024-11-05 or 2024-11-05T18:00{zone}.",
        ),
        status=422,
    )


def _aware(day: str, clock: str | None, zone: str | None, of_day: time) -> datetime:
    near = min(max(date.fromisoformat(day), _FIRST), _LAST)
    if clock is None:
        return timezone.make_aware(datetime.combine(near, of_day))
    # A plus sign that was not escaped in an address arrives as a blank.
    found = datetime.fromisoformat(f"{near}T{clock}{(zone or '').replace(' ', '+')}")
    # Told in the project's own zone: the database takes no offset of 16 hours and more.
    return timezone.make_aware(found) if found.tzinfo is None else timezone.localtime(found)
