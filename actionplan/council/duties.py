"""The municipality's duties by the law on preventing crime (2023:196), at a glance: what is so, since when, and what is next.

The rules are pure and know only days. Only one of them is the law's own measure: the picture is to be brought up to date
at least every second year (4 §). The others go by what the parties have themselves written: the plan's time, how often it
is followed up, and until when the agreement holds. What isn't written here is not known; it isn't taken for undone.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.models import CouncilMeeting, CouncilReport
from actionplan.periods import periods_of
from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Municipality, Source
from arboga_loften.foundation.templatetags.look import day_year
from focusareas.models import LONGEST_MONTHS, CooperationAgreement, Promise, SituationReport

LAW = "https://lagen.nu/2023:196"
SOON = timedelta(days=90)
DAY = timedelta(days=1)


class Standing(models.TextChoices):
    """Whether a duty is met. Computed, so it is drawn as a flag."""

    YES = "yes", gettext_lazy("Ja")
    SOON = "soon", gettext_lazy("Snart dags")
    NO = "no", gettext_lazy("Nej")
    UNKNOWN = "unknown", gettext_lazy("Vi vet inte")

    @property
    def tone(self):
        return {self.YES: "ok", self.NO: "late"}.get(self, "")

    @property
    def icon(self):
        return {self.YES: "check", self.SOON: "clock", self.NO: "warn", self.UNKNOWN: "ring"}[self]


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that the municipality answers for. `next_on` is the day before which, or on which, something is due."""

    key: str
    heading: str
    standing: Standing
    words: str
    since: date | None = None
    next_on: date | None = None
    next_words: str = ""
    url: str = ""
    link: str = ""
    where: str = ""  # a registry number, or where the decision is found
    sources: tuple[Source, ...] = ()


def at_a_glance(on=None, *, for_all=False) -> list[Duty]:
    """Every duty as it stands on a day. `for_all` leaves out meetings and reports that aren't published."""
    today = on or clock.today()
    promise = Promise.objects.current(today)
    plan = promise.action_plan if promise else None
    return [
        _picture(today),
        _plan(promise, plan, today),
        _followed_up(plan, today, for_all),
        _coordination(today),
        _agreement(today),
    ]


