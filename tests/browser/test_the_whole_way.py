"""The whole way, as people go it: a resident on a phone, an official at a desk, and the receipt that says what was done."""

import re

import pytest

from actionplan.models import Activity
from arboga_loften.accounts.models import User
from dialogs.models import Submission
from tests.factories import organisation

pytestmark = pytest.mark.usefixtures("record")

FORM = "/dialoger/exempel-tyck-till-hosten-2024/tyck-till/"
SAID = "Bilarna kör för fort förbi vår grind när barnen går till skolan. Min dotter vågar inte cykla själv."
SHOWN = "Bilarna kör för fort när barnen går till skolan."
ANSWER = "Vi kontrollerar farten på sträckan och berättar här hur det går."
PUBLIC = [
    "/",
    "/ni-sa-vi-gjorde/",
    "/ni-sa-vi-gjorde/flode/",
    "/handlingsplan/",
    "/oppna-data/synpunkter.json",
    "/sitemap.xml",
]


@pytest.fixture
def official(transactional_db, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]  # the desk does several deeds in one request
    return User.objects.create_superuser("samordnare", password="ett-lösenord", organisation=organisation())


def test_a_dangerous_stretch_is_reported_answered_mended_and_told_of(browser, page, live_server, official):
    # A resident on a phone, without JavaScript, reports a stretch and keeps the code.
    phone = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="sv-SE")
    resident = phone.new_page()
    resident.goto(live_server.url + FORM)
    resident.get_by_label("Din synpunkt", exact=False).first.fill(SAID)
    resident.get_by_label("Vägsträcka från").fill("Skolan")
    resident.get_by_label("Vägsträcka till").fill("Bron")
    resident.get_by_role("button", name="Granska").click()
    resident.get_by_role("button", name="Skicka").click()
    receipt = resident.url.split("?")[0]
    code = receipt.rstrip("/").rpartition("/")[2]
    assert resident.get_by_text(code).first.is_visible()
    assert phone.cookies() == []

    # An official reads it, words it without the gate and the daughter, links it to an activity and answers.
    activity = Activity.objects.get(focus_area__slug="trafiksakerhet", focus_area__promise__slug="2024", number=1)
    viewpoint = Submission.objects.get(text=SAID).viewpoints.get()
    page.goto(f"{live_server.url}/admin/login/?next=/admin/dialogs/viewpoint/{viewpoint.pk}/granska/")
    page.get_by_label("Användarnamn").fill("samordnare")
    page.get_by_label("Lösenord").fill("ett-lösenord")
    page.keyboard.press("Enter")
    page.locator("#id_visas-text").fill(SHOWN)
    page.get_by_text("Hör till: fokusområde").click()
    page.locator(f"input[name='hor-till-activities'][value='{activity.pk}']").check()
    page.locator("#id_svar-decision").select_option("leads_to_activity")
    page.locator("#id_svar-text").fill(ANSWER)
    page.get_by_role("button", name="Godkänn och visa").click()
    page.get_by_text("är godkänd och visas").wait_for()

    # The receipt follows: shown, answered, and on its way.
    resident.goto(receipt)
    words = resident.locator("main").inner_text()
    assert SHOWN in words
    assert ANSWER in words
    assert activity.title in words.replace("\u00ad", "")
    assert "Det här görs" in words

    # Every party says that it is done, with what shows it.
    from actionplan import followup
    from actionplan.status import Status

    followup.add_occurrence(activity, count=activity.target_value or 1, note="Farten är mätt igen.", by=official)
    for commitment in activity.commitments.all():
        followup.report(commitment, status=Status.COMPLETED, note="Farten är nere.", evidence="KS 1/2024", by=official)
    resident.goto(receipt)
    words = resident.locator("main").inner_text()
    assert "Det är gjort" in words
    assert "Genomförd" in words

    # And nothing that the public can read tells who it was.
    for address in [*PUBLIC, viewpoint.dialogue.get_absolute_url(), activity.get_absolute_url()]:
        shown = resident.request.get(live_server.url + address).text()
        for secret in ("vår grind", "dotter", code, code.replace("-", "")):
            assert secret not in shown, f"{address} visar {secret}"
    assert SHOWN in re.sub("\u00ad", "", resident.request.get(f"{live_server.url}/ni-sa-vi-gjorde/").text())
    phone.close()
