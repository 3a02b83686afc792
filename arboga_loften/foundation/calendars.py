"""Days in people's own calendars (iCalendar, RFC 5545), in Swedish time."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from icalendar import Calendar, Event

from arboga_loften.foundation import clock

SWEDEN = ZoneInfo(settings.TIME_ZONE)
ASK_AGAIN_AFTER = timedelta(hours=12)


def calendar_of(events, *, name, product):
    """A calendar of some events (`event_of`) as bytes. `product` is the part of the site that it comes from."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Arbogaloften//{product}//SV")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def event_of(key, *, title, url, first, last, start=None, end=None, where="", told=()):
    """An event at its time, or all day where no time is known. `key` stays when the day is moved; `url` begins with "/"."""
    address = settings.SITE_URL + url
    event = Event()
    event.add("uid", f"{key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", clock.now())
    event.add("url", address)
    event.add("summary", title)
    if start is None:
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))  # the first day after
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", datetime.combine(first, start, SWEDEN))
        if end:
            event.add("dtend", datetime.combine(last, end, SWEDEN))
    if where:
        event.add("location", where)
    event.add("description", "\n\n".join(str(each) for each in (*told, address) if each))
    return event


def calendar_response(content, name):
    """A calendar, handed out as a file that a calendar opens."""
    headers = {"Content-Disposition": f'inline; filename="{name}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
