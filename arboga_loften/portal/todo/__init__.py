"""What waits for somebody: the front page of the admin, in as many queries however much there is.

Every row says what it is and why it waits, and leads to the page where it is done. What the person's own organisation
has promised comes first.
"""

from datetime import timedelta
from functools import cached_property

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.models import Activity, Occurrence, PlannedOccurrence
from actionplan.status import Flag, Stage
from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Municipality
from arboga_loften.foundation.publishing import Publication
from arboga_loften.foundation.templatetags.look import day
from arboga_loften.portal.todo import council, reports, texts
from arboga_loften.portal.todo.piles import MOST_ROWS, Pile, Task, pile
from dialogs import retention
from dialogs.models import Dialogue, Viewpoint

SOON = timedelta(days=30)
# The worst first; what is only due soon comes after everything that is wrong.
GRAVITY = [Flag.LATE, Flag.UNFINISHED, Flag.NO_EVIDENCE, Flag.BEHIND, Flag.STALE]
ICONS = {Flag.LATE: "clock", Flag.UNFINISHED: "clock", Flag.NO_EVIDENCE: "doc", Flag.BEHIND: "down", Flag.STALE: "sand"}


class Todo:
    """The figures of "Att göra" for somebody: `piles`, or nothing."""

    def __init__(self, user):
        self.user = user
        self.today = clock.today()

    @cached_property
    def piles(self):
        mine, others = self._activities()
        plan = reverse("admin:actionplan_activity_changelist")
        organisation = self.user.organisation
        piles = [
            pile(
                _("Det som %(party)s har lovat") % {"party": _in_a_sentence(organisation)} if organisation else "",
                mine,
                f"{plan}?kontroll=any",
            ),
            council.questions(self.user),
            council.meetings(self.user),
            reports.pile(self.user),
            self._booked(),
            self._to_erase(),
            self._to_moderate(),
            self._promised(),
            self._unanswered(),
            *texts.piles(self.user),
            self._site(),
            pile(
                _("Det som andra har lovat") if organisation else _("Aktiviteter att se över"),
                others,
                f"{plan}?kontroll=any",
            ),
        ]
        return [each for each in piles if each and each.total]

    # --- Activities ---
    def _activities(self):
        """Tasks for the person's own organisation, and for the others."""
        if not self.user.has_perm("actionplan.view_activity"):
            return [], []
        alive = Q(focus_area__promise__valid_to__isnull=True) | Q(focus_area__promise__valid_to__gte=self.today)
        known = Activity.objects.readable_by(self.user)
        rows = known.filter(alive, publication=Publication.PUBLISHED).judged()
        waiting = [row for row in rows if row.progress.warnings or self._is_due_soon(row)]
        waiting.sort(key=_gravity)
        mine, others = [], []
        for activity in waiting:
            whose = {said.organisation.pk for said in activity.progress.facts.said}
            (mine if self.user.organisation_id in whose else others).append(self._task(activity))
        return mine, others

    def _is_due_soon(self, activity):
        is_open = activity.progress.stage in {Stage.UNDERWAY, Stage.NOT_BEGUN}
        return is_open and self.today <= activity.due_on <= self.today + SOON

    def _task(self, activity):
        progress = activity.progress
        asked = {ICONS[flag] for flag in progress.warnings}
        reasons = [reason.text for reason in progress.reasons if reason.icon in asked]
        if self._is_due_soon(activity):
            reasons.append(_("Ska vara klar %(day)s.") % {"day": day(activity.due_on)})
        return Task(
            title=activity.title,
            label=activity.label,
            url=reverse("admin:actionplan_activity_change", args=[activity.pk]) + "#followups-group",
            reasons=tuple(reasons),
            flags=progress.warnings,
            parties=tuple(said.organisation for said in progress.facts.said),
            is_example=activity.is_example,
            report_url=self._report_url(activity),
        )

    def _report_url(self, activity):
        """Where it is told in a minute, from a phone too; "" for those who don't speak for any of its parties."""
        theirs = (self.user.speaks_for(said.organisation) for said in activity.progress.facts.said)
        may = activity.is_visible and self.user.has_perm("actionplan.add_followup") and any(theirs)
        return reverse("actionplan:report", args=[activity.pk]) if may else ""

    # --- What was booked and never told of ---
    def _booked(self):
        if not self.user.has_perm("actionplan.view_plannedoccurrence"):
            return None
        told = Occurrence.objects.standing().filter(activity=OuterRef("activity"), on=OuterRef("on"))
        rows = PlannedOccurrence.objects.filter(~Exists(told), on__lt=self.today, cancelled_on__isnull=True)
        rows = rows.filter(activity__publication=Publication.PUBLISHED)
        if not self.user.has_perm("accounts.speak_for_all"):
            rows = rows.filter(activity__commitments__organisation=self.user.organisation_id)
        rows = list(rows.select_related("activity__focus_area", "place").order_by("-on", "-pk"))
        tasks = [
            Task(
                title=row.note or row.activity.title,
                label=row.activity.label,
                url=reverse("admin:actionplan_activity_change", args=[row.activity_id]) + "#occurrences-group",
                reasons=(
                    _(
                        "Var inbokat %(day)s men är inte rapporterat. Blev det av? Annars ställer du in det med ett skäl."
                    )
                    % {"day": day(row.on)},
                ),
                is_example=row.activity.is_example,
            )
            for row in rows
        ]
        return pile(_("Inbokat som har varit"), tasks, "")

    # --- Voices ---
    def _to_erase(self):
        """Those who have asked us to erase what they sent: the receipt promises them a decision within a month."""
        if not self.user.has_perms(["dialogs.add_disposal", "dialogs.view_submission"]):
            return None
        rows = retention.asked()
        tasks = [
            Task(
                title=_("Synpunkt till %(dialogue)s") % {"dialogue": row.dialogue.title},
                url=reverse("admin:dialogs_submission_erase", args=[row.pk]),
                reasons=(
                    _("Radering begärd %(day)s. Svar är lovat inom en månad.") % {"day": day(row.erase_asked_on)},
                ),
                is_example=row.dialogue.is_example,
            )
            for row in rows.select_related("dialogue")[:MOST_ROWS]
        ]
        url = f"{reverse('admin:dialogs_submission_changelist')}?radering=begard"
        return Pile(_("Begärd radering"), tuple(tasks), rows.count(), url)

    def _to_moderate(self):
        """What has come in and nobody has decided on; first that of dialogues whose promised day has gone."""
        if not self.user.has_perms(["dialogs.change_viewpoint", "dialogs.view_submission"]):
            return None
        rows = Viewpoint.objects.to_moderate()
        late = Case(When(dialogue__answer_promised_on__lt=self.today, then=0), default=1, output_field=IntegerField())
        first = rows.select_related("dialogue", "taken_by").annotate(late=late).order_by("late", "received_on", "pk")
        tasks = [
            Task(
                title=row.text,
                label=row.reference,
                url=reverse("admin:dialogs_viewpoint_moderate", args=[row.pk]),
                reasons=tuple(self._why_moderate(row)),
                is_example=row.is_example,
            )
            for row in first[:MOST_ROWS]
        ]
        url = f"{reverse('admin:dialogs_viewpoint_changelist')}?granskning=ko"
        return Pile(_("Synpunkter att granska"), tuple(tasks), rows.count(), url)

    def _why_moderate(self, row):
        yield _("Kom in %(day)s till %(dialogue)s.") % {"day": day(row.received_on), "dialogue": row.dialogue.title}
        promised = row.dialogue.answer_promised_on
        if promised and promised < self.today:
            yield _("Svar var lovat senast %(day)s.") % {"day": day(promised)}
        if row.taken_by:
            yield _("Läses av %(who)s.") % {"who": row.taken_by}

    def _promised(self):
        """The dialogues that have promised answers and still owe some; those whose day has gone come first."""
        if not self.user.has_perm("dialogs.add_answer"):
            return None
        waiting = Viewpoint.objects.waiting().filter(dialogue=OuterRef("pk")).order_by()
        count = waiting.values("dialogue").annotate(count=Count("pk")).values("count")
        owing = Dialogue.objects.filter(answer_promised_on__isnull=False, answered_on__isnull=True)
        owing = owing.annotate(owed=Subquery(count)).filter(owed__isnull=False).order_by("answer_promised_on", "pk")
        changelist = reverse("admin:dialogs_viewpoint_changelist")
        tasks = [
            Task(
                title=row.title,
                url=f"{changelist}?besked=open&dialogue__id__exact={row.pk}",
                reasons=(self._why_promised(row),),
                is_example=row.is_example,
            )
            for row in owing
        ]
        return pile(_("Lovade svar"), tasks, "")

    def _why_promised(self, row):
        left = ngettext("%(n)s synpunkt väntar på svar.", "%(n)s synpunkter väntar på svar.", row.owed) % {
            "n": row.owed
        }
        is_late = row.answer_promised_on < self.today
        when = _("Svar var lovat senast %(day)s.") if is_late else _("Svar är lovat senast %(day)s.")
        return f"{left} {when % {'day': day(row.answer_promised_on)}}"

    def _unanswered(self):
        """What is shown, has no answer, and was said where no day was promised."""
        if not self.user.has_perm("dialogs.add_answer"):
            return None
        rows = Viewpoint.objects.visible().waiting().filter(dialogue__answer_promised_on__isnull=True)
        first = rows.select_related("dialogue").order_by("-dialogue__starts_on", "pk")[:MOST_ROWS]
        tasks = [
            Task(
                title=row.text,
                label=row.reference,
                url=f"{reverse('admin:dialogs_answer_add')}?viewpoint={row.pk}",
                reasons=(_("Har inget svar. Sades i %(dialogue)s.") % {"dialogue": row.dialogue.title},),
                is_example=row.is_example,
            )
            for row in first
        ]
        url = f"{reverse('admin:dialogs_viewpoint_changelist')}?besked=open"
        return Pile(_("Synpunkter som väntar på svar"), tuple(tasks), rows.count(), url)

    # --- The site itself ---
    def _site(self):
        """What the law asks of the site and nobody has filled in."""
        if not self.user.has_perm("foundation.change_municipality"):
            return None
        row = Municipality.objects.first()
        missing = row and not row.can_be_reached
        task = Task(
            title=_("E-post eller telefon saknas"),
            url=reverse("admin:foundation_municipality_change", args=[1]),
            reasons=(_("Den som inte kan använda webbplatsen ska kunna säga till. Lagen (2018:1937) kräver det."),),
        )
        return pile(_("Webbplatsen"), [task] if missing else [], "")


def _in_a_sentence(organisation):
    """Kommunen → kommunen; an organisation with another kind of name keeps its capital."""
    name = organisation.short_name
    return name.lower() if organisation.kind in {"municipality", "police"} else name


def _gravity(activity):
    flags = [GRAVITY.index(flag) for flag in activity.progress.warnings]
    return (min(flags, default=len(GRAVITY)), activity.due_on, activity.pk)
