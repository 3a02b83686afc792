"""Every page type as people meet it: with axe, on a phone, with large text, with the keyboard alone, without a trace left."""

import pytest

from actionplan.models import Activity
from tests.browser.pages import PUBLIC

pytestmark = pytest.mark.usefixtures("record")

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def open_page(page, live_server):
    """Opens an address of the list; "{activity}" is the first activity of the plan, "{pk}" its number."""

    def go(address):
        activity = Activity.objects.get(focus_area__number=1, focus_area__promise__slug="2024", number=1)
        return page.goto(live_server.url + address.format(activity=activity.get_absolute_url(), pk=activity.pk))

    return go


@pytest.mark.parametrize("address", PUBLIC)
def test_axe_finds_nothing_in_any_width_or_light(open_page, page, axe, every_look, address):
    open_page(address)
    assert page.locator("h1").count() == 1
    for look in every_look():
        axe(page, look)
        assert page.evaluate(OVERFLOW) <= 0, f"sidan rullar i sidled: {look}"


@pytest.mark.parametrize("address", ["/", "/handlingsplan/", "{activity}", "/ni-sa-vi-gjorde/", "/uppfoljning/"])
def test_text_of_twice_the_size_still_fits(open_page, page, address):
    open_page(address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in (1280, 768):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(OVERFLOW) <= 0


def test_the_first_tab_leads_past_the_menu(open_page, page):
    open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innehall"


def test_the_menu_on_a_phone_opens_and_closes_with_the_keyboard(open_page, page):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page("/")
    menu, button = page.locator("#meny"), page.get_by_role("button", name="Meny")
    assert not menu.is_visible()
    button.focus()
    page.keyboard.press("Enter")
    assert menu.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#meny') !== null")
    page.keyboard.press("Escape")
    assert not menu.is_visible()


@pytest.mark.parametrize("address", ["/", "/handlingsplan/", "{activity}", "/ni-sa-vi-gjorde/"])
def test_everything_that_has_the_focus_can_be_seen(open_page, page, address):
    page.emulate_media(reduced_motion="reduce")  # a page that glides is somewhere on its way when we look
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(address)
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "(() => { const e = document.activeElement; if (e === document.body) return true;"
            " const b = e.getBoundingClientRect(); return b.width > 0 && b.height > 0 && b.bottom > 0 && b.top < innerHeight })()"
        )
        assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


@pytest.mark.parametrize("address", ["/", "/handlingsplan/", "{activity}", "/ni-sa-vi-gjorde/", "/en/"])
def test_a_reader_gets_no_cookie_and_runs_no_script(open_page, page, address):
    open_page(address)
    assert page.context.cookies() == []
    assert page.locator("script").count() == 0


def test_the_filter_works_with_the_keyboard_and_lives_in_the_address(open_page, page):
    open_page("/handlingsplan/")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Sök i planen").fill("belysning")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=belysning**")
    assert page.locator(".plan__row").count() >= 1


@pytest.mark.parametrize("address", ["/handlingsplan/", "{activity}"])
def test_it_prints(open_page, page, address):
    open_page(address)
    page.emulate_media(media="print")
    assert not page.locator(".nav").is_visible()
    assert page.locator("h1").is_visible()
