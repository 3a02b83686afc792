"""Errors that say what to do next. None of them tells what went wrong inside."""

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def bad_request(request, exception=None):
    if isinstance(exception, DisallowedHost):
        # Every page of ours names the host that it was asked for, and that name is what was refused.
        return HttpResponseBadRequest(_("Det gick inte att förstå adressen"), content_type="text/plain; charset=utf-8")
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "portal/errors/413.html", status=413)
    return render(request, "portal/errors/400.html", {"was_form": request.method == "POST"}, status=400)


def forbidden(request, exception=None):
    return render(request, "portal/errors/403.html", status=403)


def not_found(request, exception=None):
    return render(request, "portal/errors/404.html", status=404)


def server_error(request):
    """Drawn without the database and without context processors: one of them may be what failed."""
    return HttpResponseServerError(render_to_string("portal/errors/500.html"))


def csrf_failure(request, reason=""):
    return render(request, "portal/errors/403.html", {"csrf": True}, status=403)
