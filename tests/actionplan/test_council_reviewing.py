"""What is said in the council's room is said once, by whom it should, and never lost."""

from datetime import date

import pytest

from actionplan import followup
from actionplan.council import reviewing
from actionplan.models import AreaSummary, CouncilMeeting, CouncilQuestion, CouncilReport, Decision, Review
from actionplan.status import Status
from arboga_loften.foundation.models import Municipality
from tests.actionplan.meeting import (
    ADOPT,
    MEETS,
    PACKET,
    SUMMARIES,
    enter,
    fill_in,
    granska,
    read,
    send,
    with_report,
)
from tests.actionplan.reporting import person
from tests.factories import make_activity, make_area, make_meeting, make_plan, make_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    return make_activity(make_area(make_plan(make_promise()).promise), title="Samtal på torget")


@pytest.fixture
def meeting(activity):
    return make_meeting(on=MEETS, agenda="Läget\nÖvriga frågor", seats=["Kommunchef"])


@pytest.fixture
def member():
    return enter("rådsledamot")


@pytest.fixture
def coordinator():
    return enter("samordnare")


# --- To review ---
def test_a_member_reviews_one_after_another_until_none_is_left(meeting, activity, member):
    second = make_activity(activity.focus_area, title="Nattvandring")
    first = send(member, granska(activity), "granska", verdict="approved")
    assert (first.status_code, first.url) == (303, f"{granska(second)}?sparat={activity.pk}")
    assert "Sparat: aktivitet 1.1." in read(member, first.url)
    last = send(member, granska(second), "granska", verdict="remark", note="Siffran är för låg.")
    assert last.url == f"{PACKET}?klart=1#aktiviteter"
    assert Review.objects.filter(by=member.user, at_meeting=False).count() == 2


def test_one_may_stay_and_change_ones_mind(meeting, activity, member):
    stay = {"also": {"stanna": "1"}}
    assert send(member, granska(activity), "granska", verdict="approved", **stay).url.startswith(granska(activity))
    send(member, granska(activity), "granska", verdict="remark", note="Vid närmare eftertanke.")
    assert Review.objects.get().verdict == "remark"


def test_who_asks_for_more_asks_a_party_and_what_is_sent_twice_is_asked_once(meeting, activity, member):
    words = {"verdict": "more", "question": "Vilka kvällar var ni ute?"}
    page = read(member, granska(activity))
    for _each in range(2):
        assert send(member, granska(activity), "granska", page=page, **words).status_code == 303
    asked = CouncilQuestion.objects.get()
    assert (asked.meeting, asked.commitment.activity, asked.answer_by) == (meeting, activity, date(2024, 11, 5))
    assert Review.objects.get().note == "Vilka kvällar var ni ute?"
    assert "Vilka kvällar var ni ute?" in read(member, granska(activity))


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({}, "Välj godkänd, komplettera eller anmärkning."),
        ({"verdict": "bra"}, "Välj godkänd, komplettera eller anmärkning."),
        ({"verdict": "more"}, "Skriv vad som ska kompletteras"),
        ({"verdict": "remark", "note": "a" * 2001}, "får vara högst 2"),
        ({"verdict": "approved", "question": "Vad?"}, "Du har godkänt."),
        ({"verdict": "more", "question": "Vad?", "answer_by": "2024-10-14"}, "Dagen har redan varit."),
        ({"verdict": "more", "question": "Vad?", "answer_by": "2024-02-31"}, "Det där är ingen dag som finns."),
        ({"verdict": "more", "question": "Vad?", "answer_by": ""}, "Skriv vilken dag svaret behövs."),
        ({"verdict": "more", "question": "Vad?", "to": "999999"}, "Den parten står inte för aktiviteten längre."),
        ({"verdict": "more", "note": "a\0b"}, "tecken som inte går att läsa"),
    ],
)
def test_a_fault_is_told_and_what_was_typed_is_kept(meeting, activity, member, sent, fault):
    response = send(member, granska(activity), "granska", **{"note": "", **sent})
    page = response.content.decode()
    assert response.status_code == 422
    assert fault in page
    assert all(words in page for words in [sent.get("question", ""), sent.get("note", "")] if "\0" not in words)
    assert not Review.objects.exists()
    assert not CouncilQuestion.objects.exists()


