"""The site map: every public page in both languages, and nothing that isn't public."""

import re

import pytest

from tests.factories import make_activity, make_area, make_dialogue, make_promise, make_report

pytestmark = pytest.mark.django_db


def addresses(client):
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    return [
        address.removeprefix("http://testserver")
        for address in re.findall("<loc>(.*?)</loc>", response.content.decode())
    ]


def test_every_public_page_is_in_the_site_map_in_both_languages(client):
    rows = [make_promise(), make_area(), make_activity(), make_dialogue(), make_report()]
    found = addresses(client)
    for path in ("/", "/lofte/", "/dialoger/", "/ni-sa-vi-gjorde/", *(row.get_absolute_url() for row in rows)):
        assert path in found
        assert f"/en{path}" in found


def test_every_address_in_the_site_map_answers(client):
    make_activity()
    make_dialogue()
    make_report()
    for address in addresses(client):
        assert client.get(address).status_code == 200, address


def test_what_is_not_public_is_not_in_the_site_map(client):
    hidden = [make_dialogue(published=False), make_report(published=False), make_area(published=False)]
    assert not {row.get_absolute_url() for row in hidden} & set(addresses(client))
