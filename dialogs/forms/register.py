"""What staff fill in for others: one slip of paper after another, or a whole spreadsheet."""

import re
import secrets

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arboga_loften.foundation import clock
from arboga_loften.foundation.fields import DateInput
from arboga_loften.foundation.forms import WordsField
from arboga_loften.foundation.letters import swedish
from arboga_loften.foundation.spreadsheets import LARGEST
from dialogs.models import SCALE, Channel, Place, Question, Theme
from dialogs.registering import CHANNELS, LONGEST_TEXT, MOST_VOICES, questions_of, replies_to

KEY = re.compile(r"[\w-]{16,64}\Z", re.ASCII)
SAME_FOR_ALL = ["channel", "collector", "voices", "received_on"]
TOO_LONG = gettext_lazy("Texten är %(show_value)s tecken. Den får vara högst %(limit_value)s.")


class _Named(forms.ModelChoiceField):
    """Rows of the register in Swedish order, each called by its name alone."""

    def __init__(self, rows, **kwargs):
        super().__init__(rows, required=False, empty_label=kwargs.pop("empty_label"), **kwargs)
        names = sorted(((row.pk, row.name) for row in rows), key=lambda pair: swedish(pair[1]))
        self.choices = [("", self.empty_label), *names]


class SlipForm(forms.Form):
    """One viewpoint, written down for somebody. What is the same for all slips stays to the next one."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Hur kom den in?"), choices=CHANNELS, initial=Channel.PAPER)
    collector = WordsField(
        label=gettext_lazy("Insamlad av"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("En funktion, inte ett namn. Till exempel ”Fältare”."),
        error_messages={"max_length": TOO_LONG},
    )
    voices = forms.IntegerField(
        label=gettext_lazy("Antal röster"),
        initial=1,
        min_value=1,
        max_value=MOST_VOICES,
        help_text=gettext_lazy("Så många som säger just det här."),
        error_messages={
            "required": gettext_lazy("Skriv hur många som säger det här, minst 1."),
            "invalid": gettext_lazy("Skriv ett heltal, minst 1."),
            "min_value": gettext_lazy("Skriv ett heltal, minst 1."),
            "max_value": gettext_lazy("Skriv ett antal som är högst 100 000."),
        },
    )
    received_on = forms.DateField(
        label=gettext_lazy("Dag"),
        widget=DateInput,
        error_messages={
            "required": gettext_lazy("Skriv dagen då den kom in."),
            "invalid": gettext_lazy("Skriv dagen så här: 2024-10-15."),
        },
    )
    text = WordsField(
        label=gettext_lazy("Synpunkten"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
        help_text=gettext_lazy(
            "Skriv av den som den står. Ingen läser den på webbplatsen innan någon har granskat den."
        ),
        error_messages={"max_length": TOO_LONG},
    )
    place_words = WordsField(
        label=gettext_lazy("Plats i ord"), required=False, max_length=200, error_messages={"max_length": TOO_LONG}
    )
    stretch_from = WordsField(
        label=gettext_lazy("Vägen från"), required=False, max_length=120, error_messages={"max_length": TOO_LONG}
    )
    stretch_to = WordsField(
        label=gettext_lazy("Vägen till"), required=False, max_length=120, error_messages={"max_length": TOO_LONG}
    )
    may_show = forms.BooleanField(
        label=gettext_lazy("Den får visas på webbplatsen"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Ta bort krysset om den som skrev inte vill det."),
    )

    def __init__(self, dialogue, data=None, **kwargs):
        initial = {"received_on": clock.today(), **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, use_required_attribute=False, **kwargs)
        self.dialogue = dialogue
        self.key = self._sent_key() or secrets.token_urlsafe(16)
        self.initial["key"] = self.key
        chosen = dialogue.themes.all() or Theme.objects.all()
        self.fields["theme"] = _Named(chosen, label=_("Tema"), empty_label=_("Inget tema"))
        self.fields["place"] = _Named(Place.objects.all(), label=_("Plats i registret"), empty_label=_("Ingen plats"))
        self.questions = questions_of(dialogue)
        for question in self.questions:
            self.fields[_name(question)] = _asked(question)

    def _sent_key(self):
        sent = self.data.get("key", "") if self.is_bound else ""
        return sent if KEY.match(sent) else ""

    # --- How it is drawn ---
    @property
    def shared(self):
        return [self[name] for name in SAME_FOR_ALL]

    @property
    def own(self):
        where = ["place", "place_words", "stretch_from", "stretch_to"]
        asked = [_name(question) for question in self.questions]
        return [self[name] for name in ["text", *asked, "theme", *where, "may_show"]]

    def next(self):
        """An empty form for the next slip, with what is the same for all of them."""
        return type(self)(self.dialogue, initial={name: self.cleaned_data[name] for name in SAME_FOR_ALL})

    def anew(self):
        """The same form with all that was typed, as another slip."""
        data = self.data.copy()
        data["key"] = secrets.token_urlsafe(16)
        return type(self)(self.dialogue, data)

    # --- What it says ---
    def clean_key(self):
        if not self._sent_key():
            raise forms.ValidationError(_("Formuläret hann bli för gammalt. Allt står kvar. Spara en gång till."))
        return self.key

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Dagen ligger i framtiden. Skriv en dag som har varit."))
        return day

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("stretch_from")) != bool(cleaned.get("stretch_to")):
            missing = "stretch_to" if cleaned.get("stretch_from") else "stretch_from"
            if missing not in self.errors:
                self.add_error(missing, _("Skriv både var sträckan börjar och var den slutar."))
        if not self.errors and not cleaned["text"] and not self.replies():
            self.add_error("text", _("Skriv synpunkten, eller svara på en av frågorna."))
        return cleaned

    def replies(self):
        return [
            reply
            for question in self.questions
            for reply in replies_to(question, self.cleaned_data.get(_name(question)))
        ]

    @property
    def said(self):
        """What `registering.register` wants."""
        names = [*SAME_FOR_ALL, "text", "theme", "place", "place_words", "stretch_from", "stretch_to", "may_show"]
        return {name: self.cleaned_data[name] for name in names}

    def says_the_same(self, submission):
        """Whether what came in under this form's key is what the form says now."""
        same = all(getattr(submission, name) == value for name, value in self.said.items())
        return same and {_essence(each) for each in self.replies()} == {
            _essence(each) for each in submission.replies.all()
        }


