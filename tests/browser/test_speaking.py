"""To speak in a real browser: judged by axe in each step, without JavaScript, with the keyboard, and on a line that breaks."""

from datetime import date

import pytest
from django.conf import settings

from dialogs.models import Question, Submission
from tests.dialogs.speaking import DARK
from tests.factories import make_place, make_theme, open_dialogue

pytestmark = pytest.mark.django_db(transaction=True)

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
GUARDED = "Jag såg Kalle Andersson sälja knark vid Nytorget. Ring mig på 070-123 45 67."


@pytest.fixture
def dialogue(live_server):
    dialogue = open_dialogue(title="Trygg i Arboga", form_intro="Vad gör dig trygg, och vad gör dig otrygg?")
    make_theme("Trafik")
    make_place("Nytorget", latitude="59.39390", longitude="15.83880")
    for number, kind in enumerate(("one", "several", "scale", "text", "place"), start=1):
        labels = {"low_label": "Mycket otrygg", "high_label": "Mycket trygg"} if kind == "scale" else {}
        question = Question.objects.create(
            dialogue=dialogue, number=number, kind=kind, text=f"Fråga {number}?", **labels
        )
        if question.has_choices:
            question.choices.create(number=1, label="Bättre ljus")
            question.choices.create(number=2, label="Lägre fart")
    return dialogue


@pytest.fixture
def address(live_server, dialogue):
    return f"{live_server.url}{dialogue.get_absolute_url()}tyck-till/"


def write(page, text=DARK):
    page.get_by_label("Din synpunkt", exact=False).first.fill(text)


def press(page, name):
    page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("step", ["form", "fault", "preview", "receipt", "closed", "none open", "several open"])
def test_axe_finds_nothing_in_any_step_width_or_light(page, axe, every_look, address, dialogue, live_server, step):
    if step == "several open":
        open_dialogue(title="En annan dialog", form_intro="Vad tycker du?")
    if step in {"closed", "none open"}:
        dialogue.closes_on = date(2024, 10, 14)
        dialogue.save()
    page.goto(f"{live_server.url}/tyck-till/" if step in {"none open", "several open"} else address)
    if step == "fault":
        page.get_by_label("Vägsträcka från").fill("Älholmen")
        page.get_by_label("Bild", exact=True).set_input_files(__file__)
        press(page, "Granska")
        assert page.title().startswith("Fel:")
    if step in {"preview", "receipt"}:
        write(page, GUARDED)
        page.get_by_label("Vägsträcka från").fill("Älholmen")
        page.get_by_label("Vägsträcka till").fill("Sätra")
        page.get_by_label("Bild", exact=True).set_input_files(settings.BASE_DIR / "docs" / "pictures" / "aktivitet.png")
        press(page, "Granska")
    if step == "receipt":
        press(page, "Skicka ändå")
        page.get_by_text("Spara din kod").wait_for()
    assert page.locator("h1").count() == 1
    for look in every_look():
        axe(page, f"{step} {look}")
        assert page.evaluate(OVERFLOW) <= 0, f"{step} rullar i sidled: {look}"


def test_a_resident_speaks_on_a_phone_without_a_script_and_gets_a_receipt(browser, address):
    phone = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="sv-SE")
    page = phone.new_page()
    page.goto(address)
    page.get_by_label("Trafik").check()
    write(page)
    page.get_by_label("Vägsträcka från").fill("Älholmen")
    page.get_by_label("Vägsträcka till").fill("Sätra")
    page.get_by_label("4", exact=True).check()
    press(page, "Granska")
    assert page.get_by_role("heading", level=1).inner_text() == "Stämmer det här?"
    assert page.get_by_text("Älholmen – Sätra").is_visible()
    assert not page.get_by_text("Du har inget nät").is_visible()
    press(page, "Skicka")
    page.get_by_text("Spara din kod").wait_for()
    assert phone.cookies() == []
    phone.close()
    said = Submission.objects.get()
    assert (said.text, said.where, said.theme.name) == (DARK, "Älholmen – Sätra", "Trafik")


