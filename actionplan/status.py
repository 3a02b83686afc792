"""What the parties say of an activity, and what the program makes of it. The words of the promise's honest part."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation.signs import Sign


class Stage(models.TextChoices):
    """What an activity counts as: the windows of the houses and every tally. Computed, never stored."""

    DONE = "done", _("Klart")
    UNDERWAY = "underway", _("På gång")
    NOT_BEGUN = "not_begun", _("Inte börjat")
    HALTED = "halted", _("Pausat, flyttat eller avbrutet")

    @property
    def pane(self):
        """How its window is drawn."""
        return {self.DONE: "lit", self.UNDERWAY: "half", self.NOT_BEGUN: "empty", self.HALTED: "crossed"}[self]

    @property
    def final_label(self):
        """Its words once the year is over, when nothing can be under way any more."""
        return {
            self.UNDERWAY: _("Delvis klart eller inte avslutat"),
            self.NOT_BEGUN: _("Blev inte av, såvitt vi vet"),
        }.get(self, self.label)


class Status(models.TextChoices):
    """What a committing party says. "Försenad" is not among them: that is computed."""

    NOT_STARTED = "not_started", _("Inte börjat")
    PLANNED = "planned", _("Planerad")
    ONGOING = "ongoing", _("Pågår")
    RECURRING = "recurring", _("Löpande")
    COMPLETED = "completed", _("Genomförd")
    PARTLY_COMPLETED = "partly_completed", _("Delvis genomförd")
    PAUSED = "paused", _("Pausad")
    CANCELLED = "cancelled", _("Avbruten")
    CARRIED_OVER = "carried_over", _("Flyttad till nästa år")

    @property
    def tone(self):
        return STATUS_SIGNS[self].tone

    @property
    def icon(self):
        return STATUS_SIGNS[self].icon

    @property
    def stage(self):
        return STATUS_STAGES.get(self, Stage.UNDERWAY)

    @property
    def is_closing(self):
        """Nothing more is to come of the party's part."""
        return self in {self.COMPLETED, self.PARTLY_COMPLETED, self.CANCELLED, self.CARRIED_OVER}


# These say something that residents have a right to hear why.
NEEDS_REASON = [Status.PARTLY_COMPLETED, Status.PAUSED, Status.CANCELLED, Status.CARRIED_OVER]

STATUS_STAGES = {
    Status.NOT_STARTED: Stage.NOT_BEGUN,
    Status.PLANNED: Stage.NOT_BEGUN,
    Status.COMPLETED: Stage.DONE,
    Status.PAUSED: Stage.HALTED,
    Status.CANCELLED: Stage.HALTED,
    Status.CARRIED_OVER: Stage.HALTED,
}

STATUS_SIGNS = {
    Status.NOT_STARTED: Sign("none", "ring"),
    Status.PLANNED: Sign("planned", "cal"),
    Status.ONGOING: Sign("go", "half"),
    Status.RECURRING: Sign("loop", "loop"),
    Status.COMPLETED: Sign("done", "check"),
    Status.PARTLY_COMPLETED: Sign("part", "part"),
    Status.PAUSED: Sign("pause", "pause"),
    Status.CANCELLED: Sign("stop", "x"),
    Status.CARRIED_OVER: Sign("moved", "move"),
}

NOTHING_SAID = Sign("none", "ring", _("Inget rapporterat"))


class Flag(models.TextChoices):
    """What the program computes and shows beside what is said. Never typed in, never stored."""

    LATE = "late", _("Försenad")
    UNFINISHED = "unfinished", _("Blev inte klar")
    NO_EVIDENCE = "no_evidence", _("Saknar underlag")
    BEHIND = "behind", _("Efter plan")
    STALE = "stale", _("Saknar färsk uppdatering")
    ON_TRACK = "on_track", _("I fas")

    @property
    def tone(self):
        return {self.LATE: "late", self.UNFINISHED: "late", self.ON_TRACK: "ok"}.get(self, "")

    @property
    def icon(self):
        return {
            self.LATE: "clock",
            self.UNFINISHED: "clock",
            self.NO_EVIDENCE: "doc",
            self.BEHIND: "down",
            self.STALE: "sand",
            self.ON_TRACK: "pace",
        }[self]
