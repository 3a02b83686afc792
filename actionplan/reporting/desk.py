"""Somebody reports on one part of an activity: the cards that lie before them, and what becomes of what they send.

`LoggedIn` writes in the ledgers at once. `ByLink` sends a report, which waits for the samordnare where the plan says so.
What is sent twice comes in once, by the form's own key.
"""

from abc import ABC, abstractmethod
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from actionplan import followup, questions
from actionplan.models import Activity, FollowUp, Occurrence, Report
from actionplan.reporting import reports
from actionplan.reporting.forms import AnswerCard, ConfirmCard, HappenedCard, StatusCard, next_update
from actionplan.reporting.receipt import receipt_of
from actionplan.status import Status
from arboga_loften.foundation import clock
from arboga_loften.foundation.forms import STAMP
from dialogs import photos

UNDO = "angra"


def may_report(user, commitment) -> bool:
    """Whether somebody who has logged in reports on a part: its owner, and those who speak for its party."""
    if commitment.owner_id == user.pk:
        return True
    return user.has_perm("actionplan.add_followup") and user.speaks_for(commitment.organisation)


class Desk(ABC):
    """One part, whoever reports on it, and the cards by their names. Its two kinds differ in where a card goes."""

    is_link = False

    def __init__(self, commitment, user):
        self.commitment, self.user = commitment, user
        (self.activity,) = Activity.objects.filter(pk=commitment.activity_id).judged()
        self.opened = ""  # the card that something happened to
        self.receipt, self.fault = None, ""
        self.promise = self.activity.focus_area.promise
        self.plan = getattr(self.promise, "plan", None)

    # --- What is known ---
    @cached_property
    def said(self):
        """What the part's party said last."""
        return next(said for said in self.activity.progress.facts.said if said.commitment == self.commitment.pk)

    @cached_property
    def places(self):
        """Where it usually happens: the activity's places, and the one that was used last."""
        places = list(self.activity.places.order_by("name"))
        return places if self._last_place is None or self._last_place in places else [self._last_place, *places]

    @cached_property
    def _last_place(self):
        rows = self.activity.occurrences.standing().filter(place__isnull=False).select_related("place")
        last = rows.order_by("-on", "-pk").first()
        return last.place if last else None

    @cached_property
    def next_update_on(self):
        return next_update(self.plan, self.promise, clock.today())

    @cached_property
    def returned(self):
        """What was sent by this person and came back with a reason, by the card that mends it. The oldest first."""
        rows = Report.objects.returned().filter(commitment=self.commitment, sent_by=self.user).select_related("place")
        found = {}
        for row in rows.order_by("sent_at", "pk"):
            found.setdefault("hant" if row.kind == Report.Kind.OCCURRENCE else "lage", row)
        return found

    @property
    def mended(self):
        """What is filled in with the words that came back. One who has logged in is led to the link, which mends it."""
        return self.returned if self.is_link else {}

    @cached_property
    def waiting(self):
        """What this person has sent that nobody has confirmed yet."""
        rows = Report.objects.waiting().filter(commitment=self.commitment, sent_by=self.user)
        return list(rows.order_by("sent_at", "pk"))

    @cached_property
    def questions(self):
        return list(self.commitment.council_questions.unanswered())

    # --- The cards ---
    @cached_property
    def cards(self):
        return {name: self._card(name) for name in self._names()}

    @property
    def answers(self):
        """The cards of the council's questions."""
        return [card for name, card in self.cards.items() if name.startswith("svar-")]

    @property
    def has_errors(self):
        return any(card.errors for card in self.cards.values())

    def _names(self):
        # Whoever has just sent something new by the link can't also say that nothing is new.
        says_anew = any(row.kind == Report.Kind.STATUS for row in self.waiting)
        confirms = ["galler"] if self.said.status and not says_anew else []
        return ["hant", "lage", *confirms, *(f"svar-{question.pk}" for question in self.questions)]

    def _card(self, name, data=None, files=None):
        if name == "hant":
            return HappenedCard(self, data, files, initial=self._happened())
        if name == "lage":
            return StatusCard(self, data, files, initial=self._how_it_goes())
        if name == "galler":
            return ConfirmCard(self, data, files)
        question = next(each for each in self.questions if f"svar-{each.pk}" == name)
        return AnswerCard(self, question, data, files)

    def _happened(self):
        if row := self.mended.get("hant"):
            names = ("on", "count", "note", "evidence", "picture_words")
            return {**{name: getattr(row, name) for name in names}, "place": row.place_id}
        place = self._last_place or (self.places[0] if len(self.places) == 1 else None)
        return {"on": clock.today(), "count": 1, "place": place.pk if place else ""}

    def _how_it_goes(self):
        if row := self.mended.get("lage"):
            return {name: getattr(row, name) for name in ("status", "note", "evidence", "next_update_on")}
        if self.receipt and self.receipt.offers_done:
            return {"status": Status.COMPLETED}
        return {"status": self.said.status or "", "next_update_on": self.next_update_on}

    # --- What is sent ---
    def receive(self, data, files):
        """Take in a card. Returns the mark of its receipt, for the address; "" where something must be mended first."""
        name = data.get("kort", "")
        if name == UNDO or name not in self.cards:
            mark = self._undo(data.get("tillfalle", "")) if name == UNDO else self._known_answer(name)
            self.fault = "" if mark else _("Det går inte att göra längre. Titta på sidan hur det ser ut nu.")
            return mark
        form = self.cards[name] = self._card(name, data, files)
        self.opened = name
        is_right = form.is_valid()
        if known := self._known(form):
            if not is_right or not _differs(form, known):
                return self._mark(known)
            form = self.cards[name] = self._card(name, _with_new_stamp(data, form, self._card(name)), files)
            form.add_error(
                None, _("Det där är redan inskickat. Nu står det något annat: skicka igen för att lägga till det.")
            )
            is_right = False
        if name == "hant":
            self._keep_picture(form)
        if not is_right:
            return ""
        try:
            return self._mark(self._once(form))
        except ValidationError as fault:
            form.refused(fault)
            return ""

    def show_again(self, data):
        """Put back what somebody typed before their log-in ended."""
        name = data.get("kort", "")
        if name in self.cards:
            self.cards[name], self.opened = self._card(name, data), name
            self.cards[name].is_valid()

    def _once(self, form):
        """Two at the same moment, by an impatient thumb, are one."""
        try:
            with transaction.atomic():
                made = self._tell(form)
                if form.name == "hant":
                    photos.belongs_now(_picture_key(form))
                return made
        except IntegrityError:
            if known := self._known(form):
                return known
            raise

    def _known_answer(self, name):
        """An answer that came in already, sent again by a phone that heard nothing."""
        pk = name.removeprefix("svar-")
        rows = self.commitment.council_questions.filter(answered_by=self.user)
        row = rows.filter(pk=pk).first() if pk.isdecimal() and len(pk) <= 10 else None
        return f"s{row.pk}" if row else ""

    def _undo(self, pk):
        """Take back what one recorded oneself today. Both rows stay in the ledger."""
        own = self.activity.occurrences.filter(recorded_by=self.user, recorded_on=clock.today(), withdraws=None)
        row = own.filter(pk=pk).first() if pk.isdecimal() and len(pk) <= 18 else None
        if row is None:
            return ""
        if not hasattr(row, "withdrawal"):
            with translation.override("sv"):  # what the ledger holds is in Swedish, whatever language the page is in
                followup.withdraw_occurrence(row, reason=_("Felregistrerat"), by=self.user)
        return f"a{row.pk}"

    # --- Its picture ---
    def kept_picture(self, form):
        """The name of the picture that a card holds already: chosen before a fault, or in what was sent back."""
        if pending := photos.waiting(_picture_key(form)):
            return pending.photo.name
        row = self.mended.get("hant")
        return row.picture.name if row and row.picture else ""

    def _keep_picture(self, form):
        new = getattr(form, "cleaned_data", {}).get("picture")
        if new:
            form.kept_picture = photos.keep(_picture_key(form), new).photo.name
        elif form.cleaned_data.get("remove_picture"):
            photos.drop(_picture_key(form))
            form.kept_picture = ""

    def _picture(self, form):
        name = form.kept_picture
        return {"picture": name, "picture_words": form.cleaned_data["picture_words"] if name else ""}

    # --- What the two ways do each in its own manner ---
    @abstractmethod
    def _tell(self, form):
        """Take in what a card says, by its key. Returns the row that it became."""

    @abstractmethod
    def _known(self, form):
        """The row that a card became when it was sent before, or None."""

    def _mark(self, row):
        kinds = {Occurrence: "t", FollowUp: "u", Report: "r"}
        return f"{kinds.get(type(row), 's')}{row.pk}"

    def show_receipt(self, mark):
        self.receipt = receipt_of(mark, self)
        if self.receipt and self.receipt.offers_done:
            self.opened = "lage"


