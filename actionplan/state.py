"""How a whole plan stood on a day: per focus area, and what asks for somebody to do something."""

from collections import Counter
from dataclasses import dataclass

from actionplan.board import Tally, tally
from actionplan.status import Flag
from arboga_loften.foundation.houses import House, draw_house

MOST_IN_A_LIST = 25


@dataclass(frozen=True, slots=True)
class AreaState:
    """A focus area's tally on the day, beside how it is now."""

    area: object
    tally: Tally
    now: Tally
    house: House

    @property
    def has_changed(self):
        return self.tally != self.now


@dataclass(frozen=True, slots=True)
class Asks:
    """The activities that some flag warns of, the gravest first. A long list is cut, and `more` says by how many."""

    flags: tuple[tuple[Flag, int], ...]
    activities: tuple
    more: int

    @property
    def total(self):
        return len(self.activities) + self.more


def areas_on(activities, now):
    """One state per focus area, also for an area that had nothing on the day but has now."""
    then, later = _by_area(activities), _by_area(now)
    # Of two that are the same area, the first is kept: the one that is read as of the day.
    for area in sorted({**then, **later}, key=lambda area: area.number):
        counted = tally(then.get(area, []))
        yield AreaState(area, counted, tally(later.get(area, [])), draw_house(area.number, counted.panes))


def asks_for_action(activities):
    """What asks for somebody to do something: late first, then without evidence, behind, and without news."""
    order = list(Flag)
    found = [activity for activity in activities if activity.progress.warnings]
    found.sort(key=lambda activity: order.index(activity.progress.warnings[0]))
    counts = Counter(flag for activity in found for flag in activity.progress.warnings)
    return Asks(
        flags=tuple((flag, counts[flag]) for flag in order if counts[flag]),
        activities=tuple(found[:MOST_IN_A_LIST]),
        more=max(len(found) - MOST_IN_A_LIST, 0),
    )


def _by_area(activities):
    areas = {}
    for activity in activities:
        areas.setdefault(activity.focus_area, []).append(activity)
    return areas
