"""A change to what is already public, waiting for somebody else to say yes: where nobody publishes their own words."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation import clock


class ProposalQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Proposal.State.WAITING)

    def about(self, row):
        return self.filter(content_type=ContentType.objects.get_for_model(row), object_id=row.pk)


class Proposal(models.Model):
    """What somebody wants a published text to say instead. Nothing of it shows until another person has accepted it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Väntar på någon annan")
        ACCEPTED = "accepted", _("Publicerad")
        REFUSED = "refused", _("Inte publicerad")
        WITHDRAWN = "withdrawn", _("Tillbakatagen")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    row = GenericForeignKey("content_type", "object_id")
    # The field's name → what it is to hold, as a form would be given it.
    changes = models.JSONField(_("ändringar"), encoder=DjangoJSONEncoder)
    seen_version = models.PositiveBigIntegerField(null=True, blank=True)
    made_by = models.ForeignKey(
        "accounts.User", verbose_name=_("föreslagen av"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("föreslagen"), default=clock.now)
    state = models.CharField(_("läge"), max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("avgjord av"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("avgjord"), null=True, blank=True)
    reason = models.TextField(_("varför inte"), blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("föreslagen ändring")
        verbose_name_plural = _("föreslagna ändringar")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "state"], name="proposal_of_row")]
        constraints = [
            models.CheckConstraint(
                name="proposal_decided_by_somebody",
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="proposal_refused_with_reason",
                condition=~Q(state="refused") | ~Q(reason=""),
                violation_error_message=_("Skriv varför ändringen inte publiceras."),
            ),
            models.CheckConstraint(
                name="proposal_published_by_another",
                condition=~Q(state="accepted") | ~Q(decided_by=models.F("made_by")),
                violation_error_message=_("Någon annan än den som skrev ska publicera."),
            ),
        ]

    def __str__(self):
        return f"{self.content_type.name}: {self.made_by}"
