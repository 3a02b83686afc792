"""The deeds of the council: to book a year's meetings, to say what one thinks, to ask for more, and to arrive at something."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from actionplan import questions
from actionplan.models import Activity, AreaSummary, CouncilMeeting, Decision, Review, Seat
from actionplan.periods import periods_of
from arboga_loften.foundation import clock
from arboga_loften.foundation.templatetags.look import day_year


# --- The wheel of the year ---
@transaction.atomic
def book_the_year(plan):
    """A draft meeting for each period of the plan's rhythm that has none, on a proposed day. Returns those that were made.

    The last period's meeting is the year's final report.
    """
    if not plan.promise.year:
        raise ValidationError(_("Löftet saknar år. Skriv in året först."))
    periods = list(periods_of(plan.promise.year, plan.rhythm))
    booked = set(CouncilMeeting.objects.filter(plan=plan).values_list("period_from", "period_to"))
    has_final = CouncilMeeting.objects.filter(plan=plan, is_final=True).exists()
    made = []
    for period in periods:
        if (period.starts_on, period.ends_on) in booked or CouncilMeeting.objects.filter(key=period.key).exists():
            continue
        meeting = CouncilMeeting(
            plan=plan,
            key=period.key,
            period_from=period.starts_on,
            period_to=period.ends_on,
            on=period.meets_on,
            is_final=period is periods[-1] and not has_final,
        )
        meeting.full_clean()
        meeting.save()
        made.append(meeting)
    return made


@transaction.atomic
def call_the_same(meeting):
    """Call those who were called to the meeting before, where nobody is called yet. Returns how many."""
    if meeting.seats.exists():
        return 0
    earlier = CouncilMeeting.objects.filter(on__lt=meeting.on, seats__isnull=False).order_by("-on", "-pk").first()
    rows = earlier.seats.order_by("pk") if earlier else []
    for row in rows:
        Seat.objects.create(meeting=meeting, function=row.function, organisation=row.organisation)
    return len(rows)


# --- What is thought of each activity ---
@transaction.atomic
def review(meeting, activity, *, by, verdict, note="", at_meeting=False, fulfilment="", on=None):
    """Say what one thinks of an activity before the meeting, or (`at_meeting`) what the council said of it there.

    One may change one's mind until the report is adopted; the history keeps what was thought before. What was said at the
    meeting may be corrected afterwards too, and shows in the report's next version.
    """
    if not at_meeting:
        _still_open(meeting)
    if not Activity.objects.visible().of(meeting.plan.promise).filter(pk=activity.pk).exists():
        raise ValidationError(_("Aktiviteten hör inte till mötets handlingsplan, eller är inte publicerad."))
    whose = {} if at_meeting else {"by": by}
    kept = Review.objects.select_for_update()
    row = kept.filter(meeting=meeting, activity=activity, at_meeting=at_meeting, **whose).first()
    row = row or Review(meeting=meeting, activity=activity, at_meeting=at_meeting)
    row.by, row.verdict, row.note, row.fulfilment = by, verdict, note.strip(), fulfilment
    row.on = on or clock.today()
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def ask_for_more(meeting, commitment, *, text, answer_by, by, on=None):
    """Ask a party for more at a meeting. The owner is reminded, and question and answer come back at the next meeting."""
    return questions.ask(commitment, text=text, answer_by=answer_by, by=by, meeting=meeting, on=on)


@transaction.atomic
def summarise(meeting, focus_area, *, text="", fulfilment="", fulfilment_note=""):
    """The samordnare's words of a focus area; in the final report also whether its goal is met, and how that is known."""
    row = AreaSummary.objects.select_for_update().filter(meeting=meeting, focus_area=focus_area).first()
    row = row or AreaSummary(meeting=meeting, focus_area=focus_area)
    row.text, row.fulfilment, row.fulfilment_note = text.strip(), fulfilment, fulfilment_note.strip()
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def decide(meeting, *, text, registry_number="", activity=None):
    """Write down what the council arrived at, under the next number of the meeting's year."""
    year = meeting.on.year
    # The row that stands for every decision is held while the next number is taken.
    ContentType.objects.select_for_update().get(app_label="actionplan", model="decision")
    last = Decision.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    row = Decision(
        meeting=meeting, year=year, number=last + 1, text=text, registry_number=registry_number, activity=activity
    )
    row.full_clean()
    row.save()
    return row


def _still_open(meeting):
    if meeting.reports.exists():
        raise ValidationError(
            _("Rapporten från mötet %(day)s är antagen och kan inte ändras.") % {"day": day_year(meeting.on)}
        )
