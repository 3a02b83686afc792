"""What of an activity somebody may read in the admin who reads no other drafts than those of their own organisation."""

from dataclasses import replace

from django.db.models import Min, Prefetch

from actionplan.models import Activity
from dialogs.admin.viewpoints import with_readable_voices
from dialogs.models import Finding

# What an activity rests on and may be a draft itself, or of another party.
CAUSES = ("findings", "predecessor")


class ReadablePages:
    """For the activities' admin: the rows, their causes and their history, as far as the person may read them."""

    def get_queryset(self, request):
        rows = super().get_queryset(request).readable_by(request.user)
        if not request.user.has_perm("dialogs.view_finding"):
            rows = rows.prefetch_related(Prefetch("findings", queryset=Finding.objects.visible()))
        return with_readable_voices(rows, request.user)

    def hidden_fields(self, request, activity):
        """An activity of the year before that was never public is its own party's."""
        user = request.user
        if activity is None or activity.predecessor_id is None or user.has_perm("accounts.read_drafts"):
            return set()
        is_known = Activity.objects.readable_by(user).filter(pk=activity.predecessor_id).exists()
        return set() if is_known else {"predecessor"}

    # --- The history ---
    def told_since(self, request, activity):
        """Of others' activities, what happened after they were public: what they wrote before is theirs."""
        user = request.user
        if user.has_perm("accounts.read_drafts"):
            return None
        if activity.commitments.filter(organisation=user.organisation_id).exists():
            return None
        return activity.history.filter(first_published_on__isnull=False).aggregate(first=Min("history_id"))["first"]

    def told(self, request, row):
        found = super().told(request, row)
        if request.user.has_perm("dialogs.view_finding"):
            return found
        hidden = {str(self.model._meta.get_field(name).verbose_name).capitalize() for name in CAUSES}
        return [
            replace(version, changes=[change for change in version.changes if change.label not in hidden])
            for version in found
        ]
