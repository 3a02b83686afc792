"""The report that the council has adopted: its whole content as it was, its sum, and the sum of the one before it."""

import json
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actionplan.models.council import CouncilMeeting
from arboga_loften.foundation.models import Publishable
from arboga_loften.foundation.publishing import PublishableQuerySet, Undeletable


def sum_of(content: str | bytes) -> str:
    """The sum (SHA-256, 64 hexadecimal digits) of a content's bytes, which are UTF-8."""
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()


FROZEN = _("En antagen rapport kan inte ändras. Anta en ny version som säger vad som är rättat.")


class CouncilReportQuerySet(PublishableQuerySet):
    def delete(self):
        raise Undeletable(_("En antagen rapport kan inte tas bort. Avpublicera den och skriv varför."))

    def in_chain(self):
        """Every report ever adopted, in the order that they were."""
        return self.order_by("number")

    def latest_versions(self):
        """Of each meeting the version that stands."""
        newer = CouncilReport.objects.filter(meeting=models.OuterRef("meeting"), version__gt=models.OuterRef("version"))
        return self.filter(~models.Exists(newer))


class CouncilReport(Publishable):
    """A report as it was adopted. Nothing that is changed afterwards reaches it: `content` is data of its own.

    `content` is JSON in one canonical form (sorted keys, UTF-8, no spaces), kept as text so that its bytes are the same
    on every database; `sha256` is the sum of those bytes. Each report holds the sum of the one adopted before it
    (`previous`), inside its content too, so that a report that disappears leaves a hole that anybody can see. A
    correction is a new version, which says what was corrected.
    """

    meeting = models.ForeignKey(
        CouncilMeeting, verbose_name=_("möte"), on_delete=models.PROTECT, related_name="reports", editable=False
    )
    version = models.PositiveSmallIntegerField(_("version"), editable=False)
    number = models.PositiveIntegerField(_("plats i kedjan"), unique=True, editable=False)
    previous = models.OneToOneField(
        "self",
        verbose_name=_("föregående i kedjan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="following",
        editable=False,
    )
    content = models.TextField(_("innehåll"), editable=False)
    sha256 = models.CharField(_("kontrollsumma"), max_length=64, unique=True, editable=False)
    correction = models.TextField(_("vad som är rättat"), blank=True, editable=False)
    adopted_on = models.DateField(_("antagen"), editable=False)
    adopted_at = models.DateTimeField(_("antagen klockan"), editable=False)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("antagen av"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    unpublished_reason = models.TextField(
        _("varför den är avpublicerad"), blank=True, help_text=_("Visas i kedjan, där rapporten stod.")
    )

    # The frozen columns never change, so the history needs not copy the content.
    history = HistoricalRecords(excluded_fields=["content"])
    objects = CouncilReportQuerySet.as_manager()

    FROZEN_FIELDS = (
        "meeting_id",
        "version",
        "number",
        "previous_id",
        "content",
        "sha256",
        "correction",
        "adopted_on",
        "adopted_at",
        "adopted_by_id",
    )
    # What the database itself refuses: the frozen columns, and to be erased, published or not.
    guards = (
        (
            "frozen",
            "UPDATE",
            " OR ".join(
                [f"OLD.{name} <> NEW.{name}" for name in FROZEN_FIELDS if name != "previous_id"]
                + ["COALESCE(OLD.previous_id, 0) <> COALESCE(NEW.previous_id, 0)"]
            ),
            "en antagen rapport kan inte ändras",
        ),
        ("kept", "DELETE", "", "en antagen rapport kan inte tas bort"),
    )

    class Meta(Publishable.Meta):
        verbose_name = _("uppföljningsrapport")
        verbose_name_plural = _("uppföljningsrapporter")
        ordering = ["-number"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(fields=["meeting", "version"], name="report_version_once"),
            models.CheckConstraint(
                name="report_correction_says_what",
                condition=Q(version=1, correction="") | (Q(version__gt=1) & ~Q(correction="")),
                violation_error_message=_("Skriv vad som är rättat."),
            ),
            models.CheckConstraint(
                name="report_chain_has_one_beginning",
                condition=Q(number=1, previous__isnull=True) | (Q(number__gt=1) & Q(previous__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_taken_down_with_reason",
                condition=~Q(publication="unpublished") | ~Q(unpublished_reason=""),
                violation_error_message=_("Skriv varför rapporten avpubliceras. Det visas i kedjan."),
            ),
        ]

    @cached_property
    def told(self):
        """The content, read."""
        return json.loads(self.content)

    @property
    def is_whole(self):
        """Whether the content still has the sum that it was adopted with."""
        return sum_of(self.content) == self.sha256

    def __str__(self):
        return f"{self.meeting.title}, version {self.version}" if self.version > 1 else self.meeting.title

    def get_absolute_url(self):
        return reverse("actionplan:report_published", args=[self.meeting.key])

    def save(self, *args, **kwargs):
        if not self._state.adding and self._has_changed():
            raise Undeletable(FROZEN)
        return super().save(*args, **kwargs)

    def _has_changed(self):
        kept = CouncilReport.objects.filter(pk=self.pk).values(*self.FROZEN_FIELDS).get()
        return any(getattr(self, name) != value for name, value in kept.items())

    def clean(self):
        super().clean()
        if self.publication == "unpublished" and not self.unpublished_reason:
            raise ValidationError({"unpublished_reason": _("Skriv varför rapporten avpubliceras. Det visas i kedjan.")})

    def delete(self, *args, **kwargs):
        raise Undeletable(_("En antagen rapport kan inte tas bort. Avpublicera den och skriv varför."))


class ReportFileQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise Undeletable(FROZEN)

    def delete(self):
        raise Undeletable(FROZEN)


class ReportFile(models.Model):
    """The adopted report as a file: made once, of the frozen content alone, and handed out as those bytes ever after."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        EXCEL = "xlsx", "Excel"

    report = models.ForeignKey(CouncilReport, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind)
    data = models.BinaryField()
    sha256 = models.CharField(_("kontrollsumma"), max_length=64, db_index=True)

    objects = ReportFileQuerySet.as_manager()

    guards = (
        ("no_update", "UPDATE", "", "en antagen rapport kan inte ändras"),
        ("no_delete", "DELETE", "", "en antagen rapport kan inte tas bort"),
    )

    class Meta:
        verbose_name = _("rapport som fil")
        verbose_name_plural = _("rapporter som filer")
        ordering = ["report", "kind"]
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="report_file_once")]

    def __str__(self):
        return f"{self.report_id}.{self.kind}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Undeletable(FROZEN)
        return super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Undeletable(FROZEN)
