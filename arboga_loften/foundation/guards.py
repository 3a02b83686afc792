"""What the database itself refuses, on both databases: a changed or erased ledger row, an erased published row.

A model with a rule of its own lists it as `guards`: (name, event, condition, message).
A promise kept in the open can't rest on nobody opening a shell. The guards are triggers, so they hold for the admin,
for bulk updates and for SQL typed by hand alike. They are put in place after every `migrate`.
"""

from contextlib import contextmanager

from django.apps import apps
from django.db import connections

LEDGER = "en rad i liggaren kan inte ändras eller tas bort"
PUBLISHED = "det som har varit publicerat kan inte tas bort"


def _guards():
    """(table, trigger name, event, condition, message) for every guarded model."""
    from arboga_loften.foundation.models import LedgerEntry, Publishable

    for model in apps.get_models():
        table = model._meta.db_table
        if issubclass(model, LedgerEntry):
            yield table, f"{table}_no_update", "UPDATE", "", LEDGER
            yield table, f"{table}_no_delete", "DELETE", "", LEDGER
        if issubclass(model, Publishable):
            yield table, f"{table}_no_delete", "DELETE", "OLD.first_published_on IS NOT NULL", PUBLISHED
        for name, event, condition, message in getattr(model, "guards", ()):
            yield table, f"{table}_{name}", event, condition, message


def install_guards(using="default", **kwargs):
    """Put every guard in place, again if need be, for the tables that exist."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        guards = [guard for guard in _guards() if guard[0] in present]
        if connection.vendor == "postgresql" and guards:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$"
            )
        for table, name, event, condition, message in guards:
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"' + (f' ON "{table}"' if _is_pg(connection) else ""))
            when = f" WHEN ({condition})" if condition else ""
            body = (
                f"EXECUTE FUNCTION refuse('{message}')"
                if _is_pg(connection)
                else f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            cursor.execute(f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW{when} {body}')


def remove_guards(using="default"):
    """Take the guards away: for the tests' clean-up between runs, and for a registrar's decided gallring."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table, name, *_ in _guards():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"' + (f' ON "{table}"' if _is_pg(connection) else ""))


@contextmanager
def guards_removed(using="default"):
    """Work without the guards, and put them back."""
    remove_guards(using)
    try:
        yield
    finally:
        install_guards(using)


def _is_pg(connection):
    return connection.vendor == "postgresql"
