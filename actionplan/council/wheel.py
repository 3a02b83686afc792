"""The wheel of the year (årshjul): each period of a plan's rhythm with its meeting, and the ring that draws them.

The list says everything; the ring only shows where in the year each thing lies.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from django.utils.translation import gettext as _

from actionplan.council.waiting import with_reports
from actionplan.models import CouncilMeeting
from actionplan.periods import Period, periods_of
from arboga_loften.foundation import clock
from arboga_loften.foundation.signs import Sign

# The ring, in the units of a drawing of 200 by 200.
MIDDLE, HAND, LETTERS, SHORT, LONG, BAND, DOTS = 100, 37, 46, 52, 57, 66, 88
GAP = 0.035  # between two periods, in radians


@dataclass(frozen=True, slots=True)
class Turn:
    """A period and its meeting, or None where none is booked."""

    period: Period
    meeting: CouncilMeeting | None
    arc: str = ""

    @property
    def state(self):
        """How far it has come: "none", "booked", "held" or "adopted"."""
        if self.meeting is None:
            return "none"
        if self.meeting.report is not None:
            return "adopted"
        return "held" if self.meeting.is_held else "booked"

    @property
    def sign(self):
        return {
            "none": Sign("none", "ring", _("Inget möte bokat")),
            "booked": Sign("planned", "cal", _("Bokat")),
            "held": Sign("go", "half", _("Hållet, rapporten inte antagen")),
            "adopted": Sign("done", "check", _("Rapporten antagen")),
        }[self.state]


@dataclass(frozen=True, slots=True)
class Wheel:
    """The year of a plan: its periods in order, and what else is drawn in the ring."""

    year: int
    turns: tuple[Turn, ...]
    dots: tuple  # (x, y, whether it has been held)
    months: tuple  # (a short line, the month's letter, where it stands)
    hand: str  # a line towards today, or "" in another year

    @property
    def has_gaps(self):
        """Whether some period has no meeting yet."""
        return any(turn.meeting is None for turn in self.turns)


def wheel_of(plan) -> Wheel | None:
    """The wheel of a plan's year; None where its promise has no year. In two queries."""
    year = plan.promise.year
    if year is None:
        return None
    meetings = list(with_reports(CouncilMeeting.objects.of(plan).in_order()))
    turns = list(_turns(year, plan.rhythm, meetings))
    dots = [(*_at(_angle(meeting.on), DOTS), meeting.is_held) for meeting in meetings]
    today = clock.today()
    hand = _line(_angle(today), 0, HAND) if today.year == year else ""
    return Wheel(year, tuple(turns), tuple(dots), tuple(_months()), hand)


def _turns(year, rhythm, meetings):
    """Each period of the rhythm, and the meetings of other periods, in the order of their days."""
    left = {(meeting.period_from, meeting.period_to): meeting for meeting in meetings}
    found = [
        Turn(each, left.pop((each.starts_on, each.ends_on), None), _arc(each)) for each in periods_of(year, rhythm)
    ]
    found += [Turn(meeting.period, meeting) for meeting in left.values()]
    return sorted(found, key=lambda turn: (turn.period.ends_on, turn.period.starts_on))


# --- The ring ---
def _angle(day):
    """Where a day stands in the ring: January at the top, and round as a clock."""
    days = date(day.year, 12, 31).timetuple().tm_yday
    return 2 * pi * (day.timetuple().tm_yday - 1) / days


def _at(angle, radius):
    return MIDDLE + radius * sin(angle), MIDDLE - radius * cos(angle)


def _arc(period):
    start = _angle(period.starts_on) + GAP
    end = _angle(period.ends_on) + 2 * pi / 366 - GAP
    (x1, y1), (x2, y2) = _at(start, BAND), _at(end, BAND)
    large = int(end - start > pi)
    return f"M{x1:.1f} {y1:.1f}A{BAND} {BAND} 0 {large} 1 {x2:.1f} {y2:.1f}"


def _line(angle, inner, outer):
    (x1, y1), (x2, y2) = _at(angle, inner), _at(angle, outer)
    return f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"


def _months():
    for month, letter in enumerate("JFMAMJJASOND", 1):
        first = _angle(date(2024, month, 1))
        middle = first + 2 * pi * monthrange(2024, month)[1] / 366 / 2
        yield _line(first, SHORT, LONG), letter, *_at(middle, LETTERS)
