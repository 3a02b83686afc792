"""A setting that would open the log-in, or break it, stops the start and says what to write instead."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SITE = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "loften.example.se",
    "DATABASE_URL": "sqlite:///:memory:",
    "PATH": os.environ.get("PATH", ""),
    "DJANGO_SETTINGS_MODULE": "arboga_loften.settings",
}
OIDC = {
    "OIDC_NAME": "Arboga kommun",
    "OIDC_SERVER_URL": "https://login.example.se/adfs",
    "OIDC_CLIENT_ID": "id",
    "OIDC_CLIENT_SECRET": "hemligt",
}


def start(**values):
    told = "from django.conf import settings as s; print(s.TWO_STEPS, s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    return subprocess.run(
        [sys.executable, "-c", told], env={**SITE, **values}, cwd=settings.BASE_DIR, capture_output=True, text=True
    )


def test_a_real_site_asks_for_two_steps():
    assert start().stdout.strip() == """True ["'self'"]"""


def test_a_trial_may_go_without():
    assert start(DEMO="1", TWO_STEPS="0").stdout.startswith("False")


def test_the_organisations_log_in_is_where_our_button_may_lead():
    assert "https://login.example.se" in start(**OIDC).stdout


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"TWO_STEPS": "0"}, "TWO_STEPS kan bara stängas av"),
        ({"SESSION_IDLE": "5"}, "SESSION_IDLE ska vara mellan"),
        ({"SESSION_IDLE": "999999"}, "SESSION_IDLE ska vara mellan"),
        ({"INVITATION_DAYS": "0"}, "INVITATION_DAYS ska vara minst 1"),
        ({"OIDC_NAME": "Arboga kommun"}, "halvt inställd"),
        ({**OIDC, "OIDC_SERVER_URL": "http://login.example.se"}, "ska börja med https://"),
    ],
)
def test_what_would_open_or_break_it_stops_the_start(values, said):
    assert said in start(**values).stderr
