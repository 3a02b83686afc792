"""The deed of answering: a decision with its reason, signed by an organisation, and the thread to what is done about it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from arboga_loften.foundation import clock, two_people
from arboga_loften.foundation.publishing import Publication
from dialogs import followers
from dialogs.intake import log
from dialogs.models import Answer, Decision, Dialogue, ModerationEntry, Review, Viewpoint


@transaction.atomic
def give(viewpoint, *, decision, text, organisation, by=None, forwarded_to=None, activities=(), answered_on=None):
    """Answer a viewpoint, in public where the viewpoint is public and always on the receipt. Those who follow it are told.

    "Leder till aktivitet" needs an activity to point at. Raises ValidationError with the field that is wrong.
    The same answer sent twice is given, and told, once. Where nobody publishes their own words it is kept as ready, and is
    given when another person has published it (admin/answers.py).
    """
    # Held, so that two who answer at the same moment, or one who presses twice, come one after the other.
    if Viewpoint.objects.select_for_update().get(pk=viewpoint.pk).review == Review.MERGED:
        raise ValidationError(_("Synpunkten är sammanförd med en annan. Svara på den i stället."))
    answer = Answer(
        viewpoint=viewpoint,
        decision=decision,
        text=text,
        organisation=organisation,
        forwarded_to=forwarded_to,
        answered_on=answered_on or clock.today(),
        is_example=viewpoint.is_example,
    )
    if by and two_people.is_on():
        answer.publication = Publication.READY
    else:
        answer.publish()
    answer.full_clean()
    if activities:
        viewpoint.activities.add(*activities)
    require_activity(viewpoint, decision)
    if given := _same_as(answer):
        return given
    answer.save()
    if answer.publication == Publication.READY:
        return answer
    log(viewpoint, ModerationEntry.Deed.ANSWERED, by=by, note=answer.get_decision_display())
    followers.tell_of_answer(answer)
    return answer


def _same_as(answer):
    """The answer that stands, or waits to be published, where it says the same on the same day."""
    rows = Answer.objects.filter(viewpoint=answer.viewpoint)
    rows = rows.filter(publication=answer.publication) if answer.publication == Publication.READY else rows.given()
    standing = rows.order_by("-answered_on", "-pk").first()
    said = ("decision", "text", "organisation_id", "forwarded_to_id", "answered_on")
    return standing if standing and all(getattr(standing, name) == getattr(answer, name) for name in said) else None


def require_activity(viewpoint, decision):
    """Refuse to say that something leads to an activity without one to point at."""
    if decision == Decision.LEADS_TO_ACTIVITY and not viewpoint.activities.exists():
        raise ValidationError({"decision": _("Välj den aktivitet som synpunkten leder till.")})


@transaction.atomic
def reopen_if_unanswered(viewpoint):
    """After an answer has been taken down: a dialogue isn't said to be answered while somebody waits again.

    Gives the dialogue that was opened again, or None. Its history keeps that it was closed, and since when.
    """
    dialogue = Dialogue.objects.select_for_update().get(pk=viewpoint.dialogue_id)
    if not dialogue.answered_on or not dialogue.unanswered().exists():
        return None
    dialogue.answered_on = None
    dialogue.save()
    return dialogue


@transaction.atomic
def close_as_answered(dialogue, *, on=None):
    """Say that everybody in a dialogue has been answered. Refused while somebody waits."""
    # Held, so that what is just coming in is either seen here or finds the dialogue closed (intake.py).
    dialogue = Dialogue.objects.select_for_update().get(pk=dialogue.pk)
    dialogue.answered_on = on or clock.today()
    dialogue.full_clean()
    dialogue.save()
    return dialogue
