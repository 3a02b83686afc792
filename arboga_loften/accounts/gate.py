"""The gate to everything that isn't for all: logged in, and by two steps where the role asks for it.

A stolen password must not be enough to publish in the municipality's name. So whoever may publish, answer or administer
(`accounts.must_use_two_steps`) proves a second time, in the same session, that it is they. It is asked here and nowhere
else: by the admin on every page, and by `log_in_required` and `staff_required` around every page outside it.
"""

from functools import wraps
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.urls import reverse

SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def must_use_two_steps(user):
    """Whether this person's role asks for it. A demonstration's log-ins are tried by their printed passwords."""
    return settings.TWO_STEPS and user.has_perm("accounts.must_use_two_steps") and not (settings.DEMO and user.is_demo)


def has_second_step(user):
    """Whether this person has an app or a key to prove themselves with."""
    return Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).exists()


def with_second_step(users):
    """The same of many: each gets `.second_step`."""
    theirs = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_STEPS)
    return users.annotate(second_step=Exists(theirs))


def took_two_steps(request):
    """Whether it was proven in this session: by an app, a key or a code, or by the organisation's own log-in."""
    methods = {record.get("method") for record in get_authentication_records(request, request.user)}
    return "mfa" in methods or (settings.OIDC_HAS_TWO_STEPS and "socialaccount" in methods)


def is_open(request):
    """Whether whoever asks may go on to what isn't for all."""
    user = request.user
    if not (user.is_authenticated and user.may_enter):
        return False
    return not must_use_two_steps(user) or took_two_steps(request)


def turn_away(request, *, heading_for=None):
    """Where somebody goes who found the gate closed: to log in, or to the second step. They come back afterwards."""
    heading_for = heading_for or request.get_full_path()
    if not (request.user.is_authenticated and request.user.may_enter):
        return redirect_to_login(heading_for)
    return HttpResponseRedirect(f"{reverse('two_steps_needed')}?{urlencode({'next': heading_for})}")


def log_in_required(view):
    """For a page of somebody who has logged in, whoever it is."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return view(request, *args, **kwargs) if is_open(request) else turn_away(request)

    return guarded


def staff_required(view):
    """For a page of those who work with the promise; others are told that it isn't theirs."""

    @log_in_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_staff:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
