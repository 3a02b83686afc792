"""The whole way in, in a real browser: invited, by two steps, by a key; and axe on every page of it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache

from arboga_loften.accounts import invitations
from arboga_loften.accounts.models import Organisation, User
from arboga_loften.portal.roles import ensure_roles
from tests.accounts.conftest import PASSWORD, SECRET, code_now

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN = [
    "/konto/logga-in/",
    "/konto/utloggad/",
    "/konto/avstangd/",
    "/konto/glomt-losenord/",
    "/konto/glomt-losenord/skickat/",
    "/konto/glomt-losenord/klart/",
    "/konto/glomt-losenord/1/x/",
    "/konto/valkommen/x/",
    "/konto/extern/avbrutet/",
    "/en/konto/logga-in/",
]
MINE = [
    "/konto/",
    "/konto/logga-ut/",
    "/konto/byt-losenord/",
    "/konto/bekrafta/",
    "/konto/sessioner/",
    "/konto/tva-steg/",
    "/konto/tva-steg/bekrafta/",
    "/konto/tva-steg/app/stang-av/",
    "/konto/tva-steg/reservkoder/nya/",
    "/konto/tva-steg/reservkoder/",
    "/konto/tva-steg/nycklar/",
    "/konto/tva-steg/nycklar/ny/",
    "/en/konto/",
    "/admin/accounts/user/add/",
    "/admin/accounts/user/{other}/change/",
    "/admin/accounts/user/{other}/nollstall/",
    "/admin/accounts/user/{other}/bjud-in/",
]


@pytest.fixture(autouse=True)
def _as_on_a_real_site(transactional_db, settings, live_server):
    settings.TWO_STEPS = True
    settings.SITE_URL = live_server.url
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
    ensure_roles()


def somebody(name, role, *, app=False, password=PASSWORD):
    home = Organisation.objects.get_or_create(
        slug="kommunen", defaults={"name": "Arboga kommun", "short_name": "Kommunen", "kind": "municipality"}
    )[0]
    words = {"email": f"{name}@arboga.example", "is_staff": True, "organisation": home}
    user = User.objects.create_user(name, password=password, **words)
    user.groups.add(Group.objects.get(name=role))
    if app:
        from allauth.mfa.totp.internal.auth import TOTP

        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
    return user


def by_password(page, name, password=PASSWORD):
    page.goto("/admin/")
    page.get_by_label("Användarnamn eller e-post").fill(name)
    page.get_by_label("Lösenord", exact=True).fill(password)
    page.get_by_role("button", name="Logga in", exact=True).click()


def by_code(page, code):
    page.get_by_label("Kod", exact=True).fill(code)
    page.get_by_role("button", name="Logga in", exact=True).click()


@pytest.fixture
def key(page):
    """A key that the browser believes in: a finger always on it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
    return lambda verified: devtools.send(
        "WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": verified}
    )


