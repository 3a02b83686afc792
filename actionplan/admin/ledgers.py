"""The ledgers of an activity in the admin: rows that stand are shown, new ones are added, nothing is changed.

A party speaks only for itself: the kommunpolis reports on the police's commitments, the coordinator on everybody's.
"""

from functools import partial

from django import forms
from django.contrib import admin
from django.contrib.admin.checks import BaseModelAdminChecks
from django.forms import BaseModelFormSet, modelformset_factory
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplan.changed import changes_of
from actionplan.models import Commitment, DueDateChange, FollowUp, Occurrence, TargetChange
from arboga_loften.foundation import clock
from arboga_loften.foundation.admin import OurForm, PlainFields


def reportable(user, activity):
    """The commitments of an activity that somebody may report on; asked for once per activity."""
    if activity is None:
        return []
    if not hasattr(activity, "reportable_commitments"):
        parts = activity.commitments.select_related("organisation")
        activity.reportable_commitments = [part for part in parts if user.speaks_for(part.organisation)]
    return activity.reportable_commitments


class LedgerFormSet(BaseModelFormSet):
    """Forms for new rows only. Those that stand are never in it, so that nothing can be changed by mistake or malice."""

    user = None

    def __init__(self, *args, instance=None, queryset=None, save_as_new=False, **kwargs):
        self.instance = instance
        super().__init__(*args, queryset=self.model._base_manager.none(), **kwargs)

    @classmethod
    def get_default_prefix(cls):
        return f"{cls.model._meta.model_name}s"

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.belong_to(self.instance, self.user)
        return form

    @property
    def empty_form(self):
        form = super().empty_form
        form.belong_to(self.instance, self.user)
        return form


class LedgerForm(OurForm):
    """A new row, which knows its activity before it is checked."""

    def belong_to(self, activity, user):
        self.instance.activity = activity

    def _get_validation_exclusions(self):
        """What the row fills in by itself is judged too: whether a target is lowered depends on what it was."""
        return super()._get_validation_exclusions() - {"old_due_on", "old_value", "old_unit"}


class FollowUpForm(LedgerForm):
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


class OccurrenceForm(LedgerForm):
    class Meta:
        model = Occurrence
        fields = ["on", "count", "place", "note", "evidence"]

    def clean_count(self):
        count = self.cleaned_data["count"]
        if count < 1:
            raise forms.ValidationError(_("Ett tillfälle räknas som minst 1."))
        return count


class DueDateChangeForm(LedgerForm):
    class Meta:
        model = DueDateChange
        fields = ["new_due_on", "reason", "on"]
        labels = {"on": _("beslutat den")}

    def clean_new_due_on(self):
        day = self.cleaned_data["new_due_on"]
        if day == self.instance.activity.due_on:
            raise forms.ValidationError(_("Det nya slutdatumet är samma som det gamla."))
        return day


class TargetChangeForm(LedgerForm):
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


class LedgerChecks(BaseModelAdminChecks):
    """Without the demand for a foreign key to the activity: a follow-up hangs on a commitment."""

    def check(self, inline_obj, **kwargs):
        return super().check(inline_obj)


class LedgerInline(PlainFields, admin.StackedInline):
    """Part of an activity's page: the rows so far, newest first, and a form for a new one."""

    template = "admin/ledger_inline.html"
    checks_class = LedgerChecks
    can_delete = False
    extra = 1
    comes_first = True
    invitation = ""
    explanation = ""

    def get_formset(self, request, obj=None, **kwargs):
        """For those who only read, without any form: one that somebody forges and sends all the same is refused."""
        may_add = self.has_add_permission(request, obj)
        made = modelformset_factory(
            self.model,
            form=self.form,
            formset=LedgerFormSet,
            formfield_callback=partial(self._field, request=request),
            extra=self.get_extra(request, obj) if may_add else 0,
            max_num=self.get_max_num(request, obj) if may_add else 0,
            absolute_max=None if may_add else 0,
            can_delete=False,
            fields=self.form._meta.fields,
            labels=self.form._meta.labels,
            help_texts=self.form._meta.help_texts,
        )
        made.user = request.user
        return made

    def _field(self, db_field, request, **kwargs):
        field = self.formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "on":
            field.widget.attrs["max"] = clock.today().isoformat()
            field.initial = clock.today if self.today_at_first else None
        return field

    # Where the day alone would make a row that nobody meant, it is left for the person to fill in.
    today_at_first = True

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": self.form._meta.fields})]

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and bool(reportable(request.user, obj))

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class SayHowItGoes(LedgerInline):
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


class TellWhatWasDone(LedgerInline):
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


class ChangeThePromise(LedgerInline):
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
