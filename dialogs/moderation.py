"""The deeds of moderation: a person reads what came in, and it is shown, reworded, split, merged or withheld, in the open log."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dialogs.intake import log, new_reference
from dialogs.models import ModerationEntry, Review, Viewpoint

Deed = ModerationEntry.Deed


class TakenByAnother(ValidationError):
    """Somebody else is reading it just now."""


def _locked(viewpoint):
    return Viewpoint.objects.select_for_update().get(pk=viewpoint.pk)


@transaction.atomic
def take(viewpoint, *, by, over=False):
    """Begin to read, so that two people don't do the same work. `over` takes it from somebody else."""
    row = _locked(viewpoint)
    if row.taken_by_id and row.taken_by_id != by.pk and not over:
        raise TakenByAnother(_("%(who)s läser redan den här synpunkten.") % {"who": row.taken_by})
    if row.taken_by_id != by.pk:
        row.taken_by = by
        row.review = Review.IN_REVIEW if row.review == Review.RECEIVED else row.review
        row.save()
        log(row, Deed.TAKEN, by=by)
    return row


@transaction.atomic
def release(viewpoint, *, by):
    """Give it back to the queue."""
    row = _locked(viewpoint)
    row.taken_by = None
    row.review = Review.RECEIVED if row.review == Review.IN_REVIEW else row.review
    row.save()
    log(row, Deed.RELEASED, by=by)
    return row


@transaction.atomic
def approve(viewpoint, *, by, publish=True, **words):
    """Let it be shown, in these words. `words`: text, theme, place, summarised, photo_from, photo_words.

    Where the writer said no to being shown, it is approved without being published. Raises ValidationError with the
    field that is wrong, for one where the guard still finds what points somebody out.
    """
    row = _locked(viewpoint)
    reworded = "text" in words and words["text"] != row.text
    for name, value in words.items():
        setattr(row, name, value)
    row.review, row.taken_by, row.withheld_reason = Review.APPROVED, None, ""
    if publish and row.may_be_shown:
        row.publish()
    row.full_clean()
    row.save()
    if reworded:
        log(row, Deed.REWORDED, by=by)
    log(row, Deed.APPROVED, by=by)
    return row


@transaction.atomic
def withhold(viewpoint, *, by, reason):
    """Don't show it, and say why on the receipt. It still gets its answer."""
    row = _locked(viewpoint)
    row.review, row.withheld_reason, row.taken_by = Review.WITHHELD, reason.strip(), None
    if row.first_published_on:
        row.unpublish()
    row.full_clean()
    row.save()
    log(row, Deed.WITHHELD, by=by, note=reason)
    return row


@transaction.atomic
def split(viewpoint, *, texts, by):
    """Make one viewpoint of each part, since a letter that says three things needs three answers.

    The first part stays in the viewpoint; the others are new, with the same origin. Returns them all.
    """
    parts = [text.strip() for text in texts if text.strip()]
    if len(parts) < 2:
        raise ValidationError(_("Skriv minst två delar."))
    row = _locked(viewpoint)
    row.text = parts[0]
    row.full_clean()
    row.save()
    origin = list(row.submissions.all())
    new = [_part_of(row, text, origin, by) for text in parts[1:]]
    log(row, Deed.SPLIT, by=by, note=", ".join(each.reference for each in new))
    return [row, *new]


def _part_of(row, text, origin, by):
    part = Viewpoint(
        dialogue=row.dialogue,
        reference=new_reference(row.received_on),
        text=text,
        split_from=row,
        review=row.review if row.review != Review.APPROVED else Review.IN_REVIEW,
        received_on=row.received_on,
        channel=row.channel,
        voices=row.voices,
        place=row.place,
        theme=row.theme,
        is_example=row.is_example,
    )
    part.full_clean()
    part.save()
    part.submissions.set(origin)
    log(part, Deed.SPLIT, by=by, note=row.reference)
    return part


@transaction.atomic
def merge(viewpoints, *, into, by):
    """Let one viewpoint stand for several that say the same. Every writer's receipt follows the one that stands."""
    target = _locked(into)
    if target.review == Review.MERGED:
        raise ValidationError(_("Synpunkten är själv sammanförd med en annan. Välj den i stället."))
    for viewpoint in sorted(viewpoints, key=lambda each: each.pk):
        row = _locked(viewpoint)
        if row.pk == target.pk or row.review == Review.MERGED:
            continue
        if row.dialogue_id != target.dialogue_id:
            raise ValidationError(_("Bara synpunkter i samma dialog kan föras samman."))
        new = set(row.submissions.all()) - set(target.submissions.all())
        target.submissions.add(*new)
        target.voices = _together(target.voices, row.voices if new or not row.submissions.exists() else 0)
        row.review, row.merged_into, row.taken_by = Review.MERGED, target, None
        if row.first_published_on:
            row.unpublish()
        row.save()
        log(row, Deed.MERGED, by=by, note=target.reference)
        log(target, Deed.MERGED, by=by, note=row.reference)
    target.save()
    return target


def _together(one, other):
    """Voices added; unknown stays unknown."""
    return None if one is None or other is None else one + other
