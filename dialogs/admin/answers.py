"""Answers in the admin: a party answers in its own name, from words that are often needed or from none."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation import conflicts
from arboga_loften.foundation.admin import ORIGIN, PUBLISHING, OurAdmin, OurForm, PublishableAdmin, chip
from arboga_loften.foundation.fields import ManyChosen, Ticks, all_ids
from arboga_loften.foundation.signs import Sign
from dialogs import answers, followers
from dialogs.admin.viewpoints import open_to_all_roles
from dialogs.intake import log
from dialogs.models import Answer, CannedAnswer, Decision, ModerationEntry, Review, Viewpoint


class ReferenceField(forms.ModelChoiceField):
    """A viewpoint by its reference, since there are too many to choose from in a list."""

    def __init__(self, **kwargs):
        super().__init__(
            Viewpoint.objects.all(),
            widget=forms.TextInput,
            label=gettext_lazy("Synpunkt"),
            help_text=gettext_lazy("Synpunktens beteckning, till exempel ”2022-1”."),
            error_messages={
                "required": gettext_lazy("Skriv synpunktens beteckning."),
                "invalid_choice": gettext_lazy("Det finns ingen synpunkt med den beteckningen."),
            },
            **kwargs,
        )

    def prepare_value(self, value):
        """The reference also where an address or a saved row gives the key."""
        known = self.queryset.filter(pk=value).first() if value and all_ids(str(value)) else None
        return known.reference if known else value

    def to_python(self, value):
        known = self.queryset.filter(reference=value).first() if value and "\x00" not in value else None
        return known or super().to_python(value)


class AnswerForm(OurForm):
    error_fields = {"answer_forwarded_to_somebody": "forwarded_to"}

    viewpoint = ReferenceField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "activities" in self.fields:
            viewpoint = self.instance.viewpoint_id or self.initial.get("viewpoint")
            linked = Viewpoint.activities.rel.related_model.objects.filter(viewpoints=viewpoint) if viewpoint else []
            self.initial["activities"] = [activity.pk for activity in linked]

    def clean_viewpoint(self):
        viewpoint = self.cleaned_data["viewpoint"]
        if viewpoint.review == Review.MERGED:
            raise ValidationError(_("Synpunkten är sammanförd med en annan. Svara på den i stället."))
        return viewpoint

    def clean(self):
        cleaned = super().clean()
        viewpoint = cleaned.get("viewpoint", getattr(self.instance, "viewpoint", None))
        if viewpoint and not cleaned.get("activities") and "decision" in cleaned:
            answers.require_activity(viewpoint, cleaned["decision"])
        return cleaned


@admin.register(Answer)
class AnswerAdmin(PublishableAdmin):
    """A party answers in its own name."""

    form = AnswerForm
    change_form_template = "admin/answer_form.html"
    list_display = ["about", "decision_shown", "answered_on", "organisation", "publication_shown"]
    list_filter = ["publication", "decision", "organisation", "is_example"]
    list_select_related = ["viewpoint", "organisation"]
    search_fields = ["words", "viewpoint__words"]
    search_help_text = gettext_lazy("Sök på ord i svaret eller synpunkten.")
    date_hierarchy = "answered_on"
    show_full_result_count = False
    fieldsets = [
        (
            gettext_lazy("Svaret"),
            {
                "fields": ["viewpoint", "decision", "text", "forwarded_to", "activities"],
                "description": gettext_lazy("Börja med beskedet. Säg också varför, särskilt när svaret är nej."),
            },
        ),
        (
            gettext_lazy("Vem och när"),
            {
                "fields": ["organisation", "answered_on"],
                "description": gettext_lazy("Svaret står i organisationens namn, aldrig i ditt."),
            },
        ),
        ORIGIN,
        PUBLISHING,
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.has_perm("dialogs.view_submission"):
            return rows
        return rows.filter(viewpoint__in=open_to_all_roles(Viewpoint.objects.all()).values("pk"))

    @admin.display(description=gettext_lazy("synpunkt"), ordering="viewpoint__reference")
    def about(self, answer):
        return str(answer.viewpoint)

    @admin.display(description=gettext_lazy("besked"), ordering="decision")
    def decision_shown(self, answer):
        return chip(Sign(answer.sign.tone, answer.sign.icon, answer.sign.label))

    # --- The form ---
    def get_form(self, request, obj=None, change=False, **kwargs):
        """With the activities that the viewpoint leads to, which are the viewpoint's and not the answer's."""
        rows = self.admin_site.get_model_admin(Viewpoint.activities.rel.related_model).get_queryset(request)
        field = ManyChosen(
            rows,
            label=_("Leder till"),
            required=False,
            widget=Ticks,
            help_text=_("Läggs till synpunktens aktiviteter."),
        )
        field.label_from_instance = lambda row: f"{row.focus_area.promise.slug}: {row}"
        # Whose voice it answers is shown on a saved answer's page, and not asked for again.
        settled = {"viewpoint": None} if obj else {}
        kwargs["form"] = type("AnswerForm", (self.form,), {"activities": field, **settled})
        return super().get_form(request, obj, change, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """Whose voice it answers doesn't change afterwards."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "viewpoint"] if obj else fields

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        canned = request.GET.get("fardigt", "")
        if words := CannedAnswer.objects.filter(pk=canned).first() if all_ids(canned) else None:
            initial |= {"decision": words.decision, "text": words.text, "organisation": words.organisation_id}
        return {"organisation": request.user.organisation_id, **{k: v for k, v in initial.items() if v}}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        asked = request.GET.get("viewpoint", "")
        context["canned"] = CannedAnswer.objects.all() if add else []
        if add:
            context["seen_version"] = request.POST.get(conflicts.SEEN, "") or conflicts.latest_of_all(Answer) or "0"
        context["answers_to"] = Viewpoint.objects.filter(pk=asked).first() if add and all_ids(asked) else None
        return super().render_change_form(request, context, add, change, form_url, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "organisation" and not request.user.has_perm("accounts.speak_for_all"):
            field.queryset = Organisation.objects.filter(pk=request.user.organisation_id)
        return field

    def page_to_preview(self, answer):
        """An answer stands beside its viewpoint."""
        return answer.viewpoint

    # --- Saved, told and logged ---
    def _changeform_view(self, request, object_id, form_url, extra_context):
        """A new answer that was sent twice from the same page, by a double click or a lost line, is saved once."""
        if request.method == "POST" and object_id is None and (saved := self._sent_before(request)):
            self.message_user(request, _("Svaret är sparat. Det kom in två gånger, men finns bara en gång."))
            return HttpResponseRedirect(self.page_of(saved))
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _sent_before(self, request):
        """What the same person has saved from this page already: the same words to the same viewpoint."""
        seen = request.POST.get(conflicts.SEEN, "")
        try:
            viewpoint = ReferenceField(required=False).clean(request.POST.get("viewpoint", ""))
        except ValidationError:
            return None
        if viewpoint is None or not (seen and all_ids(seen)):
            return None
        # Held, so that the second of two that come in at once sees what the first one saved.
        Viewpoint.objects.select_for_update().get(pk=viewpoint.pk)
        same = Answer.history.filter(
            viewpoint=viewpoint,
            text=request.POST.get("text", "").strip(),
            decision=request.POST.get("decision", ""),
            history_type="+",
            history_id__gt=seen,
            history_user=request.user,
        )
        return Answer.objects.filter(pk__in=same.values("id")).first()

    def save_words(self, request, obj, form, change):
        was_given = change and Answer.objects.given().filter(pk=obj.pk).exists()
        super().save_words(request, obj, form, change)
        if form and form.cleaned_data.get("activities"):
            obj.viewpoint.activities.add(*form.cleaned_data["activities"])
        if obj.is_visible and not was_given:
            log(obj.viewpoint, ModerationEntry.Deed.ANSWERED, by=request.user, note=obj.get_decision_display())
        if was_given and not obj.is_visible and (dialogue := answers.reopen_if_unanswered(obj.viewpoint)):
            words = _("”%(dialogue)s” är inte längre stängd som besvarad: en synpunkt där väntar på svar igen.")
            self.message_user(request, words % {"dialogue": dialogue}, messages.WARNING)
        followers.tell_of_answer(obj)

    # --- Who may do what ---
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


@admin.register(CannedAnswer)
class CannedAnswerAdmin(OurAdmin):
    """Words to begin from. The list says which decision they go with."""

    list_display = ["title", "decision_shown", "organisation"]
    list_filter = ["decision"]
    list_select_related = ["organisation"]
    search_fields = ["title", "text"]
    search_help_text = gettext_lazy("Sök på rubrik eller ord i svaret.")
    fieldsets = [
        (
            gettext_lazy("Det färdiga svaret"),
            {
                "fields": ["title", "decision", "text", "organisation"],
                "description": gettext_lazy(
                    "En början som alla kan utgå från. Den lagas till efter varje synpunkt innan den ges."
                ),
            },
        )
    ]

    @admin.display(description=gettext_lazy("besked"), ordering="decision")
    def decision_shown(self, canned):
        return chip(Decision(canned.decision))
