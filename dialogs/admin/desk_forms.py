"""What can be filled in at the desk where a viewpoint is read: one form for each thing that can be done with it."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation.admin import OurForm
from arboga_loften.foundation.fields import ManyChosen, Ticks
from arboga_loften.foundation.templatetags.look import day
from dialogs import guard, moderation
from dialogs.models import Decision, Review, Viewpoint

LIKELY = 8
PARTS = 3


def kept(form_class, data, **kwargs):
    """A form that shows again what was typed in it, without judging it: something else on the page was sent."""
    form = form_class(**kwargs)
    if data:
        typed = {
            name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
            for name, field in form.fields.items()
        }
        form.initial = {**form.initial, **typed}
    return form


def areas(*rows):
    return forms.Textarea(attrs={"rows": 4, "cols": 60, **dict(rows)})


class PhotoChoice(forms.ModelChoiceField):
    def label_from_instance(self, submission):
        return _("Bilden som kom in %(day)s") % {"day": day(submission.received_on)}


class ShownForm(OurForm):
    """What residents will read."""

    error_fields = {"viewpoint_photo_has_words": "photo_words", "viewpoint_shown_is_approved": "text"}
    publishing = False

    photo_from = PhotoChoice(
        label=gettext_lazy("Bild"),
        queryset=None,
        required=False,
        widget=forms.RadioSelect,
        empty_label=gettext_lazy("Visa ingen bild"),
    )

    class Meta:
        model = Viewpoint
        fields = ["text", "summarised", "theme", "place", "shows_on_map", "photo_from", "photo_words"]
        widgets = {"text": areas(("rows", 6), ("accesskey", "t"))}
        labels = {"summarised": gettext_lazy("Det är vår sammanfattning, inte ordagrant")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.submissions.filter(shape__isnull=False).exists():
            del self.fields["shows_on_map"]
        # Where several were brought together, the picture of one who said no stays inside.
        photos = self.instance.submissions.filter(may_show=True).exclude(photo="")
        self.fields["photo_from"].queryset = photos
        if first := photos.first():
            self.initial["photo_words"] = self.initial.get("photo_words") or first.photo_words
        else:
            del self.fields["photo_from"], self.fields["photo_words"]

    def clean_text(self):
        return self._fit_to_show("text")

    def clean_photo_words(self):
        """Without a picture there is nothing for them to describe."""
        return self._fit_to_show("photo_words") if self.cleaned_data.get("photo_from") else ""

    def _fit_to_show(self, name):
        words = self.cleaned_data[name]
        if self.publishing and (found := guard.look(words)):
            raise ValidationError([f"”{hit.text}”: {hit.advice}" for hit in found])
        return words

    def clean(self):
        cleaned = super().clean()
        if self.publishing and not self.instance.may_be_shown:
            raise ValidationError(
                _("Den som skrev vill inte att synpunkten visas. Välj ”Godkänn utan att visa”: svaret syns på kvittot.")
            )
        return cleaned


class LinksForm(forms.Form):
    """What the viewpoint belongs to further down the promise's life, read by the names that its lists go under."""

    def __init__(self, *args, request, viewpoint, **kwargs):
        super().__init__(*args, **kwargs)
        for name in moderation.LINKS:
            model = getattr(viewpoint, name).model
            lists = admin.site.get_model_admin(model)
            rows = lists.get_queryset(request).select_related(*(lists.list_select_related or ()))
            if name == "findings":
                rows = rows.filter(dialogue=viewpoint.dialogue_id)
            field = ManyChosen(
                rows, label=str(model._meta.verbose_name_plural).capitalize(), required=False, widget=Ticks
            )
            field.label_from_instance = _with_its_promise
            self.fields[name] = field
            self.initial.setdefault(name, list(getattr(viewpoint, name).values_list("pk", flat=True)))


def _with_its_promise(row):
    """What hangs on a promise is called by its year too: there is a focus area 1 every year."""
    area = getattr(row, "focus_area", row)
    return f"{area.promise.slug}: {row}" if hasattr(area, "promise") else str(row)


class WithholdForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Varför visas den inte?"),
        help_text=gettext_lazy("Den som skrev läser det på sitt kvitto. Synpunkten ska ändå få ett svar."),
        widget=areas(("rows", 3)),
        error_messages={"required": gettext_lazy("Skriv varför synpunkten inte visas.")},
    )


class DiscardForm(forms.Form):
    """Rubbish, or written down by mistake. Not a way to leave somebody without an answer: the reason is kept in the log."""

    reason = forms.CharField(
        label=gettext_lazy("Varför är det ingen synpunkt?"),
        help_text=gettext_lazy("Står i loggen och på kvittot. Den räknas inte, visas inte och får inget svar."),
        max_length=250,
        error_messages={"required": gettext_lazy("Skriv varför det inte är en synpunkt.")},
    )


class SplitForm(forms.Form):
    """A letter that says three things needs three answers."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(1, PARTS + 1):
            self.fields[f"part_{number}"] = forms.CharField(
                label=_("Del %(number)s") % {"number": number}, required=False, widget=areas(("rows", 3))
            )

    def clean(self):
        cleaned = super().clean()
        self.parts = [text for text in cleaned.values() if text]
        if len(self.parts) < 2:
            self.add_error("part_2", _("Skriv minst två delar. Den första blir kvar i den här synpunkten."))
        return cleaned


class LikelyChoice(forms.ModelChoiceField):
    def label_from_instance(self, viewpoint):
        words = viewpoint.text if len(viewpoint.text) <= 110 else f"{viewpoint.text[:109]}…"
        like = {0: _("samma text"), 1: _("samma plats och tema")}.get(viewpoint.likeness)
        return f"{viewpoint.reference}{f' ({like})' if like else ''}: {words}"


class MergeForm(forms.Form):
    into = LikelyChoice(
        queryset=None,
        required=False,
        label=gettext_lazy("Andra synpunkter i dialogen, de mest lika först"),
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(
        label=gettext_lazy("Eller en annans beteckning"), required=False, max_length=40, strip=True
    )

    def __init__(self, *args, viewpoint, **kwargs):
        super().__init__(*args, **kwargs)
        self.viewpoint = viewpoint
        likely = moderation.likely_the_same(viewpoint)
        first = list(likely.values_list("pk", flat=True)[:LIKELY])
        self.fields["into"].queryset = likely.filter(pk__in=first)
        self.fields["into"].empty_label = None

    def clean(self):
        cleaned = super().clean()
        if reference := cleaned.get("reference"):
            rows = Viewpoint.objects.filter(dialogue=self.viewpoint.dialogue_id).exclude(pk=self.viewpoint.pk)
            cleaned["into"] = rows.exclude(review=Review.MERGED).filter(reference=reference).first()
            if cleaned["into"] is None:
                self.add_error("reference", _("Dialogen har ingen annan synpunkt med den beteckningen."))
        elif not cleaned.get("into") and "into" not in self.errors:
            self.add_error("into", _("Välj den synpunkt som ska stå för båda."))
        return cleaned


class AnswerForm(forms.Form):
    """An answer in the name of a party: the official's own, unless the official speaks for all."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Besked"),
        choices=[("", "–"), *Decision.choices],
        error_messages={"required": gettext_lazy("Välj ett besked.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Svar"),
        help_text=gettext_lazy("Skäl i ord som alla förstår, också när svaret är nej."),
        widget=areas(("rows", 5)),
        error_messages={"required": gettext_lazy("Skriv ett svar i ord.")},
    )
    forwarded_to = forms.ModelChoiceField(
        Organisation.objects.all(), label=gettext_lazy("Överlämnat till"), required=False, empty_label="–"
    )
    organisation = forms.ModelChoiceField(Organisation.objects.all(), label=gettext_lazy("Vem svarar"))

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        if not person.has_perm("accounts.speak_for_all"):
            self.fields["organisation"].queryset = Organisation.objects.filter(pk=person.organisation_id)
        self.initial.setdefault("organisation", person.organisation_id)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == Decision.FORWARDED and not cleaned.get("forwarded_to"):
            self.add_error("forwarded_to", _("Skriv vem synpunkten är överlämnad till."))
        return cleaned
