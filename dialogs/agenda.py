"""Dialogues in people's own calendars: one event per day of a dialogue."""

from django.utils.translation import gettext as _

from arboga_loften.foundation import calendars


def calendar_of(dialogues, *, name, since=None):
    """The calendar of some dialogues as bytes. `since` leaves out the days before it. Needs `places` and `occasions`.

    A dialogue whose day isn't known has nothing to put in a calendar.
    """
    events = (event for dialogue in dialogues for event in events_of(dialogue, since))
    return calendars.calendar_of(events, name=name, product="Dialoger")


def events_of(dialogue, since=None):
    """The events of a dialogue: its days, or itself where it has none."""
    occasions = [each for each in dialogue.occasions.all() if since is None or each.on >= since]
    for occasion in occasions:
        yield calendars.event_of(
            f"tillfalle-{occasion.pk}",
            title=f"{occasion.get_kind_display()}: {dialogue.title}",
            url=dialogue.get_absolute_url(),
            first=occasion.on,
            last=occasion.on,
            start=occasion.start_time,
            end=occasion.end_time,
            where=occasion.where or _places(dialogue),
            told=(occasion.note, dialogue.summary, dialogue.venue_access),
        )
    is_ahead = since is None or (dialogue.ends_on or dialogue.starts_on) >= since
    if not dialogue.occasions.all() and has_day(dialogue) and is_ahead:
        hours = dialogue.time_text and _("Klockan %s") % dialogue.time_text
        yield calendars.event_of(
            f"dialog-{dialogue.pk}",
            title=dialogue.title,
            url=dialogue.get_absolute_url(),
            first=dialogue.starts_on,
            last=dialogue.ends_on or dialogue.starts_on,
            start=dialogue.start_time,
            end=dialogue.end_time,
            where=_places(dialogue),
            told=(hours, dialogue.summary, dialogue.venue_access),
        )


def has_day(dialogue):
    """Whether its day is known: "Oktober 2021" is no day, but a form is open from one day to another."""
    return bool(not dialogue.when_text or dialogue.opens_on)


def _places(dialogue):
    return ", ".join(place.name for place in dialogue.places.all())
