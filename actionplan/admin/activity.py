"""An activity in the admin: what is promised, by whom, how it goes, and the list that answers what there is to do."""

import re

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from actionplan import followup
from actionplan.admin.filters import FlagFilter, FocusAreaFilter, PartyFilter, SaidFilter, YearFilter
from actionplan.admin.ledgers import (
    ChangeTheTarget,
    MoveTheDeadline,
    SayHowItGoes,
    TellWhatWasDone,
    reportable,
)
from actionplan.admin.reading import ReadablePages
from actionplan.board import judge_all
from actionplan.models import Activity, Commitment, PlannedOccurrence
from arboga_loften.foundation import clock
from arboga_loften.foundation.admin import (
    ORIGIN,
    PUBLISHING,
    LedgerFormSet,
    OurForm,
    PlainFields,
    PublishableAdmin,
)
from arboga_loften.foundation.templatetags.look import day, day_short
from focusareas.models import FocusArea

# What an editor may mend without touching what is promised.
TEXTS = ["title", "summary", "goal", "kind", "target_group", "places", "themes", "findings", "viewpoints", "sources"]
SHOWN = ["publication", "publish_on"]


class ActivityForm(OurForm):
    error_fields = {
        "activity_due_after_start": "due_on",
        "activity_target_with_unit": "target_unit",
        "activity_target_of_at_least_one": "target_value",
        "activity_number_once": "number",
    }

    goal_reason = forms.CharField(
        label=_("varför löftet skrivs om"),
        required=False,
        help_text=_("Fyll i när du ändrar orden i ett publicerat löfte. Det gamla och det nya visas på webbplatsen."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    # What a published promise is to say instead, once the ledger has it.
    new_goal = None

    def _post_clean(self):
        """A published promise is reworded through its ledger; the row itself is left as it stands."""
        typed = self.cleaned_data.get("goal")
        if self.instance.first_published_on and typed and typed != self.initial.get("goal"):
            self.new_goal, self.cleaned_data["goal"] = typed, self.initial["goal"]
        super()._post_clean()

    def clean_starts_on(self):
        """Where the due date is locked it isn't part of the form, and the rule about the two would be passed over."""
        day = self.cleaned_data["starts_on"]
        if "due_on" not in self.fields and day > self.instance.due_on:
            raise ValidationError(_("Aktiviteten kan inte börja efter den dag då den ska vara klar."))
        return day


class CommitmentForm(OurForm):
    error_fields = {"commitment_once_per_party": "organisation"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "organisation" in self.fields:
            # Whose promise it is doesn't change hands; another party makes a promise of its own.
            self.fields["organisation"].disabled = True


class CommitmentInline(PlainFields, admin.StackedInline):
    model = Commitment
    form = CommitmentForm
    extra = 0
    min_num = 1
    comes_first = False
    fields = [("organisation", "responsible"), "owner"]
    verbose_name_plural = _("Vem lovar?")
    explanation = _("Varje part rapporterar sin egen del.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation", "activity__focus_area")

    def has_delete_permission(self, request, obj=None):
        """A published promise isn't taken back by removing who made it; it is cancelled, with a reason."""
        return super().has_delete_permission(request, obj) and not (obj and obj.first_published_on)


class PlannedOccurrenceForm(OurForm):
    error_fields = {"planned_occurrence_cancelled_with_reason": "cancelled_reason"}


class PlannedOccurrenceInline(PlainFields, admin.StackedInline):
    model = PlannedOccurrence
    form = PlannedOccurrenceForm
    extra = 0
    comes_first = True
    explanation = _(
        "Boka in det som ska hända. När det har varit berättar du om det under Tillfällen. Blev det inte av ställer du "
        "in det här, med en dag och ett skäl."
    )
    fieldsets = [
        (None, {"fields": [("on", "place"), "note", ("cancelled_on", "cancelled_reason")]}),
    ]
    verbose_name_plural = _("Inbokade tillfällen: det som ska hända")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("activity", "place").order_by("-on", "-pk")

    def _may(self, permitted, request, obj):
        return permitted and (obj is None or bool(reportable(request.user, obj)))

    def has_add_permission(self, request, obj):
        return self._may(super().has_add_permission(request, obj), request, obj)

    def has_change_permission(self, request, obj=None):
        return self._may(super().has_change_permission(request, obj), request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.first_published_on)


class JudgedChangeList(ChangeList):
    """The page's rows, each with its `progress`, in as many queries for thirty as for three."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = judge_all(list(self.result_list), clock.today())


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Varför tar du tillbaka tillfället?"),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=_("Skälet visas på webbplatsen. Både tillfället och att det är tillbakataget står kvar."),
        error_messages={"required": _("Skriv varför tillfället tas tillbaka.")},
    )


@admin.register(Activity)
class ActivityAdmin(ReadablePages, PublishableAdmin):
    form = ActivityForm
    change_form_template = "admin/activity_form.html"
    list_display = ["label_shown", "title_shown", "said", "checks", "outcome", "due_shown", "last_news", "owner"]
    list_display_links = ["label_shown"]
    list_filter = [
        YearFilter,
        FocusAreaFilter,
        PartyFilter,
        "publication",
        "is_example",
        SaidFilter,
        FlagFilter,
    ]
    ordering = ["-focus_area__promise__year", "focus_area__number", "number"]
    search_fields = ["title", "summary", "goal", "commitments__responsible", "places__name"]
    search_help_text = _("Sök på ord i aktiviteten, plats, ansvarig funktion eller nummer, till exempel 3.2.")
    date_hierarchy = "due_on"
    prepopulated_fields = {"slug": ["title"]}
    radio_fields = {**PublishableAdmin.radio_fields, "kind": admin.VERTICAL}

    # --- The list ---
    def get_changelist(self, request, **kwargs):
        return JudgedChangeList

    def get_queryset(self, request):
        return super().get_queryset(request).as_of(clock.today()).select_related("focus_area__promise__plan")

    def get_search_results(self, request, queryset, search_term):
        if number := re.fullmatch(r"(\d{1,4})\.(\d{1,4})", search_term.strip()):
            area, own = number.groups()
            return queryset.filter(focus_area__number=area, number=own), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("nr"), ordering="focus_area__number")
    def label_shown(self, activity):
        return f"{activity.focus_area.promise.slug} · {activity.label}"

    @admin.display(description=_("aktivitet"), ordering="title")
    def title_shown(self, activity):
        return render_to_string("admin/cells/title.html", {"activity": activity})

    @admin.display(description=_("så säger parterna"))
    def said(self, activity):
        return render_to_string("admin/cells/said.html", {"activity": activity})

    @admin.display(description=_("kontroll"))
    def checks(self, activity):
        return render_to_string("admin/cells/checks.html", {"flags": activity.progress.flags})

    @admin.display(description=_("gjort"))
    def outcome(self, activity):
        facts = activity.progress.facts
        if facts.target is None:
            return _labelled(_("Gjort"), facts.outcome or "–")
        words = _("%(outcome)s av minst %(target)s") % {"outcome": facts.outcome, "target": facts.target}
        return _labelled(_("Gjort"), words)

    @admin.display(description=_("klart senast"), ordering="due_on")
    def due_shown(self, activity):
        return _labelled(_("Klart senast"), day_short(activity.due_on))

    @admin.display(description=_("senaste besked"))
    def last_news(self, activity):
        news = activity.progress.facts.last_news_on
        return _labelled(_("Senaste besked"), day_short(news) if news else _("inget än"))

    @admin.display(description=_("ansvarig"))
    def owner(self, activity):
        said = activity.progress.facts.said
        names = ", ".join(each.responsible or each.organisation.short_name for each in said)
        return _labelled(_("Ansvarig"), names or "–")

    # --- Who may do what ---
    def has_publish_permission(self, request):
        return request.user.has_perm("actionplan.change_activity")

    def has_change_permission(self, request, obj=None):
        """Also for the one who reports: that is done on the activity's page, with everything else locked."""
        if super().has_change_permission(request, obj):
            return True
        return request.user.has_perm("actionplan.add_followup") and bool(reportable(request.user, obj))

    def get_readonly_fields(self, request, obj=None):
        if request.user.has_perm("actionplan.add_activity"):
            return ["due_on", "target_value", "target_unit"] if obj and obj.first_published_on else []
        everything = [name for _title, options in self.fieldsets for name in _flat(options["fields"])]
        editor = request.user.has_perm("actionplan.change_activity")
        return [name for name in everything if not (editor and name in (*TEXTS, *SHOWN))]

    def get_prepopulated_fields(self, request, obj=None):
        return (
            {}
            if (obj and obj.first_published_on) or "slug" in self.get_readonly_fields(request, obj)
            else self.prepopulated_fields
        )

    # --- The page ---
    fieldsets = [
        (
            _("Det vi lovar"),
            {
                "fields": [("focus_area", "number"), "title", "goal", "summary"],
                "description": _("Skriv löftet så att vem som helst kan avgöra om det är hållet."),
            },
        ),
        (
            _("Mål i siffror"),
            {
                "fields": [("target_value", "target_unit", "target_unit_one")],
                "description": _(
                    "Lämna tomt om löftet inte går att räkna. Då behövs ett underlag för att det ska räknas som klart."
                ),
            },
        ),
        (_("När"), {"fields": [("starts_on", "due_on")]}),
        (
            _("Var och för vem"),
            {"fields": ["kind", "target_group", "participants", "places", "themes"]},
        ),
        (
            _("Varför"),
            {
                "fields": ["findings", "viewpoints", "predecessor"],
                "description": _("Kedjan tillbaka till det som invånarna sa. Den visas på aktivitetens sida."),
            },
        ),
        ORIGIN,
        (
            PUBLISHING[0],
            {**PUBLISHING[1], "fields": ["slug", "publication", "publish_on"]},
        ),
    ]

    def get_fieldsets(self, request, obj=None):
        hidden = self.hidden_fields(request, obj)
        sets = [
            (title, {**options, "fields": [name for name in options["fields"] if name not in hidden]})
            for title, options in self.fieldsets
        ]
        if obj and obj.first_published_on:
            dict(sets)[_("När")]["description"] = _(
                "Slutdatumet är publicerat. Du flyttar det under ”Flyttade slutdatum” högre upp, med ett skäl."
            )
            dict(sets)[_("Mål i siffror")]["description"] = _(
                "Målet är publicerat. Du ändrar det under ”Ändrade mål” högre upp. Ett mål sänks aldrig utan skäl."
            )
            promised = dict(sets)[_("Det vi lovar")]
            if "goal" not in self.get_readonly_fields(request, obj):
                place = promised["fields"].index("goal") + 1
                promised["fields"] = [*promised["fields"][:place], "goal_reason", *promised["fields"][place:]]
        return sets

    def get_inlines(self, request, obj):
        if obj is None:
            return [CommitmentInline]
        return [
            SayHowItGoes,
            TellWhatWasDone,
            PlannedOccurrenceInline,
            MoveTheDeadline,
            ChangeTheTarget,
            CommitmentInline,
        ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "focus_area":
            field.queryset = FocusArea.objects.select_related("promise").order_by("-promise__year", "number")
            field.label_from_instance = lambda area: f"{area.promise.slug}: {area.number}. {area.title}"
        if db_field.name == "predecessor":
            rows = Activity.objects.select_related("focus_area__promise")
            field.queryset = rows.order_by("-focus_area__promise__year", "focus_area__number", "number")
            field.label_from_instance = lambda row: f"{row.focus_area.promise.slug}: {row}"
        return field

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj:
            (judged,) = Activity.objects.filter(pk=obj.pk).judged()
            context["progress"] = judged.progress
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_words(self, request, obj, form, change):
        super().save_words(request, obj, form, change)
        if new_goal := getattr(form, "new_goal", None):
            reason = form.cleaned_data.get("goal_reason", "")
            followup.change_goal(obj, new_goal=new_goal, reason=reason, by=request.user)
            obj.refresh_from_db(fields=["goal"])

    def save_formset(self, request, form, formset, change):
        """The ledgers are written by the same deeds as everywhere else."""
        if not isinstance(formset, LedgerFormSet):
            return super().save_formset(request, form, formset, change)
        for entry in formset.save(commit=False):
            followup.record(entry, by=request.user)

    # --- To take back an occurrence ---
    def get_urls(self):
        withdraw = path(
            "<path:object_id>/tillfalle/<path:occurrence_id>/ta-tillbaka/",
            self.admin_site.admin_view(self.withdraw_view),
            name="actionplan_occurrence_withdraw",
        )
        return [withdraw, *super().get_urls()]

    def withdraw_view(self, request, object_id, occurrence_id):
        activity = self.get_object(request, object_id)
        if activity is None:
            raise Http404
        if not (request.user.has_perm("actionplan.add_occurrence") and reportable(request.user, activity)):
            raise PermissionDenied
        occurrence = get_object_or_404(activity.occurrences.standing(), pk=_whole(occurrence_id))
        page = reverse("admin:actionplan_activity_change", args=[activity.pk])
        form = WithdrawForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                followup.withdraw_occurrence(occurrence, reason=form.cleaned_data["reason"], by=request.user)
            except ValidationError as refused:
                form.add_error("reason", " ".join(refused.messages))
            else:
                self.log_change(request, activity, _("Tog tillbaka tillfället %(day)s.") % {"day": day(occurrence.on)})
                self.message_user(request, _("Tillfället är tillbakataget."), messages.SUCCESS)
                return redirect(f"{page}#occurrences-group")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Ta tillbaka ett tillfälle"),
            "subtitle": None,
            "opts": self.opts,
            "activity": activity,
            "occurrence": occurrence,
            "form": form,
            "page": page,
        }
        return TemplateResponse(request, "admin/withdraw.html", context)


def _labelled(label, value):
    """A cell that also can be read on a phone, where the list has no head."""
    return format_html('<span class="cell-label">{}: </span>{}', label, value)


def _flat(fields):
    return [name for each in fields for name in (each if isinstance(each, tuple) else [each])]


def _whole(text):
    """An id from an address, or 404."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404
    return int(text)
