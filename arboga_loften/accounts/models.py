"""Who promises and who reports: organisations with a voice of their own, and the people who write for them."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

# The two parties are called by a word, which every language has its own for; others by their name.
WORDS = {"Kommunen": _("Kommunen"), "Polisen": _("Polisen")}


def called(short_name):
    """A party's short name in the reader's language."""
    return str(WORDS.get(short_name, short_name))


class Organisation(models.Model):
    """A party that can promise, host a dialogue, answer a viewpoint or own a road."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Kommun")
        POLICE = "police", _("Polis")
        HOUSING = "housing", _("Bostadsbolag")
        ASSOCIATION = "association", _("Förening")
        BUSINESS = "business", _("Företag")
        AUTHORITY = "authority", _("Myndighet")
        OTHER = "other", _("Annan")

    slug = models.SlugField(_("adressnamn"), max_length=60, unique=True)
    name = models.CharField(_("namn"), max_length=120, unique=True)
    short_name = models.CharField(
        _("kort namn"), max_length=40, help_text=_("Som det står i löpande text: ”Kommunen”, ”Polisen”.")
    )
    kind = models.CharField(_("slag"), max_length=12, choices=Kind, default=Kind.OTHER)
    url = models.URLField(_("webbplats"), blank=True)
    order = models.PositiveSmallIntegerField(_("ordning"), default=100)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisationer")
        ordering = ["order", "name"]
        constraints = [models.CheckConstraint(name="organisation_has_names", condition=~Q(name="") & ~Q(short_name=""))]

    def __str__(self):
        return self.name

    @property
    def called(self):
        return called(self.short_name)

    @property
    def mark(self):
        """The letter in its mark: K for the municipality, P for the police, else its first."""
        return {self.Kind.MUNICIPALITY: "K", self.Kind.POLICE: "P"}.get(self.kind, self.short_name[:1].upper())


class Reminders(models.TextChoices):
    """Which letters somebody wants of what they answer for."""

    ALL = "all", _("Allt: före, på dagen och efter")
    LATE = "late", _("Bara det som redan är sent")
    NONE = "none", _("Inget")


ALWAYS_OF_WHAT_IS_LATE = _("Den som arbetar för kommunen eller polisen får alltid veta vad som är sent.")


class User(AbstractUser):
    """Somebody who writes in the admin. The public sees the function and the organisation, never the name."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), null=True, blank=True, on_delete=models.PROTECT
    )
    function = models.CharField(
        _("funktion"), max_length=80, blank=True, help_text=_("Till exempel ”Säkerhetssamordnare”.")
    )
    deputy = models.ForeignKey(
        "self",
        verbose_name=_("ersättare"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Får mejlet när personen inte har svarat på några dagar."),
    )
    chief = models.ForeignKey(
        "self",
        verbose_name=_("chef"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Får mejlet när ingen av dem har svarat."),
    )
    reminders = models.CharField(
        _("påminnelser"),
        max_length=4,
        choices=Reminders,
        default=Reminders.ALL,
        help_text=_("Bara den som inte är anställd av kommunen eller polisen kan välja bort alla."),
    )
    is_demo = models.BooleanField(
        _("bara för demonstrationen"),
        default=False,
        editable=False,
        help_text=_("Lösenordet är allmänt känt. Inloggningen vägras utanför demonstrationen."),
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("användare")
        verbose_name_plural = _("användare")
        permissions = [
            ("speak_for_all", _("Får rapportera och svara för alla parter")),
            ("must_use_two_steps", _("Måste logga in i två steg")),
            ("read_drafts", _("Får läsa alla utkast, inte bara sin egen organisations")),
        ]
        constraints = [
            models.CheckConstraint(
                name="user_not_their_own_deputy",
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("pk")),
                violation_error_message=_("Ingen kan vara sin egen ersättare."),
            ),
            models.CheckConstraint(
                name="user_not_their_own_chief",
                condition=Q(chief__isnull=True) | ~Q(chief=F("pk")),
                violation_error_message=_("Ingen kan vara sin egen chef."),
            ),
            models.CheckConstraint(name="user_reminders_are_known", condition=Q(reminders__in=Reminders.values)),
        ]

    def __str__(self):
        return self.get_full_name() or self.function or self.username

    def clean(self):
        super().clean()
        if self.reminders == Reminders.NONE and not self.may_stop_reminders:
            raise ValidationError({"reminders": ALWAYS_OF_WHAT_IS_LATE})

    @property
    def may_stop_reminders(self):
        """Whether this person may do without: a reminder is part of the work of those who work for the parties."""
        parties = {Organisation.Kind.MUNICIPALITY, Organisation.Kind.POLICE}
        return self.organisation is not None and self.organisation.kind not in parties

    @property
    def may_enter(self):
        """Whether this log-in works at all: one whose password is printed for everybody only does in the demonstration."""
        return self.is_active and (settings.DEMO or not self.is_demo)

    def speaks_for(self, organisation):
        """Whether this person reports and answers in a party's name: the coordinator for all, others for their own."""
        return self.has_perm("accounts.speak_for_all") or (
            self.organisation_id is not None and self.organisation_id == organisation.pk
        )
