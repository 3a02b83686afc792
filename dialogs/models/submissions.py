"""What came in, exactly as it came (en inkommen handling), and who wants to be told what becomes of it.

The words that residents read are the viewpoint's (`voices.py`), made from this and moderated. What stands here is never
changed: the database refuses it (see `guards`). It can only be emptied, by a decision on gallring or on request.
"""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation import clock
from arboga_loften.foundation.storage import inside
from dialogs.models.dialogues import Dialogue, Place, Theme


class Channel(models.TextChoices):
    """How something was said to us."""

    MEETING = "meeting", _("I samtal")
    WALK = "walk", _("På trygghetsvandring")
    SQUARE = "square", _("På stan")
    WEB = "web", _("På webben")
    PHONE = "phone", _("På telefon")
    PAPER = "paper", _("På papper")
    EMAIL = "email", _("I e-post")
    LETTER = "letter", _("I tidningen")


class Suspicion(models.TextChoices):
    """Why a submission may be rubbish. It is never refused for it: a person looks first."""

    HONEYPOT = "honeypot", _("Ett dolt fält var ifyllt")
    TOO_FAST = "too_fast", _("Skickad inom tre sekunder")
    DUPLICATE = "duplicate", _("Samma text har kommit in förut")
    MANY = "many", _("Många från samma nät på kort tid")


class SubmissionQuerySet(models.QuerySet):
    def delete(self):
        raise TypeError("En inkommen handling tas inte bort. Den gallras: se retention.py.")


class Submission(models.Model):
    """Something that came in to a dialogue: by the form, on paper, by phone. Of the code to its receipt only a digest is kept."""

    dialogue = models.ForeignKey(
        Dialogue, verbose_name=_("dialog"), on_delete=models.PROTECT, related_name="submissions"
    )
    # The form's key, so that the same form sent twice is one submission.
    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    code_digest = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    channel = models.CharField(_("hur den kom in"), max_length=8, choices=Channel, default=Channel.WEB)
    received_on = models.DateField(_("kom in"), default=clock.today)
    received_at = models.DateTimeField(_("kom in klockan"), default=clock.now, editable=False)
    text = models.TextField(_("som den kom in"), blank=True)
    # The same words come in twice: a digest finds that without reading everything.
    text_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    theme = models.ForeignKey(
        Theme, verbose_name=_("tema"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        Place, verbose_name=_("plats"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place_words = models.CharField(_("plats i ord"), max_length=200, blank=True)
    stretch_from = models.CharField(_("sträckan från"), max_length=120, blank=True)
    stretch_to = models.CharField(_("sträckan till"), max_length=120, blank=True)
    shape = models.JSONField(_("på kartan"), null=True, blank=True)
    photo = models.FileField(_("bild"), upload_to="inkommet/", storage=inside, blank=True)
    photo_words = models.CharField(_("bilden i ord"), max_length=250, blank=True)
    may_show = models.BooleanField(_("får visas"), default=True)
    voices = models.PositiveIntegerField(_("antal röster"), default=1, validators=[MinValueValidator(1)])
    collector = models.CharField(
        _("insamlad av"), max_length=120, blank=True, help_text=_("En funktion, till exempel ”Fältare”.")
    )
    registered_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("registrerad av"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_in = models.CharField(_("språk"), max_length=2, default="sv")
    # What the guard found (guard.Kind) and why it may be rubbish (Suspicion): reasons for a person to look first.
    found = models.JSONField(_("vakten såg"), default=list, blank=True)
    suspicions = models.JSONField(_("misstänkt skräp"), default=list, blank=True)
    # What may be rubbish isn't counted until a person has looked, and a mistake never is.
    is_counted = models.BooleanField(_("räknas"), default=True)
    erase_asked_on = models.DateField(_("radering begärd"), null=True, blank=True)
    erased_on = models.DateField(_("gallrad"), null=True, blank=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    # Rules that the database itself keeps, on both databases: (name, event, condition, message).
    guards = [
        (
            "stands_as_it_came",
            "UPDATE",
            "(NEW.text <> OLD.text AND NEW.text <> '') OR NEW.channel <> OLD.channel "
            "OR NEW.received_on <> OLD.received_on OR NEW.dialogue_id <> OLD.dialogue_id",
            "det som kom in kan inte ändras",
        ),
        ("is_not_removed", "DELETE", "", "en inkommen handling tas inte bort, den gallras"),
    ]

    class Meta:
        verbose_name = _("inkommen synpunkt")
        verbose_name_plural = _("inkommet")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["dialogue", "channel"], name="submission_by_channel"),
            models.Index(fields=["received_on"], name="submission_by_day"),
        ]
        constraints = [
            models.CheckConstraint(name="submission_has_a_voice", condition=Q(voices__gte=1)),
            models.CheckConstraint(
                name="submission_stretch_has_both_ends",
                condition=Q(stretch_from="", stretch_to="") | (~Q(stretch_from="") & ~Q(stretch_to="")),
                violation_error_message=_("Skriv både var sträckan börjar och var den slutar."),
            ),
            models.CheckConstraint(
                name="submission_erased_is_empty",
                condition=Q(erased_on__isnull=True)
                | Q(text="", place_words="", stretch_from="", stretch_to="", photo="", text_digest=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_channel_display()} {self.received_on}: {self.text[:60]}"

    def delete(self, *args, **kwargs):
        raise TypeError("En inkommen handling tas inte bort. Den gallras: se retention.py.")

    @property
    def is_held(self):
        """A person must look before anything else is done with it."""
        return bool(self.found or self.suspicions)

    @property
    def where(self):
        """The place in words: a register's place, a stretch, or what was written."""
        if self.stretch_from:
            return f"{self.stretch_from} – {self.stretch_to}"
        return self.place_words or (str(self.place) if self.place_id else "")


class PendingPhoto(models.Model):
    """A picture that somebody has chosen but not yet sent, so that a preview or a fault elsewhere in the form doesn't lose it."""

    key_digest = models.CharField(max_length=64, unique=True)
    photo = models.FileField(upload_to="vantar/", storage=inside)
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("bild som väntar")
        verbose_name_plural = _("bilder som väntar")


class Follower(models.Model):
    """An e-mail address, left to be told what becomes of one submission, used for that alone and erased when it is closed."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="follower")
    email = models.EmailField(_("e-post"))
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(_("bekräftad"), null=True, blank=True)
    written_in = models.CharField(max_length=2, default="sv")

    class Meta:
        verbose_name = _("följare")
        verbose_name_plural = _("följare")
