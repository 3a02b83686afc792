"""What allauth asks of us: nobody signs up, letters go by our outbox, and the words are ours."""

import base64
import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from arboga_loften.accounts import gate, mail, sessions
from arboga_loften.accounts.models import User
from arboga_loften.foundation import limits
from arboga_loften.foundation.models import Municipality

log = logging.getLogger(__name__)

# The numbers stand in log_in.FAILED.
TOO_MANY = _("Det blev för många felaktiga försök. Vänta en kvart och försök igen, eller be om ett nytt lösenord.")
WRONG = _(
    "Användarnamnet och lösenordet hör inte ihop. Kontrollera båda. Stora och små bokstäver spelar roll i lösenordet."
)
WRONG_CODE = _("Koden stämmer inte. Skriv den som appen visar just nu, eller en reservkod som du inte har använt.")
FEW_CODES = 3


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("Lösenordet stämmer inte."),
        "enter_current_password": _("Det är inte lösenordet som du har nu."),
    }

    # --- Who ---
    def is_open_for_signup(self, request):
        return False

    def is_ajax(self, request):
        """No page of ours asks for anything but pages, except for what a key needs to log in."""
        return request.path == reverse("mfa_login_webauthn") and request.headers.get("Accept") == "application/json"

    def get_client_ip(self, request):
        """The visitor's address. Where it can't be told, all who can't be told share one: an end to how many tries."""
        return limits.visitor_address(request) or "0.0.0.0"

    def _get_login_attempts_cache_key(self, request, **credentials):
        """One count for each person, by whatever name they are tried; also for names that nobody has."""
        login = credentials.get("email") or credentials.get("username") or ""
        found = filter_users_by_email(login, for_login=True) if "@" in login else []
        user = found[0] if len(found) == 1 else get_user_by_username(login)
        return f"person:{user.pk}" if user else f"name:{login.casefold()}"

    # --- In and out ---
    def get_login_stages(self):
        return ["arboga_loften.accounts.adapters.SecondStep"]

    def login(self, request, user):
        super().login(request, user)
        request.session.set_expiry(0)  # also by a key or the organisation's log-in: until the browser closes

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        if get_authentication_records(request, user)[-1:] and _by_recovery_code(request, user):
            left = codes_left(user)
            if left <= FEW_CODES:
                words = ngettext("Du har %(n)s reservkod kvar.", "Du har %(n)s reservkoder kvar.", left) % {"n": left}
                messages.warning(request, f"{words} {_('Gör nya under Ditt konto, innan de tar slut.')}")
        return response

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not by somebody who just logged in: an invited person goes straight on to the second step."""
        return super().is_reauthentication_required(app=app, **kwargs) and not sessions.is_fresh(self.request)

    def set_password(self, user, password):
        """Chosen anew, in any way: whoever is logged in elsewhere by the old one is out."""
        super().set_password(user, password)
        sessions.end_all(user, but=self.request.session.session_key)

    # --- Words ---
    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        """Only what the page itself doesn't show; a visitor's cookie for "you have logged out" isn't worth it."""
        if message_template in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            return
        super().add_message(request, level, message_template, message_context, extra_tags, message)

    # --- Letters ---
    def send_password_reset_mail(self, user, email, context):
        mail.send_reset(user, context["password_reset_url"], to=email)

    def get_reset_password_from_key_url(self, key):
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return settings.SITE_URL + path

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        mail.tell(user, mail.EVENTS[template_prefix])

    def send_mail(self, template_prefix, email, context):
        raise LookupError(f"Inget av våra brev heter {template_prefix}.")


def _by_recovery_code(request, user):
    return get_authentication_records(request, user)[-1].get("type") == Authenticator.Type.RECOVERY_CODES


def codes_left(user):
    """How many recovery codes a person has that aren't used."""
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes else 0


class SecondStep(AuthenticateStage):
    """Asked of everybody who has a second step, except where the organisation's own log-in has asked already."""

    def _should_handle(self, request):
        by_organisation = "sociallogin" in (self.login.signal_kwargs or {})
        return super()._should_handle(request) and not (by_organisation and settings.OIDC_HAS_TWO_STEPS)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _(
            "Din roll behöver ett andra steg. Lägg till ett annat innan du tar bort det här."
        ),
    }

    def can_delete_authenticator(self, authenticator):
        """Whose role asks for two steps keeps at least one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=gate.SECOND_STEPS).exclude(
            pk=authenticator.pk
        )
        return others.exists() or not gate.must_use_two_steps(authenticator.user)

    def get_totp_label(self, user):
        return user.username

    def get_totp_issuer(self):
        return str(Municipality.objects.current().service_name)

    def _get_site_name(self):
        return self.get_totp_issuer()

    def generate_authenticator_name(self, user, type):
        n = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(_("Nyckel %(n)s") % {"n": n})

    # The secrets of the apps lie encrypted, so that a copy of the database alone opens nothing.
    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Never an empty one, whose codes anybody could reckon: one that nobody knows.
            log.error("En hemlighet för inloggning i två steg går inte att läsa. Är SECRET_KEY utbytt?")
            return generate_totp_secret()


def _cipher():
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("arboga_loften.accounts.second_step", "key", key, algorithm="sha256") for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest.digest())) for digest in digests])


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """The organisation's log-in opens an account that is here already, and never makes one."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        sociallogin.state["process"] = "login"
        if sociallogin.is_existing:
            return
        user = _known_by_address(sociallogin)
        if user is None:
            raise ImmediateHttpResponse(render(request, "accounts/unknown.html", status=403))
        sociallogin.connect(request, user)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        mail.tell(user, mail.EVENTS[template_prefix])


def _known_by_address(sociallogin):
    """The one active person with an address that the organisation says is theirs."""
    vouched = [
        each.email for each in sociallogin.email_addresses if each.verified is True or settings.OIDC_VOUCHES_FOR_EMAIL
    ]
    users = {user.pk: user for email in vouched for user in User.objects.filter(email__iexact=email, is_active=True)}
    users = [user for user in users.values() if not user.is_demo]
    return users[0] if len(users) == 1 else None
