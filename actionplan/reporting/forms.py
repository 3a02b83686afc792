"""The cards of the page where somebody reports in a minute: what happened, how it goes, that it still holds, an answer.

Each is a form of its own, sent in one go. What can be known before is filled in, so that a thumb has little to do.
"""

from calendar import monthrange
from datetime import date

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import ActionPlan
from actionplan.status import NEEDS_REASON, Status
from arboga_loften.foundation import clock, pictures
from arboga_loften.foundation.forms import Unseen
from arboga_loften.foundation.letters import swedish
from dialogs.forms.speak import SwedishSelect, Words
from dialogs.models import Place

LONGEST_NOTE, MOST_COUNTED = 2000, 9999
MONTHS = {
    ActionPlan.Rhythm.QUARTER: 3,
    ActionPlan.Rhythm.TERTIAL: 4,
    ActionPlan.Rhythm.HALF_YEAR: 6,
    ActionPlan.Rhythm.YEAR: 12,
}


class Day(forms.DateField):
    """A day, in the browser's own calendar; without one it is written as 2024-10-15."""

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        kwargs["error_messages"] = {
            "invalid": gettext_lazy("Det där är ingen dag som finns. Skriv så här: 2024-10-15."),
            **kwargs.get("error_messages", {}),
        }
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class Card(Unseen, forms.Form):
    """One thing to tell on somebody's page. Its name is also its prefix, so that several stand on one page."""

    takes_focus = True
    name = ""

    def __init__(self, desk, *args, **kwargs):
        self.desk = desk
        super().__init__(*args, prefix=self.name, **kwargs)

    def refused(self, fault):
        """What a deed refuses is said at the field that it is about; what has no field here, first."""
        found = fault.error_dict if hasattr(fault, "error_dict") else {NON_FIELD_ERRORS: fault.error_list}
        for name, errors in found.items():
            self.add_error(name if name in self.fields else None, errors)


class HappenedCard(Card):
    """Something was done, and counts toward the goal. The picture is drawn anew and has to be described."""

    name = "hant"

    on = Day(label=gettext_lazy("Dag"), error_messages={"required": gettext_lazy("Skriv vilken dag det hände.")})
    count = forms.IntegerField(
        label=gettext_lazy("Antal"),
        min_value=1,
        max_value=MOST_COUNTED,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Skriv hur många det räknas som."),
            "invalid": gettext_lazy("Skriv ett helt tal, till exempel 1."),
            "min_value": gettext_lazy("Ett tillfälle räknas som minst 1."),
        },
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Plats"),
        required=False,
        widget=SwedishSelect,
        error_messages={"invalid_choice": gettext_lazy("Det valet finns inte längre. Välj igen.")},
    )
    note = Words(
        label=gettext_lazy("Vad hände?"),
        longest=LONGEST_NOTE,
        rows=3,
        help_text=gettext_lazy("En mening räcker. Alla kan läsa den, så skriv inga namn på personer."),
    )
    evidence = Words(
        label=gettext_lazy("Underlag"),
        longest=250,
        help_text=gettext_lazy("En länk eller ett diarienummer, så att det går att kontrollera."),
    )
    picture = forms.FileField(
        label=gettext_lazy("Bild"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=gettext_lazy(
            "Utan ansikten och bilnummer, för den visas på webbplatsen. Var och när den togs tar vi bort ur filen."
        ),
    )
    remove_picture = forms.BooleanField(label=gettext_lazy("Ta bort bilden"), required=False)
    picture_words = Words(
        label=gettext_lazy("Vad visar bilden?"),
        longest=250,
        help_text=gettext_lazy("För den som inte ser den. Behövs när du har valt en bild."),
    )

    def __init__(self, desk, *args, **kwargs):
        super().__init__(desk, *args, **kwargs)
        self.fields["place"].choices = self._places()
        self.fields["on"].widget.attrs["max"] = clock.today().isoformat()
        self.kept_picture = desk.kept_picture(self)
        if desk.activity.progress.facts.target is not None:
            unit = desk.activity.progress.facts.unit
            self.fields["count"].label = _("Antal %(unit)s") % {"unit": unit}

    def _places(self):
        """Those of the activity first: few, and mostly the right one."""
        own = {place.pk for place in self.desk.places}
        others = sorted(Place.objects.exclude(pk__in=own), key=lambda place: swedish(place.name))
        named = [(str(place.pk), place.name) for place in others]
        groups = [(_("Aktivitetens platser"), [(str(place.pk), place.name) for place in self.desk.places])]
        return [("", _("Ingen vald")), *(groups if own else []), *([(_("Andra platser"), named)] if own else named)]

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("Dagen ligger i framtiden. Skriv en dag som har varit."))
        return day

    def clean_place(self):
        chosen = self.cleaned_data["place"]
        return Place.objects.filter(pk=chosen).first() if chosen else None

    def clean_picture(self):
        upload = self.cleaned_data["picture"]
        return pictures.redraw(upload) if upload else None

    def clean(self):
        cleaned = super().clean()
        kept = self.kept_picture and not cleaned.get("remove_picture")
        has_picture = cleaned.get("picture") or kept
        if has_picture and not cleaned.get("picture_words") and "picture_words" not in self.errors:
            self.add_error("picture_words", _("Skriv vad bilden visar, för den som inte ser den."))
        return cleaned

    @property
    def told(self):
        """What was told, in the names of the ledger's fields; the picture apart."""
        return {name: self.cleaned_data[name] for name in ("on", "count", "place", "note", "evidence")}


