"""The deeds of moderation: a person reads what came in, and it is shown, reworded, split, merged or withheld, in the open log."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from dialogs import followers
from dialogs.intake import log, new_reference
from dialogs.models import Answer, ModerationEntry, Review, Submission, Viewpoint

Deed = ModerationEntry.Deed
# What a viewpoint is tied to, by the names that those further down the promise's life have given it.
LINKS = ("focus_areas", "findings", "activities")


class TakenByAnother(ValidationError):
    """Somebody else is reading it just now."""


def _locked(viewpoint):
    return Viewpoint.objects.select_for_update().get(pk=viewpoint.pk)


def _standing(viewpoint):
    """Locked, and refused where another viewpoint stands for it: what is done then is done with that one."""
    row = _locked(viewpoint)
    if row.review == Review.MERGED:
        raise ValidationError(_("Synpunkten är sammanförd med en annan. Öppna den i stället."))
    return row


# --- The queue ---
def next_for(person, *, after=None):
    """What somebody reads next: the one after `after` that has waited longest, or else the first; none that others read."""
    rows = _free_for(person)
    if after is None:
        return rows.first()
    later = Q(received_on__gt=after.received_on) | Q(received_on=after.received_on, pk__gt=after.pk)
    return rows.filter(later).first() or rows.exclude(pk=after.pk).first()


@transaction.atomic
def take_next(*, by, after):
    """Take the next one in the queue, so that two who work at the same time get one each. None when the queue is empty."""
    row = next_for(by, after=after)
    while row:
        try:
            return take(row, by=by)
        except TakenByAnother:
            row = next_for(by, after=row)
    return None


def _free_for(person):
    return Viewpoint.objects.to_moderate().filter(Q(taken_by__isnull=True) | Q(taken_by=person))


@transaction.atomic
def take(viewpoint, *, by, over=False):
    """Begin to read, so that two people don't do the same work. `over` takes it from somebody else."""
    row = _standing(viewpoint)
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
    row = _standing(viewpoint)
    row.taken_by = None
    row.review = Review.RECEIVED if row.review == Review.IN_REVIEW else row.review
    row.save()
    log(row, Deed.RELEASED, by=by)
    return row


@transaction.atomic
def approve(viewpoint, *, by, publish=True, **words):
    """Let it be shown, in these words. `words`: text, theme, place, summarised, photo_from, photo_words.

    Where the writer said no to being shown, it is approved without being published. Raises ValidationError with the
    field that is wrong, for one where the guard still finds what points somebody out. What is already approved can be
    reworded in the same way; its history keeps how it read.
    """
    row = _standing(viewpoint)
    before = (row.review, row.publication)
    reworded = "text" in words and words["text"] != row.text
    for name, value in words.items():
        setattr(row, name, value)
    row.review, row.taken_by, row.withheld_reason = Review.APPROVED, None, ""
    if publish and row.may_be_shown:
        row.publish()
    row.full_clean()
    row.save()
    count(row.submissions.all())
    if reworded:
        log(row, Deed.REWORDED, by=by)
    if before != (row.review, row.publication):
        log(row, Deed.APPROVED, by=by)
    return row


@transaction.atomic
def withhold(viewpoint, *, by, reason):
    """Don't show it, and say why on the receipt. It still gets its answer. What was shown is taken down."""
    row = _standing(viewpoint)
    row.review, row.withheld_reason, row.taken_by = Review.WITHHELD, reason.strip(), None
    if row.first_published_on:
        row.unpublish()
    row.full_clean()
    row.save()
    count(row.submissions.all())
    log(row, Deed.WITHHELD, by=by, note=reason)
    return row


@transaction.atomic
def discard(viewpoint, *, by, reason):
    """Say that it is no viewpoint: rubbish, or written down by mistake. It is neither shown, counted nor answered.

    The reason stands in the log and on the receipt, so that nobody's question is put away in silence.
    """
    row = _standing(viewpoint)
    row.review, row.withheld_reason, row.taken_by = Review.DISCARDED, reason.strip(), None
    if row.first_published_on:
        row.unpublish()
    row.full_clean()
    row.save()
    whole = [each for each in row.submissions.all() if not each.viewpoints.exclude(review=Review.DISCARDED).exists()]
    count(Submission.objects.filter(pk__in=[each.pk for each in whole]), counted=False)
    log(row, Deed.DISCARDED, by=by, note=reason)
    return row


