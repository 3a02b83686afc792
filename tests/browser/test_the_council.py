"""The council's whole way, walked as somebody who has never seen it: asked, answered, adopted, published and checked."""

import re
from hashlib import sha256

import pytest
from django.core.management import call_command

from actionplan.models import Activity, CouncilReport
from arboga_loften.portal.management.commands.create_demo_users import LOG_INS

TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}
QUESTION = "Vad gör ni på den tredje sträckan, där farten inte sjönk?"
ANSWER = "Vi ställer en fartskylt där i november och mäter igen efter jul."
SAID = "Bra mätningar. Fortsätt på den tredje sträckan."
DECISION = "Rådet vill att den tredje sträckan mäts igen."


@pytest.fixture
def enter(page, base_url, record, settings):
    """`enter("radsledamot")`: log in with the demonstration's own name and password."""
    settings.DEMO = True
    call_command("create_demo_users")

    def log_in(name, size=TABLET):
        page.context.clear_cookies()
        page.set_viewport_size(size)
        page.goto(f"{base_url}/konto/logga-in/")
        page.locator("[name=login]").fill(name)
        page.locator("[name=password]").fill(next(row[1] for row in LOG_INS if row[0] == name))
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "logga-in" not in url)
        return page

    return log_in


def go(page, name):
    page.get_by_role("link", name=re.compile(name)).first.click()


def text_of(page, address):
    """The words of a page; those of what stands inside a fold too."""
    page.goto(address)
    return re.sub(r"\s+", " ", page.locator("main").evaluate("e => e.textContent").replace("\xad", ""))


def fetched(page, name):
    """The bytes that a link on the page leads to."""
    address = page.get_by_role("link", name=re.compile(f"^{name}")).first.evaluate("link => link.href")
    return page.request.get(address).body()


def test_a_question_goes_from_a_member_to_the_owner_and_back_into_a_report_that_can_be_checked(
    enter, page, base_url, freeze_day
):
    # Two days before the meeting a member reads the packet on a tablet, and wants to know more.
    enter("radsledamot")
    page.goto(f"{base_url}/radet/")
    go(page, "Läs underlaget")
    go(page, "Mätning av fart")
    page.get_by_label("Komplettera").check()
    page.get_by_text("Ställ en fråga").click()
    page.get_by_label(re.compile("^Fråga")).fill(QUESTION)
    page.get_by_role("button", name="Spara och gå till nästa").click()
    page.get_by_text("Sparat: aktivitet 3.2").wait_for()

    # The owner answers from a phone.
    enter("trafikplanerare", PHONE)
    page.goto(f"{base_url}/rapportera/")
    go(page, "Mätning av fart")
    card = page.locator("section").filter(has_text=QUESTION).filter(has=page.get_by_role("button"))
    card.get_by_label("Svar").fill(ANSWER)
    card.get_by_role("button", name="Skicka svaret").click()
    page.get_by_text("Tack!").first.wait_for()

    # On the day of the meeting the samordnare writes down what was said, and the council adopts.
    freeze_day("2024-10-17")
    enter("samordnare")
    page.goto(f"{base_url}/radet/2024-q3/")
    go(page, "Mätning av fart")
    assert ANSWER in page.locator("main").inner_text()
    page.get_by_label("Godkänd").check()
    page.get_by_label("Anteckning").fill(SAID)
    page.get_by_text("Skriv in ett ställningstagande").click()
    page.get_by_label("Ställningstagande").fill(DECISION)
    page.get_by_role("button", name="Spara och stanna").click()
    page.get_by_text("Sparat: aktivitet 3.2").wait_for()
    page.goto(f"{base_url}/radet/2024-q3/anta/")
    page.get_by_label(re.compile("rådet har antagit den")).check()
    page.get_by_role("button", name=re.compile("Anta och frys")).click()
    assert page.request.get(f"{base_url}/uppfoljning/2024-q3/").status == 404, "not before it is published"
    page.get_by_role("button", name="Publicera rapporten").click()
    page.get_by_text("Alla kan läsa den").wait_for()

    # A resident reads what came of it, and finds the way there by themselves.
    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    page.goto(f"{base_url}/uppfoljning/")
    go(page, "tredje kvartalet 2024")
    address = f"{base_url}/uppfoljning/2024-q3/"
    before = text_of(page, address)
    for words in (QUESTION, ANSWER, SAID, DECISION, "5 av 24 aktiviteter är klara"):
        assert words in before
    assert "När visste kommunen det?" not in before, "what a member noted before the meeting stays in the room"

    # The files are those that were adopted, and a single byte more is not.
    report = CouncilReport.objects.get(meeting__key="2024-q3")
    content, paper = fetched(page, "JSON"), fetched(page, "PDF")
    assert sha256(content).hexdigest() == report.sha256
    assert paper.startswith(b"%PDF")
    assert "Ja, det är rapporten" in checked(page, base_url, file=paper)
    assert "Vi känner inte igen filen" in checked(page, base_url, file=paper + b" ")
    assert "Uppföljning tredje kvartalet 2024" in checked(page, base_url, pasted=f" {report.sha256.upper()} ")

    # What happens underneath changes nothing of it.
    activity = Activity.objects.get(slug="matning-av-fart")
    activity.unpublish()
    activity.save()
    assert text_of(page, address) == before
    assert page.request.get(f"{address}v1/rapport.json").body() == content


def checked(page, base_url, *, file=None, pasted=""):
    """What the page says of a file or a pasted sum."""
    page.goto(f"{base_url}/uppfoljning/kontrollera/")
    if file:
        page.locator("main input[type=file]").set_input_files(
            {"name": "rapport.pdf", "mimeType": "application/pdf", "buffer": file}
        )
    else:
        page.get_by_label("Kontrollsumma").fill(pasted)
    page.locator("main form button").click()
    page.wait_for_load_state()
    return page.locator("main").inner_text()
