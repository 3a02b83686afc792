"""The plan of a promise: its activities, and which party has committed to what."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actionplan.board import judge_all, tally
from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Publishable, Sourced
from arboga_loften.foundation.publishing import PublishableQuerySet, TrackedQuerySet
from dialogs.models import Finding, Place, Theme, Viewpoint
from focusareas.models import FocusArea, Promise


class ActionPlanQuerySet(PublishableQuerySet):
    hangs_on = ("promise",)


class ActionPlan(Publishable, Sourced):
    """The handlingsplan of a promise: who decided it, and how often it is followed up."""

    class Kind(models.TextChoices):
        ACTION_PLAN = "handlingsplan", _("Handlingsplan")
        MEASURES = "atgardsplan", _("Åtgärdsplan enligt lag (2023:196)")

    class Rhythm(models.TextChoices):
        QUARTER = "quarter", _("Varje kvartal")
        TERTIAL = "tertial", _("Var fjärde månad")
        HALF_YEAR = "half_year", _("Varje halvår")
        YEAR = "year", _("Varje år")

    class ByLink(models.TextChoices):
        CONFIRM = "confirm", _("Samordnaren bekräftar dem först")
        DIRECT = "direct", _("De gäller direkt")

    promise = models.OneToOneField(
        Promise, verbose_name=_("medborgarlöfte"), on_delete=models.PROTECT, related_name="plan"
    )
    title = models.CharField(_("rubrik"), max_length=160)
    kind = models.CharField(_("slag"), max_length=14, choices=Kind, default=Kind.ACTION_PLAN)
    rhythm = models.CharField(_("följs upp"), max_length=10, choices=Rhythm, default=Rhythm.QUARTER)
    decided_on = models.DateField(_("beslutad"), null=True, blank=True)
    decided_by = models.CharField(_("beslutad av"), max_length=120, blank=True)
    registry_number = models.CharField(_("diarienummer"), max_length=40, blank=True)
    stale_after_days = models.PositiveSmallIntegerField(
        _("dagar utan nytt"),
        default=90,
        validators=[MinValueValidator(7)],
        help_text=_("Så många dagar utan något nytt innan aktiviteten märks ”Saknar färsk uppdatering”."),
    )
    reports_by_link = models.CharField(
        _("rapporter från länken i mejlet"),
        max_length=8,
        choices=ByLink,
        default=ByLink.CONFIRM,
        help_text=_("Länken fungerar utan inloggning, så den som har mejlet kan rapportera."),
    )
    remind_before_days = models.PositiveSmallIntegerField(
        _("påminn före"), default=10, help_text=_("Så många arbetsdagar innan något ska vara klart.")
    )
    deputy_after_days = models.PositiveSmallIntegerField(
        _("ersättaren får mejlet efter"), default=5, help_text=_("Så många arbetsdagar utan svar.")
    )
    chief_after_days = models.PositiveSmallIntegerField(
        _("chefen får mejlet efter"), default=10, help_text=_("Så många arbetsdagar utan svar.")
    )
    note = models.TextField(_("anmärkning"), blank=True)

    history = HistoricalRecords()
    objects = ActionPlanQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("handlingsplan")
        verbose_name_plural = _("handlingsplaner")
        ordering = ["-promise__year"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(name="plan_stale_after_a_week_or_more", condition=Q(stale_after_days__gte=7)),
            models.CheckConstraint(
                name="plan_chief_after_deputy",
                condition=Q(chief_after_days__gt=F("deputy_after_days")),
                violation_error_message=_("Chefen ska få mejlet senare än ersättaren."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('actionplan:plan')}?ar={self.promise.slug}"

    def activities(self, on=None):
        """Its public activities, judged as of a day, in the plan's order."""
        return Activity.objects.visible(on).of(self.promise).judged(on)


# What is promised, and once published moves only in the open; with what to do instead.
LOCKED = {
    "due_on": _("Slutdatumet är publicerat. Flytta det under ”Flyttade slutdatum”, med ett skäl."),
    "target_value": _("Målet är publicerat. Ändra det under ”Ändrade mål”, med ett skäl."),
    "target_unit": _("Målet är publicerat. Ändra det under ”Ändrade mål”, med ett skäl."),
    "goal": _("Löftet är publicerat. Ändra det så att både det gamla och det nya syns."),
}