def test_from_the_invitation_to_the_key(page, key, axe):
    helper = somebody("helge", "systemadministratör")
    newcomer = somebody("nina", "redaktör", password=None)
    invitations.invite(newcomer, by=helper)

    # The invitation, and a password.
    page.goto(re.search(r"https?://\S+/konto/valkommen/\S+", mail.outbox[-1].body)[0])
    page.get_by_label("Välj ett lösenord").fill(PASSWORD)
    page.get_by_label("Samma lösenord en gång till").fill(PASSWORD)
    page.get_by_role("button", name="Spara lösenordet och fortsätt").click()

    # The gate is closed until there is an app.
    page.goto("/admin/focusareas/promise/")
    page.get_by_role("heading", name="Ett steg till").wait_for()
    axe(page)
    page.get_by_role("link", name="Koppla en app").click()
    axe(page)
    page.get_by_text("Går det inte att läsa rutan?").click()
    secret = page.locator(".account__secret").inner_text().replace(" ", "")
    page.get_by_label("Koden som appen visar").fill(code_now(secret=secret))
    page.get_by_role("button", name="Koppla appen").click()

    # The recovery codes, once, and as a file.
    page.get_by_text("De visas bara en gång").wait_for()
    axe(page)
    codes = [code.replace(" ", "") for code in page.locator(".account__codes code").all_inner_texts()]
    assert len(codes) == 10
    with page.expect_download() as file:
        page.get_by_role("button", name="Hämta som fil").click()
    assert codes[0] in file.value.path().read_text(encoding="utf-8")
    page.get_by_role("link", name="Jag har sparat dem, fortsätt").click()
    assert page.url.endswith("/admin/focusareas/promise/"), "and on to where one was heading"

    # Out, and in by the app.
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_role("heading", name="Du är utloggad").wait_for()
    by_password(page, "nina")
    by_code(page, code_now(1, secret))
    page.get_by_role("heading", name="Att göra").first.wait_for()

    # By a recovery code.
    page.get_by_role("button", name="Logga ut").click()
    by_password(page, "nina")
    by_code(page, codes[0])
    page.get_by_role("heading", name="Att göra").first.wait_for()

    # A key, and in by the key alone.
    page.goto("/konto/tva-steg/nycklar/ny/")
    page.get_by_label("Namn på nyckeln").fill("Jobbtelefonen")
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_text("Du har 1 nyckel.").wait_for()
    page.goto("/konto/logga-ut/")
    page.get_by_role("button", name="Logga ut").click()
    page.goto("/admin/")
    page.get_by_role("button", name="Logga in med nyckel").click()
    page.get_by_role("heading", name="Att göra").first.wait_for()
    assert Authenticator.objects.get(type="webauthn").last_used_at

    # The key as a second step, after the password.
    page.get_by_role("button", name="Logga ut").click()
    by_password(page, "nina")
    page.get_by_role("button", name="Använd en nyckel").click()
    page.get_by_role("heading", name="Att göra").first.wait_for()


def test_a_key_that_does_not_know_its_owner_says_what_to_do(page, key, axe):
    key(False)
    page.goto("/konto/logga-in/")
    page.get_by_role("button", name="Logga in med nyckel").click()
    page.get_by_text("Det gick inte med nyckeln").wait_for()
    axe(page)


def looks_right(page, axe, every_look, addresses):
    for address in addresses:
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        for look in every_look():
            page.wait_for_timeout(200)
            axe(page, look)
            assert page.evaluate(OVERFLOW) <= 0, f"{address} rullar i sidled: {look}"


def test_axe_finds_nothing_on_the_pages_for_all(page, axe, every_look):
    looks_right(page, axe, every_look, OPEN)


def test_axe_finds_nothing_on_the_pages_of_the_account(page, axe, every_look):
    somebody("helge", "systemadministratör", app=True)
    other = somebody("nina", "redaktör", app=True, password=None)
    by_password(page, "helge")
    page.get_by_role("heading", name="Andra steget").wait_for()
    for look in every_look():
        page.wait_for_timeout(200)
        axe(page, look)
    by_code(page, code_now())
    looks_right(page, axe, every_look, [address.format(other=other.pk) for address in MINE])


def test_axe_finds_nothing_where_something_must_be_mended(page, axe, every_look):
    somebody("helge", "systemadministratör", app=True)
    by_password(page, "helge", "fel-lösenord-här")
    page.locator(".error-summary").wait_for()
    for look in every_look():
        page.wait_for_timeout(200)
        axe(page, look)
    by_password(page, "helge")
    by_code(page, "000000")
    page.locator(".error-summary").wait_for()
    axe(page)
    by_code(page, code_now())
    page.goto("/konto/byt-losenord/")
    page.get_by_role("button", name="Byt lösenord").click()
    page.locator(".error-summary").wait_for()
    axe(page)
    cache.clear()


def test_without_script_one_logs_in_by_password_and_code(browser, live_server):
    somebody("helge", "systemadministratör", app=True)
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="sv-SE")
    page = context.new_page()
    by_password(page, "helge")
    by_code(page, code_now())
    page.get_by_role("heading", name="Att göra").first.wait_for()
    context.close()