def test_where_two_parties_answer_one_has_to_be_chosen(meeting, member, activity):
    joint = make_activity(activity.focus_area, commitments=["municipality", "police"])
    words = {"verdict": "more", "question": "Hur går det?"}
    assert "Välj vem som ska svara." in send(member, granska(joint), "granska", **words).content.decode()
    part = joint.commitments.get(organisation__kind="police")
    send(member, granska(joint), "granska", to=part.pk, **words)
    assert CouncilQuestion.objects.get().commitment == part


def test_what_others_noted_is_read_by_their_function_and_never_their_name(meeting, activity, member):
    other = person("rådsledamot", "police", username="b", first_name="Bo", last_name="Ek", function="Närpolischef")
    reviewing.review(meeting, activity, by=other, verdict="remark", note="Jag saknar kvällarna.")
    page = read(member, granska(activity))
    assert "Jag saknar kvällarna." in page
    assert "Närpolischef, Polisen" in page
    assert "Bo Ek" not in page


def test_who_writes_when_the_report_is_adopted_is_told_and_keeps_the_words(meeting, activity, member, coordinator):
    page = read(member, granska(activity))
    CouncilMeeting.objects.get().save()
    with_report(coordinator, meeting)
    late = send(member, granska(activity), "granska", page=page, verdict="remark", note="Jag hann inte.")
    assert late.status_code == 422
    assert "är antagen och kan inte ändras" in late.content.decode()
    assert "Jag hann inte." in late.content.decode()
    assert "Rapporten är antagen." in read(member, granska(activity))


def test_a_log_in_that_ended_loses_nothing_and_shows_it_to_nobody_else(meeting, activity, member):
    page = read(member, granska(activity))
    member.logout()
    sent = send(member, granska(activity), "granska", page=page, verdict="more", note="Hur många var där?")
    assert sent.status_code == 302
    member.force_login(member.user)
    page = read(member, granska(activity))
    assert "Du hade loggats ut." in page
    assert "Hur många var där?" in page
    assert not Review.objects.exists()
    send(member, granska(activity), "granska", page=page)
    assert Review.objects.get().note == "Hur många var där?"
    assert "Du hade loggats ut." not in read(member, granska(activity))


# --- At the meeting ---
def test_what_the_council_said_is_written_from_the_day_of_the_meeting(meeting, activity, coordinator, freeze_day):
    assert coordinator.post(granska(activity), {"kort": "mote", "mote-verdict": "approved"}).status_code == 403
    freeze_day("2024-10-17")
    words = {
        "verdict": "remark",
        "note": "Öka takten.",
        "decision": "Rådet vill se fler kvällar.",
        "registry_number": "KS 1",
    }
    page = read(coordinator, granska(activity))
    for _each in range(2):
        assert send(coordinator, granska(activity), "mote", page=page, **words).status_code == 303
    said = Review.objects.get(at_meeting=True)
    assert (said.verdict, said.note) == ("remark", "Öka takten.")
    decided = Decision.objects.get()
    assert (decided.label, decided.activity, decided.registry_number) == ("1/2024", activity, "KS 1")
    assert "Rådet vill se fler kvällar." in read(coordinator, granska(activity))


def test_in_the_years_last_meeting_it_is_also_judged_whether_the_promise_was_kept(activity, coordinator, freeze_day):
    freeze_day("2025-01-23")
    last = make_meeting(period=4, on=date(2025, 1, 23), is_final=True)
    path = f"/radet/{last.key}/granska/{activity.pk}/"
    assert send(coordinator, path, "mote", verdict="approved", fulfilment="partly_met").status_code == 303
    assert Review.objects.get().fulfilment == "partly_met"


