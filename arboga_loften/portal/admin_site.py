"""Tells Django to use our admin site. It stands alone since the models aren't loaded yet when it is read."""

from django.contrib.admin.apps import AdminConfig


class OurAdminConfig(AdminConfig):
    default_site = "arboga_loften.portal.admin.OurAdminSite"
