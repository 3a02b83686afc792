"""Dialogues in the admin: where and when people are listened to, the places and themes, and what came out."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation.admin import ORIGIN, PUBLISHING, OurAdmin, OurForm, PublishableAdmin
from dialogs.models import Dialogue, Finding, Place, Theme


@admin.register(Theme)
class ThemeAdmin(OurAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class PlaceForm(OurForm):
    error_fields = {
        "place_has_both_coordinates_or_none": "latitude",
        "place_stretch_has_both_ends_or_none": "stretch_to",
    }


@admin.register(Place)
class PlaceAdmin(OurAdmin):
    form = PlaceForm
    list_display = ["name", "kind", "road_owner"]
    list_filter = ["kind"]
    list_select_related = ["road_owner"]
    search_fields = ["name", "description"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (
            _("Platsen"),
            {
                "fields": ["name", "kind", "description", "slug"],
                "description": _("En plats som många känner till. Aldrig någons hem."),
            },
        ),
        (_("För en vägsträcka"), {"fields": [("stretch_from", "stretch_to"), "road_owner"]}),
        (
            _("Läge"),
            {
                "fields": [("latitude", "longitude")],
                "description": _("Decimaler, till exempel 59,39390 och 15,83880. Lämna tomt hellre än att gissa."),
            },
        ),
    ]


class DialogueForm(OurForm):
    error_fields = {"dialogue_ends_after_start": "ends_on"}


@admin.register(Dialogue)
class DialogueAdmin(PublishableAdmin):
    form = DialogueForm
    list_display = ["title", "kind", "starts_on", "voices", "publication_shown", "is_example"]
    list_filter = ["publication", "kind", "is_example", "hosts"]
    search_fields = ["title", "summary", "places__name"]
    search_help_text = _("Sök på rubrik, ord i sammanfattningen eller plats.")
    date_hierarchy = "starts_on"
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (_("Dialogen"), {"fields": ["title", "kind", "summary"]}),
        (
            _("När"),
            {
                "fields": [("starts_on", "ends_on"), ("when_text", "time_text")],
                "description": _(
                    "Är dagen inte känd skriver du ungefär när i ”tid i ord”. Då visas orden, inte datumet."
                ),
            },
        ),
        (_("Var och med vilka"), {"fields": ["places", "hosts", "target_group", "head_count", "venue_access"]}),
        ORIGIN,
        (PUBLISHING[0], {**PUBLISHING[1], "fields": ["slug", "publication", "publish_on"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(viewpoint_count=Count("viewpoints"))

    @admin.display(description=_("synpunkter"), ordering="viewpoint_count")
    def voices(self, dialogue):
        return dialogue.viewpoint_count


@admin.register(Finding)
class FindingAdmin(PublishableAdmin):
    list_display = ["title", "dialogue", "publication_shown", "is_example"]
    list_filter = ["publication", "is_example", ("dialogue", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["dialogue"]
    search_fields = ["title", "text"]
    search_help_text = _("Sök på ord i fyndet.")
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (
            _("Fyndet"),
            {
                "fields": ["dialogue", "title", "text", "viewpoints"],
                "description": _("Vad dialogen visade, med de synpunkter som det vilar på."),
            },
        ),
        ORIGIN,
        (PUBLISHING[0], {**PUBLISHING[1], "fields": ["slug", "publication", "publish_on"]}),
    ]
