"""What people say comes in once and whole, stands as it came, and is never shown before somebody has read it."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from dialogs import answers, intake, receipts
from dialogs.models import (
    Channel,
    Choice,
    Decision,
    Dialogue,
    Follower,
    ModerationEntry,
    Question,
    Reply,
    Review,
    Submission,
    Suspicion,
    Viewpoint,
)
from tests.factories import make_dialogue, make_submission, make_theme, make_viewpoint, open_dialogue

pytestmark = pytest.mark.django_db

DARK = "Det är mörkt mellan stationen och parkeringen."


@pytest.fixture
def dialogue():
    return open_dialogue()


def receive(dialogue, key="nyckel", text=DARK, **what):
    return intake.receive(dialogue=dialogue, key=key, text=text, **what)


def test_what_comes_in_waits_for_somebody_to_read_it(dialogue, client):
    submission, _code = receive(dialogue, theme=make_theme("Belysning"))
    viewpoint = submission.viewpoints.get()
    assert (viewpoint.text, viewpoint.theme.name, viewpoint.review) == (DARK, "Belysning", Review.RECEIVED)
    assert viewpoint.channel == Channel.WEB
    assert not viewpoint.is_visible
    assert DARK not in client.get(dialogue.get_absolute_url()).content.decode()
    assert [entry.deed for entry in viewpoint.moderation.all()] == [ModerationEntry.Deed.RECEIVED]


def test_the_same_form_sent_twice_is_one_submission_with_one_code(dialogue):
    first, code = receive(dialogue)
    again, same_code = receive(dialogue, text="Något annat, från samma formulär.")
    assert (first, code) == (again, same_code)
    assert Submission.objects.get().text == DARK
    assert Viewpoint.objects.count() == 1


def test_the_same_form_sent_after_the_dialogue_closed_still_gives_its_receipt(dialogue, freeze_day):
    first, _code = receive(dialogue)
    freeze_day("2024-12-01")
    assert receive(dialogue)[0] == first


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_is_one_submission(settings):
    dialogue, barrier, found = open_dialogue(), Barrier(4), []

    def send():
        barrier.wait()
        try:
            found.append(receive(dialogue)[0].pk)
        finally:
            connection.close()

    threads = [Thread(target=send) for _each in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(found) == 4
    assert set(found) == {Submission.objects.get().pk}
    assert Viewpoint.objects.count() == 1


def test_the_database_keeps_no_code_and_no_key(dialogue):
    submission, code = receive(dialogue, key="hemlig-nyckel")
    kept = str(Submission.objects.filter(pk=submission.pk).values().get())
    assert code not in kept
    assert "hemlig-nyckel" not in kept


@pytest.mark.parametrize("typed", ["{code}", "{groups}", " {lower} ", "{spaced}"])
def test_a_code_is_read_however_it_is_written(dialogue, typed):
    submission, code = receive(dialogue)
    groups = receipts.in_groups(code)
    words = {"code": code, "groups": groups, "lower": groups.lower(), "spaced": groups.replace("-", " ")}
    assert receipts.submission_with(typed.format(**words)) == submission


@pytest.mark.parametrize("typed", ["", "x", "AAAA-AAAA-AAAA-AAAA", "å" * 16, "1" * 5000, "\x00" * 16])
def test_a_wrong_code_opens_nothing(dialogue, typed):
    receive(dialogue)
    assert receipts.submission_with(typed) is None


def test_a_closed_dialogue_takes_no_viewpoints_on_the_website_but_on_paper_until_all_are_answered(freeze_day):
    dialogue = open_dialogue()
    freeze_day("2024-11-05")
    with pytest.raises(intake.DialogueClosed):
        receive(dialogue)
    submission, _code = receive(dialogue, channel=Channel.PAPER, voices=3)
    assert submission.viewpoints.get().voices == 3
    viewpoint = submission.viewpoints.get()
    make_viewpoint_answered(viewpoint)
    dialogue.answered_on = date(2024, 11, 5)
    dialogue.save()
    with pytest.raises(intake.DialogueClosed):
        receive(dialogue, key="sen", channel=Channel.PAPER)


def make_viewpoint_answered(viewpoint):
    from tests.factories import make_answer

    return make_answer(viewpoint)


def test_choices_alone_are_counted_and_need_no_answer(dialogue):
    question = Question.objects.create(dialogue=dialogue, number=1, kind="one", text="Känner du dig trygg?")
    yes = Choice.objects.create(question=question, number=1, label="Ja")
    submission, _code = receive(dialogue, text="", replies=[Reply(question=question, choice=yes)])
    assert submission.replies.get().shown == "Ja"
    assert not submission.viewpoints.exists()


def test_replies_in_words_become_a_viewpoint_where_no_other_text_is_written(dialogue):
    question = Question.objects.create(dialogue=dialogue, number=1, kind="text", text="Var är det mörkt?")
    submission, _code = receive(dialogue, text="", replies=[Reply(question=question, text="Vid bron.")])
    assert submission.viewpoints.get().text == "Var är det mörkt? Vid bron."


def test_the_same_words_twice_are_looked_at_not_refused(dialogue):
    receive(dialogue, key="ett")
    second, _code = receive(dialogue, key="två", text=f"  {DARK.upper()} ")
    assert second.suspicions == [Suspicion.DUPLICATE]
    assert second.is_held
    assert second.viewpoints.exists()


def test_what_points_somebody_out_is_held_and_stays_out_of_the_text_that_will_be_shown(dialogue):
    submission, _code = receive(dialogue, text="Ring mig på 070-174 06 35 om lampan.")
    assert submission.is_held
    assert "070" in submission.text
    viewpoint = submission.viewpoints.get()
    assert "070" not in viewpoint.text
    assert not viewpoint.history.filter(text__contains="070").exists()


# --- What came in stands ---
def change(submission, **fields):
    with transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(**fields)


@pytest.mark.parametrize(
    "fields", [{"text": "Något snällare."}, {"channel": "paper"}, {"received_on": date(2024, 1, 1)}]
)
def test_the_database_refuses_to_change_what_came_in(dialogue, fields):
    submission, _code = receive(dialogue)
    with pytest.raises(DatabaseError):
        change(submission, **fields)
    assert Submission.objects.get().text == DARK


def test_what_came_in_can_be_emptied_but_not_removed(dialogue):
    submission, _code = receive(dialogue)
    change(submission, text="", text_digest="", erased_on=date(2024, 10, 15))
    with pytest.raises(TypeError):
        submission.delete()
    with pytest.raises(TypeError):
        Submission.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM dialogs_submission")


def test_an_address_left_can_be_removed(dialogue):
    submission, _code = receive(dialogue)
    Follower.objects.create(submission=submission, email="nagon@exempel.se").delete()
    assert Submission.objects.exists()


# --- Nothing is shown that nobody has read, that the writer kept inside, or that points somebody out ---
def test_what_nobody_has_read_cannot_be_published(dialogue):
    viewpoint = receive(dialogue)[0].viewpoints.get()
    viewpoint.publish()
    with pytest.raises(DatabaseError), transaction.atomic():
        viewpoint.save()


def test_what_the_writer_kept_inside_cannot_be_published(dialogue):
    viewpoint = receive(dialogue, may_show=False)[0].viewpoints.get()
    viewpoint.review = Review.APPROVED
    viewpoint.publish()
    for refused in (viewpoint.full_clean, viewpoint.save):
        with pytest.raises(ValidationError, match="inte att synpunkten visas"):
            refused()


def test_a_text_that_points_somebody_out_cannot_be_published():
    viewpoint = make_viewpoint(published=False, text="Hans nummer är 070-174 06 35.")
    viewpoint.publish()
    for refused in (viewpoint.full_clean, viewpoint.save):
        with pytest.raises(ValidationError):
            refused()


# --- Closing a dialogue ---
def test_a_dialogue_cannot_be_closed_as_answered_while_somebody_waits(dialogue):
    viewpoint = receive(dialogue)[0].viewpoints.get()
    dialogue.answered_on = date(2024, 10, 15)
    with pytest.raises(ValidationError) as refused:
        dialogue.full_clean()
    assert "1 synpunkt har inget besked än" in str(refused.value)
    with pytest.raises(ValidationError):
        dialogue.save()
    make_viewpoint_answered(viewpoint)
    dialogue.full_clean()
    dialogue.save()
    assert dialogue.phase == "answered"


@pytest.mark.parametrize(
    ("day", "phase"),
    [("2024-09-30", "announced"), ("2024-10-01", "open"), ("2024-10-31", "open"), ("2024-11-01", "closed")],
)
def test_a_dialogue_goes_through_its_phases_by_itself(dialogue, freeze_day, day, phase):
    freeze_day(day)
    assert dialogue.phase == phase


def test_a_form_needs_a_closing_day_and_a_promised_answer():
    dialogue = make_dialogue()
    dialogue.opens_on = date(2024, 10, 1)
    with pytest.raises(ValidationError):
        dialogue.full_clean()
    with pytest.raises(DatabaseError), transaction.atomic():
        dialogue.save()


def test_a_moved_promise_of_answers_remembers_the_first(dialogue):
    dialogue.answer_promised_on = date(2024, 12, 20)
    dialogue.save()
    assert dialogue.promise_was_moved
    assert dialogue.answer_first_promised_on == date(2024, 11, 30)


def test_a_question_that_has_been_replied_to_stands(dialogue):
    question = Question.objects.create(dialogue=dialogue, number=1, kind="text", text="Var är det mörkt?")
    question.text = "Var är det ljust?"
    question.full_clean()
    Reply.objects.create(submission=make_submission(dialogue=dialogue), question=question, text="Vid bron.")
    with pytest.raises(ValidationError, match="redan fått svar"):
        question.full_clean()


def test_an_answered_viewpoint_no_longer_waits():
    waiting, answered = make_viewpoint(), make_viewpoint(answer=Decision.DONE)
    assert list(Viewpoint.objects.waiting()) == [waiting]
    assert answered not in Viewpoint.objects.waiting()


def test_what_comes_while_the_dialogue_closes_is_refused_and_not_left_without_an_answer():
    """The page was drawn, and the form read, while the dialogue still was open."""
    dialogue = open_dialogue()
    answers.close_as_answered(Dialogue.objects.get(pk=dialogue.pk))
    assert dialogue.takes_viewpoints, "as the one who sends knows it"
    with pytest.raises(intake.DialogueClosed):
        intake.receive(dialogue=dialogue, key="sent", text=DARK)
    what = {"channel": Channel.PAPER, "received_on": date(2024, 10, 15), "text": DARK}
    with pytest.raises(intake.DialogueClosed):
        intake.receive_many([("rad", [], what)], dialogue=dialogue, by=None)
    assert not Submission.objects.exists()
