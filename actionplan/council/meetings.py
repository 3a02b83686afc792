"""The council's meetings as everybody can follow them: announced, held, and told of when somebody has vouched for it.

Publishing a meeting announces its day, place and agenda, and nothing more. Who came and what was arrived at is told once
the report is published, in its frozen words, or else once the minnesanteckningar are decided: until then nobody has said
that it is true, and who is called may still change. Members are told of by function, never by name.
"""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.council import shelf
from actionplan.council.reading import Reading
from actionplan.models import Activity, CouncilMeeting, CouncilReport
from arboga_loften.foundation import calendars, clock
from arboga_loften.foundation.models import Municipality


@dataclass(frozen=True, slots=True)
class About:
    """The activity that something was said about."""

    label: str
    title: str
    url: str


@dataclass(frozen=True)
class PublicMeeting:
    """A published meeting, and its report where that is public too."""

    meeting: CouncilMeeting
    report: CouncilReport | None

    @property
    def is_ahead(self):
        return self.meeting.on >= clock.today()

    @property
    def is_told(self):
        """Whether somebody has vouched for what happened there."""
        return self.report is not None or self.meeting.shows_notes

    @property
    def has_notes(self):
        return self.meeting.shows_notes

    @property
    def is_awaited(self):
        """Whether it has been held without anything to read of it yet."""
        return not self.is_ahead and not self.is_told

    @cached_property
    def _reading(self):
        return Reading(self.report.told, self.report.sha256)

    @cached_property
    def seats(self):
        """Those who were called, by what is said of them: [("Närvarande", ["Kommundirektör", …]), …]."""
        if self.report:
            told = [(seat["said"], seat["who"]) for seat in self._reading.seats]
        elif self.has_notes:
            rows = self.meeting.seats.select_related("organisation").order_by("pk")
            told = [(row.get_presence_display(), str(row)) for row in rows]
        else:
            told = []
        found = {}
        for said, who in told:
            found.setdefault(said, []).append(who)
        return list(found.items())

    @cached_property
    def decisions(self):
        """What was arrived at, with the activity that it is about where that is public: number, text, where, about."""
        if self.report:
            return [
                {**each, "about": each["about"] and _as_reported(each["about"])} for each in self._reading.decisions
            ]
        if not self.has_notes:
            return []
        rows = list(self.meeting.decisions.order_by("year", "number"))
        public = Activity.objects.visible().select_related("focus_area").in_bulk({row.activity_id for row in rows})
        about = {pk: About(each.label, each.title, each.get_absolute_url()) for pk, each in public.items()}
        return [
            {
                "number": row.label,
                "text": row.text,
                "registry_number": row.registry_number,
                "about": about.get(row.activity_id),
            }
            for row in rows
        ]


def _as_reported(told):
    """An activity that a public report tells of has a page of its own, whether or not it is still in the plan."""
    return About(told.label, told.title, reverse("actionplan:activity_periods", args=[told.id]))


def all_published(on=None):
    """(those to come, the nearest first; those that have been, the latest first)."""
    today = on or clock.today()
    reports = {row.meeting_id: row for row in shelf.on_the_shelf(today)}
    rows = CouncilMeeting.objects.visible(today).select_related("plan__promise").in_order()
    found = [PublicMeeting(row, reports.get(row.pk)) for row in rows]
    return [each for each in found if each.is_ahead], [each for each in reversed(found) if not each.is_ahead]


def one_published(key, on=None):
    """The published meeting with an address, or None."""
    meeting = CouncilMeeting.objects.visible(on).select_related("plan__promise").filter(key=key).first()
    report = shelf.readable(on).filter(meeting=meeting).order_by("-version").first()
    return meeting and PublicMeeting(meeting, report)


def calendar_of(meetings):
    """Some meetings as a calendar, in bytes."""
    council = Municipality.objects.current().council_name
    events = (_event(meeting, council) for meeting in meetings)
    return calendars.calendar_of(events, name=council, product="Radet")


def _event(meeting, council):
    agenda = "\n".join(f"{place}. {point}" for place, point in enumerate(meeting.agenda_points, 1))
    return calendars.event_of(
        f"rad-{meeting.pk}",
        title=_("%(council)s: %(title)s") % {"council": council, "title": meeting.title},
        url=meeting.get_absolute_url(),
        first=meeting.on,
        last=meeting.on,
        start=meeting.starts_at,
        end=meeting.ends_at,
        where=meeting.place,
        told=(agenda,),
    )
