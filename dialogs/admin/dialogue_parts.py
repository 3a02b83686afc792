"""What hangs on a dialogue in the admin: its questions with their alternatives, its days, and the stops of a walk."""

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arboga_loften.foundation import pictures
from arboga_loften.foundation.admin import OurForm, PlainFields
from arboga_loften.foundation.fields import FIELDS
from dialogs.models import Choice, Occasion, Question, Reply, WalkStop

LONGEST_LABEL = Choice._meta.get_field("label").max_length


class InOrder(forms.BaseInlineFormSet):
    """Rows in an order: one without a number comes last, since nobody should have to count what they add."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if number := form.fields.get("number"):
            number.required, number.help_text = False, _("Tomt: sist.")

    def clean(self):
        super().clean()
        rows = [form for form in self.forms if form.has_changed() or form.instance.pk]
        last = max((form.instance.number or 0 for form in rows), default=0)
        for form in rows:
            if form.instance.number is None and not form.errors:
                last = form.instance.number = last + 1


class QuestionForm(OurForm):
    """A question with its alternatives as lines, since a list within a list is hard to fill in."""

    error_fields = {"question_number_once": "number", "question_scale_says_what_it_means": "low_label"}

    alternatives = forms.CharField(
        label=gettext_lazy("Alternativ, ett per rad"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=gettext_lazy(
            "För ”Ett val” och ”Flera val”. När någon har svarat står frågan och alternativen fast."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = [choice.label for choice in self.instance.choices.all()] if self.instance.pk else []
        self.initial["alternatives"] = "\n".join(self.before)

    def clean_alternatives(self):
        lines = [line.strip() for line in self.cleaned_data["alternatives"].splitlines() if line.strip()]
        kind = self.cleaned_data.get("kind", self.instance.kind)
        if kind in {Question.Kind.ONE, Question.Kind.SEVERAL}:
            if len(lines) < 2:
                raise forms.ValidationError(_("Skriv minst två alternativ, ett på varje rad."))
        elif lines:
            raise forms.ValidationError(_("Det här slaget av svar har inga alternativ. Töm fältet eller byt slag."))
        if len(set(lines)) < len(lines):
            raise forms.ValidationError(_("Samma alternativ står två gånger."))
        if any(len(line) > LONGEST_LABEL for line in lines):
            raise forms.ValidationError(_("Ett alternativ får vara högst %(most)s tecken.") % {"most": LONGEST_LABEL})
        if lines != self.before and getattr(self.instance, "has_replies", False):
            raise forms.ValidationError(
                _("Frågan har redan fått svar, så alternativen står fast. Gör en ny fråga i stället.")
            )
        return lines

    def save(self, commit=True):
        question = super().save(commit)
        if commit and self.cleaned_data["alternatives"] != self.before:
            question.choices.all().delete()
            labels = enumerate(self.cleaned_data["alternatives"], start=1)
            Choice.objects.bulk_create(Choice(question=question, number=n, label=label) for n, label in labels)
        return question


class QuestionInline(PlainFields, admin.StackedInline):
    model = Question
    form = QuestionForm
    formset = InOrder
    extra = 0
    verbose_name_plural = gettext_lazy("Frågor i formuläret")
    explanation = gettext_lazy("Få och korta. Utan frågor har formuläret ett fält för synpunkten och ett för platsen.")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("number", "kind"),
                    "text",
                    "hint",
                    "is_required",
                    "alternatives",
                    ("low_label", "high_label"),
                ]
            },
        )
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request).prefetch_related("choices")
        return rows.annotate(has_replies=Exists(Reply.objects.filter(question=OuterRef("pk"))))


class OccasionForm(OurForm):
    error_fields = {"occasion_times_in_order": "end_time"}


class OccasionInline(PlainFields, admin.StackedInline):
    model = Occasion
    form = OccasionForm
    extra = 0
    verbose_name_plural = gettext_lazy("Dagar")
    explanation = gettext_lazy("För en dialog med flera dagar: förmötet, vandringen, svarsmötet. De står i kalendern.")
    fields = [("kind", "on"), ("start_time", "end_time"), "where", "note"]


class PhotoInput(forms.ClearableFileInput):
    """A picture that has no open address: whether there is one is said in words."""

    template_name = "admin/photo_input.html"

    def is_initial(self, value):
        return bool(value)

    def _render(self, template_name, context, renderer=None):
        """From our own templates, which the forms' own renderer doesn't know."""
        return render_to_string(template_name, context)


class WalkStopForm(OurForm):
    error_fields = {
        "stop_number_once": "number",
        "stop_seen_again_has_a_day": "again_on",
        "stop_photos_have_words": "photo_before_words",
    }

    def clean_photo_before(self):
        return self._drawn_anew("photo_before")

    def clean_photo_after(self):
        return self._drawn_anew("photo_after")

    def _drawn_anew(self, name):
        """A new picture is drawn anew, so that nothing hidden in it follows."""
        photo = self.cleaned_data[name]
        return pictures.redraw(photo) if photo and name in self.changed_data else photo


class WalkStopInline(PlainFields, admin.StackedInline):
    model = WalkStop
    form = WalkStopForm
    formset = InOrder
    extra = 0
    verbose_name_plural = gettext_lazy("Stopp på vandringen")
    explanation = gettext_lazy("I den ordning som ni går. Det ni såg då står kvar bredvid det ni ser nästa gång.")
    formfield_overrides = {**FIELDS, WalkStop._meta.get_field("photo_before").__class__: {"widget": PhotoInput}}
    fieldsets = [
        (None, {"fields": [("number", "title"), "place", "seen", ("photo_before", "photo_before_words")]}),
        (
            gettext_lazy("Åtgärden"),
            {
                "fields": ["owner", "measure", ("measure_by", "done_on")],
                "description": gettext_lazy("Vem äger frågan, vad ska göras och när?"),
            },
        ),
        (
            gettext_lazy("Vid återvandringen"),
            {
                "fields": [("again_on", "now"), "again", ("photo_after", "photo_after_words")],
                "description": gettext_lazy("Fylls i när ni har varit där igen."),
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("place", "owner")
