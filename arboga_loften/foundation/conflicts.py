"""Two people who change the same thing at once: the second is told what the first one did, and nothing typed is lost.

A page remembers the latest version that it was drawn from. When it is saved, the row is locked and its history asked
whether somebody has saved since. Then the page comes back with all that was typed and what the other changed, and the
one who saves decides: throw away one's own, or save on top of what the other did.
"""

from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from arboga_loften.foundation.history import Version, versions

# What the page sends: the version that it was drawn from, and the one that it knowingly saves on top of.
SEEN, ON_TOP_OF = "seen_version", "on_top_of"
LONGEST_ID = 18


@dataclass(frozen=True)
class Conflict:
    """What others saved since a page was drawn, newest first, and the version that one may save on top of."""

    versions: list[Version]
    latest: int

    @property
    def by(self):
        return self.versions[0].by


def latest_version(model, pk):
    """The key of the newest row in the history of something; None where there is no history."""
    if not hasattr(model, "history"):
        return None
    return model.history.filter(**{model._meta.pk.attname: pk}).aggregate(latest=Max("history_id"))["latest"]


def conflict(row, data):
    """What stands in the way of saving a row from what a page sent, or None.

    Locks the row, so that of two who save at the same moment the second one sees what the first one did. It must be
    asked within the transaction that saves.
    """
    if SEEN not in data or row.pk is None or not hasattr(row, "history"):
        return None
    model = type(row)
    # In no order: PostgreSQL locks no row that its model's own order joins to another that may be missing.
    model._base_manager.select_for_update().filter(pk=row.pk).order_by("pk").first()
    latest = latest_version(model, row.pk)
    seen = _whole(data[SEEN])
    if latest is None or latest in (seen, _whole(data.get(ON_TOP_OF, ""))):
        return None
    return Conflict(versions(row, since=seen), latest)


def latest_of_all(model):
    """The newest version of any row of a model: what a list of them is drawn from."""
    return model.history.aggregate(latest=Max("history_id"))["latest"] if hasattr(model, "history") else None


def hold_all(model, keys, request):
    """Lock some rows, and tell which of them others have saved since the list was drawn: the row's key → who did."""
    keys = list(keys)
    list(model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    seen = request.POST.get(SEEN, "")
    if not seen or not hasattr(model, "history"):
        return {}
    key = model._meta.pk.attname
    newer = model.history.filter(**{f"{key}__in": keys}, history_id__gt=_whole(seen))
    newer = newer.exclude(history_user=request.user).select_related("history_user").order_by("history_id")
    return {getattr(row, key): row.history_user or _("Någon annan") for row in newer}


def _whole(text):
    """A version's key as it was sent in; what can't be one is older than all."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0
