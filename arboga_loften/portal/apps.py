from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The roof: pages that span everything, and nothing that imports them."""

    name = "arboga_loften.portal"
    verbose_name = _("Webbplatsen")

    def ready(self):
        from arboga_loften.portal.roles import ensure_roles

        # Last of all apps, when every permission exists.
        post_migrate.connect(ensure_roles, sender=self, dispatch_uid="roles")
