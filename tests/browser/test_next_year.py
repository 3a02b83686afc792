"""The next year in a real browser: the coordinator chooses, forgets the reason, looks and says yes; then all can compare."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from actionplan.models import Activity
from arboga_loften.accounts.models import Organisation, User
from arboga_loften.portal.roles import ensure_roles
from focusareas.models import Promise

pytestmark = pytest.mark.usefixtures("record")

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def coordinator_inside(page, live_server, transactional_db, record, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
    ensure_roles()
    home = Organisation.objects.get(kind="municipality")
    user = User.objects.create_user("samordnare", is_staff=True, organisation=home)
    user.groups.set([Group.objects.get(name="samordnare")])
    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


def clean_in_every_look(page, axe, every_look):
    for look in every_look():
        page.wait_for_timeout(200)  # the colours glide when the light changes
        axe(page, look)
        assert page.evaluate(OVERFLOW) <= 0, f"{page.url} rullar i sidled: {look}"


def test_the_next_year_is_begun_and_stands_beside_the_old_one(coordinator_inside, live_server, axe, every_look):
    page = coordinator_inside
    old = Promise.objects.get(slug="2024")
    page.goto(f"{live_server.url}/admin/focusareas/promise/{old.pk}/change/")
    page.get_by_role("link", name="Börja på nästa år").click()
    clean_in_every_look(page, axe, every_look)

    page.get_by_role("button", name="Visa vad som blir gjort").click()
    page.get_by_role("heading", name="Något behöver rättas").wait_for()
    axe(page)

    page.get_by_label("Varför flyttas de som inte är klara?").fill("Vi hinner inte klart i år.")
    page.get_by_role("button", name="Visa vad som blir gjort").click()
    page.get_by_role("heading", name="Det här blir utkast").wait_for()
    clean_in_every_look(page, axe, every_look)
    assert not Promise.objects.filter(year=2025).exists()

    page.get_by_role("button", name="Ja, gör så").click()
    page.wait_for_url("**/admin/focusareas/promise/**")
    new = Promise.objects.get(year=2025)
    copies = Activity.objects.of(new)
    assert copies.count() == 18

    for row in (new, new.plan, *new.focus_areas.all(), *copies):
        row.publish()
        row.save()
    page.goto(f"{live_server.url}/handlingsplan/jamfor/?fran=2024&till=2025")
    assert page.get_by_text("18 aktiviteter fortsätter och 6 togs inte upp igen.").is_visible()
    clean_in_every_look(page, axe, every_look)
