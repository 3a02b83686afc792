"""What has been sent to whom, and whether it arrived: the rows of what was told, with what the outbox knows of their letters."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.models import Reminded
from actionplan.reminders.asks import Kind
from actionplan.reminders.people import Role
from arboga_loften.accounts.models import User
from arboga_loften.foundation.outbox import MOST_TRIES, Letter
from arboga_loften.foundation.signs import Sign
from arboga_loften.foundation.templatetags.look import day_year

# So many of a letter's asks are told; the rest is counted.
MOST_ASKS = 5
MINE = Q(key__startswith="reminder:")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a letter told: why, of which activity, and as what its reader was asked."""

    kind: Kind
    role: Role
    activity: object

    @classmethod
    def of(cls, row):
        what, _commitment, _since, _step, *role = row.ask.split(":")
        return cls(Kind(what.partition("-")[0]), Role(role[0]) if role else Role.OWNER, row.commitment.activity)

    @property
    def is_escalated(self):
        return self.role is not Role.OWNER


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter in the log."""

    user: User
    on: date
    told: tuple[Told, ...]
    total: int
    letter: Letter | None

    @property
    def more(self):
        return self.total - len(self.told)

    @property
    def sign(self):
        """Whether it has arrived."""
        if self.letter is None:
            return Sign("none", "ring", _("Borttaget"))
        if self.letter.sent_at:
            return Sign("done", "check", _("Skickat"))
        if self.letter.tries >= MOST_TRIES:
            return Sign("stop", "x", _("Gick inte fram"))
        return Sign("planned", "cal", _("Väntar"))

    @property
    def detail(self):
        """When it was sent, or what the mail server said."""
        letter = self.letter
        if letter is None:
            return ""
        if letter.sent_at:
            at = letter.sent_at.astimezone(get_current_timezone())
            return f"{day_year(at.date())} {at:%H.%M}"
        if not letter.tries:
            return _("Lämnar inom några minuter.")
        tried = ngettext("%(n)s försök", "%(n)s försök", letter.tries) % {"n": letter.tries}
        return f"{tried}: {letter.last_fault}"


def letters():
    """The keys of the letters that have been written, newest first; to be divided into pages."""
    return Reminded.objects.order_by("-on", "-letter_key").values_list("letter_key", flat=True).distinct()


def entries(keys):
    """The log's rows for some letters, in their order, in three queries."""
    keys = list(keys)
    rows = Reminded.objects.filter(letter_key__in=keys).order_by("pk")
    rows = rows.select_related("user__organisation", "commitment__activity__focus_area")
    by_letter = defaultdict(list)
    for row in rows:
        by_letter[row.letter_key].append(row)
    known = {letter.key: letter for letter in Letter.objects.filter(key__in=keys)}
    return [_entry(by_letter[key], known.get(key)) for key in keys]


def _entry(rows, letter):
    told = tuple(Told.of(row) for row in rows[:MOST_ASKS])
    return Entry(user=rows[0].user, on=rows[0].on, told=told, total=len(rows), letter=letter)


def trouble():
    """How many reminders wait for a mail server that has refused them, and how many it never took."""
    mine = Letter.objects.filter(MINE, sent_at__isnull=True)
    return mine.filter(tries__gte=1, tries__lt=MOST_TRIES).count(), mine.filter(tries__gte=MOST_TRIES).count()
