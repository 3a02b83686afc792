"""Officials to try the admin as, one for each role."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from arboga_loften.accounts.models import User
from arboga_loften.foundation import kept
from arboga_loften.foundation.models import Municipality
from arboga_loften.foundation.storage import inside
from arboga_loften.portal.roles import ensure_roles
from tests.factories import organisation
from tests.portal.planfiles import Visit

HOME = {
    "samordnare": "municipality",
    "kommunpolis": "police",
    "redaktör": "municipality",
    "rådsledamot": "municipality",
    "registrator": "municipality",
    "aktivitetsansvarig": "municipality",
    "systemadministratör": "municipality",
}


@pytest.fixture
def official(db):
    """`official("kommunpolis")`: a person with a role, in the organisation that such a person works for."""
    ensure_roles()

    def make(role, **fields):
        home = organisation(HOME[role]) if role in HOME else None
        words = {
            "username": f"test-{role}",
            "function": role.capitalize(),
            "organisation": home,
            "is_staff": True,
            **fields,
        }
        user = User.objects.create_user(password="ett-lösenord", **words)
        user.groups.set(Group.objects.filter(name=role))
        return user

    return make


@pytest.fixture
def enter(official, client, settings):
    """`enter("samordnare")`: a browser where somebody in that role has logged in."""
    # Django's own formsets fetch the chosen row of each form by itself when they are sent in; not ours to mend.
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]

    def as_role(role):
        client.force_login(official(role))
        return client

    return as_role


@pytest.fixture
def rule(db):
    """Nobody publishes their own words."""
    row = Municipality(two_person_publishing=True, contact_email="trygghet@example.se")
    row.save()
    return row


@pytest.fixture
def two(enter, official):
    """The coordinator and the editor, each in a browser, with their users."""
    other = Client()
    editor = official("redaktör")
    other.force_login(editor)
    mine = enter("samordnare")
    return mine, other


# --- Plans in files ---
@pytest.fixture
def coordinator(enter):
    organisation("police")
    return enter("samordnare")


@pytest.fixture
def visit(coordinator):
    """The samordnare at the page where plans are read in; what was kept for a while is thrown away afterwards."""
    yield Visit(coordinator)
    if inside().exists(kept.FOLDER):
        for name in inside().listdir(kept.FOLDER)[1]:
            inside().delete(f"{kept.FOLDER}/{name}")
