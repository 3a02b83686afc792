"""The picture that the parties share of the place (lägesbild), and its parts."""

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Publishable, Sourced
from arboga_loften.foundation.publishing import PublishableQuerySet, public
from dialogs.models import Finding
from focusareas.models.promise import Promise

LONGEST_MONTHS = 24


class SituationReportQuerySet(PublishableQuerySet):
    def newest_first(self):
        """By the day that the picture is of; one that isn't dated counts from the start of its promise."""
        return self.annotate(of_day=Coalesce("dated_on", "promise__valid_from")).order_by(
            F("of_day").desc(nulls_last=True), "-pk"
        )


class SituationReport(Publishable, Sourced):
    """A lägesbild: what the parties know together. Only what is published is shown; intelligence never is (OSL 18 kap.)."""

    promise = models.ForeignKey(
        Promise,
        verbose_name=_("medborgarlöfte"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="situation_reports",
    )
    slug = models.SlugField(_("adressnamn"), max_length=80, unique=True)
    title = models.CharField(_("rubrik"), max_length=160)
    dated_on = models.DateField(_("daterad"), null=True, blank=True)
    summary = models.TextField(_("sammanfattning"), blank=True)

    history = HistoricalRecords()
    objects = SituationReportQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("lägesbild")
        verbose_name_plural = _("lägesbilder")
        ordering = ["-promise__year", "-dated_on", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("focusareas:situation", args=[self.slug])

    @property
    def counts_from(self):
        """The day that its age is counted from: when it was dated, else when its public promise began; or None."""
        return self.dated_on or (self.promise.valid_from if self.promise and self.promise.is_visible else None)

    @property
    def age_in_months(self):
        """Whole months that have gone, or None where no day is known."""
        day, today = self.counts_from, clock.today()
        if day is None:
            return None
        return (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)

    @property
    def age_in_years(self):
        return self.age_in_months // 12

    @property
    def is_too_old(self):
        """A municipality is to bring its picture up to date at least every second year (lag 2023:196, 4 §)."""
        return self.age_in_months is not None and self.age_in_months >= LONGEST_MONTHS


class SituationSectionQuerySet(models.QuerySet):
    def visible(self, on=None):
        """A part can be read when its report can."""
        return self.filter(public("report", on))


class SituationSection(Sourced):
    """A part of the picture. What is reported and what is felt are never mixed."""

    class Kind(models.TextChoices):
        REPORTED = "reported", _("Anmält och mätt")
        EXPERIENCED = "experienced", _("Upplevt")
        ASSESSMENT = "assessment", _("Vår bedömning")

    report = models.ForeignKey(
        SituationReport, verbose_name=_("lägesbild"), on_delete=models.CASCADE, related_name="sections"
    )
    order = models.PositiveSmallIntegerField(_("ordning"), default=1)
    kind = models.CharField(_("slag"), max_length=12, choices=Kind)
    heading = models.CharField(_("rubrik"), max_length=160)
    text = models.TextField(_("text"))
    findings = models.ManyToManyField(Finding, verbose_name=_("fynd"), blank=True, related_name="situation_sections")

    history = HistoricalRecords()
    objects = SituationSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("del av lägesbilden")
        verbose_name_plural = _("delar av lägesbilden")
        ordering = ["report", "order", "pk"]

    def __str__(self):
        return self.heading

    def get_absolute_url(self):
        return f"{self.report.get_absolute_url()}#del-{self.pk}"
