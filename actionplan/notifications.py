"""Those who follow a viewpoint are told what becomes of the activities that rest on it: once for each new status."""

from datetime import timedelta

from django.db.models import Q
from django.utils.functional import SimpleLazyObject

from actionplan.models import Activity, FollowUp
from arboga_loften.foundation import clock
from dialogs import followers
from dialogs.models import Finding, Viewpoint

# How far back to look for what was missed. What is older is no news.
MISSED_FOR = timedelta(days=7)


def tell_of_status(follow_up, on=None):
    """Write to those who follow what an activity rests on that a party says something new of it. Returns how many letters.

    Only where the activity is public, and only to those who had confirmed their address when it was said.
    """
    activity = follow_up.commitment.activity
    theirs = followers.following(heard_in(activity, on)).filter(confirmed_at__lte=follow_up.recorded_at)
    if not (theirs.exists() and Activity.objects.visible(on).filter(pk=activity.pk).exists() and is_news(follow_up)):
        return 0
    words = {
        "follow_up": follow_up,
        "activity": SimpleLazyObject(lambda: Activity.objects.filter(pk=activity.pk).judged(on)[0]),
    }
    return followers.tell(theirs, f"status-{follow_up.pk}", "actionplan/mail/status.txt", words)


def tell_of_statuses(on=None):
    """Write of every new status that followers haven't been told of: of an activity whose day came after it was said."""
    voices = Viewpoint.objects.filter(submissions__follower__confirmed_at__isnull=False)
    findings = Finding.objects.visible(on).filter(viewpoints__in=voices)
    activities = Activity.objects.visible(on).filter(Q(viewpoints__in=voices) | Q(findings__in=findings))
    rows = FollowUp.objects.filter(
        commitment__activity__in=activities.values("pk"), recorded_on__gt=(on or clock.today()) - MISSED_FOR
    )
    rows = rows.select_related("commitment__activity", "commitment__organisation").order_by("pk")
    return sum(tell_of_status(row, on) for row in rows)


def heard_in(activity, on=None):
    """The viewpoints that an activity rests on, shown or not: those that it names, and those that its findings cite."""
    findings = Finding.objects.visible(on).filter(activities=activity)
    return Viewpoint.objects.filter(Q(activities=activity) | Q(findings__in=findings))


def is_news(follow_up):
    """Whether it changed what the party says, and what it says still stands."""
    siblings = FollowUp.objects.filter(commitment=follow_up.commitment_id).latest_first()
    before = siblings.filter(pk__lt=follow_up.pk).first()
    has_changed = before is None or (before.on <= follow_up.on and before.status != follow_up.status)
    return has_changed and siblings.first().status == follow_up.status
