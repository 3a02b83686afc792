"""What people said, what they were answered, and what came out of it."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Publishable, Sourced
from arboga_loften.foundation.publishing import PublishableQuerySet
from arboga_loften.foundation.signs import Sign
from dialogs.models.dialogues import Dialogue, Place, Theme


class Decision(models.TextChoices):
    """What became of a viewpoint, in the open, with a reason."""

    LEADS_TO_ACTIVITY = "leads_to_activity", _("Leder till aktivitet")
    DONE = "done", _("Åtgärdat")
    CONTINUOUS = "continuous", _("Arbetas med löpande")
    PARTLY = "partly", _("Delvis")
    FORWARDED = "forwarded", _("Överlämnat")
    DECLINED = "declined", _("Kan inte göras")

    @property
    def tone(self):
        return DECISION_SIGNS[self].tone

    @property
    def icon(self):
        return DECISION_SIGNS[self].icon

    @property
    def is_open_ended(self):
        """The thread's second knot stays hollow: nothing has been done yet by those who answered."""
        return self in {self.FORWARDED, self.DECLINED}


DECISION_SIGNS = {
    Decision.LEADS_TO_ACTIVITY: Sign("go", "half"),
    Decision.DONE: Sign("done", "check"),
    Decision.CONTINUOUS: Sign("loop", "loop"),
    Decision.PARTLY: Sign("part", "part"),
    Decision.FORWARDED: Sign("planned", "arrow"),
    Decision.DECLINED: Sign("stop", "x"),
}

AWAITING_ANSWER = Sign("none", "ring", _("Väntar på svar"))


class ViewpointQuerySet(PublishableQuerySet):
    hangs_on = ("dialogue",)

    def with_answers(self, on=None):
        """Each with its public answers, newest first, as `public_answers`."""
        answers = Answer.objects.visible(on).select_related("organisation", "forwarded_to").prefetch_related("sources")
        answers = answers.order_by("-answered_on", "-pk")
        return self.select_related("dialogue", "theme", "place").prefetch_related(
            Prefetch("answers", queryset=answers, to_attr="public_answers"), "sources"
        )

    def with_latest_answer(self, on=None):
        """Adds `latest_decision` and `latest_text` of the public answer that stands; both are None where there is none."""
        latest = Answer.objects.visible(on).filter(viewpoint=OuterRef("pk")).order_by("-answered_on", "-pk")
        return self.annotate(
            latest_decision=Subquery(latest.values("decision")[:1]), latest_text=Subquery(latest.values("text")[:1])
        )

    def in_order(self):
        """By dialogue, the latest first, as they were written down."""
        return self.order_by("-dialogue__starts_on", "-dialogue_id", "pk")

    def as_voices(self, on=None):
        """The little that choosing among them needs, in one query however many they are: see `filters.Voice`."""
        return (
            self.in_order()
            .with_latest_answer(on)
            .values(
                "pk",
                "reference",
                "text",
                "latest_decision",
                "latest_text",
                "dialogue__starts_on",
                "dialogue__title",
                "theme__slug",
                "theme__name",
                "place__slug",
                "place__name",
            )
        )

    def decided(self, decision, on=None):
        """Those whose latest public answer is this decision, or "open" for those without an answer."""
        found = self.with_latest_answer(on)
        if decision == "open":
            return found.filter(latest_decision__isnull=True)
        return found.filter(latest_decision=decision)


