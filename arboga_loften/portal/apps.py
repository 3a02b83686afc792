from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The roof: pages that span everything, and nothing that imports them."""

    name = "arboga_loften.portal"
    verbose_name = _("Webbplatsen")

    def ready(self):
        from arboga_loften.portal.roles import ensure_roles

        # After the last app that has rows of its own, when every permission exists.
        post_migrate.connect(ensure_roles, sender=apps.get_app_config("actionplan"), dispatch_uid="roles")
