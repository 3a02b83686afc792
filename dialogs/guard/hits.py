"""What the guard looks for, and what it says instead."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    PERSONAL_NUMBER = "personal_number", _("Personnummer")
    PHONE = "phone", _("Telefonnummer")
    EMAIL = "email", _("E-postadress")
    PLATE = "plate", _("Registreringsnummer")
    ACCUSED_NAME = "accused_name", _("Namn vid en anklagelse")
    HOME = "home", _("Någons hem")
    CRIME = "crime", _("Pågående eller misstänkt brott")


ADVICE = {
    Kind.PERSONAL_NUMBER: _("Ta bort personnumret. Ingen behöver det för att förstå vad du vill säga."),
    Kind.PHONE: _("Ta bort telefonnumret. Det du skriver här kan bli läst av alla."),
    Kind.EMAIL: _("Ta bort e-postadressen. Det du skriver här kan bli läst av alla."),
    Kind.PLATE: _("Ta bort registreringsnumret. Berätta om platsen och tiden på dygnet i stället."),
    Kind.ACCUSED_NAME: _("Ta bort namnet. Berätta vad som händer och var, men inte vem du tror att det är."),
    Kind.HOME: _("Skriv gatan eller området, men inte numret. Det kan vara någons hem."),
    Kind.CRIME: _(
        "Berätta det för polisen: ring 112 om det händer nu, annars 114 14. Det du skriver här läses inte genast."
    ),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A part of what somebody wrote that shouldn't be public, with its place in the text."""

    kind: Kind
    start: int
    end: int
    text: str

    @property
    def advice(self):
        return ADVICE[self.kind]
