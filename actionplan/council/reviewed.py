"""What the council thinks of each activity, beside what the packet tells of it; and what is missing before the adoption.

What a member thinks before the meeting is shown here, in the room, and nowhere else.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.council.reading import Told
from actionplan.models import Review, Seat


@dataclass(frozen=True, slots=True)
class View:
    """What one member thinks of an activity before the meeting: their function and party, never their name."""

    who: str
    row: Review


@dataclass(frozen=True, slots=True)
class Line:
    """An activity of the packet with what is thought of it."""

    told: Told
    views: tuple[View, ...]
    mine: Review | None

    @property
    def others(self):
        return [view for view in self.views if view.row is not self.mine]

    @property
    def counted(self):
        """How many members say what: (the verdict, how many), of those that somebody has said."""
        counts = Counter(view.row.verdict for view in self.views)
        return [(verdict, counts[verdict]) for verdict in Review.Verdict if counts[verdict]]


class Reviewed:
    """Every activity of a meeting's packet, with what the members think of it. One query, however many."""

    def __init__(self, meeting, reading, user):
        self.meeting, self.reading, self.user = meeting, reading, user

    @cached_property
    def lines(self):
        found = defaultdict(list)
        rows = Review.objects.filter(meeting=self.meeting, at_meeting=False).select_related("by__organisation")
        for row in rows.order_by("on", "pk"):
            found[row.activity_id].append(View(_who(row.by), row))
        return [self._line(told, found.get(told.id, ())) for told in self.reading.activities]

    def _line(self, told, views):
        mine = next((view.row for view in views if view.row.by_id == self.user.pk), None)
        return Line(told, tuple(views), mine)

    @property
    def groups(self):
        """Each focus area that has activities, with their lines."""
        by_area = defaultdict(list)
        for line in self.lines:
            by_area[line.told.area].append(line)
        return [(area, by_area[area.number]) for area in self.reading.areas if by_area[area.number]]

    @property
    def mine(self):
        """How many this person has reviewed."""
        return sum(line.mine is not None for line in self.lines)

    @property
    def said(self):
        """How many the council has said something of at the meeting."""
        return sum(line.told.review is not None for line in self.lines)

    # --- The way through them ---
    def line_of(self, pk):
        return next(line for line in self.lines if line.told.id == pk)

    def label_of(self, pk):
        """The number of an activity whose key stands in an address, or ""."""
        return next((line.told.label for line in self.lines if str(line.told.id) == pk), "")

    def around(self, line):
        """The activities before and after one, None at the ends; and its place among them, from 1."""
        place = self.lines.index(line)
        before = self.lines[place - 1] if place else None
        after = self.lines[place + 1] if place + 1 < len(self.lines) else None
        return {"before": before, "after": after, "place": place + 1, "total": len(self.lines)}

    def news_of(self, line):
        """What has changed of an activity since the council met last."""
        return [row for group in self.reading.news for row in group.rows if row.activity == line.told.id]

    def decisions_of(self, line):
        """What the council has arrived at of an activity, at this meeting."""
        return [each for each in self.reading.decisions if each["about"] and each["about"].id == line.told.id]

    def asked_of(self, line):
        """What the council asked of it at earlier meetings."""
        return [asked for asked in self.reading.questions if asked.activity and asked.activity.id == line.told.id]


def news_in(reading, area):
    """What has changed in a focus area since the council met last, activity by activity."""
    place = {told.id: number for number, told in enumerate(area.activities)}
    rows = [row for group in reading.news for row in group.rows if row.activity in place]
    return sorted(rows, key=lambda row: place[row.activity])


def _who(user):
    party = user.organisation.called if user.organisation else ""
    return ", ".join(part for part in (user.function, party) if part) or _("En ledamot")


# --- Before the adoption ---
@dataclass(frozen=True, slots=True)
class Missing:
    """Something that the report will lack, and where it is mended ("" where nobody here can)."""

    words: str
    url: str = ""


def missing_in(meeting, reading) -> list[Missing]:
    """What a report would lack if it was adopted now. Each is a warning: the council may adopt it as it is."""
    packet, summaries = (reverse(f"actionplan:{page}", args=[meeting.key]) for page in ("packet", "summaries"))
    unsaid = sum(told.review is None for told in reading.activities)
    silent = [area.name for area in reading.areas if not area.summary]
    unjudged = [area.name for area in reading.areas if meeting.is_final and not area.fulfilment]
    waiting = sum(asked.answered_on is None for asked in reading.questions)
    called = sum(seat["presence"] == Seat.Presence.INVITED for seat in reading.seats)
    words = ngettext(
        "Rådet har inte sagt något om %(n)d aktivitet.", "Rådet har inte sagt något om %(n)d aktiviteter.", unsaid
    )
    found = [Missing(words % {"n": unsaid}, f"{packet}#aktiviteter")] if unsaid else []
    if not reading.summary:
        found.append(Missing(_("Perioden har ingen sammanfattning."), summaries))
    if silent:
        found.append(Missing(_("Utan sammanfattning: %(areas)s.") % {"areas": ", ".join(silent)}, summaries))
    if unjudged:
        found.append(
            Missing(_("Inte bedömt om målet är uppfyllt: %(areas)s.") % {"areas": ", ".join(unjudged)}, summaries)
        )
    if waiting:
        words = ngettext(
            "%(n)d fråga från ett tidigare möte är inte besvarad.",
            "%(n)d frågor från tidigare möten är inte besvarade.",
            waiting,
        )
        found.append(Missing(words % {"n": waiting}))
    if called:
        words = ngettext(
            "%(n)d kallad är varken närvarande eller frånvarande.",
            "%(n)d kallade är varken närvarande eller frånvarande.",
            called,
        )
        found.append(Missing(words % {"n": called}))
    if not reading.seats:
        found.append(Missing(_("Ingen står som kallad till mötet.")))
    return found