class LoggedIn(Desk):
    """Writes at once, as the person who has logged in."""

    def _key(self, form):
        return f"staff:{self.user.pk}:{form.key}"

    def _known(self, form):
        for model in (Occurrence, FollowUp):
            if row := model.objects.filter(key=self._key(form)).first():
                return row
        return None

    def _tell(self, form):
        key = self._key(form)
        match form:
            case HappenedCard():
                told = form.told | self._picture(form)
                return followup.add_occurrence(self.activity, by=self.user, key=key, **told)
            case StatusCard():
                return followup.report(self.commitment, by=self.user, key=key, **form.told)
            case ConfirmCard():
                return followup.confirm(self.commitment, by=self.user, key=key, next_update_on=_still_ahead(self.said))
        return questions.answer(form.question, text=form.cleaned_data["text"], by=self.user)


class ByLink(Desk):
    """Sends a report. An answer to the council goes straight there: it isn't public."""

    is_link = True

    def _key(self, form):
        return f"link:{self.user.pk}:{form.key}"

    def _known(self, form):
        return Report.objects.filter(key=self._key(form)).first()

    def _tell(self, form):
        common = {"by": self.user, "key": self._key(form), "mends": self.mended.get(form.name)}
        match form:
            case HappenedCard():
                told = form.told | self._picture(form)
                return reports.send(self.commitment, kind=Report.Kind.OCCURRENCE, **common, **told)
            case StatusCard():
                return reports.send(self.commitment, kind=Report.Kind.STATUS, **common, **form.told)
            case ConfirmCard():
                said = {"note": self.said.note, "next_update_on": _still_ahead(self.said)}
                return reports.send(self.commitment, kind=Report.Kind.CONFIRMS, **common, **said)
        return questions.answer(form.question, text=form.cleaned_data["text"], by=self.user)


def _picture_key(form):
    return f"report:{form.key}"


def _still_ahead(said):
    """The promised day stands when the rest of what was said does, until it has come."""
    return said.next_update_on if said.next_update_on and said.next_update_on > clock.today() else None


def _differs(form, row):
    return any(getattr(row, name) != value for name, value in getattr(form, "told", {}).items())


def _with_new_stamp(data, form, fresh):
    data = data.copy()
    data[form.add_prefix(STAMP)] = fresh.stamp
    return data
