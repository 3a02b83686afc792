"""The forms of the council's room: what one thinks of an activity, the samordnare's words, and the adoption.

What is typed is kept until it is saved: a fault, or somebody else who saved first, draws the form again with all of it.
"""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import Fulfilment, Review
from actionplan.reporting.forms import Day
from arboga_loften.foundation import clock
from arboga_loften.foundation.templatetags.look import day_year
from arboga_loften.foundation.workdays import add_workdays, is_workday
from dialogs.forms.speak import Words

LONGEST_NOTE, LONGEST_SUMMARY = 2000, 8000
TIME_TO_ANSWER = timedelta(weeks=3)


class Sheet(forms.Form):
    """A form of the room. Its name is also its prefix, since two may stand on one page."""

    takes_focus = True
    name = ""
    conflict = None  # what somebody else has saved since the page was drawn

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix=self.name or None, **kwargs)

    def refused(self, fault):
        """What a deed refuses is said first; no field of ours is to blame where it has no field."""
        for name, errors in getattr(fault, "error_dict", {None: getattr(fault, "error_list", [])}).items():
            self.add_error(name if name in self.fields else None, errors)


# --- One activity ---
class ReviewForm(Sheet):
    """What a member thinks of an activity before the meeting, and what they want to know of a party."""

    name = "granska"

    verdict = forms.ChoiceField(
        label=gettext_lazy("Din bedömning"),
        choices=Review.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Välj godkänd, komplettera eller anmärkning."),
            "invalid_choice": gettext_lazy("Välj godkänd, komplettera eller anmärkning."),
        },
    )
    note = Words(
        label=gettext_lazy("Anteckning"),
        longest=LONGEST_NOTE,
        rows=3,
        help_text=gettext_lazy("Bara de som arbetar med löftet läser den. Behövs när du inte godkänner."),
    )
    question = Words(
        label=gettext_lazy("Fråga"),
        longest=LONGEST_NOTE,
        rows=3,
        help_text=gettext_lazy(
            "Frågan skickas direkt, i rådets namn. Den står i mötets rapport och svaret i nästa, där alla kan läsa dem. "
            "Skriv inga namn på personer."
        ),
    )
    to = forms.ChoiceField(
        label=gettext_lazy("Vem ska svara?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Den parten står inte för aktiviteten längre. Välj igen.")},
    )
    answer_by = Day(
        label=gettext_lazy("Svar senast"),
        required=False,
        help_text=gettext_lazy("Den som ansvarar får frågan i sin påminnelse."),
    )

    def __init__(self, parts, *args, **kwargs):
        self.parts = list(parts)
        super().__init__(*args, **kwargs)
        choices = [(str(part.pk), part.organisation.called) for part in self.parts]
        if len(choices) == 1:
            self.fields["to"].choices, self.fields["to"].initial = choices, choices[0][0]
        else:
            self.fields["to"].choices = [("", _("Välj part")), *choices]
        self.fields["note"].is_asked = True  # by every verdict but one
        self.fields["answer_by"].initial = _some_weeks_on()
        self.fields["answer_by"].widget.attrs["min"] = clock.today().isoformat()

    @property
    def choices(self):
        """Each radio button with its sign."""
        return [(button, Review.Verdict(button.data["value"])) for button in self["verdict"]]

    @property
    def opens_question(self):
        """Whether the question's fold is open: something is typed there, or has to be mended."""
        names = ("question", "to", "answer_by")
        return any(self[name].errors for name in names) or bool(self["question"].value())

    def clean_to(self):
        chosen = self.cleaned_data["to"]
        return next((part for part in self.parts if str(part.pk) == chosen), None)

    def clean(self):
        cleaned = super().clean()
        verdict, asks = cleaned.get("verdict"), cleaned.get("question")
        if asks:
            self._judge_question(verdict)
        # What is asked says what is wanted; nobody has to write it twice.
        if verdict and verdict != Review.Verdict.APPROVED and not cleaned.get("note") and "note" not in self.errors:
            if asks:
                cleaned["note"] = asks
            else:
                self.add_error("note", _("Skriv vad som ska kompletteras eller vad anmärkningen gäller."))
        return cleaned

    def _judge_question(self, verdict):
        if verdict == Review.Verdict.APPROVED:
            self.add_error("question", _("Du har godkänt. Välj Komplettera om du vill fråga, eller ta bort frågan."))
        if "to" not in self.errors and not self.cleaned_data.get("to"):
            self.add_error("to", _("Välj vem som ska svara."))
        day = self.cleaned_data.get("answer_by")
        if "answer_by" not in self.errors and day is None:
            self.add_error("answer_by", _("Skriv vilken dag svaret behövs."))
        elif day and day < clock.today():
            self.add_error("answer_by", _("Dagen har redan varit. Skriv en dag som kommer."))