class Viewpoint(Publishable, Sourced):
    """What somebody said (synpunkt). The public text stands beside the untouched original, which is never shown."""

    class Channel(models.TextChoices):
        MEETING = "meeting", _("I samtal")
        WALK = "walk", _("På trygghetsvandring")
        WEB = "web", _("På webben")
        PHONE = "phone", _("På telefon")
        PAPER = "paper", _("På papper")
        LETTER = "letter", _("I tidningen")

    dialogue = models.ForeignKey(
        Dialogue, verbose_name=_("dialog"), on_delete=models.PROTECT, related_name="viewpoints"
    )
    reference = models.SlugField(
        _("beteckning"), max_length=40, unique=True, help_text=_("Kort och bestående, till exempel ”2022-1”.")
    )
    text = models.TextField(_("synpunkt, som den visas"))
    original_text = models.TextField(
        _("synpunkt, som den kom in"), blank=True, help_text=_("Visas aldrig på webbplatsen.")
    )
    summarised = models.BooleanField(_("sammanfattad"), default=False)
    theme = models.ForeignKey(Theme, verbose_name=_("tema"), null=True, blank=True, on_delete=models.PROTECT)
    place = models.ForeignKey(Place, verbose_name=_("plats"), null=True, blank=True, on_delete=models.PROTECT)
    channel = models.CharField(_("hur den kom in"), max_length=8, choices=Channel, default=Channel.MEETING)
    voices = models.PositiveIntegerField(
        _("antal röster"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Lämna tomt om det inte är känt."),
    )

    history = HistoricalRecords(excluded_fields=["original_text"])
    objects = ViewpointQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("synpunkt")
        verbose_name_plural = _("synpunkter")
        ordering = ["-dialogue__starts_on", "reference"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(name="viewpoint_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="viewpoint_has_a_voice",
                condition=Q(voices__isnull=True) | Q(voices__gte=1),
                violation_error_message=_("Antal röster är minst 1. Lämna tomt om det inte är känt."),
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.text[:60]}"

    def get_absolute_url(self):
        return f"{self.dialogue.get_absolute_url()}#synpunkt-{self.reference}"

    @property
    def answer(self):
        """The answer that stands: the newest public one, or None. Needs `with_answers()`."""
        return self.public_answers[0] if self.public_answers else None

    @property
    def earlier_answers(self):
        """What was answered before that. Needs `with_answers()`."""
        return self.public_answers[1:]

    @property
    def read_in(self):
        """Where the viewpoint and its answers were read, each source once. Needs `with_answers()`."""
        found = [source for row in [self, *self.public_answers] for source in row.sources.all()]
        return list(dict.fromkeys(found))


class AnswerQuerySet(PublishableQuerySet):
    hangs_on = ("viewpoint", "viewpoint__dialogue")

    def newest(self, on=None):
        """The answer that was given last, with what it answers; or None."""
        return (
            self.visible(on)
            .select_related("viewpoint__dialogue", "organisation", "forwarded_to")
            .order_by("-answered_on", "-pk")
            .first()
        )


class Answer(Publishable, Sourced):
    """What was answered (återkoppling): a decision and its reason in words, signed by an organisation."""

    viewpoint = models.ForeignKey(
        Viewpoint, verbose_name=_("synpunkt"), on_delete=models.PROTECT, related_name="answers"
    )
    decision = models.CharField(_("besked"), max_length=20, choices=Decision)
    text = models.TextField(_("svar"), help_text=_("Skäl i ord som alla förstår, också när svaret är nej."))
    answered_on = models.DateField(_("besvarad"), default=clock.today)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("vem svarar"), on_delete=models.PROTECT, related_name="answers"
    )
    forwarded_to = models.ForeignKey(
        Organisation,
        verbose_name=_("överlämnat till"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    history = HistoricalRecords()
    objects = AnswerQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("svar")
        verbose_name_plural = _("svar")
        ordering = ["-answered_on", "-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="answer_has_reason",
                condition=~Q(text=""),
                violation_error_message=_("Skriv ett svar i ord."),
            ),
            models.CheckConstraint(
                name="answer_forwarded_to_somebody",
                condition=~Q(decision=Decision.FORWARDED) | Q(forwarded_to__isnull=False),
                violation_error_message=_("Skriv vem synpunkten är överlämnad till."),
            ),
        ]

    def __str__(self):
        return f"{self.viewpoint.reference}: {self.get_decision_display()}"

    @property
    def sign(self):
        return Decision(self.decision)

    def clean(self):
        super().clean()
        if self.answered_on and self.answered_on > clock.today():
            raise ValidationError({"answered_on": _("Dagen ligger i framtiden. Skriv en dag som har varit.")})


class FindingQuerySet(PublishableQuerySet):
    hangs_on = ("dialogue",)

    def with_links(self, on=None):
        """Each with what it rests on and what came of it, as far as it is public; focus areas are read upward by name."""
        areas = self.model.focus_areas.rel.related_model.objects.visible(on).select_related("promise")
        sections = self.model.situation_sections.rel.related_model.objects.visible(on).select_related("report")
        voices = Viewpoint.objects.visible(on).select_related("dialogue")
        return self.select_related("dialogue").prefetch_related(
            "sources",
            Prefetch("viewpoints", queryset=voices, to_attr="public_viewpoints"),
            Prefetch("focus_areas", queryset=areas, to_attr="public_areas"),
            Prefetch("situation_sections", queryset=sections, to_attr="public_sections"),
        )


class Finding(Publishable, Sourced):
    """What came out of a dialogue, in a sentence that cites the viewpoints it rests on."""

    dialogue = models.ForeignKey(Dialogue, verbose_name=_("dialog"), on_delete=models.PROTECT, related_name="findings")
    slug = models.SlugField(_("adressnamn"), max_length=100, unique=True)
    title = models.CharField(_("rubrik"), max_length=160)
    text = models.TextField(_("det vi såg"))
    viewpoints = models.ManyToManyField(
        Viewpoint, verbose_name=_("synpunkter som fyndet vilar på"), blank=True, related_name="findings"
    )

    history = HistoricalRecords()
    objects = FindingQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("fynd")
        verbose_name_plural = _("fynd")
        ordering = ["-dialogue__starts_on", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{self.dialogue.get_absolute_url()}#fynd-{self.slug}"


def with_activities(cited, on=None):
    """Give each of some viewpoints or findings its `led_to`: the public activities that rest on it, judged as of a day.

    This is the one place where dialogs reads upward. It knows nothing of plans (imports run one way), so what a voice
    led to is found by the related name `activities`, for a whole page at once and however many the rows are.
    """
    rows = list(cited)
    if not rows:
        return rows
    relation = type(rows[0]).activities
    to_row, to_activity = relation.field.m2m_reverse_name(), relation.field.m2m_column_name()
    links = relation.through.objects.filter(**{f"{to_row}__in": [row.pk for row in rows]})
    pairs = list(links.values_list(to_row, to_activity))
    public_ones = relation.rel.related_model.objects.visible(on).filter(pk__in={activity for _row, activity in pairs})
    judged = public_ones.judged(on)
    for row in rows:
        mine = {activity for cited_by, activity in pairs if cited_by == row.pk}
        row.led_to = [activity for activity in judged if activity.pk in mine]
    return rows
