"""The ground: where a fact comes from, and whose website this is."""

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from arboga_loften.foundation.colours import contrast
from arboga_loften.foundation.outbox import Letter
from arboga_loften.foundation.proposals import Proposal
from arboga_loften.foundation.publishing import LedgerEntry, Publication, Publishable, TrackedQuerySet

__all__ = ["LedgerEntry", "Letter", "Municipality", "Proposal", "Publication", "Publishable", "Source", "Sourced"]


class Source(models.Model):
    """Where a fact was read: a page, a document, a newspaper. Shown with every fact from the record."""

    key = models.SlugField(_("nyckel"), max_length=80, unique=True)
    title = models.CharField(_("rubrik"), max_length=250)
    publisher = models.CharField(_("utgivare"), max_length=120)
    url = models.URLField(_("adress"), max_length=500, blank=True)
    dated = models.DateField(_("daterad"), null=True, blank=True)
    note = models.CharField(_("anmärkning"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("källa")
        verbose_name_plural = _("källor")
        ordering = ["dated", "publisher", "title"]

    def __str__(self):
        return f"{self.publisher}: {self.title}"


class Sourced(models.Model):
    """A fact with its sources, or an example that says that it is one."""

    sources = models.ManyToManyField(Source, verbose_name=_("källor"), blank=True, related_name="+")
    is_example = models.BooleanField(
        _("exempeldata"),
        default=False,
        help_text=_("Påhittat innehåll som visar hur webbplatsen fungerar. Det märks ”Exempeldata” på varje sida."),
    )

    class Meta:
        abstract = True


class Conformance(models.TextChoices):
    """How far the site meets the law on access (2018:1937), in Digg's words."""

    FULL = "full", _("helt förenlig")
    PARTIAL = "partial", _("delvis förenlig")
    NONE = "none", _("inte förenlig")


hex_colour = RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", _("Skriv färgen som # och sex tecken, till exempel #8c2318."))


class MunicipalityQuerySet(TrackedQuerySet):
    def current(self):
        """The one profile, made with its default words the first time that somebody asks."""
        return self.first() or Municipality()


class Municipality(models.Model):
    """Whose promise this is: name, contact, look and statements. Another municipality changes this row, not the code."""

    name = models.CharField(_("kommunens namn"), max_length=80, default="Arboga kommun")
    place_name = models.CharField(
        _("ortens namn"), max_length=60, default="Arboga", help_text=_("Som i ”Det här har vi lovat Arboga”.")
    )
    service_name = models.CharField(_("webbplatsens namn"), max_length=60, default="Arbogalöften")
    police_name = models.CharField(
        _("polisens namn"), max_length=120, default="Polisen, lokalpolisområde Västra Mälardalen"
    )
    council_name = models.CharField(
        _("rådets namn"), max_length=80, default="Förebyggande rådet", help_text=_("Där löftet följs upp.")
    )
    origin_text = models.TextField(
        _("varför webbplatsen finns"),
        blank=True,
        default="Efter trygghetssamtalen 2022 frågade en invånare i tidningen: vad hände sedan?",
        help_text=_("En mening som står först på ”Om webbplatsen” och ”Ni sa – vi gjorde”."),
    )
    origin_text_en = models.TextField(
        _("varför webbplatsen finns, på engelska"),
        blank=True,
        default="After the safety dialogues in 2022 a resident asked in the local paper: what happened then?",
    )
    website = models.URLField(_("kommunens webbplats"), default="https://www.arboga.se/")
    contact_email = models.EmailField(_("e-post"), blank=True)
    contact_phone = models.CharField(_("telefon"), max_length=40, blank=True)
    contact_address = models.CharField(_("postadress"), max_length=200, blank=True)
    controller = models.CharField(
        _("personuppgiftsansvarig"), max_length=120, default="Kommunstyrelsen i Arboga kommun"
    )
    dpo_contact = models.CharField(_("dataskyddsombud"), max_length=200, blank=True)

    coordination_function = models.CharField(
        _("samordningsfunktion"),
        max_length=160,
        blank=True,
        help_text=_("Vem som samordnar det brottsförebyggande arbetet. En befattning, aldrig ett namn."),
    )
    coordination_since = models.DateField(_("utsedd"), null=True, blank=True)
    coordination_source = models.CharField(
        _("var beslutet finns"), max_length=200, blank=True, help_text=_("Diarienummer eller adress.")
    )
    shows_duties = models.BooleanField(
        _("visa kommunens ansvar på webbplatsen"),
        default=False,
        help_text=_(
            "Hur kommunen ligger till mot lagen (2023:196) om brottsförebyggande arbete. Rådet ser det alltid."
        ),
    )

    two_person_publishing = models.BooleanField(
        _("någon annan publicerar"),
        default=False,
        help_text=_("Den som senast skrev en text kan då inte publicera den själv. Någon annan läser och publicerar."),
    )

    logo = models.FileField(
        _("logotyp"),
        upload_to="logo/",
        blank=True,
        validators=[FileExtensionValidator(["png", "webp"])],
        help_text=_("En bild i PNG eller WebP, minst 88 bildpunkter hög. Utan bild visas märket med den röda tråden."),
    )
    thread_colour = models.CharField(_("trådens färg, ljust läge"), max_length=7, blank=True, validators=[hex_colour])
    thread_colour_dark = models.CharField(
        _("trådens färg, mörkt läge"), max_length=7, blank=True, validators=[hex_colour]
    )
    field_colour = models.CharField(_("fältets färg, ljust läge"), max_length=7, blank=True, validators=[hex_colour])

    statement_conformance = models.CharField(
        _("hur väl webbplatsen uppfyller lagen"), max_length=8, choices=Conformance, default=Conformance.PARTIAL
    )
    statement_assessed_on = models.DateField(_("bedömd"), null=True, blank=True)
    statement_updated_on = models.DateField(_("redogörelsen uppdaterad"), null=True, blank=True)
    statement_method = models.TextField(
        _("hur vi har bedömt"),
        default=(
            "Vi har granskat webbplatsen själva: automatiskt med axe i en riktig webbläsare på varje sidtyp, i ljust "
            "och mörkt läge och i tre bredder."
        ),
    )
    statement_shortcomings = models.TextField(
        _("det som inte är tillgängligt, och varför"),
        blank=True,
        help_text=_("En brist per rad. Skriv vem den drabbar, varför den finns och när den ska vara borta."),
        default=(
            "Webbplatsen är inte prövad av personer som använder skärmläsare, skärmförstoring eller röststyrning i "
            "vardagen. Vi vet därför inte om allt fungerar för dem."
        ),
    )
    statement_burden = models.TextField(_("oskäligt betungande att åtgärda (12 §)"), blank=True)
    statement_exempt = models.TextField(_("innehåll som inte omfattas av lagen (9 §)"), blank=True)
    supervisor_name = models.CharField(
        _("tillsynsmyndighet"), max_length=120, default="Digg – Myndigheten för digital förvaltning"
    )
    supervisor_url = models.URLField(_("anmälan till tillsynsmyndigheten"), default="https://www.digg.se/tdosanmalan")

    history = HistoricalRecords()
    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("kommunens uppgifter")
        verbose_name_plural = _("kommunens uppgifter")
        constraints = [
            models.CheckConstraint(
                name="one_municipality",
                condition=Q(pk=1),
                violation_error_message=_("Det finns redan en rad med kommunens uppgifter. Ändra den i stället."),
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.pk = 1
        return super().save(*args, **kwargs)

    @property
    def can_be_reached(self):
        """Whether a resident finds an address or a number; the accessibility statement must have one (Digg's list, 8)."""
        return bool(self.contact_email or self.contact_phone)

    @property
    def has_colours(self):
        return bool(self.thread_colour or self.thread_colour_dark or self.field_colour)

    @property
    def logo_url(self):
        return reverse("municipality_logo") if self.logo else ""

    @property
    def shortcomings(self):
        """The list that the law asks for, one line each."""
        return [line.strip() for line in self.statement_shortcomings.splitlines() if line.strip()]

    def clean(self):
        """Refuse a colour that somebody would have trouble to see (WCAG 1.4.3 and 1.4.11)."""
        super().clean()
        asked = [
            ("thread_colour", "#f5f5f1", 4.5, _("mot den ljusa sidan")),
            ("thread_colour_dark", "#141a1c", 4.5, _("mot den mörka sidan")),
            ("field_colour", "#1b2528", 4.5, _("mot den mörka texten som står på fältet")),
        ]
        errors = {}
        for field, other, least, against in asked:
            value = getattr(self, field)
            if value and contrast(value, other) < least:
                errors[field] = _("Kontrasten är %(ratio).1f:1 %(against)s. Den behöver vara minst %(least).1f:1.") % {
                    "ratio": contrast(value, other),
                    "against": against,
                    "least": least,
                }
        if errors:
            raise ValidationError(errors)