class AtMeetingForm(ReviewForm):
    """What the council said of an activity at the meeting. It stands in the report."""

    name = "mote"

    fulfilment = forms.ChoiceField(
        label=gettext_lazy("Löftet"),
        choices=[("", gettext_lazy("Inte bedömt")), *Fulfilment.choices],
        required=False,
        help_text=gettext_lazy(
            "Om löftet är hållet. Något annat än läget: allt kan vara gjort och löftet ändå brutet."
        ),
        error_messages={"invalid_choice": gettext_lazy("Välj ett av svaren i listan.")},
    )
    decision = Words(
        label=gettext_lazy("Ställningstagande"),
        longest=LONGEST_NOTE,
        rows=3,
        help_text=gettext_lazy("Det rådet kom fram till. Det får nästa nummer i årets följd och står i rapporten."),
    )
    registry_number = Words(label=gettext_lazy("Diarienummer"), longest=40)

    def __init__(self, parts, *args, is_final=False, **kwargs):
        super().__init__(parts, *args, **kwargs)
        self.fields["verdict"].label = _("Rådets bedömning")
        self.fields["note"].help_text = _(
            "Behövs när rådet inte godkänner. Står i rapporten, där alla kan läsa den, så skriv inga namn på personer."
        )
        if not is_final:
            del self.fields["fulfilment"]

    def clean(self):
        told = super().clean()
        if told.get("registry_number") and not told.get("decision"):
            self.add_error("decision", _("Skriv ställningstagandet som diarienumret hör till."))
        return told

    @property
    def opens_decision(self):
        return any(self[name].errors or self[name].value() for name in ("decision", "registry_number"))


def _some_weeks_on():
    day = clock.today() + TIME_TO_ANSWER
    return day if is_workday(day) else add_workdays(day, 1)


