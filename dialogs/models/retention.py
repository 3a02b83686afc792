"""What is thrown away, when, and by which decision (gallring, arkivlagen 10 §). Nothing goes without a row that says so."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from arboga_loften.foundation.publishing import LedgerEntry, LedgerQuerySet, TrackedQuerySet


class Held(models.TextChoices):
    """What a rule can throw away."""

    SUBMISSIONS = "submissions", _("Det som kom in: text, svar på frågor, plats och bild")
    PHOTOS = "photos", _("Bilder som kom in")


class RetentionRule(models.Model):
    """How long something is kept after it came in, and the decision that says so."""

    what = models.CharField(_("vad"), max_length=12, choices=Held, unique=True)
    days = models.PositiveIntegerField(
        _("dagar"),
        validators=[MinValueValidator(30)],
        help_text=_("Så många dagar efter att det kom in. Det som inte är besvarat gallras aldrig."),
    )
    decision = models.CharField(
        _("beslut"), max_length=160, help_text=_("Till exempel ”Dokumenthanteringsplan, KS 123/2024”.")
    )
    decided_on = models.DateField(_("beslutat"))
    is_active = models.BooleanField(_("gäller"), default=True)

    history = HistoricalRecords()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("gallringsregel")
        verbose_name_plural = _("gallringsregler")
        ordering = ["what"]
        constraints = [
            models.CheckConstraint(name="retention_of_a_month_or_more", condition=Q(days__gte=30)),
            models.CheckConstraint(name="retention_rests_on_a_decision", condition=~Q(decision="")),
        ]

    def __str__(self):
        return f"{self.get_what_display()}: {self.days}"


class Disposal(LedgerEntry):
    """That something was thrown away: what, how much, from when, by which decision or on whose request. It stands."""

    what = models.CharField(_("vad"), max_length=12, choices=Held)
    decision = models.CharField(_("beslut"), max_length=160)
    count = models.PositiveIntegerField(_("antal"))
    oldest_on = models.DateField(_("från"))
    newest_on = models.DateField(_("till"))
    is_request = models.BooleanField(_("på begäran"), default=False)

    objects = LedgerQuerySet.as_manager()

    class Meta(LedgerEntry.Meta):
        verbose_name = _("gallring")
        verbose_name_plural = _("gallringsliggaren")
        ordering = ["-recorded_at", "-pk"]

    def __str__(self):
        return f"{self.on}: {self.count} {self.get_what_display()}"
