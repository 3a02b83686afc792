"""Those who spoke are told when what they said becomes something: once for each new word of a party."""

from datetime import date

import pytest
from django.core import mail

from actionplan import followup, notifications
from actionplan.models import FollowUp
from actionplan.status import Status
from arboga_loften.foundation import clock, outbox
from arboga_loften.foundation.outbox import Letter
from dialogs import followers, intake
from dialogs.models import Follower
from tests.factories import make_activity, make_finding, open_dialogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewpoint():
    return speak("anna@exempel.se")


def speak(email, key="nyckel", dialogue=None):
    """A viewpoint that somebody follows, with the address confirmed."""
    submission, _code = intake.receive(dialogue=dialogue or open_dialogue(), key=key, text=f"Det är mörkt ({key}).")
    follower = followers.follow(submission, email)
    followers.confirm(followers.signer.sign(str(follower.pk)))
    outbox.deliver()
    mail.outbox.clear()
    return submission.viewpoints.get()


def report(activity, status=Status.ONGOING, kind="municipality", **words):
    return followup.report(activity.commitments.get(organisation__kind=kind), status=status, **words)


def sent():
    mail.outbox.clear()
    outbox.deliver()
    return mail.outbox


def test_a_new_status_is_told_once_with_what_is_said_and_what_it_counts_as(viewpoint):
    activity = make_activity(title="Laga & tända lampor", viewpoints=[viewpoint])
    entry = report(activity, Status.COMPLETED)
    (letter,) = sent()
    assert letter.to == ["anna@exempel.se"]
    assert letter.subject == "Genomförd: Laga & tända lampor"
    assert "Kommunen säger: Genomförd" in letter.body
    assert "Så räknas den: På gång" in letter.body  # nothing shows that it is done
    assert activity.get_absolute_url() in letter.body
    assert viewpoint.text not in letter.body
    assert notifications.tell_of_status(entry) == notifications.tell_of_statuses() == 0


def test_who_is_heard_through_a_finding_is_told_too_and_only_once(viewpoint):
    finding = make_finding(viewpoints=[viewpoint])
    report(make_activity(findings=[finding], viewpoints=[viewpoint]))
    assert len(sent()) == 1


def test_each_party_has_its_own_word(viewpoint):
    activity = make_activity(commitments=["municipality", "police"], viewpoints=[viewpoint])
    report(activity, Status.COMPLETED)
    report(activity, Status.COMPLETED, "police")
    assert ["Kommunen säger" in letter.body for letter in sent()] == [True, False]


def test_the_same_word_again_is_no_news(viewpoint):
    activity = make_activity(viewpoints=[viewpoint])
    report(activity, on=date(2024, 10, 1))
    report(activity, on=date(2024, 10, 14), confirms_only=True)
    report(activity)
    assert len(sent()) == 1


def test_an_old_word_that_is_written_afterwards_is_no_news(viewpoint):
    activity = make_activity(viewpoints=[viewpoint])
    report(activity, Status.COMPLETED, on=date(2024, 10, 10))
    report(activity, Status.ONGOING, on=date(2024, 9, 1))
    assert [letter.subject.split(":")[0] for letter in sent()] == ["Genomförd"]


def test_an_occurrence_and_a_moved_day_are_read_on_the_page_not_in_letters(viewpoint):
    activity = make_activity(viewpoints=[viewpoint], target_value=4, target_unit="tillfällen")
    followup.add_occurrence(activity)
    followup.move_due_date(activity, new_due_on=date(2024, 12, 1), reason="Snö.")
    assert sent() == []


def test_nobody_is_told_of_what_is_not_public_until_it_is(viewpoint, freeze_day):
    activity = make_activity(viewpoints=[viewpoint], publish_on=date(2024, 10, 17))
    report(activity)
    assert sent() == []
    freeze_day("2024-10-17")
    assert notifications.tell_of_statuses() == 1
    assert len(sent()) == 1


def test_what_was_missed_is_told_and_what_was_said_before_they_asked_is_not(viewpoint):
    activity = make_activity(viewpoints=[viewpoint])
    Follower.objects.update(confirmed_at=None)
    report(activity, on=date(2024, 10, 1))
    Follower.objects.update(confirmed_at=clock.now())
    assert notifications.tell_of_statuses() == 0
    # Written past the deed, as a stopped process or a script would leave it.
    part = activity.commitments.get()
    FollowUp.objects.create(commitment=part, status=Status.COMPLETED, on=date(2024, 10, 15))
    assert notifications.tell_of_statuses() == 1
    assert notifications.tell_of_statuses() == 0


def test_what_was_missed_and_no_longer_stands_is_not_told(viewpoint):
    part = make_activity(viewpoints=[viewpoint]).commitments.get()
    for status in (Status.ONGOING, Status.COMPLETED):
        FollowUp.objects.create(commitment=part, status=status, on=date(2024, 10, 15))
    notifications.tell_of_statuses()
    assert [letter.subject.split(":")[0] for letter in sent()] == ["Genomförd"]


def test_a_record_that_is_loaded_tells_nobody(viewpoint):
    activity = make_activity(viewpoints=[viewpoint])
    report(activity, on=date(2024, 3, 1), recorded_on=date(2024, 3, 1))
    assert sent() == []


def test_a_word_that_could_not_be_written_is_told_to_nobody(viewpoint):
    activity = make_activity(viewpoints=[viewpoint])
    with pytest.raises(Exception, match="Skriv varför"):
        report(activity, Status.PAUSED)
    assert not Letter.objects.filter(sent_at__isnull=True).exists()


def test_a_word_that_nobody_follows_costs_one_question(django_assert_num_queries):
    activity = make_activity()
    entry = report(activity)
    with django_assert_num_queries(1):
        assert notifications.tell_of_status(entry) == 0


def test_a_hundred_followers_are_told_once_each():
    dialogue = open_dialogue()
    voices = [speak(f"nr{n}@exempel.se", key=f"nr{n}", dialogue=dialogue) for n in range(100)]
    report(make_activity(viewpoints=voices))
    assert sorted(letter.to[0] for letter in sent()) == sorted(f"nr{n}@exempel.se" for n in range(100))
