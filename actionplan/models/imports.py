"""The files that a plan was read from: kept as they came, with their sums, so that anybody can see what was said yes to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation import clock
from arboga_loften.foundation.storage import inside
from focusareas.models import Promise


class PlanImport(models.Model):
    """One file that somebody confirmed: what it was, and what it made new and changed."""

    promise = models.ForeignKey(
        Promise, verbose_name=_("medborgarlöfte"), on_delete=models.PROTECT, related_name="plan_imports"
    )
    name = models.CharField(_("filnamn"), max_length=200)
    file = models.FileField(_("fil"), upload_to="planer/", storage=inside)
    sha256 = models.CharField(_("kontrollsumma (SHA-256)"), max_length=64)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("inläst av"), on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField(_("inläst"), default=clock.now)
    # How many rows were new, changed, as before and gone from the file.
    made = models.JSONField(_("vad den ändrade"), default=dict)
    # The questions that were asked and what was answered.
    answers = models.JSONField(_("svar på frågor"), default=dict, blank=True)

    guards = [
        ("stands_as_read", "UPDATE", "", "en inläst fil kan inte ändras"),
        ("is_not_removed", "DELETE", "", "en inläst fil tas inte bort"),
    ]

    class Meta:
        verbose_name = _("inläst plan")
        verbose_name_plural = _("inlästa planer")
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="plan_import_has_a_sum", condition=Q(sha256__regex=r"^[0-9a-f]{64}$"))
        ]

    def __str__(self):
        return f"{self.name} ({self.read_at:%Y-%m-%d})"
