"""What opens a receipt, and where to write about it."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from dialogs import receipts


class PlainHelper(FormHelper):
    """A form without a CSRF token, since that would need a cookie: see views/receipt.py."""

    disable_csrf = True

    def __init__(self, action, name, label):
        super().__init__()
        self.form_action = action
        self.add_input(Submit(name, label))


class FindForm(forms.Form):
    """The code from a receipt, however it is spaced, cased and misread."""

    takes_focus = True

    code = forms.CharField(
        label=_("Din kod"),
        max_length=receipts.LONGEST_TYPED,
        help_text=_("Sexton bokstäver och siffror. Stora eller små, med eller utan streck: det spelar ingen roll."),
        error_messages={
            "required": _("Skriv koden som du fick när du tyckte till."),
            "max_length": _("Det där är inte en hel kod. Den har sexton tecken i fyra grupper."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = PlainHelper("dialogs:receipt_find", "visa", _("Visa kvittot"))

    def clean_code(self):
        typed = self.cleaned_data["code"]
        if not receipts.read(typed):
            raise forms.ValidationError(_("Det där är inte en hel kod. Den har sexton tecken i fyra grupper."))
        if not receipts.submission_with(typed):
            raise forms.ValidationError(_("Ingen synpunkt har den koden. Läs den en gång till, tecken för tecken."))
        return receipts.read(typed)


class FollowForm(forms.Form):
    """An address to write to when something happens."""

    email = forms.EmailField(
        label=_("E-post"),
        max_length=254,
        help_text=_("Bara för att berätta vad som händer med det här. Vi raderar adressen när ärendet är klart."),
        error_messages={
            "required": _("Skriv din e-postadress."),
            "invalid": _("Skriv adressen så här: namn@exempel.se."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def __init__(self, *args, action="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = PlainHelper(action, "folj", _("Mejla mig"))
