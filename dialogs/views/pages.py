"""What people said, what came out of it, and what they were answered."""

from functools import cached_property
from itertools import groupby

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arboga_loften.foundation import clock
from dialogs import agenda, phases, tallies
from dialogs.filters import VoiceFilter
from dialogs.models import Dialogue, Phase, Review, Viewpoint, with_activities, with_cites
from dialogs.walks import walk_of

PER_PAGE = 30
UNCITED_SHOWN = 10
# Nobody comes to a form, so heads aren't missing there.
NO_HEADS = {Dialogue.Kind.DIGITAL, Dialogue.Kind.SURVEY}


@require_safe
def dialogues(request):
    today = clock.today()
    shown = Dialogue.objects.visible(today).with_counts(today)
    open_now = _signed(shown.open_for_viewpoints(today))
    known = {dialogue.pk for dialogue in open_now}
    ahead = [row for row in _signed([*shown.ongoing(today), *shown.coming(today)]) if row.pk not in known]
    held = [row for row in _signed(shown.held(today)) if row.pk not in known]
    by_year = groupby(held, key=lambda dialogue: dialogue.starts_on.year)
    return render(
        request,
        "dialogs/list.html",
        {
            "open_now": open_now,
            "ahead": ahead,
            "has_calendar": any(agenda.has_day(row) for row in [*open_now, *ahead]),
            "held": [(year, list(rows)) for year, rows in by_year],
        },
    )


def _signed(dialogues):
    """Each with its phase as a chip."""
    rows = list(dialogues)
    for row in rows:
        row.sign = phases.sign(row)
    return rows


@require_safe
def dialogue(request, slug):
    today = clock.today()
    shown = Dialogue.objects.visible(today).with_counts(today)
    dialogue = get_object_or_404(shown.prefetch_related("sources", "occasions", "themes"), slug=slug)
    findings = dialogue.findings.visible(today).order_by("pk")
    uncited = dialogue.viewpoints.visible(today).uncited_by(findings).order_by("pk")
    only_uncited = request.GET.get("urval") == "utan-fynd"
    said = uncited if only_uncited else dialogue.viewpoints.visible(today).order_by("pk")
    count = None if only_uncited else dialogue.said
    page = _page(said.values_list("pk", flat=True), request, count, starts_at=request.GET.get("synpunkt"))
    viewpoints = with_activities(Viewpoint.objects.filter(pk__in=list(page)).with_answers(today).order_by("pk"), today)
    is_first = page.number == 1 and not only_uncited
    what_came_out = with_cites(findings.with_links(today), today) if is_first else []
    voices = tallies.Voices(dialogue, today, by_channel_alone=True) if is_first else None
    return render(
        request,
        "dialogs/detail.html",
        {
            "dialogue": dialogue,
            "trail": [(reverse("dialogs:list"), _("Dialoger"))],
            "sign": phases.sign(dialogue),
            "steps": phases.steps(dialogue),
            "has_calendar": bool(list(agenda.events_of(dialogue, today))),
            "asks_heads": dialogue.phase in {Phase.CLOSED, Phase.ANSWERED} and dialogue.kind not in NO_HEADS,
            "walk": walk_of(dialogue) if is_first else None,
            "today": today,
            "unread": dialogue.viewpoints.filter(review__in=[Review.RECEIVED, Review.IN_REVIEW]).count(),
            "waiting": _kept_waiting(dialogue, today),
            "voices": voices,
            "channels": tallies.by_channel(voices, tallies.is_sensitive(dialogue)) if is_first else None,
            "is_first": is_first,
            "only_uncited": only_uncited,
            "findings": with_activities(what_came_out, today),
            "uncited": list(uncited.select_related("dialogue")[:UNCITED_SHOWN]) if what_came_out else [],
            "uncited_count": uncited.count() if what_came_out else 0,
            "page": page,
            "viewpoints": viewpoints,
            "here": {viewpoint.pk for viewpoint in viewpoints},
        },
    )


def _kept_waiting(dialogue, today):
    """How many still wait when the day that was promised has gone."""
    promised = dialogue.answer_promised_on
    is_over = promised and promised < today and not dialogue.answered_on
    return dialogue.viewpoints.waiting(today).count() if is_over else 0


@require_safe
def said_and_done(request):
    today = clock.today()
    chosen = VoiceFilter.parse(request.GET, today)
    page = _page(chosen.rows().values_list("pk", flat=True), request, count=chosen.fitting)
    rows = Viewpoint.objects.filter(pk__in=list(page)).in_order().with_answers(today)
    counts = chosen.counts()
    by_dialogue = groupby(with_activities(rows, today), key=lambda viewpoint: viewpoint.dialogue)
    return render(
        request,
        "dialogs/said_and_done.html",
        {
            "chosen": chosen,
            "chosen_words": list(chosen.words(counts)),
            "counts": counts,
            "page": page,
            "groups": [(dialogue, list(rows)) for dialogue, rows in by_dialogue],
            "total": chosen.total,
            "fitting": chosen.fitting,
        },
    )


class Pages(Paginator):
    """Pages of rows whose number may be known already."""

    def __init__(self, rows, known_count=None):
        self.known_count = known_count
        super().__init__(rows, PER_PAGE)

    @cached_property
    def count(self):
        return super().count if self.known_count is None else self.known_count


def _page(rows, request, count=None, starts_at=None):
    """The page asked for, by its number or by something that stands on it. One that isn't there is 404."""
    number = request.GET.get("sida") or _page_with(rows, starts_at) or 1
    try:
        return Pages(rows, count).page(number)
    except InvalidPage:
        raise Http404 from None


def _page_with(rows, reference):
    """The number of the page where a viewpoint stands, when it does; rows are in the order of their keys."""
    if not reference:
        return None
    pk = rows.filter(reference=reference).first()
    return pk and rows.filter(pk__lt=pk).count() // PER_PAGE + 1
