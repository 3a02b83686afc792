"""An address is left, confirmed by its owner, told once of each thing, and erased when the case is closed."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from actionplan import followup
from actionplan.status import Status
from arboga_loften.foundation import clock, outbox
from arboga_loften.foundation.outbox import Letter
from dialogs import answers, followers, intake, moderation, receipts
from dialogs.models import Decision, Follower
from tests.factories import make_activity, make_answer, open_dialogue, organisation

pytestmark = pytest.mark.django_db

DARK = "Det är kolsvart mellan stationen och parkeringen, sa min granne."
ANNA = "anna.andersson@exempel.se"


@pytest.fixture
def spoken():
    return intake.receive(dialogue=open_dialogue(), key="nyckel", text=DARK)


@pytest.fixture
def follower(spoken):
    """Somebody who has said yes."""
    return followers.confirm(token(followers.follow(spoken[0], ANNA)))


def token(follower):
    return followers.signer.sign(str(follower.pk))


def url(name, follower):
    return reverse(f"dialogs:{name}", args=[token(follower)])


def answer(submission, decision=Decision.DECLINED, **words):
    viewpoint = submission.viewpoints.exclude(review="merged").get()
    return answers.give(viewpoint, decision=decision, text="Inte i år.", organisation=organisation(), **words)


def sent():
    """What leaves now."""
    mail.outbox.clear()
    outbox.deliver()
    return mail.outbox


def leave(client, code, email=ANNA, **query):
    return client.post(receipts.url_of(code), {"folj": "1", "email": email, **query})


# --- To begin ---
def test_an_address_left_on_the_receipt_gets_one_letter_that_asks(client, spoken):
    response = leave(client, spoken[1])
    assert response.status_code == 303
    (letter,) = sent()
    follower = Follower.objects.get()
    assert letter.to == [ANNA]
    assert letter.subject == "Vill du veta vad som händer med din synpunkt?"
    assert url("follower_confirm", follower) in letter.body
    assert url("follower_stop", follower) in letter.body
    assert not follower.confirmed_at
    assert "Vi har skickat ett mejl till a…@exempel.se" in client.get(receipts.url_of(spoken[1])).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_letter_that_asks_leaves_at_once(client):
    _submission, code = intake.receive(dialogue=open_dialogue(), key="nyckel", text=DARK)
    leave(client, code)
    assert [letter.to for letter in mail.outbox] == [[ANNA]]


@pytest.mark.parametrize("email", ["", "anna", "anna@", "a@b.se\nBcc: x@y.se", "a" * 300 + "@exempel.se", "\x00@b.se"])
def test_a_wrong_address_says_so_and_is_kept_nowhere(client, spoken, email):
    response = leave(client, spoken[1], email)
    assert response.status_code == 422
    assert "field__error" in response.content.decode()
    assert not Follower.objects.exists()
    assert not Letter.objects.exists()


def test_only_a_press_on_the_button_confirms(client, spoken):
    follower = followers.follow(spoken[0], ANNA)
    address = url("follower_confirm", follower)
    for method in (client.get, client.head):  # as mail filters do
        assert method(address).status_code == 200
    assert not Follower.objects.get().confirmed_at
    assert client.get(url("follower_receipt", follower)).headers["Location"] == address
    response = client.post(address)
    assert (response.status_code, response.headers["Location"]) == (303, url("follower_receipt", follower) + "#brev")
    assert Follower.objects.get().confirmed_at
    assert client.post(address).status_code == 303


def test_nothing_is_told_to_an_address_that_nobody_confirmed(spoken):
    followers.follow(spoken[0], ANNA)
    sent()
    answer(spoken[0])
    assert sent() == []


def test_another_address_takes_the_place_of_the_first(client, spoken, follower):
    leave(client, spoken[1], "bo@exempel.se")
    assert Follower.objects.get().email == "bo@exempel.se"
    assert [letter.to for letter in sent()] == [["bo@exempel.se"]]
    assert client.get(url("follower_receipt", follower)).status_code == 404


def test_the_same_address_again_asks_again_until_it_is_confirmed_and_then_no_more(client, spoken):
    for _each in range(2):
        leave(client, spoken[1])
        assert len(sent()) == 1
    followers.confirm(token(Follower.objects.get()))
    leave(client, spoken[1], ANNA.upper())
    assert sent() == []
    assert Follower.objects.get().confirmed_at


def test_nobody_makes_us_write_to_strangers_without_end(client, spoken):
    for n in range(4):
        assert leave(client, spoken[1], f"nr{n}@exempel.se").status_code == 303
    refused = leave(client, spoken[1], "nr5@exempel.se")
    assert refused.status_code == 422
    assert "Vänta en stund" in refused.content.decode()
    assert Follower.objects.get().email == "nr3@exempel.se"


# --- The receipt by letter ---
def test_the_link_in_a_letter_opens_the_receipt_without_what_only_its_writer_may_see(client, spoken, follower):
    answer(spoken[0])
    page = client.get(url("follower_receipt", follower)).content.decode()
    assert "Inte i år." in page
    assert DARK not in page
    assert receipts.in_groups(spoken[1]) not in page
    assert "allt.json" not in page
    assert client.post(url("follower_receipt", follower), {"radera": "1"}).status_code == 405


@pytest.mark.parametrize("name", ["follower_receipt", "follower_confirm", "follower_stop"])
@pytest.mark.parametrize("wrong", ["1:falsk", "x", "åäö", "1" * 300])
def test_a_link_that_is_not_ours_leads_to_a_kind_page(client, name, wrong):
    address = reverse(f"dialogs:{name}", args=[wrong])
    for response in (client.get(address), client.post(address)):
        assert response.status_code in {404, 405}
    assert "Länken gäller inte längre" in client.get(address).content.decode()


def test_a_letter_of_another_kind_can_not_be_made_from_a_link(follower):
    assert followers.follower_of(str(follower.pk)) is None
    assert followers.follower_of(f"{follower.pk + 1}:{token(follower).split(':')[1]}") is None


# --- To tell ---
def test_an_answer_is_told_once_without_what_was_said(spoken, follower):
    sent()
    given = answer(spoken[0])
    (letter,) = sent()
    assert letter.subject == "Din synpunkt har fått svar"
    assert "Kommunen har svarat" in letter.body
    assert "Kan inte göras" in letter.body
    assert url("follower_receipt", follower) in letter.body
    assert url("follower_stop", follower) in letter.body
    assert "kolsvart" not in letter.body
    assert followers.tell_of_answer(given) == followers.tell_of_answers() == 0


def test_signs_in_a_letter_read_as_they_were_written(spoken, follower):
    sent()
    party = organisation("housing", short_name="Hem & Hyra <AB>")
    answers.give(spoken[0].viewpoints.get(), decision=Decision.DONE, text="Klart.", organisation=party)
    assert "Hem & Hyra <AB> har svarat" in sent()[0].body


def test_an_answer_whose_day_comes_is_told_on_that_day(spoken, follower, freeze_day):
    sent()
    make_answer(spoken[0].viewpoints.get(), publish_on=date(2024, 10, 20))
    assert followers.tell_of_answers() == 0
    freeze_day("2024-10-20")
    assert followers.tell_of_answers() == 1
    assert len(sent()) == 1


def test_an_answer_that_already_stood_there_is_no_news(spoken, freeze_day):
    answer(spoken[0])
    freeze_day("2024-10-17")
    followers.confirm(token(followers.follow(spoken[0], ANNA)))
    sent()
    assert followers.tell_of_answers() == 0


def test_an_old_answer_is_told_to_whom_is_brought_together_with_it(spoken, official, freeze_day):
    other, _code = intake.receive(dialogue=spoken[0].dialogue, key="två", text="Det är mörkt vid stationen.")
    stands = moderation.approve(other.viewpoints.get(), by=official)
    answer(other)
    freeze_day("2024-10-17")
    followers.confirm(token(followers.follow(spoken[0], ANNA)))
    sent()
    moderation.merge([spoken[0].viewpoints.get()], into=stands, by=official)
    followers.tell_of_answers()
    assert [letter.to for letter in sent()] == [[ANNA]]


def test_letters_come_in_the_language_of_the_form(client, spoken):
    client.post(f"/en{receipts.url_of(spoken[1])}", {"folj": "1", "email": ANNA})
    follower = Follower.objects.get()
    assert follower.written_in == "en"
    (letter,) = sent()
    assert "/en/synpunkt/brev/" in letter.body


# --- To end ---
def test_the_stop_link_erases_the_address_at_a_press(client, spoken, follower):
    sent()
    answer(spoken[0])
    assert client.get(url("follower_stop", follower)).status_code == 200
    assert Follower.objects.exists()
    done = client.post(url("follower_stop", follower))
    assert "Din adress är raderad" in done.content.decode()
    assert not Follower.objects.exists()
    assert sent() == []  # also what was on its way
    assert client.post(url("follower_stop", follower)).status_code == 404


def test_the_address_goes_when_all_is_answered_and_the_letter_has_left(spoken, follower):
    assert followers.forget_closed() == 0
    answer(spoken[0])
    assert followers.forget_closed() == 0  # the letter waits
    sent()
    assert followers.forget_closed() == 1
    assert not Follower.objects.exists()
    assert not Letter.objects.exclude(recipient="").exists()


def test_the_address_stays_until_what_it_led_to_is_done(spoken, follower, freeze_day):
    activity = make_activity()
    answer(spoken[0], Decision.LEADS_TO_ACTIVITY, activities=[activity])
    sent()
    assert followers.forget_closed() == 0
    followup.report(activity.commitments.get(), status=Status.COMPLETED)
    sent()
    assert followers.forget_closed() == 1


def test_the_address_goes_when_the_year_of_the_promise_has_ended(spoken, follower, freeze_day):
    answer(spoken[0], Decision.LEADS_TO_ACTIVITY, activities=[make_activity()])
    sent()
    freeze_day("2025-01-02")
    assert followers.forget_closed() == 1


def test_an_address_whose_letters_never_arrive_goes_with_the_case(spoken, follower):
    answer(spoken[0])
    Letter.objects.filter(sent_at__isnull=True).update(tries=outbox.MOST_TRIES)
    assert followers.forget_closed() == 1
    assert not Letter.objects.exclude(recipient="").exists()


def test_an_address_that_nobody_confirms_goes_within_a_week(spoken, freeze_day):
    followers.follow(spoken[0], ANNA)
    sent()
    freeze_day("2024-10-21")
    assert followers.forget_closed() == 0
    freeze_day("2024-10-23")
    assert followers.forget_closed() == 1


def test_choices_alone_are_closed_with_their_dialogue(freeze_day):
    submission, _code = intake.receive(dialogue=open_dialogue(), key="val", text="")
    followers.confirm(token(followers.follow(submission, ANNA)))
    sent()
    assert followers.forget_closed() == 0
    answers.close_as_answered(submission.dialogue)
    assert followers.forget_closed() == 1


def test_the_clock_of_the_demonstration_is_the_one_that_counts(follower):
    assert follower.confirmed_at.date() == clock.today()
