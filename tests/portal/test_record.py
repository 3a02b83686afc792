"""The real record: it is all there, it can be loaded again, and nothing invented passes for a fact."""

from datetime import date

import pytest
from django.core.management import call_command

from actionplan.models import ActionPlan, Activity, CouncilMeeting, FollowUp, Occurrence
from actionplan.status import Flag, Stage, Status
from arboga_loften.accounts.models import User
from arboga_loften.portal.record.load import load, load_council, read
from dialogs.models import Answer, Dialogue, Finding, Viewpoint
from focusareas.models import CooperationAgreement, FocusArea, Indicator, Milestone, Promise, SituationReport

pytestmark = pytest.mark.django_db

THE_RECORD = [
    CooperationAgreement,
    Promise,
    FocusArea,
    SituationReport,
    Milestone,
    Dialogue,
    Viewpoint,
    Answer,
    Finding,
]


def judged():
    return {a.label: a for a in Activity.objects.visible().of(Promise.objects.get(slug="2024")).judged()}


def test_the_promises_of_2021_to_2024_and_the_early_one_are_there():
    load(with_examples=False)
    assert [p.slug for p in Promise.objects.visible().newest_first()] == ["2024", "2023", "2022", "2021", "tidigt"]
    assert Promise.objects.get(slug="2024").focus_areas.count() == 5


def test_every_fact_of_the_record_has_a_source():
    load(with_examples=False)
    for model in THE_RECORD:
        without = [str(row) for row in model.objects.all() if not row.sources.exists()]
        assert not without, f"{model.__name__} utan källa: {without}"


def test_without_examples_nothing_is_invented():
    call_command("load_record", "--without-examples", verbosity=0)
    assert not ActionPlan.objects.exists()
    assert not Activity.objects.exists()
    assert not CouncilMeeting.objects.exists()
    assert not Indicator.objects.exists()
    assert not User.objects.exists()
    for model in THE_RECORD:
        assert not model.objects.filter(is_example=True).exists()


def test_every_invented_activity_is_marked_as_an_example():
    load()
    assert Activity.objects.count() == 24
    assert not Activity.objects.filter(is_example=False).exists()
    assert Dialogue.objects.filter(is_example=True).exists()


def test_loading_twice_adds_nothing():
    assert load().total() > 400
    assert load().total() == 0


def test_loading_again_does_not_overwrite_what_an_official_has_mended():
    load(with_examples=False)
    promise = Promise.objects.get(slug="2022")
    promise.title = "Medborgarlöftet 2022, rättat"
    promise.save()
    load(with_examples=False)
    promise.refresh_from_db()
    assert promise.title == "Medborgarlöftet 2022, rättat"


def test_what_lies_after_today_is_left_out_until_its_day_has_come(freeze_day):
    freeze_day("2024-06-01")
    load()
    assert not FollowUp.objects.filter(on__gt=date(2024, 6, 1)).exists()
    before = Occurrence.objects.count()
    freeze_day("2025-01-10")
    load()
    assert Occurrence.objects.count() > before


@pytest.mark.parametrize("day", ["2020-01-01", "2023-06-01", "2024-01-20", "2026-11-23"])
def test_the_record_can_be_loaded_on_any_day(freeze_day, day):
    freeze_day(day)
    load()
    load_council()
    assert load().total() == 0
    assert load_council().total() == 0


def test_of_the_agreement_no_more_is_said_than_the_source_does():
    load(with_examples=False)
    agreement = CooperationAgreement.objects.visible().get()
    assert {party.called for party in agreement.parties.all()} == {"Kommunen", "Polisen"}
    assert (agreement.signed_on, agreement.valid_from, agreement.valid_to) == (None, None, None)
    agreement.title = "Samverkansöverenskommelse 2023–2026"
    agreement.save()
    assert load(with_examples=False).total() == 0, "the officials' own words stand"


def test_a_voice_of_may_2022_can_be_followed_to_its_answer():
    load(with_examples=False)
    voice = Viewpoint.objects.visible().with_answers().get(reference="2022-1")
    assert voice.dialogue.starts_on == date(2022, 5, 6)
    assert "Sturevallen" in voice.answer.text
    assert voice.answer.sources.exists()


def test_the_example_plan_shows_every_state_and_every_flag_on_the_demonstrations_day():
    load()
    activities = judged().values()
    assert {a.progress.stage for a in activities} == set(Stage)
    said = {said.status for a in activities for said in a.progress.facts.said}
    assert said == set(Status)
    flags = {flag for a in activities for flag in a.progress.flags}
    assert flags == set(Flag) - {Flag.UNFINISHED}


def test_the_example_year_ends_with_a_final_outcome(freeze_day):
    freeze_day("2026-11-23")
    load()
    assert Promise.objects.current().slug == "2024"
    assert Promise.objects.current().has_ended
    assert all(not a.progress.warnings for a in judged().values()), "the story is told to its end"


def test_every_example_activity_says_why_it_is_done():
    load()
    without = [a.title for a in Activity.objects.all() if not (a.findings.exists() or a.viewpoints.exists())]
    assert without == []


def test_no_person_is_named_in_the_files():
    words = str(list(read())).lower()
    for hint in ("@", "telefon:", "personnummer"):
        assert hint not in words