def count(submissions, *, counted=True):
    """Let some submissions count among the voices, or not."""
    return submissions.exclude(is_counted=counted).update(is_counted=counted)


@transaction.atomic
def split(viewpoint, *, texts, by):
    """Make one viewpoint of each part, since a letter that says three things needs three answers.

    The first part stays in the viewpoint; the others are new, with the same origin. Returns them all.
    """
    parts = [text.strip() for text in texts if text.strip()]
    if len(parts) < 2:
        raise ValidationError(_("Skriv minst två delar."))
    row = _standing(viewpoint)
    if row.dialogue.answered_on:
        raise ValidationError(_("Dialogen är stängd som besvarad. Öppna den igen, så kan varje del få sitt svar."))
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
        # What was decided was decided of the whole; of a part somebody must decide anew.
        review=row.review if row.review == Review.RECEIVED else Review.IN_REVIEW,
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
    """Let one viewpoint stand for several that say the same. Every writer's receipt follows the one that stands.

    Where that one is answered already, those who follow the others are told so. The words that stand are never those of
    somebody who said no to being shown, where another said yes.
    """
    # Locked in one order, so that two merges that meet wait for each other instead of for ever.
    pks = {into.pk, *(viewpoint.pk for viewpoint in viewpoints)}
    rows = list(Viewpoint.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    target = next(row for row in rows if row.pk == into.pk)
    if target.review == Review.MERGED:
        raise ValidationError(_("Synpunkten är själv sammanförd med en annan. Välj den i stället."))
    for row in rows:
        if row.pk == target.pk or row.review == Review.MERGED:
            continue
        if row.dialogue_id != target.dialogue_id:
            raise ValidationError(_("Bara synpunkter i samma dialog kan föras samman."))
        if row.submissions.filter(may_show=True).exists() and not target.may_be_shown:
            raise ValidationError(
                _("Den som skrev den du valde vill inte att den visas. Öppna den och välj den här att stå för båda.")
            )
        new = set(row.submissions.all()) - set(target.submissions.all())
        target.submissions.add(*new)
        target.voices = _together(target.voices, row.voices if new or not row.submissions.exists() else 0)
        count(row.submissions.all())
        row.review, row.merged_into, row.taken_by = Review.MERGED, target, None
        if row.first_published_on:
            row.unpublish()
        row.save()
        log(row, Deed.MERGED, by=by, note=target.reference)
        log(target, Deed.MERGED, by=by, note=row.reference)
    target.save()
    for answer in Answer.objects.given().filter(viewpoint=target).select_related("organisation", "forwarded_to"):
        answer.viewpoint = target
        followers.tell_of_answer(answer)
    return target


def likely_the_same(viewpoint):
    """Those in the same dialogue that it might be brought together with, the likeliest first: the same words, then the
    same place and theme, then the same place or theme. What no answer is given to is left out."""
    digests = Submission.objects.filter(viewpoints=viewpoint).exclude(text_digest="").values("text_digest")
    same_words = Viewpoint.objects.filter(submissions__text_digest__in=digests).values("pk")
    rows = Viewpoint.objects.filter(dialogue_id=viewpoint.dialogue_id).exclude(pk=viewpoint.pk)
    place = Q(place__isnull=False, place_id=viewpoint.place_id)
    theme = Q(theme__isnull=False, theme_id=viewpoint.theme_id)
    likeness = Case(
        When(pk__in=same_words, then=Value(0)),
        When(place & theme, then=Value(1)),
        When(place | theme, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    alive = rows.exclude(review__in=[Review.MERGED, Review.DISCARDED])
    return alive.annotate(likeness=likeness).order_by("likeness", "-received_on", "-pk")


# --- What it belongs to ---
@transaction.atomic
def link(viewpoint, *, by, **chosen):
    """Tie a viewpoint to the `focus_areas`, `findings` and `activities` that it belongs to, and to no others."""
    row = _standing(viewpoint)
    for name, rows in chosen.items():
        known = {each.pk for each in getattr(row, name).all()}
        if known == {each.pk for each in rows}:
            continue
        getattr(row, name).set(rows)
        log(row, Deed.LINKED, by=by, note=_tied(getattr(row, name).model, rows))
    return row


def _tied(model, rows):
    titles = ", ".join(each.title for each in rows) or _("inget")
    return f"{str(model._meta.verbose_name_plural).capitalize()}: {titles}"


def _together(one, other):
    """Voices added; unknown stays unknown."""
    return None if one is None or other is None else one + other
