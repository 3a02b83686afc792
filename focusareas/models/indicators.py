"""What is measured: a figure that somebody else publishes or that the parties count, followed over the years."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from arboga_loften.foundation.models import Publishable, Sourced
from arboga_loften.foundation.publishing import LedgerEntry, LedgerQuerySet, PublishableQuerySet
from focusareas.models.promise import FocusArea


class IndicatorQuerySet(PublishableQuerySet):
    hangs_on = ("focus_area", "focus_area__promise")


class Indicator(Publishable, Sourced):
    """A figure that tells whether a focus area gets better. What is reported and what is felt are never mixed."""

    class Kind(models.TextChoices):
        REPORTED = "reported", _("Anmält och mätt")
        EXPERIENCED = "experienced", _("Upplevt")

    class Better(models.TextChoices):
        LOWER = "lower", _("Lägre är bättre")
        HIGHER = "higher", _("Högre är bättre")
        UNSAID = "unsaid", _("Säger inget i sig")

    focus_area = models.ForeignKey(
        FocusArea, verbose_name=_("fokusområde"), on_delete=models.PROTECT, related_name="indicators"
    )
    name = models.CharField(_("vad som mäts"), max_length=160)
    unit = models.CharField(_("enhet"), max_length=40, help_text=_("Till exempel ”procent” eller ”km/tim”."))
    kind = models.CharField(_("slag"), max_length=12, choices=Kind, default=Kind.REPORTED)
    better = models.CharField(_("åt vilket håll"), max_length=8, choices=Better, default=Better.UNSAID)
    measured_where = models.CharField(
        _("var det är mätt"), max_length=120, help_text=_("Till exempel ”Arboga kommun” eller ”lokalpolisområdet”.")
    )
    caveat = models.TextField(
        _("läs siffran så här"), blank=True, help_text=_("Vad den inte säger: mörkertal, få svar, nytt sätt att räkna.")
    )

    history = HistoricalRecords()
    objects = IndicatorQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("mått")
        verbose_name_plural = _("mått")
        ordering = ["focus_area", "name"]
        constraints = [*Publishable.Meta.constraints]

    def __str__(self):
        return self.name


class IndicatorValueQuerySet(LedgerQuerySet):
    def standing(self, on=None):
        """What was known on a day, oldest period first; of what was given twice for a period, the latest."""
        rows = self.known_on(on) if on else self
        newest = {}
        for row in rows.order_by("recorded_on", "pk"):
            newest[row.indicator_id, row.period] = row
        return sorted(newest.values(), key=lambda row: (row.on, row.pk))


class IndicatorValue(LedgerEntry):
    """One figure for one period (`on` is the period's last day). A corrected figure is a new row; the old one stays."""

    indicator = models.ForeignKey(Indicator, verbose_name=_("mått"), on_delete=models.PROTECT, related_name="values")
    period = models.CharField(_("period"), max_length=40, help_text=_("Till exempel ”2023” eller ”våren 2024”."))
    # None is "not known": it is never taken for nought.
    value = models.DecimalField(_("värde"), max_digits=12, decimal_places=2, null=True, blank=True)
    is_preliminary = models.BooleanField(_("preliminär"), default=False)
    source = models.CharField(_("källa"), max_length=250)
    note = models.CharField(_("anmärkning"), max_length=250, blank=True)

    objects = IndicatorValueQuerySet.as_manager()

    class Meta(LedgerEntry.Meta):
        verbose_name = _("värde")
        verbose_name_plural = _("värden")
        ordering = ["on", "pk"]
        constraints = [
            *LedgerEntry.Meta.constraints,
            models.CheckConstraint(
                name="indicator_value_or_why_not",
                condition=Q(value__isnull=False) | ~Q(note=""),
                violation_error_message=_("Skriv varför värdet saknas, eller skriv värdet."),
            ),
        ]

    def __str__(self):
        return f"{self.period}: {self.value if self.value is not None else '–'}"

    def clean(self):
        super().clean()
        if self.value is None and not self.note:
            raise ValidationError({"value": _("Skriv värdet, eller skriv i anmärkningen varför det saknas.")})
