"""The way in for somebody new: a letter with a link that works once, for a week, and for nobody else.

Who an invited person is an administrator says; the password only the person knows. A new invitation makes the older link
dead, since each one renews what the link is signed against.
"""

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from arboga_loften.accounts import mail, sessions
from arboga_loften.accounts.models import User
from arboga_loften.foundation import outbox

SALT = "arboga_loften.accounts.invitations"


def refusal_of(user):
    """Why somebody can't be invited, in words; "" where they can."""
    if not user.is_active:
        return _("Inloggningen är avstängd. Slå på den först.")
    if user.is_demo:
        return _("Den här inloggningen är bara för demonstrationen.")
    if user.has_usable_password():
        return _("Personen har redan ett lösenord, och kan själv välja ett nytt med länken ”Glömt lösenordet?”.")
    if not user.email:
        return _("Fyll i personens e-postadress först.")
    return ""


@transaction.atomic
def invite(user, *, by):
    """Write to somebody that they are welcome. Returns the letter."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if refused := refusal_of(user):
        raise ValidationError(refused)
    # Unusable, and another one than before: the link of an earlier invitation is signed against that one.
    user.set_unusable_password()
    user.save(update_fields=["password"])
    outbox.withdraw(f"invite-{user.pk}-")
    letter = mail.write(
        "accounts/mail/invite.txt",
        to=user.email,
        key=f"invite-{user.pk}-{_state(user)[:16]}",
        user=user,
        by=by,
        days=settings.INVITATION_DAYS,
        welcome_url=settings.SITE_URL + reverse("welcome", args=[token_for(user)]),
    )
    log_deed(user, by, _("Bjöd in personen med ett mejl"))
    return letter


def token_for(user):
    """What the link holds."""
    return signing.dumps({"user": user.pk, "state": _state(user)}, salt=SALT)


def invited_by(token):
    """The person that a link is for, while it works; else None."""
    try:
        told = signing.loads(token, salt=SALT, max_age=settings.INVITATION_DAYS * 24 * 3600)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=told["user"], is_active=True).first()
    return user if user and _is_waiting(user, told["state"]) else None


@transaction.atomic
def accept(token, password):
    """Choose the first password. Returns the person, or None where somebody was here before."""
    user = invited_by(token)
    if user is None:
        return None
    # Locked and asked again: of two who press at once, one comes in.
    user = User.objects.select_for_update().get(pk=user.pk)
    if invited_by(token) is None:
        return None
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_all(user)
    return user


def _is_waiting(user, state):
    return not user.has_usable_password() and constant_time_compare(state, _state(user))


def _state(user):
    """What changes when the link has done its work: the password, and the address that it was sent to."""
    return salted_hmac(SALT, f"{user.pk}:{user.password}:{user.email}", algorithm="sha256").hexdigest()


def log_deed(user, by, words):
    """A deed to somebody's log-in, written where the admin tells who changed what."""
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, change_message=words, single_object=True)
