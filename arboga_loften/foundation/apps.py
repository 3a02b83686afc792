from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from simple_history.signals import pre_create_historical_record

from arboga_loften.foundation import clock


class FoundationConfig(AppConfig):
    """The ground that every part of the promise stands on."""

    name = "arboga_loften.foundation"
    verbose_name = _("Webbplatsen")

    def ready(self):
        from arboga_loften.foundation.guards import install_guards

        # After migrate, not in a migration: SQLite drops a table's triggers each time it remakes the table.
        post_migrate.connect(install_guards, dispatch_uid="guards")
        post_migrate.connect(make_cache_table, sender=self, dispatch_uid="cache table")
        pre_create_historical_record.connect(date_by_our_clock, dispatch_uid="clock")


def make_cache_table(using="default", **kwargs):
    """The shared cache's table has no model, so that nobody has to remember a command of its own. Other caches have none."""
    call_command("createcachetable", database=using, verbosity=0)


def date_by_our_clock(history_instance, **kwargs):
    """A history is dated as everything else is: in a demonstration by its own day."""
    history_instance.history_date = clock.now()
