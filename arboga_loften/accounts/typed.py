"""What somebody sent when their log-in had ended: kept until they have logged in again, and shown to them alone.

It lies in their session, which is all that follows a browser through the log-in. Only what comes from a page that we
drew for somebody is kept: the form says for whom, signed, in a hidden field (`WHOSE`).
"""

from functools import wraps

from django.core.signing import BadSignature, Signer
from django.http import QueryDict

from arboga_loften.accounts.gate import is_open

KEPT, WHOSE = "typed_before_log_in", "vem"
LONGEST = 250_000

signer = Signer(salt="arboga_loften.accounts.typed")


def mark(user):
    """What the form carries in its field `vem`: for whom it was drawn."""
    return signer.sign(str(user.pk))


def keeps_what_was_typed(view):
    """For a page with a form. Put it outside what asks for a log-in."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method == "POST" and not is_open(request):
            typed = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
            if _whose(request.POST) and sum(len(each) for values in typed.values() for each in values) < LONGEST:
                request.session[KEPT] = {"path": request.path, "typed": typed}
        return view(request, *args, **kwargs)

    return guarded


def typed_before(request):
    """What this person typed on this page before the log-in ended, once; else None."""
    kept = request.session.get(KEPT) if request.method != "POST" else None
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    data = QueryDict(mutable=True)
    for name, values in kept["typed"].items():
        data.setlist(name, values)
    return data if _whose(data) == str(request.user.pk) else None


def _whose(data):
    """The key of the person that a form was drawn for, or ""."""
    try:
        return signer.unsign(data.get(WHOSE, ""))
    except BadSignature:
        return ""
