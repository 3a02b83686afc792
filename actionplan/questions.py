"""What the council asks of those who answer for a part of the plan, and what they answer. Inside, not on the website."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplan.models import CouncilQuestion
from arboga_loften.foundation import clock


@transaction.atomic
def ask(commitment, *, text, answer_by, by):
    """Ask something of a party, to be answered by a day. The owner is reminded of it."""
    row = CouncilQuestion(commitment=commitment, text=text, asked_on=clock.today(), asked_by=by, answer_by=answer_by)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def answer(question, *, text, by):
    """Answer, once. A second thought is a new question's matter: what the council has read stands."""
    row = CouncilQuestion.objects.select_for_update().get(pk=question.pk)
    if row.answered_on:
        raise ValidationError(_("Frågan är redan besvarad. Ladda om sidan för att se svaret."))
    row.answer, row.answered_on, row.answered_by = text, clock.today(), by
    row.full_clean()
    row.save()
    return row
