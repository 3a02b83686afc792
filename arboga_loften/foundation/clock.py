"""The one clock: whether a promise is alive, late or kept depends on the day, so every rule asks here for it.

A demonstration runs as of a day in the past (`DEMO_DAY`), so that the promise of that year is alive.
"""

from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone


def demo_day() -> date | None:
    """The day that the demonstration is frozen at, or None where the real calendar counts."""
    if not settings.DEMO_DAY:
        return None
    if isinstance(settings.DEMO_DAY, date):
        return settings.DEMO_DAY
    try:
        return date.fromisoformat(settings.DEMO_DAY)
    except ValueError:
        raise ImproperlyConfigured(f"DEMO_DAY är {settings.DEMO_DAY!r}. Skriv en dag så här: 2024-10-15.") from None


def today() -> date:
    """Today's date in Sweden, or the demonstration's day."""
    return demo_day() or timezone.localdate()


def day_of(moment: datetime) -> date:
    """The day in Sweden of an aware moment."""
    return timezone.localdate(moment)


def now() -> datetime:
    """This moment, aware; in a demonstration the real time of day on the demonstration's day."""
    real = timezone.localtime()
    day = demo_day()
    return real.replace(year=day.year, month=day.month, day=day.day) if day else real
