"""What people said, what came out of it, and what they were answered."""

from itertools import groupby

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arboga_loften.foundation import clock
from dialogs.filters import Voice, VoiceFilter
from dialogs.models import Dialogue, Viewpoint, with_activities

PER_PAGE = 50


@require_safe
def dialogues(request):
    today = clock.today()
    shown = Dialogue.objects.visible(today).with_counts(today)
    ahead = [*shown.ongoing(today), *shown.coming(today)]
    held = groupby(shown.held(today), key=lambda dialogue: dialogue.starts_on.year)
    return render(
        request,
        "dialogs/list.html",
        {"ahead": ahead, "held": [(year, list(rows)) for year, rows in held]},
    )


@require_safe
def dialogue(request, slug):
    today = clock.today()
    shown = Dialogue.objects.visible(today).prefetch_related("places", "hosts", "sources")
    dialogue = get_object_or_404(shown, slug=slug)
    viewpoints = with_activities(dialogue.viewpoints.visible(today).with_answers(today).order_by("pk"), today)
    findings = with_activities(dialogue.findings.visible(today).with_links(today).order_by("pk"), today)
    cited = {viewpoint.pk for finding in findings for viewpoint in finding.public_viewpoints}
    return render(
        request,
        "dialogs/detail.html",
        {
            "dialogue": dialogue,
            "trail": [(reverse("dialogs:list"), _("Dialoger"))],
            "viewpoints": viewpoints,
            "findings": findings,
            "uncited": [viewpoint for viewpoint in viewpoints if viewpoint.pk not in cited],
            "answered": sum(bool(viewpoint.answer) for viewpoint in viewpoints),
        },
    )


@require_safe
def said_and_done(request):
    today = clock.today()
    everything = [Voice(row) for row in Viewpoint.objects.visible(today).as_voices(today)]
    chosen = VoiceFilter.parse(request.GET, everything)
    fitting = chosen.apply(everything)
    page = _page(fitting, request)
    rows = Viewpoint.objects.filter(pk__in=[voice.pk for voice in page]).in_order().with_answers(today)
    counts = chosen.counts(everything)
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
            "total": len(everything),
            "fitting": len(fitting),
        },
    )


def _page(rows, request):
    """The page asked for; one that isn't there is 404."""
    try:
        return Paginator(rows, PER_PAGE).page(request.GET.get("sida") or 1)
    except InvalidPage:
        raise Http404 from None
