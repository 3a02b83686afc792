"""The loop by e-mail: an address left with a viewpoint, confirmed, told once of each thing that happens, and then erased.

The links in the letters are signed and lead to the receipt without its code, which we don't have.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from arboga_loften.foundation import clock, outbox
from dialogs.models import Answer, Follower
from dialogs.receipts import receipt_of

signer = Signer(salt="dialogs.followers")


# --- To begin and to end ---
@transaction.atomic
def follow(submission, email, *, written_in="sv"):
    """Leave an address; it is used for nothing until its owner has said yes in the letter that goes there now."""
    follower, is_new = Follower.objects.get_or_create(
        submission=submission, defaults={"email": email, "written_in": written_in}
    )
    if is_new:
        _write(follower, "confirm", "dialogs/mail/confirm.txt", {"confirm_url": link("follower_confirm", follower)})
    return follower


def confirm(token):
    """The owner of the address said yes. Returns the follower, or None for a link that no longer leads anywhere."""
    follower = follower_of(token)
    if follower and not follower.confirmed_at:
        follower.confirmed_at = clock.now()
        follower.save(update_fields=["confirmed_at"])
    return follower


def follower_of(token):
    try:
        pk = signer.unsign(token)
    except BadSignature:
        return None
    return Follower.objects.select_related("submission__dialogue").filter(pk=pk).first() if pk.isdecimal() else None


@transaction.atomic
def forget(follower):
    """Erase the address, and the letters to it that haven't left."""
    outbox.withdraw(_key(follower, ""))
    follower.delete()


def forget_closed(on=None):
    """Erase every address whose case is closed: all answered, and what it led to done or called off. Returns how many.

    An address that nobody confirmed within a week goes too.
    """
    gone = 0
    for follower in Follower.objects.select_related("submission").iterator():
        waited = (clock.now() - follower.asked_at).days
        is_over = receipt_of(follower.submission, on).is_done or (follower.confirmed_at is None and waited >= 7)
        # The last letter of a case may wait for the mail server; it goes first.
        if is_over and not outbox.waits(_key(follower, "")):
            forget(follower)
            gone += 1
    return gone


# --- To tell ---
def tell_of_answer(answer):
    """Write to those who follow the viewpoint that it is answered. Returns how many letters that became."""
    return tell([answer.viewpoint], f"answer-{answer.pk}", "dialogs/mail/answered.txt", {"answer": answer})


def tell_of_answers(on=None):
    """Write of every answer that followers haven't been told of: one whose day has come, or that a stopped process missed."""
    rows = Answer.objects.given(on).filter(viewpoint__submissions__follower__confirmed_at__isnull=False).distinct()
    return sum(tell_of_answer(answer) for answer in rows.select_related("viewpoint", "organisation"))


def tell(viewpoints, event, template, context):
    """Write one letter to each confirmed follower of some viewpoints about one event, once however often it is asked."""
    rows = Follower.objects.filter(
        confirmed_at__isnull=False, submission__viewpoints__in=[viewpoint.pk for viewpoint in viewpoints]
    )
    return sum(_write(each, event, template, context) for each in rows.distinct())


def _write(follower, event, template, context):
    with translation.override(follower.written_in):
        words = {
            "follower": follower,
            "receipt_url": link("follower_receipt", follower),
            "stop_url": link("follower_stop", follower),
            **context,
        }
        subject, _blank, body = render_to_string(template, words).strip().partition("\n\n")
        return bool(outbox.queue(key=_key(follower, event), to=follower.email, subject=subject, body=body))


def _key(follower, event):
    return f"follower:{follower.pk}:{event}"


def link(name, follower):
    """An address of the site, signed for one follower."""
    return settings.SITE_URL + reverse(f"dialogs:{name}", args=[signer.sign(str(follower.pk))])
