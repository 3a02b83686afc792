"""The admin as an official meets it: judged by axe on every kind of page, and a report written with the keyboard alone."""

import pytest
from django.contrib.auth.models import Group

from actionplan.models import Activity, CouncilMeeting, CouncilReport, FollowUp
from arboga_loften.accounts.models import Organisation, User
from arboga_loften.portal.roles import ensure_roles
from dialogs import moderation
from dialogs.models import Dialogue, Submission, Theme, Viewpoint
from focusareas.models import Indicator

pytestmark = pytest.mark.usefixtures("record")

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = [
    "/admin/",
    "/admin/actionplan/",
    "/admin/actionplan/activity/",
    "/admin/actionplan/activity/?kontroll=late",
    "/admin/actionplan/activity/add/",
    "/admin/actionplan/activity/{activity}/change/",
    "/admin/actionplan/activity/{activity}/history/",
    "/admin/dialogs/viewpoint/",
    "/admin/dialogs/viewpoint/{viewpoint}/change/",
    "/admin/dialogs/viewpoint/?granskning=ko",
    "/admin/dialogs/viewpoint/{held}/granska/",
    "/admin/dialogs/submission/",
    "/admin/dialogs/submission/{submission}/change/",
    "/admin/dialogs/dialogue/{walk}/change/",
    "/admin/dialogs/dialogue/{walk}/besvarad/",
    "/admin/dialogs/cannedanswer/add/",
    "/admin/dialogs/answer/add/?viewpoint={viewpoint}",
    "/admin/dialogs/theme/{theme}/delete/",
    "/admin/focusareas/promise/",
    "/admin/focusareas/situationreport/add/",
    "/admin/foundation/municipality/1/change/",
    "/admin/accounts/user/",
    "/admin/actionplan/councilmeeting/",
    "/admin/actionplan/councilmeeting/add/",
    "/admin/actionplan/councilmeeting/{meeting}/change/",
    "/admin/actionplan/councilreport/",
    "/admin/actionplan/councilreport/{report}/change/",
    "/admin/focusareas/cooperationagreement/add/",
    "/admin/focusareas/indicator/{indicator}/change/",
]


