"""One letter to each person with everything that stands, what is new first: gathered for all in as many queries for two
thousand activities as for one.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import Activity, Commitment, CouncilQuestion, Reminded, Report
from actionplan.reminders import choosing
from actionplan.reminders.asks import Ask, Part, asks_of
from actionplan.reminders.people import Asked, People, Role, wants
from actionplan.reminders.words import gravest, why, why_you
from actionplan.reporting.links import link_for
from arboga_loften.accounts.models import User
from arboga_loften.foundation import clock, outbox
from arboga_loften.foundation.workdays import workdays_between

# More than this in one letter nobody reads; the rest is counted.
MOST_ITEMS = 20
TEMPLATE = "actionplan/mail/reminder.txt"
# What stands where a link would, for others to read.
HIDDEN = gettext_lazy("[länk som bara mottagaren får]")


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that a person is asked for now: the ask, the time of it that has come, and whether they know of it."""

    ask: Ask
    asked: Asked
    step: int
    is_new: bool

    @property
    def key(self):
        """The same ask to somebody in another role is another: the owner's is plain, the others' say as what."""
        key = self.ask.key(self.step)
        return key if self.asked.role is Role.OWNER else f"{key}:{self.asked.role.value}"


@dataclass(slots=True)
class Item:
    """One party's part of an activity in a letter, with every reason that it stands there for."""

    commitment: Commitment
    standing: list[Standing] = field(default_factory=list)

    @property
    def activity(self):
        return self.commitment.activity

    @property
    def title(self):
        """Which activity; and of a joint one whose part, since one person may see to several."""
        title, parts = f"{self.activity.label} {self.activity.title}", self.activity.progress.facts.said
        whose = next(said.organisation.called for said in parts if said.commitment == self.commitment.pk)
        return f"{title} ({whose})" if len(parts) > 1 else title

    @property
    def is_new(self):
        return any(each.is_new for each in self.standing)

    @property
    def gravest(self):
        return min((each.ask.kind for each in self.standing), key=lambda kind: kind.gravity)

    @property
    def role(self):
        return self.standing[0].asked.role

    @property
    def order(self):
        return (
            not self.is_new,
            self.gravest.gravity,
            min(each.ask.since for each in self.standing),
            self.commitment.pk,
        )

    @property
    def reasons(self):
        """Why, in words, the gravest first; and to others than the owner, why it comes to them."""
        reasons = [why(each.ask, self) for each in sorted(self.standing, key=lambda each: each.ask.kind.gravity)]
        return [*reasons, why_you(self)] if self.role is not Role.OWNER else reasons


@dataclass(frozen=True)
class Digest:
    """Everything that stands for one person on a day."""

    user: User
    on: date
    items: tuple[Item, ...]

    @property
    def letter_key(self):
        return f"reminder:{self.user.pk}:{self.on}"

    @property
    def new(self):
        """What the person hasn't been told of."""
        return [each for item in self.items for each in item.standing if each.is_new]

    @cached_property
    def subject(self):
        count = len(self.items)
        worst = min((item.gravest for item in self.items), key=lambda kind: kind.gravity)
        of_worst = sum(item.gravest is worst for item in self.items)
        if count == 1:
            return _("En sak väntar på dig: %(gravest)s") % {"gravest": gravest(worst, 0)}
        return _("%(count)s saker väntar på dig: %(gravest)s") % {"count": count, "gravest": gravest(worst, of_worst)}

    def written(self, municipality, *, for_others=False):
        """The letter: (subject, body). `for_others`: without the links, which let whoever has one report in its owner's name."""
        with translation.override(settings.LANGUAGE_CODE):
            shown = [(item, self._link(item, for_others)) for item in self.items[:MOST_ITEMS]]
            words = {
                "subject": self.subject,
                "new": [pair for pair in shown if pair[0].is_new],
                "old": [pair for pair in shown if not pair[0].is_new],
                "more": len(self.items) - len(shown),
                "has_links": any(item.role is not Role.COORDINATOR for item, _link in shown),
                "only_links": all(item.role is not Role.COORDINATOR for item, _link in shown),
                "choose_url": HIDDEN if for_others else choosing.link(self.user),
                "may_stop": self.user.may_stop_reminders,
                "municipality": municipality,
            }
            return outbox.written(TEMPLATE, words)

    def _link(self, item, for_others):
        if item.role is Role.COORDINATOR:
            return settings.SITE_URL + reverse("admin:actionplan_activity_change", args=[item.activity.pk])
        return HIDDEN if for_others else link_for(item.commitment, self.user)