class ActivityQuerySet(PublishableQuerySet):
    hangs_on = ("focus_area", "focus_area__promise", "focus_area__promise__plan")

    def of(self, promise):
        return self.filter(focus_area__promise=promise)

    def to_see_to(self, on=None):
        """Those that somebody still answers for: their promise's time goes on, or the council waits for an answer."""
        asked = Commitment.objects.filter(council_questions__isnull=False, council_questions__answered_on__isnull=True)
        ends = "focus_area__promise__valid_to"
        goes_on = Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": on or clock.today()})
        return self.filter(goes_on | Q(pk__in=asked.values("activity")))

    def readable_by(self, user):
        """What somebody may read inside: what has been public, and the drafts of one's own organisation or of all."""
        if user.has_perm("accounts.read_drafts"):
            return self
        known = Activity.objects.no_secret().values("pk")
        return self.filter(Q(pk__in=known) | Q(pk__in=self._promised_by(user)))

    def _promised_by(self, user):
        return Commitment.objects.filter(organisation=user.organisation_id).values("activity")

    def in_plan_order(self):
        return self.order_by("focus_area__number", "number", "pk")

    def as_of(self, on):
        """Adds what was promised as it read on a day (`due_then`) and as it was first promised (`first_due_on`).

        Where a target or a wording has been changed, `judged` reads that too: few activities have any.
        """
        moved = self._changes("due_date_changes").values("old_due_on")
        return self.annotate(
            first_due_on=Coalesce(Subquery(moved[:1]), F("due_on")),
            due_then=Coalesce(Subquery(moved.filter(recorded_on__gt=on)[:1]), F("due_on")),
            target_has_changed=Exists(self._changes("target_changes")),
        )

    def _changes(self, ledger):
        rows = self.model._meta.get_field(ledger).related_model.objects
        return rows.filter(activity=models.OuterRef("pk")).order_by("pk")

    def judged(self, on=None):
        """A list of the activities, each with its `progress` as of a day, in six queries at most however many they are."""
        day = on or clock.today()
        rows = list(self.in_plan_order().as_of(day))
        # Each focus area is made once; joined to every row, they would cost more than the rows themselves.
        areas = FocusArea.objects.select_related("promise__plan").in_bulk({row.focus_area_id for row in rows})
        for row in rows:
            row.focus_area = areas[row.focus_area_id]
        return judge_all(rows, day)

    def latest_events(self, on=None, limit=10):
        """What has happened in these, newest first. Here for the apps below, which read plans by related name alone."""
        from actionplan.events import latest_events  # events reads the models of this file

        return latest_events(self, on, limit)

    @staticmethod
    def tally(judged):
        """Judged activities counted by stage. Here for the apps below, as `latest_events`."""
        return tally(judged)


