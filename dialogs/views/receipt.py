"""The receipt: where a viewpoint stands, for whoever has its code, or the link in a letter. Without an account or a cookie.

The code has 80 bits, so nobody guesses it. The limit on wrong ones is there to spare the database, and a right code is
never refused by it.
"""

from functools import wraps

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from arboga_loften.foundation import clock, qr
from arboga_loften.foundation.limits import Limit
from dialogs import followers, receipts, retention
from dialogs.forms.receipt import FindForm, FollowForm

MISSES = Limit("receipt-misses", most=30, seconds=600)
LETTERS_FROM = Limit("letters-from", most=60, seconds=3600)
LETTERS_ABOUT = Limit("letters-about", most=4, seconds=24 * 3600)


class SeeOther(HttpResponseRedirect):
    """After a deed, so that going back or reloading doesn't do it again."""

    status_code = 303


def for_one_alone(view):
    """A page for one person: kept by no browser and no robot, and its address told to no other site.

    Free from the CSRF check, which would need a cookie: the page uses nobody's authority but that of the secret in its
    address, and whoever knows that may do all that the page does.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return csrf_exempt(guarded)


# --- With the code ---
@for_one_alone
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_find(request):
    """Asks for the code."""
    if request.method != "POST":
        return _find(request, FindForm(), status=200)
    form = FindForm(request.POST)
    if form.is_valid():
        return SeeOther(receipts.url_of(form.cleaned_data["code"]))
    return _missed(request, form)


@for_one_alone
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request, code):
    """Where it stands; with `?ny=1` also the code to save. Here one leaves an address, and asks to be erased."""
    submission = receipts.submission_with(code)
    if submission is None:
        return _missed(request, FindForm({"code": code}))
    code = receipts.in_groups(receipts.read(code))
    is_new = request.GET.get("ny") == "1"
    here = reverse("dialogs:receipt", args=[code]) + ("?ny=1" if is_new else "")
    form = FollowForm(request.POST if "folj" in request.POST else None, action=f"{here}#brev")
    if "radera" in request.POST:
        _ask_to_erase(submission)
        return SeeOther(f"{here}#ditt")
    if form.is_bound and form.is_valid() and _may_write(request, submission, form):
        followers.follow(submission, form.cleaned_data["email"], written_in=get_language())
        return SeeOther(f"{here}#brev")
    follower = getattr(submission, "follower", None)
    words = {
        "saved": _to_save(request, code) if is_new else None,
        "here": here,
        "refusal": retention.refusal_of(submission),
        "extract_url": reverse("dialogs:receipt_extract", args=[code]),
        "form": form,
        "follower": follower,
        "hint": followers.hinted(follower.email) if follower else "",
    }
    return _receipt(request, submission, status=422 if form.errors else 200, **words)


@for_one_alone
@require_safe
def receipt_extract(request, code):
    """Everything that we have of it, to take away (GDPR art. 15)."""
    submission = receipts.submission_with(code)
    if submission is None:
        return _missed(request, FindForm({"code": code}))
    response = JsonResponse(retention.extract(submission), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="min-synpunkt.json"'
    return response


# --- With the link in a letter ---
@for_one_alone
@require_safe
def follower_receipt(request, token):
    """The receipt without what only its writer should see: the link stands in an e-mail, and those go astray."""
    follower = followers.follower_of(token)
    if follower is None:
        return _gone(request)
    if not follower.confirmed_at:
        return HttpResponseRedirect(reverse("dialogs:follower_confirm", args=[token]))
    stop = reverse("dialogs:follower_stop", args=[token])
    return _receipt(request, follower.submission, is_letter=True, follower=follower, stop_url=stop)


@for_one_alone
@require_http_methods(["GET", "HEAD", "POST"])
def follower_confirm(request, token):
    """Yes, it was I. By a button, since mail filters open every link."""
    follower = followers.confirm(token) if request.method == "POST" else followers.follower_of(token)
    if follower is None:
        return _gone(request)
    if follower.confirmed_at:
        return SeeOther(f"{reverse('dialogs:follower_receipt', args=[token])}#brev")
    return render(request, "dialogs/receipt/confirm.html", {"hint": followers.hinted(follower.email)})


@for_one_alone
@require_http_methods(["GET", "HEAD", "POST"])
def follower_stop(request, token):
    """No more letters. Also by a button, for the same reason; the same link again says the same."""
    follower = followers.follower_of(token)
    if follower is None:
        return _gone(request)
    if request.method != "POST":
        return render(request, "dialogs/receipt/stop.html", {"hint": followers.hinted(follower.email)})
    followers.forget(follower)
    return _gone(request, status=200)


# --- What they share ---
def _receipt(request, submission, status=200, **words):
    shown = {
        "receipt": receipts.receipt_of(submission),
        "submission": submission,
        "dialogue": submission.dialogue,
        "replies": submission.replies.select_related("question", "choice", "place").order_by("question__number", "pk"),
        "today": clock.today(),
        "is_letter": False,
        "saved": None,
        "stop_url": "",
        **words,
    }
    return render(request, "dialogs/receipt/receipt.html", shown, status=status)


def _to_save(request, code):
    """What the writer takes along: the code in groups, the link, and a picture of it."""
    link = request.build_absolute_uri(reverse("dialogs:receipt", args=[code]))
    return {"groups": code.split("-"), "link": link, "qr": qr.draw(link)}


def _missed(request, form):
    """The question for the code again, with what is wrong with the one that was given."""
    form.full_clean()
    if not MISSES.allows(request):
        form.add_error(None, _("Det blev många felaktiga koder på kort tid. Vänta tio minuter och försök igen."))
        return _find(request, form, status=429)
    return _find(request, form, status=404)


def _find(request, form, status):
    return render(request, "dialogs/receipt/find.html", {"form": form}, status=status)


def _gone(request, status=404):
    return render(request, "dialogs/receipt/gone.html", {"is_stopped": status == 200}, status=status)


def _may_write(request, submission, form):
    """A letter goes to an address that nobody has said yes from, so there is an end to how many."""
    if LETTERS_FROM.allows(request) and LETTERS_ABOUT.allows(str(submission.pk)):
        return True
    form.add_error("email", _("Vi har nyss skickat flera mejl. Vänta en stund och försök igen."))
    return False


def _ask_to_erase(submission):
    if submission.erase_asked_on is None and submission.erased_on is None:
        submission.erase_asked_on = clock.today()
        submission.save(update_fields=["erase_asked_on"])