# --- The rules: what is so on a day, and the day that something is due ---
def picture_stands(since, today):
    """A picture is good for two years from its day. Returns (Standing, the day when it is too old)."""
    if since is None:
        return Standing.UNKNOWN, None
    too_old = _years_after(since, LONGEST_MONTHS // 12)
    return _before(too_old, today), too_old


def plan_stands(decided_on, valid_to, today):
    """A plan counts when it is known who decided it and when, for as long as its promise. Returns (Standing, the day after)."""
    ends = valid_to + DAY if valid_to else None
    if ends and ends <= today:
        return Standing.NO, ends
    if decided_on is None or decided_on > today:
        return Standing.UNKNOWN, ends
    return _before(ends, today), ends


def followup_stands(due_days, covered_to, last_on, today):
    """Each period is to be followed up by its day. Returns (Standing, the day of the next that is due).

    `due_days` are (the period's last day, the day of its meeting), in order; `covered_to` is the last day that a report
    covers and `last_on` the day when that was adopted. Before the first day has come nothing is late.
    """
    waiting = [due for ends, due in due_days if covered_to is None or ends > covered_to]
    if not waiting:
        return (Standing.YES if last_on else Standing.UNKNOWN), None
    if waiting[0] < today:
        return Standing.NO, waiting[0]
    return (Standing.YES if last_on else Standing.SOON), waiting[0]


def coordination_stands(function, since, today):
    """Somebody is to coordinate, by function; one whose first day isn't known isn't said to."""
    if not function or since is None:
        return Standing.UNKNOWN
    return Standing.SOON if since > today else Standing.YES


def agreement_stands(valid_from, valid_to, today):
    """An agreement holds between its days; without a last day until it is ended. Returns (Standing, the day after)."""
    if valid_from is None:
        return Standing.UNKNOWN, None
    if valid_from > today:
        return Standing.SOON, valid_from
    ends = valid_to + DAY if valid_to else None
    return _before(ends, today), ends


def _before(day, today):
    """Yes until a day, soon when it is near, and no from it on."""
    if day is None:
        return Standing.YES
    if day <= today:
        return Standing.NO
    return Standing.SOON if day - today <= SOON else Standing.YES


def _years_after(day, years):
    """The same day some years later; the day after where there is none (29 February)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


# --- The duties: what is known, in words ---
def _picture(today):
    heading = _("En lägesbild som är högst två år gammal")
    report = SituationReport.objects.visible(today).select_related("promise").newest_first().first()
    if report is None:
        return Duty("picture", heading, Standing.UNKNOWN, _("Ingen lägesbild är publicerad här."))
    standing, too_old = picture_stands(report.counts_from, today)
    words = {
        Standing.YES: _("Lägesbilden är från den %(since)s."),
        Standing.SOON: _("Lägesbilden är från den %(since)s och blir snart två år."),
        Standing.NO: _("Lägesbilden är från den %(since)s. Det är mer än två år sedan."),
        Standing.UNKNOWN: _("Lägesbilden har ingen dag, så vi kan inte säga hur gammal den är."),
    }[standing]
    if report.counts_from and not report.dated_on:
        words = f"{words} {_('Den saknar egen dag och räknas från löftets första dag.')}"
    return Duty(
        "picture",
        heading,
        standing,
        words % {"since": _day(report.counts_from)},
        since=report.counts_from,
        next_on=too_old,
        next_words=_("Uppdateras före den %(day)s") % {"day": _day(too_old)} if too_old else "",
        url=report.get_absolute_url(),
        link=report.title,
        sources=tuple(report.sources.all()),
    )


def _plan(promise, plan, today):
    heading = _("En beslutad plan")
    if plan is None:
        return Duty("plan", heading, Standing.UNKNOWN, _("Ingen handlingsplan är publicerad för löftet."))
    standing, ends = plan_stands(plan.decided_on, promise.valid_to, today)
    by = _(" av %(who)s") % {"who": plan.decided_by} if plan.decided_by else ""
    words = {
        Standing.YES: _("Planen beslutades den %(since)s%(by)s."),
        Standing.SOON: _("Planen beslutades den %(since)s%(by)s. Löftet tar snart slut."),
        Standing.NO: _("Löftet har tagit slut, och ingen nyare plan är publicerad."),
        Standing.UNKNOWN: _("Planen är publicerad, men vi vet inte när den beslutades."),
    }[standing]
    return Duty(
        "plan",
        heading,
        standing,
        words % {"since": _day(plan.decided_on), "by": by},
        since=plan.decided_on,
        next_on=ends,
        next_words=_("En ny plan från den %(day)s") % {"day": _day(ends)} if ends else "",
        url=plan.get_absolute_url(),
        link=plan.title,
        where=plan.registry_number,
        sources=tuple(plan.sources.all()),
    )


def _followed_up(plan, today, for_all):
    heading = _("Planen följs upp")
    if plan is None:
        return Duty("followup", heading, Standing.UNKNOWN, _("Det finns ingen publicerad plan att följa upp."))
    reports = CouncilReport.objects.filter(meeting__plan=plan, adopted_on__lte=today)
    reports = reports.visible(today) if for_all else reports
    last = reports.defer("content").select_related("meeting").order_by("-meeting__period_to", "-version").first()
    covered_to, last_on = (last.meeting.period_to, last.adopted_on) if last else (None, None)
    standing, due = followup_stands(_due_days(plan, today, for_all), covered_to, last_on, today)
    words = {
        Standing.YES: _("Den senaste uppföljningen antogs den %(since)s."),
        Standing.SOON: _("Ingen uppföljning är antagen än. Den första har inte hunnit bli av."),
        Standing.NO: _("Den senaste uppföljningen antogs den %(since)s, och nästa är sen.")
        if last
        else _("Ingen uppföljning är antagen, och den första är sen."),
        Standing.UNKNOWN: _("Ingen uppföljning är antagen, och vi vet inte när den första ska vara."),
    }[standing]
    rhythm = _("Den ska följas upp %(rhythm)s.") % {"rhythm": plan.get_rhythm_display().lower()}
    is_public = last is not None and last.is_visible
    return Duty(
        "followup",
        heading,
        standing,
        f"{words % {'since': _day(last_on)}} {rhythm}",
        since=last_on,
        next_on=due,
        next_words=_("Nästa uppföljning den %(day)s") % {"day": _day(due)} if due else "",
        url=reverse("actionplan:report_published", args=[last.meeting.key]) if is_public else "",
        link=str(last.meeting.title) if is_public else "",
        where=last.meeting.registry_number if last else "",
    )


def _due_days(plan, today, for_all):
    """(last day, day of the meeting) of each period: the booked day where there is one, else the day to propose."""
    if not plan.promise.year:
        return []
    meetings = CouncilMeeting.objects.of(plan)
    booked = {row.key: row.on for row in (meetings.visible(today) if for_all else meetings)}
    return [(each.ends_on, booked.get(each.key, each.meets_on)) for each in periods_of(plan.promise.year, plan.rhythm)]


def _coordination(today):
    heading = _("Någon som samordnar arbetet")
    row = Municipality.objects.current()
    who = row.coordination_function
    standing = coordination_stands(who, row.coordination_since, today)
    unknown = _("Det står inte här vem som samordnar.")
    if who:
        unknown = _("%(who)s är namngiven, men det står inte här sedan när.") % {"who": capfirst(who)}
    words = {
        Standing.YES: _("Samordningen ligger hos %(who)s.") % {"who": who},
        Standing.SOON: _("Samordningen kommer att ligga hos %(who)s.") % {"who": who},
        Standing.UNKNOWN: unknown,
    }
    is_ahead = standing == Standing.SOON
    return Duty(
        "coordination",
        heading,
        standing,
        words[standing],
        since=None if is_ahead else row.coordination_since,
        next_on=row.coordination_since if is_ahead else None,
        next_words=_("Från den %(day)s") % {"day": _day(row.coordination_since)} if is_ahead else "",
        where=row.coordination_source,
    )


def _agreement(today):
    heading = _("En överenskommelse med polisen som gäller")
    rows = list(CooperationAgreement.objects.visible(today).newest_first())
    row = max((each for each in rows if each.is_valid(today)), key=_lasts, default=rows[0] if rows else None)
    if row is None:
        return Duty("agreement", heading, Standing.UNKNOWN, _("Ingen överenskommelse är publicerad här."))
    standing, due = agreement_stands(row.valid_from, row.valid_to, today)
    is_ahead = row.valid_from is not None and row.valid_from > today
    words = {
        Standing.YES: _("Överenskommelsen gäller till och med den %(last)s.")
        if row.valid_to
        else _("Överenskommelsen gäller tills vidare."),
        Standing.SOON: _("Överenskommelsen är klar men gäller inte än.")
        if is_ahead
        else _("Överenskommelsen gäller till och med den %(last)s. Det är snart."),
        Standing.NO: _("Överenskommelsen gällde till och med den %(last)s."),
        Standing.UNKNOWN: _("Vi vet inte från vilken dag överenskommelsen gäller."),
    }[standing]
    following = _("Gäller från den %(day)s") if is_ahead else _("En ny behövs från den %(day)s")
    return Duty(
        "agreement",
        heading,
        standing,
        words % {"last": _day(row.valid_to)},
        since=None if is_ahead else row.valid_from,
        next_on=due,
        next_words=following % {"day": _day(due)} if due else "",
        where=row.registry_number,
        sources=tuple(row.sources.all()),
    )


def _lasts(agreement):
    return agreement.valid_to or date.max


def _day(day):
    return day_year(day) if day else ""
