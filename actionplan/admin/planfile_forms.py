"""The forms of reading in a plan: which file, the answers to what it leaves open, and why what is published changes."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.planfile.asking import is_of_kind
from arboga_loften.foundation.forms import WordsField
from arboga_loften.foundation.letters import plain
from arboga_loften.foundation.spreadsheets import LARGEST

ANSWER = "svar-"
LONGEST_ANSWER = 2000
MOST_RADIOS = 5
EARLIEST, LATEST = 2008, 2100


class PlanFileForm(forms.Form):
    """A file with a plan, and the year that it is for."""

    year = forms.IntegerField(
        label=gettext_lazy("Vilket år gäller planen?"),
        help_text=gettext_lazy("Finns det inget löfte för året än börjar ett nytt, som utkast."),
        min_value=EARLIEST,
        max_value=LATEST,
        error_messages={
            "required": gettext_lazy("Skriv vilket år planen gäller."),
            "invalid": gettext_lazy("Skriv året med fyra siffror, till exempel 2024."),
            "min_value": gettext_lazy("Året ska ligga mellan 2008 och 2100."),
            "max_value": gettext_lazy("Året ska ligga mellan 2008 och 2100."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4, "class": "vIntegerField"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Fil"),
        help_text=gettext_lazy("Word (.docx), Excel (.xlsx) eller CSV. Högst 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.csv"}),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Välj en fil."),
            "empty": gettext_lazy("Filen är tom."),
            "invalid": gettext_lazy("Välj en fil."),
            "missing": gettext_lazy("Välj en fil."),
            "max_length": gettext_lazy("Filens namn är för långt. Döp om den och försök igen."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, label_suffix="", **kwargs)

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("Filen är större än 5 MB. Dela upp den i flera."))
        return upload


class AskedField(WordsField):
    """Words that are asked for, where the form and not the field says when there may be none."""

    def validate(self, value):
        return None


# --- Answers ---
def name_of(question):
    """The name of a question's field: its key in letters that a field's name may have."""
    return ANSWER + question.key.encode().hex()


def answers_in(data):
    """Every answer that came in, by its question's key; also to questions that aren't shown any more."""
    found = {}
    for name in data:
        if name.startswith(ANSWER):
            try:
                key = bytes.fromhex(name.removeprefix(ANSWER)).decode()
            except ValueError:
                continue
            found[plain(key)] = plain(data[name]).strip()[:LONGEST_ANSWER]
    return found


class AnswersForm(forms.Form):
    """A field for each question: those without an answer first, then those that may be answered anew.

    `open_keys` are the questions that have no answer that can be used. Where one was given, its field says so.
    """

    def __init__(self, questions, answers, *, open_keys, is_sent):
        self.questions = {question.key: question for question in questions}
        self.open_keys = open_keys
        data = {name_of(each): answers[each.key] for each in questions if each.key in answers} if is_sent else None
        super().__init__(data, use_required_attribute=False, label_suffix="")
        for question in questions:
            initial = answers.get(question.key, question.suggestion)
            self.fields[name_of(question)] = _field_of(question, initial)
        self.answers = answers

    @property
    def open_fields(self):
        return [self[name_of(each)] for key, each in self.questions.items() if key in self.open_keys]

    @property
    def settled_fields(self):
        return [self[name_of(each)] for key, each in self.questions.items() if key not in self.open_keys]

    @property
    def kept(self):
        """Answers to questions that another answer has taken away: they come along, if it is changed back."""
        return [(ANSWER + key.encode().hex(), text) for key, text in self.answers.items() if key not in self.questions]

    def clean(self):
        cleaned = super().clean()
        for key, question in self.questions.items():
            if key in self.open_keys and key in self.answers:
                name = name_of(question)
                if name not in self.errors:
                    self.add_error(name, _unfit(question, self.answers[key]))
        return cleaned


def _unfit(question, answer):
    if is_of_kind(question, answer):
        return _("Det svaret går inte att använda. Läs frågan igen.")
    return {
        "date": _("Skriv dagen så här: 2024-10-15."),
        "number": _("Skriv ett heltal med siffror."),
    }.get(question.kind, _("Välj ett av svaren."))


def _field_of(question, initial):
    words = {"label": question.text, "initial": initial}
    if question.kind in ("choice", "yes"):
        choices = list(question.choices) or [("ja", _("Ja")), ("nej", _("Nej"))]
        widget = forms.RadioSelect if len(choices) <= MOST_RADIOS else forms.Select
        unfit = dict.fromkeys(("invalid_choice", "required"), _("Välj ett av svaren."))
        return forms.ChoiceField(choices=choices, widget=widget, error_messages=unfit, **words)
    if question.kind == "date":
        return AskedField(widget=forms.TextInput(attrs={"type": "date"}), **words)
    if question.kind == "number":
        return AskedField(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **words)
    widget = forms.Textarea(attrs={"rows": 2}) if len(initial) > 60 else forms.TextInput()
    return AskedField(widget=widget, max_length=LONGEST_ANSWER, **words)


# --- The yes ---
class YesForm(forms.Form):
    """Why what is published changes, and whether the statuses of the file come along."""

    reason = AskedField(
        label=gettext_lazy("Varför ändras det som är publicerat?"),
        help_text=gettext_lazy("Gäller alla som inte har ett eget skäl. Skälet visas på webbplatsen."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_ANSWER,
    )
    with_statuses = forms.BooleanField(label=gettext_lazy("Ta med lägena som uppföljningar"), required=False)

    def __init__(self, comparison, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, label_suffix="", **kwargs)
        self.rows = comparison.asking_reason
        if not self.rows:
            del self.fields["reason"]
        if not comparison.statuses:
            del self.fields["with_statuses"]
        for row in self.rows:
            self.fields[row.reason_name] = WordsField(
                label=_("Eget skäl för %(label)s %(title)s") % {"label": row.activity.label, "title": row.title},
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                max_length=LONGEST_ANSWER,
            )

    def clean(self):
        cleaned = super().clean()
        for row in self.rows:
            if not (cleaned.get(row.reason_name) or cleaned.get("reason")):
                self.add_error(row.reason_name, _("Skriv varför, här eller i det gemensamma skälet."))
        return cleaned

    @property
    def reasons(self):
        said = self.cleaned_data
        return {row.activity.pk: said[row.reason_name] or said["reason"] for row in self.rows}

    @property
    def reason_fields(self):
        return [self[row.reason_name] for row in self.rows]
