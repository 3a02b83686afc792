"""How rows read on a day that has been: which version of each counts, by their history.

Only what has stood published without a break until now is read. So whoever takes a page down, puts right what must not be
read and publishes it again has hidden the earlier words on every past day too.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from arboga_loften.foundation.publishing import Publication

# A row's links and its parts are written just after the row itself, by the same form or file.
TOGETHER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """The version of a published row that counts for a day."""

    version: object
    # The moment that it is read at, with its links and its parts: the end of the day, or of the first save that is kept.
    until: datetime
    # Where the history begins later than the day: when. Then the version is the oldest that there is.
    oldest_on: date | None = None


def end_of(day) -> datetime:
    """The last moment of a day in Sweden."""
    return timezone.make_aware(datetime.combine(day, time.max))


def kept(model, keys, day) -> dict[int, Kept]:
    """How some published rows read on a day, by key. A row without a history isn't in it. Two queries."""
    chosen = {key: _choose(run, end_of(day)) for key, run in _standing(model, keys).items()}
    versions = model.history.in_bulk([number for number, _until, _oldest_on in chosen.values()])
    return {key: Kept(versions[number], until, oldest_on) for key, (number, until, oldest_on) in chosen.items()}


def parts_then(model, owner, moments) -> dict[int, dict[int, object]]:
    """By owner and key: each part's version at its owner's moment, or None where it wasn't there. One query.

    `owner` names the foreign key; `moments` are `Kept.until` by the owner's key.
    """
    link, key = model._meta.get_field(owner).attname, model._meta.pk.attname
    found = {pk: {} for pk in moments}
    versions = model.history.filter(**{f"{link}__in": list(moments)}).order_by("history_date", "history_id")
    for version in versions:
        theirs, part = found[getattr(version, link)], getattr(version, key)
        is_then = version.history_date <= moments[getattr(version, link)]
        if is_then:
            theirs[part] = None if version.history_type == "-" else version
        else:
            theirs.setdefault(part, None)
    return found


def _standing(model, keys):
    """By key: (version, moment) of each save since the row was last anything else than published, oldest first."""
    key = model._meta.pk.attname
    runs = {}
    versions = model.history.filter(**{f"{key}__in": list(keys)}).order_by("history_date", "history_id")
    for pk, number, at, publication in versions.values_list(key, "history_id", "history_date", "publication"):
        if publication == Publication.PUBLISHED:
            runs.setdefault(pk, []).append((number, at))
        else:
            runs.pop(pk, None)
    return runs


def _choose(run, end):
    """(version, the moment that it is read at, the day of the oldest where that is later)."""
    _number, begun = run[0]
    until = end if begun <= end else begun + TOGETHER
    number = max((at, number) for number, at in run if at <= until)[1]
    return number, until, begun.astimezone(end.tzinfo).date() if begun > end else None
