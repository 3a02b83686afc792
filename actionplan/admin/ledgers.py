"""The ledgers of an activity in the admin (foundation/admin/ledgers.py).

A party speaks only for itself: the kommunpolis reports on the police's commitments, the coordinator on everybody's.
"""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplan.changed import changes_of
from actionplan.models import Commitment, DueDateChange, FollowUp, Occurrence, TargetChange
from arboga_loften.foundation.admin import LedgerForm, LedgerInline


def reportable(user, activity):
    """The commitments of an activity that somebody may report on; asked for once per activity."""
    if activity is None:
        return []
    if not hasattr(activity, "reportable_commitments"):
        parts = activity.commitments.select_related("organisation")
        activity.reportable_commitments = [part for part in parts if user.speaks_for(part.organisation)]
    return activity.reportable_commitments


class ActivityLedgerForm(LedgerForm):
    def belong_to(self, activity, user):
        self.instance.activity = activity

    def _get_validation_exclusions(self):
        """What the row fills in by itself is judged too: whether a target is lowered depends on what it was."""
        return super()._get_validation_exclusions() - {"old_due_on", "old_value", "old_unit"}


class FollowUpForm(ActivityLedgerForm):
    error_fields = {"follow_up_reason_where_needed": "note", "follow_up_next_is_later": "next_update_on"}

    class Meta:
        model = FollowUp
        fields = ["commitment", "status", "on", "note", "evidence", "next_update_on", "confirms_only"]
        labels = {"commitment": _("för vem"), "on": _("läget den")}
        help_texts = {
            "confirms_only": _("Kryssa i när du bara bekräftar det som redan är sagt. Det räknas inte som något nytt.")
        }

    def belong_to(self, activity, user):
        mine = reportable(user, activity)
        field = self.fields["commitment"]
        field.queryset = Commitment.objects.filter(pk__in=[part.pk for part in mine]).select_related("organisation")
        field.label_from_instance = _party
        field.empty_label = None if len(mine) == 1 else field.empty_label
        if len(mine) == 1:
            self.initial["commitment"] = mine[0].pk


def _party(commitment):
    who = commitment.organisation.short_name
    return f"{who}: {commitment.responsible}" if commitment.responsible else who


class OccurrenceForm(ActivityLedgerForm):
    class Meta:
        model = Occurrence
        fields = ["on", "count", "place", "note", "evidence"]

    def clean_count(self):
        count = self.cleaned_data["count"]
        if count < 1:
            raise forms.ValidationError(_("Ett tillfälle räknas som minst 1."))
        return count


class DueDateChangeForm(ActivityLedgerForm):
    class Meta:
        model = DueDateChange
        fields = ["new_due_on", "reason", "on"]
        labels = {"on": _("beslutat den")}

    def clean_new_due_on(self):
        day = self.cleaned_data["new_due_on"]
        if day == self.instance.activity.due_on:
            raise forms.ValidationError(_("Det nya slutdatumet är samma som det gamla."))
        return day


class TargetChangeForm(ActivityLedgerForm):
    error_fields = {
        "target_change_changes": "new_value",
        "target_change_with_unit": "new_unit",
        "target_change_has_reason": "reason",
    }

    class Meta:
        model = TargetChange
        fields = ["new_value", "new_unit", "new_unit_one", "reason", "on"]
        labels = {"on": _("beslutat den")}

    def belong_to(self, activity, user):
        super().belong_to(activity, user)
        # What only the one who changes the number means to keep.
        self.initial |= {"new_unit": activity.target_unit, "new_unit_one": activity.target_unit_one}


class ActivityLedger(LedgerInline):
    """Part of an activity's page, for those who speak for one of its parties."""

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and bool(reportable(request.user, obj))


class SayHowItGoes(ActivityLedger):
    model = FollowUp
    form = FollowUpForm
    verbose_name = _("uppföljning")
    verbose_name_plural = _("Uppföljningar: så säger parterna att det går")
    invitation = _("Skriv en ny uppföljning")
    explanation = _("Den nya raden gäller från sin dag. De äldre står kvar som de skrevs, också på webbplatsen.")

    def rows(self, activity):
        found = FollowUp.objects.filter(commitment__activity=activity).select_related(
            "commitment__organisation", "recorded_by"
        )
        return [
            {"row": row, "chip": row.sign, "who": row.commitment.organisation.short_name, "text": row.note}
            for row in found.latest_first()
        ]


class TellWhatWasDone(ActivityLedger):
    model = Occurrence
    form = OccurrenceForm
    verbose_name = _("tillfälle")
    verbose_name_plural = _("Tillfällen: det som är gjort")
    invitation = _("Berätta om ett nytt tillfälle")
    explanation = _(
        "Varje tillfälle räknas mot målet. Blev det fel tar du tillbaka det med ett skäl; båda raderna står kvar."
    )
    today_at_first = False

    def rows(self, activity):
        found = Occurrence.objects.filter(activity=activity).select_related("withdrawal", "place", "recorded_by")
        return [self._row(row) for row in found.order_by("-on", "-pk")]

    def _row(self, row):
        taken_back = hasattr(row, "withdrawal")
        stands = row.withdraws_id is None and not taken_back
        return {
            "row": row,
            "text": row.note,
            "count": row.count if row.withdraws_id is None else None,
            "place": row.place,
            "struck": taken_back,
            "withdraws": row.withdraws_id is not None,
            "withdraw_url": reverse("admin:actionplan_occurrence_withdraw", args=[row.activity_id, row.pk])
            if stands
            else "",
        }


class ChangeThePromise(ActivityLedger):
    """What was promised in public and is changed in the open: one change at a time."""

    max_num = 1

    def rows(self, activity):
        told = [change for change in changes_of(activity)[::-1] if isinstance(change.row, self.model)]
        return [{"row": change.row, "text": change.reason, "change": change} for change in told]

    def has_add_permission(self, request, obj):
        """A draft is simply changed; the ledger begins with what has been public."""
        return super().has_add_permission(request, obj) and bool(obj.first_published_on)


class MoveTheDeadline(ChangeThePromise):
    model = DueDateChange
    form = DueDateChangeForm
    verbose_name = _("flyttat slutdatum")
    verbose_name_plural = _("Flyttade slutdatum")
    invitation = _("Flytta slutdatumet")
    explanation = _("Det gamla datumet och skälet visas på webbplatsen.")


class ChangeTheTarget(ChangeThePromise):
    model = TargetChange
    form = TargetChangeForm
    verbose_name = _("ändrat mål")
    verbose_name_plural = _("Ändrade mål")
    invitation = _("Ändra målet")
    explanation = _("Det gamla målet visas på webbplatsen bredvid det nya. Ett mål sänks aldrig utan skäl.")
