"""People and organisations in the admin. Which role may do what stands in portal/roles.py, not here."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from arboga_loften.accounts.models import Organisation, User
from arboga_loften.foundation.admin import OurAdmin

# The roles' permissions are kept by the code, so a group that somebody changed here would change back.
admin.site.unregister(Group)


@admin.register(Organisation)
class OrganisationAdmin(OurAdmin):
    list_display = ["name", "short_name", "kind", "order"]
    list_filter = ["kind"]
    search_fields = ["name", "short_name"]
    prepopulated_fields = {"slug": ["short_name"]}
    fieldsets = [
        (_("Organisationen"), {"fields": ["name", "short_name", "kind", "url"]}),
        (
            _("Ordning och adress"),
            {"fields": ["order", "slug"], "description": _("Lägst ordning visas först. Kommunen är 1 och polisen 2.")},
        ),
    ]


@admin.register(User)
class OurUserAdmin(OurAdmin, UserAdmin):
    """A person's log-in: the role is a group, and the organisation decides whom they report for."""

    form = UserAdmin.form
    list_display = ["username", "function", "organisation", "roles", "is_active", "last_login"]
    list_filter = ["groups", "organisation", "is_active"]
    list_select_related = ["organisation"]
    search_fields = ["username", "first_name", "last_name", "function"]
    readonly_fields = ["is_demo", "last_login", "date_joined"]
    filter_horizontal = []
    fieldsets = [
        (_("Inloggning"), {"fields": ["username", "password"]}),
        (
            _("Person"),
            {
                "fields": ["first_name", "last_name", "email", "function", "organisation"],
                "description": _("På webbplatsen syns bara funktion och organisation, aldrig namnet."),
            },
        ),
        (
            _("Behörighet"),
            {
                "fields": ["is_active", "is_staff", "is_superuser", "groups", "is_demo"],
                "description": _("Ge personen en roll. ”Personalstatus” behövs för att komma in här."),
            },
        ),
        (_("Datum"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"fields": ["username", "usable_password", "password1", "password2", "organisation", "function"]},
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roll"))
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all()) or "–"
