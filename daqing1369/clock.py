"""The one place that asks for the time. Views and commands call it once and pass the value down."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, aware; where the setting ``CLOCK`` holds one, always that moment."""
    held: datetime | None = settings.CLOCK
    return held if held is not None else timezone.now()


def today() -> date:
    """The present day in the project's time zone."""
    return timezone.localdate(now())


def day_ends_at() -> datetime | None:
    """The next midnight of the project's time zone; None where the clock is held, which no day ends."""
    if settings.CLOCK is not None:
        return None
    return timezone.make_aware(datetime.combine(today() + timedelta(days=1), time()))
