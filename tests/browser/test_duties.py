"""The page of the municipality's duties by law, which the record doesn't show until the municipality wishes it."""

import pytest

from arboga_loften.foundation.models import Municipality
from tests.browser.test_every_page import OVERFLOW

pytestmark = pytest.mark.usefixtures("record")


def test_axe_finds_nothing_on_the_page_of_the_law(page, live_server, axe, every_look):
    municipality = Municipality.objects.current()
    municipality.shows_duties = True
    municipality.save()
    assert page.goto(f"{live_server.url}/uppfoljning/lagen/").ok
    for look in every_look():
        axe(page, look)
        assert page.evaluate(OVERFLOW) <= 0, f"sidan rullar i sidled: {look}"
