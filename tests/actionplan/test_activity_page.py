"""One activity: what, why, how it goes and how we know."""

from datetime import date

import pytest

from actionplan import followup
from actionplan.models import PlannedOccurrence
from actionplan.status import Status
from tests.factories import (
    make_activity,
    make_area,
    make_dialogue,
    make_finding,
    make_place,
    make_promise,
    make_source,
    make_viewpoint,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    return make_activity(
        title="Trygghetsdialoger",
        goal="Minst fyra dialoger.",
        target_value=4,
        target_unit="tillfällen",
        target_unit_one="tillfälle",
        commitments=["municipality", "police"],
    )


def read(client, activity, language=""):
    response = client.get(f"{language}{activity.get_absolute_url()}")
    assert response.status_code == 200
    return response.content.decode()


def test_goal_and_outcome_are_told_in_figures(client, activity):
    for month in (3, 5, 9):
        followup.add_occurrence(activity, on=date(2024, month, 1))
    page = read(client, activity)
    assert "<b>3</b> av minst 4 <span>tillfällen</span>" in page
    assert page.count('<svg class="pane') == 4


def test_what_each_party_says_stands_beside_what_the_program_computes(client, activity):
    followup.report(
        activity.commitments.first(), status=Status.ONGOING, note="Tre är klara.", next_update_on=date(2024, 12, 1)
    )
    page = read(client, activity)
    assert "Det här säger vi" in page
    assert "Tre är klara." in page
    assert "Nästa besked kommer" in page
    assert "Det här räknar programmet fram" in page
    assert "Polisen har inte sagt något än." in page


def test_what_only_confirms_says_that_it_does(client, activity):
    followup.report(activity.commitments.first(), status=Status.ONGOING)
    followup.confirm(activity.commitments.first())
    assert "Bekräftar bara det som redan är sagt." in read(client, activity)


def test_the_chain_leads_back_to_what_people_said(client, activity):
    dialogue = make_dialogue()
    named, cited = (
        make_viewpoint(dialogue=dialogue, text="Vi vill se fler."),
        make_viewpoint(dialogue=dialogue, text="Mörkt."),
    )
    activity.viewpoints.add(named)
    finding = make_finding(viewpoints=[cited], title="Synlig närvaro")
    activity.findings.add(finding)
    page = read(client, activity)
    for words in ("Vi vill se fler.", "Mörkt.", "Synlig närvaro"):
        assert words in page
    for url in (named.get_absolute_url(), cited.get_absolute_url(), finding.get_absolute_url()):
        assert f'href="{url}"' in page


def test_neither_hidden_voices_nor_hidden_findings_leak(client, activity):
    hidden_dialogue = make_dialogue(published=False, title="Hemlig dialog")
    activity.viewpoints.add(
        make_viewpoint(published=False, text="Dold röst"),
        make_viewpoint(dialogue=hidden_dialogue, text="Röst i det dolda"),
    )
    cited = make_viewpoint(published=False, text="Dold men åberopad")
    activity.findings.add(
        make_finding(viewpoints=[cited], title="Öppet fynd"), make_finding(published=False, title="Dolt fynd")
    )
    page = read(client, activity)
    assert "Öppet fynd" in page
    for words in ("Dold röst", "Röst i det dolda", "Dold men åberopad", "Dolt fynd", "Hemlig dialog"):
        assert words not in page


def test_a_moved_deadline_shows_old_new_and_why(client):
    activity = make_activity(due_on=date(2024, 9, 30))
    followup.move_due_date(activity, new_due_on=date(2024, 11, 30), reason="Sjukdom i september.")
    page = read(client, activity)
    assert "Tidigare: </span>30 september 2024" in page
    assert "<strong>30 november 2024</strong>" in page
    assert "Sjukdom i september." in page
    assert "Flyttat 1 gång" in page


def test_what_was_taken_back_is_struck_through_with_its_reason(client, activity):
    wrong = followup.add_occurrence(activity, on=date(2024, 3, 1), note="Dialog på torget")
    followup.withdraw_occurrence(wrong, reason="Den räknades två gånger.")
    page = read(client, activity)
    assert "<s>Dialog på torget</s>" in page
    assert "Den räknades två gånger." in page


def test_the_next_booked_is_told(client, activity):
    PlannedOccurrence.objects.create(activity=activity, on=date(2024, 11, 7), place=make_place("Nytorget"))
    page = read(client, activity)
    assert "Nästa är inbokat:" in page
    assert "7 november" in page


def test_an_ended_year_tells_the_final_outcome(client, activity, freeze_day):
    freeze_day("2025-03-01")
    page = read(client, activity)
    assert "Året är slut." in page
    assert "Blev inte av, såvitt vi vet" in page
    assert "I dag," not in page


def test_sources_and_the_mark_of_invented_content_are_shown(client):
    activity = make_activity(is_example=True, sources=[make_source(title="Minnesanteckningar")])
    page = read(client, activity)
    assert "Minnesanteckningar" in page
    assert "Exempeldata" in page


def test_an_activity_is_linked_to_its_neighbours_and_its_other_years(client):
    before = make_activity(make_area(make_promise(2023)), title="Förra årets")
    area = make_area()
    first, second = make_activity(area, title="Den första", predecessor=before), make_activity(area, title="Den andra")
    page = read(client, first)
    assert f'href="{second.get_absolute_url()}"' in page
    assert f'href="{before.get_absolute_url()}"' in page
    assert f'href="{first.get_absolute_url()}"' in read(client, before)


def test_a_wrong_name_in_the_address_leads_on_to_the_right_one_for_good(client, activity):
    response = client.get(f"/handlingsplan/{activity.pk}-gammalt-namn/")
    assert response.status_code == 301
    assert response["Location"] == activity.get_absolute_url()


@pytest.mark.parametrize("address", ["999999-x", "9999999999-x", "99999999999999999999-x", "0-x", "abc", "1"])
def test_an_activity_that_is_not_there_is_not_found(client, address):
    assert client.get(f"/handlingsplan/{address}/").status_code == 404


@pytest.mark.parametrize("hide", ["activity", "area", "promise", "plan"])
def test_what_is_not_public_is_not_found(client, activity, hide):
    area = activity.focus_area
    row = {"activity": activity, "area": area, "promise": area.promise, "plan": area.promise.plan}[hide]
    row.unpublish()
    row.save()
    assert client.get(activity.get_absolute_url()).status_code == 404


def test_in_english_the_words_of_the_record_stay_swedish(client, activity):
    assert '<h1 lang="sv">' in read(client, activity, "/en")


def test_a_link_as_evidence_can_be_followed_but_never_runs(client, activity):
    followup.add_occurrence(activity, on=date(2024, 3, 1), evidence="https://www.arboga.se/protokoll")
    followup.add_occurrence(activity, on=date(2024, 4, 1), evidence="javascript:alert(1)")
    page = read(client, activity)
    assert 'href="https://www.arboga.se/protokoll"' in page
    assert 'href="javascript' not in page


def test_the_page_takes_as_many_queries_with_three_of_everything_as_with_one(queries_of):
    area = make_area()
    for n in (1, 2, 3):
        dialogue = make_dialogue()
        make_activity(area, number=n + 10)
        activity = make_activity(
            area,
            number=n,
            commitments=["municipality", "police"],
            participants=["housing"],
            viewpoints=[make_viewpoint(dialogue=dialogue) for _ in range(n)],
            findings=[make_finding(viewpoints=[make_viewpoint(dialogue=dialogue)]) for _ in range(n)],
            places=[make_place(f"Plats {m}") for m in range(n)],
            sources=[make_source() for _ in range(n)],
        )
        for day in range(1, n + 1):
            followup.add_occurrence(activity, on=date(2024, 3, day))
            followup.report(activity.commitments.first(), status=Status.ONGOING, on=date(2024, 3, day))
            PlannedOccurrence.objects.create(activity=activity, on=date(2024, 11, day))
        assert queries_of(activity.get_absolute_url()) == 23