@pytest.fixture
def coordinator(transactional_db, record, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
    ensure_roles()
    home = Organisation.objects.get(kind="municipality")
    user = User.objects.create_user("samordnare", password="ett-lösenord", is_staff=True, organisation=home)
    user.groups.set([Group.objects.get(name="samordnare")])
    return user


@pytest.fixture
def inside(page, live_server, coordinator):
    """Opens an address of the admin, after a log-in through the form."""
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Användarnamn").fill("samordnare")
    page.get_by_label("Lösenord").fill("ett-lösenord")
    page.get_by_role("button", name="Logga in", exact=True).click()
    rows = {"activity": Activity, "viewpoint": Viewpoint, "theme": Theme, "submission": Submission}
    rows |= {"meeting": CouncilMeeting, "report": CouncilReport, "indicator": Indicator}

    def go(address):
        ids = {name: model.objects.order_by("pk").first().pk for name, model in rows.items()}
        ids["held"] = Viewpoint.objects.to_moderate().filter(text__contains="[…]").first().pk
        ids["walk"] = Dialogue.objects.filter(kind="walk", stops__isnull=False).first().pk
        return page.goto(live_server.url + address.format(**ids))

    return go


# In two parts, one for each core, since every test loads the whole record.
@pytest.mark.parametrize("addresses", [PAGES[::2], PAGES[1::2]], ids=["one half", "other half"])
def test_axe_finds_nothing_in_any_width_or_light(inside, page, axe, every_look, addresses):
    for address in addresses:
        inside(address)
        assert page.locator("h1").count() == 1, address
        for look in every_look():
            page.wait_for_timeout(200)  # the colours glide when the light changes
            axe(page, look)
            assert page.evaluate(OVERFLOW) <= 0, f"{address} rullar i sidled: {look}"


def test_a_form_that_is_refused_is_clean_too(inside, page, axe):
    inside("/admin/actionplan/activity/add/")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.locator(".errorlist").first.wait_for()
    assert page.locator(".errorlist").count() > 3
    axe(page)


def test_what_is_refused_at_the_desk_is_clean_too(inside, page, axe):
    inside("/admin/dialogs/viewpoint/{held}/granska/")
    page.locator("#id_visas-text").fill("Ring 070-174 06 35.")
    page.get_by_role("button", name="Godkänn och visa").click()
    page.locator(".errorlist").first.wait_for()
    page.get_by_text("Visa inte …").click()
    page.get_by_role("button", name="Visa inte", exact=True).click()
    page.locator("#id_visas-inte-reason_error").wait_for()
    axe(page)


def test_a_conflict_is_clean_too(inside, page, axe, coordinator):
    inside("/admin/dialogs/viewpoint/{held}/granska/")
    held = Viewpoint.objects.to_moderate().filter(text__contains="[…]").first()
    moderation.take(held, by=User.objects.create_user("kollega", function="Kommunpolis"))
    page.get_by_role("button", name="Godkänn och visa").click()
    page.get_by_role("heading", name="Någon annan hann före").wait_for()
    axe(page)


def test_a_viewpoint_is_moderated_with_the_keyboard_alone(inside, page):
    inside("/admin/dialogs/viewpoint/?granskning=ko")
    page.locator("#result_list tbody th a").first.press("Enter")
    page.locator("#id_visas-text").press("Control+A")
    page.keyboard.type("Skrivet utan mus.")
    approve = page.get_by_role("button", name="Godkänn och visa")
    assert approve.get_attribute("accesskey") == "g"
    approve.press("Enter")
    page.get_by_text("är godkänd och visas").wait_for()
    assert Viewpoint.objects.get(text="Skrivet utan mus.").is_visible
    assert "/granska/" in page.url, "and the next in the queue is on the desk"


def test_enter_in_a_field_at_the_desk_decides_nothing(inside, page):
    inside("/admin/dialogs/viewpoint/{held}/granska/")
    page.get_by_text("Sammanför …").click()
    page.locator("#id_samman-reference").fill("2024-x")
    page.locator("#id_samman-reference").press("Enter")
    page.wait_for_timeout(300)
    assert page.locator("#id_samman-reference").input_value() == "2024-x"


def test_a_follow_up_is_written_with_the_keyboard_alone_and_seen_on_the_site(inside, page, live_server):
    inside("/admin/actionplan/activity/{activity}/change/")
    page.locator(".ledger__new summary").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("För vem").first.focus()
    page.keyboard.type("Kommunen")
    page.keyboard.press("Tab")
    page.keyboard.type("Pågår")
    page.keyboard.press("Tab")
    page.get_by_label("Kommentar").first.focus()
    page.keyboard.type("Skrivet utan mus.")
    page.get_by_label("Nästa besked").first.press("Enter")
    page.locator(".ledger__row", has_text="Skrivet utan mus.").wait_for()
    follow_up = FollowUp.objects.get(note="Skrivet utan mus.")
    assert follow_up.recorded_by.username == "samordnare"
    page.goto(live_server.url + follow_up.commitment.activity.get_absolute_url())
    assert page.get_by_text("Skrivet utan mus.").first.is_visible(), "and the residents see it at once"


def test_an_official_changes_an_activity_and_sees_it_on_the_site(inside, page):
    inside("/admin/actionplan/activity/{activity}/change/")
    page.locator("#id_summary").fill("Nu med kaffe på torget.")
    page.get_by_role("button", name="Spara och fortsätt redigera").click()
    page.locator(".messagelist .success").wait_for()
    page.get_by_role("link", name="Se på webbplatsen").click()
    page.get_by_text("Nu med kaffe på torget.").first.wait_for()


def test_a_long_list_of_boxes_can_be_searched(inside, page):
    inside("/admin/dialogs/viewpoint/{viewpoint}/change/")
    sources = page.locator("#id_sources > div")
    everything = sources.count()
    page.get_by_label("Sök i listan Källor").fill("polisen")
    shown = sources.filter(visible=True).count()
    assert 0 < shown < everything
