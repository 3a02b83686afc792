"""A second step that is lost: the phone is in the lake and the codes are gone, so somebody else lets the person in again."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from arboga_loften.accounts import invitations, mail, sessions


@transaction.atomic
def reset(user, *, by):
    """Take away all that a person proves themselves with, end their sessions, and tell them. Returns how many it was."""
    count, _by_model = Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user)
    invitations.log_deed(user, by, _("Nollställde inloggningen i två steg"))
    mail.tell(
        user,
        _("%(who)s har tagit bort ditt andra steg vid inloggning. Du lägger till ett nytt när du loggar in.")
        % {"who": by},
    )
    return count
