"""Publishing: draft → ready → published → unpublished, and never erased once it has been public.

What a municipality has published is an official document (allmän handling), so it is taken down, not deleted.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation import clock


class Publication(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    READY = "ready", _("Klar att publicera")
    PUBLISHED = "published", _("Publicerad")
    UNPUBLISHED = "unpublished", _("Avpublicerad")


# What hasn't been public yet.
NEVER_PUBLIC = [Publication.DRAFT, Publication.READY]


class Undeletable(ValidationError):
    """Raised when something that has been public, or a row of a ledger, is asked to disappear."""


class TrackedQuerySet(models.QuerySet):
    """A QuerySet whose bulk writes are refused, since they would leave no trace in the history."""

    def update(self, **kwargs):
        raise TypeError("update() lämnar inga spår i historiken. Spara varje rad för sig.")

    def bulk_update(self, *args, **kwargs):
        raise TypeError("bulk_update() lämnar inga spår i historiken. Spara varje rad för sig.")


def public(path="", on=None):
    """The condition for being public, for the row itself or for what it hangs on (`path`, as in "dialogue")."""
    prefix = f"{path}__" if path else ""
    return Q(**{f"{prefix}publication": Publication.PUBLISHED, f"{prefix}publish_on__lte": on or clock.today()})


def once_public(path=""):
    """The condition for being public or taken down: what isn't a draft, and doesn't wait for its day."""
    prefix = f"{path}__" if path else ""
    return public(path) | Q(**{f"{prefix}publication": Publication.UNPUBLISHED})


class PublishableQuerySet(TrackedQuerySet):
    # What a row hangs on must be public too; a model that hangs on another names the way there.
    hangs_on = ()

    def visible(self, on=None):
        """What a resident may read: published, its day has come, and so for everything that it hangs on."""
        condition = public(on=on)
        for path in self.hangs_on:
            condition &= public(path, on)
        return self.filter(condition)

    def no_secret(self):
        """What a resident may read or once could, with everything that it hangs on."""
        condition = once_public()
        for path in self.hangs_on:
            condition &= once_public(path)
        return self.filter(condition)

    def drafts(self):
        """What has never been public: being written, or ready for somebody to publish."""
        return self.filter(publication__in=[Publication.DRAFT, Publication.READY])

    def delete(self):
        if self.filter(first_published_on__isnull=False).exists():
            raise Undeletable(_("Det som har varit publicerat kan inte tas bort. Avpublicera det i stället."))
        return super().delete()


class Publishable(models.Model):
    """Something that residents can read once it is published, from its day on."""

    publication = models.CharField(
        _("publicering"), max_length=12, choices=Publication, default=Publication.DRAFT, db_index=True
    )
    publish_on = models.DateField(
        _("visas från"),
        null=True,
        blank=True,
        help_text=_("Dagen då sidan börjar visas. Lämnar du fältet tomt visas den från den dag du publicerar."),
    )
    first_published_on = models.DateField(_("först publicerad"), null=True, blank=True, editable=False)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_published_has_day",
                condition=~Q(publication=Publication.PUBLISHED)
                | (Q(publish_on__isnull=False) & Q(first_published_on__isnull=False)),
                violation_error_message=_("Det som är publicerat måste ha en dag då det börjar visas."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_unpublished_was_public",
                condition=~Q(publication=Publication.UNPUBLISHED) | Q(first_published_on__isnull=False),
                violation_error_message=_("Bara det som har varit publicerat kan avpubliceras."),
            ),
        ]

    @property
    def is_visible(self):
        return (
            self.publication == Publication.PUBLISHED
            and self.publish_on is not None
            and self.publish_on <= clock.today()
        )

    def settle_publication(self):
        """Fill in the days that publishing implies, and refuse a way back to draft."""
        if self.publication == Publication.PUBLISHED:
            self.publish_on = self.publish_on or clock.today()
            self.first_published_on = self.first_published_on or min(self.publish_on, clock.today())
        elif self.publication in NEVER_PUBLIC and self.first_published_on:
            self.publication = Publication.UNPUBLISHED

    def clean(self):
        super().clean()
        self.settle_publication()
        if self.publication == Publication.UNPUBLISHED and not self.first_published_on:
            raise ValidationError(
                {"publication": _("Det här har aldrig varit publicerat. Låt det vara ett utkast i stället.")}
            )

    def publish(self, *, on=None):
        """Make this public from a day on (today if none is given). The caller saves."""
        self.publication = Publication.PUBLISHED
        self.publish_on = on or self.publish_on or clock.today()
        self.settle_publication()

    def unpublish(self):
        """Take this down; it stays in the archive. The caller saves."""
        self.publication = Publication.UNPUBLISHED

    def delete(self, *args, **kwargs):
        if self.first_published_on:
            raise Undeletable(_("Det som har varit publicerat kan inte tas bort. Avpublicera det i stället."))
        return super().delete(*args, **kwargs)


class LedgerQuerySet(models.QuerySet):
    """Rows that are added and then stand."""

    def update(self, **kwargs):
        raise Undeletable(_("En rad i liggaren kan inte ändras. Lägg till en ny rad i stället."))

    def delete(self):
        raise Undeletable(_("En rad i liggaren kan inte tas bort. Lägg till en ny rad i stället."))

    def known_on(self, day):
        """The rows that the public could know of on a day. A row written afterwards doesn't change the past."""
        return self.filter(recorded_on__lte=day)


class LedgerEntry(models.Model):
    """A dated statement that is never changed: what was said or done stands as it was said, and by whom it was written.

    `on` is the day that the statement is about; `recorded_on` is the day that it became known. The state on a past day
    counts what was recorded by then, so a report that is written afterwards can't prettify the past.
    """

    on = models.DateField(_("dag"))
    recorded_on = models.DateField(_("inlagd"), default=clock.today, editable=False)
    recorded_at = models.DateTimeField(_("inlagd klockan"), default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("inlagd av"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = LedgerQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_not_ahead_of_time",
                condition=Q(on__lte=models.F("recorded_on")),
                violation_error_message=_("Dagen ligger i framtiden. Skriv en dag som har varit."),
            )
        ]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Undeletable(_("En rad i liggaren kan inte ändras. Lägg till en ny rad i stället."))
        return super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.on and self.on > clock.today():
            raise ValidationError({"on": _("Dagen ligger i framtiden. Skriv en dag som har varit.")})

    def delete(self, *args, **kwargs):
        raise Undeletable(_("En rad i liggaren kan inte tas bort. Lägg till en ny rad i stället."))
