"""Django's own admin, with a front page that says what there is to do."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arboga_loften.accounts import gate
from arboga_loften.portal.todo import Todo

# The order of a promise's life, and last what is seldom touched. What isn't named comes after.
APPS = ["actionplan", "dialogs", "focusareas", "foundation", "accounts"]
MODELS = [
    "Activity",
    "ActionPlan",
    "PlanImport",
    "Report",
    "CouncilMeeting",
    "CouncilReport",
    "CouncilQuestion",
    "Reminded",
    "Viewpoint",
    "Answer",
    "CannedAnswer",
    "Dialogue",
    "Finding",
    "Submission",
    "RetentionRule",
    "Disposal",
    "Place",
    "Theme",
    "Promise",
    "FocusArea",
    "SituationReport",
    "Milestone",
    "Indicator",
    "CooperationAgreement",
    "Municipality",
    "Source",
    "Organisation",
    "User",
]


class OurAdminSite(admin.AdminSite):
    site_header = _("Arbogalöften")
    site_title = _("Arbogalöften")
    index_title = _("Att göra")
    enable_nav_sidebar = False
    empty_value_display = "–"

    def has_permission(self, request):
        """Asked on every page: whose role has come to need a second step meets the gate at once."""
        return super().has_permission(request) and gate.is_open(request)

    def get_urls(self):
        """Without Django's way from any row to its page on the website, which asks nobody what they may read."""
        return [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]

    # The way in and out is the same for all who work here: /konto/.
    def login(self, request, extra_context=None):
        if not gate.is_open(request):
            return gate.turn_away(request, heading_for=request.GET.get("next") or reverse("admin:index"))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def index(self, request, extra_context=None):
        return super().index(request, {"todo": Todo(request.user), **(extra_context or {})})

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _place(MODELS, model["object_name"]))
        return sorted(apps, key=lambda app: _place(APPS, app["app_label"]))


def _place(order, name):
    return order.index(name) if name in order else len(order)
