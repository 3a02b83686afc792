"""The dialogues in figures: what one of them gave, and whether those who speak are answered."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arboga_loften.foundation import clock
from arboga_loften.foundation.mapping import Map
from dialogs import loop as loops
from dialogs import pins as where
from dialogs import tallies as figures
from dialogs.models import Dialogue


@require_safe
def tallies(request, slug):
    today = clock.today()
    shown = Dialogue.objects.visible(today).prefetch_related("themes")
    dialogue = get_object_or_404(shown, slug=slug)
    earlier = list(shown.filter(starts_on__lt=dialogue.starts_on).order_by("-starts_on", "-pk"))
    asked = request.GET.get("jamfor", "").strip()
    other = next((each for each in earlier if each.slug == asked), None)
    pins = list(where.of_dialogue(dialogue, today))
    mine = figures.of_dialogue(dialogue, today)
    theirs = figures.of_dialogue(other, today) if other else None
    return render(
        request,
        "dialogs/tallies.html",
        {
            "dialogue": dialogue,
            "trail": [(reverse("dialogs:list"), _("Dialoger")), (dialogue.get_absolute_url(), dialogue.title)],
            "tallies": mine,
            "tables": figures.compared(mine, theirs),
            "most_bars": figures.MOST_BARS,
            "earlier": earlier,
            "other": other,
            "others_tallies": theirs,
            "not_known": bool(asked and not other),
            "pins": pins,
            "map": Map(_("Karta över det som sades"), pins=[pin.mark for pin in pins]) if pins else None,
        },
    )


@require_safe
def loop(request):
    today = clock.today()
    loop = loops.loop(today)
    has_examples = any(figures.is_example for figures in loop.dialogues)
    return render(request, "dialogs/loop.html", {"loop": loop, "all": loop.everything, "has_examples": has_examples})
