"""What a resident fills in: the same fields in every dialogue, and the questions that its officials ask.

All of it can be typed: the map and the picture are extras beside words that do the same job.
"""

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from arboga_loften.foundation import mapping, pictures
from arboga_loften.foundation.forms import STAMP, Unseen, WordsField
from arboga_loften.foundation.letters import swedish
from arboga_loften.foundation.templatetags.look import number
from dialogs.models import SCALE, Place, Question, Reply, Theme

LONGEST_TEXT, LONGEST_REPLY = 5000, 2000
FEW = 7
ANOTHER = "annat"
YES, NO = "ja", "nej"


class Words(WordsField):
    """Words of a resident's own. Too many are refused with all of them kept; a browser would cut them off in silence."""

    def __init__(self, *, longest, rows=0, **kwargs):
        self.longest = longest
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(widget=widget, required=kwargs.pop("required", False), **kwargs)

    def to_python(self, value):
        if isinstance(value, str) and "\0" in value:
            raise forms.ValidationError(_("Texten har tecken som inte går att läsa. Ta bort dem, eller skriv om den."))
        return super().to_python(value)

    def validate(self, value):
        super().validate(value)
        if len(value) > self.longest:
            raise forms.ValidationError(
                _("Det är %(length)s tecken, och får vara högst %(longest)s. Korta det lite, eller dela upp det.")
                % {"length": number(len(value)), "longest": number(self.longest)}
            )


