"""The periods that a plan is followed up by: quarters, tertials, half-years or the year. Pure; the calendar year counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arboga_loften.foundation.templatetags.look import day_year

# Rhythm → (the letter of its key, how many in a year).
IN_A_YEAR = {"quarter": ("q", 4), "tertial": ("t", 3), "half_year": ("h", 2), "year": ("", 1)}
NAMES = {
    "q": (
        gettext_lazy("första kvartalet %(year)s"),
        gettext_lazy("andra kvartalet %(year)s"),
        gettext_lazy("tredje kvartalet %(year)s"),
        gettext_lazy("fjärde kvartalet %(year)s"),
    ),
    "t": (
        gettext_lazy("första tertialet %(year)s"),
        gettext_lazy("andra tertialet %(year)s"),
        gettext_lazy("tredje tertialet %(year)s"),
    ),
    "h": (gettext_lazy("första halvåret %(year)s"), gettext_lazy("andra halvåret %(year)s")),
    "": (gettext_lazy("hela %(year)s"),),
}
# The council meets when those who report have had time to: some weeks after the period has ended.
WEEKS_AFTER = 3


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the year with the key that its address has: "2024-q3"."""

    key: str
    starts_on: date
    ends_on: date

    @property
    def label(self):
        """ "tredje kvartalet 2024"; where the days aren't those of the key, the days themselves."""
        for rhythm in IN_A_YEAR:
            for number, known in enumerate(periods_of(self.starts_on.year, rhythm)):
                if known == self:
                    return str(NAMES[IN_A_YEAR[rhythm][0]][number]) % {"year": self.starts_on.year}
        return _("%(first)s – %(last)s") % {"first": day_year(self.starts_on), "last": day_year(self.ends_on)}

    @property
    def meets_on(self):
        """A day to propose for the meeting: a Thursday some weeks after the period has ended."""
        earliest = self.ends_on + timedelta(weeks=WEEKS_AFTER - 1, days=1)
        return earliest + timedelta(days=(3 - earliest.weekday()) % 7)


def periods_of(year: int, rhythm: str) -> Iterator[Period]:
    """The periods of a year, in order. `rhythm` is the plan's: "quarter", "tertial", "half_year" or "year"."""
    letter, count = IN_A_YEAR[rhythm]
    months = 12 // count
    for n in range(count):
        first = date(year, n * months + 1, 1)
        after = date(year + 1, 1, 1) if n == count - 1 else date(year, (n + 1) * months + 1, 1)
        yield Period(f"{year}-{letter}{n + 1}" if letter else str(year), first, after - timedelta(days=1))
