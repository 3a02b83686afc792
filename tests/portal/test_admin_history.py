"""The history in words, and the way back to an earlier version: in the form, by a person, past every rule."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actionplan.models import Activity
from arboga_loften.foundation.models import Municipality
from dialogs import answers
from dialogs.models import Answer, Decision, Dialogue
from tests.factories import (
    make_activity,
    make_answer,
    make_dialogue,
    make_place,
    make_report,
    make_section,
    make_submission,
    make_viewpoint,
    organisation,
)
from tests.portal.test_admin_conflicts import opened, page_of

pytestmark = pytest.mark.django_db


def history_of(client, row):
    response = client.get(page_of(row).replace("change", "history"))
    assert response.status_code == 200
    return response


def save(client, row, **words):
    return client.post(page_of(row), opened(client, row, **words), follow=True)


def changes(response):
    return [
        (each.label, each.before, each.after) for version in response.context["versions"] for each in version.changes
    ]


# --- In words ---
def test_the_links_are_told_with_their_names_and_a_form_is_told_of_once(enter):
    square, park = make_place("Nytorget"), make_place("Sätra")
    activity = make_activity(places=[square])
    client = enter("samordnare")
    save(client, activity, summary="Ny text", places=[square.pk, park.pk])
    response = history_of(client, activity)
    mine = [version for version in response.context["versions"] if version.by]
    assert len(mine) == 1
    assert ("Platser", "Nytorget", "Nytorget, Sätra") in changes(response)
    assert ("Kort om aktiviteten", "tomt", "Ny text") in changes(response)


def test_a_text_of_several_lines_that_nobody_touched_is_not_told_as_changed(enter):
    activity = make_activity(summary="En rad.\n\nEn till.")
    client = enter("samordnare")
    save(client, activity, summary="En rad.\r\n\r\nEn till.", number=7)  # as a browser sends it
    told = changes(history_of(client, activity))
    assert ("Nummer", "1", "7") in told
    assert "Kort om aktiviteten" not in [label for label, _before, _after in told]


def test_who_promises_and_who_answers_for_it_is_told_too(enter, official):
    activity = make_activity()
    part = activity.commitments.get()
    owner = official("kommunpolis", username="owner", first_name="Anna", last_name="Ek")
    part.responsible, part.owner = "Trafikingenjör", owner
    part.save()
    response = history_of(enter("samordnare"), activity)
    kinds = [version.kind for version in response.context["versions"]]
    assert "Åtagande ”Arboga kommun”: ändrades" in kinds
    assert "Åtagande ”Arboga kommun”: skapades" in kinds
    assert ("Ansvarig funktion", "Samordnare, municipality", "Trafikingenjör") in changes(response)
    assert ("Ansvarig person", "tomt", "Anna Ek") in changes(response)


def test_a_part_that_was_taken_away_is_told(enter):
    report = make_report(published=False)
    make_section(report, heading="Anmälda brott").delete()
    kinds = [version.kind for version in history_of(enter("samordnare"), report).context["versions"]]
    assert "Del av lägesbilden ”Anmälda brott”: togs bort" in kinds


def test_the_settings_and_the_people_have_a_history_too(enter, official):
    row = Municipality()
    row.save()
    client = enter("samordnare")
    row.place_name = "Arboga stad"
    row.save()
    assert ("Ortens namn", "Arboga", "Arboga stad") in changes(history_of(client, row))
    boss = Client()
    boss.force_login(official("", username="allt", is_superuser=True))
    person = official("redaktör", username="ny")
    boss.post(page_of(person), opened(boss, person, function="Redaktör, ny"), follow=True)
    history_of(boss, person)


def test_the_history_takes_as_many_queries_for_thirty_versions_as_for_three(enter):
    client = enter("samordnare")
    activity = make_activity()
    part = activity.commitments.get()
    places = [make_place(f"Plats {n}") for n in range(40)]

    def versions(n):
        for _ in range(n):
            activity.summary += "x"
            activity.save()
            activity.places.set(places[: len(activity.summary)])
            part.responsible += "y"
            part.save()

    def queries():
        with CaptureQueriesContext(connection) as found:
            history_of(client, activity)
        return len(found)

    versions(3)
    queries()
    few = queries()
    versions(27)
    assert queries() == few


def test_the_history_is_dated_by_the_demonstrations_day(enter, freeze_day):
    dialogue = make_dialogue()
    assert timezone.localdate(dialogue.history.get().history_date) == date(2024, 10, 15)
    assert "15 oktober 2024" in history_of(enter("samordnare"), dialogue).content.decode()


# --- The way back ---
def test_an_earlier_version_fills_the_form_and_nothing_is_saved_until_somebody_saves(enter):
    square, park = make_place("Nytorget"), make_place("Sätra")
    activity = make_activity(title="Som den var", places=[square])
    client = enter("samordnare")
    save(client, activity, title="Fel", places=[park.pk])
    first = activity.history.filter(title="Som den var").latest("history_id")
    page = history_of(client, activity).content.decode()
    assert f"/change/?version={first.history_id}" in page
    filled = client.get(f"{page_of(activity)}?version={first.history_id}")
    form = filled.context["adminform"].form
    assert form["title"].value() == "Som den var"
    assert [int(key) for key in form["places"].value()] == [square.pk]
    assert "Inget är sparat än." in filled.content.decode()
    assert Activity.objects.get().title == "Fel"

    sent = opened(client, activity, title="Som den var", places=[square.pk], restores=first.history_id)
    assert client.post(page_of(activity), sent).status_code == 302
    row = Activity.objects.get()
    assert (row.title, list(row.places.all())) == ("Som den var", [square])
    assert "Återställde orden från 15 oktober 2024" in history_of(client, activity).content.decode()


def test_whether_it_is_public_and_what_the_ledgers_own_does_not_follow(enter):
    activity = make_activity(published=False, due_on=date(2024, 6, 30))
    draft = activity.history.latest("history_id")
    activity.due_on = date(2024, 12, 1)
    activity.save()
    activity.publish()
    activity.save()
    client = enter("samordnare")
    form = client.get(f"{page_of(activity)}?version={draft.history_id}").context["adminform"].form
    assert form["publication"].value() == "published"
    assert "due_on" not in form.fields


def test_a_restored_version_meets_every_rule(enter):
    Municipality(two_person_publishing=True).save()
    dialogue = make_dialogue(title="Som den var")
    client = enter("samordnare")
    first = dialogue.history.get()
    dialogue.title = "Ny"
    dialogue.save()
    client.post(page_of(dialogue), opened(client, dialogue, title="Som den var", restores=first.history_id))
    assert Dialogue.objects.get().title == "Ny", "it waits for another, as every change does"


@pytest.mark.parametrize("asked", ["abc", "9" * 30, "0", "-1", "٣"])
def test_a_version_that_is_not_there_fills_nothing(enter, asked):
    dialogue = make_dialogue(title="Nu")
    client = enter("samordnare")
    response = client.get(page_of(dialogue), {"version": asked})
    assert response.context["adminform"].form["title"].value() == "Nu"
    assert client.post(page_of(dialogue), opened(client, dialogue, restores=asked)).status_code == 302


def test_the_version_of_another_row_fills_nothing(enter):
    dialogue, other = make_dialogue(title="Nu"), make_dialogue(title="En annan")
    response = enter("samordnare").get(page_of(dialogue), {"version": other.history.get().history_id})
    assert response.context["adminform"].form["title"].value() == "Nu"


def test_who_only_reads_is_shown_no_way_back(enter):
    dialogue = make_dialogue()
    dialogue.title = "Ny"
    dialogue.save()
    assert "?version=" not in history_of(enter("rådsledamot"), dialogue).content.decode()


def test_a_draft_that_holds_what_a_moderator_took_away_comes_back_to_nobody_who_may_not_read_it(enter):
    viewpoint = make_viewpoint(published=False, text="Ring Anna.", submissions=[make_submission()])
    draft = viewpoint.history.latest("history_id")
    viewpoint.text = "Det är mörkt."
    viewpoint.publish()
    viewpoint.save()
    response = enter("redaktör").get(page_of(viewpoint), {"version": draft.history_id})
    assert "Ring Anna" not in response.content.decode()


# --- Answers ---
def test_an_answer_that_is_sent_twice_from_the_same_page_is_saved_once(enter):
    viewpoint, client = make_viewpoint(), enter("samordnare")
    page = client.get(f"/admin/dialogs/answer/add/?viewpoint={viewpoint.pk}")
    typed = {
        "viewpoint": viewpoint.reference,
        "decision": "done",
        "text": "Vi har varit där.",
        "answered_on": "2024-10-01",
        "organisation": organisation().pk,
        "publication": "draft",
        "seen_version": page.context["seen_version"],
    }
    client.post("/admin/dialogs/answer/add/", typed)
    response = client.post("/admin/dialogs/answer/add/", typed, follow=True)
    assert [str(each) for each in response.context["messages"]][-1].startswith("Svaret är sparat.")
    assert Answer.objects.count() == 1
    client.post("/admin/dialogs/answer/add/", typed | {"text": "Något annat."})
    assert Answer.objects.count() == 2
    later = client.get(f"/admin/dialogs/answer/add/?viewpoint={viewpoint.pk}").context["seen_version"]
    client.post("/admin/dialogs/answer/add/", typed | {"seen_version": later})
    assert Answer.objects.count() == 3, "a page of its own may say the same again"


@pytest.mark.parametrize("seen", ["abc", "9" * 30, ""])
def test_a_page_without_a_stamp_saves_as_ever(enter, seen):
    viewpoint = make_viewpoint()
    typed = {"viewpoint": viewpoint.pk, "decision": "done", "text": "Klart.", "answered_on": "2024-10-01"}
    typed |= {"organisation": organisation().pk, "publication": "draft", "seen_version": seen}
    assert enter("samordnare").post("/admin/dialogs/answer/add/", typed).status_code == 302


@pytest.mark.parametrize("how", ["form", "list"])
def test_a_dialogue_is_not_said_to_be_answered_when_an_answer_is_taken_down(enter, how):
    viewpoint = make_viewpoint()
    answer = make_answer(viewpoint, decision=Decision.DONE)
    answers.close_as_answered(viewpoint.dialogue)
    client = enter("samordnare")
    if how == "form":
        response = save(client, answer, publication="unpublished")
    else:
        action = {"action": "unpublish_chosen", "_selected_action": [answer.pk]}
        response = client.post("/admin/dialogs/answer/", action, follow=True)
    assert any("är inte längre stängd som besvarad" in str(each) for each in response.context["messages"])
    assert Dialogue.objects.get().answered_on is None
    assert Dialogue.objects.get().phase != "answered"


def test_a_dialogue_where_another_answer_stands_is_still_answered(enter):
    viewpoint = make_viewpoint()
    make_answer(viewpoint)
    answer = make_answer(viewpoint, text="Ett till.")
    answers.close_as_answered(viewpoint.dialogue)
    save(enter("samordnare"), answer, publication="unpublished")
    assert Dialogue.objects.get().answered_on
