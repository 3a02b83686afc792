"""How long a log-in lasts: until the browser closes, two hours without a sign of life, twelve hours at most.

All by the real clock, also in a demonstration, as Django counts the age of a session.
"""

import time
from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.models import Session

BEGAN, SEEN = "log_in_began", "log_in_seen"
NOTED_EACH = 60  # seconds: a sign of life is written down once a minute at most


class SessionEndsMiddleware:
    """Logs out whoever has been away too long. Readers, who have no session, never meet it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            _end_or_note(request)
        return self.get_response(request)


def _end_or_note(request):
    now, session = int(time.time()), request.session
    began, seen = session.setdefault(BEGAN, now), session.setdefault(SEEN, now)
    if now - seen > settings.SESSION_IDLE or now - began > settings.SESSION_COOKIE_AGE:
        UserSession.objects.filter(session_key=session.session_key).delete()
        logout(request)
    elif now - seen >= min(NOTED_EACH, settings.SESSION_IDLE):
        session[SEEN] = now
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=_moment(now))


def _moment(seconds):
    return datetime.fromtimestamp(seconds, tz=UTC)


def is_fresh(request):
    """Whether whoever asks proved a moment ago who they are, in any way."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def of(user):
    """Where a person is logged in, the latest used first."""
    alive = Session.objects.filter(expire_date__gt=_moment(time.time())).values("session_key")
    return UserSession.objects.filter(user=user, session_key__in=alive).order_by("-last_seen_at", "-pk")


# --- To end ---
def end_all(user, *, but=None):
    """End every session of a person: the password was changed, the role, or the second step was lost. Returns how many."""
    keys = list(
        UserSession.objects.filter(user=user).exclude(session_key=but or "").values_list("session_key", flat=True)
    )
    return end(user, keys)


def end(user, keys):
    """End some sessions of a person, by their keys. Keys of others' are passed over."""
    theirs = UserSession.objects.filter(user=user, session_key__in=keys)
    keys = list(theirs.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    theirs.delete()
    return len(keys)


def forget_ended():
    """Erase the sessions that have ended, and what was noted of where they came from. Returns how many."""
    count, _by_model = Session.objects.filter(expire_date__lt=_moment(time.time())).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return count
