"""Where people were listened to: the dialogues, their places and the themes that gather what was said."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.models import HistoricalRecords

from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Publishable, Sourced
from arboga_loften.foundation.publishing import PublishableQuerySet, TrackedQuerySet, public


class Theme(models.Model):
    """A subject that voices from different years can be gathered under."""

    slug = models.SlugField(_("adressnamn"), max_length=60, unique=True)
    name = models.CharField(_("namn"), max_length=80, unique=True)
    is_sensitive = models.BooleanField(
        _("känsligt"),
        default=False,
        help_text=_("Små tal visas inte, och platser visas bara ungefär, så att ingen kan pekas ut."),
    )

    class Meta:
        verbose_name = _("tema")
        verbose_name_plural = _("teman")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Place(models.Model):
    """A place that people speak of: a square, a road stretch or an area. Never a home."""

    class Kind(models.TextChoices):
        POINT = "point", _("Plats")
        STRETCH = "stretch", _("Vägsträcka")
        AREA = "area", _("Område")

    slug = models.SlugField(_("adressnamn"), max_length=80, unique=True)
    name = models.CharField(_("namn"), max_length=120, unique=True)
    kind = models.CharField(_("slag"), max_length=8, choices=Kind, default=Kind.POINT)
    description = models.CharField(_("beskrivning"), max_length=250, blank=True)
    stretch_from = models.CharField(_("sträckan börjar"), max_length=120, blank=True)
    stretch_to = models.CharField(_("sträckan slutar"), max_length=120, blank=True)
    road_owner = models.ForeignKey(
        Organisation, verbose_name=_("väghållare"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    latitude = models.DecimalField(_("latitud"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitud"), max_digits=8, decimal_places=5, null=True, blank=True)

    history = HistoricalRecords()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("plats")
        verbose_name_plural = _("platser")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="place_has_both_coordinates_or_none",
                # Said in full: a comparison with a missing number is neither true nor false, and would pass.
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message=_("Ange både latitud och longitud, eller ingen av dem."),
            ),
            models.CheckConstraint(
                name="place_stretch_has_both_ends_or_none",
                condition=Q(stretch_from="", stretch_to="") | (~Q(stretch_from="") & ~Q(stretch_to="")),
                violation_error_message=_("Ange både var sträckan börjar och var den slutar, eller inget av dem."),
            ),
        ]

    def __str__(self):
        return self.name


def _ends_on_or_after(day):
    return Q(ends_on__gte=day) | Q(ends_on__isnull=True, starts_on__gte=day)


class Phase(models.TextChoices):
    """Where a dialogue is on its way from invitation to answer. Computed from its days, never typed."""

    ANNOUNCED = "announced", _("Inbjudan")
    OPEN = "open", _("Öppen")
    CLOSED = "closed", _("Väntar på svar")
    ANSWERED = "answered", _("Besvarad")


def is_open(on):
    """The condition for taking viewpoints on the website on a day."""
    return Q(opens_on__lte=on, closes_on__gte=on, answered_on__isnull=True)


class DialogueQuerySet(PublishableQuerySet):
    def open_for_viewpoints(self, on=None):
        """Those that anybody can speak in on the website today, the one that closes first coming first."""
        return self.filter(is_open(on or clock.today())).order_by("closes_on", "pk")

    def coming(self, on=None):
        return self.filter(starts_on__gt=on or clock.today()).order_by("starts_on", "pk")

    def ongoing(self, on=None):
        """Those that one can still take part in: today's, and the long ones that have begun and not ended."""
        day = on or clock.today()
        return self.filter(starts_on__lte=day).filter(_ends_on_or_after(day)).order_by("starts_on", "pk")

    def held(self, on=None):
        """Those that are over, the latest first."""
        day = on or clock.today()
        return self.filter(starts_on__lte=day).exclude(_ends_on_or_after(day)).order_by("-starts_on", "-pk")

    def with_counts(self, on=None):
        """Each with how many viewpoints can be read (`said`), and how many of them have an answer (`answered`)."""
        viewpoint = self.model.viewpoints.rel.related_model
        readable = viewpoint.objects.filter(public(on=on), dialogue=OuterRef("pk")).order_by()
        answers = viewpoint.answers.rel.related_model.objects.given(on).filter(viewpoint=OuterRef("pk"))
        return self.annotate(
            said=_count_of(readable), answered=_count_of(readable.filter(Exists(answers)))
        ).prefetch_related("places", "hosts")


def _count_of(rows):
    """How many rows there are per dialogue: a question of its own, so that long lists are never laid beside each other."""
    counted = rows.values("dialogue").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


