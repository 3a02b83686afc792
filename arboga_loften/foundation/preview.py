"""How a page will look when it is published: it is published, drawn by its real view, and all of it undone.

Everything happens within a transaction that is always rolled back, so nothing is changed, no letter is written and
nobody else sees anything. The page is drawn for a resident, not for the official who asks. See decision 0017.
"""

from copy import copy

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, QueryDict
from django.urls import resolve
from django.utils.translation import gettext as _

from arboga_loften.foundation import clock


class Unseeable(Exception):
    """There is no page to show, and why in words."""


def page_of(row, *, request, path=None, first=None):
    """The public page of a row as it would be today; raises Unseeable. `first`: something to do before it is drawn."""
    try:
        with transaction.atomic():
            try:
                if first:
                    first()
                _publish(row)
                return _drawn(request, path or row.get_absolute_url())
            finally:
                transaction.set_rollback(True)
    except ValidationError as refused:
        raise Unseeable(" ".join(refused.messages)) from None
    except (Http404, IntegrityError):
        raise Unseeable(_("Sidan går inte att visa än. Något som den hör till saknas.")) from None


def _publish(row):
    """With all that it hangs on, since a page shows only where that shows."""
    for path in ("", *type(row)._default_manager.all().hangs_on):
        each = row
        for step in filter(None, path.split("__")):
            try:
                each = getattr(each, step)
            except ObjectDoesNotExist:
                raise Unseeable(_("Sidan går inte att visa än. Något som den hör till saknas.")) from None
        if not each.is_visible:
            publish_for_now(each)


def publish_for_now(row):
    row.publish(on=clock.today())
    row.skip_history_when_saving = True  # nothing that will never have been is worth telling of
    row.save()


def _drawn(request, address):
    path, _hash, _fragment = address.partition("#")
    path, _mark, query = path.partition("?")
    asked = copy(request)
    asked.method, asked.path, asked.path_info = "GET", path, path
    asked.GET, asked.POST = QueryDict(query), QueryDict()
    asked.META = {**request.META, "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}
    asked.user, asked._messages = AnonymousUser(), []
    asked.preview = True
    match = resolve(path)
    asked.resolver_match = match
    response = match.func(asked, *match.args, **match.kwargs)
    if hasattr(response, "render") and callable(response.render):
        response.render()
    if response.status_code != 200:
        raise Http404
    return response
