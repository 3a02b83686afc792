"""Letters about a person's own log-in, by the site's outbox: what they asked for, and what they must know of."""

from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation import clock, outbox
from arboga_loften.foundation.models import Municipality

# What is told by a letter each time it happens, so that whoever it wasn't can act.
EVENTS = {
    "account/email/password_changed": _("Lösenordet är bytt."),
    "account/email/password_set": _("Du har valt ett lösenord."),
    "account/email/password_reset": _("Lösenordet är bytt med en länk i ett mejl."),
    "mfa/email/totp_activated": _("Inloggning med app är påslagen."),
    "mfa/email/totp_deactivated": _("Inloggning med app är avstängd."),
    "mfa/email/webauthn_added": _("En nyckel är tillagd."),
    "mfa/email/webauthn_removed": _("En nyckel är borttagen."),
    "mfa/email/recovery_codes_generated": _("Du har fått nya reservkoder. De gamla gäller inte längre."),
    "socialaccount/email/account_connected": _("Din inloggning hör nu ihop med organisationens."),
    "socialaccount/email/account_disconnected": _("Din inloggning hör inte längre ihop med organisationens."),
}


def write(template, *, to, key, **words):
    """One letter, which leaves at once: somebody is waiting for it. Without an address nothing is written."""
    if not to:
        return None
    words = {"municipality": Municipality.objects.current(), "site_url": settings.SITE_URL, **words}
    subject, body = outbox.written(template, words)
    return outbox.queue(key=key, to=to, subject=subject, body=body, at_once=True)


def tell(user, what, *, to=None):
    """That something about the log-in has changed, in a sentence; to the person's address, or to the one they had."""
    return write(
        "accounts/mail/changed.txt",
        to=to or user.email,
        key=f"account:{user.pk}:changed:{uuid4().hex}",
        user=user,
        what=what,
        when=clock.now(),
        reset_url=settings.SITE_URL + reverse("account_reset_password"),
    )


def send_reset(user, url, *, to):
    """The link to choose a new password by."""
    return write(
        "accounts/mail/reset.txt", to=to, key=f"account:{user.pk}:reset:{uuid4().hex}", user=user, reset_url=url
    )
