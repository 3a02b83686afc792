"""Dialogues in people's own calendars (iCalendar, RFC 5545): one event per day of a dialogue, in Swedish time."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from arboga_loften.foundation import clock

SWEDEN = ZoneInfo(settings.TIME_ZONE)
ASK_AGAIN_AFTER = timedelta(hours=12)


def calendar_of(dialogues, *, name, since=None):
    """The calendar of some dialogues as bytes. `since` leaves out the days before it. Needs `places` and `occasions`.

    A dialogue whose day isn't known has nothing to put in a calendar.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Arbogaloften//Dialoger//SV")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for dialogue in dialogues:
        for event in events_of(dialogue, since):
            calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def events_of(dialogue, since=None):
    """The events of a dialogue: its days, or itself where it has none."""
    occasions = [each for each in dialogue.occasions.all() if since is None or each.on >= since]
    for occasion in occasions:
        event = _event(dialogue, f"tillfalle-{occasion.pk}")
        event.add("summary", f"{occasion.get_kind_display()}: {dialogue.title}")
        _when(event, occasion.on, occasion.on, occasion.start_time, occasion.end_time)
        _told(event, dialogue, occasion.where or _places(dialogue), occasion.note)
        yield event
    is_ahead = since is None or (dialogue.ends_on or dialogue.starts_on) >= since
    if not dialogue.occasions.all() and has_day(dialogue) and is_ahead:
        event = _event(dialogue, f"dialog-{dialogue.pk}")
        event.add("summary", dialogue.title)
        _when(event, dialogue.starts_on, dialogue.ends_on or dialogue.starts_on, dialogue.start_time, dialogue.end_time)
        _told(event, dialogue, _places(dialogue), dialogue.time_text and _("Klockan %s") % dialogue.time_text)
        yield event


def has_day(dialogue):
    """Whether its day is known: "Oktober 2021" is no day, but a form is open from one day to another."""
    return bool(not dialogue.when_text or dialogue.opens_on)


def _event(dialogue, name):
    event = Event()
    event.add("uid", f"{name}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", clock.now())
    event.add("url", settings.SITE_URL + dialogue.get_absolute_url())
    return event


def _when(event, first, last, start, end):
    """At its time, or all day where no time is known."""
    if start is None:
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))  # the first day after
        event.add("transp", "TRANSPARENT")
        return
    event.add("dtstart", datetime.combine(first, start, SWEDEN))
    if end:
        event.add("dtend", datetime.combine(last, end, SWEDEN))


def _told(event, dialogue, where, *words):
    if where:
        event.add("location", where)
    told = [*words, dialogue.summary, dialogue.venue_access, settings.SITE_URL + dialogue.get_absolute_url()]
    event.add("description", "\n\n".join(str(each) for each in told if each))


def _places(dialogue):
    return ", ".join(place.name for place in dialogue.places.all())
