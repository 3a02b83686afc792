"""The deeds of a change that waits: it is proposed, and another person publishes it or sends it back. See proposals.py."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from arboga_loften.foundation import clock
from arboga_loften.foundation.conflicts import latest_version
from arboga_loften.foundation.models import Proposal

State = Proposal.State
# Why a version was made, as its history keeps it.
REASON = "proposal:"


@transaction.atomic
def propose(row, changes, *, by, instead_of=None):
    """Keep what somebody wants a published row to say. `instead_of`: an earlier proposal of theirs that they wrote on from."""
    proposal = Proposal.objects.create(
        content_type=ContentType.objects.get_for_model(row),
        object_id=row.pk,
        changes=changes,
        seen_version=latest_version(type(row), row.pk),
        made_by=by,
    )
    if instead_of:
        withdraw(instead_of, by=by)
    return proposal


@transaction.atomic
def accept(proposal, *, by, write):
    """Publish it. `write` writes the words into the row; what it refuses leaves the proposal waiting."""
    row = _held(proposal, State.WAITING)
    if by.pk == row.made_by_id:
        raise PermissionDenied
    write()
    return _decide(row, State.ACCEPTED, by)


@transaction.atomic
def send_back(proposal, *, by, reason):
    """Don't publish it, and say why to the one who wrote."""
    row = _held(proposal, State.WAITING)
    if by.pk == row.made_by_id:
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Skriv varför ändringen inte publiceras.")})
    row.reason = reason.strip()
    return _decide(row, State.REFUSED, by)


@transaction.atomic
def withdraw(proposal, *, by):
    """Take back what one has proposed oneself, also when it has been sent back."""
    row = _held(proposal, State.WAITING, State.REFUSED)
    if by.pk != row.made_by_id:
        raise PermissionDenied
    return _decide(row, State.WITHDRAWN, by)


def _held(proposal, *states):
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.state not in states:
        raise ValidationError(_("Ändringen är redan avgjord: %(state)s.") % {"state": row.get_state_display().lower()})
    return row


def _decide(row, state, by):
    row.state, row.decided_by, row.decided_at = state, by, clock.now()
    row.save()
    return row
