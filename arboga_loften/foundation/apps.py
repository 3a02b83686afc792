from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """The ground that every part of the promise stands on."""

    name = "arboga_loften.foundation"
    verbose_name = _("Webbplatsen")

    def ready(self):
        from arboga_loften.foundation.guards import install_guards

        # After migrate, not in a migration: SQLite drops a table's triggers each time it remakes the table.
        post_migrate.connect(install_guards, dispatch_uid="guards")
