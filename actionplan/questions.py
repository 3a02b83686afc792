"""What the council asks of those who answer for a part of the plan, and what they answer. Inside, until a report tells it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplan.models import CouncilQuestion
from arboga_loften.foundation import clock


@transaction.atomic
def ask(commitment, *, text, answer_by, by, meeting=None, on=None):
    """Ask something of a party, to be answered by a day. The owner is reminded of it.

    What is asked at a `meeting` stands in its report, and comes back at the next one. `on` is the day that it was asked;
    only the loading of an old record gives another than today.
    """
    row = CouncilQuestion(
        commitment=commitment,
        text=text,
        asked_on=on or clock.today(),
        asked_by=by,
        answer_by=answer_by,
        meeting=meeting,
    )
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def answer(question, *, text, by, on=None):
    """Answer, once. A second thought is a new question's matter: what the council has read stands."""
    row = CouncilQuestion.objects.select_for_update().get(pk=question.pk)
    if row.answered_on:
        raise ValidationError(_("Frågan är redan besvarad. Ladda om sidan för att se svaret."))
    row.answer, row.answered_on, row.answered_by = text, on or clock.today(), by
    row.full_clean()
    row.save()
    return row
