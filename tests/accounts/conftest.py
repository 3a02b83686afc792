"""People who log in by the real pages, with two steps asked for as on a real site."""

import re
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from arboga_loften.accounts.models import User
from arboga_loften.foundation import outbox
from arboga_loften.portal.roles import ensure_roles
from tests.factories import organisation

PASSWORD = "tre-ord-på-rad"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _two_steps(settings):
    settings.TWO_STEPS = True
    # allauth looks at each of a person's few sessions by itself at every log-in; not ours to mend.
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]


@pytest.fixture
def person(db):
    """`person("samordnare")`: somebody with a role; `app=True` with an app that shows codes, and ten recovery codes."""
    ensure_roles()

    def make(role="", name="anna", *, app=False, **fields):
        words = {"email": f"{name}@arboga.example", "is_staff": True, "organisation": organisation("municipality")}
        user = User.objects.create_user(name, password=fields.pop("password", PASSWORD), **{**words, **fields})
        if role:
            user.groups.add(Group.objects.get(name=role))
        if app:
            totp.TOTP.activate(user, SECRET)
            RecoveryCodes.activate(user)
        return user

    return make


def code_now(later=0, secret=SECRET):
    """The code that the app shows now, or so many half minutes later. Each can be used once."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + later))


def log_in(client, name="anna", password=PASSWORD, code="", **extra):
    """By the form, and by a code where one is given. Returns the last answer."""
    response = client.post("/konto/logga-in/", {"login": name, "password": password}, **extra)
    if code:
        response = client.post("/konto/tva-steg/kod/", {"code": code}, **extra)
    return response


def is_in(client):
    return client.get("/konto/").status_code == 200


def letters():
    """The letters so far. They leave when a transaction is done, which a test's own never is; or else by the timer."""
    outbox.deliver()
    return mail.outbox


def link_in_letter():
    """The first address of our own in the latest letter, without the host."""
    return re.search(r"https?://[^/\s]+(/konto/\S+)", letters()[-1].body)[1]


@pytest.fixture
def browsers():
    """`browsers()`: one more browser."""
    return Client
