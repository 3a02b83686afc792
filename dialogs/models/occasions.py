"""The days of a dialogue, and the stops of a trygghetsvandring: what was seen, who owns it, what was done, how it looks now."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation.publishing import TrackedQuerySet
from arboga_loften.foundation.signs import Sign
from arboga_loften.foundation.storage import inside
from dialogs.models.dialogues import Dialogue, Place


class Occasion(models.Model):
    """A day of a dialogue that has several: the meeting before a walk, the walk, the meeting with answers, the walk again."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("Förmöte")
        WALK = "walk", _("Vandring")
        MEETING = "meeting", _("Träff")
        ANSWERS = "answers", _("Svarsmöte")
        AGAIN = "again", _("Återvandring")

    dialogue = models.ForeignKey(Dialogue, verbose_name=_("dialog"), on_delete=models.CASCADE, related_name="occasions")
    kind = models.CharField(_("slag"), max_length=8, choices=Kind, default=Kind.MEETING)
    on = models.DateField(_("dag"))
    start_time = models.TimeField(_("börjar klockan"), null=True, blank=True)
    end_time = models.TimeField(_("slutar klockan"), null=True, blank=True)
    where = models.CharField(
        _("samling"), max_length=160, blank=True, help_text=_("Till exempel ”Resecentrum, vid taxi”.")
    )
    note = models.TextField(_("om tillfället"), blank=True)

    history = HistoricalRecords()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("dag i dialogen")
        verbose_name_plural = _("dagar i dialogen")
        ordering = ["on", "start_time", "pk"]
        constraints = [
            models.CheckConstraint(
                name="occasion_times_in_order",
                condition=Q(end_time__isnull=True) | Q(start_time__isnull=False, end_time__gt=F("start_time")),
                violation_error_message=_("Sluttiden ska vara efter starttiden."),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.on}"


class WalkStop(models.Model):
    """A stop on a walk's route. It keeps what was seen then beside what is seen now, so that a walk leads somewhere."""

    class Now(models.TextChoices):
        BETTER = "better", _("Bättre")
        SAME = "same", _("Som förut")
        WORSE = "worse", _("Sämre")

        @property
        def tone(self):
            return {self.BETTER: "done", self.SAME: "none", self.WORSE: "stop"}[self]

        @property
        def icon(self):
            return {self.BETTER: "check", self.SAME: "ring", self.WORSE: "x"}[self]

    dialogue = models.ForeignKey(Dialogue, verbose_name=_("dialog"), on_delete=models.CASCADE, related_name="stops")
    number = models.PositiveSmallIntegerField(_("nummer"))
    title = models.CharField(_("stoppet"), max_length=120, help_text=_("Till exempel ”Tunneln under järnvägen”."))
    place = models.ForeignKey(
        Place, verbose_name=_("plats"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen = models.TextField(_("det vi såg"), blank=True)
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("vem äger frågan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    measure = models.TextField(_("det som ska göras"), blank=True)
    measure_by = models.DateField(_("ska vara gjort"), null=True, blank=True)
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    again_on = models.DateField(_("sett igen"), null=True, blank=True)
    again = models.TextField(_("det vi såg då"), blank=True)
    now = models.CharField(_("jämfört med förut"), max_length=6, choices=Now, blank=True)
    photo_before = models.FileField(_("bild före"), upload_to="stopp/", storage=inside, blank=True)
    photo_before_words = models.CharField(_("bild före i ord"), max_length=250, blank=True)
    photo_after = models.FileField(_("bild efter"), upload_to="stopp/", storage=inside, blank=True)
    photo_after_words = models.CharField(_("bild efter i ord"), max_length=250, blank=True)

    history = HistoricalRecords()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("stopp")
        verbose_name_plural = _("stopp")
        ordering = ["dialogue", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "number"],
                name="stop_number_once",
                violation_error_message=_("Vandringen har redan ett stopp med det numret."),
            ),
            models.CheckConstraint(
                name="stop_seen_again_has_a_day",
                condition=Q(again="", now="", again_on__isnull=True)
                | (~Q(again="") & ~Q(now="") & Q(again_on__isnull=False)),
                violation_error_message=_("En återvandring behöver dag, det ni såg och hur det är jämfört med förut."),
            ),
            models.CheckConstraint(
                name="stop_photos_have_words",
                condition=(Q(photo_before="") | ~Q(photo_before_words=""))
                & (Q(photo_after="") | ~Q(photo_after_words="")),
                violation_error_message=_("Beskriv bilden i ord, för den som inte ser den."),
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    @property
    def sign_now(self):
        """How it is compared with the walk before, or None where nobody has been back."""
        return self.Now(self.now) if self.now else None

    @property
    def sign(self):
        """How far the measure has come."""
        if self.done_on:
            return Sign("done", "check", _("Gjort"))
        return Sign("planned", "cal", _("Ska göras")) if self.measure else Sign("none", "ring", _("Inget beslutat"))

    def clean(self):
        super().clean()
        if (self.done_on or self.measure_by) and not self.measure:
            raise ValidationError({"measure": _("Skriv vad som ska göras eller är gjort.")})
