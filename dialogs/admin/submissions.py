"""What came in, in the admin: it can be read by those who may see the originals, and changed by nobody."""

from pathlib import Path

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation.admin import OurAdmin
from arboga_loften.foundation.fields import all_ids
from dialogs import moderation
from dialogs.admin.came_in import Origin, reasons
from dialogs.admin.desk import may_moderate
from dialogs.admin.filters import EraseFilter, HeldFilter, SuspicionFilter
from dialogs.admin.records import ErasePages
from dialogs.models import Submission

PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


@admin.register(Submission)
class SubmissionAdmin(ErasePages, OurAdmin):
    list_display = ["received_on", "beginning", "dialogue", "channel", "voices", "held"]
    list_display_links = ["received_on", "beginning"]
    list_filter = [
        HeldFilter,
        SuspicionFilter,
        EraseFilter,
        "is_counted",
        "channel",
        ("dialogue", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["dialogue"]
    search_fields = ["text", "place_words"]
    search_help_text = _("Sök på ord i det som kom in.")
    date_hierarchy = "received_on"
    show_full_result_count = False
    fields = ["dialogue", "is_counted", "came_in", "led_to"]
    readonly_fields = ["came_in", "led_to"]
    actions = ["count_chosen", "leave_out_chosen"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    # --- What counts among the voices: for forms with nothing but choices, which nobody reads at the desk ---
    def has_count_permission(self, request):
        return may_moderate(request.user)

    @admin.action(description=_("Räkna med valda"), permissions=["count"])
    def count_chosen(self, request, queryset):
        self._count(request, queryset, counted=True, trace=gettext("Räknas"))

    @admin.action(description=_("Räkna inte valda (skräp eller misstag)"), permissions=["count"])
    def leave_out_chosen(self, request, queryset):
        self._count(request, queryset, counted=False, trace=gettext("Räknas inte"))

    def _count(self, request, queryset, *, counted, trace):
        changed = list(queryset.exclude(is_counted=counted))
        moderation.count(Submission.objects.filter(pk__in=[row.pk for row in changed]), counted=counted)
        for row in changed:
            self.log_change(request, row, trace)
        words = ngettext("%(n)s är ändrad: %(what)s.", "%(n)s är ändrade: %(what)s.", len(changed))
        self.message_user(request, words % {"n": len(changed), "what": trace.lower()}, messages.SUCCESS)

    # --- The list ---
    @admin.display(description=_("som den kom in"))
    def beginning(self, submission):
        if submission.erased_on:
            return _("Gallrad")
        text = submission.text or _("Bara svar på frågor")
        return text if len(text) <= 90 else f"{text[:89]}…"

    @admin.display(description=_("att se upp med"))
    def held(self, submission):
        found, suspicions = reasons(submission)
        counted = [] if submission.is_counted else [gettext("räknas inte")]
        return ", ".join(map(str, [*found, *suspicions, *counted])) or "–"

    # --- The page ---
    @admin.display(description=_("som den kom in"))
    def came_in(self, submission):
        (row,) = Origin.rows(Submission.objects.filter(pk=submission.pk))
        return render_to_string("admin/cells/came_in.html", {"origin": Origin.of(row)})

    @admin.display(description=_("blev synpunkterna"))
    def led_to(self, submission):
        return render_to_string("admin/cells/viewpoints.html", {"viewpoints": submission.viewpoints.order_by("pk")})

    # --- Its picture ---
    def get_urls(self):
        photo = path(
            "<path:object_id>/bild/", self.admin_site.admin_view(self.photo_view), name="dialogs_submission_photo"
        )
        return [photo, *super().get_urls()]

    def photo_view(self, request, object_id):
        """The picture that came in. Nobody else than those who may see the originals gets it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = Submission.objects.exclude(photo="").filter(pk=object_id).first() if all_ids(object_id) else None
        kind = PICTURES.get(Path(row.photo.name).suffix.lower()) if row else None
        if kind is None or not row.photo.storage.exists(row.photo.name):
            raise Http404
        return FileResponse(row.photo.open(), content_type=kind)
