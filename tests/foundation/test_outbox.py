"""A letter arrives once: against a real mail server that refuses, hangs up and is away, and with several who deliver."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from arboga_loften.foundation import clock, outbox
from arboga_loften.foundation.outbox import Letter
from tests.mail import mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(settings):
    with mail_server(settings) as server:
        yield server


def write(key="brev-1", to="anna@exempel.se", body="Hej å hå & så vidare.\n", **words):
    return outbox.queue(key=key, to=to, subject="Åtgärdat: Röja & laga", body=body, **words)


def later(letter, **much):
    """Let time pass for a letter, as its row tells it."""
    step = timedelta(**much)
    row = Letter.objects.get(pk=letter.pk)
    row.next_try_at -= step
    row.taken_at = row.taken_at and row.taken_at - step
    row.save()


def test_a_letter_arrives_as_it_was_written(post):
    write()
    assert outbox.deliver() == (1, 0)
    ((address, letter),) = post.letters
    assert address == "anna@exempel.se"
    assert letter["Subject"] == "Åtgärdat: Röja & laga"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().strip() == "Hej å hå & så vidare."


def test_address_and_words_are_erased_when_it_is_sent_and_not_before(post):
    letter = write()
    outbox.deliver()
    letter.refresh_from_db()
    assert (letter.recipient, letter.body) == ("", "")
    assert letter.sent_at
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(recipient="anna@exempel.se")


def test_the_same_key_is_one_letter_also_after_it_was_sent(post):
    assert write()
    assert write() is None
    outbox.deliver()
    assert write() is None
    assert outbox.deliver() == (0, 0)
    assert len(post.letters) == 1


def test_a_letter_of_a_deed_that_failed_was_never_written(post):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert outbox.deliver() == (0, 0)
    assert post.letters == []


def test_a_server_that_is_away_is_tried_again_later_and_later(settings, post):
    letter = write()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9  # nobody there
    waits = []
    for _each in range(7):
        assert outbox.deliver() == (0, 1)
        assert outbox.deliver() == (0, 0)  # not yet
        letter.refresh_from_db()
        waits.append(round((letter.next_try_at - clock.now()).total_seconds() / 60))
        later(letter, minutes=waits[-1] + 1)
    assert waits == [1, 5, 15, 60, 240, 720, 720]
    assert letter.last_fault.startswith("ConnectionRefusedError")
    settings.EMAIL_PORT = port
    assert outbox.deliver() == (1, 0)
    assert len(post.letters) == 1


def test_a_server_that_says_no_leaves_the_letter_waiting_and_its_address_out_of_the_fault(post):
    letter = write()
    post.answer_to_address = "550 anna@exempel.se finns inte"
    assert outbox.deliver() == (0, 1)
    letter.refresh_from_db()
    assert letter.last_fault == "SMTPRecipientsRefused 550"
    assert (letter.sent_at, letter.recipient) == (None, "anna@exempel.se")
    post.answer_to_address = "250 ja"
    later(letter, minutes=2)
    assert outbox.deliver() == (1, 0)


def test_a_letter_that_never_gets_through_is_left_after_some_days(post):
    letter = write()
    post.answer = "554 nej"
    for _each in range(outbox.MOST_TRIES):
        assert outbox.deliver() == (0, 1)
        later(letter, hours=13)
    assert outbox.deliver() == (0, 0)
    assert not outbox.waits("brev")


def test_one_that_is_refused_holds_up_no_other(post):
    write()
    post.answer_to_address = "550 nej"
    outbox.deliver()
    post.answer_to_address = "250 ja"
    write(key="brev-2", to="bo@exempel.se")
    assert outbox.deliver() == (1, 0)
    assert post.addresses == ["bo@exempel.se"]


def test_a_letter_whose_process_died_goes_after_a_quarter_with_the_same_name(post):
    """Killed between the server's yes and our note: the mail server can tell by the Message-ID that it has it."""
    letter = write()
    outbox._take(Letter.objects.due())  # and then the power went
    assert outbox.deliver() == (0, 0)
    later(letter, minutes=14)
    assert outbox.deliver() == (0, 0)
    later(letter, minutes=1)
    assert outbox.deliver() == (1, 0)
    assert post.letters[0][1]["Message-ID"] == letter.message_id


def test_a_line_cut_after_the_letter_was_taken_sends_it_again_with_the_same_name(post):
    letter = write()
    post.hangs_up = True
    assert outbox.deliver() == (0, 1)
    post.hangs_up = False
    later(letter, minutes=2)
    assert outbox.deliver() == (1, 0)
    assert [each["Message-ID"] for _to, each in post.letters] == [letter.message_id] * 2


def test_what_was_withdrawn_is_never_sent(post):
    write(key="follower:1:svar")
    kept = write(key="follower:12:svar", to="bo@exempel.se")
    outbox.withdraw("follower:1:")
    outbox.deliver()
    assert post.addresses == ["bo@exempel.se"]
    assert Letter.objects.get() == kept


def test_a_letter_withdrawn_on_its_way_stops_nothing(post, monkeypatch):
    write()
    letter = outbox._take(Letter.objects.due())
    outbox.withdraw("brev")
    assert outbox._send(letter)
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_deliver_at_once_send_each_letter_once(post):
    for n in range(20):
        write(key=f"brev-{n}", to=f"nr{n}@exempel.se")
    barrier, counts = Barrier(4), []

    def work():
        barrier.wait()
        try:
            counts.append(outbox.deliver())
        finally:
            connection.close()

    threads = [Thread(target=work) for _each in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(post.addresses) == sorted(f"nr{n}@exempel.se" for n in range(20))
    assert sum(sent for sent, _failed in counts) == 20
    assert not Letter.objects.filter(sent_at__isnull=True).exists()


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_somebody_waits_for_leaves_when_the_deed_is_done(post):
    with transaction.atomic():
        write(at_once=True)
        write(key="brev-2", to="bo@exempel.se")
        assert post.letters == []
    assert post.addresses == ["anna@exempel.se"]


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_away_spoils_no_deed(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )
    letter = write(at_once=True)
    letter.refresh_from_db()
    assert (letter.tries, letter.sent_at) == (1, None)
    assert settings.EMAIL_TIMEOUT == 10
