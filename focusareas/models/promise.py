"""The promise of a year: what was seen, what it was narrowed to, and why."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Publishable, Sourced
from arboga_loften.foundation.publishing import PublishableQuerySet
from dialogs.models import Finding, Place, Theme, Viewpoint


class PromiseQuerySet(PublishableQuerySet):
    def newest_first(self):
        """By year; a promise whose year isn't known comes last."""
        return self.order_by(F("year").desc(nulls_last=True), "-pk")

    def neighbours(self, promise, on=None):
        """The public promises of the years next to a promise's: (the one before, the one after), None at the ends."""
        if promise.year is None:
            return None, None
        readable = self.visible(on)
        return (
            readable.filter(year__lt=promise.year).order_by("-year").first(),
            readable.filter(year__gt=promise.year).order_by("year").first(),
        )

    def current(self, on=None):
        """The promise to show first: the one that is valid, else the latest that has begun, else the first to come."""
        day = on or clock.today()
        dated = self.visible(day).filter(valid_from__isnull=False)
        return dated.filter(valid_from__lte=day).order_by("-valid_from").first() or dated.order_by("valid_from").first()


class Promise(Publishable, Sourced):
    """A medborgarlöfte: what the municipality and the police promise those who live there, as a rule for a year."""

    slug = models.SlugField(_("adressnamn"), max_length=40, unique=True, help_text=_("Som regel året: ”2024”."))
    year = models.PositiveSmallIntegerField(_("år"), null=True, blank=True, unique=True)
    title = models.CharField(_("rubrik"), max_length=160)
    summary = models.TextField(_("kort om löftet"), blank=True)
    purpose = models.TextField(_("syfte"), blank=True)
    parties = models.ManyToManyField(Organisation, verbose_name=_("parter"), related_name="promises")
    signed_on = models.DateField(_("undertecknat"), null=True, blank=True)
    signed_text = models.CharField(
        _("undertecknat, i ord"), max_length=80, blank=True, help_text=_("När dagen inte är känd: ”December 2022”.")
    )
    signatories = models.CharField(
        _("undertecknat av"), max_length=250, blank=True, help_text=_("Befattningar, inte namn.")
    )
    valid_from = models.DateField(_("gäller från"), null=True, blank=True)
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)
    followup_text = models.TextField(_("så följs löftet upp"), blank=True)
    registry_number = models.CharField(_("diarienummer"), max_length=40, blank=True)

    history = HistoricalRecords(m2m_fields=[parties])
    objects = PromiseQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("medborgarlöfte")
        verbose_name_plural = _("medborgarlöften")
        ordering = ["-year"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="promise_year_is_plausible",
                condition=Q(year__isnull=True) | Q(year__range=(2008, 2100)),
                violation_error_message=_("Året ska ligga mellan 2008 och 2100."),
            ),
            models.CheckConstraint(
                name="promise_ends_after_start",
                condition=Q(valid_from__isnull=True, valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("Löftet kan inte sluta gälla före den dag det börjar."),
            ),
            # A comparison with a missing day is neither true nor false, and a constraint lets that pass.
            models.CheckConstraint(
                name="promise_has_both_days_or_none",
                condition=Q(valid_from__isnull=True, valid_to__isnull=True)
                | Q(valid_from__isnull=False, valid_to__isnull=False),
                violation_error_message=_(
                    "Ange både vilken dag löftet börjar gälla och vilken det slutar, eller ingen."
                ),
            ),
            models.CheckConstraint(
                name="promise_of_a_year_has_days",
                condition=Q(year__isnull=True) | Q(valid_from__isnull=False),
                violation_error_message=_(
                    "Ett löfte för ett visst år behöver sina dagar. Som regel är det 1 januari till 31 december."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("focusareas:promise", args=[self.slug])

    @property
    def has_ended(self):
        return self.ended_by(clock.today())

    @property
    def has_begun(self):
        return self.valid_from is not None and self.valid_from <= clock.today()

    def ended_by(self, day):
        """Whether the promise's time had run out on a day."""
        return self.valid_to is None or self.valid_to < day

    @property
    def action_plan(self):
        """Its plan, read upward by related name, or None where no plan has been published."""
        plan = getattr(self, "plan", None)
        return plan if plan and plan.is_visible else None


class FocusAreaQuerySet(PublishableQuerySet):
    hangs_on = ("promise",)


class FocusArea(Publishable, Sourced):
    """One of the things that a promise is narrowed to: the problem, its cause and what is to become better."""

    promise = models.ForeignKey(
        Promise, verbose_name=_("medborgarlöfte"), on_delete=models.PROTECT, related_name="focus_areas"
    )
    number = models.PositiveSmallIntegerField(_("nummer"))
    slug = models.SlugField(_("adressnamn"), max_length=80)
    title = models.CharField(_("rubrik"), max_length=160)
    short_title = models.CharField(_("kort rubrik"), max_length=60, blank=True)
    problem = models.TextField(_("problembild"), blank=True)
    cause = models.TextField(_("orsaksanalys"), blank=True)
    outcome_goal = models.TextField(_("mål"), blank=True, help_text=_("Vad som ska ha blivit bättre."))
    measurable = models.TextField(_("det som går att räkna"), blank=True)
    easy_text = models.TextField(_("kort och lätt"), blank=True, help_text=_("En till tre enkla meningar."))
    themes = models.ManyToManyField(Theme, verbose_name=_("teman"), blank=True, related_name="focus_areas")
    findings = models.ManyToManyField(
        Finding, verbose_name=_("fynd som ligger bakom"), blank=True, related_name="focus_areas"
    )
    viewpoints = models.ManyToManyField(
        Viewpoint, verbose_name=_("synpunkter som hör hit"), blank=True, related_name="focus_areas"
    )
    predecessor = models.ForeignKey(
        "self",
        verbose_name=_("samma fråga året före"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="successors",
    )

    # Not the viewpoints: they are linked at the desk, which has a log of its own, and there may be thousands.
    history = HistoricalRecords(m2m_fields=[themes, findings])
    objects = FocusAreaQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("fokusområde")
        verbose_name_plural = _("fokusområden")
        ordering = ["-promise__year", "number"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["promise", "number"],
                name="focus_area_number_once",
                violation_error_message=_("Löftet har redan ett fokusområde med det numret."),
            ),
            models.UniqueConstraint(
                fields=["promise", "slug"],
                name="focus_area_slug_once",
                violation_error_message=_("Löftet har redan ett fokusområde med det adressnamnet."),
            ),
            models.CheckConstraint(name="focus_area_counts_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="focus_area_not_its_own_predecessor",
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("pk")),
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def get_absolute_url(self):
        return reverse("focusareas:area", args=[self.promise.slug, self.slug])

    @property
    def name(self):
        return self.short_title or self.title


class Milestone(Publishable, Sourced):
    """Something that happened in a promise's year without being one of its activities: a trial, a question in the paper."""

    promise = models.ForeignKey(
        Promise,
        verbose_name=_("medborgarlöfte"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="milestones",
    )
    slug = models.SlugField(_("adressnamn"), max_length=100, unique=True)
    title = models.CharField(_("rubrik"), max_length=160)
    text = models.TextField(_("vad som hände"))
    starts_on = models.DateField(_("börjar"))
    ends_on = models.DateField(_("slutar"), null=True, blank=True)
    when_text = models.CharField(_("tid i ord"), max_length=80, blank=True)
    places = models.ManyToManyField(Place, verbose_name=_("platser"), blank=True, related_name="milestones")

    history = HistoricalRecords()

    class Meta(Publishable.Meta):
        verbose_name = _("händelse under året")
        verbose_name_plural = _("händelser under året")
        ordering = ["starts_on", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="milestone_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Händelsen kan inte sluta före den dag den börjar."),
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if self.starts_on and self.starts_on > clock.today():
            raise ValidationError({"starts_on": _("En händelse har redan varit. Skriv en dag som har varit.")})