def test_after_a_fault_reading_begins_at_what_must_be_mended(page, address):
    page.goto(address)
    press(page, "Granska")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_text", "the link leads to the field"


def test_the_keyboard_goes_through_the_form_in_the_order_that_it_is_read(page, address):
    page.goto(address)
    page.get_by_label("Trafik").focus()
    tops, names = [], []
    for _each in range(30):
        name = page.evaluate("document.activeElement.name || document.activeElement.className")
        names.append(name)
        tops.append(page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))
        if name == "step":
            break
        page.keyboard.press("Tab")
    assert names[-1] == "step"
    assert tops == sorted(tops)
    assert "hemsida" not in names, "the trap is never come to"
    assert names.index("text") < names.index("place_words") < names.index("photo") < names.index("may_show")


def test_enter_in_a_field_shows_the_preview(page, address):
    page.goto(address)
    write(page)
    page.get_by_label("Plats i ord").press("Enter")
    page.get_by_role("heading", name="Stämmer det här?").wait_for()


def test_a_point_on_the_map_comes_along_and_survives_a_page_that_is_lost(page, address):
    page.goto(address)
    write(page)
    page.get_by_text("Visa på en karta").click()
    press(page, "Markera mittpunkten")
    page.get_by_text("En plats är utsatt.").wait_for()
    page.goto("about:blank")
    page.goto(address)
    assert page.locator("[name=shape]").input_value().startswith("[[59.")
    press(page, "Granska")
    assert page.get_by_text("En plats som du har satt ut").is_visible()
    press(page, "Skicka")
    page.get_by_text("Spara din kod").wait_for()
    assert len(Submission.objects.get().shape) == 1


# --- When the line breaks ---
def test_what_is_typed_survives_a_page_that_is_lost(page, address):
    page.goto(address)
    write(page)
    page.get_by_label("Bättre ljus").first.check()
    page.goto("about:blank")
    page.goto(address)
    assert page.locator("#id_text").input_value() == DARK
    assert page.get_by_label("Bättre ljus").first.is_checked()
    assert page.get_by_text("Det du skrev tidigare är kvar.").is_visible()
    press(page, "Börja om")
    page.wait_for_load_state()
    assert page.locator("#id_text").input_value() == ""


def test_without_a_network_nothing_is_lost_and_it_is_sent_once_when_it_is_back(page, context, address):
    page.goto(address)
    write(page)
    press(page, "Granska")
    page.get_by_role("heading", name="Stämmer det här?").wait_for()
    context.set_offline(True)
    press(page, "Skicka")
    assert page.get_by_text("Du har inget nät just nu.").is_visible()
    assert Submission.objects.count() == 0
    context.set_offline(False)
    press(page, "Skicka")
    page.get_by_text("Spara din kod").wait_for()
    assert Submission.objects.get().text == DARK
    assert page.evaluate("sessionStorage.length") == 0, "what was sent isn't kept"


def test_an_answer_that_is_lost_on_the_way_makes_no_second_submission(page, address):
    page.goto(address)
    write(page)
    press(page, "Granska")
    page.get_by_role("heading", name="Stämmer det här?").wait_for()

    def lose_the_answer(route):
        route.fetch(max_redirects=0)
        route.abort()

    page.route(address, lose_the_answer)
    press(page, "Skicka")
    page.wait_for_timeout(500)
    page.unroute(address)
    assert Submission.objects.count() == 1, "it came in, but nobody told the sender"
    page.goto(address)
    assert page.locator("#id_text").input_value() == DARK, "the form is as it was, with its own key"
    press(page, "Granska")
    page.get_by_text("Spara din kod").wait_for()
    assert Submission.objects.count() == 1


def test_the_menu_fits_on_one_line_at_a_desk(page, address):
    page.set_viewport_size({"width": 1280, "height": 900})
    for path in (address, address.replace("/dialoger/", "/en/dialoger/")):
        page.goto(path)
        tops = page.locator("#meny a").evaluate_all("links => links.map(link => link.getBoundingClientRect().top)")
        assert len(set(tops)) == 1
        assert page.locator(".masthead").bounding_box()["height"] < 80
