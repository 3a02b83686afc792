"""What a year's promise rests on: the agreement between the municipality and the police (samverkansöverenskommelse)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Publishable, Sourced
from arboga_loften.foundation.publishing import PublishableQuerySet


class CooperationAgreementQuerySet(PublishableQuerySet):
    def newest_first(self):
        return self.order_by(F("valid_from").desc(nulls_last=True), "-pk")


class CooperationAgreement(Publishable, Sourced):
    """The longer agreement that each year's promise develops: between whom, from when and until when."""

    title = models.CharField(_("rubrik"), max_length=160, default="Samverkansöverenskommelse")
    parties = models.ManyToManyField(Organisation, verbose_name=_("parter"), related_name="agreements")
    signed_on = models.DateField(_("undertecknad"), null=True, blank=True)
    valid_from = models.DateField(_("gäller från"), null=True, blank=True)
    valid_to = models.DateField(
        _("gäller till"), null=True, blank=True, help_text=_("Lämna tomt om den gäller tills vidare.")
    )
    registry_number = models.CharField(_("diarienummer"), max_length=40, blank=True)
    note = models.TextField(_("anmärkning"), blank=True)

    history = HistoricalRecords(m2m_fields=[parties])
    objects = CooperationAgreementQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("samverkansöverenskommelse")
        verbose_name_plural = _("samverkansöverenskommelser")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="agreement_ends_after_start",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("Överenskommelsen kan inte sluta gälla före den dag den börjar."),
            ),
        ]

    def __str__(self):
        return self.title

    def is_valid(self, on=None):
        """Whether it binds the parties on a day; one whose first day isn't known isn't said to."""
        day = on or clock.today()
        return self.valid_from is not None and self.valid_from <= day and (not self.valid_to or day <= self.valid_to)
