"""A picture that somebody has chosen but not sent: it survives the preview and every fault, and is forgotten if never sent.

It waits under a digest of the form's key. When the form is sent the file stays where it lies, and belongs to the
submission: nothing is moved, so that nothing can be lost or left behind half-way.
"""

from datetime import datetime, time, timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.utils.timezone import make_aware

from arboga_loften.foundation import clock
from dialogs import receipts
from dialogs.models import PendingPhoto, Submission

KEPT_FOR = timedelta(hours=24)
signer = TimestampSigner(salt="dialogs.photos")


def keep(key, picture):
    """Let a picture, already drawn anew, wait for its form. One that waited before it is gone."""
    before = waiting(key)
    pending = before or PendingPhoto(key_digest=receipts.digest(key))
    earlier = before.photo.name if before else ""
    pending.photo, pending.kept_at = picture, clock.now()
    pending.save()
    if earlier:
        pending.photo.storage.delete(earlier)
    return pending


def waiting(key):
    """The picture that waits for a form, or None."""
    return PendingPhoto.objects.filter(key_digest=receipts.digest(key)).first()


def drop(key):
    """Its owner took the picture away."""
    if pending := waiting(key):
        _forget(pending)


def belongs_now(key):
    """The form has been sent, and the file is the submission's."""
    PendingPhoto.objects.filter(key_digest=receipts.digest(key)).delete()


def signed(pending):
    """What the address of a waiting picture holds: neither the form's key nor anything to guess."""
    return signer.sign(pending.key_digest)


def with_signature(token):
    """The waiting picture that an address was signed for, or None."""
    try:
        digest = signer.unsign(token, max_age=KEPT_FOR)
    except BadSignature:
        return None
    return PendingPhoto.objects.filter(key_digest=digest).first()


def forget_pending(on=None):
    """Erase the pictures that have waited for a day and a night; with `on`, as when that day begins. Returns how many."""
    moment = make_aware(datetime.combine(on, time.min)) if on else clock.now()
    gone = 0
    for pending in PendingPhoto.objects.filter(kept_at__lte=moment - KEPT_FOR):
        _forget(pending)
        gone += 1
    return gone


def _forget(pending):
    """The row first, so that no form finds a picture that isn't there. A file that was sent has another owner."""
    pending.delete()
    if not Submission.objects.filter(key_digest=pending.key_digest, photo=pending.photo.name).exists():
        pending.photo.storage.delete(pending.photo.name)
