"""What a file would make of a plan, told before anything is written: what is new, changed, as before, and gone."""

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256

from django.utils.translation import gettext as _

from actionplan.models import Activity, Commitment
from actionplan.planfile.model import Plan, PlannedActivity, PlannedArea, Question
from actionplan.status import NEEDS_REASON, Status
from arboga_loften.accounts.models import Organisation, User
from arboga_loften.foundation.history import Change
from dialogs.models import Place
from focusareas.models import FocusArea, Promise


@dataclass(frozen=True)
class AreaRow:
    """A focus area of the file. `fields` are those to save: all of a new one, the changed ones of another."""

    planned: PlannedArea
    area: FocusArea | None
    number: int
    title: str
    fields: dict
    changes: tuple[Change, ...] = ()

    @property
    def is_new(self):
        return self.area is None

    @property
    def is_changed(self):
        return self.area is not None and bool(self.fields)

    @property
    def label(self):
        return f"{self.number}. {self.title}"


@dataclass(frozen=True)
class Part:
    """A party's part of an activity as the file has it: new, or with another function that answers for it."""

    organisation: Organisation
    responsible: str
    commitment: Commitment | None = None
    owner: User | None = None


@dataclass(frozen=True)
class Row:
    """An activity of the file, beside the one in the database that it is.

    `fields` are saved plainly. `promised` moves only through the ledgers once the activity has been public. `places` and
    `participants` are None where they stay; a place that is to be made is its name. `parts` are those to write.
    """

    planned: PlannedActivity
    area: AreaRow
    activity: Activity | None
    number: int
    title: str
    fields: dict
    promised: dict
    places: tuple[Place | str, ...] | None = None
    participants: tuple[Organisation, ...] | None = None
    parts: tuple[Part, ...] = ()
    changes: tuple[Change, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def is_new(self):
        return self.activity is None

    @property
    def is_changed(self):
        return self.activity is not None and bool(self.changes)

    @property
    def needs_reason(self):
        """What has been promised in public is about to be something else."""
        return bool(self.is_changed and self.activity.first_published_on and self.promised)

    @property
    def changes_words(self):
        """What the file would write anew, apart from what the ledgers tell of and who answers for a part."""
        by_ledger = {"target_unit_one"} if "target_unit" in self.promised else set()
        has_links = self.places is not None or self.participants is not None
        has_moved = self.is_changed and self.activity.focus_area_id != (self.area.area and self.area.area.pk)
        return self.is_changed and bool(set(self.fields) - by_ledger or has_links or has_moved)

    @property
    def label(self):
        return f"{self.area.number}.{self.number}"

    @property
    def reason_name(self):
        return f"skal-{self.activity.pk}"

    @property
    def owners(self):
        return [part.owner for part in self.parts if part.owner]

    @property
    def unread(self):
        """What stands in the file and isn't read in, by what it is called."""
        told = [
            (_("Resultat"), self.planned.result),
            (_("Kommentar"), self.planned.comment),
            (_("Indikator"), self.planned.indicator),
        ]
        return [(name, text) for name, text in told if text]

    # --- How it goes, which only a person can say ---
    @property
    def said(self):
        """(status, words) as the file has it of something new; None where it says nothing that may be recorded."""
        status = self.planned.status
        if not (self.is_new and status and self.parts) or self.not_said:
            return None
        return Status(status), self._words

    @property
    def _words(self):
        return "\n".join(filter(None, [self.planned.result, self.planned.comment]))

    @property
    def not_said(self):
        """Why the status in the file can't be recorded even where somebody wants it; or ""."""
        status = self.planned.status
        if not (self.is_new and status):
            return ""
        if len(self.parts) > 1 and status == Status.COMPLETED:
            return _("”Genomförd” tas inte med för något gemensamt: varje part säger det själv.")
        if status in NEEDS_REASON and not self._words:
            return _("Läget ”%(status)s” tas inte med, för det saknar ett skäl.") % {"status": Status(status).label}
        return ""

    @property
    def status_label(self):
        return str(Status(self.planned.status).label) if self.planned.status else ""


@dataclass(frozen=True)
class Comparison:
    """All of it. `asked` are all the questions, `questions` those without an answer that can be used."""

    plan: Plan
    year: int
    promise: Promise | None
    answers: dict
    areas: tuple[AreaRow, ...] = ()
    rows: tuple[Row, ...] = ()
    gone: tuple[Activity, ...] = ()
    gone_areas: tuple[FocusArea, ...] = ()
    new_places: tuple[str, ...] = ()
    parties: tuple[Organisation, ...] = ()
    asked: tuple[Question, ...] = ()
    questions: tuple[Question, ...] = ()
    faults: tuple[str, ...] = field(default=())

    @cached_property
    def new(self):
        return [row for row in self.rows if row.is_new]

    @cached_property
    def changed(self):
        return [row for row in self.rows if row.is_changed]

    @cached_property
    def same(self):
        return [row for row in self.rows if not row.is_new and not row.is_changed]

    @cached_property
    def new_areas(self):
        return [area for area in self.areas if area.is_new]

    @cached_property
    def changed_areas(self):
        return [area for area in self.areas if area.is_changed]

    @cached_property
    def asking_reason(self):
        return [row for row in self.changed if row.needs_reason]

    @property
    def has_news(self):
        return bool(self.new or self.changed or self.new_areas or self.changed_areas)

    @property
    def may_write(self):
        return self.has_news and not self.questions and not self.faults

    @cached_property
    def statuses(self):
        """The new rows whose status could be recorded."""
        return [row for row in self.new if row.said]

    @cached_property
    def made(self):
        """How many of each, as they are kept with the file."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "same": len(self.same),
            "gone": len(self.gone),
            "new_areas": len(self.new_areas),
            "changed_areas": len(self.changed_areas),
            "new_places": len(self.new_places),
        }

    @cached_property
    def digest(self):
        """The same only where the same would be made of the same: what somebody looked at is what they say yes to."""
        told = [
            self.promise.pk if self.promise else None,
            [[area.area and area.area.pk, area.number, area.title, area.fields, area.changes] for area in self.areas],
            [_told(row) for row in self.rows],
            [row.pk for row in self.gone],
        ]
        return sha256(json.dumps(told, default=_plain, sort_keys=True).encode()).hexdigest()


def _told(row):
    activity = row.activity
    return [
        activity and [activity.pk, bool(activity.first_published_on)],
        [row.label, row.title, row.fields, row.promised, row.places, row.participants],
        [[part.organisation.pk, part.responsible, part.owner and part.owner.pk] for part in row.parts],
        [[change.label, change.before, change.after] for change in row.changes],
    ]


def _plain(value):
    if isinstance(value, date):
        return value.isoformat()
    return [type(value).__name__, getattr(value, "pk", str(value))]
