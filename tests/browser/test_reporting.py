"""To report from a phone in a real browser: few fields, one sending, without a script, and judged by axe in every step."""

from datetime import date

import pytest
from django.conf import settings

from actionplan import followup, questions
from actionplan.models import FollowUp, Occurrence, Report
from actionplan.reporting import letters, links, reports
from actionplan.status import Status
from tests.actionplan.reporting import owned, person
from tests.factories import make_activity, make_area, make_place, make_promise

pytestmark = pytest.mark.django_db(transaction=True)

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PHONE = {"width": 390, "height": 844}
FIELDS = "#hant :is(input:not([type=hidden]), select, textarea)"
LONG = "Trygghetsskapande samverkanssamtal vid kollektivtrafikknutpunkterna"


@pytest.fixture
def joint(live_server):
    make_area(make_promise(), title="Trygghetsskapande")
    return make_activity(
        title=LONG,
        commitments=["municipality", "police"],
        places=[make_place("Nytorget")],
        target_value=4,
        target_unit="tillfällen",
        target_unit_one="tillfälle",
        is_example=True,
    )


@pytest.fixture
def log_in(client, page, live_server):
    def enter(user):
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return enter


@pytest.fixture
def letter(joint, settings, live_server):
    """The link in the owner's letter."""
    settings.SITE_URL = live_server.url
    owner = person(username="anna")
    return links.link_for(owned(joint, owner), owner)


def typed_in(page):
    """The fields of the first card that can be seen, and what is filled in."""
    fields = [field for field in page.locator(FIELDS).all() if field.is_visible() and "visually-hidden" not in
              field.evaluate("e => e.parentElement.className")]  # fmt: skip
    return [field.input_value() for field in fields]


def posts(page):
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request))
    return sent


def test_an_occurrence_is_told_on_a_phone_with_five_fields_and_one_post(log_in, joint, live_server):
    page = log_in(person("samordnare"))
    page.set_viewport_size(PHONE)
    sent = posts(page)
    page.goto(f"{live_server.url}/rapportera/")
    page.get_by_role("link", name=LONG).click()
    filled = typed_in(page)
    assert len(filled) <= 5
    assert sum(bool(value) for value in filled) == 3
    page.get_by_label("Vad hände?").fill("Vi pratade med trettio personer.")
    page.get_by_role("button", name="Lägg in", exact=True).click()
    page.get_by_text("Tack! Det är inlagt").wait_for()
    assert len(sent) == 1
    assert page.get_by_text("Nu är det 1 av minst 4 tillfällen.").is_visible()
    assert Occurrence.objects.get().note == "Vi pratade med trettio personer."
    assert page.evaluate("document.activeElement.id") == "kvitto", "reading begins at the receipt"
    page.get_by_role("button", name="Ångra").click()
    page.get_by_text("Det är ångrat").wait_for()
    assert Occurrence.objects.filter(note="Felregistrerat").exists()


def test_the_police_say_how_their_own_part_of_a_joint_activity_goes(log_in, joint, live_server):
    followup.report(joint.commitments.get(organisation__kind="municipality"), status=Status.COMPLETED, evidence="Dnr 1")
    page = log_in(person("kommunpolis", "police"))
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/rapportera/{joint.pk}/")
    page.locator("#lage summary").first.click()
    page.get_by_label("Delvis genomförd").check()
    page.get_by_role("button", name="Lägg in läget").click()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.locator("#lage").get_by_label("Med egna ord").fill("Två av fyra pass blev av.")
    page.get_by_role("button", name="Lägg in läget").click()
    page.get_by_text("Polisen säger: Delvis genomförd.").wait_for()
    assert page.get_by_text("Parterna har kommit olika långt.").first.is_visible()
    said = FollowUp.objects.get(status="partly_completed")
    assert (said.commitment.organisation.kind, said.note) == ("police", "Två av fyra pass blev av.")


