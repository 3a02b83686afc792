"""What each party is asked for on a day, and which of the ask's times has come: the one place where those rules stand.

Pure, as `progress`: a judged activity and a day in, asks out. Every time is counted in working days from a day, and is a
threshold: what was reached on a day when nobody ran is reached the day after too, and only the latest counts. So a missed
run is made up for, once. An answer begins anew, since the day that is counted from then is another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from actionplan.progress import Progress, Said, silent
from actionplan.status import Flag, Stage, Status
from arboga_loften.foundation.workdays import workdays_between


class Kind(TextChoices):
    """Why somebody is asked, the gravest first."""

    LATE = "late", _("Försenad")
    QUESTION = "question", _("Fråga från rådet")
    PROMISED = "promised", _("Utlovat besked")
    RETURNED = "returned", _("Rapport som kom tillbaka")
    STALE = "stale", _("Saknar färsk uppdatering")
    DUE = "due", _("Ska snart vara klar")

    @property
    def gravity(self):
        return list(Kind).index(self)


# How many working days before a day, beside the plan's own number.
LAST_CALL = 3
# And then how often: working days between the times.
EVERY = {Kind.LATE: 5, Kind.STALE: 10, Kind.PROMISED: 5, Kind.QUESTION: 3, Kind.RETURNED: 3, Kind.DUE: 0}


@dataclass(frozen=True, slots=True)
class Part:
    """One party's part of an activity, with all that it is asked for by."""

    said: Said
    progress: Progress
    remind_before_days: int = 10
    questions: Sequence[tuple[int, date]] = ()  # the council's: key, and answer by when
    returned: Sequence[tuple[int, date]] = ()  # reports that were sent back: key, and when
    report_waits: bool = False  # something came in by a link, and waits for the samordnare
    is_over: bool = False  # the promise's year: only the council's questions remain

    @property
    def answered_on(self):
        """The day that something was last heard: said by the party, or done."""
        return max(filter(None, (self.said.on, self.progress.facts.last_done_on)), default=None)


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that a party is asked for, with its times in working days: `ahead` before the day `since`, then after it."""

    kind: Kind
    commitment: int
    since: date
    on: date
    ahead: tuple[int, ...] = ()
    first: int = 1
    # The day that the words tell: what was to be done by, or when something was last heard.
    day: date | None = None
    about: int | None = None

    @property
    def is_late(self):
        return self.on > self.since

    @property
    def workdays(self):
        """Working days since; below zero where the day hasn't come."""
        return workdays_between(self.since, self.on)

    def step(self, wait=0):
        """The latest of its times that has been reached, or None. `wait`: working days before this person is asked at all."""
        gone = self.workdays
        if self.is_late:
            first, every = max(self.first, wait), EVERY[self.kind]
            return first + (gone - first) // every * every if gone >= first else None
        reached = [] if wait else [days for days in self.ahead if gone >= -days]
        return -min(reached) if reached else None

    @property
    def matter(self):
        """What, whose and from which day: the same however many times it is asked."""
        about = f"{self.kind.value}-{self.about}" if self.about else self.kind.value
        return f"{about}:{self.commitment}:{self.since}"

    def key(self, step):
        """The matter and which time: the same again is the same ask."""
        return f"{self.matter}:{step}"


def asks_of(part: Part, on: date):
    """Everything that one party is asked for on a day.

    While something that it sent waits to be confirmed, it has done its part, and only the council's questions remain. One
    that has said its last word is asked no more how it goes; one that has paused only for the news that it promised.
    """
    said, progress = part.said, part.progress
    yield from _questions(part, on)
    if part.report_waits or part.is_over:
        return
    yield from _returned(part, on)
    if said.status and said.status.is_closing:
        return
    yield from _promised(part, on)
    if said.status is Status.PAUSED:
        return
    if Flag.LATE in progress.flags:
        yield _late(part, on)
    elif progress.stage in {Stage.UNDERWAY, Stage.NOT_BEGUN}:
        yield from _due(part, on)
    if any(quiet.commitment == said.commitment for quiet in silent(progress.facts, on)):
        yield _stale(part, on)


def _questions(part, on):
    for pk, answer_by in part.questions:
        yield Ask(Kind.QUESTION, part.said.commitment, answer_by, on, ahead=(LAST_CALL,), day=answer_by, about=pk)


def _returned(part, on):
    """A letter went with the report itself, so the first time is some days later."""
    for pk, day in part.returned:
        if part.answered_on is None or part.answered_on <= day:
            first = EVERY[Kind.RETURNED]
            yield Ask(Kind.RETURNED, part.said.commitment, day, on, first=first, day=day, about=pk)


def _promised(part, on):
    day = part.said.next_update_on
    if day and day < on and part.answered_on < day:
        yield Ask(Kind.PROMISED, part.said.commitment, day, on, day=day)


def _late(part, on):
    due = part.progress.facts.due_on
    if part.answered_on and part.answered_on > due:
        return Ask(Kind.LATE, part.said.commitment, part.answered_on, on, first=EVERY[Kind.LATE], day=due)
    return Ask(Kind.LATE, part.said.commitment, due, on, day=due)


def _due(part, on):
    due = part.progress.facts.due_on
    if due >= on:
        ahead = tuple(sorted({part.remind_before_days, LAST_CALL}))
        yield Ask(Kind.DUE, part.said.commitment, due, on, ahead=ahead, day=due)


def _stale(part, on):
    facts = part.progress.facts
    news = max(filter(None, (part.said.news_on, facts.last_done_on)), default=None)
    fresh_until = (news or facts.starts_on) + timedelta(days=facts.stale_after_days)
    return Ask(Kind.STALE, part.said.commitment, fresh_until, on, day=news)
