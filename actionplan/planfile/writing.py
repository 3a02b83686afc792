"""A plan that somebody has looked at and said yes to is written: drafts of what is new, and what changes in the open."""

from datetime import date
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from actionplan import followup
from actionplan.models import ActionPlan, Activity, Commitment, PlanImport
from actionplan.planfile.comparing import compare
from arboga_loften.foundation.letters import plain
from dialogs.models import Place
from focusareas.models import FocusArea, Promise

LONGEST_SLUG = {FocusArea: 80, Activity: 100, Place: 80}
LONGEST_NAME = 200


class Outdated(ValidationError):
    """The plan is no longer as it was when somebody looked."""


class NeedsReason(ValidationError):
    """What was promised in public doesn't change without a reason. `rows` are those that lack one."""

    def __init__(self, rows):
        self.rows = rows
        super().__init__(_("Skriv varför det som är publicerat ändras. Skälet visas på webbplatsen."))


def write(comparison, *, by, name, data, reasons=None, with_statuses=False) -> PlanImport:
    """Write what was looked at, all or nothing, and keep the file with its sum.

    `reasons`: why, by the activity's key, for each row of `comparison.asking_reason`. What is new becomes drafts. With
    `with_statuses` the new ones' statuses are recorded as said today, by the one who reads the file in. Raises
    ValidationError, with nothing written.
    """
    reasons = {key: plain(text).strip() for key, text in (reasons or {}).items()}
    if not comparison.may_write:
        raise ValidationError(_("Det finns inget att läsa in, eller frågor som först behöver svar."))
    if missing := [row for row in comparison.asking_reason if not reasons.get(row.activity.pk)]:
        raise NeedsReason(missing)
    try:
        with transaction.atomic():
            return _Writer(_as_it_is_now(comparison), by, reasons, with_statuses).write(name, data)
    except IntegrityError as fault:
        raise Outdated(_("Någon annan ändrade i planen just nu. Inget är inläst. Titta igen.")) from fault


def _as_it_is_now(comparison):
    """The comparison made again with the plan held, so that nobody changes it before it is written."""
    Promise.objects.select_for_update().filter(year=comparison.year).first()
    list(Activity.objects.select_for_update().filter(focus_area__promise__year=comparison.year).values_list("pk"))
    now = compare(comparison.plan, year=comparison.year, answers=comparison.answers)
    if now.digest != comparison.digest:
        raise Outdated(_("Planen har ändrats sedan du tittade. Inget är inläst. Titta igen."))
    return now