class SwedishSelect(forms.Select):
    """Names of the register, which stay Swedish on an English page."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value and value != ANOTHER and get_language() != "sv":
            option["attrs"]["lang"] = "sv"
        return option


class SpeakForm(Unseen, forms.Form):
    """The form of one dialogue. `said` is what was said (intake.receive takes it as it is), `replies()` what was replied."""

    takes_focus = True
    not_a_choice = gettext_lazy("Det valet finns inte längre. Välj igen.")

    text = Words(
        label=gettext_lazy("Din synpunkt"),
        longest=LONGEST_TEXT,
        rows=8,
        help_text=gettext_lazy("Berätta vad du har sett eller känt, och när. Skriv inte namn på personer."),
        error_messages={"required": gettext_lazy("Skriv din synpunkt.")},
    )
    place_words = Words(
        label=gettext_lazy("Plats i ord"),
        longest=200,
        help_text=gettext_lazy("Till exempel en gata, en park eller en hållplats. Inte ditt husnummer."),
    )
    stretch_from = Words(label=gettext_lazy("Vägsträcka från"), longest=120)
    stretch_to = Words(label=gettext_lazy("Vägsträcka till"), longest=120)
    shape = WordsField(label=gettext_lazy("På kartan"), required=False)
    photo = forms.FileField(
        label=gettext_lazy("Bild"),
        required=False,
        help_text=gettext_lazy(
            "Ett foto av platsen, utan ansikten och bilnummer. Var och när det togs tar vi bort ur filen."
        ),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    remove_photo = forms.BooleanField(label=gettext_lazy("Ta bort bilden"), required=False)
    photo_words = Words(
        label=gettext_lazy("Beskriv bilden"),
        longest=250,
        help_text=gettext_lazy("För den som inte ser den. En mening räcker."),
    )
    may_show = forms.ChoiceField(
        label=gettext_lazy("Får vi visa din synpunkt här på webbplatsen?"),
        initial=YES,
        choices=[(YES, gettext_lazy("Ja")), (NO, gettext_lazy("Nej, bara kommunen och polisen får läsa"))],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Vi läser den först och tar bort det som kan peka ut någon. Svar får du i båda fallen."),
        error_messages={
            "required": gettext_lazy("Välj ja eller nej."),
            "invalid_choice": gettext_lazy("Välj ja eller nej."),
        },
    )

    def __init__(self, dialogue, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dialogue = dialogue
        self.questions = list(dialogue.questions.prefetch_related("choices").order_by("number"))
        self.fields["text"].required = not self.questions
        self.themes = self._rows(dialogue.themes.all()) or self._rows(Theme.objects.all())
        if self.themes:
            self.fields["theme"] = self._theme()
        asks_in_register = any(question.kind == Question.Kind.PLACE for question in self.questions)
        self.places = self._rows(Place.objects.all()) if dialogue.asks_for_place or asks_in_register else {}
        self.fields["place"] = self._place(label=_("Plats i kommunens lista"))
        for question in self.questions:
            self.fields[_name(question)] = self._asked(question)
        for name in self._not_asked():
            self.fields.pop(name, None)

    # --- How it is drawn: each part in the order that it is read ---
    @property
    def asked(self):
        """The fields of the officials' questions."""
        return [self[_name(question)] for question in self.questions]

    @property
    def map(self):
        """The map to point at, with the register's places to find the way by."""
        places = mapping.marks_of(self.places.values())
        return mapping.Map(_("Visa på en karta"), places=places, name="shape", value=self["shape"].value() or "")

    def typed(self):
        """All that was typed, as it came, by the names of its fields: what the preview carries on."""
        names = [name for name in self.fields if name not in {"photo", "remove_photo"}]
        return [(name, value) for name in names for value in self.data.getlist(name)]

    def under_a_new_key(self):
        """The same form with all that was typed, as another one: what it sends is a submission of its own."""
        data = self.data.copy()
        data[STAMP] = type(self)(self.dialogue).stamp
        return type(self)(self.dialogue, data, self.files)

    # --- What it says ---
    def clean_shape(self):
        return mapping.parse_shape(self.cleaned_data["shape"])

    def clean_photo(self):
        """The picture drawn anew, or a refusal in words."""
        upload = self.cleaned_data["photo"]
        return pictures.redraw(upload) if upload else None

    def clean(self):
        cleaned = super().clean()
        ends = {name: cleaned.get(name) for name in ("stretch_from", "stretch_to")}
        if any(ends.values()) and not all(ends.values()):
            missing = "stretch_to" if ends["stretch_from"] else "stretch_from"
            if missing not in self.errors:
                self.add_error(missing, _("Skriv både var sträckan börjar och var den slutar."))
        if not self.errors and not cleaned["text"] and not self.replies():
            self.add_error("text", _("Skriv din synpunkt, eller svara på minst en fråga."))
        return cleaned

    @property
    def said(self):
        """What was said, in the names of the submission's fields."""
        words = ["text", "place_words", "stretch_from", "stretch_to", "photo_words"]
        return {
            **{name: self.cleaned_data.get(name) or "" for name in words},
            "theme": self.themes.get(self.cleaned_data.get("theme")),
            "place": self.places.get(self.cleaned_data.get("place")),
            "shape": self.cleaned_data.get("shape"),
            "may_show": self.cleaned_data["may_show"] == YES,
            "written_in": get_language(),
        }

    def replies(self):
        """What was replied, as rows that aren't saved: one for each chosen alternative."""
        return [reply for question in self.questions for reply in self._replies_to(question)]

    def differs_from(self, submission):
        """Whether the form says something else now than when it was sent. From one that is emptied nothing can differ."""
        if submission.erased_on:
            return False
        said = {**self.said, "written_in": submission.written_in}
        replied = {_essence(reply) for reply in submission.replies.all()}
        return (
            any(getattr(submission, name) != value for name, value in said.items())
            or {_essence(reply) for reply in self.replies()} != replied
            or bool(self.cleaned_data.get("photo") and not submission.photo)
        )

    def _replies_to(self, question):
        value = self.cleaned_data.get(_name(question))
        if not value:
            return
        if question.has_choices:
            choices = {str(choice.pk): choice for choice in question.choices.all()}
            # Each once, however many times it was sent.
            for chosen in dict.fromkeys(value if isinstance(value, list) else [value]):
                yield Reply(question=question, choice=choices[chosen])
        elif question.kind == Question.Kind.SCALE:
            yield Reply(question=question, number=int(value))
        elif question.kind == Question.Kind.PLACE:
            yield Reply(question=question, place=self.places[value])
        else:
            yield Reply(question=question, text=value)

    # --- What it asks ---
    def _rows(self, rows):
        """Rows to choose between by their key, in Swedish order."""
        return {str(row.pk): row for row in sorted(rows, key=lambda row: swedish(row.name))}

    def _theme(self):
        """As radio buttons where they are few; many would push everything else off the screen of a phone."""
        another = (ANOTHER, _("Något annat"))
        words = {
            "label": _("Vad handlar det om?"),
            "required": False,
            "error_messages": {"invalid_choice": self.not_a_choice},
        }
        if len(self.themes) > FEW:
            names = [(key, theme.name) for key, theme in self.themes.items()]
            return forms.ChoiceField(choices=[("", _("Inget valt")), *names, another], widget=SwedishSelect, **words)
        names = [(key, _sv(theme.name)) for key, theme in self.themes.items()]
        return forms.ChoiceField(choices=[*names, another], widget=forms.RadioSelect, **words)

    def _place(self, **words):
        return forms.ChoiceField(
            choices=[("", _("Ingen vald")), *((key, place.name) for key, place in self.places.items())],
            widget=SwedishSelect,
            **{"required": False, **words, "error_messages": {"invalid_choice": self.not_a_choice}},
        )

    def _asked(self, question):
        words = {
            "label": _sv(question.text),
            "help_text": _sv(question.hint) if question.hint else "",
            "required": question.is_required,
            "error_messages": {"required": _("Svara på den här frågan."), "invalid_choice": self.not_a_choice},
        }
        if question.kind == Question.Kind.TEXT:
            return Words(longest=LONGEST_REPLY, rows=4, **words)
        if question.kind == Question.Kind.PLACE:
            return self._place(**words)
        if question.kind == Question.Kind.SEVERAL:
            return forms.MultipleChoiceField(
                choices=_alternatives(question), widget=forms.CheckboxSelectMultiple, **words
            )
        # A choice that has been made can't be unmade without a script, so no answer is one of the choices.
        none = [] if question.is_required else [("", _("Hoppar över"))]
        return forms.ChoiceField(choices=[*_alternatives(question), *none], widget=forms.RadioSelect, **words)

    def _not_asked(self):
        if not self.dialogue.asks_for_place:
            yield from ("place", "place_words", "stretch_from", "stretch_to", "shape")
        if not self.places:
            yield "place"
        if not self.dialogue.asks_for_photo:
            yield from ("photo", "remove_photo", "photo_words")


def _name(question):
    return f"question-{question.pk}"


def _alternatives(question):
    if question.kind == Question.Kind.SCALE:
        means = {SCALE[0]: question.low_label, SCALE[-1]: question.high_label}
        return [
            (str(step), format_html("{} – {}", step, _sv(means[step])) if step in means else step) for step in SCALE
        ]
    return [(str(choice.pk), _sv(choice.label)) for choice in question.choices.all()]


def _essence(reply):
    return reply.question_id, reply.choice_id, reply.number, reply.place_id, reply.text


def _sv(words):
    """An official's own words, marked as Swedish on an English page."""
    return words if get_language() == "sv" else format_html('<span lang="sv">{}</span>', words)
