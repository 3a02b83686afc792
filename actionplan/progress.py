"""How it goes, judged from facts: the one place where the rules of honest status stand.

What people say is one thing and what the program can see is another; both are shown, and neither replaces the other.
`judge` is pure: facts and a day in, a judgement with its reasons in words out. It knows nothing of the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.status import NOTHING_SAID, Flag, Stage, Status
from arboga_loften.foundation.templatetags.look import day


@dataclass(frozen=True, slots=True)
class Said:
    """The latest word of one committing party."""

    organisation: object
    commitment: int | None = None  # the commitment's key
    responsible: str = ""
    status: Status | None = None
    on: date | None = None
    note: str = ""
    confirms_only: bool = False
    next_update_on: date | None = None
    news_on: date | None = None  # when it last said something new; confirming isn't new

    @property
    def sign(self):
        """What the chip shows: the status, or that nothing has been said."""
        return self.status or NOTHING_SAID


@dataclass(frozen=True)
class Facts:
    """Everything about an activity that the judgement rests on, as it was known on the day asked for."""

    starts_on: date
    due_on: date
    said: tuple[Said, ...]
    first_due_on: date | None = None
    target: int | None = None
    unit: str = ""
    first_target: int | None = None  # the one that was first promised, where it has been changed
    outcome: int = 0
    booked: int = 0
    next_booked_on: date | None = None
    next_booked_note: str = ""
    last_done_on: date | None = None
    has_evidence: bool = False
    stale_after_days: int = 90
    year_ends_on: date | None = None

    @property
    def target_reached(self):
        return self.target is not None and self.outcome >= self.target

    @property
    def last_news_on(self):
        """The day that anybody last told something new, by doing or by saying; None where nobody has."""
        return max(filter(None, (self.last_done_on, *(said.news_on for said in self.said))), default=None)

    @property
    def has_moved(self):
        """The deadline isn't the one that was first promised."""
        return self.first_due_on is not None and self.first_due_on != self.due_on

    @property
    def was_lowered(self):
        """Less is promised than was first promised."""
        return self.first_target is not None and (self.target is None or self.target < self.first_target)

    @property
    def windows(self):
        """One window per promised occurrence, and more where more was done; lit where it is done."""
        return [n < self.outcome for n in range(max(self.target, min(self.outcome, 12)))]

    @property
    def bar_fill(self):
        """How much of the bar, 160 wide, is filled."""
        return round(160 * min(self.outcome / self.target, 1))

    @property
    def bar_goal(self):
        """Where the goal stands on the bar when it is exceeded; 0 when it isn't."""
        return round(160 * self.target / self.outcome) if self.outcome > self.target else 0


@dataclass(frozen=True, slots=True)
class Reason:
    """A line that says why, with the mark that stands before it: "check", or a flag's icon."""

    icon: str
    text: str


@dataclass(frozen=True)
class Progress:
    """The judgement: what the activity counts as, what the program flags, and why."""

    facts: Facts
    on: date
    stage: Stage
    flags: tuple[Flag, ...] = field(default=())

    @property
    def warnings(self):
        """The flags that ask somebody to do something."""
        return tuple(flag for flag in self.flags if flag is not Flag.ON_TRACK)

    @property
    def has_ended(self):
        return self.facts.year_ends_on is not None and self.facts.year_ends_on < self.on

    @property
    def is_closed(self):
        """Every party has said its last word."""
        return _is_closed(self.facts)

    @property
    def stage_label(self):
        return self.stage.final_label if self.has_ended else self.stage.label

    @property
    def is_done(self):
        return self.stage is Stage.DONE

    @property
    def is_on_track(self):
        return Flag.ON_TRACK in self.flags

    @property
    def has_responsible(self):
        """Whether any party has said which function answers for its part."""
        return any(said.responsible for said in self.facts.said)

    @property
    def is_called_off(self):
        """Every party has cancelled its part, so that the deadline no longer means anything."""
        return _all_say(self.facts, Status.CANCELLED)

    @property
    def organisations(self):
        """Those who promise."""
        return [said.organisation for said in self.facts.said]

    @cached_property
    def said_alike(self):
        """The one sign that all parties share, or None where they say different things."""
        signs = {said.sign for said in self.facts.said}
        return signs.pop() if len(signs) == 1 else None

    @property
    def concerns(self):
        """The reasons that tell what isn't as it should be."""
        return tuple(reason for reason in self.reasons if reason.icon != "check")

    @cached_property
    def reasons(self):
        """Why, in words; what is fine as well as what isn't."""
        return tuple(_reasons(self))


def judge(facts: Facts, on: date) -> Progress:
    """Judge an activity as it stood on a day."""
    stage = stage_of(facts)
    return Progress(facts=facts, on=on, stage=stage, flags=tuple(_flags(facts, stage, on)))


