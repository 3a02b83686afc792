"""What a dialogue's page links to that isn't a page: its pictures, and its days for a calendar."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from arboga_loften.foundation import clock, pictures
from arboga_loften.foundation.calendars import calendar_response
from dialogs import agenda
from dialogs.models import Dialogue, Occasion, Viewpoint, WalkStop

SIDES = {"before": "photo_before", "after": "photo_after"}
SERVED = {"jpeg", "png", "webp"}
# A picture that is taken down is gone from browsers within the hour.
kept_an_hour = cache_control(max_age=3600, public=True)


# --- Pictures ---
@require_safe
@kept_an_hour
def photo(request, slug, reference):
    """The picture that a moderator has let through with a viewpoint."""
    shown = Viewpoint.objects.visible().filter(dialogue__slug=slug, photo_from__isnull=False)
    viewpoint = get_object_or_404(shown.select_related("photo_from"), reference=reference)
    return _picture(viewpoint.photo_from.photo)


@require_safe
@kept_an_hour
def stop_photo(request, slug, number, side):
    """A stop of a walk, as it was and as it is."""
    stops = WalkStop.objects.filter(dialogue__in=Dialogue.objects.visible())
    stop = get_object_or_404(stops, dialogue__slug=slug, number=number)
    if side not in SIDES:
        raise Http404
    return _picture(getattr(stop, SIDES[side]))


def _picture(photo):
    """The file, told as what it holds. What holds no picture that we serve isn't there."""
    if not photo or not photo.storage.exists(photo.name):
        raise Http404
    file = photo.storage.open(photo.name)
    kind = pictures.kind_of(file.read(12))
    file.seek(0)
    if kind not in SERVED:
        file.close()
        raise Http404
    return FileResponse(file, content_type=f"image/{kind}")


# --- Calendars ---
@require_safe
def calendar(request, slug):
    """The days of a dialogue. One whose day isn't known has no calendar."""
    dialogue = get_object_or_404(Dialogue.objects.visible().prefetch_related("places", "occasions"), slug=slug)
    if not dialogue.occasions.all() and not agenda.has_day(dialogue):
        raise Http404
    return _calendar([dialogue], dialogue.title, dialogue.slug)


@require_safe
def calendars(request):
    """Every day that is still to come, to subscribe to."""
    today = clock.today()
    ahead = Dialogue.objects.visible(today).prefetch_related("places", "occasions")
    later = ahead.filter(pk__in=Occasion.objects.filter(on__gte=today).values("dialogue"))
    found = {dialogue.pk: dialogue for rows in (ahead.ongoing(today), ahead.coming(today), later) for dialogue in rows}
    return _calendar(found.values(), _("Dialoger om trygghet"), "dialoger", since=today)


def _calendar(dialogues, name, filename, since=None):
    return calendar_response(agenda.calendar_of(dialogues, name=name, since=since), filename)
