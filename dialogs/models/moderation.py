"""What moderation leaves behind: the log of what was done with each viewpoint, and the words that answers often begin with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation.publishing import LedgerEntry, LedgerQuerySet
from dialogs.models.voices import Decision, Viewpoint


class CannedAnswer(models.Model):
    """Words that officials often need, to start an answer from. They are mended for each viewpoint before they are given."""

    title = models.CharField(_("rubrik"), max_length=80, unique=True)
    decision = models.CharField(_("besked"), max_length=20, choices=Decision)
    text = models.TextField(_("svar"))
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("vem svarar"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("färdigt svar")
        verbose_name_plural = _("färdiga svar")
        ordering = ["title"]

    def __str__(self):
        return self.title


class ModerationEntry(LedgerEntry):
    """What was done with a viewpoint on its way to being shown: by whom, when and why. It stands."""

    class Deed(models.TextChoices):
        RECEIVED = "received", _("Kom in")
        TAKEN = "taken", _("Togs om hand")
        RELEASED = "released", _("Lämnades tillbaka")
        APPROVED = "approved", _("Godkändes")
        REWORDED = "reworded", _("Skrevs om")
        WITHHELD = "withheld", _("Visas inte")
        SPLIT = "split", _("Delades")
        MERGED = "merged", _("Fördes samman")
        DISCARDED = "discarded", _("Ingen synpunkt")
        LINKED = "linked", _("Kopplades")
        ANSWERED = "answered", _("Besvarades")
        ERASED = "erased", _("Gallrades")

    viewpoint = models.ForeignKey(
        Viewpoint, verbose_name=_("synpunkt"), on_delete=models.PROTECT, related_name="moderation"
    )
    deed = models.CharField(_("åtgärd"), max_length=10, choices=Deed)
    note = models.CharField(_("anmärkning"), max_length=250, blank=True)

    objects = LedgerQuerySet.as_manager()

    class Meta(LedgerEntry.Meta):
        verbose_name = _("rad i granskningsloggen")
        verbose_name_plural = _("granskningsloggen")
        ordering = ["recorded_at", "pk"]

    def __str__(self):
        return f"{self.get_deed_display()} {self.on}"