def _name(question):
    return f"q{question.pk}"


def _essence(reply):
    return reply.question_id, reply.choice_id, reply.number, reply.place_id, reply.text


def _asked(question):
    """The field of a question. None must be answered: a slip may have left it empty."""
    words = {"label": question.text, "required": False}
    choices = question.choices.all()
    match question.kind:
        case Question.Kind.ONE:
            return _Chosen(choices, widget=forms.RadioSelect, **words)
        case Question.Kind.SEVERAL:
            return _SeveralChosen(choices, widget=forms.CheckboxSelectMultiple, **words)
        case Question.Kind.SCALE:
            ends = {SCALE[0]: question.low_label, SCALE[-1]: question.high_label}
            steps = [(n, f"{n} – {ends[n]}" if n in ends else str(n)) for n in SCALE]
            return forms.TypedChoiceField(choices=steps, coerce=int, widget=forms.RadioSelect, **words)
        case Question.Kind.PLACE:
            return _Named(Place.objects.all(), label=question.text, empty_label=_("Ingen plats"))
    widget = forms.Textarea(attrs={"rows": 3})
    return WordsField(max_length=LONGEST_TEXT, widget=widget, error_messages={"max_length": TOO_LONG}, **words)


class _Chosen(forms.TypedChoiceField):
    """One of a question's choices, as its row."""

    def __init__(self, choices, **kwargs):
        rows = {str(choice.pk): choice for choice in choices}
        labels = [(key, choice.label) for key, choice in rows.items()]
        super().__init__(choices=labels, coerce=rows.get, empty_value=None, **kwargs)


class _SeveralChosen(forms.TypedMultipleChoiceField):
    """Several of a question's choices, each once."""

    def __init__(self, choices, **kwargs):
        self.rows = {str(choice.pk): choice for choice in choices}
        super().__init__(choices=[(key, choice.label) for key, choice in self.rows.items()], empty_value=[], **kwargs)

    def _coerce(self, value):
        return [self.rows[key] for key in dict.fromkeys(value or [])]


class SheetForm(forms.Form):
    """A file with viewpoints, and what goes for the rows that don't say."""

    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy("Excel (.xlsx) eller CSV. Högst 5 MB och 5 000 rader."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": gettext_lazy("Välj en fil."),
            "empty": gettext_lazy("Filen är tom."),
            "invalid": gettext_lazy("Välj en fil."),
            "missing": gettext_lazy("Välj en fil."),
        },
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Hur kom de in?"),
        choices=CHANNELS,
        initial=Channel.PAPER,
        help_text=gettext_lazy("Gäller de rader som inte säger något annat."),
    )
    received_on = SlipForm.base_fields["received_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"received_on": clock.today()}, use_required_attribute=False, **kwargs)

    clean_received_on = SlipForm.clean_received_on

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("Filen är större än 5 MB. Dela upp den i flera."))
        return upload
