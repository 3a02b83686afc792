"""Logging in by name and password: who gets in, who doesn't, and what they are told."""

import pytest
from django.core.cache import cache
from django.core.management import call_command

from arboga_loften.accounts.models import User
from tests.accounts.conftest import PASSWORD, is_in, log_in

pytestmark = pytest.mark.django_db

WRONG = "Användarnamnet och lösenordet hör inte ihop"
TOO_MANY = "Vänta en kvart"


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("name", ["anna", "ANNA", "anna@arboga.example", "Anna@Arboga.Example"])
def test_one_logs_in_by_user_name_or_address_however_it_is_cased(client, person, name):
    person()
    assert log_in(client, name).status_code == 302
    assert is_in(client)


def test_one_comes_back_to_where_one_was_heading(client, person):
    person("rådsledamot")
    assert client.get("/admin/actionplan/activity/").headers["Location"].startswith("/admin/login/?next=")
    way = client.get("/admin/login/?next=/admin/actionplan/activity/").headers["Location"]
    assert way == "/konto/logga-in/?next=/admin/actionplan/activity/"
    page = text_of(client.get(way))
    assert 'name="next" value="/admin/actionplan/activity/"' in page
    response = client.post(way, {"login": "anna", "password": PASSWORD, "next": "/admin/actionplan/activity/"})
    assert response.headers["Location"] == "/admin/actionplan/activity/"


@pytest.mark.parametrize(
    "address", ["https://ond.example/", "//ond.example/", "javascript:alert(1)", "\\\\ond.example"]
)
def test_nobody_is_led_to_another_site(client, person, address):
    person()
    response = client.post("/konto/logga-in/", {"login": "anna", "password": PASSWORD, "next": address})
    assert response.headers["Location"] == "/konto/"
    response = client.get("/konto/tva-steg/behovs/", {"next": address})
    assert "ond" not in response.headers.get("Location", "")


def test_two_who_share_an_address_log_in_by_their_names(client, person):
    person(name="anna", email="delad@arboga.example")
    person(name="bo", email="delad@arboga.example")
    assert WRONG in text_of(log_in(client, "delad@arboga.example"))
    log_in(client, "bo")
    assert is_in(client)


@pytest.mark.parametrize("name", ["anna", "finns-inte", "anna@arboga.example", "finns@inte.example"])
def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client, person, name):
    person()
    response = log_in(client, name, "fel-lösenord-här")
    assert response.status_code == 200
    assert WRONG in text_of(response)
    assert not is_in(client)


def test_a_closed_account_is_told_so_only_with_the_right_password(client, person):
    person(is_active=False)
    assert WRONG in text_of(log_in(client, "anna", "fel-lösenord-här"))
    response = client.post("/konto/logga-in/", {"login": "anna", "password": PASSWORD}, follow=True)
    assert "Kontot är avstängt" in text_of(response)
    assert not is_in(client)


