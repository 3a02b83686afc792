"""Letters that must arrive once: written in the same transaction as what they tell of, sent afterwards, never twice.

`queue` writes a letter under a key that says what it is about and for whom; the same key again writes nothing.
`deliver` sends what waits. A letter counts as sent only when the mail server has taken it, and then its address and its
words are erased, since they were needed for nothing else. What the server refuses is tried again later and later, and
after some days no more.

A process that dies between the server's yes and our note of it makes the letter go again. Nobody can prevent that; the
letter then has the same Message-ID, by which a mail server knows it again.
"""

import logging
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, models, transaction
from django.db.models import Q
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation import clock

log = logging.getLogger(__name__)

# Minutes to wait after each failed try; the last is repeated.
WAITS = [1, 5, 15, 60, 240, 720]
# After so many tries, a bit more than five days, it is left: the address leads nowhere.
MOST_TRIES = 16
# A letter that a process took and never told of is taken again after this long: the process is gone.
TAKEN_FOR = timedelta(minutes=15)


class LetterQuerySet(models.QuerySet):
    def waiting(self):
        """Those that will be tried, now or later."""
        return self.filter(sent_at__isnull=True, tries__lt=MOST_TRIES)

    def due(self):
        """Those to send now."""
        now = clock.now()
        free = Q(taken_at__isnull=True) | Q(taken_at__lte=now - TAKEN_FOR)
        return self.waiting().filter(free, next_try_at__lte=now).order_by("next_try_at", "pk")


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


def written(template, words):
    """A letter from its template: (subject, body). The first line is the subject; it is text, so an & stays an &."""
    text = get_template(template).template.render(Context(words, autoescape=False))
    subject, _blank, body = text.strip().partition("\n\n")
    return " ".join(subject.split()), body


# --- To write ---
def queue(*, key, to, subject, body, at_once=False):
    """Write a letter, once for its key. Returns it, or None where it was written before.

    It leaves with the next `deliver`, or `at_once` when the transaction is done: for one letter that somebody waits for.
    """
    letter, is_new = Letter.objects.get_or_create(
        key=key, defaults={"recipient": to, "subject": " ".join(subject.split())[:200], "body": body}
    )
    if is_new and at_once:
        transaction.on_commit(lambda: _deliver_one(letter.pk), robust=True)
    return letter if is_new else None


def is_written(key):
    """Whether a letter with this key was written, sent or not."""
    return Letter.objects.filter(key=key).exists()


def withdraw(prefix):
    """Throw away what waits under keys that begin so: its address is no longer ours to use."""
    Letter.objects.filter(key__startswith=prefix, sent_at__isnull=True).delete()


def waits(prefix):
    """Whether something under keys that begin so hasn't left yet, and still will."""
    return Letter.objects.waiting().filter(key__startswith=prefix).exists()


# --- To send ---
def deliver(limit=200):
    """Send what waits. Returns (sent, failed). Can be run at any time and by several at once."""
    sent = failed = 0
    for _each in range(limit):
        letter = _take(Letter.objects.due())
        if letter is None:
            break
        if _send(letter):
            sent += 1
        else:
            failed += 1
    return sent, failed


def _deliver_one(pk):
    letter = _take(Letter.objects.due().filter(pk=pk))
    if letter:
        _send(letter)


@transaction.atomic
def _take(rows):
    """The next letter, marked as ours so that nobody else sends it at the same time."""
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    letter = rows.first()
    if letter:
        letter.taken_at = clock.now()
        letter.tries += 1
        letter.save(update_fields=["taken_at", "tries"])
    return letter


def _send(letter):
    message = EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[letter.recipient],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except Exception as fault:  # whatever the mail server says, the letter waits and is tried again
        _note_failed(letter, fault)
        return False
    # By key and not by save(): the letter may have been withdrawn while it was on its way.
    Letter.objects.filter(pk=letter.pk).update(sent_at=clock.now(), recipient="", body="", last_fault="")
    return True


def _note_failed(letter, fault):
    wait = WAITS[min(letter.tries, len(WAITS)) - 1]
    # What the server says in words may hold the address; its numbers don't.
    codes = [getattr(fault, "smtp_code", ""), *(code for code, _words in getattr(fault, "recipients", {}).values())]
    words = " ".join([type(fault).__name__, *(str(code) for code in codes if code)])
    # Only where it is still ours: one that we held too long is somebody else's to tell of.
    Letter.objects.filter(pk=letter.pk, taken_at=letter.taken_at, sent_at__isnull=True).update(
        taken_at=None, last_fault=words, next_try_at=clock.now() + timedelta(minutes=wait)
    )
    log.warning("Ett brev gick inte att skicka (%s). Nytt försök om %s minuter.", words, wait)
