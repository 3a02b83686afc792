"""Django's own admin, with a front page that says what there is to do."""

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arboga_loften.portal.todo import Todo

# The order of a promise's life, and last what is seldom touched. What isn't named comes after.
APPS = ["actionplan", "dialogs", "focusareas", "foundation", "accounts"]
MODELS = [
    "Activity",
    "ActionPlan",
    "PlanImport",
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
    "Municipality",
    "Source",
    "Organisation",
    "User",
]


class LogInForm(AdminAuthenticationForm):
    """The log-in, which says why where a demonstration's password is tried on a real site."""

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        if not user.may_enter:
            raise ValidationError(
                _("Den här inloggningen fungerar bara i demonstrationen. Be den som sköter webbplatsen om en egen."),
                code="demo",
            )


class OurAdminSite(admin.AdminSite):
    site_header = _("Arbogalöften")
    site_title = _("Arbogalöften")
    index_title = _("Att göra")
    login_form = LogInForm
    enable_nav_sidebar = False
    empty_value_display = "–"

    def has_permission(self, request):
        """Asked on every page, so that a session from the demonstration doesn't live on outside it."""
        return super().has_permission(request) and request.user.may_enter

    def index(self, request, extra_context=None):
        return super().index(request, {"todo": Todo(request.user), **(extra_context or {})})

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _place(MODELS, model["object_name"]))
        return sorted(apps, key=lambda app: _place(APPS, app["app_label"]))


def _place(order, name):
    return order.index(name) if name in order else len(order)
