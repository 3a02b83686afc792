"""What people said, as it is shown, and what they were answered."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation import clock
from arboga_loften.foundation.letters import folded
from arboga_loften.foundation.models import Publishable, Sourced
from arboga_loften.foundation.publishing import (
    Publication,
    PublishableQuerySet,
    public,
)
from arboga_loften.foundation.signs import Sign
from dialogs import guard
from dialogs.models.dialogues import Dialogue, Place, Theme
from dialogs.models.submissions import Channel, Submission
from dialogs.small_numbers import FEW


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


class Review(models.TextChoices):
    """How far a viewpoint has come before residents can read it. Nothing is shown that nobody has read."""

    RECEIVED = "received", _("Mottagen")
    IN_REVIEW = "in_review", _("Granskas")
    APPROVED = "approved", _("Godkänd")
    WITHHELD = "withheld", _("Visas inte")
    MERGED = "merged", _("Sammanförd")
    DISCARDED = "discarded", _("Ingen synpunkt")

    @property
    def tone(self):
        return REVIEW_SIGNS[self].tone

    @property
    def icon(self):
        return REVIEW_SIGNS[self].icon


REVIEW_SIGNS = {
    Review.RECEIVED: Sign("none", "ring"),
    Review.IN_REVIEW: Sign("go", "half"),
    Review.APPROVED: Sign("done", "check"),
    Review.WITHHELD: Sign("stop", "x"),
    Review.MERGED: Sign("moved", "move"),
    Review.DISCARDED: Sign("stop", "x"),
}


# A merged one is answered where it went, and what was rubbish or written down by mistake has nobody to answer.
NOT_ANSWERED = (Review.MERGED, Review.DISCARDED)


class ViewpointQuerySet(PublishableQuerySet):
    hangs_on = ("dialogue",)

    def waiting(self, on=None):
        """Those that nobody has given an answer yet, shown or not. One that was merged is answered where it went."""
        given = Answer.objects.given(on).filter(viewpoint=OuterRef("pk"))
        return self.exclude(review__in=NOT_ANSWERED).filter(~Exists(given))

    def to_answer(self, on=None):
        """All that somebody is owed an answer to: what came in, shown or not, and what we wrote down where it is shown.

        One that was merged is answered where it went.
        """
        came_in = Exists(Submission.objects.filter(viewpoints=OuterRef("pk")))
        return self.filter(public("dialogue", on)).exclude(review__in=NOT_ANSWERED).filter(public(on=on) | Q(came_in))

    def to_moderate(self):
        """The queue: what somebody must read, what has waited longest first."""
        return self.filter(review__in=[Review.RECEIVED, Review.IN_REVIEW]).order_by("received_on", "pk")

    def overdue(self, on=None):
        """Those that wait although their dialogue's promised day has gone."""
        return self.waiting(on).filter(dialogue__answer_promised_on__lt=on or clock.today())

    def with_answers(self, on=None):
        """Each with its public answers, newest first, as `public_answers`."""
        answers = Answer.objects.visible(on).select_related("organisation", "forwarded_to").prefetch_related("sources")
        answers = answers.order_by("-answered_on", "-pk")
        return self.select_related("dialogue", "theme", "place", "photo_from").prefetch_related(
            Prefetch("answers", queryset=answers, to_attr="public_answers"), "sources"
        )

    def with_latest_answer(self, on=None):
        """Adds `latest_decision` and `latest_text` of the public answer that stands; both are None where there is none."""
        latest = Answer.objects.visible(on).filter(viewpoint=OuterRef("pk")).order_by("-answered_on", "-pk")
        return self.annotate(
            latest_decision=Subquery(latest.values("decision")[:1]), latest_text=Subquery(latest.values("text")[:1])
        )

    def uncited_by(self, findings):
        """Those that none of some findings rests on."""
        cited = self.model.findings.rel.related_model.viewpoints.through.objects
        return self.exclude(pk__in=cited.filter(finding__in=findings.order_by().values("pk")).values("viewpoint_id"))

    def in_order(self):
        """By dialogue, the latest first, as they were written down."""
        return self.order_by("-dialogue__starts_on", "-dialogue_id", "pk")

    def with_standing(self, field, on=None):
        """Adds `standing_<field>`: the field of the newest answer given, None where there is none. On rows that are visible."""
        given = Answer.objects.given(on).filter(viewpoint=OuterRef("pk")).order_by("-answered_on", "-pk")
        return self.annotate(**{f"standing_{field}": Subquery(given.values(field)[:1])})

    def decided(self, decision, on=None):
        """Those whose latest public answer is this decision, or "open" for those without an answer."""
        found = self.with_latest_answer(on)
        if decision == "open":
            return found.filter(latest_decision__isnull=True)
        return found.filter(latest_decision=decision)


