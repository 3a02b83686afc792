"""What was promised and has been changed: from what, to what and why, for all to see."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.models.plan import Activity
from arboga_loften.foundation.publishing import LedgerEntry


class DueDateChange(LedgerEntry):
    """A moved deadline: from when, to when and why, for all to see."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("aktivitet"), on_delete=models.PROTECT, related_name="due_date_changes"
    )
    old_due_on = models.DateField(_("tidigare slutdatum"), editable=False)
    new_due_on = models.DateField(_("nytt slutdatum"))
    reason = models.TextField(_("skäl"), help_text=_("Visas på webbplatsen."))

    class Meta(LedgerEntry.Meta):
        verbose_name = _("flyttat slutdatum")
        verbose_name_plural = _("flyttade slutdatum")
        ordering = ["on", "pk"]
        constraints = [
            *LedgerEntry.Meta.constraints,
            models.CheckConstraint(
                name="due_date_change_changes",
                condition=~Q(new_due_on=F("old_due_on")),
                violation_error_message=_("Det nya slutdatumet är samma som det gamla."),
            ),
            models.CheckConstraint(
                name="due_date_change_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Skriv varför slutdatumet flyttas."),
            ),
        ]

    def __str__(self):
        return f"{self.old_due_on} → {self.new_due_on}"

    def clean(self):
        super().clean()
        if self._state.adding and self.activity_id:
            self.old_due_on = self.activity.due_on
            if self.new_due_on and self.new_due_on < self.activity.starts_on:
                raise ValidationError({"new_due_on": _("Aktiviteten kan inte vara klar före den dag den börjar.")})


class TargetChange(LedgerEntry):
    """A target that was changed: lowered only with a reason, and the one that was first promised stays in sight."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("aktivitet"), on_delete=models.PROTECT, related_name="target_changes"
    )
    old_value = models.PositiveIntegerField(_("tidigare mål, minst"), null=True, editable=False)
    old_unit = models.CharField(_("tidigare enhet"), max_length=40, blank=True, editable=False)
    new_value = models.PositiveIntegerField(
        _("nytt mål, minst"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Lämna tomt om löftet inte ska räknas längre."),
    )
    new_unit = models.CharField(_("ny enhet"), max_length=40, blank=True, help_text=_("I flertal: ”tillfällen”."))
    new_unit_one = models.CharField(_("ny enhet i ental"), max_length=40, blank=True)
    reason = models.TextField(_("skäl"), blank=True, help_text=_("Visas på webbplatsen. Behövs när målet sänks."))

    class Meta(LedgerEntry.Meta):
        verbose_name = _("ändrat mål")
        verbose_name_plural = _("ändrade mål")
        ordering = ["on", "pk"]
        constraints = [
            *LedgerEntry.Meta.constraints,
            models.CheckConstraint(
                name="target_change_changes",
                condition=~Q(new_unit=F("old_unit"))
                | Q(old_value__isnull=True, new_value__isnull=False)
                | Q(old_value__isnull=False, new_value__isnull=True)
                | ~Q(new_value=F("old_value")),
                violation_error_message=_("Det nya målet är samma som det gamla."),
            ),
            models.CheckConstraint(
                name="target_change_with_unit",
                condition=Q(new_value__isnull=True, new_unit="") | (Q(new_value__gte=1) & ~Q(new_unit="")),
                violation_error_message=_("Ett mål behöver både ett antal och en enhet, till exempel 4 tillfällen."),
            ),
            # Only what is raised, or given for the first time, needs no reason. Another unit is another promise.
            models.CheckConstraint(
                name="target_change_has_reason",
                condition=~Q(reason="")
                | Q(old_value__isnull=True)
                | (Q(new_value__isnull=False) & Q(new_value__gt=F("old_value")) & Q(new_unit=F("old_unit"))),
                violation_error_message=_("Skriv varför målet ändras. Ett mål sänks aldrig utan skäl."),
            ),
        ]

    def __str__(self):
        return f"{self.old_value or '–'} → {self.new_value or '–'}"

    @property
    def is_lowered(self):
        """Less is promised than before."""
        return self.old_value is not None and (self.new_value is None or self.new_value < self.old_value)

    def clean(self):
        super().clean()
        if self._state.adding and self.activity_id:
            self.old_value, self.old_unit = self.activity.target_value, self.activity.target_unit


class GoalChange(LedgerEntry):
    """A promise whose words were changed: both wordings stay, so that nobody has to remember what it used to say."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("aktivitet"), on_delete=models.PROTECT, related_name="goal_changes"
    )
    old_goal = models.TextField(_("stod förut"), editable=False)
    new_goal = models.TextField(_("står nu"))
    reason = models.TextField(_("skäl"), blank=True, help_text=_("Visas på webbplatsen."))

    class Meta(LedgerEntry.Meta):
        verbose_name = _("ändrat löfte")
        verbose_name_plural = _("ändrade löften")
        ordering = ["on", "pk"]
        constraints = [
            *LedgerEntry.Meta.constraints,
            models.CheckConstraint(
                name="goal_change_changes",
                condition=~Q(new_goal=F("old_goal")) & ~Q(new_goal=""),
                violation_error_message=_("Det nya löftet är samma som det gamla."),
            ),
        ]

    def __str__(self):
        return self.new_goal[:60]

    def clean(self):
        super().clean()
        if self._state.adding and self.activity_id:
            self.old_goal = self.activity.goal