def test_an_account_that_is_closed_is_out_at_once(client, person):
    user = person("rådsledamot")
    log_in(client)
    assert client.get("/admin/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302
    assert not is_in(client)


def test_there_is_nowhere_to_sign_up(client):
    for address in (
        "signup/",
        "skapa-konto/",
        "email/",
        "password/reset/",
        "3rdparty/",
        "social/signup/",
        "extern/signup/",
    ):
        assert client.get(f"/konto/{address}").status_code == 404
    page = text_of(client.get("/konto/logga-in/"))
    assert "Skapa konto" not in page
    assert "Du som bor här behöver inget konto" in page


# --- How many times ---
def test_after_five_wrong_passwords_a_person_waits_and_hears_how_long(client, person):
    person()
    for _n in range(5):
        assert WRONG in text_of(log_in(client, "anna", "fel-lösenord-här"))
    assert TOO_MANY in text_of(log_in(client))
    assert not is_in(client)


def test_the_count_is_the_persons_by_whatever_name_and_from_wherever(browsers, person):
    person()
    names = ["anna", "ANNA", "anna@arboga.example", " anna ", "Anna@arboga.example"]
    for n, name in enumerate(names):
        log_in(browsers(), name, "fel-lösenord-här", REMOTE_ADDR=f"192.0.2.{n}")
    assert TOO_MANY in text_of(log_in(browsers(), REMOTE_ADDR="198.51.100.7"))


def test_others_are_not_kept_out_by_it(browsers, person):
    person()
    person(name="bo")
    for _n in range(6):
        log_in(browsers(), "anna", "fel-lösenord-här")
    bo = browsers()
    log_in(bo, "bo")
    assert is_in(bo)


def test_one_place_that_tries_many_names_waits(browsers, person):
    person()
    for n in range(20):
        log_in(browsers(), f"gissning-{n}", "fel-lösenord-här")
    assert TOO_MANY in text_of(log_in(browsers()))
    elsewhere = browsers()
    log_in(elsewhere, REMOTE_ADDR="198.51.100.7")
    assert is_in(elsewhere)


def test_names_that_nobody_has_are_counted_alike(browsers):
    for _n in range(5):
        assert WRONG in text_of(log_in(browsers(), "finns-inte", "fel-lösenord-här"))
    assert TOO_MANY in text_of(log_in(browsers(), "finns-inte", "fel-lösenord-här"))


def test_a_right_password_is_not_counted(browsers, person):
    person()
    for _n in range(12):
        one = browsers()
        log_in(one)
        assert is_in(one)


def test_behind_a_proxy_it_is_the_visitor_who_is_counted(browsers, person, settings):
    settings.TRUSTED_PROXIES = 1
    person()
    for n in range(20):
        log_in(browsers(), f"g-{n}", "fel-lösenord-här", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 192.0.2.1")
    assert TOO_MANY in text_of(log_in(browsers(), HTTP_X_FORWARDED_FOR="192.0.2.1"))
    other = browsers()
    log_in(other, HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.2")
    assert is_in(other)


@pytest.mark.parametrize(
    "header", [None, "", "rappakalja", "fe80::1%eth0", "1.2.3.4:80", "[2001:db8::1]:80", "::ffff:9.9.9.9"]
)
@pytest.mark.parametrize("proxies", [0, 1, 3])
def test_whatever_a_proxy_says_one_gets_in(client, person, settings, header, proxies):
    settings.TRUSTED_PROXIES = proxies
    person()
    log_in(client, **({} if header is None else {"HTTP_X_FORWARDED_FOR": header}))
    assert is_in(client)


def test_without_an_address_one_gets_in(client, person):
    person()
    log_in(client, REMOTE_ADDR="")
    assert is_in(client)


def test_the_counts_work_in_the_databases_own_cache(browsers, person, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "shared_cache",
            "TIMEOUT": 86400,
        }
    }
    call_command("createcachetable")
    cache.clear()
    person()
    for _n in range(5):
        assert WRONG in text_of(log_in(browsers(), "anna", "fel-lösenord-här"))
    assert TOO_MANY in text_of(log_in(browsers()))


# --- What the pages are ---
PAGES = ["logga-in/", "utloggad/", "avstangd/", "glomt-losenord/", "glomt-losenord/skickat/", "extern/avbrutet/"]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_no_robot_finds_them_and_no_browser_keeps_them(client, page, language):
    response = client.get(f"{language}/konto/{page}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex, nofollow">' in text_of(response)
    assert 'rel="canonical"' not in text_of(response)


def test_the_pages_know_their_english(client):
    page = text_of(client.get("/konto/logga-in/"))
    assert 'href="/en/konto/logga-in/"' in page
    assert '<html lang="en">' in text_of(client.get("/en/konto/logga-in/"))


def test_one_logs_out_by_a_button_and_not_by_an_address(client, person):
    person()
    log_in(client)
    assert "Vill du logga ut?" in text_of(client.get("/konto/logga-ut/"))
    assert is_in(client)
    response = client.post("/konto/logga-ut/", follow=True)
    assert "Du är utloggad" in text_of(response)
    assert not is_in(client)
    assert "messages" not in client.cookies, "and a page for readers gets no cookie of it"


def test_the_admins_own_ways_in_and_out_lead_here(client, person):
    person("rådsledamot")
    assert client.get("/admin/login/").headers["Location"] == "/konto/logga-in/?next=/admin/"
    assert client.post("/admin/login/", {"username": "anna", "password": PASSWORD}).status_code == 302
    assert not is_in(client)
    log_in(client)
    assert client.get("/admin/login/").headers["Location"] == "/admin/"
    assert client.get("/admin/password_change/").headers["Location"] == "/konto/byt-losenord/"
    assert client.post("/admin/logout/").headers["Location"] == "/konto/logga-ut/"


def test_somebody_who_does_not_work_there_is_told_so(client, person):
    person(is_staff=False)
    log_in(client)
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "Den här sidan får du inte öppna" in text_of(response)
