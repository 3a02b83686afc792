"""Everything under /konto/ that is more than allauth's own page: where somebody lands, and the ways in."""

import logging

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.account.views import LoginView
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as recovery
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ListWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from arboga_loften.accounts import adapters, gate, invitations, sessions
from arboga_loften.accounts.forms import WelcomeForm
from arboga_loften.foundation import qr

log = logging.getLogger(__name__)

# Where somebody was heading when the gate asked for a second step.
HEADING_FOR = "log_in_heading_for"
CODES_SALT = "arboga_loften.accounts.recovery_codes"
CODES_LAST = 60 * 60  # seconds that the page with the codes can be downloaded from


class LogIn(LoginView):
    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "organisation_name": settings.OIDC.get("OIDC_NAME", "")}


def too_many(request):
    """Knocked too often. Who has typed a wrong password is told so by the form; this is for whoever does it fast."""
    return render(request, "accounts/too_many.html", status=429)


# --- My account ---
@login_required
@require_safe
def home(request):
    """What one can do with one's own log-in, and on to the work."""
    words = {
        "second_step": gate.has_second_step(request.user),
        "must": gate.must_use_two_steps(request.user),
        "is_open": gate.is_open(request),
        "go_on_url": _go_on(request),
        **_few_codes(request),
    }
    return render(request, "accounts/home.html", words)


@require_safe
def logged_out(request):
    return render(request, "accounts/logged_out.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_sessions(request):
    """Where I am logged in; one of them can be ended, or all but this."""
    here = request.session.session_key
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        mine = UserSession.objects.filter(user=request.user).exclude(session_key=here)
        if chosen.isdecimal() and len(chosen) <= 18:
            mine = mine.filter(pk=int(chosen))
        sessions.end(request.user, list(mine.values_list("session_key", flat=True)))
        return redirect("usersessions_list")
    shown = sorted(sessions.of(request.user), key=lambda one: one.session_key != here)
    return render(request, "accounts/sessions.html", {"sessions": shown, "here": here})


# --- The second step ---
@login_required
@require_safe
def two_steps_needed(request):
    """Why the gate is closed, and how to open it."""
    if target := get_next_redirect_url(request):
        request.session[HEADING_FOR] = target
    if gate.is_open(request):
        return HttpResponseRedirect(_go_on(request))
    return render(request, "accounts/two_steps_needed.html", {"methods": _methods(request)})


def _methods(request):
    """The ways in which somebody who has a second step already can prove it now."""
    if not gate.has_second_step(request.user):
        return []
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    return [method for method in methods if method["id"].startswith("mfa")]


def _go_on(request):
    if target := request.session.get(HEADING_FOR):
        return target
    return reverse("admin:index") if request.user.is_staff else reverse("start")


def _few_codes(request):
    codes = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).exists()
    left = adapters.codes_left(request.user) if codes else 0
    return {"has_codes": codes, "codes_left": left, "codes_are_few": codes and left <= adapters.FEW_CODES}


class Proven:
    """For what adds a second step: having done so proves it for this session, and ends the ones that haven't."""

    def form_valid(self, form):
        response = super().form_valid(form)
        user, session = self.request.user, self.request.session
        record_authentication(self.request, user, "mfa", type=self.proves)
        sessions.end_all(user, but=session.session_key)
        return response


class ActivateApp(Proven, ActivateTOTPView):
    proves = Authenticator.Type.TOTP

    def get_context_data(self, **kwargs):
        words = super().get_context_data(**kwargs)
        secret = words["form"].secret
        groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
        return {**words, "qr": qr.draw(words["totp_url"]), "groups": groups}


class AddKey(Proven, AddWebAuthnView):
    proves = Authenticator.Type.WEBAUTHN

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "form": kwargs.get("form") or self.get_form()}


class RemoveKey(RemoveWebAuthnView):
    """allauth asks only for its apps whether the last one may go; here also for a key."""

    def form_valid(self, form):
        if not adapters.MFAAdapter().can_delete_authenticator(self.object):
            form.add_error(None, ValidationError(adapters.MFAAdapter.error_messages["cannot_delete_authenticator"]))
            return self.form_invalid(form)
        return super().form_valid(form)


class TwoSteps(IndexView):
    def get_context_data(self, **kwargs):
        words = super().get_context_data(**kwargs)
        must = gate.must_use_two_steps(self.request.user)
        return {**words, "must": must, "go_on_url": _go_on(self.request), **_few_codes(self.request)}


class Keys(ListWebAuthnView):
    def get_queryset(self):
        return super().get_queryset().order_by("pk")


@login_required
@require_safe
def recovery_codes(request):
    """The codes, shown once: right after they were made."""
    codes, is_first = recovery.view_recovery_codes(request)
    if codes is None:
        return redirect("mfa_index")
    shown = codes.get_unused_codes() if is_first else []
    words = {
        "codes": [f"{code[:4]} {code[4:]}" for code in shown],
        "signed": signing.dumps(shown, salt=CODES_SALT) if shown else "",
        "go_on_url": _go_on(request),
        **_few_codes(request),
    }
    return render(request, "mfa/recovery_codes/index.html", words)


@login_required
@require_POST
def download_codes(request):
    """The codes that the page shows, as a file. The page itself carries them: they are handed out nowhere else."""
    try:
        codes = signing.loads(request.POST.get("codes", ""), salt=CODES_SALT, max_age=CODES_LAST)
    except signing.BadSignature:
        return redirect("mfa_view_recovery_codes")
    lines = [_("Reservkoder för %(who)s") % {"who": request.user.username}, settings.SITE_URL, "", *codes, ""]
    response = HttpResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="reservkoder.txt"'
    return response


# --- Welcome ---
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request, token):
    """The first password of somebody who was invited, and then straight on to the second step or the work."""
    user = invitations.invited_by(token)
    if user is None:
        return render(request, "accounts/welcome_gone.html", status=404)
    form = WelcomeForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        user = invitations.accept(token, form.cleaned_data["password1"])
        if user is None:
            return render(request, "accounts/welcome_gone.html", status=404)
        if request.user.is_authenticated:
            get_adapter(request).logout(request)
        record_authentication(request, user, "password", username=user.username)
        return perform_login(request, user, email_verification="none", redirect_url=reverse("account_home"))
    return render(request, "accounts/welcome.html", {"form": form, "invited": user}, status=422 if form.errors else 200)


# --- The organisation's own log-in ---
def organisation_log_in(request, provider_id):
    """To the organisation's log-in; when it doesn't answer, one is told so and can use a password instead."""
    return _at_organisation(request, openid.login, provider_id)


def organisation_came_back(request, provider_id):
    return _at_organisation(request, openid.callback, provider_id)


def _at_organisation(request, view, provider_id):
    try:
        return view(request, provider_id=provider_id)
    except (RequestException, KeyError, ValueError, TypeError) as fault:
        log.warning("Organisationens inloggning svarade inte som väntat (%s).", type(fault).__name__)
        return render(request, "socialaccount/authentication_error.html", status=502)
