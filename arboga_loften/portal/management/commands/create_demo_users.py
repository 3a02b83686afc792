"""The demonstration's log-ins, one for each role, so that anybody can try how it is to be an official here.

They answer for some of the invented activities, so that there is something to report on and somebody to remind.
"""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actionplan.models import Commitment
from arboga_loften.accounts.models import Organisation, User
from arboga_loften.portal.record.council import STAND_IN

# user name, password, role, kind of organisation, function
LOG_INS = [
    ("samordnare", "trygg-i-arboga-1", "samordnare", Organisation.Kind.MUNICIPALITY, "Säkerhetssamordnare"),
    ("kommunpolis", "trygg-i-arboga-2", "kommunpolis", Organisation.Kind.POLICE, "Kommunpolis"),
    ("redaktor", "trygg-i-arboga-3", "redaktör", Organisation.Kind.MUNICIPALITY, "Kommunikatör"),
    ("radsledamot", "trygg-i-arboga-4", "rådsledamot", Organisation.Kind.MUNICIPALITY, "Ledamot i Förebyggande rådet"),
    ("registrator", "trygg-i-arboga-5", "registrator", Organisation.Kind.MUNICIPALITY, "Registrator"),
    ("trafikplanerare", "trygg-i-arboga-6", "aktivitetsansvarig", Organisation.Kind.MUNICIPALITY, "Trafikplanerare"),
    ("systemadmin", "trygg-i-arboga-7", "systemadministratör", Organisation.Kind.MUNICIPALITY, "IT-tekniker"),
]
MAY = {
    "samordnare": "allt i planen, dialogerna och löftet",
    "kommunpolis": "rapporterar och svarar för polisen",
    "redaktör": "ändrar och publicerar texter",
    "rådsledamot": "läser, och frågar i rådets namn",
    "registrator": "söker, lämnar ut och gallrar det som har kommit in",
    "aktivitetsansvarig": "rapporterar det som den egna organisationen har lovat",
    "systemadministratör": "släpper in folk och sköter webbplatsen",
}
# Who gets the letter when somebody doesn't answer: user name → (deputy, chief).
BEHIND = {
    "trafikplanerare": ("redaktor", "samordnare"),
    "redaktor": ("trafikplanerare", "samordnare"),
    "samordnare": ("redaktor", None),
}
# The function that answers for a part in the example's plan → the person.
ANSWERS_FOR = {
    "Säkerhetssamordnaren": "samordnare",
    "Kommunpolisen": "kommunpolis",
    "Trafikplaneraren": "trafikplanerare",
    "Kommunikatören": "redaktor",
}


class Command(BaseCommand):
    help = "Gör demonstrationens sju inloggningar. Vägrar utanför demonstrationen: lösenorden är allmänt kända."

    @transaction.atomic
    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("Inloggningarna finns bara i demonstrationen (DEMO=1): deras lösenord är allmänt kända.")
        for name, password, role, kind, function in LOG_INS:
            self._make(name, password, role, kind, function)
        users = {user.username: user for user in User.objects.filter(is_demo=True)}
        self._let_answer(users)
        self.stdout.write(_table())

    def _make(self, name, password, role, kind, function):
        user = User.objects.filter(username=name).first() or _stand_in(name) or User(is_demo=True)
        user.username = name
        if not user.is_demo:
            raise CommandError(f"Det finns redan en riktig användare som heter {name}. Den rörs inte.")
        organisation = Organisation.objects.filter(kind=kind).first()
        if organisation is None:
            raise CommandError("Det finns inga parter än. Läs först in löftena: python manage.py load_record")
        user.organisation, user.function = organisation, function
        # A domain that never exists: no letter of the demonstration reaches anybody.
        user.email = f"{name}@example.invalid"
        user.is_staff = user.is_active = True
        if not user.check_password(password):
            user.set_password(password)
        user.save()
        user.groups.set([Group.objects.get(name=role)])

    def _let_answer(self, users):
        """Give them deputies and chiefs, and the parts of invented activities that nobody real answers for."""
        for name, (deputy, chief) in BEHIND.items():
            user = users[name]
            user.deputy, user.chief = users[deputy], users.get(chief)
            user.save()
        parts = Commitment.objects.filter(activity__is_example=True, owner=None, responsible__in=ANSWERS_FOR)
        for part in parts:
            part.owner = users[ANSWERS_FOR[part.responsible]]
            part.save()


def _stand_in(name):
    """Whoever has spoken for this role in the council's example, before there were any log-ins."""
    return User.objects.filter(username=STAND_IN + name, is_demo=True).first()


def _table():
    rows = [("Användare", "Lösenord", "Roll")]
    rows += [(name, password, f"{role}: {MAY[role]}") for name, password, role, *_ in LOG_INS]
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    return "\n".join(f"  {row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}" for row in rows)
