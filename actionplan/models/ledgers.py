"""What was booked, done and said: dated rows that are added and then stand."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actionplan.models.plan import Activity, Commitment
from actionplan.status import NEEDS_REASON, Status
from arboga_loften.foundation import clock
from arboga_loften.foundation.publishing import LedgerEntry, LedgerQuerySet, TrackedQuerySet
from arboga_loften.foundation.storage import inside
from dialogs.models import Place


class SentOnce(models.Model):
    """What is sent twice, by a phone that lost its line, comes in once: the form's own key. Other rows have none."""

    key = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)

    class Meta:
        abstract = True


class OccurrenceQuerySet(LedgerQuerySet):
    def standing(self, on=None):
        """What had happened as known on a day: without the withdrawn, and without the withdrawals themselves."""
        day = on or clock.today()
        withdrawn = Occurrence.objects.known_on(day).filter(withdraws__isnull=False).values("withdraws")
        # Few are withdrawn: their list is short, where a join to find them would read the ledger once per row.
        return self.known_on(day).filter(withdraws__isnull=True).exclude(pk__in=withdrawn)


class Occurrence(SentOnce, LedgerEntry):
    """A tillfälle: something that was done on a day, counted toward the goal. A mistake is withdrawn, not erased."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("aktivitet"), on_delete=models.PROTECT, related_name="occurrences"
    )
    count = models.PositiveIntegerField(_("antal"), default=1, help_text=_("Hur mycket det räknas mot målet."))
    place = models.ForeignKey(
        Place, verbose_name=_("plats"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("vad hände"), blank=True)
    evidence = models.CharField(
        _("underlag"),
        max_length=250,
        blank=True,
        help_text=_("En länk eller en beteckning, så att det går att kontrollera."),
    )
    picture = models.FileField(_("bild"), upload_to="tillfallen/", storage=inside, blank=True)
    picture_words = models.CharField(
        _("bilden i ord"), max_length=250, blank=True, help_text=_("Vad bilden visar, för den som inte ser den.")
    )
    withdraws = models.OneToOneField(
        "self",
        verbose_name=_("tar tillbaka"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="withdrawal",
    )

    objects = OccurrenceQuerySet.as_manager()

    class Meta(LedgerEntry.Meta):
        verbose_name = _("tillfälle")
        verbose_name_plural = _("tillfällen")
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["activity", "on"], name="occurrence_by_day")]
        constraints = [
            *LedgerEntry.Meta.constraints,
            models.CheckConstraint(
                name="occurrence_counts_or_withdraws",
                condition=Q(withdraws__isnull=True, count__gte=1) | (Q(withdraws__isnull=False, count=0) & ~Q(note="")),
                violation_error_message=_("Ett tillfälle räknas som minst 1. Det som tas tillbaka behöver ett skäl."),
            ),
            models.CheckConstraint(
                name="occurrence_picture_in_words",
                condition=Q(picture="") | ~Q(picture_words=""),
                violation_error_message=_("Skriv vad bilden visar, för den som inte ser den."),
            ),
        ]

    def __str__(self):
        return f"{self.on}: {self.note[:50] or self.activity.title}"


class FollowUpQuerySet(LedgerQuerySet):
    def latest_first(self):
        return self.order_by("-on", "-pk")


class FollowUp(SentOnce, LedgerEntry):
    """What one party says of its part on a day (uppföljning). The newest is what stands; the older stay as they were."""

    commitment = models.ForeignKey(
        Commitment, verbose_name=_("åtagande"), on_delete=models.PROTECT, related_name="follow_ups"
    )
    status = models.CharField(_("läge"), max_length=16, choices=Status)
    note = models.TextField(
        _("kommentar"),
        blank=True,
        help_text=_("Med egna ord. Behövs när något pausas, avbryts, flyttas eller blir delvis klart."),
    )
    evidence = models.CharField(_("underlag"), max_length=250, blank=True)
    next_update_on = models.DateField(_("nästa besked"), null=True, blank=True)
    confirms_only = models.BooleanField(
        _("stämmer fortfarande"),
        default=False,
        help_text=_("Bekräftar bara det som redan är sagt. Det räknas inte som något nytt."),
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta(LedgerEntry.Meta):
        verbose_name = _("uppföljning")
        verbose_name_plural = _("uppföljningar")
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["commitment", "on"], name="follow_up_by_day")]
        constraints = [
            *LedgerEntry.Meta.constraints,
            models.CheckConstraint(name="follow_up_status_is_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="follow_up_reason_where_needed",
                condition=~Q(status__in=NEEDS_REASON) | ~Q(note=""),
                violation_error_message=_(
                    "Skriv varför: det som pausas, avbryts, flyttas eller blir delvis klart "
                    "behöver ett skäl som alla kan läsa."
                ),
            ),
            models.CheckConstraint(
                name="follow_up_next_is_later",
                condition=Q(next_update_on__isnull=True) | Q(next_update_on__gt=F("on")),
                violation_error_message=_("Nästa besked måste komma efter den här uppföljningen."),
            ),
        ]

    def __str__(self):
        return f"{self.on}: {self.get_status_display()}"

    def clean(self):
        super().clean()
        if self._state.adding and self.confirms_only and self.commitment_id:
            before = self.commitment.follow_ups.latest_first().first()
            if before is None:
                raise ValidationError({"confirms_only": _("Det finns inget att bekräfta än. Säg hur det går först.")})
            if before.status != self.status:
                raise ValidationError(
                    {"confirms_only": _("Den som bekräftar säger samma läge som förut. Skriv annars vad som är nytt.")}
                )

    @property
    def sign(self):
        return Status(self.status)


class PlannedOccurrenceQuerySet(TrackedQuerySet):
    def ahead(self, on=None):
        """What is still to come on a day, soonest first: the day's own until it is reported, and not what was called off."""
        day = on or clock.today()
        reported = Occurrence.objects.standing(day).filter(on=day).values("activity")
        standing = self.filter(on__gte=day).filter(Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=day))
        return standing.exclude(on=day, activity__in=reported).order_by("on", "pk")


class PlannedOccurrence(models.Model):
    """A tillfälle with a date ahead. Once held it is reported as an Occurrence; a cancelled one says why."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("aktivitet"), on_delete=models.CASCADE, related_name="planned_occurrences"
    )
    on = models.DateField(_("dag"))
    place = models.ForeignKey(
        Place, verbose_name=_("plats"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("vad som ska hända"), max_length=200, blank=True)
    cancelled_on = models.DateField(_("inställt"), null=True, blank=True)
    cancelled_reason = models.CharField(_("varför det ställdes in"), max_length=250, blank=True)

    history = HistoricalRecords()
    objects = PlannedOccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("inbokat tillfälle")
        verbose_name_plural = _("inbokade tillfällen")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="planned_occurrence_cancelled_with_reason",
                condition=Q(cancelled_on__isnull=True, cancelled_reason="")
                | (Q(cancelled_on__isnull=False) & ~Q(cancelled_reason="")),
                violation_error_message=_("Ett inställt tillfälle behöver både en dag och ett skäl."),
            )
        ]

    def __str__(self):
        return f"{self.on}: {self.note or self.activity.title}"

    def clean(self):
        super().clean()
        if self.cancelled_on and self.cancelled_on > clock.today():
            raise ValidationError({"cancelled_on": _("Dagen ligger i framtiden. Skriv en dag som har varit.")})