def test_by_the_link_in_a_letter_without_a_log_in_and_without_a_script(browser, letter):
    phone = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="sv-SE")
    page = phone.new_page()
    page.goto(letter)
    assert Report.objects.count() == 0
    page.get_by_label("Vad hände?").fill("Vi pratade med tio personer.")
    page.get_by_text("Lägg till en bild").click()
    page.get_by_label("Bild", exact=True).set_input_files(settings.BASE_DIR / "docs" / "pictures" / "aktivitet.png")
    page.get_by_role("button", name="Skicka", exact=True).click()
    assert page.get_by_text("Bilden som du har valt är kvar.").is_visible()
    page.get_by_label("Vad visar bilden?").fill("Nytorget i skymning.")
    page.get_by_role("button", name="Skicka", exact=True).click()
    page.get_by_text("Tack! Vi har fått din rapport").wait_for()
    assert phone.cookies() == []
    phone.close()
    row = Report.objects.get()
    assert (row.note, row.picture_words, bool(row.picture)) == (
        "Vi pratade med tio personer.",
        "Nytorget i skymning.",
        True,
    )


def test_without_a_network_nothing_is_lost_and_it_is_sent_once_when_it_is_back(page, context, letter):
    page.goto(letter)
    page.get_by_label("Vad hände?").fill("Det regnade.")
    context.set_offline(True)
    page.get_by_role("button", name="Skicka", exact=True).click()
    assert page.get_by_text("Du har inget nät just nu.").first.is_visible()
    context.set_offline(False)
    page.goto("about:blank")
    page.goto(letter)
    assert page.get_by_label("Vad hände?").input_value() == "Det regnade."
    page.get_by_role("button", name="Skicka", exact=True).click()
    page.get_by_text("Tack! Vi har fått din rapport").wait_for()
    assert Report.objects.get().note == "Det regnade."
    assert page.get_by_label("Vad hände?").input_value() == "", "what was sent isn't kept"


@pytest.mark.parametrize("step", ["list", "logged in", "fault", "receipt", "link", "sent back", "dead", "asked"])
def test_axe_finds_nothing_in_any_step_width_or_light(page, axe, every_look, log_in, joint, letter, live_server, step):
    coordinator = person("samordnare")
    part = joint.commitments.get(organisation__kind="municipality")
    questions.ask(part, text="Varför så få?", answer_by=date(2024, 11, 1), by=coordinator)
    followup.report(part, status=Status.ONGOING, note="Det rullar på.")
    if step in {"list", "logged in", "fault", "receipt"}:
        log_in(coordinator)
    if step == "sent back":
        row = reports.send(part, kind="occurrence", by=part.owner, key="en", count=1, note="Hej.")
        letters.send_back(row, reason="Vilken dag var det?", by=coordinator)
    address = f"{live_server.url}/rapportera/{joint.pk}/"
    dead = f"{live_server.url}/rapportera/lank/1-2-3.abc/"
    page.goto(
        {"list": f"{live_server.url}/rapportera/", "dead": dead, "asked": dead}.get(
            step, address if step in {"logged in", "fault", "receipt"} else letter
        )
    )
    if step == "fault":
        page.locator("#hant").get_by_label("Antal").fill("0")
        page.locator("#hant .fold summary").click()
        page.get_by_label("Bild", exact=True).set_input_files(__file__)
    if step in {"fault", "receipt"}:
        page.get_by_role("button", name="Lägg in", exact=True).click()
        page.wait_for_load_state()
    if step == "asked":
        page.get_by_role("button", name="Mejla mig en ny länk").click()
        page.get_by_text("Titta i din e-post").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.locator("h1").count() == 1
    for look in every_look():
        axe(page, f"{step} {look}")
        assert page.evaluate(OVERFLOW) <= 0, f"{step} rullar i sidled: {look}"
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in (1280, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(OVERFLOW) <= 0, f"{step} rullar i sidled med dubbel text på {width}"
