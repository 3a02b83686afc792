"""Who changed what, in words: the history's rows as differences that an official can read.

A row's links to others are told too where its history keeps them, and so are its parts (the commitments of an activity,
the sections of a report): what is erased with it and has a history of its own.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext as _
from simple_history.utils import get_m2m_reverse_field_name

from arboga_loften.foundation.publishing import LedgerEntry, Publishable
from arboga_loften.foundation.templatetags.look import day_year

MOST_VERSIONS = 200
# A form is saved as a row and then as its links, each of which leaves a version of its own.
SAME_SAVE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Change:
    """One field, as it read before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One time that somebody saved: when, who and what became different."""

    at: datetime
    by: object
    kind: str
    changes: list[Change] = field(default_factory=list)
    # The key of the version, and why it was made (a restored version, an accepted proposal), where it is the row's own.
    pk: int | None = None
    reason: str = ""
    # What more there is to tell, in words.
    note: str = ""


def versions(row, since=None) -> list[Version]:
    """The row's history, newest first, in as many queries however often it was saved; or what came after a version."""
    rows = row.history.select_related("history_user").order_by("-history_id")
    if since is not None:
        rows = rows.filter(history_id__gte=since)
    rows = list(rows[: MOST_VERSIONS + 1])
    words = Words(rows)
    return [
        Version(
            new.history_date,
            new.history_user,
            words.kind(first),
            words.between(old, new) if old else [],
            pk=new.history_id,
            reason=new.history_change_reason or "",
        )
        for new, first, old in _saves(rows, words, since)
        if new.history_id != since
    ]


def _saves(rows, words, since):
    """(the last version, the first, the one before) of each time that somebody saved, newest first."""
    saves = []
    for new, old in zip(rows, [*rows[1:], None], strict=True):
        last = saves[-1] if saves else None
        if last and new.history_id != since and words.is_same_save(last[1], new):
            last[1:] = [new, old]
        else:
            saves.append([new, new, old])
    return saves[:MOST_VERSIONS]


def versions_of_parts(row, also=()) -> list[Version]:
    """What was added to, changed in and taken from the row's parts, newest first; so many queries per kind of part.

    `also`: the names of relations to what isn't erased with the row but belongs to it all the same.
    """
    told = []
    for relation in [*parts_of(type(row)), *(row._meta.get_field(name) for name in also)]:
        model = relation.related_model
        rows = model.history.filter(**{relation.field.attname: row.pk}).select_related("history_user")
        rows = list(rows.order_by("-history_id")[:MOST_VERSIONS])
        words, after = Words(rows, without=relation.field), {}
        earlier = defaultdict(list)
        for each in rows:
            earlier[getattr(each, model._meta.pk.attname)].append(each)
        for same in earlier.values():
            for new, old in zip(same, [*same[1:], None], strict=True):
                after[new.history_id] = words.of_part(new, old)
        told += [after[each.history_id] for each in rows if after[each.history_id]]
    return sorted(told, key=lambda version: version.at, reverse=True)


def parts_of(model):
    """The relations to what is erased with a row and has a history of its own."""
    return [
        relation
        for relation in model._meta.related_objects
        if getattr(relation, "on_delete", None) is models.CASCADE
        and hasattr(relation.related_model, "history")
        and not issubclass(relation.related_model, Publishable | LedgerEntry)
    ]


def linked(rows, only=None):
    """What some versions were linked to, where their history keeps it: version → field → keys. A query for each field.

    `only` names the fields to read; without it all are.
    """
    found = {row.history_id: {} for row in rows}
    if not rows:
        return found
    for each in _links(type(rows[0])):
        if only is not None and each.name not in only:
            continue
        model = _links_model(type(rows[0]), each)
        target = model._meta.get_field(get_m2m_reverse_field_name(each)).attname
        keys = defaultdict(set)
        for version, key in model.objects.filter(history__in=found).values_list("history_id", target):
            keys[version].add(key)
        for version, links in found.items():
            links[each] = frozenset(keys[version])
    return found


def _links(history_model):
    return sorted(getattr(history_model, "_history_m2m_fields", ()), key=lambda each: each.name)


def _links_model(history_model, each):
    """The model that keeps what the versions were linked to by a field."""
    return getattr(history_model, each.name).model


class Words:
    """What the values of some history rows are called; related rows are fetched together."""

    def __init__(self, rows, without=None):
        self.fields = [each for each in rows[0].tracked_fields if each != without] if rows else []
        self.links = linked(rows)
        wanted = defaultdict(set)
        for each in self.fields:
            if isinstance(each, models.ForeignKey):
                wanted[each.related_model] |= {getattr(row, each.attname) for row in rows} - {None}
        for keys_by_field in self.links.values():
            for each, keys in keys_by_field.items():
                wanted[each.related_model] |= keys
        # With what they hang on: an activity's name begins with the number of its focus area.
        self.related = {model: model._base_manager.select_related().in_bulk(list(ids)) for model, ids in wanted.items()}

    def kind(self, row):
        return {"+": _("Skapades"), "~": _("Ändrades"), "-": _("Togs bort")}[row.history_type]

    def between(self, old, new):
        plain = [
            Change(_label(each), self.of(each, old), self.of(each, new))
            for each in self.fields
            if getattr(old, each.attname) != getattr(new, each.attname)
        ]
        before, after = self.links[old.history_id], self.links[new.history_id]
        return plain + [
            Change(_label(each), self.names(each, before[each]), self.names(each, after[each]))
            for each in after
            if before[each] != after[each]
        ]

    def is_same_save(self, later, earlier):
        """Whether a version is only the links of the form that the one before it was saved with."""
        return (
            later.history_type == "~"
            and bool(self.links[later.history_id])
            and later.history_user_id == earlier.history_user_id
            and abs(later.history_date - earlier.history_date) < SAME_SAVE
            and all(getattr(later, each.attname) == getattr(earlier, each.attname) for each in self.fields)
        )

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

    def names(self, each, keys):
        known = self.related[each.related_model]
        return ", ".join(sorted(str(known.get(key, _("borttagen rad"))) for key in keys)) or _("tomt")

    def of_part(self, new, old):
        """A version of a part, under the part's own name; None where it was saved without being changed."""
        if new.history_type == "~" and old:
            changes = self.between(old, new)
        elif new.history_type == "-":
            changes = [Change(change.label, change.after, _("tomt")) for change in self._all_of(new)]
        else:
            changes = self._all_of(new)
        if not changes:
            return None
        meta = new.instance_type._meta
        kind = f"{str(meta.verbose_name).capitalize()} {self.name_of(new)}: {self.kind(new).lower()}"
        return Version(new.history_date, new.history_user, kind, changes)

    def _all_of(self, row):
        said = [(each, self.of(each, row)) for each in self.fields if each.editable and not each.primary_key]
        return [Change(_label(each), _("tomt"), value) for each, value in said if value != _("tomt")]

    def name_of(self, row):
        """Which part it is, told by whom it belongs to or by its first words."""
        for each in self.fields:
            if isinstance(each, models.ForeignKey) and getattr(row, each.attname):
                return f"”{self.of(each, row)}”"
        for each in self.fields:
            if (
                isinstance(each, models.CharField | models.TextField)
                and not each.choices
                and getattr(row, each.attname)
            ):
                return f"”{getattr(row, each.attname)[:60]}”"
        return ""


def _label(each):
    return str(each.verbose_name).capitalize()
