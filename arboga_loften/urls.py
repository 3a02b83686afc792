"""Public addresses are Swedish and stable. English has the same ones under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("konto/", include("arboga_loften.accounts.organisation_urls")),
    path("", include("arboga_loften.portal.machine_urls")),
    *i18n_patterns(
        path("konto/", include("arboga_loften.accounts.urls")),
        path("", include("arboga_loften.portal.urls")),
        path("", include("focusareas.urls")),
        path("", include("dialogs.urls")),
        path("", include("actionplan.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "arboga_loften.portal.errors.bad_request"
handler403 = "arboga_loften.portal.errors.forbidden"
handler404 = "arboga_loften.portal.errors.not_found"
handler429 = "arboga_loften.accounts.views.too_many"  # asked for by allauth
handler500 = "arboga_loften.portal.errors.server_error"
