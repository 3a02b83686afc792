"""Voices in the admin: what was said and what it was answered."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation.admin import ORIGIN, PUBLISHING, OurForm, PublishableAdmin, chip
from arboga_loften.foundation.signs import Sign
from dialogs.models import AWAITING_ANSWER, Answer, Decision, Viewpoint


class DecisionFilter(admin.SimpleListFilter):
    title = _("besked")
    parameter_name = "besked"

    def lookups(self, request, model_admin):
        return [("open", AWAITING_ANSWER.label), *Decision.choices]

    def queryset(self, request, queryset):
        return queryset.decided(self.value()) if self.value() else queryset


class ViewpointForm(OurForm):
    error_fields = {"viewpoint_has_a_voice": "voices"}


@admin.register(Viewpoint)
class ViewpointAdmin(PublishableAdmin):
    form = ViewpointForm
    list_display = ["reference", "said", "dialogue", "theme", "decision", "publication_shown"]
    list_display_links = ["reference", "said"]
    list_filter = [DecisionFilter, "publication", "theme", "is_example", ("dialogue", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["dialogue", "theme"]
    search_fields = ["reference", "text", "dialogue__title"]
    search_help_text = _("Sök på beteckning, ord i synpunkten eller dialog.")
    readonly_fields = ["answers_so_far"]

    def get_fieldsets(self, request, obj=None):
        said = ["dialogue", "reference", "text", "summarised"]
        sets = [
            (
                _("Synpunkten"),
                {"fields": said, "description": _("Ta bort namn och annat som pekar ut någon, innan du publicerar.")},
            ),
            (_("Så kom den in"), {"fields": ["channel", "voices"]}),
            (_("Tema och plats"), {"fields": ["theme", "place"]}),
            ORIGIN,
            PUBLISHING,
        ]
        answers = (_("Svar"), {"fields": ["answers_so_far"]})
        return [sets[0], answers, *sets[1:]] if obj else sets

    def get_queryset(self, request):
        return super().get_queryset(request).with_latest_answer()

    @admin.display(description=_("synpunkt"), ordering="text")
    def said(self, viewpoint):
        return viewpoint.text if len(viewpoint.text) <= 90 else f"{viewpoint.text[:89]}…"

    @admin.display(description=_("besked"))
    def decision(self, viewpoint):
        return chip(Decision(viewpoint.latest_decision) if viewpoint.latest_decision else AWAITING_ANSWER)

    @admin.display(description=_("svar hittills"))
    def answers_so_far(self, viewpoint):
        answers = viewpoint.answers.select_related("organisation")
        return render_to_string("admin/cells/answers.html", {"viewpoint": viewpoint, "answers": answers})


class AnswerForm(OurForm):
    error_fields = {"answer_forwarded_to_somebody": "forwarded_to"}


@admin.register(Answer)
class AnswerAdmin(PublishableAdmin):
    """A party answers in its own name."""

    form = AnswerForm
    list_display = ["about", "decision_shown", "answered_on", "organisation", "publication_shown"]
    list_filter = ["publication", "decision", "organisation", "is_example"]
    list_select_related = ["viewpoint", "organisation"]
    search_fields = ["text", "viewpoint__text", "viewpoint__reference"]
    search_help_text = _("Sök på ord i svaret eller synpunkten.")
    date_hierarchy = "answered_on"
    fieldsets = [
        (
            _("Svaret"),
            {
                "fields": ["viewpoint", "decision", "text", "forwarded_to"],
                "description": _("Börja med beskedet. Säg också varför, särskilt när svaret är nej."),
            },
        ),
        (_("Vem och när"), {"fields": ["organisation", "answered_on"]}),
        ORIGIN,
        PUBLISHING,
    ]

    @admin.display(description=_("synpunkt"), ordering="viewpoint__reference")
    def about(self, answer):
        return str(answer.viewpoint)

    @admin.display(description=_("besked"), ordering="decision")
    def decision_shown(self, answer):
        return chip(Sign(answer.sign.tone, answer.sign.icon, answer.sign.label))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "organisation" and not request.user.has_perm("accounts.speak_for_all"):
            field.queryset = Organisation.objects.filter(pk=request.user.organisation_id)
        return field

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or self._is_ours(request, obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or self._is_ours(request, obj))

    def _is_ours(self, request, answer):
        return request.user.speaks_for(answer.organisation)

    def _save_each(self, request, queryset, **words):
        """Also in bulk, only one's own answers."""
        if not request.user.has_perm("accounts.speak_for_all"):
            queryset = queryset.filter(organisation=request.user.organisation_id)
        super()._save_each(request, queryset, **words)
