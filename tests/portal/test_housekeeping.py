"""The command of the timer: what waits is told, sent and forgotten, however often it is run."""

from datetime import datetime

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from actionplan.models import FollowUp
from actionplan.status import Status
from arboga_loften.foundation import clock
from arboga_loften.foundation.outbox import Letter
from arboga_loften.portal.management.commands import keep_house
from dialogs import followers, intake
from dialogs.models import Follower
from tests.actionplan.reminding import make_part, make_person
from tests.factories import make_activity, make_answer, open_dialogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewpoint():
    submission, _code = intake.receive(dialogue=open_dialogue(), key="nyckel", text="Det är mörkt vid bron.")
    follower = followers.follow(submission, "anna@exempel.se")
    followers.confirm(followers.signer.sign(str(follower.pk)))
    return submission.viewpoints.get()


@pytest.fixture
def keep(capsys):
    def run():
        mail.outbox.clear()
        call_command("keep_house")
        return capsys.readouterr().out.splitlines()

    return run


def test_with_nothing_to_do_it_says_so(db, keep):
    lines = keep()
    assert lines[3] == "Brev: 0 skickade, 0 väntar på nästa försök"
    assert [line.rsplit(": ", 1)[1] for line in lines if not line.startswith("Brev: ")] == ["0"] * (len(lines) - 1)


def test_what_was_missed_is_told_once_and_then_the_address_is_forgotten(viewpoint, keep):
    keep()  # the letter that asks
    make_answer(viewpoint, answered_on=clock.today(), publish_on=clock.today())
    part = make_activity(viewpoints=[viewpoint]).commitments.get()
    FollowUp.objects.create(commitment=part, status=Status.COMPLETED, on=clock.today())
    lines = keep()
    assert lines[:4] == [
        "Brev om svar som ingen hade berättat om: 1",
        "Brev om nya lägen som ingen hade berättat om: 1",
        "Påminnelser: 0",
        "Brev: 2 skickade, 0 väntar på nästa försök",
    ]
    assert len(mail.outbox) == 2
    assert not Follower.objects.exists()
    keep()
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_no_fault_of_the_house(viewpoint, keep, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )
    assert "Brev: 0 skickade, 1 väntar på nästa försök" in keep()
    assert Letter.objects.get().recipient == "anna@exempel.se"


def test_a_chore_that_fails_is_told_and_keeps_no_letter_back(viewpoint, monkeypatch):
    make_answer(viewpoint, answered_on=clock.today(), publish_on=clock.today())

    def breaks():
        raise RuntimeError

    chores = [("Svar", breaks), *keep_house.CHORES[1:]]
    monkeypatch.setattr(keep_house, "CHORES", chores)
    with pytest.raises(CommandError, match="Svar"):
        call_command("keep_house")
    assert len(mail.outbox) == 1  # the letter that asks
    assert Follower.objects.exists()


@pytest.mark.parametrize(("moment", "letters"), [("03:00", 0), ("06:59", 0), ("07:00", 1), ("23:55", 1)])
def test_a_reminder_wakes_nobody(db, keep, moment, letters):
    make_part(make_person("anna"))
    with time_machine.travel(datetime.fromisoformat(f"2024-10-15T{moment}:00+02:00"), tick=False):
        assert f"Påminnelser: {letters}" in keep()
        assert len(mail.outbox) == letters
        assert "Påminnelser: 0" in keep()
