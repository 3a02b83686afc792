"""To speak: write, see what will be sent, send, and get a receipt. Without an account, a script or a cookie.

Everything that is typed travels in the form itself, and is read anew in each step. The form has a key, so that what is
sent twice comes in once: somebody who lost the connection just sends again.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from arboga_loften.foundation import clock
from arboga_loften.foundation.limits import Limit
from dialogs import guard, intake, photos, receipts
from dialogs.forms.speak import SpeakForm
from dialogs.models import Dialogue, Submission, Suspicion
from dialogs.views.receipt import SeeOther

WRITE, PREVIEW, SEND = "andra", "granska", "skicka"
# Chosen pictures from one network; each waits for a day and a night, so there is an end to how many.
PICTURES = Limit("speak-pictures", most=60, seconds=3600)
MOST_QUOTED = 5


@require_safe
def speak_out(request):
    """Where one can speak today: straight to the form where there is only one."""
    today = clock.today()
    shown = Dialogue.objects.visible(today)
    dialogues = list(shown.open_for_viewpoints(today))
    if len(dialogues) == 1:
        return redirect("dialogs:speak", dialogues[0].slug)
    coming = shown.filter(opens_on__gt=today, answered_on__isnull=True).order_by("opens_on", "pk")
    words = {"dialogues": dialogues, "next": None if dialogues else coming.first()}
    return render(request, "dialogs/speak/out.html", words)


# Free from the CSRF check, which would need a cookie: the form uses nobody's authority, so there is none to borrow. Its
# signed stamp says that it came from here.
@csrf_exempt
def speak(request, slug):
    dialogue = get_object_or_404(Dialogue.objects.visible(), slug=slug)
    if request.method == "POST":
        response = _came_in(request, dialogue)
    elif request.method not in {"GET", "HEAD"}:
        response = _write(request, SpeakForm(dialogue), status=405)
        response.headers["Allow"] = "GET, HEAD, POST"
    elif dialogue.takes_viewpoints:
        response = _write(request, SpeakForm(dialogue))
    else:
        response = _closed(request, dialogue)
    # Two people may never share a form, since they would share its key. The browser may keep it, for the way back.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def speak_photo(request, slug, token):
    """A picture that waits to be sent, for whoever chose it."""
    pending = photos.with_signature(token)
    try:
        picture = pending.photo.open() if pending else None
    except FileNotFoundError:
        picture = None
    if picture is None:
        raise Http404
    response = FileResponse(picture, content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    return response


# --- The steps ---
def _came_in(request, dialogue):
    step, is_another = request.POST.get("step", PREVIEW), False
    form = SpeakForm(dialogue, request.POST, request.FILES)
    # In this order: the picture of a form that is sent at this very moment is gone only when its submission is there.
    photo = photos.waiting(form.key)
    known = Submission.objects.filter(key_digest=receipts.digest(form.key)).first()
    if known and step != WRITE and form.is_valid():
        if not form.differs_from(known):
            return _receipt(receipts.code_for(form.key))
        form, photo, step, is_another = form.under_a_new_key(), None, PREVIEW, True
    if not dialogue.takes_viewpoints:
        return _closed(request, dialogue, typed=request.POST.get("text", ""), status=422)
    photo = _chosen(request, form, photo)
    if step == SEND and request.POST.get("has_photo") and not photo:
        form.add_error(
            "photo", _("Bilden finns inte kvar, för den har väntat för länge. Välj den igen, eller skicka utan.")
        )
    if form.errors or step == WRITE:
        return _write(request, form, photo)
    return _send(request, form, photo) if step == SEND else _preview(request, form, photo, is_another)


def _chosen(request, form, photo):
    """The picture that waits for the form: a new one, the one before, or none. Not even a fault elsewhere loses it."""
    form.is_valid()
    new = form.cleaned_data.get("photo")
    if new and not PICTURES.allows(request):
        form.add_error("photo", _("Det har kommit många bilder från ditt nät. Vänta en timme, eller skicka utan bild."))
    elif new:
        return photos.keep(form.key, new)
    if photo and form.cleaned_data.get("remove_photo"):
        photos.drop(form.key)
        return None
    return photo


def _write(request, form, photo=None, status=200):
    words = {"form": form, "dialogue": form.dialogue, "photo_url": _photo_url(form.dialogue, photo)}
    return render(request, "dialogs/speak/write.html", words, status=422 if form.errors and status == 200 else status)


def _preview(request, form, photo, is_another):
    said, replies = form.said, form.replies()
    found = guard.look(intake.all_words(Submission(**said), replies))
    words = {
        "form": form,
        "dialogue": form.dialogue,
        "said": said,
        "replies": [(question, list(rows)) for question, rows in groupby(replies, key=lambda reply: reply.question)],
        "photo_url": _photo_url(form.dialogue, photo),
        "crime": any(hit.kind == guard.Kind.CRIME for hit in found),
        "warnings": warned(found),
        "is_another": is_another,
    }
    return render(request, "dialogs/speak/preview.html", words)


def _send(request, form, photo):
    flood = Limit("speak-flood", *settings.SPEAK_HARD)
    if not flood.allows(request):
        return _wait(request, form, photo, flood)
    suspicions = [name for name in form.suspicions if name in Suspicion.values]
    if not Limit("speak-many", *settings.SPEAK_SOFT).allows(request):
        suspicions.append(Suspicion.MANY)
    try:
        _submission, code = intake.receive(
            dialogue=form.dialogue,
            key=form.key,
            replies=form.replies(),
            suspicions=suspicions,
            photo=photo.photo.name if photo else "",
            **form.said,
        )
    except intake.DialogueClosed:
        return _closed(request, form.dialogue, typed=form.said["text"], status=422)
    except ValidationError as fault:
        form.add_error(None, fault.messages)
        return _write(request, form, photo)
    photos.belongs_now(form.key)
    return _receipt(code)


def _wait(request, form, photo, flood):
    """A flood from one network is asked to come back, with everything that was typed."""
    moment = clock.now()
    seconds = flood.seconds - int(moment.timestamp()) % flood.seconds
    form.add_error(
        None,
        _(
            "Det har kommit ovanligt många synpunkter från ditt nät. Skicka igen efter klockan %(time)s. Allt du skrev är kvar."
        )
        % {"time": format_date(moment + timedelta(seconds=seconds + 59), "H.i")},
    )
    response = _write(request, form, photo, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _closed(request, dialogue, typed="", status=200):
    """The form isn't open; what somebody wrote while it closed is there to be copied, and there may be another form."""
    today = clock.today()
    words = {
        "dialogue": dialogue,
        "typed": typed,
        "open_dialogue": Dialogue.objects.visible(today).open_for_viewpoints(today).first(),
    }
    return render(request, "dialogs/speak/closed.html", words, status=status)


def _receipt(code):
    return SeeOther(f"{receipts.url_of(code)}?ny=1")


def _photo_url(dialogue, photo):
    return reverse("dialogs:speak_photo", args=[dialogue.slug, photos.signed(photo)]) if photo else ""


# --- What the guard says before somebody sends ---
@dataclass(frozen=True, slots=True)
class Warned:
    """One kind of what the guard found: the words, each once, and what to do about it."""

    kind: guard.Kind
    quoted: list
    advice: str


def warned(found):
    """What the guard found, a kind at a time. Crimes come apart from these, with the police's numbers."""
    rest = [hit for hit in found if hit.kind != guard.Kind.CRIME]
    by_kind = {}
    for hit in rest:
        by_kind.setdefault(hit.kind, []).append(hit)
    return [
        Warned(kind, list(dict.fromkeys(hit.text for hit in hits))[:MOST_QUOTED], hits[0].advice)
        for kind, hits in by_kind.items()
    ]
