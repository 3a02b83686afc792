"""What every form that anybody may send has in common: it takes words as they were written, once, and refuses no human.

Instead of a picture to read there are a trap that only programs see and a time stamp. They give reasons to look first
(`form.suspicions`), and never a no.
"""

import secrets

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arboga_loften.foundation.letters import plain

signer = TimestampSigner(salt="arboga_loften.foundation.forms")

TRAP = "hemsida"
STAMP = "stamp"
TOO_FAST = 3  # seconds
TOO_OLD = 7 * 24 * 3600


class WordsField(forms.CharField):
    """Text from anybody: in one form, with one kind of line break, without control characters. Counted after that."""

    def to_python(self, value):
        return super().to_python(plain(value) if isinstance(value, str) else value)


class Trap(forms.TextInput):
    """A field that nobody sees or comes to by tab. It counts as hidden, so every way to draw a form draws it."""

    is_hidden = True

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "off", "tabindex": "-1", **(attrs or {})})

    def render(self, name, value, attrs=None, renderer=None):
        return format_html(
            '<div class="visually-hidden"><label for="{}">{}</label>{}</div>',
            (attrs or {}).get("id", ""),
            gettext_lazy("Lämna det här fältet tomt"),
            super().render(name, value, attrs, renderer),
        )


class StampField(forms.Field):
    """Drawn with the form's own stamp, also where another one came in."""

    widget = forms.HiddenInput

    def bound_data(self, data, initial):
        return initial


class Unseen:
    """For a form: the trap and the stamp. Put it first among the bases: `class SpeakForm(Unseen, forms.Form)`.

    `form.key` is the form's own, the same each time it is shown again, so that what is sent twice comes in once.
    `form.suspicions` holds "honeypot", "too_fast" (within three seconds) and "no_stamp". The first two are for the caller
    to weigh. With the last one the form isn't valid: it is shown once more, under a new key and with all that was typed.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[TRAP] = forms.Field(required=False, widget=Trap)
        self.fields[STAMP] = StampField(required=False)
        came = self._sent(STAMP)
        self.key = _key_of(came)
        self.has_stamp = bool(self.key)
        self.stamp = came if self.has_stamp else signer.sign(secrets.token_urlsafe(16))
        self.key = self.key or _key_of(self.stamp)
        self.fields[STAMP].initial = self.stamp

    @property
    def suspicions(self) -> list[str]:
        if not self.is_bound:
            return []
        found = {
            "honeypot": self._sent(TRAP).strip(),
            "too_fast": self.has_stamp and _key_of(self.stamp, within=TOO_FAST),
            "no_stamp": not self.has_stamp,
        }
        return [name for name, is_found in found.items() if is_found]

    def clean(self):
        cleaned = super().clean()
        if not self.has_stamp:
            self.add_error(
                None,
                _("Formuläret hann bli för gammalt. Allt du skrev är kvar. Kontrollera det och skicka en gång till."),
            )
        return cleaned

    def _sent(self, name):
        return (self.data.get(self.add_prefix(name)) or "") if self.is_bound else ""


def _key_of(stamp, within=TOO_OLD):
    """The key that we stamped within so many seconds, or ""."""
    try:
        return signer.unsign(stamp, max_age=within)
    except BadSignature:
        return ""
