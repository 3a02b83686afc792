"""Letters that must arrive once: written in the same transaction as what they tell of, sent afterwards, never twice.

`queue` writes a letter under a key that says what it is about and for whom; the same key again writes nothing.
`deliver` sends what waits. A letter counts as sent only when the mail server has taken it, and then its address and its
words are erased, since they were needed for nothing else. What the server refuses is tried again later and later.
"""

import logging
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation import clock

log = logging.getLogger(__name__)

# Minutes to wait after each failed try; the last is repeated.
WAITS = [1, 5, 15, 60, 240, 720]
# A letter that a process took and never told of is taken again after this long: the process is gone.
TAKEN_FOR = timedelta(minutes=15)


class LetterQuerySet(models.QuerySet):
    def due(self):
        """Those to send now."""
        now = clock.now()
        free = Q(taken_at__isnull=True) | Q(taken_at__lte=now - TAKEN_FOR)
        return self.filter(free, sent_at__isnull=True, next_try_at__lte=now).order_by("next_try_at", "pk")


class Letter(models.Model):
    """One e-mail, to one address, about one thing."""

    key = models.CharField(_("om vad och till vem"), max_length=160, unique=True)
    recipient = models.EmailField(_("till"), blank=True)
    subject = models.CharField(_("ämne"), max_length=200)
    body = models.TextField(_("brev"), blank=True)
    queued_at = models.DateTimeField(_("skrivet"), default=clock.now)
    next_try_at = models.DateTimeField(_("nästa försök"), default=clock.now, db_index=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("försök"), default=0)
    last_fault = models.CharField(_("senaste felet"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("skickat"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("brev")
        verbose_name_plural = _("brev")
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="letter_has_an_address_until_sent",
                condition=Q(sent_at__isnull=False, recipient="", body="")
                | (Q(sent_at__isnull=True) & ~Q(recipient="") & ~Q(body="")),
            )
        ]

    def __str__(self):
        return self.subject

    @property
    def message_id(self):
        """The same at every try, so that a mail server that got it twice can tell."""
        host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
        return f"<{sha256(self.key.encode()).hexdigest()[:32]}@{host}>"


def queue(*, key, to, subject, body):
    """Write a letter, once for its key. Returns it, or None where it was written before."""
    letter, is_new = Letter.objects.get_or_create(
        key=key, defaults={"recipient": to, "subject": " ".join(subject.split()), "body": body}
    )
    return letter if is_new else None


def withdraw(prefix):
    """Throw away what waits under keys that begin so: its address is no longer ours to use."""
    Letter.objects.filter(key__startswith=prefix, sent_at__isnull=True).delete()


def waits(prefix):
    """Whether something under keys that begin so hasn't left yet."""
    return Letter.objects.filter(key__startswith=prefix, sent_at__isnull=True).exists()


def deliver(limit=200):
    """Send what waits. Returns (sent, failed). Can be run at any time and by several at once."""
    sent = failed = 0
    mail = get_connection()
    for _each in range(limit):
        letter = _take()
        if letter is None:
            break
        if _send(letter, mail):
            sent += 1
        else:
            failed += 1
    return sent, failed


@transaction.atomic
def _take():
    """The next letter, marked as ours so that nobody else sends it at the same time."""
    rows = Letter.objects.due()
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    letter = rows.first()
    if letter:
        letter.taken_at = clock.now()
        letter.tries += 1
        letter.save(update_fields=["taken_at", "tries"])
    return letter


def _send(letter, mail):
    message = EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[letter.recipient],
        connection=mail,
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except Exception as fault:  # whatever the mail server says, the letter waits and is tried again
        wait = WAITS[min(letter.tries, len(WAITS)) - 1]
        letter.taken_at, letter.last_fault = None, f"{type(fault).__name__}"[:200]
        letter.next_try_at = clock.now() + timedelta(minutes=wait)
        letter.save(update_fields=["taken_at", "last_fault", "next_try_at"])
        log.warning("Ett brev gick inte att skicka (%s). Nytt försök om %s minuter.", letter.last_fault, wait)
        return False
    letter.sent_at, letter.recipient, letter.body, letter.last_fault = clock.now(), "", "", ""
    letter.save(update_fields=["sent_at", "recipient", "body", "last_fault"])
    return True
