"""What waits for somebody before and after a meeting: to review, to sum up, to adopt, to publish.

The room shows it at the top, and Att göra in the admin says the same. As many queries for many meetings as for one.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.models import Activity, AreaSummary, CouncilMeeting, CouncilReport, Review
from arboga_loften.foundation import clock, two_people
from arboga_loften.foundation.publishing import NEVER_PUBLIC
from arboga_loften.foundation.templatetags.look import day
from focusareas.models import FocusArea

# The packet is worth reading when its period has ended, or when the meeting is this near.
NEAR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits: what, at which meeting, and where it is done."""

    kind: str  # "review", "at_meeting", "summarise", "adopt" or "publish"
    meeting: CouncilMeeting
    words: str
    url: str


def with_reports(meetings):
    """With the reports of each, but not their contents, which are long."""
    return meetings.prefetch_related(Prefetch("reports", CouncilReport.objects.defer("content")))


def may_publish(user, report) -> bool:
    """Whether somebody may publish an adopted report; not the one who adopted it, where publishing asks for two people."""
    if not user.has_perm("actionplan.change_councilreport"):
        return False
    return report.adopted_by_id != user.pk or not two_people.is_on()


def waiting_for(user, meetings=None) -> list[Wait]:
    """All that waits for somebody, by meeting in their order; of some meetings, or of every one that isn't done with."""
    return list(_Waiting(user, _not_done_with() if meetings is None else list(meetings)).found())


def _not_done_with():
    """Meetings that are near or held, and whose latest report isn't out."""
    latest = CouncilReport.objects.filter(meeting=OuterRef("pk")).order_by("-version").values("publication")[:1]
    rows = CouncilMeeting.objects.annotate(latest=Subquery(latest))
    near = Q(period_to__lt=clock.today()) | Q(on__lte=clock.today() + NEAR)
    rows = rows.filter(near, Q(latest__isnull=True) | Q(latest__in=NEVER_PUBLIC)).in_order()
    return list(with_reports(rows).select_related("plan__promise"))


class _Waiting:
    def __init__(self, user, meetings):
        self.user, self.meetings = user, meetings

    def found(self):
        may = self.user.has_perm
        for meeting in self.meetings:
            if meeting.report is not None:
                yield from self._to_publish(meeting)
                continue
            if may("actionplan.add_review") and not meeting.is_held:
                yield from self._to_review(meeting)
            if may("actionplan.add_areasummary"):
                yield from self._to_summarise(meeting)
            if may("actionplan.add_decision") and meeting.is_held:
                yield from self._at_meeting(meeting)
            if may("actionplan.add_councilreport") and meeting.is_held:
                words = _("Rapporten från mötet %(day)s ska antas.") % {"day": day(meeting.on)}
                yield self._wait("adopt", meeting, words)

    def _to_review(self, meeting):
        left = self._activities[meeting.plan_id] - self._mine[meeting.pk]
        if left > 0:
            words = ngettext(
                "%(n)d aktivitet att granska inför mötet %(day)s.",
                "%(n)d aktiviteter att granska inför mötet %(day)s.",
                left,
            )
            yield self._wait("review", meeting, words % {"n": left, "day": day(meeting.on)})

    def _at_meeting(self, meeting):
        left = self._activities[meeting.plan_id] - self._said[meeting.pk]
        if left > 0:
            words = ngettext(
                "%(n)d aktivitet saknar det som rådet sa på mötet.",
                "%(n)d aktiviteter saknar det som rådet sa på mötet.",
                left,
            )
            yield self._wait("at_meeting", meeting, words % {"n": left})

    def _to_summarise(self, meeting):
        left = self._areas[meeting.plan_id] - self._summarised[meeting.pk]
        if left > 0:
            words = ngettext(
                "%(n)d fokusområde saknar sammanfattning.", "%(n)d fokusområden saknar sammanfattning.", left
            )
            yield self._wait("summarise", meeting, words % {"n": left})

    def _to_publish(self, meeting):
        report = meeting.report
        if report.publication in NEVER_PUBLIC and may_publish(self.user, report):
            words = _("Rapporten antogs %(day)s och är inte publicerad.") % {"day": day(report.adopted_on)}
            yield self._wait("publish", meeting, words)

    @staticmethod
    def _wait(kind, meeting, words):
        page = {"summarise": "summaries", "adopt": "adopt", "publish": "adopt"}.get(kind, "packet")
        place = "" if page != "packet" else "#aktiviteter"
        return Wait(kind, meeting, words, reverse(f"actionplan:{page}", args=[meeting.key]) + place)

    # --- Counted once, when somebody needs it ---
    @cached_property
    def _activities(self):
        """Public activities, by plan."""
        rows = Activity.objects.visible().filter(focus_area__promise__plan__in=self._plans)
        return _counted(rows, "focus_area__promise__plan")

    @cached_property
    def _areas(self):
        rows = FocusArea.objects.visible().filter(promise__plan__in=self._plans)
        return _counted(rows, "promise__plan")

    @cached_property
    def _mine(self):
        """What this person has reviewed before the meeting, by meeting."""
        return _counted(self._reviews.filter(at_meeting=False, by=self.user), "meeting")

    @cached_property
    def _said(self):
        return _counted(self._reviews.filter(at_meeting=True), "meeting")

    @cached_property
    def _summarised(self):
        rows = AreaSummary.objects.filter(meeting__in=self.meetings, focus_area__in=FocusArea.objects.visible())
        return _counted(rows.exclude(text=""), "meeting")

    @property
    def _reviews(self):
        return Review.objects.filter(meeting__in=self.meetings, activity__in=Activity.objects.visible())

    @property
    def _plans(self):
        return {meeting.plan_id for meeting in self.meetings}


def _counted(rows, by):
    return Counter(dict(rows.order_by().values_list(by).annotate(count=Count("pk"))))
