"""How long a log-in lasts, and how its owner ends it."""

import time

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from arboga_loften.accounts import sessions
from tests.accounts.conftest import is_in, log_in

pytestmark = pytest.mark.django_db
MINUTE, HOUR = 60, 3600


def test_a_log_in_ends_with_the_browser(client, person):
    person()
    log_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie["expires"] == ""
    assert cookie["max-age"] == ""
    assert cookie["httponly"]


def test_after_two_hours_without_a_sign_of_life_it_is_over(client, person):
    person()
    start = time.time()
    with time_machine.travel(start, tick=False) as moment:
        log_in(client)
        assert is_in(client)
        moment.shift(2 * HOUR - MINUTE)
        assert is_in(client)
        moment.shift(2 * HOUR - MINUTE)
        assert is_in(client), "each sign of life counts"
        moment.shift(2 * HOUR + MINUTE)
        assert not is_in(client)


def test_after_twelve_hours_it_is_over_however_busy(client, person):
    person()
    with time_machine.travel(time.time(), tick=False) as moment:
        log_in(client)
        assert is_in(client)
        for _hour in range(11):
            moment.shift(HOUR)
            assert is_in(client)
        moment.shift(HOUR + MINUTE)
        assert not is_in(client)
        assert not UserSession.objects.exists()


def test_how_long_is_a_setting(client, person, settings):
    settings.SESSION_IDLE = 600
    person()
    with time_machine.travel(time.time(), tick=False) as moment:
        log_in(client)
        assert is_in(client)
        moment.shift(601)
        assert not is_in(client)


def test_a_reader_meets_none_of_it(client):
    response = client.get("/om/")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_one_sees_where_one_is_logged_in_and_ends_it(client, browsers, person):
    person()
    phone = browsers(headers={"user-agent": "Telefonens webbläsare"})
    log_in(phone)
    log_in(client)
    page = client.get("/konto/sessioner/").content.decode()
    assert "Telefonens webbläsare" in page
    assert "Här, i den här webbläsaren" in page
    row = UserSession.objects.get(user_agent="Telefonens webbläsare")
    client.post("/konto/sessioner/", {"session": row.pk})
    assert not is_in(phone)
    assert is_in(client)


def test_all_others_are_ended_at_once(client, browsers, person):
    person()
    others = [browsers(), browsers()]
    for other in others:
        log_in(other)
    log_in(client)
    client.post("/konto/sessioner/")
    assert not any(is_in(other) for other in others)
    assert is_in(client)


@pytest.mark.parametrize("chosen", ["x", "-1", "9" * 30, "999999", "1' or 1=1"])
def test_nobody_ends_anybody_elses(client, browsers, person, chosen):
    person()
    person(name="bo")
    bo = browsers()
    log_in(bo, "bo")
    log_in(client)
    theirs = UserSession.objects.get(user__username="bo")
    assert client.post("/konto/sessioner/", {"session": theirs.pk}).status_code == 302
    assert client.post("/konto/sessioner/", {"session": chosen}).status_code == 302
    assert is_in(bo)


def test_all_of_a_persons_are_ended_where_they_must(client, person):
    user = person()
    log_in(client)
    assert sessions.end_all(user) == 1
    assert not is_in(client)


def test_what_is_over_is_forgotten(client, browsers, person):
    person()
    log_in(client)
    with time_machine.travel(time.time() - 20 * HOUR, tick=False):
        old = browsers()
        log_in(old)
    assert sessions.forget_ended() == 1
    assert Session.objects.count() == UserSession.objects.count() == 1