# --- The samordnare's words ---
class SummaryForm(Sheet):
    """The meeting's summary and one for each focus area; in the year's final report also whether goals are met.

    Every field carries what it held when the page was drawn, so that two who write at once are told only of what both
    have changed.
    """

    def __init__(self, meeting, areas, stored, *args, **kwargs):
        super().__init__(*args, initial=stored, **kwargs)
        self.areas, self.clashes = areas, []
        self.fields["summary"] = Words(
            label=_("Hela perioden"),
            longest=LONGEST_SUMMARY,
            rows=5,
            help_text=_("Står först i rapporten, efter siffrorna. Skriv inga namn på personer."),
        )
        if meeting.is_final:
            self.fields["lessons"] = Words(label=_("Vad vi har lärt oss"), longest=LONGEST_SUMMARY, rows=5)
        for area in areas:
            self.fields[f"text-{area.pk}"] = Words(label=area.name, longest=LONGEST_SUMMARY, rows=4)
            if meeting.is_final:
                self.fields[f"fulfilment-{area.pk}"] = forms.ChoiceField(
                    label=_("Är målet uppfyllt? %(area)s") % {"area": area.name},
                    choices=[("", _("Inte bedömt")), *Fulfilment.choices],
                    required=False,
                )
                self.fields[f"known-{area.pk}"] = Words(
                    label=_("Hur vi vet det. %(area)s") % {"area": area.name},
                    longest=LONGEST_NOTE,
                    rows=2,
                    help_text=_("Behövs när målet är bedömt."),
                )
        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def parts(self):
        """Each focus area with its fields."""
        names = ("text", "fulfilment", "known")
        return [
            (area, [self[f"{n}-{area.pk}"] for n in names if f"{n}-{area.pk}" in self.fields]) for area in self.areas
        ]

    def clean(self):
        cleaned = super().clean()
        for area in self.areas:
            if cleaned.get(f"fulfilment-{area.pk}") and not cleaned.get(f"known-{area.pk}", "?"):
                self.add_error(f"known-{area.pk}", _("Skriv hur vi vet om målet är uppfyllt."))
        return cleaned

    def drawn(self, name):
        """What a field held when the page was drawn; of what can't be read, nothing."""
        try:
            return self.fields[name].to_python(self.data.get(self.add_initial_prefix(name), ""))
        except forms.ValidationError:
            return ""

    def drawn_anew(self, stored):
        """The same form with all that was typed, as if drawn now: what is saved next time is saved knowingly."""
        self.data = self.data.copy()
        for name in self.fields:
            self.data[self.add_initial_prefix(name)] = stored[name]


# --- The adoption ---
class AdoptForm(Sheet):
    """To adopt the first version, or a correction of the one that stands."""

    name = "anta"

    version = forms.IntegerField(min_value=1, max_value=30_000, widget=forms.HiddenInput)
    correction = Words(
        label=gettext_lazy("Vad är rättat?"),
        longest=LONGEST_NOTE,
        rows=3,
        required=True,
        help_text=gettext_lazy("Står överst i den nya versionen. Den gamla går fortfarande att läsa."),
        error_messages={"required": gettext_lazy("Skriv vad som är rättat.")},
    )
    on = Day(
        label=gettext_lazy("Uppgifter till och med"),
        required=False,
        help_text=gettext_lazy(
            "Lämna tomt för mötesdagen. Välj en senare dag om det som rapporterats efteråt ska räknas."
        ),
    )
    agrees = forms.BooleanField(
        label=gettext_lazy("Jag har läst rapporten, och rådet har antagit den."),
        error_messages={"required": gettext_lazy("Kryssa i att rådet har antagit rapporten.")},
    )

    def __init__(self, meeting, version, *args, **kwargs):
        super().__init__(*args, initial={"version": version}, **kwargs)
        self.meeting = meeting
        if version == 1:
            del self.fields["correction"], self.fields["on"]
        else:
            self.fields["agrees"].label = _("Jag har läst rättelsen, och den ska antas.")
            self.fields["on"].widget.attrs |= {"min": meeting.period_from.isoformat(), "max": clock.today().isoformat()}

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("Dagen ligger i framtiden. Skriv en dag som har varit."))
        if day and day < self.meeting.period_from:
            first = day_year(self.meeting.period_from)
            raise forms.ValidationError(_("Perioden började %(day)s. Skriv en senare dag.") % {"day": first})
        return day


class PublishForm(Sheet):
    """To let everybody read an adopted report, today or from a day on."""

    name = "publicera"

    version = forms.IntegerField(min_value=1, max_value=30_000, widget=forms.HiddenInput)
    on = Day(
        label=gettext_lazy("Publiceras"),
        error_messages={"required": gettext_lazy("Skriv vilken dag alla får läsa den.")},
        help_text=gettext_lazy("I dag, eller en dag som kommer."),
    )

    def __init__(self, report, *args, **kwargs):
        super().__init__(*args, initial={"version": report.version, "on": clock.today()}, **kwargs)
        self.fields["on"].widget.attrs["min"] = clock.today().isoformat()

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day < clock.today():
            raise forms.ValidationError(_("Dagen har redan varit. Välj i dag eller en dag som kommer."))
        return day
