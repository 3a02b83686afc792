"""The whole year of an activity, as those who live with it meet it: from a plan in Word to a promise that is late in the open."""

import re

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command

from actionplan.models import Activity, DueDateChange, Report
from arboga_loften.accounts.models import Organisation, User
from arboga_loften.portal.roles import ensure_roles
from focusareas.models import FocusArea, Promise
from tests.browser.plans import in_word

pytestmark = pytest.mark.usefixtures("record")

PHONE = {"width": 390, "height": 844}
ROWS = [
    ("Aktivitet", "Vem", "Ansvarig", "Mål", "Klart senast"),
    (
        "Vuxna på stan",
        "Polisen och kommunen",
        "Kommunen: fältsamordnare, Polisen: kommunpolis",
        "minst 2 kvällar",
        "2025-05-30",
    ),
]


@pytest.fixture
def people(transactional_db, record, settings, live_server):
    """The samordnare, the kommunpolis, and an owner who has no log-in at all."""
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
    settings.SITE_URL = live_server.url
    ensure_roles()
    made = {}
    for name, kind in (("samordnare", "municipality"), ("kommunpolis", "police")):
        home = Organisation.objects.get(kind=kind)
        made[name] = User.objects.create_user(name, is_staff=True, organisation=home, function=name.capitalize())
        made[name].groups.set([Group.objects.get(name=name)])
    home = Organisation.objects.get(kind="municipality")
    made["owner"] = User.objects.create_user(
        "faltsamordnare", email="falt@exempel.invalid", organisation=home, function="Fältsamordnare"
    )
    return made


@pytest.fixture
def log_in(people, client, page, live_server):
    def enter(name):
        client.force_login(people[name])
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return enter


def published(activity):
    """As the samordnare's own acts of publishing, which have tests of their own."""
    promise = Promise.objects.get(year=2025)
    for row in (promise, promise.plan, FocusArea.objects.get(promise=promise), activity):
        row.publish()
        row.save()


def test_from_word_to_a_deadline_that_was_moved_for_all_to_see(people, log_in, live_server, browser, freeze_day, page):
    # The samordnare reads the plan in from Word.
    freeze_day("2025-01-13")
    log_in("samordnare")
    page.goto(f"{live_server.url}/admin/actionplan/actionplan/")
    page.get_by_role("link", name="Läs in planen från Word eller Excel").click()
    page.get_by_label("Vilket år gäller planen?").fill("2025")
    page.get_by_label("Fil").set_input_files(in_word("Handlingsplan 2025", "1. Trygga kvällar", ROWS))
    page.get_by_role("button", name="Titta på filen").click()
    page.get_by_role("button", name="Ja, läs in planen").click()
    page.get_by_text("1 ny aktivitet").first.wait_for()
    activity = Activity.objects.get(focus_area__promise__year=2025)
    assert activity.commitments.get(organisation__kind="municipality").owner == people["owner"], "found by the function"
    published(activity)

    # The owner, who has no log-in, gets one letter on the right day, and reports from the phone.
    freeze_day("2025-05-16")
    call_command("remind")
    call_command("remind")
    call_command("keep_house")
    (letter,) = [each for each in mail.outbox if each.to == ["falt@exempel.invalid"]]
    link = re.search(r"http\S+/rapportera/lank/\S+", letter.body).group()
    phone = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="sv-SE").new_page()
    phone.goto(link)
    phone.get_by_label("Vad hände?").fill("Vi var ute med föreningarna.")
    phone.get_by_role("button", name="Skicka", exact=True).click()
    phone.get_by_text("Tack! Vi har fått din rapport").wait_for()

    # The samordnare confirms it; until then nobody else has seen it.
    reader = browser.new_context(locale="sv-SE").new_page()
    public = live_server.url + activity.get_absolute_url()
    reader.goto(public)
    assert not reader.get_by_text("Vi var ute med föreningarna.").is_visible()
    page.goto(f"{live_server.url}/admin/")
    page.get_by_role("link", name=re.compile("Vuxna på stan")).first.click()
    page.goto(f"{live_server.url}/admin/actionplan/report/{Report.objects.get().pk}/change/")
    page.get_by_role("button", name=re.compile("^Bekräfta")).click()
    reader.goto(public)
    assert reader.get_by_text("Vi var ute med föreningarna.").is_visible()

    # The police say that their own part is done. One party's word doesn't make it green.
    page.context.clear_cookies()
    log_in("kommunpolis")
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/rapportera/{activity.pk}/")
    page.locator("#lage summary").first.click()
    page.locator("#lage").get_by_label("Genomförd", exact=True).check()
    page.get_by_role("button", name="Lägg in läget").click()
    page.get_by_text("Polisen säger: Genomförd.").wait_for()
    reader.goto(public)
    assert reader.get_by_text("Parterna har kommit olika långt. Då räknas aktiviteten som på gång.").is_visible()

    # The day after the deadline it is late by itself, and says why.
    freeze_day("2025-05-30")
    reader.goto(public)
    assert reader.get_by_text("Skulle vara klar").count() == 0
    freeze_day("2025-05-31")
    reader.goto(public)
    assert reader.get_by_text("Skulle vara klar 30 maj. Det är 1 dag sedan.").is_visible()

    # The deadline is moved, with its reason, for all to see.
    page.context.clear_cookies()
    log_in("samordnare")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/admin/actionplan/activity/{activity.pk}/change/")
    page.get_by_text("Flytta slutdatumet").click()
    ledger = page.locator("#duedatechanges-group")
    ledger.get_by_label("Nytt slutdatum").fill("2025-06-30")
    ledger.get_by_label("Skäl").fill("Den andra kvällen regnade bort.")
    ledger.get_by_role("button", name="Spara flyttat slutdatum").click()
    page.wait_for_load_state()
    assert DueDateChange.objects.get(activity=activity).reason == "Den andra kvällen regnade bort."
    reader.goto(public)
    for words in ("Flyttat 1 gång", "Den andra kvällen regnade bort.", "30 juni 2025"):
        assert reader.get_by_text(words).first.is_visible(), words
