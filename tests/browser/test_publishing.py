"""A change that waits for another person, the history and the preview, in a real browser and judged by axe."""

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.test import Client

from arboga_loften.accounts.models import Organisation, User
from arboga_loften.foundation.models import Municipality, Proposal
from arboga_loften.portal.roles import ensure_roles
from dialogs.models import Dialogue
from tests.portal.test_admin_conflicts import opened, page_of

pytestmark = pytest.mark.usefixtures("record")

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def officials(transactional_db, record, settings):
    """The coordinator and the editor, each in a test client, where nobody publishes their own words."""
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
    ensure_roles()
    row = Municipality.objects.current()
    row.two_person_publishing = True
    row.save()
    home, clients = Organisation.objects.get(kind="municipality"), []
    for role in ("samordnare", "redaktör"):
        user = User.objects.create_user(role, is_staff=True, organisation=home, function=role.capitalize())
        user.groups.set([Group.objects.get(name=role)])
        client = Client()
        client.force_login(user)
        clients.append(client)
    return clients


@pytest.fixture
def as_editor(page, live_server, officials):
    """The editor's browser."""
    session = officials[1].cookies[django_settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    return page


@pytest.fixture
def dialogue(officials):
    """A public dialogue with a history, that the coordinator wants to change."""
    coordinator = officials[0]
    row = Dialogue.objects.visible().filter(questions__isnull=True).order_by("pk").first()
    row.summary = "Vi pratade om ljus."
    row.save()
    sent = opened(coordinator, row, title="En rubrik som är mycket längre än den som stod förut på sidan")
    assert coordinator.post(page_of(row), sent).status_code == 302
    return row


def clean(page, axe, every_look):
    assert page.locator("h1").count() == 1
    for look in every_look():
        page.wait_for_timeout(200)
        axe(page, look)
        assert page.evaluate(OVERFLOW) <= 0, f"{page.url} rullar i sidled: {look}"


def test_what_has_to_do_with_publishing_is_clean_in_any_width_or_light(
    as_editor, dialogue, live_server, axe, every_look
):
    page, address = as_editor, live_server.url + page_of(dialogue)
    page.goto(address)
    page.get_by_role("heading", name="Samordnare vill ändra").wait_for()
    clean(page, axe, every_look)
    page.get_by_text("Skicka tillbaka").first.click()
    page.get_by_role("button", name="Skicka tillbaka").click()
    page.get_by_text("Skriv varför ändringen inte publiceras.").wait_for()
    clean(page, axe, every_look)
    page.goto(address.replace("change", "history"))
    page.get_by_text("Återställ orden från").first.wait_for()
    clean(page, axe, every_look)
    page.get_by_text("Återställ orden från").first.click()
    page.get_by_text("Inget är sparat än.").wait_for()
    clean(page, axe, every_look)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_role("heading", name="Klart att publicera").wait_for()
    clean(page, axe, every_look)


def test_a_change_is_previewed_and_published_by_another(as_editor, dialogue, live_server, axe, every_look):
    page, new = as_editor, "En rubrik som är mycket längre"
    page.goto(live_server.url + page_of(dialogue))
    page.get_by_role("link", name="Förhandsgranska ändringen").click()
    page.get_by_text("Förhandsgranskning – syns bara för dig.").wait_for()
    assert new in page.locator("h1").inner_text()
    clean(page, axe, every_look)
    page.go_back()
    page.get_by_role("button", name="Publicera ändringen").click()
    page.locator(".messagelist .success").wait_for()
    assert Proposal.objects.get().state == "accepted"
    page.goto(live_server.url + dialogue.get_absolute_url())
    assert new in page.locator("h1").inner_text()