class Dialogue(Publishable, Sourced):
    """An occasion, or a series of them, where the parties listened."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Trygghetsdialog")
        WALK = "walk", _("Trygghetsvandring")
        SURVEY = "survey", _("Enkät")
        STAND = "stand", _("Samtal på stan")
        DIGITAL = "digital", _("Digital dialog")
        STAFF = "staff", _("Medarbetardialog")

    slug = models.SlugField(_("adressnamn"), max_length=100, unique=True)
    title = models.CharField(_("rubrik"), max_length=160)
    kind = models.CharField(_("slag"), max_length=8, choices=Kind, default=Kind.MEETING)
    starts_on = models.DateField(_("börjar"))
    ends_on = models.DateField(_("slutar"), null=True, blank=True)
    when_text = models.CharField(
        _("tid i ord"),
        max_length=80,
        blank=True,
        help_text=_("Visas i stället för datum när dagen inte är känd, till exempel ”Oktober 2021”."),
    )
    time_text = models.CharField(_("klockslag"), max_length=60, blank=True, help_text=_("Till exempel ”15–18”."))
    start_time = models.TimeField(_("börjar klockan"), null=True, blank=True)
    end_time = models.TimeField(_("slutar klockan"), null=True, blank=True)
    opens_on = models.DateField(
        _("synpunkter från"),
        null=True,
        blank=True,
        help_text=_("Från den dagen kan vem som helst tycka till på webbplatsen. Tomt: inget formulär."),
    )
    closes_on = models.DateField(_("synpunkter till och med"), null=True, blank=True)
    answer_promised_on = models.DateField(
        _("svar lovat senast"), null=True, blank=True, help_text=_("Dagen då alla som tyckt till har fått svar.")
    )
    answer_first_promised_on = models.DateField(_("svar först lovat"), null=True, blank=True, editable=False)
    answered_on = models.DateField(
        _("alla besvarade"),
        null=True,
        blank=True,
        help_text=_("Fylls i när varje synpunkt har fått ett besked. Innan dess går det inte."),
    )
    places = models.ManyToManyField(Place, verbose_name=_("platser"), blank=True, related_name="dialogues")
    hosts = models.ManyToManyField(Organisation, verbose_name=_("värdar"), blank=True, related_name="dialogues_hosted")
    target_group = models.CharField(_("målgrupp"), max_length=160, blank=True)
    head_count = models.PositiveIntegerField(_("antal deltagare"), null=True, blank=True)
    summary = models.TextField(_("sammanfattning"), blank=True)
    venue_access = models.TextField(_("tillgänglighet på platsen"), blank=True)
    minutes = models.TextField(
        _("minnesanteckningar"), blank=True, help_text=_("Visas på dialogens sida. Skriv inga namn på invånare.")
    )
    form_intro = models.TextField(
        _("det vi frågar om"), blank=True, help_text=_("Två eller tre meningar överst i formuläret.")
    )
    asks_for_place = models.BooleanField(_("fråga efter plats"), default=True)
    asks_for_photo = models.BooleanField(_("ta emot bild"), default=True)
    themes = models.ManyToManyField(
        Theme,
        verbose_name=_("teman att välja mellan"),
        blank=True,
        related_name="dialogues",
        help_text=_("Tomt: alla teman."),
    )

    history = HistoricalRecords()
    objects = DialogueQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("dialog")
        verbose_name_plural = _("dialoger")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="dialogue_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Dialogen kan inte sluta före den dag den börjar."),
            ),
            models.CheckConstraint(
                name="dialogue_open_has_an_end_and_a_promise",
                condition=Q(opens_on__isnull=True, closes_on__isnull=True)
                | Q(
                    opens_on__isnull=False,
                    closes_on__isnull=False,
                    answer_promised_on__isnull=False,
                    closes_on__gte=F("opens_on"),
                    answer_promised_on__gte=F("closes_on"),
                ),
                violation_error_message=_(
                    "Den som tycker till ska veta när den får svar. Ange från, till och med och svar senast, i den ordningen."
                ),
            ),
            models.CheckConstraint(
                name="dialogue_times_in_order",
                condition=Q(end_time__isnull=True)
                | Q(start_time__isnull=False, end_time__isnull=False, end_time__gt=F("start_time"))
                | Q(start_time__isnull=False, ends_on__gt=F("starts_on")),
                violation_error_message=_("Sluttiden ska vara efter starttiden."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("dialogs:detail", args=[self.slug])

    def clean(self):
        super().clean()
        if self.answered_on and self.answered_on > clock.today():
            raise ValidationError({"answered_on": _("Dagen ligger i framtiden. Skriv en dag som har varit.")})
        if self._closes_as_answered() and (left := self.unanswered().count()):
            words = ngettext(
                "%(n)s synpunkt har inget besked än. Svara på den först.",
                "%(n)s synpunkter har inget besked än. Svara på dem först.",
                left,
            )
            raise ValidationError({"answered_on": words % {"n": left}})

    def save(self, *args, **kwargs):
        """Closing as answered while somebody still waits is refused also where no form is used."""
        if self._closes_as_answered() and self.unanswered().exists():
            raise ValidationError(_("Dialogen har synpunkter utan besked och kan inte stängas som besvarad."))
        self.answer_first_promised_on = self.answer_first_promised_on or self.answer_promised_on
        return super().save(*args, **kwargs)

    def _closes_as_answered(self):
        if self._state.adding or not self.answered_on:
            return False
        return type(self).objects.filter(pk=self.pk, answered_on__isnull=True).exists()

    def unanswered(self):
        """Its viewpoints, shown or not, that nobody has given an answer."""
        return self.viewpoints.waiting()

    @property
    def phase(self):
        today = clock.today()
        if self.answered_on and self.answered_on <= today:
            return Phase.ANSWERED
        if (self.opens_on or self.starts_on) > today:
            return Phase.ANNOUNCED
        last = max(filter(None, [self.closes_on, self.ends_on or self.starts_on]))
        return Phase.OPEN if last >= today else Phase.CLOSED

    @property
    def takes_viewpoints(self):
        """Whether the form on the website is open today."""
        return self.takes_viewpoints_on(clock.today())

    def takes_viewpoints_on(self, day):
        return bool(self.opens_on and self.opens_on <= day <= self.closes_on and not self.answered_on)

    @property
    def promise_was_moved(self):
        """Whether the day that an answer was promised by is later than what was first said."""
        first = self.answer_first_promised_on
        return bool(first and self.answer_promised_on and self.answer_promised_on > first)

    @property
    def is_coming(self):
        return self.starts_on > clock.today()

    @property
    def is_ongoing(self):
        return self.starts_on <= clock.today() <= (self.ends_on or self.starts_on)
