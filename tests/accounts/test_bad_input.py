"""Whatever is sent to the log-in's pages, the answer is a page."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.urls import NoReverseMatch, get_resolver

from arboga_loften.accounts import urls
from tests.accounts.conftest import PASSWORD, code_now, log_in

pytestmark = pytest.mark.django_db
NAMES = [pattern.name for pattern in urls.urlpatterns]
HUGE = "å" * 100_000
VALUES = ["", "\x00", "a\x00b", HUGE, "{}", "[]", "null", "'\"<script>", "😀", "-1", "9" * 40]
FIELDS = [
    "login",
    "password",
    "password1",
    "password2",
    "oldpassword",
    "email",
    "code",
    "codes",
    "credential",
    "name",
    "session",
    "next",
]


def address_of(name, pk=1):
    for words in ({}, {"pk": pk}, {"token": "x"}, {"uidb36": "1", "key": "x-y"}):
        try:
            return f"/konto/{get_resolver('arboga_loften.accounts.urls').reverse(name, **words)}"
        except NoReverseMatch:
            continue
    raise AssertionError(name)


@pytest.fixture(params=["stranger", "half_way", "logged_in"])
def visitor(request, client, person, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    person("samordnare", app=True)
    if request.param != "stranger":
        log_in(client, code=code_now() if request.param == "logged_in" else "")
    return client


@pytest.mark.parametrize("name", NAMES)
def test_no_page_breaks_by_how_it_is_asked(visitor, name):
    address = address_of(name)
    for method in ("get", "head", "post", "put", "delete", "options"):
        assert getattr(visitor, method)(address).status_code < 500, method
    assert visitor.get(address, headers={"accept": "application/json"}).status_code < 500
    assert visitor.get(address, headers={"x-requested-with": "XMLHttpRequest"}).status_code < 500
    for query in ("?next=%00", "?next=" + "a" * 1900, "?next[]=1", "?next=//x", "?next=http:///x", "?next=%5C%5Cx"):
        assert visitor.get(address + query).status_code < 500, query


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value[:12]))
def test_no_form_breaks_by_what_is_sent(visitor, value):
    for name in NAMES:
        if name in {"account_logout", "account_logged_out"}:
            continue
        response = visitor.post(address_of(name), dict.fromkeys(FIELDS, value))
        assert response.status_code < 500, name


KEYS = [
    {},
    [],
    1,
    None,
    "x",
    {"id": "x"},
    {"id": "x", "rawId": "x", "type": "public-key", "response": {}},
    {"id": "x", "rawId": "x", "type": "public-key", "response": {"clientDataJSON": "e30", "attestationObject": "oA"}},
    {
        "id": "eA", "rawId": "eA", "type": "public-key",
        "response": {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": "eA"},
    },
    {"id": "é", "rawId": "%%%", "type": "annat", "response": {"userHandle": None}},
    {"response": {"userHandle": "!!!!"}},
    {"response": {"userHandle": ["x"]}},
    {"response": []},
    {"id": "\ud800", "response": {"userHandle": "\ud800"}},
]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["mfa_login_webauthn", "mfa_authenticate", "mfa_add_webauthn", "mfa_reauthenticate_webauthn"]
)
def test_a_key_that_is_no_key_is_refused(visitor, name):
    for key in KEYS:
        visitor.get("/konto/nyckel/", headers={"accept": "application/json"})
        visitor.get(address_of(name))
        response = visitor.post(address_of(name), {"credential": json.dumps(key), "name": "x"})
        assert response.status_code < 500, key
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_others_keys_cannot_be_reached(client, person):
    theirs = person(name="bo")
    key = Authenticator.objects.create(user=theirs, type="webauthn", data={"name": "Bos", "credential": {}})
    person("samordnare", app=True)
    log_in(client, code=code_now())
    for address in (f"/konto/tva-steg/nycklar/{key.pk}/", f"/konto/tva-steg/nycklar/{key.pk}/ta-bort/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "Min"}).status_code == 404
    assert PASSWORD not in client.get("/konto/").content.decode()
