"""The council's room: the wheel of the year, the packet of a meeting, the review of each activity, and the adoption.

Whoever hasn't logged in is led to the log-in at every address here, whether the meeting exists or not. To others than
those who work with the council the room isn't there.
"""

from functools import wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from actionplan.council import desk, duties, packet, papers, reviewing
from actionplan.council.forms import AdoptForm, AtMeetingForm, PublishForm, ReviewForm, SummaryForm
from actionplan.council.reading import Reading
from actionplan.council.reviewed import Reviewed, missing_in, news_in
from actionplan.council.waiting import may_publish, waiting_for, with_reports
from actionplan.council.wheel import wheel_of
from actionplan.models import ActionPlan, Activity, CouncilMeeting, CouncilQuestion, Review
from actionplan.planfile.exporting import TYPES
from actionplan.reporting.views import private
from arboga_loften.accounts.gate import log_in_required
from arboga_loften.accounts.typed import keeps_what_was_typed, mark, typed_before
from arboga_loften.foundation import clock
from arboga_loften.foundation.conflicts import latest_version
from dialogs.views.receipt import SeeOther
from focusareas.models import FocusArea, Promise

MEETINGS_PER_PAGE, MOST_QUESTIONS = 20, 40
FORM = ["GET", "HEAD", "POST"]


def in_the_room(view):
    """For those who work with the council. Others who have logged in aren't told that there is a room."""

    @private
    @keeps_what_was_typed
    @log_in_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.has_perm("actionplan.view_councilmeeting"):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _require(request, *rights):
    """One of some rights, for those who are in the room."""
    if not any(request.user.has_perm(f"actionplan.{right}") for right in rights):
        raise PermissionDenied


def _meeting(key):
    return get_object_or_404(with_reports(CouncilMeeting.objects.select_related("plan__promise")), key=key)


# --- The room ---
@in_the_room
@require_http_methods(FORM)
def room(request):
    """The year's wheel, the next meeting, what waits for this person, the questions, the law, and the meetings that have been."""
    plans = list(ActionPlan.objects.filter(promise__year__isnull=False).select_related("promise"))
    plan = _plan_asked_for(request, plans)
    fault = ""
    if request.method == "POST":
        _require(request, "add_councilmeeting")
        if plan is None:
            raise Http404
        try:
            reviewing.book_the_year(plan)
        except ValidationError as refused:
            fault = " ".join(refused.messages)
        else:
            return SeeOther(f"{request.path}?{urlencode({'ar': plan.promise.slug})}")
    unanswered = CouncilQuestion.objects.unanswered().select_related(
        "commitment__organisation", "commitment__activity__focus_area__promise", "meeting"
    )
    meetings = with_reports(CouncilMeeting.objects.all())
    words = {
        "plans": plans,
        "plan": plan,
        "wheel": wheel_of(plan) if plan else None,
        "fault": fault,
        "next_meeting": meetings.ahead().select_related("plan__promise").first(),
        "waiting": waiting_for(request.user),
        "questions": list(unanswered.order_by("answer_by", "pk")[:MOST_QUESTIONS]),
        "asked": unanswered.count(),
        "held": _page(meetings.held(), request),
        "query": urlencode({"ar": plan.promise.slug}) + "&" if plan else "",
        "today": clock.today(),
        "duties": duties.at_a_glance(),
        "may_book": request.user.has_perm("actionplan.add_councilmeeting"),
    }
    return render(request, "actionplan/council/room.html", words, status=422 if fault else 200)


def _plan_asked_for(request, plans):
    """The plan of the year in the address, else the one that is lived now, else the newest."""
    known = {plan.promise.slug: plan for plan in plans}
    asked = request.GET.get("ar", "")
    if asked:
        if asked not in known:
            raise Http404
        return known[asked]
    current = Promise.objects.current()
    return known.get(current.slug if current else "") or next(iter(plans), None)


def _page(rows, request):
    try:
        return Paginator(rows, MEETINGS_PER_PAGE).page(request.GET.get("sida") or 1)
    except InvalidPage:
        raise Http404 from None


