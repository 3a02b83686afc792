"""What came in by the link in a letter: somebody with one minute and no log-in. It waits for a person, and is never lost."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.models.ledgers import FollowUp, Occurrence
from actionplan.models.plan import Commitment
from actionplan.status import Status
from arboga_loften.foundation import clock
from arboga_loften.foundation.storage import inside
from dialogs.models import Place


class ReportQuerySet(models.QuerySet):
    def waiting(self):
        """Those that nobody has confirmed or sent back."""
        return self.filter(state=Report.State.WAITING)

    def returned(self):
        """Those that were sent back and have not been sent anew."""
        return self.filter(state=Report.State.RETURNED, anew__isnull=True)


class Report(models.Model):
    """What an owner told by a link, in the words that were sent. Once decided it stands; what it became is beside it."""

    class Kind(models.TextChoices):
        OCCURRENCE = "occurrence", _("Det har hänt något")
        STATUS = "status", _("Så går det")
        CONFIRMS = "confirms", _("Stämmer fortfarande")

    class State(models.TextChoices):
        WAITING = "waiting", _("Väntar på att bekräftas")
        CONFIRMED = "confirmed", _("Bekräftad")
        RETURNED = "returned", _("Skickad tillbaka")

    commitment = models.ForeignKey(
        Commitment, verbose_name=_("åtagande"), on_delete=models.PROTECT, related_name="reports"
    )
    kind = models.CharField(_("slag"), max_length=10, choices=Kind)
    on = models.DateField(_("dag"))
    count = models.PositiveIntegerField(_("antal"), null=True, blank=True)
    place = models.ForeignKey(
        Place, verbose_name=_("plats"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("med egna ord"), blank=True)
    evidence = models.CharField(_("underlag"), max_length=250, blank=True)
    picture = models.FileField(_("bild"), upload_to="rapporter/", storage=inside, blank=True)
    picture_words = models.CharField(_("bilden i ord"), max_length=250, blank=True)
    status = models.CharField(_("läge"), max_length=16, choices=Status, blank=True)
    next_update_on = models.DateField(_("nästa besked"), null=True, blank=True)

    key = models.CharField(max_length=80, unique=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("skickad av"), on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("skickad"), default=clock.now, editable=False)

    state = models.CharField(_("läge"), max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("avgjord av"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("avgjord"), null=True, blank=True)
    reason = models.TextField(_("varför den skickas tillbaka"), blank=True)
    occurrence = models.OneToOneField(
        Occurrence, null=True, blank=True, on_delete=models.PROTECT, related_name="report", editable=False
    )
    follow_up = models.OneToOneField(
        FollowUp, null=True, blank=True, on_delete=models.PROTECT, related_name="report", editable=False
    )
    # The one that was sent back and that this one mends.
    mends = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="anew", editable=False
    )

    objects = ReportQuerySet.as_manager()

    guards = [
        (
            "stands_once_decided",
            "UPDATE",
            "OLD.state <> 'waiting'",
            "en avgjord rapport kan inte ändras",
        ),
        ("is_not_removed", "DELETE", "", "en inkommen rapport tas inte bort"),
    ]

    class Meta:
        verbose_name = _("inskickad rapport")
        verbose_name_plural = _("inskickade rapporter")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="report_decided_by_somebody",
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_confirmed_became_something",
                condition=Q(state="confirmed") & (Q(occurrence__isnull=False) | Q(follow_up__isnull=False))
                | ~Q(state="confirmed") & Q(occurrence__isnull=True, follow_up__isnull=True),
            ),
            models.CheckConstraint(
                name="report_returned_with_reason",
                condition=~Q(state="returned") | ~Q(reason=""),
                violation_error_message=_("Skriv varför rapporten skickas tillbaka."),
            ),
            models.CheckConstraint(
                name="report_says_something",
                condition=Q(kind="occurrence", count__gte=1) | (~Q(kind="occurrence") & ~Q(status="")),
            ),
            models.CheckConstraint(
                name="report_picture_in_words",
                condition=Q(picture="") | ~Q(picture_words=""),
                violation_error_message=_("Skriv vad bilden visar, för den som inte ser den."),
            ),
        ]

    def __str__(self):
        return f"{self.on}: {self.get_kind_display()}"
