"""Nobody publishes their own words, where the municipality has chosen so: in forms, many at once and at the desk."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from arboga_loften.foundation import two_people
from arboga_loften.foundation.models import Proposal
from arboga_loften.portal.todo import Todo
from dialogs import answers
from dialogs.models import Answer, Decision, Dialogue
from focusareas.models import SituationReport
from tests.factories import (
    make_activity,
    make_answer,
    make_dialogue,
    make_place,
    make_report,
    make_section,
    make_viewpoint,
    organisation,
)
from tests.portal.test_admin_conflicts import opened, page_of

pytestmark = pytest.mark.django_db


def told(response):
    return [str(message) for message in response.context["messages"]]


def errors(response):
    form = response.context["adminform"].form
    return " ".join(error for each in form.errors.values() for error in each)


def save(client, row, **words):
    return client.post(page_of(row), opened(client, row, **words), follow=True)


def choose(client, row, action, **more):
    url = f"/admin/{row._meta.app_label}/{row._meta.model_name}/"
    return client.post(url, {"action": action, "_selected_action": [row.pk], **more}, follow=True)


def draft(client, **words):
    """A dialogue that somebody has written in the admin."""
    dialogue = make_dialogue(published=False)
    save(client, dialogue, title="Ett utkast", **words)
    dialogue.refresh_from_db()
    return dialogue


def proposed(client, row, **words):
    save(client, row, **words)
    return Proposal.objects.latest("pk")


def decide(client, row, proposal, gor, **more):
    address = page_of(row).replace("change/", f"forslag/{proposal.pk}/")
    return client.post(address, {"gor": gor, **more}, follow=True)


# --- The steps ---
def test_a_draft_is_said_to_be_ready_and_then_published(two):
    mine, theirs = two
    dialogue = draft(mine, publication="ready")
    assert dialogue.publication == "ready"
    assert not dialogue.is_visible
    page = theirs.get("/admin/dialogs/dialogue/").content.decode()
    assert "Klar att publicera" in page
    assert "Klar att publicera: syns inte på webbplatsen än." in theirs.get(page_of(dialogue)).content.decode()
    save(theirs, dialogue, publication="published")
    dialogue.refresh_from_db()
    assert dialogue.is_visible


def test_without_the_setting_one_writes_and_publishes_in_one_go(two):
    mine, _theirs = two
    dialogue = draft(mine, publication="published")
    assert dialogue.is_visible
    save(mine, dialogue, title="Ändrad direkt")
    assert Dialogue.objects.get().title == "Ändrad direkt"
    assert not Proposal.objects.exists()


def test_several_are_said_to_be_ready_at_once(two):
    mine, _theirs = two
    dialogue, public = make_dialogue(published=False), make_dialogue()
    assert told(choose(mine, dialogue, "ready_chosen")) == ["1 är klar att publicera."]
    assert told(choose(mine, public, "ready_chosen")) == ["Ingen av dem som du valde var ett utkast."]
    assert Dialogue.objects.get(pk=dialogue.pk).publication == "ready"


# --- The rule ---
def test_to_write_and_publish_at_once_is_refused_with_the_way_on(rule, two):
    mine, _theirs = two
    dialogue = make_dialogue(published=False)
    response = save(mine, dialogue, title="Ny rubrik", publication="published")
    assert "Spara som klar. Någon annan publicerar." in errors(response)
    assert response.context["adminform"].form["title"].value() == "Ny rubrik"
    assert Dialogue.objects.get().publication == "draft"


def test_who_wrote_last_does_not_publish_in_a_save_of_its_own_either(rule, two):
    mine, theirs = two
    dialogue = draft(mine, publication="ready")
    assert "Någon annan publicerar" in errors(save(mine, dialogue, publication="published"))
    assert told(choose(mine, dialogue, "publish_chosen")) == ["Ett utkast: Spara som klar. Någon annan publicerar."]
    choose(theirs, dialogue, "publish_chosen")
    assert Dialogue.objects.get().is_visible


def test_a_superuser_is_no_exception(rule, two, official):
    client = Client()
    client.force_login(official("", username="allt", is_superuser=True))
    dialogue = draft(client, publication="ready")
    assert "Någon annan publicerar" in errors(save(client, dialogue, publication="published"))
    assert "Någon annan" in told(choose(client, dialogue, "publish_chosen"))[0]


def test_to_say_ready_or_choose_a_day_is_not_to_write(rule, two):
    mine, theirs = two
    dialogue = draft(mine)
    save(theirs, dialogue, publication="ready", publish_on="2024-11-01")
    save(theirs, dialogue, publication="published")
    assert Dialogue.objects.get().publication == "published"


def test_who_mended_it_after_the_other_is_the_writer(rule, two):
    mine, theirs = two
    dialogue = draft(mine, publication="ready")
    save(theirs, dialogue, title="Med bättre rubrik")
    assert "Någon annan" in errors(save(theirs, dialogue, publication="published"))
    save(mine, dialogue, publication="published")
    assert Dialogue.objects.get().is_visible


def test_to_choose_a_place_for_an_activity_is_to_write(rule, two):
    mine, _theirs = two
    activity = make_activity(published=False)
    place = make_place()
    save(mine, activity, places=[place.pk], publication="ready")
    assert two_people.writers([activity]) == {activity.pk: user_of(mine)}
    assert "Någon annan" in errors(save(mine, activity, publication="published"))


def user_of(client):
    return int(client.session["_auth_user_id"])


def test_to_write_a_part_of_a_report_is_to_write(rule, two):
    mine, theirs = two
    report = make_report(published=False)
    make_section(report)
    save(mine, report, **{"sections-0-text": "Bedrägerierna minskar.", "publication": "ready"})
    assert "Någon annan" in errors(save(mine, report, publication="published"))
    assert "Någon annan" in told(choose(mine, report, "publish_chosen"))[0]
    save(theirs, report, publication="published")
    assert SituationReport.objects.get().is_visible


def test_what_the_program_loaded_anybody_publishes(rule, two):
    mine, _theirs = two
    save(mine, make_dialogue(published=False), publication="published")
    assert Dialogue.objects.get().is_visible


def test_what_was_taken_down_is_put_back_by_another(rule, two):
    mine, theirs = two
    dialogue = make_dialogue()
    save(mine, dialogue, publication="unpublished", title="Rättad")
    assert "Spara som avpublicerad. Någon annan publicerar." in errors(save(mine, dialogue, publication="published"))
    save(theirs, dialogue, publication="published")
    assert Dialogue.objects.get().is_visible


def test_what_a_resident_said_is_moderated_by_one(rule, two):
    mine, _theirs = two
    viewpoint = make_viewpoint(published=False)
    save(mine, viewpoint, text="Det är mörkt vid bron.", publication="published")
    viewpoint.refresh_from_db()
    assert viewpoint.is_visible


def test_an_answer_at_the_desk_waits_for_another_who_publishes_and_tells_of_it(rule, two, official):
    mine, _theirs = two
    viewpoint = make_viewpoint()
    by = official("samordnare", username="annan")
    words = {"decision": Decision.DONE, "text": "Lampan är lagad.", "organisation": organisation(), "by": by}
    answer = answers.give(viewpoint, **words)
    assert answer.publication == "ready"
    assert answers.give(viewpoint, **words) == answer, "sent twice it is kept once"
    assert viewpoint in viewpoint.dialogue.unanswered()
    assert not viewpoint.moderation.filter(deed="answered").exists()
    save(mine, answer, publication="published")
    assert Answer.objects.get().is_visible
    assert viewpoint.moderation.filter(deed="answered").count() == 1


def test_the_desk_says_that_the_answer_waits(rule, enter):
    viewpoint = make_viewpoint()
    client = enter("samordnare")
    desk = f"/admin/dialogs/viewpoint/{viewpoint.pk}/granska/"
    sent = {"svar-decision": "done", "svar-text": "Klart.", "svar-organisation": organisation().pk, "gor": "svara"}
    response = client.post(desk, sent, follow=True)
    assert "Det är givet när någon annan har publicerat det." in told(response)[0]
    assert Answer.objects.get().publication == "ready"


# --- Many at once, and what others did meanwhile ---
def test_what_somebody_saved_while_the_list_was_open_is_not_published_unread(two):
    mine, theirs = two
    dialogue = make_dialogue(published=False, title="Utkast")
    seen = theirs.get("/admin/dialogs/dialogue/").context["seen_version"]
    save(mine, dialogue, summary="Oläst")
    response = choose(theirs, dialogue, "publish_chosen", seen_version=seen)
    assert told(response) == ["Utkast: Samordnare sparade den medan du hade listan framme. Läs den först."]
    assert Dialogue.objects.get().publication == "draft"
    assert told(choose(theirs, dialogue, "ready_chosen", seen_version=seen)) == told(response)
    choose(mine, dialogue, "publish_chosen", seen_version=seen)
    assert Dialogue.objects.get().is_visible, "one's own saving is no surprise"


# --- The front page ---
def piles(client):
    user = client.get("/admin/").wsgi_request.user
    return {pile.heading: [task.title for task in pile.tasks] for pile in Todo(user).piles}


def test_what_is_ready_waits_for_those_who_did_not_write_it(rule, two):
    mine, theirs = two
    draft(mine, publication="ready")
    make_dialogue(published=False, title="Ännu inte klar")
    assert piles(theirs) == {"Klart att publicera": ["Ett utkast"], "Utkast": ["Ännu inte klar"]}
    assert piles(mine) == {"Utkast": ["Ännu inte klar"]}


def test_a_change_that_waits_and_one_that_was_sent_back_are_on_the_front_page(rule, two):
    mine, theirs = two
    dialogue = make_dialogue(title="Trygghetsdialog")
    proposal = proposed(mine, dialogue, title="Ny rubrik")
    assert piles(theirs) == {"Klart att publicera": ["Trygghetsdialog"]}
    assert piles(mine) == {}
    decide(theirs, dialogue, proposal, "skicka-tillbaka", reason="Nej.")
    assert piles(theirs) == {}
    assert piles(mine) == {"Skickat tillbaka till dig": ["Trygghetsdialog"]}


def test_the_front_page_takes_as_many_queries_for_many_ready_texts_as_for_one(rule, two):
    mine, theirs = two

    def rows(n):
        for _ in range(n):
            draft(mine, publication="ready")
            activity = make_activity(published=False)
            save(mine, activity, publication="ready", summary="Skriven")
            proposed(mine, make_dialogue(), title="Ny")
            proposed(mine, make_answer(make_viewpoint()), text="Nytt svar")

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert theirs.get("/admin/").status_code == 200
        return len(found)

    rows(1)
    queries()
    few = queries()
    rows(3)
    assert queries() == few
