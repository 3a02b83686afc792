"""How often somebody knocks: a network is told from another, nobody from anybody in it, and nobody is stopped by a fault."""

import logging

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from arboga_loften.foundation import limits
from arboga_loften.foundation.limits import Limit, visitor_prefix

IN_THE_DATABASE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "shared_cache",
    "TIMEOUT": 24 * 3600,
}


def request_from(address="192.0.2.1", passed=None):
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    if passed is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = passed
    return request


def prefix(*args, **kwargs):
    return visitor_prefix(request_from(*args, **kwargs))


# --- Who -----------------------------------------------------------------------------------------
def test_neighbours_on_a_network_are_one_and_others_another():
    assert prefix("192.0.2.1") == prefix("192.0.2.250") != prefix("192.0.3.1")
    assert prefix("2001:db8:1::1") == prefix("2001:db8:1:ffff::2") != prefix("2001:db8:2::1")
    assert prefix("::ffff:192.0.2.9") == prefix("192.0.2.1")


def test_no_address_can_be_read_from_it_and_tomorrow_it_is_another(freeze_day):
    today = prefix("192.0.2.1")
    assert "192" not in today
    assert len(today) == 32
    freeze_day("2024-10-16")
    assert prefix("192.0.2.1") != today


def test_another_sites_digest_is_another(settings):
    ours = prefix("192.0.2.1")
    settings.SECRET_KEY = "another"
    assert prefix("192.0.2.1") != ours


def test_without_a_proxy_nobody_can_choose_who_they_are():
    assert prefix("192.0.2.1", passed="203.0.113.9") == prefix("192.0.2.1")


@pytest.mark.parametrize(
    ("proxies", "passed", "who"),
    [
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.9.8.7, 198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.9.8.7, 203.0.113.9, 198.51.100.1", "203.0.113.9"),
        (1, "rubbish, 203.0.113.9:51234", "203.0.113.9"),
        (1, " [2001:db8:1::1]:443 ", "2001:db8:1::5"),
    ],
)
def test_behind_proxies_the_one_that_our_outermost_proxy_saw_counts(proxies, passed, who, settings):
    expected = prefix(who)
    settings.TRUSTED_PROXIES = proxies
    assert prefix("127.0.0.1", passed=passed) == expected


@pytest.mark.parametrize(
    "passed", [None, "", ",", "unknown", "999.1.1.1", "\x00", "å", "[", "::1%", "1" * 10_000, "127.0.0.1:x:y"]
)
def test_a_visitor_that_cant_be_told_is_never_stopped(passed, settings):
    settings.TRUSTED_PROXIES = 1
    request = request_from("127.0.0.1", passed=passed)
    assert visitor_prefix(request) == ""
    assert all(Limit("flood", 1, 3600).allows(request) for _each in range(5))


def test_behind_a_socket_without_address_nobody_is_stopped():
    assert prefix("") == ""


# --- How often -----------------------------------------------------------------------------------
def test_so_many_and_no_more_from_one_network_while_others_go_on():
    flood = Limit("flood", 3, 3600)
    assert [flood.allows(request_from()) for _each in range(5)] == [True, True, True, False, False]
    assert flood.allows(request_from("192.0.3.1"))
    assert flood.hit(request_from("192.0.2.77")) == 6


def test_limits_with_different_names_and_things_that_arent_visitors_count_by_themselves():
    assert Limit("letters", 1, 60).allows("anna@exempel.se")
    assert not Limit("letters", 1, 60).allows("anna@exempel.se")
    assert Limit("letters", 1, 60).allows("bo@exempel.se")
    assert Limit("misses", 1, 60).allows("anna@exempel.se")


def test_the_next_hour_begins_anew(settings):
    flood = Limit("flood", 1, 3600)
    assert flood.allows("somebody")
    assert not flood.allows("somebody")
    settings.DEMO_DAY = settings.DEMO_DAY.replace(day=16)
    assert flood.allows("somebody")


# --- Where it is counted -------------------------------------------------------------------------
@pytest.fixture
def shared_in_the_database(settings):
    settings.CACHES = {"default": IN_THE_DATABASE}


@pytest.fixture
def table_gone(transactional_db):
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS shared_cache")


@pytest.mark.django_db(transaction=True)
def test_migrate_makes_the_table_and_is_silent_the_second_time(table_gone, shared_in_the_database, capsys):
    for _each in range(2):
        call_command("migrate", verbosity=0)
    assert capsys.readouterr().out == ""
    flood = Limit("flood", 2, 3600)
    assert [flood.allows(request_from()) for _each in range(3)] == [True, True, False]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM shared_cache")
        kept = str(cursor.fetchall())
    assert "flood" in kept
    assert "192.0" not in kept


@pytest.mark.django_db(transaction=True)
def test_what_is_counted_in_the_database_lasts_its_hour(table_gone, shared_in_the_database):
    call_command("migrate", verbosity=0)
    flood = Limit("flood", 5, 3600)
    counted = []
    for moment in ("12:00", "12:01", "12:50", "13:05"):
        with time_machine.travel(f"2024-10-15 {moment}", tick=False):
            counted.append(flood.hit("somebody"))
    assert counted == [1, 2, 3, 1]


@pytest.mark.django_db(transaction=True)
def test_what_was_counted_is_erased_when_its_time_has_gone(table_gone, shared_in_the_database):
    call_command("migrate", verbosity=0)
    with time_machine.travel("2024-10-15 12:00", tick=False):
        Limit("flood", 5, 3600).hit("somebody")
        assert limits.forget_old() == 0
    with time_machine.travel("2024-10-15 14:00", tick=False):
        Limit("flood", 5, 3600).hit("somebody else")
        assert limits.forget_old() == 1
        assert limits.forget_old() == 0


@pytest.mark.django_db(transaction=True)
def test_a_cache_that_is_down_stops_nobody_and_is_told_of(shared_in_the_database, caplog):
    with caplog.at_level(logging.ERROR):
        assert all(Limit("flood", 1, 3600).allows(request_from()) for _each in range(3))
    assert "Den delade cachen svarar inte" in caplog.text


def test_the_tests_own_cache_is_in_memory():
    cache.set("a", 1)
    assert cache.get("a") == 1