def test_of_two_who_write_what_was_said_the_second_is_told_and_decides(meeting, activity, coordinator, freeze_day):
    freeze_day("2024-10-17")
    other = enter("samordnare", username="den-andra")
    page = read(other, granska(activity))
    send(coordinator, granska(activity), "mote", verdict="approved")
    clash = send(other, granska(activity), "mote", page=page, verdict="remark", note="Vi sa något annat.")
    words = clash.content.decode()
    assert clash.status_code == 422
    assert "hann före" in words
    assert "Vi sa något annat." in words
    assert Review.objects.get().verdict == "approved"
    latest = Review.history.latest("history_id").history_id
    send(other, granska(activity), "mote", page=words, also={"on_top_of": latest})
    assert Review.objects.get().note == "Vi sa något annat."


# --- To sum up ---
def test_the_coordinator_sums_up_the_period_and_each_area_in_one_go(meeting, activity, coordinator):
    second = make_area()
    words = {
        "summary": "Ett lugnt kvartal.",
        f"text-{activity.focus_area_id}": "Bättre.",
        f"text-{second.pk}": "Sämre.",
    }
    assert fill_in(coordinator, SUMMARIES, **words).url == f"{SUMMARIES}?sparat=1"
    meeting.refresh_from_db()
    assert meeting.summary == "Ett lugnt kvartal."
    assert list(AreaSummary.objects.values_list("text", flat=True)) == ["Bättre.", "Sämre."]
    assert "Bättre." in read(coordinator, PACKET)
    fill_in(coordinator, SUMMARIES)
    assert AreaSummary.history.count() == 2, "what isn't changed isn't saved"


def test_of_two_who_sum_up_the_second_is_told_only_of_what_both_changed(meeting, activity, coordinator):
    other, mine = enter("samordnare", username="den-andra"), f"text-{activity.focus_area_id}"
    page = read(other, SUMMARIES)
    fill_in(coordinator, SUMMARIES, summary="Kommunens ord.")
    assert fill_in(other, SUMMARIES, page, **{mine: "Om området."}).status_code == 303, "another text, so both are kept"
    clash = fill_in(other, SUMMARIES, page, summary="Andra ord.", **{mine: "Om området."})
    words = clash.content.decode()
    assert clash.status_code == 422
    assert "Någon annan har ändrat samma text medan du skrev." in words
    assert "Kommunens ord." in words
    assert "Andra ord." in words
    meeting.refresh_from_db()
    assert meeting.summary == "Kommunens ord."
    assert fill_in(other, SUMMARIES, words).status_code == 303
    meeting.refresh_from_db()
    assert (meeting.summary, AreaSummary.objects.get().text) == ("Andra ord.", "Om området.")


def test_in_the_final_report_a_goal_that_is_judged_says_how_it_is_known(activity, coordinator):
    last = make_meeting(period=4, is_final=True)
    path, area = f"/radet/{last.key}/sammanfatta/", activity.focus_area_id
    refused = fill_in(coordinator, path, **{f"fulfilment-{area}": "met", "lessons": "Börja i tid."})
    assert "Skriv hur vi vet om målet är uppfyllt." in refused.content.decode()
    assert "Börja i tid." in refused.content.decode()
    fill_in(coordinator, path, refused.content.decode(), **{f"known-{area}": "Mätningen i september."})
    row = AreaSummary.objects.get()
    assert (row.fulfilment, row.fulfilment_note) == ("met", "Mätningen i september.")
    last.refresh_from_db()
    assert last.lessons == "Börja i tid."


# --- To adopt and publish ---
def test_before_the_meeting_nothing_can_be_adopted(meeting, coordinator):
    assert "tidigast 17 oktober" in read(coordinator, ADOPT)
    assert coordinator.post(ADOPT, {"kort": "anta", "anta-version": 1, "anta-agrees": "on"}).status_code == 403
    assert not CouncilReport.objects.exists()


def test_what_is_missing_is_told_and_stops_nobody(meeting, activity, coordinator, freeze_day):
    freeze_day("2024-10-17")
    page = read(coordinator, ADOPT)
    for words in (
        "Rådet har inte sagt något om 1 aktivitet.",
        "Perioden har ingen sammanfattning.",
        "Utan sammanfattning:",
    ):
        assert words in page
    assert send(coordinator, ADOPT, "anta").status_code == 422, "somebody has to say that it was adopted"
    assert send(coordinator, ADOPT, "anta", page=page, agrees="on").status_code == 303
    report = CouncilReport.objects.get()
    assert report.sha256 in read(coordinator, ADOPT)
    assert report.sha256 in read(coordinator, PACKET)


