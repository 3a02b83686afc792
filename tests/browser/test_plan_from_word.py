"""A coordinator reads in next year's plan from Word, with the keyboard, and sees it again as drafts; judged by axe on the way."""

import pytest
from django.contrib.auth.models import Group

from actionplan.models import Activity
from arboga_loften.accounts.models import Organisation, User
from arboga_loften.portal.roles import ensure_roles
from tests.browser.plans import in_word

pytestmark = pytest.mark.usefixtures("record")

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ROWS = [
    ("Aktivitet", "Ansvarig", "Plats", "Mål", "Klart senast"),
    ("Trygghetsvandring vid stationen", "Kommunen: säkerhetssamordnare", "Bakom Konsum", "minst 2 vandringar", "juni"),
    ("Fartkontroller där invånarna pekar", "Kommunpolis", "", "minst 20 kontroller", "december"),
]


@pytest.fixture
def plan_in_word():
    return in_word("Handlingsplan 2025 (exempel, allt är påhittat)", "1. Trafiksäkerhet", ROWS)


@pytest.fixture
def coordinator(transactional_db, record, settings, client, page, live_server):
    """Somebody who has logged in, with the session handed to the browser: how one logs in has tests of its own."""
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
    ensure_roles()
    home = Organisation.objects.get(kind="municipality")
    user = User.objects.create_user("samordnare", is_staff=True, is_demo=True, organisation=home)
    user.groups.set([Group.objects.get(name="samordnare")])
    settings.DEMO = True
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    return user


def test_a_coordinator_reads_in_a_plan_from_word(coordinator, page, live_server, axe, every_look, plan_in_word):
    page.goto(f"{live_server.url}/admin/actionplan/actionplan/")
    page.get_by_role("link", name="Läs in planen från Word eller Excel").press("Enter")
    page.get_by_label("Vilket år gäller planen?").fill("2025")
    page.get_by_label("Fil").set_input_files(plan_in_word)
    page.get_by_role("button", name="Titta på filen").press("Enter")

    page.get_by_role("heading", name="behöver svar först").wait_for()
    assert not Activity.objects.filter(focus_area__promise__year=2025).exists()
    for look in every_look():
        page.wait_for_timeout(200)
        axe(page, look)
        assert page.evaluate(OVERFLOW) <= 0, look
    page.get_by_label("Lägg till den som en ny plats").check()
    page.get_by_role("button", name="Svara och titta igen").press("Enter")

    yes = page.get_by_role("button", name="Ja, läs in planen")
    yes.wait_for()
    assert page.get_by_role("heading", name="1.2 Fartkontroller där invånarna pekar").is_visible()
    for look in every_look():
        page.wait_for_timeout(200)
        axe(page, look)
        assert page.evaluate(OVERFLOW) <= 0, look
    yes.press("Enter")

    page.get_by_text("Planen är inläst ur Handlingsplan 2025.docx: 2 nya aktiviteter").wait_for()
    walk, control = Activity.objects.filter(focus_area__promise__year=2025).order_by("number")
    assert (walk.target_value, walk.target_unit) == (2, "vandringar")
    assert [each.organisation.kind for each in control.commitments.all()] == ["police"]
    assert not walk.is_visible
