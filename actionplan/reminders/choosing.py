"""Which reminders somebody wants, chosen by the link in the letter: it can do nothing else, so it lives as long as they do."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from arboga_loften.accounts.models import ALWAYS_OF_WHAT_IS_LATE, Reminders, User

signer = Signer(salt="actionplan.reminders")


def link(user):
    return settings.SITE_URL + reverse("actionplan:reminders", args=[signer.sign(str(user.pk))])


def person_of(token):
    """Whose letter a link stood in, while that person is here; else None."""
    try:
        pk = signer.unsign(token)
    except BadSignature:
        return None
    return User.objects.filter(pk=pk, is_active=True).select_related("organisation").first() if pk.isdecimal() else None


def choices_for(user):
    """What this person may choose: the value and its words."""
    return [choice for choice in Reminders.choices if choice[0] != Reminders.NONE or user.may_stop_reminders]


def choose(user, reminders):
    """Change which reminders somebody gets. Raises ValidationError where it isn't theirs to do without."""
    if reminders not in dict(choices_for(user)):
        raise ValidationError({"reminders": ALWAYS_OF_WHAT_IS_LATE})
    user.reminders = reminders
    user.save(update_fields=["reminders"])