class Activity(Publishable, Sourced):
    """Something that is promised to be done, with a goal that can be counted and somebody who answers for it."""

    class Kind(models.TextChoices):
        SOCIAL = "social", _("Social")
        SITUATIONAL = "situational", _("Situationell")

    focus_area = models.ForeignKey(
        FocusArea, verbose_name=_("fokusområde"), on_delete=models.PROTECT, related_name="activities"
    )
    number = models.PositiveSmallIntegerField(_("nummer"))
    slug = models.SlugField(_("adressnamn"), max_length=100)
    title = models.CharField(_("rubrik"), max_length=160)
    summary = models.TextField(_("kort om aktiviteten"), blank=True, help_text=_("Vad den som bor här märker av."))
    goal = models.TextField(
        _("det vi lovade"), help_text=_("Löftet i ord, så att vem som helst kan avgöra om det är hållet.")
    )
    target_value = models.PositiveIntegerField(
        _("mål, minst"), null=True, blank=True, help_text=_("Antalet som ska nås, till exempel 4.")
    )
    target_unit = models.CharField(_("enhet"), max_length=40, blank=True, help_text=_("I flertal: ”tillfällen”."))
    target_unit_one = models.CharField(
        _("enhet i ental"), max_length=40, blank=True, help_text=_("Till exempel ”tillfälle”.")
    )
    kind = models.CharField(_("slag av åtgärd"), max_length=12, choices=Kind, blank=True)
    target_group = models.CharField(_("målgrupp"), max_length=160, blank=True)
    participants = models.ManyToManyField(
        Organisation, verbose_name=_("medverkande"), blank=True, related_name="activities_joined"
    )
    places = models.ManyToManyField(Place, verbose_name=_("platser"), blank=True, related_name="activities")
    themes = models.ManyToManyField(Theme, verbose_name=_("teman"), blank=True, related_name="activities")
    findings = models.ManyToManyField(
        Finding, verbose_name=_("fynd som ligger bakom"), blank=True, related_name="activities"
    )
    viewpoints = models.ManyToManyField(
        Viewpoint, verbose_name=_("synpunkter som ledde hit"), blank=True, related_name="activities"
    )
    starts_on = models.DateField(_("börjar"))
    due_on = models.DateField(_("klart senast"))
    predecessor = models.ForeignKey(
        "self",
        verbose_name=_("samma aktivitet året före"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="successors",
    )

    # Not the viewpoints: they are linked at the desk, which has a log of its own, and there may be thousands.
    history = HistoricalRecords(m2m_fields=[participants, places, themes, findings])
    objects = ActivityQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("aktivitet")
        verbose_name_plural = _("aktiviteter")
        ordering = ["focus_area", "number"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["focus_area", "number"],
                name="activity_number_once",
                violation_error_message=_("Fokusområdet har redan en aktivitet med det numret."),
            ),
            models.CheckConstraint(
                name="activity_due_after_start",
                condition=Q(due_on__gte=F("starts_on")),
                violation_error_message=_("Aktiviteten kan inte vara klar före den dag den börjar."),
            ),
            models.CheckConstraint(
                name="activity_target_with_unit",
                condition=Q(target_value__isnull=True, target_unit="")
                | (Q(target_value__isnull=False) & ~Q(target_unit="")),
                violation_error_message=_("Ett mål behöver både ett antal och en enhet, till exempel 4 tillfällen."),
            ),
            models.CheckConstraint(
                name="activity_target_of_at_least_one",
                condition=Q(target_value__isnull=True) | Q(target_value__gte=1),
                violation_error_message=_("Målet ska vara minst 1."),
            ),
            models.CheckConstraint(
                name="activity_not_its_own_predecessor",
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("pk")),
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.title}"

    def get_absolute_url(self):
        return reverse("actionplan:activity", args=[self.pk, self.slug])

    @property
    def label(self):
        """Its number in the plan, "1.2"."""
        return f"{self.focus_area.number}.{self.number}"

    @property
    def unit(self):
        """The unit as it reads after the target: "minst 1 enkät", "minst 4 tillfällen"."""
        return self.target_unit_one if self.target_value == 1 and self.target_unit_one else self.target_unit

    def clean(self):
        super().clean()
        if slipped := self._slipped():
            raise ValidationError({name: LOCKED[name] for name in slipped})

    def save(self, *args, by_ledger=False, **kwargs):
        """What is published as promised changes only through its ledger (`followup.record`), which passes `by_ledger`."""
        if not by_ledger and (slipped := self._slipped()):
            raise ValidationError([LOCKED[name] for name in slipped])
        return super().save(*args, **kwargs)

    def _slipped(self):
        """The promised things that differ from what is published."""
        if self._state.adding:
            return []
        # What is stored decides: a draft that is published now may be changed in the same go.
        kept = Activity.objects.filter(pk=self.pk, first_published_on__isnull=False).values(*LOCKED).first() or {}
        return [name for name, value in kept.items() if getattr(self, name) != value]


class Commitment(models.Model):
    """One party's part of an activity. A joint activity has several, and each party reports its own."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("aktivitet"), on_delete=models.CASCADE, related_name="commitments"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("vem lovar"), on_delete=models.PROTECT, related_name="commitments"
    )
    responsible = models.CharField(
        _("ansvarig funktion"), max_length=120, blank=True, help_text=_("En befattning, aldrig ett namn.")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ansvarig person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_commitments",
        help_text=_("Får påminnelserna. Namnet syns aldrig på webbplatsen."),
    )

    history = HistoricalRecords()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("åtagande")
        verbose_name_plural = _("åtaganden")
        ordering = ["activity", "organisation__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "organisation"],
                name="commitment_once_per_party",
                violation_error_message=_("Parten står redan för den här aktiviteten."),
            )
        ]

    def __str__(self):
        return f"{self.activity.title} – {self.organisation.short_name}"
