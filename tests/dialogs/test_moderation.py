"""The deeds of moderation: somebody reads what came in, decides what is shown of it, and everything is logged."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from arboga_loften.accounts.models import User
from arboga_loften.foundation.outbox import Letter
from dialogs import answers, followers, intake, moderation
from dialogs.models import Decision, Follower, ModerationEntry, Review, Viewpoint
from dialogs.receipts import receipt_of
from tests.factories import (
    make_activity,
    make_answer,
    make_area,
    make_finding,
    make_place,
    make_submission,
    make_theme,
    make_viewpoint,
    open_dialogue,
    organisation,
)

pytestmark = pytest.mark.django_db

DARK = "Det är mörkt mellan stationen och parkeringen."


@pytest.fixture
def dialogue():
    return open_dialogue()


@pytest.fixture
def colleague(db):
    return User.objects.create_user(username="kollega", function="Kommunpolis", organisation=organisation("police"))


def came_in(dialogue, key="ett", text=DARK, **what):
    submission, _code = intake.receive(dialogue=dialogue, key=key, text=text, **what)
    return submission.viewpoints.get()


def logged(viewpoint):
    return [entry.deed for entry in viewpoint.moderation.order_by("pk")]


# --- To take and give back ---
def test_who_begins_to_read_is_seen_by_the_others(dialogue, official, colleague):
    viewpoint = moderation.take(came_in(dialogue), by=official)
    assert (viewpoint.taken_by, viewpoint.review) == (official, Review.IN_REVIEW)
    with pytest.raises(moderation.TakenByAnother, match="läser redan"):
        moderation.take(viewpoint, by=colleague)
    assert moderation.take(viewpoint, by=colleague, over=True).taken_by == colleague
    assert logged(viewpoint) == ["received", "taken", "taken"]


def test_to_take_what_one_has_already_taken_leaves_no_trace(dialogue, official):
    viewpoint = moderation.take(came_in(dialogue), by=official)
    before = viewpoint.history.count()
    moderation.take(viewpoint, by=official)
    assert (viewpoint.history.count(), logged(viewpoint)) == (before, ["received", "taken"])


def test_what_is_given_back_lies_in_the_queue_again(dialogue, official):
    viewpoint = moderation.release(moderation.take(came_in(dialogue), by=official), by=official)
    assert (viewpoint.taken_by, viewpoint.review) == (None, Review.RECEIVED)
    assert moderation.next_for(official) == viewpoint


# --- The queue ---
def test_the_queue_gives_what_has_waited_longest_and_then_the_one_after(dialogue, official):
    first, second, third = (came_in(dialogue, key) for key in ("ett", "två", "tre"))
    assert moderation.next_for(official) == first
    assert moderation.next_for(official, after=first) == second
    assert moderation.next_for(official, after=third) == first, "and begins anew at the end"
    moderation.withhold(first, by=official, reason="Skräp.")
    moderation.withhold(second, by=official, reason="Skräp.")
    assert moderation.next_for(official, after=third) is None


def test_two_who_work_at_the_same_time_get_one_each(dialogue, official, colleague):
    first, second, third = (came_in(dialogue, key) for key in ("ett", "två", "tre"))
    moderation.take(second, by=colleague)
    assert moderation.take_next(by=official, after=first) == third
    assert moderation.take_next(by=colleague, after=first) == second


@pytest.mark.django_db(transaction=True)
def test_two_who_take_at_the_same_moment_do_not_both_get_it():
    viewpoint, barrier, got, refused = came_in(open_dialogue()), Barrier(2), [], []
    people = [User.objects.create_user(username=name) for name in ("ett", "två")]

    def take(person):
        barrier.wait()
        try:
            got.append(moderation.take(Viewpoint.objects.get(pk=viewpoint.pk), by=person).taken_by)
        except moderation.TakenByAnother:
            refused.append(person)
        finally:
            connection.close()

    threads = [Thread(target=take, args=[person]) for person in people]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (len(got), len(refused)) == (1, 1)
    assert Viewpoint.objects.get().taken_by == got[0]


# --- To show ---
def test_what_is_approved_is_shown_in_the_words_that_were_chosen(dialogue, official, client):
    viewpoint = came_in(dialogue)
    theme, place = make_theme("Belysning"), make_place("Stationen")
    words = {"text": "Det är mörkt vid stationen.", "theme": theme, "place": place, "summarised": True}
    shown = moderation.approve(moderation.take(viewpoint, by=official), by=official, **words)
    assert (shown.review, shown.taken_by, shown.is_visible) == (Review.APPROVED, None, True)
    assert (shown.theme, shown.place, shown.summarised) == (theme, place, True)
    assert "Det är mörkt vid stationen." in client.get(dialogue.get_absolute_url()).content.decode()
    assert logged(viewpoint) == ["received", "taken", "reworded", "approved"]
    assert viewpoint.submissions.get().text == DARK


def test_one_whose_writer_said_no_is_approved_but_never_shown(dialogue, official):
    shown = moderation.approve(came_in(dialogue, may_show=False), by=official)
    assert (shown.review, shown.is_visible) == (Review.APPROVED, False)


def test_what_points_somebody_out_is_not_shown_and_the_viewpoint_waits_still(dialogue, official):
    viewpoint = came_in(dialogue)
    with pytest.raises(ValidationError) as refused:
        moderation.approve(viewpoint, by=official, text="Ring honom på 070-174 06 35.")
    assert "text" in refused.value.error_dict
    viewpoint.refresh_from_db()
    assert (viewpoint.review, viewpoint.text) == (Review.RECEIVED, DARK)
    assert logged(viewpoint) == ["received"]


def test_what_is_shown_can_be_reworded_and_its_history_keeps_how_it_read(dialogue, official):
    viewpoint = moderation.approve(came_in(dialogue), by=official)
    moderation.approve(viewpoint, by=official, text="Det är mörkt vid stationen.")
    moderation.approve(viewpoint, by=official, text="Det är mörkt vid stationen.")
    assert logged(viewpoint) == ["received", "approved", "reworded"]
    assert DARK in [row.text for row in viewpoint.history.all()]


def test_what_is_not_shown_says_why_on_the_receipt(dialogue, official):
    viewpoint = came_in(dialogue)
    with pytest.raises(ValidationError, match="varför"):
        moderation.withhold(viewpoint, by=official, reason="  ")
    hidden = moderation.withhold(viewpoint, by=official, reason="Den handlar om en annan kommun.")
    assert hidden.review == Review.WITHHELD
    (told,) = receipt_of(viewpoint.submissions.get()).viewpoints
    assert told.withheld_reason == "Den handlar om en annan kommun."


def test_what_is_shown_can_be_taken_down_with_a_reason(dialogue, official, client):
    viewpoint = moderation.approve(came_in(dialogue), by=official)
    down = moderation.withhold(viewpoint, by=official, reason="Den pekade ut en familj.")
    assert (down.publication, down.is_visible) == ("unpublished", False)
    assert DARK not in client.get(dialogue.get_absolute_url()).content.decode()
    assert down.moderation.last().note == "Den pekade ut en familj."


# --- To split and bring together ---
def test_a_letter_that_says_three_things_becomes_three_viewpoints_on_one_receipt(dialogue, official):
    viewpoint = came_in(dialogue, text="Mörkt. Bilarna kör fort. Papperskorgarna är fulla.")
    parts = moderation.split(viewpoint, texts=["Mörkt.", "Bilarna kör fort.", "", "Fulla korgar."], by=official)
    assert [part.text for part in parts] == ["Mörkt.", "Bilarna kör fort.", "Fulla korgar."]
    assert all(part.split_from == parts[0] for part in parts[1:])
    submission = viewpoint.submissions.get()
    assert len(receipt_of(submission).viewpoints) == 3
    for part in parts[:2]:
        make_answer(part)
    receipt = receipt_of(submission)
    assert (receipt.answered, receipt.is_answered) == (2, False)
    assert logged(viewpoint)[-1] == "split"
    assert parts[1].moderation.get().note == viewpoint.reference


def test_one_part_is_no_split(dialogue, official):
    with pytest.raises(ValidationError, match="minst två"):
        moderation.split(came_in(dialogue), texts=["Bara en.", " "], by=official)
    assert Viewpoint.objects.count() == 1


def test_several_that_say_the_same_become_one_and_every_receipt_follows_it(dialogue, official):
    one, other = came_in(dialogue, "ett"), came_in(dialogue, "två", voices=3)
    into = moderation.merge([other], into=one, by=official)
    other.refresh_from_db()
    assert (other.review, other.merged_into, into.voices) == (Review.MERGED, one, 4)
    answers.give(into, decision=Decision.DONE, text="Lampan är lagad.", organisation=organisation(), by=official)
    for submission in (one.submissions.first(), other.submissions.get()):
        receipt = receipt_of(submission)
        assert [row.pk for row in receipt.viewpoints] == [one.pk]
        assert receipt.is_answered
    assert (logged(one)[1], logged(other)[-1]) == ("merged", "merged")


def test_who_follows_one_that_is_brought_together_with_an_answered_one_is_told(dialogue, official):
    answered, late = came_in(dialogue, "ett"), came_in(dialogue, "två")
    answers.give(answered, decision=Decision.DONE, text="Lampan är lagad.", organisation=organisation(), by=official)
    followers.follow(late.submissions.get(), "nagon@exempel.se")
    follower = Follower.objects.get()
    followers.confirm(followers.signer.sign(str(follower.pk)))
    before = Letter.objects.count()
    moderation.merge([late], into=answered, by=official)
    assert Letter.objects.count() == before + 1


def test_only_what_stands_can_be_worked_with(dialogue, official):
    one, other = came_in(dialogue, "ett"), came_in(dialogue, "två")
    moderation.merge([other], into=one, by=official)
    for deed, words in [
        (moderation.take, {}),
        (moderation.release, {}),
        (moderation.approve, {}),
        (moderation.withhold, {"reason": "Nej."}),
        (moderation.split, {"texts": ["a", "b"]}),
        (moderation.link, {"findings": []}),
    ]:
        with pytest.raises(ValidationError, match="sammanförd"):
            deed(other, by=official, **words)
    with pytest.raises(ValidationError, match="själv sammanförd"):
        moderation.merge([one], into=other, by=official)


def test_viewpoints_of_different_dialogues_are_not_brought_together(dialogue, official):
    with pytest.raises(ValidationError, match="samma dialog"):
        moderation.merge([came_in(open_dialogue(), "två")], into=came_in(dialogue), by=official)


@pytest.mark.django_db(transaction=True)
def test_two_merges_that_meet_wait_for_each_other():
    dialogue, barrier, refused = open_dialogue(), Barrier(2), []
    one, other = came_in(dialogue, "ett"), came_in(dialogue, "två")
    person = User.objects.create_user(username="granskare")

    def merge(what, into):
        barrier.wait()
        try:
            moderation.merge([what], into=into, by=person)
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [Thread(target=merge, args=pair) for pair in [(one, other), (other, one)]]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(refused) == 1
    assert sorted(Viewpoint.objects.values_list("review", flat=True)) == ["merged", "received"]


def test_the_likeliest_twins_come_first(dialogue):
    trafik, torget = make_theme("Trafik"), make_place("Nytorget")
    viewpoint = came_in(dialogue, "ett", theme=trafik, place=torget)
    unlike = came_in(dialogue, "två", "Något annat.")
    theme = came_in(dialogue, "tre", "Bilarna kör fort.", theme=trafik)
    both = came_in(dialogue, "fyra", "Bilarna kör alldeles för fort.", theme=trafik, place=torget)
    twin = came_in(dialogue, "fem", f" {DARK.upper()}")
    came_in(open_dialogue(), "sex")
    assert list(moderation.likely_the_same(viewpoint)) == [twin, both, theme, unlike]


# --- What it belongs to ---
def test_a_viewpoint_is_tied_to_what_it_belongs_to_and_the_log_says_so(dialogue, official):
    viewpoint = came_in(dialogue)
    area, activity, finding = make_area(), make_activity(), make_finding(dialogue=dialogue)
    moderation.link(viewpoint, by=official, focus_areas=[area], activities=[activity], findings=[finding])
    assert list(viewpoint.focus_areas.all()) == [area]
    assert [entry.note for entry in viewpoint.moderation.filter(deed="linked")] == [
        f"Fokusområden: {area.title}",
        f"Aktiviteter: {activity.title}",
        f"Fynd: {finding.title}",
    ]
    moderation.link(viewpoint, by=official, focus_areas=[area], activities=[])
    assert not viewpoint.activities.exists()
    assert viewpoint.moderation.last().note == "Aktiviteter: inget"


def test_an_answer_that_leads_to_an_activity_needs_one(dialogue, official):
    viewpoint = came_in(dialogue)
    words = {"decision": Decision.LEADS_TO_ACTIVITY, "text": "Vi lyser upp.", "organisation": organisation()}
    with pytest.raises(ValidationError, match="Välj den aktivitet"):
        answers.give(viewpoint, by=official, **words)
    activity = make_activity()
    answers.give(viewpoint, by=official, activities=[activity], **words)
    assert list(viewpoint.activities.all()) == [activity]
    assert logged(viewpoint)[-1] == "answered"


def test_what_was_done_is_never_changed_in_the_log(dialogue, official):
    entry = came_in(dialogue).moderation.get()
    entry.note = "Något annat."
    with pytest.raises(ValidationError):
        entry.save()
    assert ModerationEntry.objects.get().note == ""


def test_what_we_wrote_down_ourselves_can_be_withheld_too(official):
    viewpoint = make_viewpoint()
    assert moderation.withhold(viewpoint, by=official, reason="Fel dialog.").is_visible is False


def test_one_of_two_writers_who_lets_it_be_shown_is_enough(dialogue, official):
    yes, no = make_submission(dialogue=dialogue), make_submission(dialogue=dialogue, may_show=False)
    viewpoint = make_viewpoint(published=False, dialogue=dialogue, submissions=[yes, no], received_on=date(2024, 10, 2))
    assert moderation.approve(viewpoint, by=official).is_visible


# --- What is no viewpoint ---
def test_rubbish_is_neither_counted_shown_nor_answered_and_the_reason_stands(dialogue, official):
    viewpoint = came_in(dialogue, text="Köp klockor!", suspicions=["honeypot"])
    submission = viewpoint.submissions.get()
    assert not submission.is_counted
    viewpoint = moderation.discard(viewpoint, by=official, reason="Reklam.")
    assert viewpoint.review == Review.DISCARDED
    assert not Viewpoint.objects.waiting().exists()
    assert viewpoint.moderation.last().note == "Reklam."
    assert receipt_of(submission).is_answered
    submission.refresh_from_db()
    assert not submission.is_counted


def test_what_was_suspected_counts_once_a_person_has_let_it_through(dialogue, official):
    viewpoint = came_in(dialogue, suspicions=["too_fast"])
    moderation.approve(viewpoint, by=official)
    assert viewpoint.submissions.get().is_counted


def test_nothing_is_put_away_without_a_reason(dialogue, official):
    with pytest.raises(ValidationError):
        moderation.discard(came_in(dialogue), by=official, reason=" ")


def test_a_part_of_what_was_put_aside_waits_to_be_read_by_itself(dialogue, official):
    for deed in (moderation.withhold, moderation.discard):
        viewpoint = deed(came_in(dialogue, deed.__name__), by=official, reason="Hör inte hit.")
        first, part = moderation.split(viewpoint, texts=["Det är mörkt.", "Det går fort."], by=official)
        assert (first.review, part.review) == (viewpoint.review, Review.IN_REVIEW)


def test_the_words_of_one_who_said_no_never_stand_for_one_who_said_yes(dialogue, official):
    no, yes = came_in(dialogue, "nej", "Jag bor i gula huset.", may_show=False), came_in(dialogue, "ja")
    with pytest.raises(ValidationError, match="vill inte att den visas"):
        moderation.merge([yes], into=no, by=official)
    moderation.merge([no], into=yes, by=official)
    assert moderation.approve(yes, by=official, text=DARK).is_visible
