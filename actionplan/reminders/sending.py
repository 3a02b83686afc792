"""To remind: one pass over everything, once however often it is run, whatever stops it in the middle.

Each person's letter is written together with the rows that say what it told, in one transaction: either the person has
been told, or nothing of it is there and the next run does it. The letter leaves by the outbox, which tries until the mail
server has taken it.
"""

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from actionplan.models import Reminded
from actionplan.reminders import people
from actionplan.reminders.digest import Digest, digests
from arboga_loften.accounts.models import User
from arboga_loften.foundation import clock, outbox
from arboga_loften.foundation.models import Municipality
from arboga_loften.foundation.workdays import is_workday, next_workday

# The housekeeping's timer goes day and night; nobody is woken by a reminder.
MORNING = time(7)


def remind(on=None):
    """Write the day's letters. Returns how many. Run it whenever and as often as you like; a day off writes none."""
    day = on or clock.today()
    if not is_workday(day):
        return 0
    municipality = Municipality.objects.current()
    return sum(_write(digest, municipality) for digest in digests(day))


def remind_from_the_morning():
    """The same for a timer that goes around the clock: nothing before seven."""
    return remind() if clock.now().time() >= MORNING else 0


@transaction.atomic
def _write(digest, municipality):
    """One person's letter, and that they have been told. Nothing where another run was here first."""
    # Held, so that two runs at once come one after the other.
    person = User.objects.select_for_update().filter(pk=digest.user.pk).first()
    if not people.wants_letters(person):
        return False
    keys = {each.key: each for each in digest.new}
    if Reminded.objects.filter(user=digest.user, ask__in=keys).exists():
        return False
    subject, body = digest.written(municipality)
    letter = outbox.queue(key=digest.letter_key, to=person.email, subject=subject, body=body)
    if letter is None:
        return False
    Reminded.objects.bulk_create(
        Reminded(
            user=digest.user,
            ask=key,
            commitment_id=each.ask.commitment,
            on=digest.on,
            letter_key=letter.key,
        )
        for key, each in keys.items()
    )
    return True


@dataclass(frozen=True, slots=True)
class Preview:
    """A day and the letters that it would bring."""

    on: date
    digests: tuple[Digest, ...]


def preview(on=None):
    """The letters of a day, if it is a working day, and of the working day after it. Writes nothing."""
    day = on or clock.today()
    now = tuple(digests(day)) if is_workday(day) else ()
    told = frozenset((digest.user.pk, each.key) for digest in now for each in digest.new)
    after = next_workday(day)
    return Preview(day, now), Preview(after, tuple(digests(after, told=told)))
