"""What was promised and then changed: moved deadlines, changed targets, reworded promises, told alike wherever they show."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from actionplan.models import DueDateChange, GoalChange, TargetChange
from arboga_loften.foundation import clock
from arboga_loften.foundation.templatetags.look import day_year


@dataclass(frozen=True, slots=True)
class Changed:
    """One change in the open: from what, to what, why, when and by which function (never by whom)."""

    kind: str  # "moved", "target" or "goal"
    on: date
    recorded_on: date
    activity: object
    before: str
    after: str
    reason: str
    who: str
    row: object  # of its ledger
    is_lowered: bool = False

    @property
    def heading(self):
        return changed_words(self.kind, self.is_lowered)


def changed_words(kind, is_lowered=False):
    """What a kind of change is called."""
    if kind == "target":
        return _("Målet sänkt") if is_lowered else _("Målet ändrat")
    return _("Slutdatum flyttat") if kind == "moved" else _("Löftet omformulerat")


def target_words(value, unit):
    """A target in words, also where there is none."""
    return _("minst %(value)s %(unit)s") % {"value": value, "unit": unit} if value else _("inget mål i siffror")


def changes_of(activity, on=None):
    """What has been changed in one activity as known on a day, oldest first. Three queries."""
    return changes_among([activity], on)[::-1]


def changes_among(activities, on=None, limit=None, where=None):
    """What has been changed in some activities (a list or a QuerySet) as known on a day, newest first. Three queries.

    `where` is a condition that the rows of the ledgers meet besides.
    """
    found = []
    for ledger, tell in LEDGERS.items():
        rows = ledger.objects.known_on(on or clock.today()).filter(where or Q(), activity__in=activities)
        rows = rows.select_related("activity__focus_area", "recorded_by__organisation").order_by("-on", "-pk")
        found += [((row.on, row.recorded_at), tell(row)) for row in rows[:limit]]
    found.sort(key=lambda each: each[0], reverse=True)
    return [changed for _order, changed in found][:limit]


def _moved(row):
    return _changed("moved", row, day_year(row.old_due_on), day_year(row.new_due_on))


def _target(row):
    before, after = target_words(row.old_value, row.old_unit), target_words(row.new_value, row.new_unit)
    return _changed("target", row, before, after, is_lowered=row.is_lowered)


def _goal(row):
    return _changed("goal", row, row.old_goal, row.new_goal)


def _changed(kind, row, before, after, is_lowered=False):
    who = row.recorded_by and (row.recorded_by.function or row.recorded_by.organisation or "")
    return Changed(
        kind, row.on, row.recorded_on, row.activity, before, after, row.reason, str(who or ""), row, is_lowered
    )


LEDGERS = {DueDateChange: _moved, TargetChange: _target, GoalChange: _goal}
