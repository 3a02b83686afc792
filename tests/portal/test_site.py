"""What holds for every page: nothing stored about a reader, nothing from elsewhere, and a plain answer to whatever is asked."""

import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import path

from arboga_loften.foundation.models import Municipality
from arboga_loften.portal.record.load import load, load_council
from tests.browser.pages import PUBLIC

pytestmark = pytest.mark.django_db

READABLE = [page for page in PUBLIC if "%00" not in page and "finns-inte/" not in page and "{" not in page]


@pytest.fixture
def record():
    load()


def test_every_page_answers_with_its_own_title_and_leaves_no_cookie(client, record):
    load_council()
    titles = {}
    for address in READABLE:
        response = client.get(address)
        assert response.status_code == 200, address
        assert not response.cookies, address
        text = response.content.decode()
        assert text.count("<h1") == 1, address
        assert 'name="description" content="' in text, address
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text), address
        # The form keeps what is typed, and may hold a map; no other page has a script (docs/decisions/0015).
        scripts = re.findall(r"<script[^>]*>", text)
        assert all(" src=" in script for script in scripts), address
        assert not scripts or address.endswith("/tyck-till/"), address
        titles[address] = re.search(r"<title>(\S.+) – Arbogalöften</title>", text).group(1)
    swedish = [title for address, title in titles.items() if "?" not in address and not address.startswith("/en")]
    assert len(set(swedish)) == len(swedish)


def test_the_headers_allow_only_our_own(client, record):
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    for rule in (
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31_536_000)
def test_in_production_everything_goes_over_https(client):
    assert client.get("/").status_code == 301
    assert "max-age=31536000" in client.get("/", secure=True).headers["Strict-Transport-Security"]


