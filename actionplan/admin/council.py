"""The council's meetings in the admin: booked, called, written up, published. What is thought of the plan is said in the room."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch
from django.http import FileResponse, Http404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.admin.council_deeds import CallTheSamePage
from actionplan.admin.council_parts import DecisionInline, MeetingForm, NotesInput, SeatInline
from actionplan.council import reviewing
from actionplan.models import ActionPlan, CouncilMeeting, CouncilReport, Decision
from actionplan.periods import periods_of
from arboga_loften.foundation import clock
from arboga_loften.foundation.admin import PUBLISHING, PublishableAdmin, chip
from arboga_loften.foundation.fields import FIELDS, all_ids
from arboga_loften.foundation.history import versions_of_parts
from arboga_loften.foundation.signs import Sign

# How far a meeting has come: the filter's word, and the sign in the list.
BOOKED = Sign("planned", "cal", gettext_lazy("Bokat"))
HELD = Sign("pause", "clock", gettext_lazy("Hållet, rapporten är inte antagen"))
ADOPTED = Sign("go", "doc", gettext_lazy("Rapporten är antagen"))
PUBLIC = Sign("done", "check", gettext_lazy("Rapporten är publicerad"))
STATES = {"bokat": BOOKED, "hallet": HELD, "antagen": ADOPTED, "publicerad": PUBLIC}
# What an editor mends.
EDITED = {"place", "agenda", "summary", "lessons", "notes", "notes_file", "publication", "publish_on"}
# What the report is known by, once there is one.
FAST = ["plan", "key"]


def state_of(meeting):
    """How far a meeting has come, told from its prefetched reports."""
    reports = meeting.reports.all()
    if any(report.is_visible for report in reports):
        return PUBLIC
    if reports:
        return ADOPTED
    return HELD if meeting.is_held else BOOKED


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("läge")
    parameter_name = "lage"

    def lookups(self, request, model_admin):
        return [(key, sign.label) for key, sign in STATES.items()]

    def queryset(self, request, queryset):
        if self.value() not in STATES:
            return queryset
        reports = CouncilReport.objects.filter(meeting=OuterRef("pk"))
        is_public = Exists(reports.visible())
        if self.value() == "publicerad":
            return queryset.filter(is_public)
        if self.value() == "antagen":
            return queryset.filter(Exists(reports), ~is_public)
        day = clock.today()
        held = {"on__lte": day} if self.value() == "hallet" else {"on__gt": day}
        return queryset.filter(~Exists(reports), **held)


@admin.register(CouncilMeeting)
class CouncilMeetingAdmin(CallTheSamePage, PublishableAdmin):
    form = MeetingForm
    change_form_template = "admin/council/meeting_form.html"
    formfield_overrides = {**FIELDS, CouncilMeeting._meta.get_field("notes_file").__class__: {"widget": NotesInput}}
    list_display = ["period_shown", "on", "place", "state_shown", "publication_shown"]
    list_filter = [StateFilter, "publication", ("plan", admin.RelatedOnlyFieldListFilter), "is_final", "is_example"]
    search_fields = ["key", "place", "agenda", "summary", "notes", "registry_number"]
    search_help_text = gettext_lazy("Sök på period, till exempel 2024-q3, ord i texterna eller diarienummer.")
    date_hierarchy = "on"
    fieldsets = [
        (
            gettext_lazy("Mötet"),
            {
                "fields": [
                    "plan",
                    ("period_from", "period_to"),
                    "key",
                    "is_final",
                    ("on", "place"),
                    ("starts_at", "ends_at"),
                    "agenda",
                    "registry_number",
                ],
                "description": gettext_lazy("Dag, plats och dagordning visas på webbplatsen när mötet är publicerat."),
            },
        ),
        (
            gettext_lazy("Samordnarens ord"),
            {
                "fields": ["summary", "lessons"],
                "description": gettext_lazy(
                    "Står i rapporten. Sammanfattningen av varje fokusområde skriver du i rådets rum."
                ),
            },
        ),
        (
            gettext_lazy("Minnesanteckningar"),
            {
                "fields": ["notes", "notes_file", "notes_decided_on"],
                "description": gettext_lazy(
                    "Stannar här tills de är godkända. Från den dagen kan alla läsa dem, om mötet är publicerat."
                ),
            },
        ),
        (PUBLISHING[0], {**PUBLISHING[1], "fields": ["is_example", "publication", "publish_on"]}),
    ]

    # --- The list ---
    def get_queryset(self, request):
        reports = Prefetch("reports", CouncilReport.objects.defer("content"))
        return super().get_queryset(request).select_related("plan__promise").prefetch_related(reports)

    @admin.display(description=gettext_lazy("möte"), ordering="period_from")
    def period_shown(self, meeting):
        return meeting.title

    @admin.display(description=gettext_lazy("läge"))
    def state_shown(self, meeting):
        return chip(state_of(meeting))

    # --- The page ---
    def get_changeform_initial_data(self, request):
        """The next period of the year that has no meeting, on the day that is proposed for it."""
        asked = super().get_changeform_initial_data(request)
        plan = _asked_for(asked.get("plan")) or _current()
        period = next(iter(_without_meeting(plan)), None) if plan else None
        if period is None:
            return {"plan": plan.pk if plan else None, **asked}
        words = {"period_from": period.starts_on, "period_to": period.ends_on, "key": period.key, "on": period.meets_on}
        return {"plan": plan.pk, **words, **asked}

    def get_inlines(self, request, obj):
        """What was arrived at is written down from the meeting's day on."""
        return [SeatInline, DecisionInline] if obj and obj.is_held else [SeatInline]

    def get_fieldsets(self, request, obj=None):
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return [
            (
                title,
                {**options, "fields": ["notes_link" if name == "notes_file" else name for name in options["fields"]]},
            )
            for title, options in self.fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        """An editor mends the words and publishes; when the council meets, and about what, is the samordnare's."""
        fields = [*super().get_readonly_fields(request, obj), "notes_link"]
        if obj and obj.reports.all():
            fields += FAST
        if request.user.has_perm("actionplan.add_councilmeeting"):
            return fields
        every = [name for _title, options in self.fieldsets for name in _flat(options["fields"])]
        return [*fields, *(name for name in every if name not in {*EDITED, *fields})]

    @admin.display(description=gettext_lazy("minnesanteckningar som fil"))
    def notes_link(self, meeting):
        if not meeting.notes_file:
            return None
        address = reverse("admin:actionplan_councilmeeting_notes", args=[meeting.pk])
        return format_html('<a href="{}" download>{}</a>', address, _("Hämta filen"))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj:
            context |= {"state": state_of(obj), "ways": list(_ways(request.user, obj)), "reports": obj.reports.all()}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def find_filling(self, request, row):
        """An earlier version gives back its words; a file can't be put in a form."""
        filling = super().find_filling(request, row)
        if filling:
            filling.words.pop("notes_file", None)
        return filling

    def save_formset(self, request, form, formset, change):
        """What was arrived at gets its number by the same deed as everywhere else."""
        if formset.model is not Decision:
            return super().save_formset(request, form, formset, change)
        for row in formset.save(commit=False):
            if row.pk:
                row.save()
                continue
            words = {"text": row.text, "registry_number": row.registry_number, "activity": row.activity}
            made = reviewing.decide(form.instance, **words)
            row.pk, row.year, row.number, row._state.adding = made.pk, made.year, made.number, False

    # --- The history ---
    def more_told(self, request, row):
        """Also what was written of the areas and arrived at, which stands though it isn't erased with the meeting."""
        return versions_of_parts(row, also=["area_summaries", "decisions"])

    # --- The notes ---
    def get_urls(self):
        view = self.admin_site.admin_view(self.notes_view)
        notes = path("<path:object_id>/anteckningar/", view, name="actionplan_councilmeeting_notes")
        return [notes, *super().get_urls()]

    def notes_view(self, request, object_id):
        """The file as it came, also before it is decided, for those who read the meeting here."""
        meeting = self.get_object(request, object_id) if all_ids(object_id) else None
        if meeting is None:
            raise Http404
        if not self.has_view_or_change_permission(request, meeting):
            raise PermissionDenied
        file = meeting.notes_file
        if not file or not file.storage.exists(file.name):
            raise Http404
        ending = file.name.rpartition(".")[2].lower()
        name = f"minnesanteckningar-{meeting.key}.{ending}"
        response = FileResponse(file.open(), as_attachment=True, filename=name, content_type="application/octet-stream")
        response.headers["Cache-Control"] = "no-store"
        return response


def _ways(user, meeting):
    """Where else a meeting is worked with: (address, what it is called)."""
    yield reverse("actionplan:packet", args=[meeting.key]), _("Underlaget i rådets rum")
    if user.has_perm("actionplan.add_areasummary"):
        yield reverse("actionplan:summaries", args=[meeting.key]), _("Sammanfatta fokusområdena")
    if user.has_perm("actionplan.add_councilreport") and meeting.is_held:
        words = _("Anta en rättelse") if meeting.reports.all() else _("Anta rapporten")
        yield reverse("actionplan:adopt", args=[meeting.key]), words


def _asked_for(key):
    return ActionPlan.objects.select_related("promise").filter(pk=key).first() if key else None


def _current():
    """The plan of this year, or the latest before it."""
    plans = ActionPlan.objects.select_related("promise").filter(promise__year__lte=clock.today().year)
    return plans.order_by("-promise__year").first()


def _without_meeting(plan):
    if not plan.promise.year:
        return []
    booked = set(plan.meetings.values_list("period_from", "period_to"))
    periods = periods_of(plan.promise.year, plan.rhythm)
    return [period for period in periods if (period.starts_on, period.ends_on) not in booked]


def _flat(fields):
    return [name for each in fields for name in (each if isinstance(each, tuple) else [each])]
