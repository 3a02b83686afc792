"""The ground's own rows in the admin: sources, the municipality and the letters."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy

from arboga_loften.foundation.admin.base import OurAdmin
from arboga_loften.foundation.admin.forms import OurForm
from arboga_loften.foundation.models import Letter, Municipality, Source
from arboga_loften.foundation.pictures import check_logo


@admin.register(Source)
class SourceAdmin(OurAdmin):
    list_display = ["title", "publisher", "dated", "url"]
    list_filter = ["publisher"]
    search_fields = ["title", "publisher", "key"]
    search_help_text = gettext_lazy("Sök på rubrik, utgivare eller nyckel.")
    prepopulated_fields = {"key": ["title"]}
    fields = ["title", "publisher", "url", "dated", "note", "key"]


class MunicipalityForm(OurForm):
    def clean_logo(self):
        logo = self.cleaned_data["logo"]
        if logo and "logo" in self.changed_data:
            check_logo(logo)
        return logo


@admin.register(Municipality)
class MunicipalityAdmin(OurAdmin):
    """One row: its list leads straight to it."""

    form = MunicipalityForm
    fieldsets = [
        (
            gettext_lazy("Namn"),
            {
                "fields": [
                    "name",
                    "place_name",
                    "service_name",
                    "police_name",
                    "council_name",
                    "origin_text",
                    "origin_text_en",
                    "website",
                ],
                "description": gettext_lazy("Så presenterar sig webbplatsen på varje sida."),
            },
        ),
        (gettext_lazy("Kontakt"), {"fields": ["contact_email", "contact_phone", "contact_address"]}),
        (
            gettext_lazy("Publicering"),
            {
                "fields": ["two_person_publishing"],
                "description": gettext_lazy(
                    "Gäller det vi skriver själva: löften, aktiviteter, dialoger, fynd, lägesbilder och svar. Synpunkter "
                    "har alltid två: den som tyckte till och den som granskar."
                ),
            },
        ),
        (
            gettext_lazy("Kommunens ansvar (lag 2023:196)"),
            {
                "fields": [
                    ("coordination_function", "coordination_since"),
                    "coordination_source",
                    "shows_duties",
                ],
                "description": gettext_lazy(
                    "Lagen kräver en samordningsfunktion. Lägesbilden, handlingsplanen och överenskommelsen läser "
                    "webbplatsen av själv."
                ),
            },
        ),
        (gettext_lazy("Personuppgifter"), {"fields": ["controller", "dpo_contact"]}),
        (
            gettext_lazy("Utseende"),
            {
                "fields": ["logo", "thread_colour", "thread_colour_dark", "field_colour"],
                "description": gettext_lazy(
                    "Lämna färgerna tomma för att använda webbplatsens egna. En färg som är svår att se godtas inte."
                ),
            },
        ),
        (
            gettext_lazy("Tillgänglighetsredogörelse"),
            {
                "fields": [
                    "statement_conformance",
                    "statement_assessed_on",
                    "statement_updated_on",
                    "statement_method",
                    "statement_shortcomings",
                    "statement_burden",
                    "statement_exempt",
                    "supervisor_name",
                    "supervisor_url",
                ],
                "description": gettext_lazy(
                    "Visas på sidan Tillgänglighet. Lagen (2018:1937) kräver att den är aktuell."
                ),
            },
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        """Those who publish don't also decide that nobody else needs to read what they wrote."""
        return [] if request.user.has_perm("accounts.change_user") else ["two_person_publishing"]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Municipality.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        place = "1/change/" if Municipality.objects.exists() else "add/"
        return HttpResponseRedirect(f"{request.path}{place}")


@admin.register(Letter)
class LetterAdmin(OurAdmin):
    """What is on its way and what has left, to see whether the mail server takes it. To whom and in which words isn't told."""

    list_display = ["key", "subject", "queued_at", "tries", "last_fault", "sent_at"]
    list_filter = [("sent_at", admin.EmptyFieldListFilter)]
    fields = [*list_display, "next_try_at"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
