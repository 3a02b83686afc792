"""The map as people meet it: with a mouse, a finger, the keyboard alone, and without a script. It is never the only way."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.usefixtures("transactional_db")

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def gallery(page, live_server, settings):
    """Opens the page that shows every component in every state."""
    settings.DEBUG = True

    def go(page=page):
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{live_server.url}/komponenter/#karta")
        return page

    return go


@pytest.fixture
def empty(gallery):
    """The map of a form where nothing is marked, unfolded and drawn."""
    return unfolded(gallery())


def unfolded(page):
    form = page.locator("details.map").first
    form.locator("summary").click()
    form.locator(".map__border--own").wait_for(state="attached")
    form.get_by_role("application").scroll_into_view_if_needed()
    return form


def marked(form):
    return json.loads(form.locator("input[name=tom]").input_value() or "[]")


def tap(form, x, y):
    form.get_by_role("application").click(position={"x": x, "y": y})


def test_a_resident_marks_a_place_changes_her_mind_and_takes_it_back(empty):
    status = empty.get_by_role("status")
    expect(status).to_have_text("Inget är utsatt.")
    tap(empty, 100, 150)
    first = marked(empty)
    assert len(first) == 1
    assert all(round(number, 5) == number for number in first[0])
    expect(status).to_have_text("En plats är utsatt.")
    tap(empty, 140, 150)
    assert len(marked(empty)) == 1
    assert marked(empty) != first
    empty.get_by_role("button", name="Ångra").click()
    assert marked(empty) == first
    empty.get_by_role("button", name="Ta bort").click()
    assert empty.locator("input[name=tom]").input_value() == ""
    expect(status).to_have_text("Inget är utsatt.")
    empty.get_by_role("button", name="Ångra").click()
    assert marked(empty) == first


def test_a_resident_draws_a_stretch_of_road(empty):
    empty.get_by_role("button", name="Rita en sträcka").click()
    status = empty.get_by_role("status")
    tap(empty, 100, 150)
    expect(status).to_have_text("Sträckan har en punkt. Sätt ut minst en till.")
    tap(empty, 140, 170)
    tap(empty, 180, 150)
    expect(status).to_have_text("Sträckan har 3 punkter.")
    assert len(marked(empty)) == 3
    empty.get_by_role("button", name="Ångra").click()
    expect(status).to_have_text("Sträckan har 2 punkter.")


def test_a_stretch_ends_at_fifty_points(empty):
    empty.get_by_role("button", name="Rita en sträcka").click()
    for _ in range(51):
        empty.get_by_role("button", name="Markera mittpunkten").click()
    expect(empty.get_by_role("status")).to_have_text("Sträckan kan inte få fler punkter.")
    assert len(marked(empty)) == 50


def test_a_place_is_marked_with_the_keyboard_alone(gallery):
    page = gallery()
    form = page.locator("details.map").first
    form.locator("summary").focus()
    page.keyboard.press("Enter")
    form.locator(".map__border--own").wait_for(state="attached")
    for name in ("Sätt ut en plats", "Rita en sträcka"):
        page.keyboard.press("Tab")
        expect(form.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    expect(form.get_by_role("application")).to_be_focused()
    page.keyboard.press("Enter")
    before = marked(form)
    page.keyboard.press("+")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    for name in ("Zooma ut", "Zooma in", "Markera mittpunkten"):
        page.keyboard.press("Tab")
        expect(form.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    ((lat, lng),) = marked(form)
    assert lng > before[0][1], "the map went to the east under the cross"
    assert lat == pytest.approx(before[0][0], abs=0.001)


def test_what_the_browser_kept_of_an_unfinished_form_is_drawn(empty):
    empty.locator("input[name=tom]").evaluate(
        "(field) => { field.value = '[[59.39,15.82],[59.4,15.83]]'; field.dispatchEvent(new Event('change')) }"
    )
    expect(empty.get_by_role("status")).to_have_text("Sträckan har 2 punkter.")
    assert empty.locator(".map__point").count() == 2


def test_what_was_marked_stands_when_the_form_is_shown_again(gallery):
    page = gallery()
    again = page.locator("details.map").nth(2)
    again.get_by_role("application").scroll_into_view_if_needed()
    expect(again.get_by_role("status")).to_have_text("Sträckan har 3 punkter.")
    assert again.get_by_role("button", name="Rita en sträcka").get_attribute("aria-pressed") == "true"


# --- A finger ---
@pytest.fixture
def phone(browser, live_server, gallery):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    yield gallery(context.new_page())
    context.close()


def swipe(page, element, up):
    """One finger from the middle of the element and upwards."""
    box = element.bounding_box()
    finger = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        at = [{"x": x, "y": y - up * step / 10}]
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": at})
        page.wait_for_timeout(16)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(100)


def test_a_finger_scrolls_past_the_map_until_it_has_been_tapped(phone):
    form = unfolded(phone)
    canvas, pane = form.get_by_role("application"), form.locator(".leaflet-map-pane")
    place = "(pane) => pane.style.transform"
    where, top = pane.evaluate(place), phone.evaluate("scrollY")
    swipe(phone, canvas, up=150)
    assert phone.evaluate("scrollY") > top + 50, "the page went on"
    assert pane.evaluate(place) == where, "and the map stayed as it was"
    assert marked(form) == []

    canvas.scroll_into_view_if_needed()
    canvas.tap()
    assert len(marked(form)) == 1
    where, top = pane.evaluate(place), phone.evaluate("scrollY")
    swipe(phone, canvas, up=80)
    assert pane.evaluate(place) != where, "the map follows the finger"
    assert phone.evaluate("scrollY") == pytest.approx(top, abs=2)
    assert len(marked(form)) == 1, "to move the map is not to mark"

    form.get_by_role("button", name="Ta bort").tap()
    phone.evaluate("document.activeElement.blur()")
    where, top = pane.evaluate(place), phone.evaluate("scrollY")
    swipe(phone, canvas, up=80)
    assert phone.evaluate("scrollY") > top + 30


def test_everything_that_is_pressed_is_large_enough_for_a_finger(phone):
    unfolded(phone)
    for button in phone.locator(".map button, .map a, .map summary").filter(visible=True).all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44, button.inner_text()
    assert phone.evaluate(OVERFLOW) <= 0


# --- What was said ---
def test_a_pin_leads_to_the_same_thing_in_words(gallery):
    page = gallery()
    pins = page.locator("figure.map").get_by_role("link")
    pins.first.wait_for()
    assert [" ".join(pin.inner_text().split()) for pin in pins.all()] == [
        "1 Exempelplatsen",
        "2 Exempelvägen",
        "3 Långt bort",
    ]
    pins.nth(2).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/komponenter/#karta-3")
    page.locator("#karta-3").wait_for()


def test_a_pin_that_is_dragged_is_not_pressed(gallery):
    page = gallery()
    box = page.locator(".map__pin").nth(2).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 20, steps=4)
    page.mouse.up()
    assert page.url.endswith("#karta")


# --- What it costs, and what it asks for ---
def test_nothing_of_a_folded_map_is_fetched(browser, live_server, settings):
    settings.DEBUG = True
    context = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844})
    page, fetched = context.new_page(), []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/komponenter/")
    page.wait_for_load_state("networkidle")
    assert any(address.endswith("map/map.js") for address in fetched)
    assert not any("leaflet" in address or "geojson" in address for address in fetched)
    context.close()


def test_without_a_script_there_is_no_map_and_no_hole(browser, live_server, settings):
    settings.DEBUG = True
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/komponenter/")
    assert page.locator(".map").count() == 4
    assert page.locator(".map").filter(visible=True).count() == 0
    assert page.locator("#karta-1").is_visible()
    context.close()


def test_a_map_that_can_not_be_drawn_goes_away(gallery, page):
    page.route("**/base.geojson", lambda route: route.abort())
    gallery()
    expect(page.locator("figure.map")).to_be_hidden()
    assert page.locator("#karta-1").is_visible()


def test_pictures_come_from_the_map_server_that_is_named(gallery, page, settings):
    settings.MAP_TILES, settings.MAP_ATTRIBUTION = "/static/icons/favicon.svg?{z}/{x}/{y}", "Kartverket"
    gallery()
    page.locator("figure.map .leaflet-tile-loaded").first.wait_for()
    expect(page.locator("figure.map")).to_contain_text("Karta: Kartverket.")


def test_axe_finds_nothing_in_any_width_or_light(gallery, page, axe, every_look):
    gallery()
    unfolded(page)
    page.locator(".map__pin").first.wait_for()
    for look in every_look():
        axe(page, look, context="section[aria-labelledby=karta]")
        assert page.evaluate(OVERFLOW) <= 0, f"sidan rullar i sidled: {look}"
