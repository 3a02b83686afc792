"""What came out, and the words that voices are gathered under: findings, themes and places in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation.admin import ORIGIN, PUBLISHING, OurAdmin, OurForm, PublishableAdmin
from dialogs.admin.viewpoints import with_readable_voices
from dialogs.models import Finding, Place, Review, Theme, Viewpoint


@admin.register(Theme)
class ThemeAdmin(OurAdmin):
    list_display = ["name", "slug", "is_sensitive"]
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


class FindingForm(OurForm):
    """A finding cites what was said in its own dialogue, and only what somebody has read."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dialogue = self.data.get("dialogue") or self.instance.dialogue_id or self.initial.get("dialogue")
        if "viewpoints" in self.fields:
            known = str(dialogue or "").isdecimal() and len(str(dialogue)) <= 18
            rows = Viewpoint.objects.filter(dialogue=dialogue) if known else Viewpoint.objects.none()
            self.fields["viewpoints"].queryset = rows.exclude(review__in=[Review.RECEIVED, Review.MERGED])
            if not known:
                self.fields["viewpoints"].help_text = _("Spara fyndet först, så finns dialogens synpunkter här.")


@admin.register(Finding)
class FindingAdmin(PublishableAdmin):
    form = FindingForm
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

    def get_queryset(self, request):
        return with_readable_voices(super().get_queryset(request), request.user)
