"""What an official asks in a dialogue, and what was replied: each chosen alternative is a row, so that replies can be counted."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from arboga_loften.foundation.publishing import TrackedQuerySet
from dialogs.models.dialogues import Dialogue, Place
from dialogs.models.submissions import Submission

SCALE = range(1, 6)


class Question(models.Model):
    """A question of a dialogue's form. Once somebody has replied it stands, since the replies mean what was asked."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Svar i ord")
        ONE = "one", _("Ett val")
        SEVERAL = "several", _("Flera val")
        SCALE = "scale", _("Skala 1–5")
        PLACE = "place", _("En plats ur registret")

    dialogue = models.ForeignKey(Dialogue, verbose_name=_("dialog"), on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("ordning"))
    kind = models.CharField(_("slag av svar"), max_length=8, choices=Kind, default=Kind.TEXT)
    text = models.CharField(_("fråga"), max_length=200)
    hint = models.CharField(_("hjälptext"), max_length=250, blank=True)
    is_required = models.BooleanField(_("måste besvaras"), default=False)
    low_label = models.CharField(_("1 betyder"), max_length=60, blank=True)
    high_label = models.CharField(_("5 betyder"), max_length=60, blank=True)

    history = HistoricalRecords()
    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("fråga")
        verbose_name_plural = _("frågor")
        ordering = ["dialogue", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "number"],
                name="question_number_once",
                violation_error_message=_("Dialogen har redan en fråga med den ordningen."),
            ),
            models.CheckConstraint(
                name="question_scale_says_what_it_means",
                condition=~Q(kind="scale") | (~Q(low_label="") & ~Q(high_label="")),
                violation_error_message=_("Skriv vad 1 och 5 betyder."),
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def has_choices(self):
        return self.kind in {self.Kind.ONE, self.Kind.SEVERAL}

    def clean(self):
        super().clean()
        if self._state.adding or not self.replies.exists():
            return
        before = Question.objects.get(pk=self.pk)
        if (before.text, before.kind) != (self.text, self.kind):
            raise ValidationError(_("Frågan har redan fått svar och kan inte ändras. Gör en ny fråga i stället."))


class Choice(models.Model):
    """An alternative to choose."""

    question = models.ForeignKey(Question, verbose_name=_("fråga"), on_delete=models.CASCADE, related_name="choices")
    number = models.PositiveSmallIntegerField(_("ordning"))
    label = models.CharField(_("alternativ"), max_length=120)

    class Meta:
        verbose_name = _("alternativ")
        verbose_name_plural = _("alternativ")
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="choice_number_once"),
        ]

    def __str__(self):
        return self.label


class Reply(models.Model):
    """One reply to a question; several chosen alternatives are several rows. Its text is never published as it is."""

    submission = models.ForeignKey(
        Submission, verbose_name=_("inlämning"), on_delete=models.PROTECT, related_name="replies"
    )
    question = models.ForeignKey(Question, verbose_name=_("fråga"), on_delete=models.PROTECT, related_name="replies")
    choice = models.ForeignKey(
        Choice, verbose_name=_("alternativ"), null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    number = models.PositiveSmallIntegerField(
        _("tal"), null=True, blank=True, validators=[MinValueValidator(SCALE[0]), MaxValueValidator(SCALE[-1])]
    )
    place = models.ForeignKey(
        Place, verbose_name=_("plats"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("ord"), blank=True)

    class Meta:
        verbose_name = _("svar på fråga")
        verbose_name_plural = _("svar på frågor")
        ordering = ["submission", "question", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "question", "choice"], name="reply_once_per_choice"),
            models.CheckConstraint(
                name="reply_within_the_scale", condition=Q(number__isnull=True) | Q(number__range=(SCALE[0], SCALE[-1]))
            ),
        ]

    def __str__(self):
        return self.shown

    @property
    def shown(self):
        """The reply in words. Needs `choice` and `place` where they are chosen."""
        chosen = self.choice or self.place or self.number
        return self.text or (str(chosen) if chosen else "")