# --- The packet ---
@in_the_room
@require_safe
def packet_page(request, key):
    """Everything for a meeting: a draft that follows what is reported, and once adopted the report as it was frozen."""
    meeting = _meeting(key)
    report = meeting.report
    is_draft = report is None or "utkast" in request.GET
    now = Reading(packet.build(meeting), is_draft=True) if is_draft else None
    words = {
        "meeting": meeting,
        "report": report,
        "is_draft": is_draft,
        "reading": now or Reading(report.told, report.sha256),
        "waiting": waiting_for(request.user, [meeting]),
        "kinds": papers.KINDS,
        **_rights(request),
    }
    words["reviewed"] = Reviewed(meeting, words["reading"], request.user)
    return render(request, "actionplan/council/room_packet.html", words)


def _rights(request):
    may = request.user.has_perm
    return {
        "may_review": may("actionplan.add_review"),
        "may_summarise": may("actionplan.add_areasummary"),
        "may_adopt": may("actionplan.add_councilreport") or may("actionplan.change_councilreport"),
    }


@in_the_room
@require_safe
def draft_file(request, key, kind):
    """The packet as a file, made anew each time and marked as a draft."""
    if kind not in papers.KINDS:
        raise Http404
    data = papers.file_of(packet.build(_meeting(key)), kind)
    headers = {"Content-Disposition": f'attachment; filename="utkast-{key}.{kind}"'}
    return HttpResponse(data, content_type=TYPES[kind], headers=headers)


# --- One activity ---
@in_the_room
@require_http_methods(FORM)
def review(request, key, pk):
    """One activity: what was promised, said and done; and what one thinks of it, or what the council said at the meeting."""
    meeting = _meeting(key)
    readable = Activity.objects.visible(packet.day_of(meeting)).of(meeting.plan.promise)
    activity = get_object_or_404(readable, pk=pk)
    came_back = typed_before(request)
    cards = _cards(request, meeting, activity, came_back)
    if request.method == "POST":
        card = cards.get(request.POST.get("kort"))
        if card is None:
            raise PermissionDenied
        save = desk.save_what_was_said if card.name == AtMeetingForm.name else desk.save_review
        if save(meeting, activity, card, by=request.user):
            return SeeOther(_onwards(request, meeting, readable, activity.pk, card.name))
    reading = Reading(packet.build(meeting), is_draft=True)
    reviewed = Reviewed(meeting, reading, request.user)
    line = reviewed.line_of(activity.pk)
    words = {
        "meeting": meeting,
        "activity": activity,
        "reading": reading,
        "line": line,
        "way": reviewed.around(line),
        "news": reviewed.news_of(line),
        "asked": reviewed.asked_of(line),
        "decisions": reviewed.decisions_of(line),
        "cards": cards,
        "seen": _seen(meeting, activity) if AtMeetingForm.name in cards else 0,
        "came_back": came_back is not None,
        "whose": mark(request.user),
        "saved": reviewed.label_of(request.GET.get("sparat", "")),
        "may_review": request.user.has_perm("actionplan.add_review"),
    }
    return render(
        request, "actionplan/council/room_review.html", words, status=422 if request.method == "POST" else 200
    )


def _cards(request, meeting, activity, came_back):
    """The forms that somebody has before them: what they think, until it is adopted; what was said, from the meeting on."""
    parts = list(activity.commitments.select_related("organisation").order_by("organisation__order", "pk"))
    data = request.POST if request.method == "POST" else came_back
    sent = data.get("kort") if data else ""
    found = {}
    may_write = request.user.has_perm("actionplan.add_decision") and meeting.is_held
    # Who was still writing when the report was adopted is told so, with the words kept. At the meeting the one who
    # writes for all has that form alone.
    is_open = (meeting.report is None and not may_write) or sent == ReviewForm.name
    if request.user.has_perm("actionplan.add_review") and is_open:
        mine = Review.objects.filter(meeting=meeting, activity=activity, at_meeting=False, by=request.user).first()
        found[ReviewForm.name] = ReviewForm(parts, data if sent == ReviewForm.name else None, initial=_said(mine))
    if may_write:
        said = _said(desk.said_at(meeting, activity))
        came = data if sent == AtMeetingForm.name else None
        found[AtMeetingForm.name] = AtMeetingForm(parts, came, initial=said, is_final=meeting.is_final)
    return found


def _said(row):
    return {name: getattr(row, name) for name in ("verdict", "note", "fulfilment")} if row else {}


def _seen(meeting, activity):
    """The version of what was said at the meeting that the page is drawn from; 0 before anything is."""
    row = desk.said_at(meeting, activity)
    return latest_version(Review, row.pk) if row else 0


