"""The public page that shows two years of the promise side by side."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.comparing_years import compare
from arboga_loften.foundation import clock
from focusareas.models import Promise


@require_safe
def years(request):
    """Two years, as the address says; else this one beside the one before it."""
    today = clock.today()
    promises = list(Promise.objects.visible(today).filter(year__isnull=False).newest_first().select_related("plan"))
    before, after, notes = _asked_for(request, promises, today)
    return render(
        request,
        "actionplan/compare.html",
        {
            "promises": promises,
            "before": before,
            "after": after,
            "notes": notes,
            "trail": [(reverse("focusareas:promises"), _("Löften genom åren"))],
            "compared": compare(before, after, today) if before else None,
        },
    )


def _asked_for(request, promises, today):
    """(the earlier year, the later one, what to say of the choice); two None where there aren't two years to choose from."""
    if len(promises) < 2:
        return None, None, []
    asked = [request.GET.get(name, "").strip() for name in ("fran", "till")]
    known = {promise.slug: promise for promise in promises}
    notes = [
        _("Vi känner inte igen året ”%(year)s”.") % {"year": year[:20]} for year in asked if year not in ("", *known)
    ]
    first, second = (known.get(year) for year in asked)
    if first and first is second:
        notes.append(_("Välj två olika år. Här är %(year)s bredvid ett annat.") % {"year": first.slug})
        first = None
    if first and second and first.year > second.year:
        return second, first, notes
    second = second or _beside(first, promises, today)
    first = first or _neighbour(second, promises)
    return (*sorted((first, second), key=lambda promise: promise.year), notes)


def _beside(first, promises, today):
    """The later year where only the earlier was chosen, or none: the next one after it, or the year that is now."""
    if first:
        return _neighbour(first, promises, after=True)
    current = Promise.objects.current(today)
    return next((each for each in promises if current and each.pk == current.pk), promises[0])


def _neighbour(promise, promises, after=False):
    """The year next to a promise's among some, newest first: the one before it, or after, or else the one on the other side."""
    place = promises.index(promise)
    nearest = [place - 1, place + 1] if after else [place + 1, place - 1]
    return next(promises[each] for each in nearest if 0 <= each < len(promises))
