"""Dialogues in the admin: the invitation, the form with its promise of answers, the days, and closing when all are answered."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arboga_loften.foundation.admin import ORIGIN, PUBLISHING, OurForm, PublishableAdmin, chip
from arboga_loften.foundation.fields import all_ids
from arboga_loften.foundation.signs import Sign
from dialogs import answers
from dialogs.admin.desk import may_moderate
from dialogs.admin.dialogue_parts import OccasionInline, QuestionInline, WalkStopInline
from dialogs.admin.records import RecordPages
from dialogs.admin.register import RegisterPages
from dialogs.models import Dialogue, Phase

MOST_WAITING = 50
PHASES = {
    Phase.ANNOUNCED: Sign("planned", "cal"),
    Phase.OPEN: Sign("go", "half"),
    Phase.CLOSED: Sign("none", "ring"),
    Phase.ANSWERED: Sign("done", "check"),
}


class DialogueForm(OurForm):
    error_fields = {
        "dialogue_ends_after_start": "ends_on",
        "dialogue_open_has_an_end_and_a_promise": "answer_promised_on",
        "dialogue_times_in_order": "end_time",
    }


@admin.register(Dialogue)
class DialogueAdmin(RegisterPages, RecordPages, PublishableAdmin):
    form = DialogueForm
    change_form_template = "admin/dialogue_form.html"
    list_display = [
        "title",
        "kind",
        "starts_on",
        "phase_shown",
        "promised",
        "voices",
        "publication_shown",
        "is_example",
    ]
    list_filter = ["publication", "kind", "is_example", "hosts"]
    search_fields = ["title", "summary", "places__name"]
    search_help_text = gettext_lazy("Sök på rubrik, ord i sammanfattningen eller plats.")
    date_hierarchy = "starts_on"
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["answer_first_promised_on"]
    text_parts = ["questions"]
    fieldsets = [
        (
            gettext_lazy("Dialogen"),
            {
                "fields": ["title", "kind", "summary"],
                "description": gettext_lazy("Vad det är för slags samtal och vad det handlar om."),
            },
        ),
        (
            gettext_lazy("När"),
            {
                "fields": [("starts_on", "ends_on"), ("start_time", "end_time"), ("when_text", "time_text")],
                "description": gettext_lazy(
                    "Är dagen inte känd skriver du ungefär när i ”tid i ord”. Då visas orden, inte datumet."
                ),
            },
        ),
        (
            gettext_lazy("Synpunkter på webbplatsen, och när svaren kommer"),
            {
                "fields": [
                    ("opens_on", "closes_on"),
                    ("answer_promised_on", "answer_first_promised_on"),
                    "answered_on",
                ],
                "description": gettext_lazy("Den som tycker till får veta vilken dag svaret ska ha kommit."),
            },
        ),
        (
            gettext_lazy("Formuläret"),
            {
                "fields": ["form_intro", "asks_for_place", "asks_for_photo", "themes"],
                "description": gettext_lazy("Det som möter den som vill tycka till. Frågorna står längre ner."),
            },
        ),
        (
            gettext_lazy("Var och med vilka"),
            {
                "fields": ["places", "hosts", "target_group", "head_count", "venue_access"],
                "description": gettext_lazy("Skriv om det går att komma in med rullstol, och om hörslinga finns."),
            },
        ),
        (
            gettext_lazy("Efteråt"),
            {
                "fields": ["minutes"],
                "description": gettext_lazy("Vad som togs upp, för den som inte kunde vara med."),
            },
        ),
        ORIGIN,
        (PUBLISHING[0], {**PUBLISHING[1], "fields": ["slug", "publication", "publish_on"]}),
    ]

    def get_inlines(self, request, obj):
        """The stops are a walk's; the rest every dialogue may have."""
        is_walk = obj is not None and obj.kind == Dialogue.Kind.WALK
        return [QuestionInline, OccasionInline, *([WalkStopInline] if is_walk else [])]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj:
            context |= self._state(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _state(self, request, dialogue):
        """Where the dialogue stands and what one can do from here."""
        return {
            "phase": PHASES[dialogue.phase]._replace(label=Phase(dialogue.phase).label),
            "waiting": dialogue.unanswered().count(),
            "to_moderate": dialogue.viewpoints.to_moderate().count() if may_moderate(request.user) else None,
            "may_close": self.has_change_permission(request, dialogue) and dialogue.phase == Phase.CLOSED,
            "ways": list(_ways(request.user, dialogue)),
        }

    # --- The list ---
    def get_queryset(self, request):
        return super().get_queryset(request).annotate(viewpoint_count=Count("viewpoints"))

    @admin.display(description=gettext_lazy("synpunkter"), ordering="viewpoint_count")
    def voices(self, dialogue):
        return dialogue.viewpoint_count

    @admin.display(description=gettext_lazy("skede"))
    def phase_shown(self, dialogue):
        return chip(PHASES[dialogue.phase]._replace(label=Phase(dialogue.phase).label))

    @admin.display(description=gettext_lazy("svar lovat senast"), ordering="answer_promised_on")
    def promised(self, dialogue):
        return dialogue.answer_promised_on

    # --- To close it ---
    def get_urls(self):
        close = path(
            "<path:object_id>/besvarad/", self.admin_site.admin_view(self.close_view), name="dialogs_dialogue_close"
        )
        return [close, *super().get_urls()]

    def close_view(self, request, object_id):
        dialogue = self.get_object(request, object_id) if all_ids(object_id) else None
        if dialogue is None:
            raise Http404
        if not self.has_change_permission(request, dialogue):
            raise PermissionDenied
        page = reverse("admin:dialogs_dialogue_change", args=[dialogue.pk])
        if request.method == "POST":
            try:
                answers.close_as_answered(dialogue)
            except ValidationError as refused:
                self.message_user(request, " ".join(refused.messages), messages.ERROR)
                return redirect(request.path)
            self.log_change(request, dialogue, _("Stängd som besvarad."))
            self.message_user(request, _("Dialogen är stängd som besvarad."), messages.SUCCESS)
            return redirect(page)
        waiting = dialogue.unanswered().order_by("received_on", "pk")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Stäng som besvarad"),
            "subtitle": None,
            "opts": self.opts,
            "dialogue": dialogue,
            "page": page,
            "count": waiting.count(),
            "waiting": list(waiting[:MOST_WAITING]),
            "may_moderate": may_moderate(request.user),
        }
        return TemplateResponse(request, "admin/close_dialogue.html", context)


def _ways(user, dialogue):
    """Where else a dialogue is worked with, and how residents meet it: (address, what it is called)."""
    if user.has_perm("dialogs.add_submission"):
        yield reverse("admin:dialogs_dialogue_register", args=[dialogue.pk]), _("Skriv in synpunkter")
    yield reverse("admin:dialogs_dialogue_protocol", args=[dialogue.pk]), _("Protokoll och export")
    if dialogue.is_visible and dialogue.takes_viewpoints:
        yield reverse("dialogs:speak", args=[dialogue.slug]), _("Formuläret")
    if dialogue.is_visible:
        yield reverse("dialogs:sheet", args=[dialogue.slug]), _("Blad att skriva ut")
