"""The promise of a year in the admin, with its focus areas and what they rest on."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation.admin import ORIGIN, PUBLISHING, OurForm, PlainFields, PublishableAdmin
from focusareas.models import FocusArea, Milestone, Promise, SituationReport, SituationSection

PUBLISHING_WITH_SLUG = (PUBLISHING[0], {**PUBLISHING[1], "fields": ["slug", "publication", "publish_on"]})


class PromiseForm(OurForm):
    error_fields = {
        "promise_year_is_plausible": "year",
        "promise_ends_after_start": "valid_to",
        "promise_has_both_days_or_none": "valid_to",
        "promise_of_a_year_has_days": "valid_from",
    }


@admin.register(Promise)
class PromiseAdmin(PublishableAdmin):
    form = PromiseForm
    change_form_template = "admin/promise_form.html"
    list_display = ["title", "year", "signed", "valid_from", "valid_to", "areas", "publication_shown"]
    list_filter = ["publication", "is_example"]
    search_fields = ["title", "summary", "registry_number"]
    search_help_text = _("Sök på rubrik, ord i löftet eller diarienummer.")
    prepopulated_fields = {"slug": ["year"]}
    fieldsets = [
        (_("Löftet"), {"fields": ["year", "title", "summary", "purpose"]}),
        (
            _("Parter och underskrift"),
            {
                "fields": ["parties", "signed_on", "signed_text", "signatories", "registry_number"],
                "description": _("Skriv befattningar, aldrig namn."),
            },
        ),
        (
            _("Giltighet och uppföljning"),
            {
                "fields": [("valid_from", "valid_to"), "followup_text"],
                "description": _("Efter sista dagen visas löftet som avslutat, med det som blev gjort."),
            },
        ),
        ORIGIN,
        PUBLISHING_WITH_SLUG,
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(area_count=Count("focus_areas"))

    @admin.display(description=_("fokusområden"), ordering="area_count")
    def areas(self, promise):
        return promise.area_count

    @admin.display(description=_("undertecknat"), ordering="signed_on")
    def signed(self, promise):
        return promise.signed_on or promise.signed_text or "–"


class FocusAreaForm(OurForm):
    error_fields = {
        "focus_area_number_once": "number",
        "focus_area_counts_from_one": "number",
        "focus_area_slug_once": "slug",
        "focus_area_not_its_own_predecessor": "predecessor",
    }


@admin.register(FocusArea)
class FocusAreaAdmin(PublishableAdmin):
    form = FocusAreaForm
    list_display = ["title", "number", "promise", "activity_count", "publication_shown", "is_example"]
    list_filter = ["publication", "promise", "themes", "is_example"]
    list_select_related = ["promise"]
    search_fields = ["title", "problem", "promise__title"]
    search_help_text = _("Sök på rubrik eller ord i problembilden.")
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (_("Fokusområdet"), {"fields": ["promise", "number", "title", "short_title", "easy_text"]}),
        (
            _("Problem, orsak och mål"),
            {
                "fields": ["problem", "cause", "outcome_goal", "measurable"],
                "description": _("Skriv så att den som bor här känner igen sig."),
            },
        ),
        (_("Vad det vilar på"), {"fields": ["findings", "themes", "predecessor"]}),
        ORIGIN,
        PUBLISHING_WITH_SLUG,
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(activity_total=Count("activities"))

    @admin.display(description=_("aktiviteter"), ordering="activity_total")
    def activity_count(self, area):
        return area.activity_total


class SectionInline(PlainFields, admin.StackedInline):
    model = SituationSection
    extra = 0
    fields = ["order", "kind", "heading", "text", "findings", "sources", "is_example"]
    verbose_name_plural = _("Delar av lägesbilden")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("findings", "sources")

    def has_delete_permission(self, request, obj=None):
        """What has been public stays, part by part."""
        return super().has_delete_permission(request, obj) and not (obj and obj.first_published_on)


@admin.register(SituationReport)
class SituationReportAdmin(PublishableAdmin):
    list_display = ["title", "promise", "dated_on", "publication_shown"]
    list_filter = ["publication", "is_example"]
    list_select_related = ["promise"]
    search_fields = ["title", "summary", "sections__text"]
    search_help_text = _("Sök på rubrik eller ord i lägesbilden.")
    prepopulated_fields = {"slug": ["title"]}
    text_parts = ["sections"]
    inlines = [SectionInline]
    fieldsets = [
        (
            _("Lägesbilden"),
            {
                "fields": ["promise", "title", "dated_on", "summary"],
                "description": _(
                    "Bara det som alla får läsa. Underrättelser och uppgifter om enskilda hör inte hemma här "
                    "(18 och 35 kap. offentlighets- och sekretesslagen)."
                ),
            },
        ),
        ORIGIN,
        PUBLISHING_WITH_SLUG,
    ]


class MilestoneForm(OurForm):
    error_fields = {"milestone_ends_after_start": "ends_on"}


@admin.register(Milestone)
class MilestoneAdmin(PublishableAdmin):
    form = MilestoneForm
    list_display = ["title", "promise", "starts_on", "publication_shown"]
    list_filter = ["publication", "is_example", "promise"]
    list_select_related = ["promise"]
    search_fields = ["title", "text"]
    search_help_text = _("Sök på rubrik eller ord i texten.")
    date_hierarchy = "starts_on"
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (
            _("Händelsen"),
            {
                "fields": ["promise", "title", "text", ("starts_on", "ends_on"), "when_text", "places"],
                "description": _("Något som hände under löftets år utan att vara en av dess aktiviteter."),
            },
        ),
        ORIGIN,
        PUBLISHING_WITH_SLUG,
    ]