class StatusCard(Card):
    """How one party's part goes, in its own words beside one of a few."""

    name = "lage"

    status = forms.ChoiceField(
        label=gettext_lazy("Läge"),
        choices=Status.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Välj hur det går."),
            "invalid_choice": gettext_lazy("Välj hur det går."),
        },
    )
    note = Words(
        label=gettext_lazy("Med egna ord"),
        longest=LONGEST_NOTE,
        rows=3,
        help_text=gettext_lazy("Alla kan läsa det, så skriv inga namn på personer."),
    )
    evidence = Words(
        label=gettext_lazy("Underlag"),
        longest=250,
        help_text=gettext_lazy("En länk eller ett diarienummer, så att det går att kontrollera."),
    )
    next_update_on = Day(
        label=gettext_lazy("Nästa besked"),
        required=False,
        help_text=gettext_lazy("Dagen då ni senast berättar mer. Behövs inte när er del är klar."),
    )

    @property
    def choices(self):
        """Each radio button with its sign, and whether it asks for a reason."""
        return [
            (button, Status(button.data["value"]), button.data["value"] in NEEDS_REASON) for button in self["status"]
        ]

    def clean_next_update_on(self):
        day = self.cleaned_data["next_update_on"]
        if day and day <= clock.today():
            raise forms.ValidationError(_("Nästa besked måste komma efter i dag."))
        return day

    def clean(self):
        cleaned = super().clean()
        status = cleaned.get("status")
        if status in NEEDS_REASON and not cleaned.get("note") and "note" not in self.errors:
            words = _("Skriv varför. Den som bor här har rätt att veta skälet när något får läget ”%(status)s”.")
            self.add_error("note", words % {"status": Status(status).label})
            self.fields["note"].required = True  # "frivilligt" would deny what the fault asks for
        # What we filled in ourselves promises nothing for a part that is over.
        if status and Status(status).is_closing and cleaned.get("next_update_on") == self.desk.next_update_on:
            cleaned["next_update_on"] = None
        return cleaned

    @property
    def told(self):
        return {name: self.cleaned_data[name] for name in ("status", "note", "evidence", "next_update_on")}


class ConfirmCard(Card):
    """What was said last still holds. One button."""

    name = "galler"


class AnswerCard(Card):
    """An answer to one of the council's questions."""

    text = Words(
        label=gettext_lazy("Svar"),
        longest=5000,
        rows=4,
        required=True,
        error_messages={"required": gettext_lazy("Skriv ett svar.")},
        help_text=gettext_lazy("Rådet läser det. Det visas inte på webbplatsen. Ett skickat svar går inte att ändra."),
    )

    def __init__(self, desk, question, *args, **kwargs):
        self.question, self.name = question, f"svar-{question.pk}"
        super().__init__(desk, *args, **kwargs)


def next_update(plan, promise, after):
    """The day of the next word as the plan's rhythm has it, within the year; None where that day has gone."""
    if plan is None:
        return None
    day = months_later(after, MONTHS[plan.rhythm])
    day = min(day, promise.valid_to) if promise.valid_to else day
    return day if day > after else None


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