def test_who_presses_twice_adopts_and_publishes_once(meeting, coordinator, freeze_day):
    freeze_day("2024-10-17")
    page = read(coordinator, ADOPT)
    for _each in range(2):
        assert send(coordinator, ADOPT, "anta", page=page, agrees="on").status_code == 303
    page = read(coordinator, ADOPT)
    for _each in range(2):
        assert send(coordinator, ADOPT, "publicera", page=page).status_code == 303
    assert CouncilReport.objects.get().is_visible


def test_a_report_is_published_later_where_a_later_day_is_chosen(meeting, coordinator, freeze_day):
    freeze_day("2024-10-17")
    send(coordinator, ADOPT, "anta", agrees="on")
    early = send(coordinator, ADOPT, "publicera", on="2024-10-16")
    assert "Dagen har redan varit." in early.content.decode()
    send(coordinator, ADOPT, "publicera", on="2024-11-01")
    report = CouncilReport.objects.get()
    assert (report.is_visible, report.publish_on) == (False, date(2024, 11, 1))
    assert "från den 1 november" in read(coordinator, ADOPT)


def test_a_correction_says_what_it_corrects_and_the_draft_of_it_is_read_first(
    meeting, activity, coordinator, freeze_day
):
    first = with_report(coordinator, meeting)
    assert "Utkast till en rättelse" in read(coordinator, f"{PACKET}?utkast")
    assert "Skriv vad som är rättat." in send(coordinator, ADOPT, "anta", agrees="on").content.decode()
    page = read(coordinator, ADOPT)
    for _each in range(2):
        send(coordinator, ADOPT, "anta", page=page, agrees="on", correction="Antalet pass var fel.", on="2024-10-14")
    second = CouncilReport.objects.exclude(pk=first.pk).get()
    assert (second.version, second.correction, second.told["day"]) == (2, "Antalet pass var fel.", "2024-10-14")
    other = send(coordinator, ADOPT, "anta", page=page, agrees="on", correction="Något annat.")
    assert "Någon annan hann före." in other.content.decode()
    for day, fault in (("2024-10-16", "Dagen ligger i framtiden."), ("2024-06-30", "Perioden började 1 juli 2024.")):
        words = {"agrees": "on", "correction": "Fel dag.", "on": day}
        assert fault in send(coordinator, ADOPT, "anta", **words).content.decode()
    assert CouncilReport.objects.count() == 2


def test_an_editor_publishes_but_does_not_adopt(meeting, coordinator):
    editor = enter("redaktör")
    assert editor.post(ADOPT, {"kort": "anta", "anta-version": 1, "anta-agrees": "on"}).status_code == 403
    with_report(coordinator, meeting)
    assert "Rätta rapporten" not in read(editor, ADOPT)
    assert send(editor, ADOPT, "publicera").status_code == 303
    assert CouncilReport.objects.get().is_visible


def test_where_nobody_publishes_their_own_words_another_than_who_adopted_does(meeting, coordinator):
    Municipality(two_person_publishing=True).save()
    with_report(coordinator, meeting)
    assert "Någon annan behöver göra det." in read(coordinator, ADOPT)
    assert coordinator.post(ADOPT, {"kort": "publicera", "publicera-version": 1}).status_code == 403
    assert send(enter("redaktör"), ADOPT, "publicera").status_code == 303


def test_what_was_adopted_is_read_as_it_was_whatever_is_changed_afterwards(meeting, activity, coordinator):
    followup.report(activity.commitments.get(), status=Status.ONGOING, note="Det rullar på.")
    with_report(coordinator, meeting)
    activity.title = "Något helt annat"
    activity.save()
    page = read(coordinator, PACKET)
    assert "Samtal på torget" in page
    assert "Något helt annat" not in page
    assert "Version 1 antogs 15 oktober 2024." in page