def stage_of(facts: Facts) -> Stage:
    """What the activity counts as. One party can't finish a joint activity, and "Genomförd" needs what its goal asks for.

    What has been done has begun, also where nobody has said so.
    """
    stages = {said.status.stage if said.status else Stage.NOT_BEGUN for said in facts.said}
    stage = stages.pop() if len(stages) == 1 else Stage.UNDERWAY if stages else Stage.NOT_BEGUN
    if stage is Stage.NOT_BEGUN and facts.outcome:
        return Stage.UNDERWAY
    return Stage.UNDERWAY if stage is Stage.DONE and not _is_proven(facts) else stage


def _flags(facts, stage, on):
    if stage is Stage.NOT_BEGUN and facts.starts_on > on:
        return
    year_is_over = facts.year_ends_on is not None and facts.year_ends_on < on
    problems = [
        flag
        for flag, found in (
            (Flag.UNFINISHED, year_is_over and _is_unfinished(facts, stage)),
            (Flag.LATE, not year_is_over and facts.due_on < on and _is_unfinished(facts, stage)),
            (Flag.NO_EVIDENCE, _all_say(facts, Status.COMPLETED) and not _is_proven(facts)),
            (Flag.BEHIND, not year_is_over and is_behind(facts, on)),
            (Flag.STALE, not year_is_over and is_stale(facts, on)),
        )
        if found
    ]
    if problems:
        yield from problems
    elif stage is Stage.UNDERWAY and not _is_closed(facts):
        yield Flag.ON_TRACK


def is_stale(facts: Facts, on: date) -> bool:
    """Nothing new for longer than the plan allows. Confirming that all is as before is not news.

    What is done is news for everybody. Otherwise each party speaks for its own part: one that is silent isn't covered by
    another that isn't.
    """
    return not _is_closed(facts) and days_without_news(facts, on) > facts.stale_after_days


def days_without_news(facts: Facts, on: date) -> int:
    """Days since the party that has been silent the longest told something new, or since the activity was to begin."""
    return (on - (_news_of_the_silent(facts) or facts.starts_on)).days


def silent(facts: Facts, on: date) -> list[Said]:
    """The parties that have told nothing new for longer than the plan allows."""
    if not is_stale(facts, on):
        return []
    return [
        said for said in _open(facts) if (on - (_news_of(said, facts) or facts.starts_on)).days > facts.stale_after_days
    ]


def _open(facts):
    """The parties that haven't said their last word."""
    return [said for said in facts.said if not (said.status and said.status.is_closing)]


def _news_of(said, facts):
    return max(filter(None, (said.news_on, facts.last_done_on)), default=None)


def _news_of_the_silent(facts):
    """The day of the last news of the party that has been silent the longest; None where one has never told anything."""
    days = [_news_of(said, facts) for said in _open(facts)] or [facts.last_news_on]
    return None if None in days else min(days)


def is_behind(facts: Facts, on: date) -> bool:
    """Fewer done than the share of the time that has gone asks for, and not enough booked to make up for it."""
    if facts.target is None or facts.target_reached or _is_closed(facts) or facts.due_on < on:
        return False
    return facts.outcome < expected_by(facts, on) and facts.outcome + facts.booked < facts.target


def expected_by(facts: Facts, on: date) -> int:
    """How many of the target that an even pace would have given by a day, rounded down."""
    length = (facts.due_on - facts.starts_on).days + 1
    gone = min(max((on - facts.starts_on).days + 1, 0), length)
    return facts.target * gone // length


def _is_proven(facts):
    return facts.target_reached if facts.target is not None else facts.has_evidence


def _all_say(facts, status):
    return bool(facts.said) and all(said.status is status for said in facts.said)


def _is_closed(facts):
    """Every party has said its last word."""
    return bool(facts.said) and all(said.status and said.status.is_closing for said in facts.said)


def _is_unfinished(facts, stage):
    """Neither done nor openly given up. A pause doesn't stop the calendar."""
    given_up = _is_closed(facts) and not _all_say(facts, Status.COMPLETED)
    return stage is not Stage.DONE and not given_up


def _reasons(progress):
    facts, on, flags = progress.facts, progress.on, progress.flags
    yield from _reasons_of_time(progress)
    if facts.target is not None:
        yield _reason_of_target(progress)
    if facts.was_lowered:
        yield _reason_of_lowering(facts)
    if Flag.NO_EVIDENCE in flags:
        missing = (
            _("Inget tillfälle och ingen länk visar att det är gjort.")
            if facts.target is None
            else _("Målet är inte nått.")
        )
        told = _("%(missing)s Därför räknas den inte som klar, fast det sägs att den är genomförd.")
        yield Reason("doc", told % {"missing": missing})
    if not progress.has_ended and not _is_closed(facts) and facts.starts_on <= on:
        yield _reason_of_news(progress)
    if len(facts.said) > 1:
        yield from _reasons_of_parties(facts)


