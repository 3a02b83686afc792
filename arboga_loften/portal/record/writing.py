"""How a row of the record is written, whichever part of it: once, and only when its day has come."""

from collections import Counter
from datetime import date

from actionplan import followup
from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Publishable, Source

# The day from which a thing whose day isn't known is shown.
LONG_AGO = date(2015, 1, 1)


class Writing:
    """Writes rows that aren't there yet, and counts them. A row that exists is left as it stands."""

    def __init__(self):
        self.added = Counter()
        self.today = clock.today()
        self.example = False
        self.published = LONG_AGO

    def add(self, model, lookup, *, publish_on=None, many=None, sources=(), **fields):
        """The row, as it stands if it exists, else written, published and linked."""
        found = model.objects.filter(**lookup).first()
        if found:
            return found
        if hasattr(model, "is_example"):
            fields.setdefault("is_example", self.example)
        row = model(**lookup, **fields)
        if isinstance(row, Publishable):
            row.publish(on=publish_on)
        row.full_clean()
        row.save()
        for name, related in (many or {}).items():
            getattr(row, name).set(related)
        if sources:
            row.sources.set(Source.objects.get(key=key) for key in sources)
        self.count(model)
        return row

    def record(self, model, lookup, fields):
        if not model.objects.filter(**lookup).exists():
            followup.record(model(**lookup, **fields), recorded_on=lookup["on"])
            self.count(model)

    def count(self, model):
        self.added[str(model._meta.verbose_name_plural)] += 1

    def so_far(self, rows):
        return [dict(row) for row in sorted(rows, key=lambda row: row["on"]) if row["on"] <= self.today]

    def has_come(self, day):
        return day is not None and day <= self.today


def one(model, slug):
    """The row with a slug, or None for no slug. Raises DoesNotExist with the slug in words."""
    if slug is None:
        return None
    try:
        return model.objects.get(slug=slug)
    except model.DoesNotExist:
        raise model.DoesNotExist(f"{model._meta.verbose_name}: {slug}") from None


def by_slug(model, row, name="places"):
    return [one(model, slug) for slug in row.pop(name, [])]
