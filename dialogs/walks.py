"""A trygghetsvandring as its stops: how many there are, how many measures are done, and how much is better than before."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogs.models import WalkStop


@dataclass(frozen=True)
class Walk:
    """The stops of a walk, in the order that they are passed."""

    stops: list

    @property
    def decided(self):
        return sum(bool(stop.measure) for stop in self.stops)

    @property
    def done(self):
        return sum(bool(stop.done_on) for stop in self.stops)

    @property
    def seen_again(self):
        return sum(bool(stop.again_on) for stop in self.stops)

    @property
    def better(self):
        return sum(stop.now == WalkStop.Now.BETTER for stop in self.stops)

    @property
    def summary(self):
        """In three short sentences, of which the last is there only when somebody has been back."""
        count = len(self.stops)
        yield ngettext("%(count)s stopp.", "%(count)s stopp.", count) % {"count": count}
        if self.decided:
            words = ngettext(
                "%(done)s av %(all)s åtgärd är gjord.", "%(done)s av %(all)s åtgärder är gjorda.", self.decided
            )
            yield words % {"done": self.done, "all": self.decided}
        else:
            yield _("Ingen åtgärd är beslutad än.")
        if self.seen_again:
            words = ngettext(
                "Vi har varit tillbaka vid %(again)s stopp: %(better)s är bättre än förut.",
                "Vi har varit tillbaka vid %(again)s stopp: %(better)s är bättre än förut.",
                self.seen_again,
            )
            yield words % {"again": self.seen_again, "better": self.better}


def walk_of(dialogue):
    """Its walk, or None where it has no stops."""
    stops = list(dialogue.stops.select_related("place", "owner").order_by("number"))
    return Walk(stops) if stops else None
