"""Who changed what, in words: the history's rows as differences that an official can read."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from arboga_loften.foundation.templatetags.look import day_year

MOST_VERSIONS = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One field, as it read before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One time that somebody saved: when, who and what became different."""

    at: object
    by: object
    kind: str
    changes: list[Change] = field(default_factory=list)


def versions(row, since=None) -> list[Version]:
    """The row's history, newest first, in as many queries however often it was saved; or what came after a version."""
    rows = row.history.select_related("history_user").order_by("-history_date", "-history_id")
    if since is not None:
        rows = rows.filter(history_id__gte=since)
    rows = list(rows[: MOST_VERSIONS + 1])
    words = _Words(rows)
    kinds = {"+": _("Skapades"), "~": _("Ändrades"), "-": _("Togs bort")}
    return [
        Version(new.history_date, new.history_user, kinds[new.history_type], words.between(old, new) if old else [])
        for new, old in zip(rows[:MOST_VERSIONS], [*rows[1:], None], strict=False)
        if new.history_id != since
    ]


class _Words:
    """What the values of some history rows are called; related rows are fetched together."""

    def __init__(self, rows):
        self.fields = rows[0].tracked_fields if rows else []
        wanted = defaultdict(set)
        for each in self.fields:
            if isinstance(each, models.ForeignKey):
                wanted[each.related_model] |= {getattr(row, each.attname) for row in rows} - {None}
        self.related = {model: model._base_manager.in_bulk(list(ids)) for model, ids in wanted.items()}

    def between(self, old, new):
        return [
            Change(str(each.verbose_name).capitalize(), self.of(each, old), self.of(each, new))
            for each in self.fields
            if getattr(old, each.attname) != getattr(new, each.attname)
        ]

    def of(self, each, row):
        value = getattr(row, each.attname)
        if value in (None, ""):
            return _("tomt")
        if isinstance(each, models.ForeignKey):
            return str(self.related[each.related_model].get(value, _("borttagen rad")))
        if each.flatchoices:
            return str(dict(each.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("ja") if value else _("nej")
        if isinstance(value, date):
            return day_year(value)
        return str(value)
