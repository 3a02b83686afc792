"""Two people who change the same thing at once: the second is told what the first one did, and nothing typed is lost.

A page remembers the latest version that it was drawn from. When it is saved, the row is locked and its history asked
whether somebody has saved since. Then the page comes back with all that was typed and what the other changed, and the
one who saves decides: throw away one's own, or save on top of what the other did.
"""

from dataclasses import dataclass

from django.db.models import Max

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
    model._base_manager.select_for_update().filter(pk=row.pk).first()
    latest = latest_version(model, row.pk)
    seen = _whole(data[SEEN])
    if latest is None or latest in (seen, _whole(data.get(ON_TOP_OF, ""))):
        return None
    return Conflict(versions(row, since=seen), latest)


def _whole(text):
    """A version's key as it was sent in; what can't be one is older than all."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0
