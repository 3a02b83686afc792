"""The organisation's own log-in, against a real provider: it opens an account that is here, and makes none."""

import http.client
from urllib.parse import urlsplit

import environ
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured

from arboga_loften.accounts import log_in as rules
from arboga_loften.accounts.models import User
from tests.accounts.conftest import code_now, is_in
from tests.accounts.provider import CLIENT, SECRET, Provider

pytestmark = pytest.mark.django_db
START = "/konto/extern/organisation/"


def text_of(response):
    return response.content.decode()


@pytest.fixture
def provider(settings):
    with Provider() as provider:
        settings.OIDC = {
            "OIDC_NAME": "Arboga kommun",
            "OIDC_SERVER_URL": provider.url,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": SECRET,
        }
        settings.SOCIALACCOUNT_PROVIDERS = rules.providers(settings.OIDC)
        yield provider


def go(client, **sent):
    """The way to the organisation and back, as a browser walks it. Returns our answer to its coming back."""
    out = client.post(START, sent).headers["Location"]
    address = urlsplit(out)
    organisation = http.client.HTTPConnection(address.hostname, address.port)
    organisation.request("GET", f"{address.path}?{address.query}")
    back = organisation.getresponse().headers["Location"]
    organisation.close()
    address = urlsplit(back)
    return client.get(f"{address.path}?{address.query}")


def test_the_page_offers_it_by_name(client, provider):
    assert "Logga in med Arboga kommun" in text_of(client.get("/konto/logga-in/"))
    assert "Du skickas till organisationens inloggning" in text_of(client.get(START))


def test_where_there_is_none_nothing_is_offered(client):
    assert "extern" not in text_of(client.get("/konto/logga-in/"))
    assert client.post(START).status_code == 404
    assert client.get(f"{START}tillbaka/").status_code == 404


def test_an_account_with_the_same_address_is_opened(client, provider, person):
    user = person("rådsledamot", email="Anna@Arboga.Example")
    response = go(client, next="/admin/")
    assert response.headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert SocialAccount.objects.get().user == user
    assert provider.asked[0]["redirect_uri"].endswith("/konto/extern/organisation/tillbaka/")
    assert client.cookies["sessionid"]["expires"] == "", "until the browser closes"


def test_afterwards_it_is_known_by_the_organisations_number_and_not_by_the_address(client, browsers, provider, person):
    user = person("rådsledamot")
    go(client)
    provider.claims |= {"email": "anna.gift@arboga.example"}
    other = browsers()
    go(other)
    assert other.get("/konto/").wsgi_request.user == user


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "okänd@arboga.example"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": ""},
    ],
)
def test_whoever_is_not_known_is_refused_and_told_why(client, provider, person, claims):
    person()
    provider.claims |= claims
    response = go(client)
    assert response.status_code == 403
    assert "Du har inget konto här" in text_of(response)
    assert not is_in(client)
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()


def test_an_address_that_two_have_opens_neither(client, provider, person):
    person()
    person(name="bo", email="ANNA@arboga.example")
    assert go(client).status_code == 403


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_demo": True}])
def test_a_closed_account_is_not_opened(client, provider, person, fields):
    person(**fields)
    assert go(client).status_code == 403
    assert not is_in(client)


def test_an_account_that_is_closed_later_is_closed_here_too(client, browsers, provider, person):
    person()
    go(client)
    User.objects.update(is_active=False)
    other = browsers()
    assert go(other).headers["Location"] == "/konto/avstangd/"
    assert not is_in(other)


def test_an_organisation_that_tells_of_no_check_can_be_vouched_for(client, provider, person, settings):
    settings.OIDC_VOUCHES_FOR_EMAIL = True
    person("rådsledamot")
    del provider.claims["email_verified"]
    go(client)
    assert is_in(client)


# --- Two steps ---
def test_our_own_second_step_is_asked_for_too(client, provider, person):
    person("samordnare", app=True)
    assert go(client).headers["Location"] == "/konto/tva-steg/kod/"
    client.post("/konto/tva-steg/kod/", {"code": code_now()})
    assert client.get("/admin/").status_code == 200


def test_without_one_the_gate_is_closed(client, provider, person):
    person("samordnare")
    go(client)
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("app", [True, False])
def test_unless_the_organisation_has_asked_already(client, provider, person, settings, app):
    settings.OIDC_HAS_TWO_STEPS = True
    person("samordnare", app=app)
    go(client)
    assert client.get("/admin/").status_code == 200


def test_a_password_is_no_way_around_it(client, provider, person, settings):
    from tests.accounts.conftest import log_in

    settings.OIDC_HAS_TWO_STEPS = True
    person("samordnare")
    log_in(client)
    assert client.get("/admin/").status_code == 302


# --- What goes wrong ---
def test_who_changes_their_mind_is_told_that_nothing_happened(client, provider, person):
    provider.refuses = "access_denied"
    assert go(client).headers["Location"] == "/konto/extern/avbrutet/"


def test_what_the_organisation_refuses_is_said_in_words(client, provider, person):
    provider.refuses = "server_error"
    assert "Det gick inte att logga in" in text_of(go(client))


def test_an_organisation_that_does_not_answer_is_no_fault_of_ours(client, provider, person):
    provider.is_broken = True
    response = client.post(START)
    assert response.status_code == 502
    assert "logga in med lösenord" in text_of(response)


@pytest.mark.parametrize(
    "query",
    ["", "?code=x", "?code=x&state=y", "?state=%C3%A5", "?error=x", "?code=" + "x" * 1900, "?code[]=1&state[]=2"],
)
def test_an_address_that_somebody_made_up_opens_nothing(client, provider, person, query):
    person()
    response = client.get(f"{START}tillbaka/{query}")
    assert response.status_code < 500
    assert not is_in(client)


def test_a_code_that_was_taken_from_somebody_else_opens_nothing(client, browsers, provider, person):
    """The state belongs to the browser that began."""
    person()
    out = urlsplit(client.post(START).headers["Location"])
    organisation = http.client.HTTPConnection(out.hostname, out.port)
    organisation.request("GET", f"{out.path}?{out.query}")
    back = urlsplit(organisation.getresponse().headers["Location"])
    organisation.close()
    thief = browsers()
    assert thief.get(f"{back.path}?{back.query}").status_code < 500
    assert not is_in(thief)


# --- As it is set ---
def set_as(**values):
    env = environ.Env()
    env.ENVIRON = values
    return rules.organisation(env)


GOOD = {
    "OIDC_NAME": "Arboga kommun",
    "OIDC_SERVER_URL": "https://login.microsoftonline.com/katalog/v2.0",
    "OIDC_CLIENT_ID": "id",
    "OIDC_CLIENT_SECRET": "hemligt",
}


def test_all_four_or_none():
    assert set_as() == {}
    assert rules.providers({}) == {}
    assert rules.form_targets({}) == []
    assert set_as(**GOOD) == GOOD


@pytest.mark.parametrize("missing", GOOD)
def test_one_that_is_missing_stops_the_start_with_its_name(missing):
    with pytest.raises(ImproperlyConfigured, match=missing):
        set_as(**{name: value for name, value in GOOD.items() if name != missing})


@pytest.mark.parametrize(
    "url", ["http://login.example", "ftp://x", "login.example", "https://", "https://a;b", "https://u@x"]
)
def test_an_address_that_nobody_should_trust_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="https://"):
        set_as(**{**GOOD, "OIDC_SERVER_URL": url})


def test_our_button_may_lead_to_the_organisation_and_nowhere_else():
    assert rules.form_targets(GOOD) == ["https://login.microsoftonline.com"]
