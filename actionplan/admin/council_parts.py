"""What a meeting's page in the admin is made of: its form, those who are called, what was arrived at, and the notes' file."""

from django import forms
from django.contrib import admin
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import Activity, Decision, Seat
from actionplan.periods import IN_A_YEAR, periods_of
from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation import spreadsheets, two_people
from arboga_loften.foundation.admin import OurForm, PlainFields

PDF = b"%PDF-"


class NotesInput(forms.ClearableFileInput):
    """A file that has no open address: the page leads to it by a way that asks who is asking."""

    template_name = "admin/council/notes_input.html"

    def is_initial(self, value):
        return isinstance(value, FieldFile) and bool(value)

    def _render(self, template_name, context, renderer=None):
        """From our own templates, which the forms' own renderer doesn't know."""
        return render_to_string(template_name, context)


class MeetingForm(OurForm):
    error_fields = {
        "meeting_period_ends_after_start": "period_to",
        "meeting_after_period_began": "on",
        "meeting_ends_after_start": "ends_at",
        "meeting_notes_decided_have_words": "notes_decided_on",
        "one_final_report_per_plan": "is_final",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if key := self.fields.get("key"):
            key.required = False  # a whole quarter, tertial, half-year or year says it by itself
            key.error_messages["unique"] = _("Det finns redan ett möte med det adressnamnet.")
        if notes_file := self.fields.get("notes_file"):
            notes_file.error_messages["invalid_extension"] = _("Välj en PDF eller en Word-fil (.docx).")

    def clean_key(self):
        first, last = self.cleaned_data.get("period_from"), self.cleaned_data.get("period_to")
        if key := self.cleaned_data["key"]:
            return key
        if not (first and last):
            raise forms.ValidationError(_("Skriv perioden, så får mötet sitt adressnamn av den."))
        for rhythm in IN_A_YEAR:
            for period in periods_of(first.year, rhythm):
                if (period.starts_on, period.ends_on) == (first, last):
                    return period.key
        raise forms.ValidationError(
            _(
                "Perioden är inget helt kvartal, tertial, halvår eller år. Skriv ett adressnamn, till exempel ”2024-host”."
            )
        )

    def clean_notes_file(self):
        """A PDF or a Word file by what it holds, not only by its name."""
        upload = self.cleaned_data["notes_file"]
        if upload and "notes_file" in self.changed_data:
            data = upload.read()  # one that is too large says so here
            upload.seek(0)
            if upload.name.lower().endswith(".docx"):
                with spreadsheets.opened(data, main="word/document.xml", program="Word", ending=".docx"):
                    pass
            elif not data.startswith(PDF):
                raise forms.ValidationError(_("Filen är ingen PDF. Spara om den som PDF eller Word och välj den igen."))
        return upload

    def clean(self):
        cleaned = super().clean()
        changed = "notes_file" in self.changed_data and "notes_file" not in self.errors
        if changed and self.waits:
            self.add_error("notes_file", self._why_a_file_cannot_wait())
        elif changed and self.errors and cleaned.get("notes_file"):
            self.add_error("notes_file", _("Välj filen en gång till. Den följer inte med när något annat ska rättas."))
        return cleaned

    @property
    def has_new_words(self):
        """A file that nobody can read yet needs nobody else's yes; the day from which all read it does."""
        free = two_people.PUBLISHING if self.instance.notes_decided_on else two_people.PUBLISHING | {"notes_file"}
        return bool(set(self.changed_data) - free)

    def _why_a_file_cannot_wait(self):
        if self.instance.notes_decided_on:
            return _("Anteckningarna är godkända. Ta först bort dagen då de godkändes, så kan filen bytas.")
        return _("Spara filen för sig. Det andra som du har ändrat ska publiceras av någon annan.")


class SeatInline(PlainFields, admin.StackedInline):
    model = Seat
    extra = 0
    folds = False
    fields = [("function", "organisation", "presence")]
    verbose_name_plural = gettext_lazy("Kallade")
    explanation = gettext_lazy("Befattningar, aldrig namn. Närvaron fyller du i på mötet; den står i rapporten.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "organisation":
            field.queryset = Organisation.objects.order_by("order", "name")
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """What the explanation says once isn't said at every row."""
        return super().formfield_for_dbfield(db_field, request, help_text="", **kwargs)


class DecisionInline(PlainFields, admin.StackedInline):
    """What was arrived at. Each gets the year's next number when it is saved (`reviewing.decide`), and keeps it."""

    model = Decision
    extra = 0
    can_delete = False
    fields = ["text", ("activity", "registry_number")]
    verbose_name_plural = gettext_lazy("Ställningstaganden")
    explanation = gettext_lazy("Det som rådet kom fram till. Numret i årets följd sätts när du sparar.")
    meeting = None

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("activity__focus_area")

    def get_formset(self, request, obj=None, **kwargs):
        self.meeting = obj
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "activity" and self.meeting is not None:
            rows = Activity.objects.of(self.meeting.plan.promise).select_related("focus_area")
            field.queryset = rows.order_by("focus_area__number", "number")
        return field
