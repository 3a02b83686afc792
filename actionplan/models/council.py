"""Förebyggande rådet: when it meets, who is called, what it thinks of each activity, and what it decides."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actionplan.models.plan import ActionPlan, Activity
from actionplan.periods import Period
from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Publishable
from arboga_loften.foundation.publishing import PublishableQuerySet, TrackedQuerySet
from arboga_loften.foundation.storage import inside
from focusareas.models import FocusArea

ADDRESS_STANDS = _("Mötets rapport är antagen, så adressen står fast.")


class Fulfilment(models.TextChoices):
    """Whether what was to become better did (måluppfyllelse). Another thing than the status: all may be done in vain."""

    MET = "met", _("Uppfyllt")
    PARTLY = "partly_met", _("Delvis uppfyllt")
    NOT_MET = "not_met", _("Inte uppfyllt")


class CouncilMeetingQuerySet(PublishableQuerySet):
    hangs_on = ("plan", "plan__promise")

    def in_order(self):
        return self.order_by("on", "pk")

    def of(self, plan):
        return self.filter(plan=plan)

    def ahead(self, on=None):
        return self.filter(on__gte=on or clock.today()).in_order()

    def held(self, on=None):
        """Those whose day has come, the latest first."""
        return self.filter(on__lte=on or clock.today()).order_by("-on", "-pk")


class CouncilMeeting(Publishable):
    """A meeting of the council, where a period of the promise is followed up.

    Publishing it announces the day, the place and the agenda. What was said there (minnesanteckningar) is shown when it
    is decided (`notes_decided_on`), and the report when it is adopted and published.
    """

    plan = models.ForeignKey(
        ActionPlan, verbose_name=_("handlingsplan"), on_delete=models.PROTECT, related_name="meetings"
    )
    key = models.SlugField(
        _("adressnamn"),
        max_length=40,
        unique=True,
        # The other addresses under /uppfoljning/ begin with a letter.
        validators=[RegexValidator(r"^[0-9]{4}", _("Börja med året, till exempel ”2024-q3”."))],
        help_text=_("Perioden: ”2024-q3”, ”2024-t2”, ”2024-h1” eller ”2024”."),
    )
    period_from = models.DateField(_("perioden börjar"))
    period_to = models.DateField(_("perioden slutar"))
    is_final = models.BooleanField(
        _("årets slutrapport"),
        default=False,
        help_text=_("Då bedöms också om målen är uppfyllda, vad vi har lärt oss och vad som går vidare."),
    )
    on = models.DateField(_("mötesdag"))
    starts_at = models.TimeField(_("börjar klockan"), null=True, blank=True)
    ends_at = models.TimeField(_("slutar klockan"), null=True, blank=True)
    place = models.CharField(_("plats"), max_length=160, blank=True)
    agenda = models.TextField(_("dagordning"), blank=True, help_text=_("En punkt per rad."))
    registry_number = models.CharField(_("diarienummer"), max_length=40, blank=True)

    summary = models.TextField(
        _("sammanfattning"), blank=True, help_text=_("Samordnarens egna ord. Står först i rapporten, efter siffrorna.")
    )
    lessons = models.TextField(_("vad vi har lärt oss"), blank=True, help_text=_("I årets slutrapport."))

    notes = models.TextField(_("minnesanteckningar"), blank=True)
    notes_file = models.FileField(
        _("minnesanteckningar som fil"),
        upload_to="minnesanteckningar/",
        storage=inside,
        blank=True,
        validators=[FileExtensionValidator(["pdf", "docx"])],
    )
    notes_decided_on = models.DateField(
        _("anteckningarna godkända"), null=True, blank=True, help_text=_("Från den dagen kan alla läsa dem.")
    )
    is_example = models.BooleanField(_("exempeldata"), default=False)

    history = HistoricalRecords()
    objects = CouncilMeetingQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("möte i rådet")
        verbose_name_plural = _("möten i rådet")
        ordering = ["-on", "-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="meeting_period_ends_after_start",
                condition=Q(period_to__gte=F("period_from")),
                violation_error_message=_("Perioden kan inte sluta före den dag den börjar."),
            ),
            models.CheckConstraint(
                name="meeting_after_period_began",
                condition=Q(on__gte=F("period_from")),
                violation_error_message=_("Rådet kan inte följa upp en period som inte har börjat."),
            ),
            models.CheckConstraint(
                name="meeting_ends_after_start",
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Mötet kan inte sluta före det börjar."),
            ),
            models.CheckConstraint(
                name="meeting_notes_decided_have_words",
                condition=Q(notes_decided_on__isnull=True) | ~Q(notes="") | ~Q(notes_file=""),
                violation_error_message=_("Skriv minnesanteckningarna eller lägg till filen innan du sätter dagen."),
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(is_final=True),
                name="one_final_report_per_plan",
                violation_error_message=_("Planen har redan ett möte med årets slutrapport."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("actionplan:meeting", args=[self.key])

    @property
    def period(self):
        return Period(self.key, self.period_from, self.period_to)

    @property
    def title(self):
        """Uppföljning tredje kvartalet 2024."""
        return _("Uppföljning %(period)s") % {"period": self.period.label}

    @property
    def is_held(self):
        return self.on <= clock.today()

    @property
    def agenda_points(self):
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]

    @property
    def shows_notes(self):
        """Whether the minnesanteckningar are decided, so that all may read them."""
        return self.notes_decided_on is not None and self.notes_decided_on <= clock.today()

    @property
    def report(self):
        """The report that stands: the latest version adopted, or None while it is a draft. Uses what is prefetched."""
        return max(self.reports.all(), key=lambda report: report.version, default=None)

    def save(self, *args, **kwargs):
        if not self._state.adding and self._has_moved():
            raise ValidationError(ADDRESS_STANDS)
        return super().save(*args, **kwargs)

    def _has_moved(self):
        """Whether the address differs from the one that an adopted report is known by."""
        kept = CouncilMeeting.objects.filter(pk=self.pk, reports__isnull=False).values_list("key", flat=True).first()
        return kept is not None and kept != self.key

    def clean(self):
        super().clean()
        if not self._state.adding and self._has_moved():
            raise ValidationError({"key": ADDRESS_STANDS})
        if self.notes_decided_on and not (self.notes or self.notes_file):
            raise ValidationError(
                {"notes_decided_on": _("Skriv minnesanteckningarna eller lägg till filen innan du sätter dagen.")}
            )
        if self.notes_decided_on and self.on and self.notes_decided_on < self.on:
            raise ValidationError({"notes_decided_on": _("Anteckningarna kan inte godkännas före mötet.")})


class Seat(models.Model):
    """Somebody who is called to a meeting, by function and never by name, and whether they came."""

    class Presence(models.TextChoices):
        INVITED = "invited", _("Kallad")
        PRESENT = "present", _("Närvarande")
        EXCUSED = "excused", _("Anmält förhinder")
        ABSENT = "absent", _("Frånvarande")

    meeting = models.ForeignKey(CouncilMeeting, verbose_name=_("möte"), on_delete=models.CASCADE, related_name="seats")
    function = models.CharField(_("funktion"), max_length=120, help_text=_("En befattning, aldrig ett namn."))
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    presence = models.CharField(_("närvaro"), max_length=8, choices=Presence, default=Presence.INVITED)

    history = HistoricalRecords()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kallad")
        verbose_name_plural = _("kallade")
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "function", "organisation"],
                name="seat_once",
                violation_error_message=_("Funktionen är redan kallad till mötet."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "function"],
                condition=Q(organisation__isnull=True),
                name="seat_once_without_organisation",
                violation_error_message=_("Funktionen är redan kallad till mötet."),
            ),
        ]

    def __str__(self):
        return f"{self.function} ({self.organisation.short_name})" if self.organisation else self.function


class AreaSummary(models.Model):
    """The samordnare's words of a focus area for a meeting; in the year's final report also whether its goal is met."""

    meeting = models.ForeignKey(
        CouncilMeeting, verbose_name=_("möte"), on_delete=models.PROTECT, related_name="area_summaries"
    )
    focus_area = models.ForeignKey(
        FocusArea, verbose_name=_("fokusområde"), on_delete=models.PROTECT, related_name="council_summaries"
    )
    text = models.TextField(_("sammanfattning"), blank=True)
    fulfilment = models.CharField(_("målet"), max_length=10, choices=Fulfilment, blank=True)
    fulfilment_note = models.TextField(_("hur vi vet det"), blank=True)

    history = HistoricalRecords()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("sammanfattning av ett fokusområde")
        verbose_name_plural = _("sammanfattningar av fokusområden")
        ordering = ["meeting", "focus_area__number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "focus_area"], name="area_summary_once"),
            models.CheckConstraint(
                name="area_fulfilment_says_how_it_is_known",
                condition=Q(fulfilment="") | ~Q(fulfilment_note=""),
                violation_error_message=_("Skriv hur vi vet om målet är uppfyllt."),
            ),
        ]

    def __str__(self):
        return f"{self.focus_area}: {self.meeting}"


class Review(models.Model):
    """What a member thinks of an activity before a meeting, or (`at_meeting`) what the council said of it there."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("Godkänd")
        MORE = "more", _("Komplettera")
        REMARK = "remark", _("Anmärkning")

        @property
        def tone(self):
            return {self.APPROVED: "done", self.MORE: "pause", self.REMARK: "remark"}[self]

        @property
        def icon(self):
            return {self.APPROVED: "check", self.MORE: "voice", self.REMARK: "warn"}[self]

    meeting = models.ForeignKey(
        CouncilMeeting, verbose_name=_("möte"), on_delete=models.PROTECT, related_name="reviews"
    )
    activity = models.ForeignKey(
        Activity, verbose_name=_("aktivitet"), on_delete=models.PROTECT, related_name="reviews"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("av"), on_delete=models.PROTECT, related_name="+")
    at_meeting = models.BooleanField(_("på mötet"), default=False)
    verdict = models.CharField(_("bedömning"), max_length=8, choices=Verdict)
    note = models.TextField(_("anteckning"), blank=True)
    fulfilment = models.CharField(_("löftet"), max_length=10, choices=Fulfilment, blank=True)
    on = models.DateField(_("dag"), default=clock.today, editable=False)

    history = HistoricalRecords()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("granskning")
        verbose_name_plural = _("granskningar")
        ordering = ["meeting", "activity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "activity", "by"], condition=Q(at_meeting=False), name="review_once_per_member"
            ),
            models.UniqueConstraint(
                fields=["meeting", "activity"], condition=Q(at_meeting=True), name="review_once_at_the_meeting"
            ),
            models.CheckConstraint(
                name="review_says_what_is_wanted",
                condition=Q(verdict="approved") | ~Q(note=""),
                violation_error_message=_("Skriv vad som ska kompletteras eller vad anmärkningen gäller."),
            ),
        ]

    def __str__(self):
        return f"{self.get_verdict_display()}: {self.activity}"

    @property
    def sign(self):
        return Review.Verdict(self.verdict)


class Decision(models.Model):
    """What the council arrived at. It advises and does not decide in law, but what it says has a number and stands."""

    meeting = models.ForeignKey(
        CouncilMeeting, verbose_name=_("möte"), on_delete=models.PROTECT, related_name="decisions"
    )
    year = models.PositiveSmallIntegerField(_("år"), editable=False)
    number = models.PositiveSmallIntegerField(_("nummer"), editable=False)
    text = models.TextField(_("ställningstagande"))
    registry_number = models.CharField(_("diarienummer"), max_length=40, blank=True)
    activity = models.ForeignKey(
        Activity,
        verbose_name=_("om aktiviteten"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )

    history = HistoricalRecords()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ställningstagande")
        verbose_name_plural = _("ställningstaganden")
        ordering = ["year", "number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="decision_number_once")]

    def __str__(self):
        return f"{self.label}: {self.text[:60]}"

    @property
    def label(self):
        """Its number in the year: ”3/2024”."""
        return f"{self.number}/{self.year}"