class _Writer:
    def __init__(self, comparison, by, reasons, with_statuses):
        self.comparison, self.by = comparison, by
        self.reasons, self.with_statuses = reasons, with_statuses
        self.places = {}

    def write(self, name, data):
        promise = self.comparison.promise or self._begin()
        if not ActionPlan.objects.filter(promise=promise).exists():
            _save(ActionPlan(promise=promise, title=_("Handlingsplan %(year)s") % {"year": self.comparison.year}))
        areas = {row.number: self._area(row, promise) for row in self.comparison.areas}
        for row in self.comparison.new:
            self._new(row, areas[row.area.number])
        for row in self.comparison.changed:
            self._change(row, areas[row.area.number])
        return self._keep(promise, name, data)

    def _keep(self, promise, name, data):
        """The row of the file; the file itself comes last, so that none is left behind where something is refused."""
        kept = PlanImport(
            promise=promise,
            name=plain(name)[-LONGEST_NAME:],
            sha256=sha256(data).hexdigest(),
            read_by=self.by,
            made=self.comparison.made,
            answers=self.comparison.answers,
        )
        ending = name.rpartition(".")[2].lower()
        kept.file.save(f"plan-{promise.slug}.{slugify(ending)[:10]}", ContentFile(data), save=False)
        try:
            kept.full_clean()
            kept.save()
        except Exception:
            kept.file.storage.delete(kept.file.name)
            raise
        return kept

    def _begin(self):
        """The promise of a year that has none yet: a draft, with its days and who makes it."""
        year = self.comparison.year
        promise = Promise(
            year=year,
            slug=_free_slug(str(year), Promise.objects.all(), 40),
            title=_("Medborgarlöfte %(year)s") % {"year": year},
            valid_from=date(year, 1, 1),
            valid_to=date(year, 12, 31),
        )
        _save(promise)
        promise.parties.set(self.comparison.parties)
        return promise

    # --- Focus areas ---
    def _area(self, row, promise):
        area = row.area or FocusArea(promise=promise, number=row.number)
        if row.is_new:
            area.slug = _free_slug(row.title, promise.focus_areas.all(), LONGEST_SLUG[FocusArea])
        if row.is_new or row.is_changed:
            _save(_set(area, row.fields))
        return area

    # --- Activities ---
    def _new(self, row, area):
        slug = slugify(row.title)[: LONGEST_SLUG[Activity]].strip("-") or "aktivitet"
        activity = _set(Activity(focus_area=area, number=row.number, slug=slug), row.fields | row.promised)
        _save(activity)
        self._link(activity, row)
        for part in row.parts:
            commitment = self._commit(activity, part)
            if self.with_statuses and row.said and self.by.speaks_for(part.organisation):
                status, words = row.said
                followup.report(commitment, status=status, note=words, by=self.by)

    def _change(self, row, area):
        activity = row.activity
        ledgers = self._ledgers(row) if activity.first_published_on else []
        due_on = row.promised.get("due_on")
        # A later end must stand before a later beginning, and an earlier beginning before an earlier end.
        if due_on and due_on >= activity.starts_on:
            activity = self._move(activity, ledgers)
            self._save_plainly(activity, row, area)
        else:
            self._save_plainly(activity, row, area)
            self._move(activity, ledgers)
        self._link(activity, row)
        for part in row.parts:
            self._commit(activity, part)

    def _save_plainly(self, activity, row, area):
        fields = row.fields | ({} if activity.first_published_on else row.promised)
        if fields or activity.focus_area_id != area.pk:
            activity.focus_area, activity.number = area, row.number
            _save(_set(activity, fields))

    def _ledgers(self, row):
        """The deeds that change what has been promised in public."""
        promised, words = row.promised, {"by": self.by, "reason": self.reasons[row.activity.pk]} if row.promised else {}
        deeds = []
        if "due_on" in promised:
            deeds.append(lambda it: followup.move_due_date(it, new_due_on=promised["due_on"], **words))
        if "target_value" in promised:
            value, unit = promised["target_value"], promised["target_unit"]
            one = row.planned.target_unit_one or (
                row.activity.target_unit_one if unit == row.activity.target_unit else ""
            )
            target = {"new_value": value, "new_unit": unit, "new_unit_one": one}
            deeds.append(lambda it: followup.change_target(it, **target, **words))
        if "goal" in promised:
            deeds.append(lambda it: followup.change_goal(it, new_goal=promised["goal"], **words))
        return deeds

    def _move(self, activity, deeds):
        for deed in deeds:
            deed(activity)
        return Activity.objects.get(pk=activity.pk) if deeds else activity

    def _link(self, activity, row):
        if row.places is not None:
            activity.places.set([self._place(each) for each in row.places])
        if row.participants is not None:
            activity.participants.set(row.participants)

    def _place(self, place):
        """A place of the register, or one that is made the first time that it is met."""
        if isinstance(place, Place):
            return place
        if place not in self.places:
            slug = _free_slug(place, Place.objects.all(), LONGEST_SLUG[Place])
            self.places[place] = _save(Place(name=place, slug=slug))
        return self.places[place]

    def _commit(self, activity, part):
        """A party's part. A commitment that is there is never taken away, and its owner stays where nobody else is known."""
        commitment = part.commitment or Commitment(activity=activity, organisation=part.organisation)
        commitment.activity = activity
        commitment.responsible = part.responsible
        commitment.owner = part.owner or commitment.owner
        return _save(commitment)


def _set(row, fields):
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def _save(row):
    row.full_clean()
    row.save()
    return row


def _free_slug(text, rows, longest):
    """An address that nobody has among some rows."""
    wanted = slugify(text)[: longest - 4].strip("-") or "rad"
    taken = set(rows.filter(slug__startswith=wanted).values_list("slug", flat=True))
    slugs = (f"{wanted}-{n}" if n > 1 else wanted for n in range(1, len(taken) + 2))
    return next(slug for slug in slugs if slug not in taken)
