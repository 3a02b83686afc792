"""The site's housekeeping, for a timer: what waits is told, sent, and forgotten when it is no longer needed."""

import logging

from django.core.management.base import BaseCommand, CommandError

from actionplan import notifications
from actionplan.reminders import sending
from arboga_loften.accounts import sessions
from arboga_loften.foundation import kept, limits, outbox
from dialogs import followers, photos

log = logging.getLogger(__name__)


def _send():
    sent, failed = outbox.deliver()
    return f"{sent} skickade, {failed} väntar på nästa försök"


# In this order: what is to be told is told before an address is forgotten.
CHORES = [
    ("Brev om svar som ingen hade berättat om", followers.tell_of_answers),
    ("Brev om nya lägen som ingen hade berättat om", notifications.tell_of_statuses),
    ("Påminnelser", sending.remind_from_the_morning),
    ("Brev", _send),
    ("Adresser som inte behövs längre, raderade", followers.forget_closed),
    ("Bilder som aldrig skickades, raderade", photos.forget_pending),
    ("Filer som aldrig lästes in, raderade", kept.forget_old),
    ("Inloggningar som är slut, raderade", sessions.forget_ended),
    ("Räknade besök vars tid har gått, raderade", limits.forget_old),
]


class Command(BaseCommand):
    help = "Skickar brev och glömmer det som inte behövs längre. För en timer; kan köras när som helst och hur ofta som helst."

    def handle(self, **options):
        failed = []
        for words, chore in CHORES:
            if failed and chore is followers.forget_closed:
                continue  # what couldn't be told yet must still have somewhere to go
            try:
                self.stdout.write(f"{words}: {chore()}")
            except Exception:  # one chore that fails keeps no other from being done
                log.exception("%s: det gick inte.", words)
                failed.append(words)
        if failed:
            raise CommandError(f"Det gick inte att göra allt: {', '.join(failed)}. Se loggen.")
