"""The ground that every test stands on: nothing unknown passes in silence, and no test reaches the network.

Warnings are errors (pyproject.toml), an N+1 query in a request is an error (django-zeal, in the settings), a socket
to another machine is an error, and so is a template that writes a variable nobody gave it.
"""

import ipaddress
import os
import socket
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection
from django.template import Node, engines
from django.template.base import FilterExpression
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from arboga_loften.foundation.guards import guards_removed

DEMO_DAY = date(2024, 10, 15)


def pytest_configure(config):
    if os.environ.get("TEST_DATABASE") == "postgres" and not config.pluginmanager.hasplugin("tests.postgres"):
        raise pytest.UsageError("TEST_DATABASE=postgres kräver tillägget: python -m pytest -p tests.postgres …")
    socket.socket.connect = _only_at_home(socket.socket.connect)
    socket.socket.connect_ex = _only_at_home(socket.socket.connect_ex)


# --- No network ---------------------------------------------------------------------------------
class NetworkReached(AssertionError):
    """A test tried to reach another machine."""


def _only_at_home(connect):
    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise NetworkReached(f"Ett test försökte nå {address[0]}:{address[1]}.")
        return connect(self, address)

    return guarded


def _is_loopback(host):
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


# --- No unknown template variables --------------------------------------------------------------
class UnknownVariable(AssertionError):
    """One of our templates wrote a variable that it was not given."""


class FailOnUnknownVariable(str):
    """Takes the place of the empty string that Django writes for a variable it can't find.

    Only our own templates are judged: those of Django's admin lean on variables that may be missing.
    """

    def __bool__(self):
        # Django asks whether it has something to write. `{% if activity.missing_relation %}` asks too, and means no.
        return sys._getframe(1).f_code is FilterExpression.resolve.__code__

    def __contains__(self, text):
        return text == "%s"

    def __mod__(self, variable):
        return self._refuse(f"variabeln {variable} finns inte")

    def __html__(self):
        return self._refuse("ett värde som inte finns skrivs ut")

    def _refuse(self, what):
        node = _node_being_drawn()
        if node is None or not _is_ours(node.origin.name):
            return ""
        line = f", rad {node.token.lineno}" if getattr(node, "token", None) else ""
        raise UnknownVariable(f"{node.origin.name}{line}: {what}.")


def _node_being_drawn():
    frame = sys._getframe(2)
    while frame:
        drawn = frame.f_locals.get("self")
        if isinstance(drawn, Node) and getattr(drawn, "origin", None):
            return drawn
        frame = frame.f_back
    return None


def _is_ours(template):
    path = Path(template)
    return path.is_relative_to(django_settings.BASE_DIR) and "site-packages" not in path.parts


@pytest.fixture(scope="session", autouse=True)
def _unknown_variables_fail():
    engines["django"].engine.string_if_invalid = FailOnUnknownVariable()


# --- The database -------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite in a file, as in the demo: in memory every thread would share one connection and hide the locks."""
    default = connection.settings_dict
    if connection.vendor == "sqlite":
        default["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_guards():
    """Let the clean-up after a browser test empty the ledgers, which the database otherwise refuses."""
    handle = flush.Command.handle

    def unguarded(self, **options):
        with guards_removed(options["database"]):
            handle(self, **options)

    flush.Command.handle = unguarded
    yield
    flush.Command.handle = handle


@pytest.fixture
def queries_of(client, db):
    """How many queries a page takes: `queries_of("/handlingsplan/")`. Compare it with one row and with three.

    For an exact number, use pytest-django's `django_assert_num_queries`.
    """

    def count(path, **extra):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path, **extra)
        assert response.status_code == 200, f"{path} svarade {response.status_code}"
        return len(queries)

    return count


# --- Files, the day, the cache and the passwords -------------------------------------------------------
@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory):
    """Nothing that a demo has collected or a person has uploaded is seen or touched by the tests."""
    django_settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    django_settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    django_settings.INSIDE_ROOT = tmp_path_factory.mktemp("inside")


@pytest.fixture(autouse=True)
def demo_day(settings):
    """Every test happens on the demonstration's day, 15 October 2024, in the middle of a promise."""
    settings.DEMO_DAY = DEMO_DAY
    return DEMO_DAY


@pytest.fixture
def freeze_day(demo_day, settings):
    """Move to another day: `freeze_day("2025-02-01")`, or to the real calendar: `freeze_day(None)`."""

    def move(day):
        settings.DEMO_DAY = date.fromisoformat(day) if isinstance(day, str) else day or ""

    return move


@pytest.fixture(autouse=True)
def _in_swedish():
    """A page that was asked for in English leaves that language on; the next test begins in Swedish again."""
    with translation.override("sv"):
        yield


@pytest.fixture(autouse=True)
def _clean_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
