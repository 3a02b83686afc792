"""Django's own admin, with a front page that says what there is to do."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class OurAdminConfig(AdminConfig):
    default_site = "arboga_loften.portal.admin_site.OurAdminSite"


class OurAdminSite(admin.AdminSite):
    site_header = _("Arbogalöften")
    site_title = _("Arbogalöften")
    index_title = _("Att göra")