def test_production_settings_pass_djangos_own_check(tmp_path):
    env = {
        **os.environ,
        "SECRET_KEY": "".join(map(chr, range(40, 110))),
        "ALLOWED_HOSTS": "loften.example.se",
        "STATIC_ROOT": str(tmp_path),
    }
    for name in ("DEBUG", "DEMO", "DEMO_DAY", "SECURE", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        env.pop(name, None)
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    result = subprocess.run(command, env=env, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


BAD_ADDRESSES = [
    ("/finns-inte/", 404),
    ("/lofte/1066/", 404),
    ("/lofte/2024/finns-inte/", 404),
    ("/lofte/99999999999999999999/", 404),
    ("/handlingsplan/0-x/", 404),
    ("/handlingsplan/99999999999999999999-x/", 404),
    ("/handlingsplan/9999999999-x/", 404),
    ("/handlingsplan/abc/", 404),
    ("/handlingsplan/?sida=99999", 404),
    ("/handlingsplan/?sida=abc", 404),
    ("/handlingsplan/?sida=-1", 404),
    ("/handlingsplan/?lage=finns-inte", 200),
    ("/handlingsplan/?ar=1066&fokus=x&vem=y&ansvarig=z&plats=w&ordning=q&gruppera=g&vy=v", 200),
    ("/handlingsplan/?q=" + "å" * 300, 200),
    ("/uppfoljning/?datum=2024-13-45", 200),
    ("/uppfoljning/?datum=0000-00-00", 200),
    ("/uppfoljning/?datum=99999-01-01", 200),
    ("/uppfoljning/?datum=2031-01-01", 200),
    ("/uppfoljning/?datum[]=x", 200),
    ("/uppfoljning/?ar=1066", 200),
    ("/dialoger/finns-inte/", 404),
    ("/ni-sa-vi-gjorde/?sida=99999", 404),
    ("/ni-sa-vi-gjorde/?besked=x&tema=y&ar=abc&plats=z", 200),
    ("/ni-sa-vi-gjorde/?ar=99999999999999999999", 200),
    ("/lagesbild/finns-inte/", 404),
    ("/?q=%00", 400),
    ("/handlingsplan/?q=%00", 400),
    ("/handlingsplan/?q=" + "x" * 5000, 400),
    ("/lofte/%00/", 400),
    ("/%ff%fe/", 404),
    ("/?q=%ff", 200),
    ("/en/finns-inte/", 404),
]


def test_a_bad_address_gets_a_plain_answer(client, record):
    for address, status in BAD_ADDRESSES:
        response = client.get(address)
        assert response.status_code == status, f"{address} svarade {response.status_code}"
        assert "<h1" in response.content.decode(), address


def test_a_host_that_is_not_ours_gets_a_plain_answer_too(client, settings):
    settings.ALLOWED_HOSTS = ["loften.exempel.se"]
    for host in ("nagon-annan.se", "inte ett namn"):
        response = client.get("/", headers={"host": host})
        assert (response.status_code, response.content.decode()) == (400, "Det gick inte att förstå adressen")


def test_pages_that_are_read_cannot_be_written_to(client):
    for method in ("post", "put", "delete", "patch"):
        for address in ("/", "/handlingsplan/", "/ni-sa-vi-gjorde/", "/lofte/", "/om/"):
            assert getattr(client, method)(address).status_code == 405


def broken(request):
    raise RuntimeError("något inom huset")


urlpatterns = [path("trasig/", broken)]
handler500 = "arboga_loften.portal.errors.server_error"


@override_settings(ROOT_URLCONF="tests.portal.test_site")
def test_when_something_breaks_the_reader_hears_it_kindly_and_learns_nothing_of_the_inside():
    response = Client(raise_request_exception=False).get("/trasig/")
    assert response.status_code == 500
    text = response.content.decode()
    assert "Något gick fel hos oss" in text
    assert "inom huset" not in text


def test_an_expired_form_says_that_nothing_was_lost():
    response = Client(enforce_csrf_checks=True).post("/konto/logga-in/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert "Formuläret hann bli för gammalt" in response.content.decode()


def test_the_accessibility_statement_has_all_that_the_law_asks_for(client, record):
    """Digg's list: actor, service, conformance, shortcomings, dates, method, contact, complaint, burden, exemptions."""
    text = client.get("/tillganglighet/").content.decode()
    for part in (
        "Arboga kommun",
        "Arbogalöften",
        "2018:1937",
        "delvis förenlig",
        "Det som inte är tillgängligt",
        "skärmläsare",
        "Senast bedömd",
        "Redogörelsen uppdaterad",
        "axe",
        "Säg till när något inte fungerar",
        "https://www.digg.se/tdosanmalan",
        "Oskäligt betungande",
        "Innehåll som lagen inte gäller",
    ):
        assert part in text, part


def test_another_municipality_needs_no_new_code(client, record):
    row = Municipality.objects.get()
    row.name, row.place_name, row.service_name = "Köpings kommun", "Köping", "Köpingslöften"
    row.thread_colour = "#0b4a5c"
    row.full_clean()
    row.save()
    page = client.get("/").content.decode()
    assert "Det här har vi lovat Köping" in page
    assert "Köpingslöften</title>" in page
    assert "/farger.css" in page
    assert "--thread: #0b4a5c" in client.get("/farger.css").content.decode()


def test_a_colour_that_cannot_be_read_is_refused(record):
    row = Municipality.objects.get()
    row.thread_colour = "#ffff00"
    with pytest.raises(ValidationError, match="Kontrasten är"):
        row.full_clean()


def test_there_is_one_row_of_the_municipality(record):
    Municipality(name="En till").save()
    assert Municipality.objects.count() == 1


def test_the_gallery_is_for_builders_only(client, settings, admin_client):
    assert client.get("/komponenter/").status_code == 404
    assert admin_client.get("/komponenter/").status_code == 200


def test_robots_find_the_sitemap_and_it_lists_every_public_page(client, record):
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    listed = client.get("/sitemap.xml").content.decode()
    for address in ("/", "/lofte/2024/", "/lofte/2024/trafiksakerhet/", "/handlingsplan/", "/ni-sa-vi-gjorde/", "/om/"):
        assert f"<loc>http://testserver{address}</loc>" in listed


def test_the_watchman_gets_an_answer(client):
    assert client.get("/halsa/").content == b"ok\n"


def test_the_english_pages_are_english_with_the_content_marked_as_swedish(client, record):
    text = client.get("/en/").content.decode()
    assert '<html lang="en">' in text
    assert 'lang="sv"' in text
    assert 'hreflang="sv" href="http://testserver/"' in text
    assert "Handlingsplanen<" not in text.split("<main")[0]


def test_pages_are_compressed(client, record):
    assert client.get("/", headers={"accept-encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_the_record_can_be_loaded_by_its_command(capsys):
    call_command("load_record", "--without-examples")
    call_command("load_record", "--without-examples")
    assert "allt fanns redan" in capsys.readouterr().out
