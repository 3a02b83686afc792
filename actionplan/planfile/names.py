"""Organisations, people and places by the names that stand in a file, asked about once each however often they stand there."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.planfile.asking import closest, plainly
from actionplan.planfile.model import MUNICIPALITY, POLICE, Question
from arboga_loften.accounts.models import Organisation, User
from dialogs.models import Place

SKIP, MAKE = "hoppa", "skapa"
# What says of no place in particular where something is.
EVERYWHERE = {"hela kommunen", "kommunen", "hela arboga", "alla", "kommunövergripande", "övergripande", "digitalt"}
MOST_ROWS_NAMED = 5
LONGEST_PLACE = 120


class Names:
    """What is known by name, read once, with the questions about what isn't."""

    def __init__(self, asking, promise):
        self.asking = asking
        self.organisations = list(Organisation.objects.order_by("order", "name"))
        self.places = {plainly(place.name): place for place in Place.objects.order_by("name")}
        self.by_name = self._organisations_by_name()
        self.of_promise = {each.pk for each in promise.parties.all()} if promise else set()
        self.people = defaultdict(list)
        for user in User.objects.filter(is_active=True, organisation__isnull=False).exclude(function=""):
            self.people[user.organisation_id, plainly(user.function)].append(user)
        self.rows = defaultdict(list)
        self.new_places = {}

    def _organisations_by_name(self):
        found = defaultdict(list)
        for each in self.organisations:
            for name in {plainly(each.name), plainly(each.short_name)}:
                found[name].append(each)
        return found

    def seen(self, kind, name, where):
        """Remember where a name stands, so that the question about it can say all of its rows."""
        self.rows[kind, plainly(name)].append(where)

    # --- Organisations ---
    def party(self, name):
        """Who promises: the municipality's or the police's own organisation, or another by its name."""
        return self._of_kind(name) if name in (MUNICIPALITY, POLICE) else self.organisation(name)

    def has_kind(self, kind):
        return self._of_kind(kind) is not None

    def _of_kind(self, kind):
        """The promise's own party before any other of its kind."""
        found = [each for each in self.organisations if each.kind == kind]
        return min(found, key=lambda each: each.pk not in self.of_promise, default=None)

    def organisation(self, name):
        known = self.by_name.get(plainly(name), [])
        if len(known) == 1:
            return known[0]
        choices = known or self.organisations
        near = [each for found in closest(name, list(self.by_name), least=0.75) for each in self.by_name[found]]
        question = Question(
            key=f"organisation:{plainly(name)}",
            where=self._where("organisation", name),
            text=_("%(where)s: organisationen ”%(name)s” finns inte i registret. Vilken är det?")
            % {"where": self._where("organisation", name), "name": name},
            field="organisation",
            kind="choice",
            choices=(
                *((str(each.pk), each.name) for each in choices),
                (SKIP, _("Ingen av dem – hoppa över den")),
            ),
            suggestion=str(near[0].pk) if near else SKIP,
        )
        answer = self.asking.ask(question)
        return None if answer in (None, SKIP) else next(each for each in choices if str(each.pk) == answer)

    def owner(self, organisation, function):
        """The one person with that function there; None where there are several, or nobody."""
        found = self.people.get((organisation.pk, plainly(function)), []) if function else []
        return found[0] if len(found) == 1 else None

    # --- Places ---
    def place(self, name):
        """A place of the register, the name of one to make, or None to pass it over."""
        plain = plainly(name)
        if plain in self.places:
            return self.places[plain]
        near = [self.places[found] for found in closest(name, list(self.places), most=3, least=0.75)]
        choices = [(str(place.pk), _("Det är %(name)s") % {"name": place.name}) for place in near]
        if len(name) <= LONGEST_PLACE:
            choices.append((MAKE, _("Lägg till den som en ny plats")))
        choices.append((SKIP, _("Hoppa över den")))
        question = Question(
            key=f"plats:{plain}",
            where=self._where("plats", name),
            text=_("%(where)s: platsen ”%(name)s” finns inte i registret. Vad ska vi göra?")
            % {"where": self._where("plats", name), "name": name},
            field="place",
            kind="choice",
            choices=tuple(choices),
            suggestion=SKIP if plain in EVERYWHERE else choices[0][0],
        )
        answer = self.asking.ask(question)
        if answer == MAKE:
            return self.new_places.setdefault(plain, name.strip())
        return next((place for place in near if str(place.pk) == answer), None)

    def _where(self, kind, name):
        rows = list(dict.fromkeys(self.rows[kind, plainly(name)]))
        shown = ", ".join(rows[:MOST_ROWS_NAMED])
        more = len(rows) - MOST_ROWS_NAMED
        if more <= 0:
            return shown
        return ngettext("%(rows)s och %(n)s till", "%(rows)s och %(n)s till", more) % {"rows": shown, "n": more}
