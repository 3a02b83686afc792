"""Choosing a password, changing it, and forgetting it."""

import pytest
from django.core import mail

from arboga_loften.accounts.models import User
from arboga_loften.foundation.outbox import Letter
from tests.accounts.conftest import PASSWORD, is_in, letters, link_in_letter, log_in

pytestmark = pytest.mark.django_db
NEW = "gul-båt-i-motvind"


def text_of(response):
    return response.content.decode()


def ask(client, email):
    return client.post("/konto/glomt-losenord/", {"email": email}, follow=True)


def choose(client, link, password=NEW):
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client.post(address, {"password1": password, "password2": password}, follow=True)


def test_a_forgotten_password_is_chosen_anew_by_a_link(client, browsers, person):
    person()
    elsewhere = browsers()
    log_in(elsewhere)
    ask(client, "anna@arboga.example")
    assert letters()[-1].to == ["anna@arboga.example"]
    assert "användaren" in letters()[-1].body or "anna" in letters()[-1].body
    link = link_in_letter()
    assert "Lösenordet är bytt" in text_of(choose(client, link))
    assert not is_in(elsewhere), "whoever knew the old one is out"
    assert not is_in(client), "and one logs in by the new one, with the second step where there is one"
    log_in(client, password=NEW)
    assert is_in(client)
    assert "bytt med en länk" in letters()[-1].body
    assert "Länken gäller inte längre" in text_of(browsers().get(link))


def test_known_and_unknown_addresses_are_answered_alike(client, person):
    person()
    known, unknown = ask(client, "anna@arboga.example"), ask(client, "finns@inte.example")
    assert text_of(known) == text_of(unknown)
    assert len(letters()) == 1


def test_a_closed_account_gets_no_link(client, person):
    person(is_active=False)
    ask(client, "anna@arboga.example")
    assert letters() == []


def test_nobody_is_flooded_with_links(client, person):
    person()
    for _n in range(5):
        assert ask(client, "anna@arboga.example").status_code == 200
    response = ask(client, "anna@arboga.example")
    assert response.status_code == 429
    assert "vänta en timme" in text_of(response)
    assert len(letters()) == 5


@pytest.mark.django_db(transaction=True)
def test_the_letter_leaves_at_once_and_does_not_keep_the_link(client, person):
    person()
    ask(client, "anna@arboga.example")
    assert len(mail.outbox) == 1
    assert Letter.objects.get().body == ""


@pytest.mark.parametrize(
    "link",
    [
        "/konto/glomt-losenord/1/abc-def/",
        "/konto/glomt-losenord/zzzzzzzzzzzz/abc-def/",
        "/konto/glomt-losenord/zzzzzzzzzzzzzzzzzzzzzz/abc-def/",
        "/konto/glomt-losenord/å/ä/",
        "/konto/glomt-losenord/1/set-password/",
        "/konto/glomt-losenord/-1/x/",
        f"/konto/glomt-losenord/1/{'a' * 5000}/",
    ],
)
def test_a_link_that_was_cut_or_made_up_says_so(client, person, link):
    person()
    for response in (client.get(link), client.post(link, {"password1": NEW, "password2": NEW})):
        assert response.status_code in (200, 400)
        if response.status_code == 200:
            assert "Länken gäller inte längre" in text_of(response)
    assert not User.objects.get().check_password(NEW)


def test_a_new_password_logs_out_everywhere_else(client, browsers, person):
    person()
    elsewhere = browsers()
    log_in(elsewhere)
    log_in(client)
    words = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/konto/byt-losenord/", words).status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)
    assert "Lösenordet är bytt" in letters()[-1].body


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"oldpassword": "fel"}, "Det är inte lösenordet som du har nu"),
        ({"password2": "något-helt-annat"}, "inte lika"),
        ({"password1": "kort", "password2": "kort"}, "kort"),
        ({"password1": "123456789012345", "password2": "123456789012345"}, "numeriskt"),
        ({"password1": "", "password2": ""}, "Fyll i det här"),
    ],
)
def test_a_password_that_is_refused_says_why(client, person, words, said):
    person()
    log_in(client)
    response = client.post(
        "/konto/byt-losenord/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW, **words}
    )
    assert response.status_code == 200
    assert said in text_of(response)
    assert User.objects.get().check_password(PASSWORD)


def test_whoever_has_none_can_choose_one(client, person):
    user = person()
    client.force_login(user)
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.get("/konto/byt-losenord/").headers["Location"] == "/konto/valj-losenord/"
    client.post("/konto/valj-losenord/", {"password1": NEW, "password2": NEW})
    assert User.objects.get().check_password(NEW)
