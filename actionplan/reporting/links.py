"""The link in a letter: to report on one part of one activity, for one person, without logging in.

A link says which part, whose it is and the day that it was made, signed together with the person's e-mail address. It
opens nothing else. It dies after some weeks, and before that when the person no longer has anything to do with the part,
has left, or has got another address, and when the activity isn't public, or its year is over and the council waits for
no answer about it.
"""

from datetime import date

from django.conf import settings
from django.core.signing import Signer
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from actionplan.models import Activity, Commitment
from arboga_loften.accounts.models import User
from arboga_loften.foundation import clock, outbox
from arboga_loften.foundation.limits import Limit
from arboga_loften.foundation.models import Municipality

signer = Signer(salt="actionplan.links", sep=".")
AGAIN = Limit("report-link-again", most=1, seconds=3600)


def link_for(commitment, user) -> str:
    """The whole address where somebody reports on a part. In Swedish, as the letter that it stands in."""
    made = f"{commitment.pk}-{user.pk}-{clock.today().toordinal()}"
    with translation.override("sv"):
        path = reverse("actionplan:report_by_link", args=[f"{made}.{_signature(made, user)}"])
    return settings.SITE_URL + path


def read(token):
    """The part and the person that a link was made for, or None where it leads nowhere any more."""
    found = _made_for(token)
    if found is None:
        return None
    commitment, user, made_on = found
    age = (clock.today() - made_on).days
    return (commitment, user) if 0 <= age <= settings.REPORT_LINK_DAYS and is_theirs(commitment, user) else None


def is_theirs(commitment, user) -> bool:
    """Whether a link to this part works for this person now."""
    return user.may_enter and _answers_for(user, commitment) and _is_alive(commitment.activity_id)


def send_anew(token) -> bool:
    """Mail a new link to whom an old one was made for, to the address that we have: once an hour for each part and person.

    Whether anything was sent is for us alone; whoever asks hears the same either way.
    """
    found = _made_for(token)
    if found is None:
        return False
    commitment, user, _made_on = found
    who = f"{commitment.pk}-{user.pk}"
    if not (user.email and is_theirs(commitment, user) and AGAIN.allows(who)):
        return False
    with translation.override("sv"):
        words = {
            "activity": commitment.activity,
            "link": link_for(commitment, user),
            "days": settings.REPORT_LINK_DAYS,
            "municipality": Municipality.objects.current(),
        }
        subject, body = outbox.written("actionplan/mail/new_link.txt", words)
    # The hour stands in the key too: not even without the cache does anybody get two.
    key = f"report-link-{who}-{clock.now():%Y%m%d%H}"
    return outbox.queue(key=key, to=user.email, subject=subject, body=body, at_once=True) is not None


# --- What a link says ---
def _signature(made, user):
    return signer.signature(f"{made}:{user.email.casefold()}")


def _made_for(token):
    """The part, the person and the day that a token was signed for, whatever has become of them since; or None."""
    made, _dot, signature = token.partition(".")
    parts = made.split("-")
    if not (len(parts) == 3 and all(part.isascii() and part.isdigit() and len(part) <= 10 for part in parts)):
        return None
    commitment_pk, user_pk, day = map(int, parts)
    user = User.objects.filter(pk=user_pk).first()
    if user is None or not constant_time_compare(signature, _signature(made, user)):
        return None
    rows = Commitment.objects.select_related("organisation", "owner", "activity__focus_area__promise__plan")
    commitment = rows.filter(pk=commitment_pk).first()
    return (commitment, user, date.fromordinal(day)) if commitment else None


def _answers_for(user, commitment):
    """The owner, or one of those who get the letter when the owner doesn't answer."""
    owner = commitment.owner
    stands_in = owner is not None and user.pk in {owner.pk, owner.deputy_id, owner.chief_id}
    return stands_in or user.has_perm("accounts.speak_for_all")


def _is_alive(activity_pk):
    """Public, and its year isn't over, or the council waits for an answer about it."""
    return Activity.objects.visible().to_see_to().filter(pk=activity_pk).exists()
