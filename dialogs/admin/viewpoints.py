"""Viewpoints in the admin: the list that is also the queue, and the page of one that we wrote down ourselves."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Min, Prefetch
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation import clock
from arboga_loften.foundation.admin import ORIGIN, PUBLISHING, OurForm, PublishableAdmin, chip
from arboga_loften.foundation.letters import folded
from dialogs.admin.desk import DeskPages, may_moderate
from dialogs.admin.filters import DecisionFilter, HeldFilter, PromisedFilter, ReviewFilter, SuspicionFilter
from dialogs.intake import new_reference
from dialogs.models import AWAITING_ANSWER, Decision, Review, Viewpoint

IN_THE_QUEUE = {Review.RECEIVED, Review.IN_REVIEW}


def open_to_all_roles(viewpoints):
    """What also those may see who may not see the originals: what we wrote down ourselves, and what has been public."""
    known = viewpoints.filter(review=Review.APPROVED)
    return known.exclude(first_published_on__isnull=True, submissions__isnull=False)


def with_readable_voices(rows, user):
    """Rows that rest on viewpoints, with those that somebody may read: a list of them tells their words."""
    if user.has_perm("dialogs.view_submission"):
        return rows
    known = Viewpoint.objects.all()
    known = open_to_all_roles(known) if user.has_perm("dialogs.view_viewpoint") else known.visible()
    return rows.prefetch_related(Prefetch("viewpoints", queryset=known))


class Queue(ChangeList):
    """A row that waits to be read leads to the desk; the others to their own page."""

    may_moderate = False

    def url_for_result(self, result):
        if result.review in IN_THE_QUEUE and self.may_moderate:
            return reverse("admin:dialogs_viewpoint_moderate", args=[result.pk])
        return super().url_for_result(result)


class ViewpointForm(OurForm):
    error_fields = {"viewpoint_has_a_voice": "voices", "viewpoint_shown_is_approved": "publication"}


@admin.register(Viewpoint)
class ViewpointAdmin(DeskPages, PublishableAdmin):
    form = ViewpointForm
    are_our_words = False  # they are those of the one who said it; who moderates is the other person already
    change_list_template = "admin/queue.html"
    change_form_template = "admin/viewpoint_form.html"
    list_display = ["reference", "said", "dialogue", "theme", "review_shown", "decision", "promised", "reader"]
    list_display_links = ["reference"]
    list_filter = [
        ReviewFilter,
        DecisionFilter,
        PromisedFilter,
        HeldFilter,
        SuspicionFilter,
        "channel",
        "theme",
        "publication",
        ("dialogue", admin.RelatedOnlyFieldListFilter),
        "is_example",
    ]
    list_select_related = ["dialogue", "theme", "taken_by"]
    # Counting all rows beside those that a search found is a query that tells nobody anything.
    show_full_result_count = False
    search_fields = ["words"]
    search_help_text = _("Sök på beteckning eller ord i synpunkten.")
    date_hierarchy = "received_on"
    readonly_fields = ["answers_so_far"]

    # --- The list ---
    def get_changelist(self, request, **kwargs):
        return Queue

    def changelist_view(self, request, extra_context=None):
        waiting = Viewpoint.objects.to_moderate().count() if may_moderate(request.user) else None
        return super().changelist_view(request, {"waiting": waiting, **(extra_context or {})})

    def get_changelist_instance(self, request):
        found = super().get_changelist_instance(request)
        found.may_moderate = may_moderate(request.user)
        return found

    def get_list_filter(self, request):
        """What the guard saw in an original is told only to those who may read it."""
        hidden = set() if request.user.has_perm("dialogs.view_submission") else {HeldFilter, SuspicionFilter}
        return [each for each in super().get_list_filter(request) if each not in hidden]

    def get_queryset(self, request):
        rows = super().get_queryset(request).with_standing("decision")
        return rows if request.user.has_perm("dialogs.view_submission") else open_to_all_roles(rows)

    def get_ordering(self, request):
        """What has waited longest comes first in the queue; elsewhere what is newest."""
        is_queue = request.GET.get("granskning") in {"ko", *IN_THE_QUEUE}
        return ["received_on", "pk"] if is_queue else ["-received_on", "-pk"]

    def get_search_results(self, request, queryset, search_term):
        for word in folded(search_term).split():
            queryset = queryset.filter(words__contains=word)
        return queryset, False

    @admin.display(description=_("synpunkt"))
    def said(self, viewpoint):
        return viewpoint.text if len(viewpoint.text) <= 90 else f"{viewpoint.text[:89]}…"

    @admin.display(description=_("granskning"), ordering="review")
    def review_shown(self, viewpoint):
        return chip(viewpoint.review_sign)

    @admin.display(description=_("besked"))
    def decision(self, viewpoint):
        return chip(Decision(viewpoint.standing_decision) if viewpoint.standing_decision else AWAITING_ANSWER)

    @admin.display(description=_("svar lovat senast"), ordering="dialogue__answer_promised_on")
    def promised(self, viewpoint):
        day = viewpoint.dialogue.answer_promised_on
        waits = viewpoint.standing_decision is None and viewpoint.review != Review.MERGED
        late = (clock.today() - day).days if day and waits else 0
        return render_to_string("admin/cells/promised.html", {"day": day, "late": max(late, 0)})

    @admin.display(description=_("läses av"), ordering="taken_by")
    def reader(self, viewpoint):
        return str(viewpoint.taken_by or "–")

    # --- The page ---
    def get_readonly_fields(self, request, obj=None):
        """What came in is reworded, shown and taken down at the desk, where what came in can be read beside it."""
        fields = super().get_readonly_fields(request, obj)
        at_the_desk = ["dialogue", "received_on", "text", "channel", "voices", "publication", "publish_on"]
        return [*fields, *at_the_desk] if obj and obj.submissions.exists() else fields

    def told_since(self, request, viewpoint):
        """The drafts hold what a moderator took away, so only those who may read the originals see them."""
        if request.user.has_perm("dialogs.view_submission") or not viewpoint.submissions.exists():
            return None
        return viewpoint.history.filter(first_published_on__isnull=False).aggregate(first=Min("history_id"))["first"]

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.submissions.exists())

    def get_fieldsets(self, request, obj=None):
        said = ["dialogue", "reference", "received_on", "text", "summarised"]
        sets = [
            (
                _("Synpunkten"),
                {"fields": said, "description": _("Ta bort namn och annat som pekar ut någon, innan du publicerar.")},
            ),
            (
                _("Så kom den in"),
                {"fields": ["channel", "voices"], "description": _("Röster är så många som sa det.")},
            ),
            (
                _("Tema och plats"),
                {"fields": ["theme", "place"], "description": _("Så hittar andra som undrar över samma sak.")},
            ),
            ORIGIN,
            PUBLISHING,
        ]
        answers = (_("Svar"), {"fields": ["answers_so_far"]})
        return [sets[0], answers, *sets[1:]] if obj else sets

    def get_changeform_initial_data(self, request):
        return {"reference": new_reference(clock.today()), **super().get_changeform_initial_data(request)}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["may_moderate"] = may_moderate(request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=_("svar hittills"))
    def answers_so_far(self, viewpoint):
        answers = viewpoint.answers.select_related("organisation")
        return render_to_string("admin/cells/answers.html", {"viewpoint": viewpoint, "answers": answers})
