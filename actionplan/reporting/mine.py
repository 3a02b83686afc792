"""What somebody has to report on: their own parts first, then their party's, then everybody's; the urgent ones at the top.

As many queries for two thousand activities as for twenty.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from actionplan.models import Activity, Commitment, CouncilQuestion, Report
from actionplan.progress import silent
from actionplan.status import Flag, Stage
from arboga_loften.foundation import clock
from arboga_loften.foundation.letters import folded
from arboga_loften.foundation.templatetags.look import day

SOON = timedelta(days=30)
# The gravest first; what only is due soon comes after everything that is wrong.
FLAGS = [Flag.LATE, Flag.UNFINISHED, Flag.NO_EVIDENCE, Flag.BEHIND, Flag.STALE]
OWN, PARTY, OTHERS = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Mine:
    """An activity that somebody reports on: whose it is to them, the parts that they speak for, and why it waits."""

    activity: Activity
    nearness: int  # OWN, PARTY or OTHERS
    parts: tuple
    reasons: tuple[str, ...]
    gravity: int

    @property
    def needs_something(self):
        return bool(self.reasons)

    @property
    def heading(self):
        return {
            OWN: _("Det du ansvarar för"),
            PARTY: _("Det som din organisation har lovat"),
            OTHERS: _("Det som andra har lovat"),
        }[self.nearness]


def activities_of(user):
    """Everything that somebody may report on now, in the order to see to it."""
    parts = _parts(user)
    if not parts:
        return []
    shown = Activity.objects.visible().to_see_to()
    if not user.has_perm("accounts.speak_for_all"):
        shown = shown.filter(pk__in=Commitment.objects.filter(_own(user)).values("activity"))
    asked = _asked(user)
    found = [_mine(activity, parts[activity.pk], asked, user) for activity in shown.judged() if activity.pk in parts]
    found.sort(key=lambda mine: (mine.nearness, mine.gravity, mine.activity.due_on, mine.activity.pk))
    return found


def search(found, text):
    """Those in which every word of a search stands somewhere: number, title, promise or party."""
    words = folded(text).split()
    return [mine for mine in found if all(word in _haystack(mine) for word in words)]


def _haystack(mine):
    activity = mine.activity
    parties = [part.organisation.short_name for part in mine.parts]
    return folded(" ".join([activity.label, activity.title, activity.summary, activity.goal, *parties]))


def _own(user):
    """The parts that are somebody's: as owner, and as one who speaks for their own party."""
    mine = Q(owner=user)
    if user.organisation_id and user.has_perm("actionplan.add_followup"):
        mine |= Q(organisation=user.organisation_id)
    return mine


def _parts(user):
    """By activity: the parts that somebody may report on."""
    everything = user.has_perms(["accounts.speak_for_all", "actionplan.add_followup"])
    rows = Commitment.objects.all() if everything else Commitment.objects.filter(_own(user))
    found = defaultdict(list)
    for row in rows.select_related("organisation").order_by("organisation__order", "pk"):
        found[row.activity_id].append(row)
    return found


def _asked(user):
    """By part: what the council wants to know, and what came back to this person."""
    asked = defaultdict(list)
    for commitment, answer_by in CouncilQuestion.objects.unanswered().values_list("commitment", "answer_by"):
        late = _("Rådet skulle ha haft svar senast %(day)s.")
        told = late if answer_by < clock.today() else _("Rådet väntar på svar senast %(day)s.")
        asked[commitment].append(told % {"day": day(answer_by)})
    for commitment, reason in Report.objects.returned().filter(sent_by=user).values_list("commitment", "reason"):
        asked[commitment].append(_("Din rapport är skickad tillbaka: %(reason)s") % {"reason": reason})
    return asked


def _mine(activity, parts, asked, user):
    progress = activity.progress
    reasons, gravity = [], len(FLAGS) + 2
    for part in parts:
        reasons += asked.get(part.pk, [])
    if reasons:
        gravity = 0
    flags = [flag for flag in progress.warnings if _concerns(flag, activity, parts)]
    if flags:
        gravity = min(gravity, *(FLAGS.index(flag) + 1 for flag in flags))
        icons = {flag.icon for flag in flags}
        reasons += [reason.text for reason in progress.reasons if reason.icon in icons]
    if _is_due_soon(activity):
        reasons.append(_("Ska vara klar %(day)s.") % {"day": day(progress.facts.due_on)})
        gravity = min(gravity, len(FLAGS) + 1)
    return Mine(activity, _nearness(parts, user), tuple(parts), tuple(reasons), gravity)


def _concerns(flag, activity, parts):
    """Silence concerns only the party that is silent; the rest concerns all."""
    if flag is not Flag.STALE:
        return True
    quiet = {said.commitment for said in silent(activity.progress.facts, activity.progress.on)}
    return bool(quiet & {part.pk for part in parts})


def _is_due_soon(activity):
    is_open = activity.progress.stage in {Stage.UNDERWAY, Stage.NOT_BEGUN} and not activity.progress.is_closed
    return is_open and clock.today() <= activity.progress.facts.due_on <= clock.today() + SOON


def _nearness(parts, user):
    if any(part.owner_id == user.pk for part in parts):
        return OWN
    return PARTY if any(part.organisation_id == user.organisation_id for part in parts) else OTHERS
