"""The receipt in a real browser: in every state, width and light, with the keyboard, without script, and on paper."""

import pytest
from django.urls import reverse

from actionplan.models import Activity
from dialogs import answers, followers, intake, moderation, receipts
from dialogs.models import Choice, Decision, Question, Reply
from tests.factories import open_dialogue, organisation

pytestmark = pytest.mark.usefixtures("record")

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TEXT = "Det är kolsvart mellan stationen och parkeringen, och det ligger glas på marken."


@pytest.fixture
def by(transactional_db, django_user_model):
    return django_user_model.objects.create_user(username="granskare", organisation=organisation())


def speak(state, by):
    """The address of a receipt in one of its states."""
    dialogue = open_dialogue()
    submission, code = intake.receive(dialogue=dialogue, key=state, text="" if state == "choices" else TEXT)
    url = receipts.url_of(code)
    viewpoint = submission.viewpoints.first()
    match state:
        case "new":
            return f"{url}?ny=1"
        case "choices":
            question = Question.objects.create(dialogue=dialogue, number=1, kind="one", text="Är du trygg?")
            yes = Choice.objects.create(question=question, number=1, label="Ja")
            Reply.objects.create(submission=submission, question=question, choice=yes)
        case "withheld":
            moderation.withhold(viewpoint, by=by, reason="Texten pekar ut en person.")
        case "done" | "letter" | "stop":
            _answer(moderation.approve(viewpoint, by=by))
        case "split":
            moderation.split(viewpoint, texts=["Det är mörkt.", "Det ligger glas på marken."], by=by)
    if state in {"letter", "confirm", "stop"}:
        return _by_letter(submission, state)
    return url


def _answer(viewpoint):
    words = {"text": "Vi lagar lamporna.", "organisation": organisation(), "decision": Decision.LEADS_TO_ACTIVITY}
    answers.give(viewpoint, activities=Activity.objects.visible()[:3], **words)


def _by_letter(submission, state):
    token = followers.signer.sign(str(followers.follow(submission, "anna@exempel.se").pk))
    if state != "confirm":
        followers.confirm(token)
    name = {"letter": "follower_receipt", "confirm": "follower_confirm", "stop": "follower_stop"}[state]
    return reverse(f"dialogs:{name}", args=[token])


STATES = ["new", "waiting", "withheld", "done", "split", "choices", "letter", "confirm", "stop"]


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_state_width_or_light(page, axe, every_look, by, state):
    page.goto(speak(state, by))
    assert page.locator("h1").count() == 1
    for fold in page.locator("details").all():
        fold.locator("summary").click()
    for look in every_look():
        axe(page, look)
        assert page.evaluate(OVERFLOW) <= 0, f"sidan rullar i sidled: {look}"


@pytest.mark.parametrize(("name", "wrong"), [("code", "ABC"), ("email", "anna")])
def test_what_is_wrong_is_told_beside_the_field_and_axe_finds_nothing(page, axe, every_look, by, name, wrong):
    page.goto("/synpunkt/" if name == "code" else speak("waiting", by))
    page.locator(f"[name={name}]").fill(wrong)
    page.keyboard.press("Enter")
    page.wait_for_selector(".error-summary")
    assert page.locator(f"[name={name}]").get_attribute("aria-invalid") == "true"
    assert page.locator(f"[name={name}]").input_value() == wrong
    for look in every_look():
        axe(page, look)


def test_a_code_that_is_typed_carelessly_opens_the_receipt_by_keyboard_alone(page, by):
    address = speak("waiting", by)
    page.goto("/synpunkt/")
    page.get_by_label("Din kod").fill(address.split("/")[2].lower().replace("-", " "))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    assert page.get_by_role("heading", level=1).inner_text() == "Din synpunkt"


def test_the_code_fits_a_small_phone_and_a_sheet_of_paper(page, by):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(speak("new", by))
    groups = page.locator(".receipt-code__groups span")
    assert groups.count() == 4
    assert all(len(group) == 4 for group in groups.all_inner_texts())
    assert page.get_by_role("img", name="QR-kod med länken till ditt kvitto").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".qr").is_visible()
    assert groups.first.is_visible()
    assert not page.locator("#brev").is_visible()


def test_it_works_without_script_and_sets_no_cookie(browser, live_server, by):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto(speak("waiting", by))
    page.get_by_label("E-post").fill("anna@exempel.se")
    page.get_by_role("button", name="Mejla mig").click()
    assert page.get_by_text("Vi har skickat ett mejl till a…@exempel.se.").is_visible()
    page.get_by_text("Begär radering").first.click()
    page.get_by_role("button", name="Begär radering").click()
    assert page.get_by_text("Du begärde radering den 15 oktober 2024.").is_visible()
    assert context.cookies() == []
    context.close()
