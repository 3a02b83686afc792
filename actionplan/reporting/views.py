"""The pages where somebody tells in a minute: all that they have to see to, and one activity, logged in or by a link.

Nothing is done by opening a page: mail filters open every link.
"""

from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage, Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from actionplan.models import Activity, Occurrence
from actionplan.reporting import links, mine
from actionplan.reporting.desk import ByLink, LoggedIn, may_report
from actionplan.reporting.receipt import told_in_short
from arboga_loften.accounts.gate import log_in_required
from arboga_loften.accounts.typed import keeps_what_was_typed, mark, typed_before
from arboga_loften.foundation import clock
from arboga_loften.foundation.limits import Limit
from dialogs.views.receipt import SeeOther, for_one_alone

PER_PAGE, LONGEST_SEARCH = 25, 100
# What comes by one link, and what is asked for from one network by links that are dead.
BY_LINK = Limit("report-by-link", most=40, seconds=3600)
DEAD_LINKS = Limit("report-dead-links", most=30, seconds=3600)


def private(view):
    """Kept by no browser and no robot."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return guarded


# --- All that somebody has to see to ---
@private
@log_in_required
@require_safe
def my_activities(request):
    """What waits first, with the reason in words; found by search where it is much."""
    found = mine.activities_of(request.user)
    if not found and not request.user.has_perm("actionplan.add_followup"):
        raise PermissionDenied
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    shown = mine.search(found, text) if text else found
    try:
        page = Paginator(shown, PER_PAGE).page(request.GET.get("sida") or 1)
    except InvalidPage:
        raise Http404 from None
    words = {
        "page": page,
        "text": text,
        "query": urlencode({"q": text}) + "&" if text else "",
        "shown": len(shown),
        "total": len(found),
        "waiting": sum(each.needs_something for each in found),
    }
    return render(request, "actionplan/report/mine.html", words)


# --- One activity, logged in ---
@private
@keeps_what_was_typed
@log_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    """One activity, for somebody who has logged in."""
    activity = get_object_or_404(Activity.objects.visible(), pk=pk)
    parts = [
        part
        for part in activity.commitments.select_related("organisation").order_by("organisation__order", "pk")
        if may_report(request.user, part)
    ]
    if not parts:
        raise PermissionDenied
    part = _chosen(parts, request)
    desk = LoggedIn(part, request.user)
    here = reverse("actionplan:report", args=[pk])
    if len(parts) > 1:
        here = f"{here}?{urlencode({'part': part.pk})}"
    came_back = typed_before(request)
    if came_back is not None:
        desk.show_again(came_back)
    words = {
        "parts": parts if len(parts) > 1 else [],
        "whose": mark(request.user),
        "came_back": came_back is not None,
        "mend_url": links.link_for(part, request.user) if desk.returned and links.is_theirs(part, request.user) else "",
    }
    return _page(request, desk, here, **words)


def _chosen(parts, request):
    """The part in the address, else one's own, else one's party's, else the first."""
    user, asked = request.user, request.GET.get("part", "")
    return (
        next((part for part in parts if str(part.pk) == asked), None)
        or next((part for part in parts if part.owner_id == user.pk), None)
        or next((part for part in parts if part.organisation_id == user.organisation_id), parts[0])
    )


# --- One activity, by the link in a letter ---
@for_one_alone
@require_http_methods(["GET", "HEAD", "POST"])
def report_by_link(request, token):
    """The same without a log-in, for the one person that the link was made for."""
    if request.method == "POST" and request.POST.get("kort") == "ny-lank":
        return _new_link(request, token)
    found = links.read(token)
    if found is None:
        return _dead(request)
    part, user = found
    desk = ByLink(part, user)
    here = reverse("actionplan:report_by_link", args=[token])
    if request.method == "POST" and not BY_LINK.allows(f"{part.pk}-{user.pk}"):
        return _too_many(request, desk, here)
    waits = desk.plan is None or desk.plan.reports_by_link != desk.plan.ByLink.DIRECT
    return _page(request, desk, here, parts=[], whose="", came_back=False, mend_url="", waits=waits)


def _new_link(request, token):
    """A new letter to the address that we have, if it is right; the answer is the same either way."""
    if DEAD_LINKS.allows(request):
        links.send_anew(token)
    return render(request, "actionplan/report/dead_link.html", {"asked": True, "typed": [], "days": _days()})


def _dead(request):
    """What to do when a link has gone; what was typed while it went can be copied."""
    typed = []
    if request.method == "POST":
        names = ("note", "text", "evidence", "picture_words")
        typed = [words for name, words in request.POST.items() if name.rpartition("-")[2] in names and words.strip()]
    words = {"asked": False, "typed": typed, "days": _days()}
    return render(request, "actionplan/report/dead_link.html", words, status=404)


def _too_many(request, desk, here):
    desk.show_again(request.POST)
    if desk.opened:
        words = _("Det har kommit många rapporter på kort tid. Vänta en stund och skicka igen. Allt du skrev är kvar.")
        desk.cards[desk.opened].add_error(None, words)
    words = {"parts": [], "whose": "", "came_back": False, "mend_url": "", "waits": True}
    return _draw(request, desk, here, status=429, **words)


def _days():
    return settings.REPORT_LINK_DAYS


# --- What both share ---
def _page(request, desk, here, **words):
    if request.method == "POST":
        if mark := desk.receive(request.POST, request.FILES):
            return SeeOther(f"{here}{'&' if '?' in here else '?'}ny={mark}")
    else:
        desk.show_receipt(request.GET.get("ny", ""))
    return _draw(request, desk, here, status=422 if request.method == "POST" else 200, **words)


def _draw(request, desk, here, *, status, waits=False, **words):
    context = {
        "desk": desk,
        "activity": desk.activity,
        "progress": desk.activity.progress,
        "commitment": desk.commitment,
        "here": here,
        "said": desk.said,
        "receipt": desk.receipt,
        "opened": desk.opened or next(iter(desk.mended), "hant"),
        "waiting": [told_in_short(row) for row in desk.waiting],
        "waits": waits,
        "today": clock.today(),
        **words,
    }
    return render(request, "actionplan/report/report.html", context, status=status)


# --- What shows that it happened ---
@require_safe
@cache_control(max_age=300, public=True)
def occurrence_picture(request, pk, occurrence):
    """The picture of an occurrence, as long as its activity is public and it hasn't been taken back."""
    shown = Occurrence.objects.standing().filter(activity__in=Activity.objects.visible().filter(pk=pk))
    row = shown.exclude(picture="").filter(pk=occurrence).first()
    if row is None or not row.picture.storage.exists(row.picture.name):
        raise Http404
    return FileResponse(row.picture.open(), content_type="image/jpeg")
