"""allauth's forms in our own words: a label for each field, a hint where one helps, and nothing written inside a field.

What they check is allauth's; what comes in broken is refused in words.
"""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

PASSWORD_HINT = _("Minst tolv tecken. Tre ord som inte hör ihop är lätta att minnas och svåra att gissa.")
CODE_HINT = _("Sex siffror ur appen, eller en av dina reservkoder.")
KEY_REFUSED = _("Nyckeln gick inte att använda. Försök igen, eller välj ett annat sätt.")
LONGEST_KEY = 20_000


class InOurWords:
    """For a form of allauth's: `words` gives each field its label and hint, and the placeholders go."""

    words = {}
    takes_focus = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label, hint = self.words.get(name, (field.label, ""))
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = _("Fyll i det här.")


class Twice:
    """A new password is typed two times."""

    def clean(self):
        cleaned = forms.Form.clean(self)
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Lösenorden är inte lika. Skriv samma två gånger."))
        return cleaned


NEW_PASSWORD = {
    "oldpassword": (_("Lösenordet som du har nu"), ""),
    "password1": (_("Nytt lösenord"), PASSWORD_HINT),
    "password2": (_("Nytt lösenord en gång till"), ""),
}
CODE = {"code": (_("Kod"), CODE_HINT)}


# --- By password ---
class LoginForm(InOurWords, account.LoginForm):
    words = {"login": (_("Användarnamn eller e-post"), ""), "password": (_("Lösenord"), "")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username webauthn",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["login"].validators.append(MaxLengthValidator(254))

    def clean(self):
        cleaned = super().clean()
        # Only whoever knows the password hears why it doesn't work.
        if self.user and not self.user.may_enter and self.user.is_active:
            raise forms.ValidationError(
                _("Den här inloggningen fungerar bara i demonstrationen. Be den som sköter webbplatsen om en egen."),
                code="demo",
            )
        return cleaned


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    words = {"password": (_("Lösenord"), "")}


class ChangePasswordForm(Twice, InOurWords, account.ChangePasswordForm):
    words = NEW_PASSWORD


class SetPasswordForm(Twice, InOurWords, account.SetPasswordForm):
    words = NEW_PASSWORD


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    words = {"email": (_("E-post"), _("Den adress som vi har till dig."))}


class ResetPasswordKeyForm(Twice, InOurWords, account.ResetPasswordKeyForm):
    words = NEW_PASSWORD


class UserTokenForm(account.UserTokenForm):
    """What stands in the link of a letter; what can't be anybody's number is nobody's."""

    uidb36 = forms.CharField(max_length=12)

    def _get_user(self, uidb36):
        try:
            return super()._get_user(uidb36) if uidb36 else None
        except OverflowError:
            return None


class WelcomeForm(Twice, forms.Form):
    """The first password, chosen by the invited person alone."""

    takes_focus = True

    password1 = forms.CharField(
        label=_("Välj ett lösenord"),
        help_text=PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Välj ett lösenord.")},
    )
    password2 = forms.CharField(
        label=_("Samma lösenord en gång till"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Skriv lösenordet en gång till.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self):
        validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]


# --- By an app ---
class NumberCode(InOurWords):
    """A code is typed with digits, on a phone with large ones."""

    words = CODE

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].validators.append(MaxLengthValidator(40))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class CodeForm(NumberCode, mfa.AuthenticateForm):
    pass


class CodeAgainForm(NumberCode, mfa.ReauthenticateForm):
    pass


class ActivateAppForm(NumberCode, totp.ActivateTOTPForm):
    words = {"code": (_("Koden som appen visar"), _("Sex siffror. De byts var trettionde sekund."))}


# --- By a key ---
class Credential:
    """What a browser sends of a key is a heap of data: what can't be read is refused like a wrong one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"].prepare_value = lambda _value: ""  # never drawn again: it is used once

    def clean(self):
        return self._or_refused(super().clean)

    def _or_refused(self, check):
        sent = self.data.get(self.add_prefix("credential"), "")
        # A browser writes it in plain letters; escaped ones hide what no database keeps.
        if len(sent) > LONGEST_KEY or "\x00" in sent or "\\u" in sent:
            raise forms.ValidationError(KEY_REFUSED)
        try:
            return check()
        except forms.ValidationError:
            raise
        except Exception:  # allauth reads it with libraries that each have faults of their own
            raise forms.ValidationError(KEY_REFUSED) from None


class CheckedKey(Credential):
    def clean_credential(self):
        return self._or_refused(super().clean_credential)


class AddKeyForm(Credential, InOurWords, keys.AddWebAuthnForm):
    words = {
        "name": (_("Namn på nyckeln"), _("Till exempel ”Jobbtelefonen”, så att du känner igen den.")),
        "passwordless": (
            _("Logga in med bara nyckeln, utan lösenord"),
            _("Då frågar nyckeln efter ditt finger, ditt ansikte eller en pinkod."),
        ),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(MaxLengthValidator(60))
        self.fields["passwordless"].initial = True


class EditKeyForm(InOurWords, keys.EditWebAuthnForm):
    words = {"name": (_("Namn på nyckeln"), "")}


class KeyForm(CheckedKey, keys.AuthenticateWebAuthnForm):
    pass


class KeyAgainForm(CheckedKey, keys.ReauthenticateWebAuthnForm):
    pass


class KeyLoginForm(CheckedKey, keys.LoginWebAuthnForm):
    pass
