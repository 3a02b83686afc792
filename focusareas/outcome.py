"""How it goes in each focus area: its activities, their tally and the house that draws it.

This is the one place where focusareas reads upward. It knows nothing of plans (imports run one way), so the activities
are found by the related name `activities`, for many focus areas at once and in as many queries as for one.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from arboga_loften.foundation.houses import draw_house
from focusareas.models import FocusArea


@dataclass(frozen=True)
class Outcome:
    """A focus area and its public activities, judged as of a day."""

    area: FocusArea
    activities: list

    @cached_property
    def tally(self):
        """The counts by stage, or None where no activity is known: then nothing is claimed about how it goes."""
        return self.area.activities.tally(self.activities) if self.activities else None

    @cached_property
    def house(self):
        return draw_house(self.area.number, self.tally.panes if self.tally else [])

    @property
    def has_examples(self):
        return any(activity.is_example for activity in self.activities)


def outcomes(areas, on=None):
    """The outcome of each of some focus areas, in their order."""
    areas = list(areas)
    by_area = defaultdict(list)
    if areas:
        activities = FocusArea.activities.rel.related_model.objects.visible(on).filter(focus_area__in=areas)
        for activity in activities.judged(on):
            by_area[activity.focus_area_id].append(activity)
    return [Outcome(area, by_area[area.pk]) for area in areas]


def tally_of(outcomes):
    """The tally of several focus areas together, or None where none of them has a known activity."""
    activities = [activity for outcome in outcomes for activity in outcome.activities]
    return outcomes[0].area.activities.tally(activities) if activities else None
