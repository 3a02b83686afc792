"""Somebody new is invited, comes in by the link of the letter once, and goes on to the second step."""

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError

from arboga_loften.accounts import invitations
from arboga_loften.accounts.models import User
from arboga_loften.foundation.logs import SECRET
from arboga_loften.foundation.outbox import Letter
from tests.accounts.conftest import PASSWORD, is_in, letters, link_in_letter

pytestmark = pytest.mark.django_db
NEW = "gul-båt-i-motvind"
GONE = "Inbjudan gäller inte längre"


def text_of(response):
    return response.content.decode()


@pytest.fixture
def helper(person):
    return person("systemadministratör", "helge", first_name="Helge")


@pytest.fixture
def newcomer(person):
    user = person("samordnare", "nina")
    user.set_unusable_password()
    user.save()
    return user


def accept(client, link, password=NEW):
    return client.post(link, {"password1": password, "password2": password}, follow=True)


def test_the_letter_says_who_invites_and_where_to(newcomer, helper):
    invitations.invite(newcomer, by=helper)
    letter = letters()[-1]
    assert letter.to == ["nina@arboga.example"]
    assert letter.subject.startswith("Välkommen till")
    for words in ("Helge bjuder in dig", "Ditt användarnamn är nina.", "gäller i 7 dagar", "/konto/valkommen/"):
        assert words in letter.body
    assert Letter.objects.get().key.startswith(f"invite-{newcomer.pk}-")
    assert LogEntry.objects.get().get_change_message() == "Bjöd in personen med ett mejl"


def test_the_newcomer_chooses_a_password_and_goes_on_to_the_second_step(client, newcomer, helper):
    invitations.invite(newcomer, by=helper)
    page = client.get(link_in_letter())
    assert "Ditt användarnamn är nina." in text_of(page)
    assert page.headers["Cache-Control"] == "no-store"
    response = accept(client, link_in_letter())
    assert is_in(client)
    assert "Fortsätt till det andra steget" in text_of(response)
    assert client.get("/konto/tva-steg/app/").status_code == 200, "without being asked for the password again"
    assert client.get("/admin/").status_code == 302
    assert User.objects.get(username="nina").check_password(NEW)


def test_whose_role_needs_no_second_step_is_in(client, person, helper):
    reader = person("rådsledamot", "rut")
    reader.set_unusable_password()
    reader.save()
    invitations.invite(reader, by=helper)
    assert "Till arbetet" in text_of(accept(client, link_in_letter()))
    assert client.get("/admin/").status_code == 200


def test_the_link_works_once(client, browsers, newcomer, helper):
    invitations.invite(newcomer, by=helper)
    link = link_in_letter()
    accept(client, link)
    for response in (browsers().get(link), accept(browsers(), link, "ett-annat-lösenord")):
        assert response.status_code == 404
        assert GONE in text_of(response)
    assert User.objects.get(username="nina").check_password(NEW)


def test_the_link_ends_after_a_week(client, newcomer, helper):
    invitations.invite(newcomer, by=helper)
    link = link_in_letter()
    import time

    start = time.time()
    with time_machine.travel(start + 7 * 86400 - 60, tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel(start + 7 * 86400 + 60, tick=False):
        assert GONE in text_of(client.get(link))


def test_a_new_invitation_makes_the_older_link_dead(client, newcomer, helper):
    invitations.invite(newcomer, by=helper)
    older = link_in_letter()
    invitations.invite(newcomer, by=helper)
    assert GONE in text_of(client.get(older))
    assert client.get(link_in_letter()).status_code == 200


def test_a_link_to_an_address_that_was_changed_is_dead(client, newcomer, helper):
    invitations.invite(newcomer, by=helper)
    User.objects.filter(pk=newcomer.pk).update(email="fel@annan.example")
    assert GONE in text_of(client.get(link_in_letter()))


def test_a_closed_account_is_not_opened_by_a_link(client, newcomer, helper):
    invitations.invite(newcomer, by=helper)
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    assert GONE in text_of(accept(client, link_in_letter()))


@pytest.mark.parametrize("token", ["x", "a:b:c", "å" * 50, "x" * 1500, "../..", "eyJ1c2VyIjoxfQ:1:abc", "%25%32"])
def test_a_link_that_is_made_up_says_so(client, token):
    response = client.get(f"/konto/valkommen/{token}/")
    assert response.status_code == 404
    assert client.post(f"/konto/valkommen/{token}/", {}).status_code == 404


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("kort", "kort", "tolv"),
        (NEW, "något-annat", "inte lika"),
        ("", "", "Välj ett lösenord."),
        ("nina@arboga.example", "nina@arboga.example", "likt"),
        ("a\x00" + NEW, "a\x00" + NEW, "null"),
    ],
)
def test_a_password_that_is_refused_says_why(client, newcomer, helper, first, second, said):
    invitations.invite(newcomer, by=helper)
    response = client.post(link_in_letter(), {"password1": first, "password2": second})
    assert response.status_code == 422
    assert said in text_of(response).lower() or said in text_of(response)
    assert not User.objects.get(username="nina").has_usable_password()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"password": PASSWORD}, "har redan ett lösenord"),
        ({"is_active": False, "password": None}, "avstängd"),
        ({"email": "", "password": None}, "e-postadress"),
        ({"is_demo": True, "password": None}, "demonstrationen"),
    ],
)
def test_who_cannot_be_invited(person, helper, fields, said):
    user = person(name="nina", **fields)
    with pytest.raises(ValidationError, match=said):
        invitations.invite(user, by=helper)
    assert letters() == []


def test_somebody_else_who_is_logged_in_at_the_computer_is_logged_out(client, newcomer, helper):
    client.force_login(helper)
    invitations.invite(newcomer, by=helper)
    response = accept(client, link_in_letter())
    assert response.wsgi_request.user == newcomer


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/konto/valkommen/eyJ1:abc/", "/konto/valkommen/…/"),
        ("/en/konto/valkommen/eyJ1:abc/", "/en/konto/valkommen/…/"),
        ("/konto/glomt-losenord/1a/c9-af/", "/konto/glomt-losenord/1a/…/"),
        ("/konto/glomt-losenord/skickat/", "/konto/glomt-losenord/skickat/"),
        ("/synpunkt/ABCD-1234/", "/synpunkt/…/"),
    ],
)
def test_no_secret_of_a_link_stays_in_the_log(address, kept):
    assert SECRET.sub(r"\1…", address) == kept