def _reasons_of_time(progress):
    facts, on, flags = progress.facts, progress.on, progress.flags
    if Flag.UNFINISHED in flags:
        yield Reason("clock", _("Året är slut och aktiviteten blev inte klar."))
    elif Flag.LATE in flags:
        days = (on - facts.due_on).days
        yield Reason(
            "clock",
            ngettext(
                "Skulle vara klar %(due)s. Det är %(days)s dag sedan.",
                "Skulle vara klar %(due)s. Det är %(days)s dagar sedan.",
                days,
            )
            % {"due": day(facts.due_on), "days": days},
        )
    first = facts.first_due_on
    if facts.has_moved:
        text = _("Slutdatumet är flyttat från %(first)s till %(due)s.")
        if first < on and Flag.LATE not in flags and progress.stage is not Stage.DONE and not progress.is_closed:
            text = _("Räknat mot det första slutdatumet, %(first)s, skulle aktiviteten vara försenad.")
        yield Reason("clock", text % {"first": day(first), "due": day(facts.due_on)})
    if facts.starts_on > on:
        yield Reason("check", _("Börjar först %(day)s.") % {"day": day(facts.starts_on)})


def _reason_of_target(progress):
    facts, flags = progress.facts, progress.flags
    figures = {"outcome": facts.outcome, "target": facts.target, "unit": facts.unit}
    if facts.target_reached:
        return Reason("check", _("Målet är nått: %(outcome)s av minst %(target)s %(unit)s.") % figures)
    if Flag.BEHIND in flags:
        figures["expected"] = expected_by(facts, progress.on)
        return Reason(
            "down",
            _("Gjort: %(outcome)s av minst %(target)s %(unit)s. Med jämn takt borde det vara %(expected)s nu.")
            % figures,
        )
    if facts.booked and facts.outcome + facts.booked >= facts.target:
        return Reason("check", _("Gjort: %(outcome)s av minst %(target)s %(unit)s. Resten är inbokat.") % figures)
    icon = "doc" if Flag.NO_EVIDENCE in flags else "clock" if progress.warnings else "check"
    return Reason(icon, _("Gjort: %(outcome)s av minst %(target)s %(unit)s.") % figures)


def _reason_of_lowering(facts):
    figures = {"first": facts.first_target, "target": facts.target, "unit": facts.unit}
    if facts.target is None:
        return Reason("down", _("Först lovades minst %(first)s. Nu räknas det inte längre.") % figures)
    text = _("Målet är sänkt: först lovades minst %(first)s, nu minst %(target)s %(unit)s.")
    if facts.target_reached and facts.outcome < facts.first_target:
        text = _("Målet är sänkt: först lovades minst %(first)s. Mot det målet vore aktiviteten inte klar.")
    return Reason("down", text % figures)


def _reason_of_news(progress):
    facts, days = progress.facts, days_without_news(progress.facts, progress.on)
    since = _news_of_the_silent(facts)
    figures = {"days": days, "limit": facts.stale_after_days, "day": day(since or facts.starts_on)}
    if Flag.STALE in progress.flags:
        quiet = silent(facts, progress.on)
        if len(facts.said) > 1 and len(quiet) == 1:
            figures["party"] = quiet[0].organisation.called
            return Reason(
                "sand",
                _(
                    "%(party)s har inte berättat något nytt sedan %(day)s, på %(days)s dagar. Gränsen är %(limit)s dagar."
                )
                % figures,
            )
        return Reason("sand", _("Inget nytt sedan %(day)s, på %(days)s dagar. Gränsen är %(limit)s dagar.") % figures)
    if since is None and facts.last_news_on is None:
        return Reason("check", _("Inget är rapporterat än. Aktiviteten började %(day)s.") % figures)
    if since is None:
        return Reason("check", _("Alla har inte berättat något än. Aktiviteten började %(day)s.") % figures)
    if days == 0:
        return Reason("check", _("Det senaste är från i dag. Gränsen är %(limit)s dagar.") % figures)
    if since != facts.last_news_on:
        quietest = [said.organisation.called for said in _open(facts) if _news_of(said, facts) == since]
        if len(quietest) == 1:
            figures["party"] = quietest[0]
            return Reason(
                "check",
                ngettext(
                    "%(party)s berättade något nytt senast för %(days)s dag sedan. Gränsen är %(limit)s dagar.",
                    "%(party)s berättade något nytt senast för %(days)s dagar sedan. Gränsen är %(limit)s dagar.",
                    days,
                )
                % figures,
            )
    return Reason(
        "check",
        ngettext(
            "Det senaste är %(days)s dag gammalt. Gränsen är %(limit)s dagar.",
            "Det senaste är %(days)s dagar gammalt. Gränsen är %(limit)s dagar.",
            days,
        )
        % figures,
    )


def _reasons_of_parties(facts: Facts) -> Sequence[Reason]:
    for said in facts.said:
        if said.status is None:
            yield Reason("sand", _("%(party)s har inte sagt något än.") % {"party": said.organisation.called})
    if len({said.status.stage if said.status else None for said in facts.said}) > 1:
        yield Reason("half", _("Parterna har kommit olika långt. Då räknas aktiviteten som på gång."))