def digests(on, *, told=frozenset()):
    """The letters to be written on a day, one to each person who has something new.

    `told`: (user, key) that are taken for told, beside those that are. Whoever has had a letter that day gets no more.
    """
    gathered = _Gathered(on)
    told = gathered.told | told
    items = defaultdict(dict)
    for commitment, plan, ask in gathered.asks():
        for asked in gathered.people.asked(commitment, plan):
            step = ask.step(asked.wait) if gathered.has_waited(ask, asked.wait) else None
            if step is None or not wants(asked.user, ask):
                continue
            standing = Standing(ask, asked, step, is_new=False)
            if (asked.user.pk, standing.key) not in told:
                standing = Standing(ask, asked, step, is_new=True)
            item = items[asked.user].setdefault(commitment.pk, Item(commitment))
            item.standing.append(standing)
    found = [
        Digest(user, on, tuple(sorted(theirs.values(), key=lambda item: item.order)))
        for user, theirs in items.items()
        if user.pk not in gathered.written_to
    ]
    return sorted((each for each in found if each.new), key=lambda each: each.user.pk)


class _Gathered:
    """What the letters of a day are made from."""

    def __init__(self, on):
        self.on = on
        self.activities = {row.pk: row for row in Activity.objects.visible(on).to_see_to(on).judged(on)}
        self.people = People()
        promises = {row.focus_area.promise_id for row in self.activities.values()}
        self.commitments = {
            row.pk: row
            for row in Commitment.objects.filter(activity__focus_area__promise__in=promises)
            if row.activity_id in self.activities
        }
        self.questions = self._open(CouncilQuestion.objects.unanswered().values_list("commitment", "pk", "answer_by"))
        returned = Report.objects.returned().values_list("commitment", "pk", "decided_at")
        self.returned = self._open((part, pk, clock.day_of(at)) for part, pk, at in returned)
        self.waiting = set(Report.objects.waiting().values_list("commitment", flat=True))
        rows = Reminded.objects.filter(Q(commitment__activity__focus_area__promise__in=promises) | Q(on=on))
        rows = list(rows.values_list("user", "ask", "on"))
        self.told = frozenset((user, ask) for user, ask, _on in rows)
        self.written_to = {user for user, _ask, day in rows if day == on}
        self.first_told = {}
        for _user, ask, day in rows:
            matter = ":".join(ask.split(":")[:3])
            self.first_told[matter] = min(day, self.first_told.get(matter, day))

    def has_waited(self, ask, days):
        """Whether somebody was asked so many working days ago, the day of that letter counted as the first.

        However late something is, nobody's deputy or chief hears of it before whoever answers for it has.
        """
        if not days:
            return True
        told_on = self.first_told.get(ask.matter)
        return told_on is not None and told_on < self.on and workdays_between(told_on, self.on) >= days - 1

    def _open(self, rows):
        found = defaultdict(list)
        for commitment, pk, day in rows:
            found[commitment].append((pk, day))
        return found

    def asks(self):
        """Every ask of every part, with its commitment and its plan."""
        for activity in self.activities.values():
            plan = activity.focus_area.promise.plan
            for said in activity.progress.facts.said:
                commitment = self.commitments[said.commitment]
                commitment.activity = activity
                for ask in asks_of(self._part(said, activity, plan), self.on):
                    yield commitment, plan, ask

    def _part(self, said, activity, plan):
        pk = said.commitment
        return Part(
            said=said,
            progress=activity.progress,
            remind_before_days=plan.remind_before_days,
            questions=tuple(self.questions.get(pk, ())),
            returned=tuple(self.returned.get(pk, ())),
            report_waits=pk in self.waiting,
            is_over=activity.progress.has_ended,
        )
