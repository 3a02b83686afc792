"""The texts that aren't public yet: ready for another person to publish, sent back, being written, and on their way out."""

from collections import defaultdict

from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from actionplan.models import CouncilReport
from arboga_loften.foundation import clock, two_people
from arboga_loften.foundation.models import Proposal, Publishable
from arboga_loften.foundation.publishing import NEVER_PUBLIC, Publication
from arboga_loften.foundation.templatetags.look import day
from arboga_loften.portal.todo.piles import Task, pile
from dialogs.models import Review, Viewpoint


def piles(user):
    """Of every kind that the person may publish; one query a kind, and a few more where something is ready."""
    ready, drafts, coming = [], [], []
    needs_another = two_people.is_on()
    for model in apps.get_models():
        if not (issubclass(model, Publishable) and user.has_perm(_permission(model))):
            continue
        rows = [row for row in _with_names(_not_public_yet(model)) if _may_decide(user, row)]
        drafts += [_draft(row) for row in rows if row.publication == Publication.DRAFT]
        coming += [row for row in rows if row.publication == Publication.PUBLISHED]
        waiting = [row for row in rows if row.publication == Publication.READY]
        ready += [_ready(row) for row in (_by_others(waiting, user) if needs_another else waiting)]
    proposed, sent_back = _proposals(user)
    coming = [_coming(row) for row in sorted(coming, key=lambda row: row.publish_on)]
    return [
        pile(_("Skickat tillbaka till dig"), sent_back, ""),
        pile(_("Klart att publicera"), proposed + ready, ""),
        pile(_("Utkast"), drafts, ""),
        pile(_("På väg ut"), coming, ""),
    ]


def _not_public_yet(model):
    """What we have begun to write ourselves. What came in waits in the queue, or was never to be shown."""
    ours = Q(review=Review.APPROVED, submissions__isnull=True) if model is Viewpoint else Q()
    coming = Q(publication=Publication.PUBLISHED, publish_on__gt=clock.today())
    if model is CouncilReport:
        # An adopted report that isn't out is told of with its meeting. Its content is as long as a book.
        return model.objects.filter(coming).defer("content")
    return model.objects.filter(Q(publication__in=NEVER_PUBLIC) & ours | coming)


def _by_others(rows, user):
    """Those that somebody else wrote last, so that this person may publish them."""
    if not rows:
        return []
    page = admin.site.get_model_admin(type(rows[0]))
    wrote = two_people.writers(rows, page.text_parts) if page.are_our_words else {}
    return [row for row in rows if wrote.get(row.pk) != user.pk]


def _proposals(user):
    """Tasks for what others want to change in what is public, and for what one has had sent back."""
    mine = Q(state=Proposal.State.REFUSED, made_by=user)
    others = Q(state=Proposal.State.WAITING) & ~Q(made_by=user)
    found = list(Proposal.objects.filter(mine | others).select_related("made_by", "decided_by").order_by("pk"))
    by_kind = defaultdict(list)
    for each in found:
        by_kind[each.content_type_id].append(each)
    proposed, sent_back = [], []
    for kind, rows in by_kind.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if not user.has_perm(_permission(model)):
            continue
        known = _with_names(model.objects.all()).in_bulk([each.object_id for each in rows])
        for each in rows:
            row = known.get(each.object_id)
            if row is None or not _may_decide(user, row):
                continue
            if each.state == Proposal.State.REFUSED:
                words = _("%(who)s: %(reason)s") % {"who": each.decided_by, "reason": each.reason}
                sent_back.append(_task(row, words))
            else:
                proposed.append(_task(row, _("%(who)s vill ändra det som står.") % {"who": each.made_by}))
    return proposed, sent_back


def _permission(model):
    return f"{model._meta.app_label}.change_{model._meta.model_name}"


def _may_decide(user, row):
    """What is said in a party's name, as an answer is, is that party's own to publish."""
    party = getattr(row, "organisation_id", None)
    return party in (None, user.organisation_id) or user.has_perm("accounts.speak_for_all")


def _with_names(rows):
    """With what their names are put together from, where that is another row."""
    wanted = {"Activity": ["focus_area"], "Answer": ["viewpoint"], "CouncilReport": ["meeting"]}.get(
        rows.model.__name__
    )
    return rows.select_related(*wanted) if wanted else rows


def _draft(row):
    return _task(row, _("%(kind)s som bara syns här.") % {"kind": _kind(row)})


def _ready(row):
    return _task(row, _("%(kind)s som är klar att publicera.") % {"kind": _kind(row)})


def _coming(row):
    return _task(row, _("%(kind)s. Publiceras %(day)s.") % {"kind": _kind(row), "day": day(row.publish_on)})


def _kind(row):
    return str(row._meta.verbose_name).capitalize()


def _is_example(row):
    return row.meeting.is_example if isinstance(row, CouncilReport) else row.is_example


def _task(row, reason):
    meta = row._meta
    try:
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        url = ""
    return Task(title=str(row), url=url, reasons=(reason,), is_example=_is_example(row))
