"""What is asked of those who answer for something: the council's questions, and the reminders that have been sent."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actionplan.models.council import CouncilMeeting
from actionplan.models.plan import Commitment
from arboga_loften.foundation import clock
from arboga_loften.foundation.publishing import TrackedQuerySet


class CouncilQuestionQuerySet(TrackedQuerySet):
    def unanswered(self):
        return self.filter(answered_on__isnull=True)


class CouncilQuestion(models.Model):
    """What Förebyggande rådet wants to know about a party's part, and by when.

    It stays inside, unless it was asked at a meeting: then it stands in that meeting's report, and comes back at the next
    with its answer.
    """

    commitment = models.ForeignKey(
        Commitment, verbose_name=_("åtagande"), on_delete=models.PROTECT, related_name="council_questions"
    )
    text = models.TextField(_("fråga"))
    asked_on = models.DateField(_("ställd"), default=clock.today)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ställd av"), on_delete=models.PROTECT, related_name="+"
    )
    answer_by = models.DateField(_("svar senast"))
    meeting = models.ForeignKey(
        CouncilMeeting,
        verbose_name=_("ställd på mötet"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
        help_text=_("En fråga från ett möte står i mötets rapport, och svaret i nästa. Då kan alla läsa dem."),
    )
    answer = models.TextField(_("svar"), blank=True)
    answered_on = models.DateField(_("besvarad"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("besvarad av"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    history = HistoricalRecords()
    objects = CouncilQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("fråga från rådet")
        verbose_name_plural = _("frågor från rådet")
        ordering = ["answer_by", "pk"]
        constraints = [
            models.CheckConstraint(
                name="council_question_answered_by_somebody",
                condition=Q(answer="", answered_on__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_on__isnull=False) & Q(answered_by__isnull=False)),
            ),
            models.CheckConstraint(name="council_question_asks", condition=~Q(text="")),
            models.CheckConstraint(
                name="council_question_leaves_time",
                condition=Q(answer_by__gte=F("asked_on")),
                violation_error_message=_("Svaret kan inte behövas före den dag frågan ställs."),
            ),
        ]

    def __str__(self):
        return self.text[:80]


class Reminded(models.Model):
    """That somebody has been asked about something: one row for each ask and person, so that nobody is asked twice."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("till"), on_delete=models.CASCADE, related_name="reminded"
    )
    # What, whose, from which day and which time: "late:12:2024-10-01:1".
    ask = models.CharField(_("om vad"), max_length=120)
    commitment = models.ForeignKey(
        Commitment, verbose_name=_("åtagande"), null=True, on_delete=models.CASCADE, related_name="reminded"
    )
    on = models.DateField(_("dag"))
    # The letter's key in the outbox, which knows whether the mail server took it.
    letter_key = models.CharField(_("brev"), max_length=160, db_index=True)

    class Meta:
        verbose_name = _("påminnelse")
        verbose_name_plural = _("påminnelser")
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "ask"], name="reminded_once_of_each")]

    def __str__(self):
        return f"{self.on}: {self.ask}"