def _onwards(request, meeting, readable, pk, card):
    """Where one goes from here: the next activity that isn't reviewed yet, or the packet when none is left."""
    if "stanna" in request.POST:
        return f"{request.path}?{urlencode({'sparat': pk})}"
    done = meeting.reviews.filter(at_meeting=card == AtMeetingForm.name)
    if card == ReviewForm.name:
        done = done.filter(by=request.user)
    done = set(done.values_list("activity", flat=True))
    keys = list(readable.in_plan_order().values_list("pk", flat=True))
    place = keys.index(pk)
    left = [each for each in [*keys[place + 1 :], *keys[:place]] if each not in done]
    if left:
        return f"{reverse('actionplan:review', args=[meeting.key, left[0]])}?{urlencode({'sparat': pk})}"
    return f"{reverse('actionplan:packet', args=[meeting.key])}?klart=1#aktiviteter"


# --- The samordnare's words ---
@in_the_room
@require_http_methods(FORM)
def summaries(request, key):
    """The samordnare's words of the period and of each focus area, beside what is counted and what is new."""
    _require(request, "add_areasummary")
    meeting = _meeting(key)
    areas = FocusArea.objects.visible(packet.day_of(meeting)).filter(promise=meeting.plan.promise_id)
    areas = list(areas.order_by("number"))
    came_back = typed_before(request)
    data = request.POST if request.method == "POST" else came_back
    form = SummaryForm(meeting, areas, desk.stored_summaries(meeting, areas), data)
    if request.method == "POST" and desk.save_summaries(meeting, form):
        return SeeOther(f"{request.path}?sparat=1")
    reading = Reading(packet.build(meeting), is_draft=True)
    told = {area.number: area for area in reading.areas}
    words = {
        "meeting": meeting,
        "form": form,
        "reading": reading,
        "parts": [(told[area.number], fields, news_in(reading, told[area.number])) for area, fields in form.parts],
        "came_back": came_back is not None,
        "whose": mark(request.user),
        "saved": "sparat" in request.GET,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "actionplan/council/room_summaries.html", words, status=status)


# --- The adoption ---
@in_the_room
@require_http_methods(FORM)
def adopt(request, key):
    """To adopt the report or a correction of it, and then to publish it."""
    _require(request, "add_councilreport", "change_councilreport")
    meeting = _meeting(key)
    came_back = typed_before(request)
    cards = _adoption(request, meeting, came_back)
    if request.method == "POST":
        card = cards.get(request.POST.get("kort"))
        if card is None:
            raise PermissionDenied
        deed = desk.adopt if card.name == AdoptForm.name else desk.publish
        if deed(meeting, card, by=request.user):
            return SeeOther(f"{request.path}?klart={card.name}")
    reading = Reading(packet.build(meeting), is_draft=True)
    words = {
        "meeting": meeting,
        "report": meeting.report,
        "reading": reading,
        "missing": missing_in(meeting, reading),
        "cards": cards,
        "came_back": came_back is not None,
        "whose": mark(request.user),
        "done": request.GET.get("klart", ""),
        "needs_another": _needs_another(request, meeting),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "actionplan/council/room_adopt.html", words, status=status)


def _adoption(request, meeting, came_back):
    """The forms of the page: to adopt from the meeting's day on, and to publish what is adopted and not out."""
    data = request.POST if request.method == "POST" else came_back
    sent = data.get("kort") if data else ""
    report, found = meeting.report, {}
    if request.user.has_perm("actionplan.add_councilreport") and meeting.is_held:
        version = report.version + 1 if report else 1
        if sent == AdoptForm.name and data.get("anta-version", "").isdecimal():
            version = int(data["anta-version"][:5])
        found[AdoptForm.name] = AdoptForm(meeting, version, data if sent == AdoptForm.name else None)
    # Who presses twice has published once, and is told that it is done.
    is_open = report and (not report.is_visible or sent == PublishForm.name)
    if is_open and may_publish(request.user, report):
        found[PublishForm.name] = PublishForm(report, data if sent == PublishForm.name else None)
    return found


def _needs_another(request, meeting):
    """Whether the report waits for somebody else to publish it, since publishing asks for two people."""
    report, user = meeting.report, request.user
    if report is None or report.is_visible or not user.has_perm("actionplan.change_councilreport"):
        return False
    return not may_publish(user, report)
