"""A change to what is public: it waits, another publishes it or sends it back, and nothing of it shows until then."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from actionplan.models import Activity
from arboga_loften.accounts.models import User
from arboga_loften.foundation.models import Proposal
from dialogs.models import Dialogue
from tests.factories import make_activity, make_dialogue, make_place, make_report, make_section
from tests.portal.test_admin_conflicts import opened, page_of
from tests.portal.test_two_people import decide, proposed, save, told, user_of

pytestmark = pytest.mark.django_db


def test_a_change_to_what_is_public_waits_and_nothing_of_it_shows(rule, two, client):
    mine, theirs = two
    dialogue = make_dialogue(title="Som den var")
    response = save(mine, dialogue, title="Som den blir")
    assert told(response) == ["Din ändring väntar på att någon annan publicerar den."]
    assert "Din ändring väntar på att någon annan publicerar den" in response.content.decode()
    assert Dialogue.objects.get().title == "Som den var"
    assert dialogue.history.count() == 1
    page = theirs.get(page_of(dialogue)).content.decode()
    assert "Samordnare vill ändra" in page
    assert "<del>Som den var</del>" in page
    assert "<ins>Som den blir</ins>" in page
    assert "Publicera ändringen" in page
    mine_again = mine.get(page_of(dialogue)).content.decode()
    assert "Publicera ändringen" not in mine_again
    assert "Dra tillbaka ändringen" in mine_again


def test_another_publishes_the_change_and_both_are_told_in_the_history(rule, two):
    mine, theirs = two
    place = make_place()
    activity = make_activity(summary="Som den var")
    proposal = proposed(mine, activity, summary="Som den blir", places=[place.pk])
    assert told(decide(theirs, activity, proposal, "publicera")) == ["Ändringen av Samordnare är publicerad."]
    activity.refresh_from_db()
    assert (activity.summary, list(activity.places.all())) == ("Som den blir", [place])
    assert activity.history.first().history_user_id == user_of(mine), "the words are still those of the one who wrote"
    page = theirs.get(page_of(activity).replace("change", "history")).content.decode()
    assert "Publicerades av Redaktör." in page
    assert "<ins>Nytorget</ins>" in page
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


def _superuser():
    return User.objects.create_superuser("chef", password="x", function="Chefen")


def test_one_does_not_publish_ones_own_change(rule, two):
    mine, _theirs = two
    dialogue = make_dialogue()
    proposal = proposed(mine, dialogue, title="Min rubrik")
    assert decide(mine, dialogue, proposal, "publicera").status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            state="accepted", decided_by=proposal.made_by, decided_at=proposal.made_at
        )
    assert Dialogue.objects.get().title != "Min rubrik"


def test_a_promise_that_is_reworded_goes_to_its_ledger_by_the_one_who_wrote(rule, two):
    mine, _theirs = two
    activity = make_activity(goal="Vi är ute minst fyra gånger.")
    proposal = proposed(mine, activity, goal="Vi är ute minst fem gånger.", goal_reason="Fler vill vara med.")
    assert not activity.goal_changes.exists()
    boss = Client()
    boss.force_login(_superuser())
    assert "publicerad" in told(decide(boss, activity, proposal, "publicera"))[0]
    change = activity.goal_changes.get()
    assert (change.old_goal, change.new_goal) == ("Vi är ute minst fyra gånger.", "Vi är ute minst fem gånger.")
    assert (change.reason, change.recorded_by_id) == ("Fler vill vara med.", user_of(mine))


def test_what_is_written_in_a_ledger_counts_at_once(rule, two):
    mine, _theirs = two
    activity = make_activity(summary="Förut")
    part = activity.commitments.get()
    follow_up = {
        "followups-0-commitment": part.pk,
        "followups-0-status": "ongoing",
        "followups-0-on": "2024-10-15",
    }
    save(mine, activity, summary="Efter", **follow_up)
    assert part.follow_ups.count() == 1
    assert Activity.objects.get().summary == "Förut"
    assert Proposal.objects.count() == 1


def test_a_change_in_a_part_of_a_report_waits_too(rule, two):
    mine, theirs = two
    report = make_report()
    section = make_section(report, text="Bedrägerierna ökar.")
    proposal = proposed(mine, report, **{"sections-0-text": "Bedrägerierna minskar."})
    section.refresh_from_db()
    assert section.text == "Bedrägerierna ökar."
    assert "<ins>Bedrägerierna minskar.</ins>" in theirs.get(page_of(report)).content.decode()
    assert "publicerad" in told(decide(theirs, report, proposal, "publicera"))[0]
    section.refresh_from_db()
    assert section.text == "Bedrägerierna minskar."


def test_a_change_is_sent_back_with_a_reason_and_written_on(rule, two):
    mine, theirs = two
    dialogue = make_dialogue(title="Som den var")
    proposal = proposed(mine, dialogue, title="För lång rubrik")
    assert (
        "Skriv varför ändringen inte publiceras."
        in decide(theirs, dialogue, proposal, "skicka-tillbaka", reason="  ").content.decode()
    )
    decide(theirs, dialogue, proposal, "skicka-tillbaka", reason="Korta den.")
    page = mine.get(page_of(dialogue)).content.decode()
    assert "Din ändring skickades tillbaka" in page
    assert "Redaktör: Korta den." in page
    filled = mine.get(f"{page_of(dialogue)}?forslag={proposal.pk}")
    form = filled.context["adminform"].form
    assert form["title"].value() == "För lång rubrik"
    sent = opened(mine, dialogue, title="Kort rubrik", forslag=proposal.pk)
    mine.post(page_of(dialogue), sent)
    assert [row.state for row in Proposal.objects.order_by("pk")] == ["withdrawn", "waiting"]


def test_who_made_it_takes_it_back(rule, two):
    mine, theirs = two
    dialogue = make_dialogue()
    proposal = proposed(mine, dialogue, title="Ångrad")
    assert decide(theirs, dialogue, proposal, "ta-tillbaka").status_code == 403
    assert told(decide(mine, dialogue, proposal, "ta-tillbaka")) == ["Din ändring är tillbakatagen."]
    assert "Ångrad" not in theirs.get(page_of(dialogue)).content.decode()
    assert "redan avgjord" in decide(theirs, dialogue, proposal, "publicera").content.decode()


def test_what_somebody_has_saved_since_is_shown_before_a_change_is_published(rule, two):
    mine, theirs = two
    dialogue = make_dialogue(title="Som den var", summary="Först")
    proposal = proposed(mine, dialogue, title="Som den blir")
    dialogue.summary = "Ändrad av programmet"
    dialogue.save()
    response = decide(theirs, dialogue, proposal, "publicera")
    text = response.content.decode()
    assert "Någon har sparat sedan ändringen skrevs" in text
    assert "<ins>Ändrad av programmet</ins>" in text
    assert Dialogue.objects.get().title == "Som den var"
    latest = response.context["conflict"].latest
    decide(theirs, dialogue, proposal, "publicera", on_top_of=latest)
    row = Dialogue.objects.get()
    assert (row.title, row.summary) == ("Som den blir", "Ändrad av programmet"), "only what was changed is written"


def test_who_saves_second_is_told_also_when_the_change_would_wait(rule, two):
    mine, _theirs = two
    dialogue = make_dialogue()
    my_page = opened(mine, dialogue, title="Min rubrik")
    dialogue.summary = "Något annat"
    dialogue.save()
    assert "Någon annan hann före" in mine.post(page_of(dialogue), my_page).content.decode()
    assert not Proposal.objects.exists()


def test_what_breaks_a_rule_by_then_stays_waiting_and_says_why(rule, two):
    mine, theirs = two
    dialogue = make_dialogue(slug="gammal")
    proposal = proposed(mine, dialogue, slug="ny")
    make_dialogue(slug="ny")
    text = decide(theirs, dialogue, proposal, "publicera").content.decode()
    assert "Adressnamn" in text
    assert Proposal.objects.get().state == "waiting"


@pytest.mark.parametrize("role", ["rådsledamot", "registrator"])
def test_others_decide_nothing(rule, two, official, role):
    mine, _theirs = two
    dialogue = make_dialogue()
    proposal = proposed(mine, dialogue, title="Min rubrik")
    other = Client()
    other.force_login(official(role))
    assert decide(other, dialogue, proposal, "publicera").status_code == 403
    assert "Min rubrik" not in other.get(page_of(dialogue)).content.decode()


@pytest.mark.parametrize("address", ["forslag/999999999999999999999/", "forslag/0/", "forslag/abc/"])
def test_a_change_that_is_not_there_is_not_found(rule, enter, address):
    dialogue = make_dialogue()
    assert enter("redaktör").get(page_of(dialogue).replace("change/", address), follow=True).status_code in (200, 404)
