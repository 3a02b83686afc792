"""The dialogue on a sheet of paper: for those who would rather write by hand, with the way to the form for everybody else."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arboga_loften.foundation import clock, qr
from arboga_loften.foundation.letters import swedish
from dialogs.models import SCALE, Dialogue, Question, Theme

# A register with more places than this is asked for in words.
MOST_BOXES = 12


@dataclass(frozen=True)
class Asked:
    """A question as it stands on paper: boxes to cross, or lines to write on."""

    question: Question
    boxes: tuple = ()
    lines: int = 0
    hint: str = ""


@require_safe
def sheet(request, slug):
    """A4, to print and leave. Only while there is something to say."""
    dialogue = get_object_or_404(Dialogue.objects.visible().prefetch_related("places", "hosts"), slug=slug)
    if dialogue.answered_on:
        raise Http404
    is_open = dialogue.takes_viewpoints or bool(dialogue.opens_on and dialogue.opens_on > clock.today())
    form = settings.SITE_URL + reverse("dialogs:speak", args=[dialogue.slug])
    themes = sorted(dialogue.themes.all() or Theme.objects.all(), key=lambda theme: swedish(theme.name))
    return render(
        request,
        "dialogs/sheet.html",
        {
            "dialogue": dialogue,
            "trail": [
                (reverse("dialogs:list"), _("Dialoger")),
                (dialogue.get_absolute_url(), dialogue.title),
            ],
            "asked": [
                _asked(question) for question in dialogue.questions.prefetch_related("choices").order_by("number")
            ],
            "themes": themes if len(themes) <= MOST_BOXES else [],
            "is_open": is_open,
            "code": qr.draw(form) if is_open else None,
            # One that can be typed from paper: it leads to whatever is open.
            "address": (settings.SITE_URL + reverse("dialogs:speak_out")).partition("//")[2].rstrip("/"),
        },
    )


def _asked(question):
    if question.has_choices:
        boxes = tuple(choice.label for choice in question.choices.all())
        hint = _("Kryssa för alla som passar.") if question.kind == Question.Kind.SEVERAL else _("Kryssa för ett.")
        return Asked(question, boxes=boxes, hint="" if question.hint else hint)
    if question.kind == Question.Kind.SCALE:
        ends = _("1 är ”%(low)s” och 5 är ”%(high)s”.") % {"low": question.low_label, "high": question.high_label}
        return Asked(question, boxes=tuple(str(step) for step in SCALE), hint=ends)
    return Asked(question, lines=1 if question.kind == Question.Kind.PLACE else 3)
