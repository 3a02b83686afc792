"""What the council asks: written by those who sit in it, answered by the party that was asked.

It stays inside, unless it was asked at a meeting: then it stands in that meeting's report.
"""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actionplan import questions
from actionplan.models import Commitment, CouncilMeeting, CouncilQuestion
from arboga_loften.foundation import clock
from arboga_loften.foundation.admin import OurAdmin, OurForm
from arboga_loften.foundation.templatetags.look import day_year


class AnsweredFilter(admin.SimpleListFilter):
    title = _("svar")
    parameter_name = "svar"

    def lookups(self, request, model_admin):
        return [("vantar", _("Väntar på svar")), ("klar", _("Besvarad"))]

    def queryset(self, request, queryset):
        wanted = {"vantar": True, "klar": False}.get(self.value())
        return queryset if wanted is None else queryset.filter(answered_on__isnull=wanted)


class AskForm(OurForm):
    error_fields = {"council_question_leaves_time": "answer_by"}

    class Meta:
        model = CouncilQuestion
        fields = ["commitment", "text", "answer_by", "meeting"]

    def clean_answer_by(self):
        day = self.cleaned_data["answer_by"]
        if day < clock.today():
            raise forms.ValidationError(_("Dagen har redan varit. Skriv en dag som kommer."))
        return day

    def clean_meeting(self):
        meeting, asked = self.cleaned_data["meeting"], self.cleaned_data.get("commitment")
        if meeting and asked and meeting.plan.promise_id != asked.activity.focus_area.promise_id:
            raise forms.ValidationError(_("Aktiviteten hör till ett annat löfte än det som mötet följer upp."))
        return meeting


class AnswerForm(OurForm):
    class Meta:
        model = CouncilQuestion
        fields = ["answer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "answer" in self.fields:
            self.fields["answer"].required = True

    def _get_validation_exclusions(self):
        """Who answered and when is filled in when it is saved (questions.answer), and judged then."""
        return super()._get_validation_exclusions() | {"answer"}


@admin.register(CouncilQuestion)
class CouncilQuestionAdmin(OurAdmin):
    list_display = ["text", "activity", "party", "asked_at", "answer_by", "answered_on"]
    list_filter = [AnsweredFilter, ("commitment__organisation", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["commitment__organisation", "commitment__activity__focus_area", "meeting"]
    search_fields = ["text", "answer", "commitment__activity__title"]
    search_help_text = _("Sök på ord i frågan, svaret eller aktiviteten.")

    # --- Who may do what ---
    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related(*self.list_select_related)
        if request.user.has_perm("accounts.read_drafts"):
            return rows
        return rows.filter(commitment__organisation=request.user.organisation_id)

    def has_change_permission(self, request, obj=None):
        """To answer: the party that was asked, once."""
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or (obj.answered_on is None and request.user.speaks_for(obj.commitment.organisation))

    def has_delete_permission(self, request, obj=None):
        return False

    # --- The page ---
    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change=change, form=AnswerForm if obj else AskForm, **kwargs)

    def get_fieldsets(self, request, obj=None):
        asked = {"fields": ["commitment", "text", "answer_by", "meeting", *(["asked_on", "asked_by"] if obj else [])]}
        if obj is None:
            asked["description"] = _("Parten påminns om frågan tills den är besvarad.")
            return [(_("Frågan"), asked)]
        told = ["answer", *(["answered_on", "answered_by"] if obj.answered_on else [])]
        return [(_("Frågan"), asked), (_("Svaret"), {"fields": told})]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        return ["commitment", "text", "answer_by", "meeting", "asked_on", "asked_by", "answered_on", "answered_by"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "commitment":
            rows = Commitment.objects.select_related("organisation", "activity__focus_area__promise")
            field.queryset = rows.order_by(
                "-activity__focus_area__promise__year",
                "activity__focus_area__number",
                "activity__number",
                "organisation__order",
            )
            field.label_from_instance = _asked
        if db_field.name == "meeting":
            field.queryset = CouncilMeeting.objects.select_related("plan").order_by("-on", "-pk")
            field.empty_label = _("Inte på något möte")
        return field

    def save_model(self, request, obj, form, change):
        words = form.cleaned_data
        if change:
            questions.answer(obj, text=words["answer"], by=request.user)
            return
        made = questions.ask(
            words["commitment"],
            text=words["text"],
            answer_by=words["answer_by"],
            meeting=words["meeting"],
            by=request.user,
        )
        obj.pk, obj._state.adding = made.pk, False

    # --- The list ---
    @admin.display(description=_("aktivitet"), ordering="commitment__activity__focus_area__number")
    def activity(self, question):
        return str(question.commitment.activity)

    @admin.display(description=_("part"), ordering="commitment__organisation__order")
    def party(self, question):
        return question.commitment.organisation.called

    @admin.display(description=_("ställd på mötet"), ordering="meeting__on")
    def asked_at(self, question):
        return question.meeting and day_year(question.meeting.on)


def _asked(commitment):
    activity = commitment.activity
    return f"{activity.focus_area.promise.slug}: {activity} – {commitment.organisation.called}"