class Viewpoint(Publishable, Sourced):
    """What somebody said (synpunkt), in the words that residents read. What came in stands untouched in its submissions.

    One submission may be split into several viewpoints, and several may be merged into one; the links say which.
    """

    Channel = Channel

    dialogue = models.ForeignKey(
        Dialogue, verbose_name=_("dialog"), on_delete=models.PROTECT, related_name="viewpoints"
    )
    reference = models.SlugField(
        _("beteckning"), max_length=40, unique=True, help_text=_("Kort och bestående, till exempel ”2022-1”.")
    )
    text = models.TextField(_("synpunkt, som den visas"))
    submissions = models.ManyToManyField(
        Submission, verbose_name=_("som de kom in"), blank=True, related_name="viewpoints"
    )
    received_on = models.DateField(_("kom in"), default=clock.today, db_index=True)
    review = models.CharField(
        _("granskning"), max_length=9, choices=Review, default=Review.APPROVED, db_index=True, editable=False
    )
    withheld_reason = models.TextField(
        _("varför den inte visas"), blank=True, help_text=_("Läses av den som tyckte till, på kvittot.")
    )
    taken_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("granskas av"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("sammanförd med"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_from",
    )
    split_from = models.ForeignKey(
        "self",
        verbose_name=_("delad från"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="split_into",
    )
    photo_from = models.ForeignKey(
        Submission,
        verbose_name=_("visa bilden från"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    photo_words = models.CharField(_("bilden i ord"), max_length=250, blank=True)
    shows_on_map = models.BooleanField(
        _("visa på kartan"), default=True, help_text=_("Ta bort krysset om punkten pekar ut någons hem.")
    )
    # What a search reads: folded, since SQLite knows no other case than a–z.
    words = models.TextField(editable=False, blank=True)
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

    history = HistoricalRecords(excluded_fields=["words"])
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
            models.CheckConstraint(
                name="viewpoint_shown_is_approved",
                condition=~Q(publication=Publication.PUBLISHED) | Q(review=Review.APPROVED),
                violation_error_message=_("Synpunkten är inte granskad. Godkänn den innan den visas."),
            ),
            models.CheckConstraint(
                name="viewpoint_withheld_says_why",
                condition=~Q(review__in=[Review.WITHHELD, Review.DISCARDED]) | ~Q(withheld_reason=""),
                violation_error_message=_("Skriv varför synpunkten inte visas."),
            ),
            models.CheckConstraint(
                name="viewpoint_merged_says_where",
                condition=(Q(review=Review.MERGED) & Q(merged_into__isnull=False) & ~Q(merged_into=F("pk")))
                | (~Q(review=Review.MERGED) & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="viewpoint_photo_has_words",
                condition=Q(photo_from__isnull=True) | ~Q(photo_words=""),
                violation_error_message=_("Beskriv bilden i ord, för den som inte ser den."),
            ),
        ]
        indexes = [models.Index(fields=["dialogue", "publication"], name="viewpoint_by_dialogue")]

    def __str__(self):
        return f"{self.reference}: {self.text[:60]}"

    def get_absolute_url(self):
        """The page of its dialogue that it stands on: a long dialogue has many."""
        return f"{self.dialogue.get_absolute_url()}?synpunkt={self.reference}#synpunkt-{self.reference}"

    def clean(self):
        super().clean()
        if found := self.unfit_to_show():
            raise ValidationError({"text": [hit.advice for hit in found]})
        if self._shows_against_their_will():
            raise ValidationError(
                {"publication": _("Den som skrev vill inte att synpunkten visas. Svara ändå: svaret syns på kvittot.")}
            )

    def save(self, *args, **kwargs):
        """What points somebody out or tells of a crime is never published, whoever saves (GDPR art. 10)."""
        if self.unfit_to_show():
            raise ValidationError(_("Texten pekar ut någon eller beskriver ett brott och kan inte visas."))
        if self._shows_against_their_will():
            raise ValidationError(_("Den som skrev vill inte att synpunkten visas."))
        self.words = folded(f"{self.reference} {self.text}")
        return super().save(*args, **kwargs)

    @property
    def voices_told(self):
        """How many said it; None where that isn't known, or so few on a sensitive theme that it may point somebody out."""
        is_few = self.voices is not None and self.voices < FEW
        return None if is_few and self.theme and self.theme.is_sensitive else self.voices

    def unfit_to_show(self):
        """What the guard finds in what is to be published: the text, and the picture in words."""
        words = f"{self.text}\n{self.photo_words}" if self.photo_from_id else self.text
        return guard.look(words) if self.publication == Publication.PUBLISHED else []

    @property
    def may_be_shown(self):
        """Whether somebody who said it has let us show it. One that only we wrote down has nobody to ask."""
        wishes = list(self.submissions.values_list("may_show", flat=True)) if self.pk else []
        return any(wishes) or not wishes

    def _shows_against_their_will(self):
        if self.publication != Publication.PUBLISHED:
            return False
        return not self.may_be_shown or bool(self.photo_from_id and not self.photo_from.may_show)

    @property
    def review_sign(self):
        return Review(self.review)

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

    def given(self, on=None):
        """What has been answered, also to a viewpoint that only its writer may read: the receipt tells it."""
        return self.filter(public(on=on))

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

    words = models.TextField(editable=False, blank=True)

    history = HistoricalRecords(excluded_fields=["words"])
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
        indexes = [
            # The answer that stands, for thousands of viewpoints at once, without reading a row of the table.
            models.Index(
                fields=["viewpoint", "-answered_on", "-id", "publication", "publish_on", "decision"],
                name="answer_that_stands",
            )
        ]

    def __str__(self):
        return f"{self.viewpoint.reference}: {self.get_decision_display()}"

    def save(self, *args, **kwargs):
        self.words = folded(self.text)
        return super().save(*args, **kwargs)

    @property
    def sign(self):
        return Decision(self.decision)

    def clean(self):
        super().clean()
        if self.answered_on and self.answered_on > clock.today():
            raise ValidationError({"answered_on": _("Dagen ligger i framtiden. Skriv en dag som har varit.")})
