"""A plan from a file beside the one that is there: what is new, what would change, and what somebody has to say."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.planfile.comparing import compare
from actionplan.planfile.model import Plan, PlannedActivity, PlannedArea
from arboga_loften.accounts.models import User
from tests.factories import make_activity, make_area, make_place, make_plan, make_promise, organisation

pytestmark = pytest.mark.django_db


def planned(title="Trygghetsvandring i Sätra", row=5, **fields):
    words = {"number": "", "parties": ("municipality",), "goal": "Vi går minst två gånger.", **fields}
    return PlannedActivity(row=row, where=f"Rad {row}", title=title, **words)


def plan_of(*activities, title="Trafiksäkerhet", number=1, **fields):
    return Plan((PlannedArea(number, title, activities=activities, row=2, where="Rad 2", **fields),))


@pytest.fixture
def area():
    organisation("police")
    make_plan()
    return make_area(title="Trafiksäkerhet", slug="trafiksakerhet")


@pytest.fixture
def activity(area):
    words = {"title": "Trygghetsvandring i Sätra", "goal": "Vi går minst två gånger.", "target_value": 2}
    return make_activity(area, target_unit="vandringar", target_unit_one="vandring", **words)


def changes_of(row):
    return [(change.label, change.before, change.after) for change in row.changes]


# --- What is the same ---
def test_what_stands_there_already_is_no_news(activity):
    found = compare(plan_of(planned(number="1.1")), year=2024)
    assert not found.has_news
    assert (len(found.same), found.gone, found.questions) == (1, (), ())


@pytest.mark.parametrize(
    "fields",
    [
        {"goal": ""},
        {"goal": "Vi  går\nminst två gånger."},
        {"target_value": 2, "target_unit": "Vandringar"},
        {"target_value": 2},
        {"parties": ()},
        {"number": "7"},
        {"due_on": date(2024, 12, 31), "starts_on": date(2024, 1, 1)},
        {"is_recurring": True},
        {"status": "completed", "result": "Alla är nöjda."},
        {"responsible": "samordnare, MUNICIPALITY"},
    ],
)
def test_an_empty_cell_and_another_way_to_write_the_same_change_nothing(activity, fields):
    found = compare(plan_of(planned(**fields)), year=2024)
    assert not found.has_news, [changes_of(row) for row in found.rows]
    assert found.questions == ()


def test_the_mark_that_our_own_files_put_before_a_formula_is_no_change(activity):
    activity.title = "-1 km/h överallt"
    activity.save()
    assert not compare(plan_of(planned("'-1 km/h överallt")), year=2024).has_news


def test_a_focus_area_is_found_by_its_short_title_too(area, activity):
    area.short_title = "Trafiken"
    area.save()
    assert not compare(plan_of(planned(), title="TRAFIKEN", number=None), year=2024).has_news


def test_a_focus_area_that_the_file_begins_twice_is_one(activity):
    first, second = plan_of(planned()).areas[0], plan_of(planned("Fartkontroller", row=9)).areas[0]
    found = compare(Plan((first, second)), year=2024)
    assert (len(found.areas), len(found.same), len(found.new)) == (1, 1, 1)


# --- What is new ---
def test_a_year_without_a_promise_gets_all_of_it_new(db):
    organisation("municipality")
    found = compare(plan_of(planned(), planned("Fartkontroller", row=6)), year=2026)
    assert found.promise is None
    assert [row.label for row in found.new] == ["1.1", "1.2"]
    assert [area.title for area in found.new_areas] == ["Trafiksäkerhet"]
    assert dict(found.new[0].facts)["När"] == "1 januari 2026 – 31 december 2026"


def test_a_new_one_takes_the_next_number_where_its_own_is_taken(activity):
    found = compare(plan_of(planned("Cykelbelysning på alla skolor", number="1.1")), year=2024, answers={})
    assert [row.label for row in found.rows] == ["1.2"]


def test_the_title_is_the_promise_where_the_file_has_no_other_words(area):
    (row,) = compare(plan_of(planned(goal="")), year=2024).new
    assert row.promised["goal"] == "Trygghetsvandring i Sätra"


def test_the_one_with_that_function_becomes_the_owner(area):
    kom = organisation()
    user = User.objects.create_user("karin", organisation=kom, function="Säkerhetssamordnare")
    User.objects.create_user("borta", organisation=kom, function="Säkerhetssamordnare", is_active=False)
    (row,) = compare(plan_of(planned(responsible="säkerhetssamordnare")), year=2024).new
    assert row.parts[0].owner == user
    User.objects.create_user("kalle", organisation=kom, function="säkerhetssamordnare")
    (row,) = compare(plan_of(planned(responsible="säkerhetssamordnare")), year=2024).new
    assert row.parts[0].owner is None, "two could be meant"


def test_one_cell_can_say_who_answers_for_each_part(area):
    joint = planned(parties=("municipality", "police"), responsible="Kommunen: Rektor; Polisen: Kommunpolis")
    (row,) = compare(plan_of(joint), year=2024).new
    assert [part.responsible for part in row.parts] == ["Rektor", "Kommunpolis"]


# --- What changes ---
def test_each_change_is_told_from_what_to_what(activity):
    activity.places.add(make_place("Nytorget"))
    make_place("Sätra")
    fields = {"due_on": date(2024, 10, 31), "target_value": 4, "target_unit": "vandringar", "places": ("sätra",)}
    row = compare(plan_of(planned(responsible="Fritidschef", goal="Vi går fyra gånger.", **fields)), year=2024).rows[0]
    assert sorted(changes_of(row)) == [
        ("Ansvarig, Kommunen", "Samordnare, municipality", "Fritidschef"),
        ("Det vi lovade", "Vi går minst två gånger.", "Vi går fyra gånger."),
        ("Klart senast", "31 december 2024", "31 oktober 2024"),
        ("Mål", "minst 2 vandringar", "minst 4 vandringar"),
        ("Platser", "Nytorget", "Sätra"),
    ]
    assert row.needs_reason


def test_a_draft_needs_no_reason(area):
    make_activity(area, published=False, title="Trygghetsvandring i Sätra", goal="Vi går.")
    (row,) = compare(plan_of(planned(goal="Vi går långt.")), year=2024).changed
    assert not row.needs_reason


def test_words_about_it_need_no_reason(activity):
    (row,) = compare(plan_of(planned(summary="Ta med en vän.")), year=2024).changed
    assert not row.needs_reason


def test_another_party_can_join_but_none_is_taken_away(activity):
    (row,) = compare(plan_of(planned(parties=("police",))), year=2024).changed
    assert [part.organisation.kind for part in row.parts] == ["police"]
    assert changes_of(row) == [("Ansvarig, Polisen", "lovar inte", "lovar")]


def test_what_a_focus_area_says_can_change(activity):
    (changed,) = compare(plan_of(planned(), problem="Farten är hög.", goal="Lägre fart"), year=2024).changed_areas
    assert changes_of(changed) == [
        ("Problembild", "Trafiken går fort.", "Farten är hög."),
        ("Mål", "tomt", "Lägre fart"),
    ]


def test_what_is_not_in_the_file_is_told_of(activity, area):
    other = make_activity(area, title="Fartkontroller vid skolor")
    old = make_area(area.promise, title="Bedrägerier")
    found = compare(plan_of(planned()), year=2024)
    assert (found.gone, found.gone_areas) == ((other,), (old,))
    assert not found.has_news


# --- What is asked ---
def only_question(found):
    (question,) = found.questions
    return question


def test_a_number_alone_never_makes_it_another_activity(activity):
    plan = plan_of(planned("Fartkontroller vid skolor", number="1.1"))
    question = only_question(compare(plan, year=2024))
    assert question.text == "Rad 5: är ”Fartkontroller vid skolor” en aktivitet som redan finns?"
    assert question.choices == (
        (str(activity.pk), "Ja, det är 1.1 ”Trygghetsvandring i Sätra”"),
        ("ny", "Nej, det är något nytt"),
    )
    assert question.suggestion == "ny"
    found = compare(plan, year=2024, answers={question.key: "ny"})
    assert (len(found.new), len(found.gone), found.questions) == (1, 1, ())
    found = compare(plan, year=2024, answers={question.key: str(activity.pk)})
    assert ("Rubrik", "Trygghetsvandring i Sätra", "Fartkontroller vid skolor") in changes_of(found.changed[0])


def test_a_title_that_is_like_another_is_asked_about_and_suggested(activity):
    found = compare(plan_of(planned("Trygghetsvandringar i Sätra och Brattberget")), year=2024)
    assert only_question(found).suggestion == str(activity.pk)
    assert (len(found.changed), found.gone) == (1, ()), "and it is shown what the suggestion would make"
    assert not found.may_write


def test_a_slip_of_the_pen_beside_the_right_number_is_not_asked_about(activity):
    found = compare(plan_of(planned("Trygghetsvandring i Sättra", number="1.1")), year=2024)
    assert (found.questions, len(found.changed)) == ((), 1)


def test_an_answer_that_is_none_of_the_choices_is_no_answer(activity):
    plan = plan_of(planned("Fartkontroller vid skolor", number="1.1"))
    key = only_question(compare(plan, year=2024)).key
    assert only_question(compare(plan, year=2024, answers={key: "999999"})).key == key


def test_an_activity_that_has_moved_to_another_focus_area_is_asked_about(activity, area):
    make_area(area.promise, title="Bedrägerier")
    plan = plan_of(planned(), title="Bedrägerier", number=2)
    question = only_question(compare(plan, year=2024))
    (row,) = compare(plan, year=2024, answers={question.key: str(activity.pk)}).changed
    assert changes_of(row) == [("Fokusområde", "1. Trafiksäkerhet", "2. Bedrägerier")]
    assert row.label == "2.1"


def test_two_rows_are_never_the_same_activity(activity):
    found = compare(plan_of(planned(), planned(row=6)), year=2024)
    assert (len(found.same), len(found.new)) == (1, 1)


ASKED = [
    ({"parties": ("Gatukontoret",)}, "organisation:gatukontoret", "Gatukontoret", "hoppa"),
    ({"parties": ("Rådhuset i Arboga",)}, "organisation:rådhuset i arboga", "Rådhuset i Arboga", None),
    ({"participants": ("Friluftsklubben",)}, "organisation:friluftsklubben", "Friluftsklubben", "hoppa"),
    ({"places": ("Åsskolan",)}, "plats:åsskolan", "Åsskolan", "skapa"),
    ({"places": ("Hela kommunen",)}, "plats:hela kommunen", "Hela kommunen", "hoppa"),
    ({"parties": ()}, "parter", "vem som lovar", "municipality"),
    ({"target_value": 4}, "enhet:Rad 5", "minst 4", "tillfällen"),
    ({"starts_on": date(2024, 9, 1), "due_on": date(2024, 3, 1)}, "slut:Rad 5", "1 september 2024", ""),
    ({"responsible": "Rektor Anna Svensson"}, "namn:Rad 5:kommunen", "Anna Svensson", ""),
    ({"title": "Vi går " * 40}, "kort:Rad 5:title", "279 tecken", None),
    ({"target_group": "unga " * 60}, "kort:Rad 5:target_group", "299 tecken", None),
]


@pytest.mark.parametrize(("fields", "key", "words", "suggestion"), ASKED)
def test_what_is_unclear_is_asked_with_its_row(area, fields, key, words, suggestion):
    organisation("housing")
    activity = planned(**fields)
    found = compare(plan_of(replace(activity, title=activity.title.strip())), year=2024)
    question = next(each for each in found.questions if each.key == key)
    assert question.text.startswith("Rad 5: ")
    assert words in question.text.replace("\xa0", " ") or words == "299 tecken"
    assert suggestion is None or question.suggestion == suggestion
    assert not found.may_write


def test_the_answers_are_used(area):
    housing = organisation("housing")
    unclear = planned(parties=(), participants=("Bolaget",), places=("Åsskolan", "Här och där"), target_value=4)
    answers = {
        "parter": "both",
        "organisation:bolaget": str(housing.pk),
        "plats:åsskolan": "skapa",
        "plats:här och där": "hoppa",
        "enhet:Rad 5": "varv",
    }
    found = compare(plan_of(unclear), year=2024, answers=answers)
    assert (found.questions, found.may_write) == ((), True)
    (row,) = found.new
    assert {part.organisation.kind for part in row.parts} == {"municipality", "police"}
    assert (row.participants, row.places, found.new_places) == ((housing,), ("Åsskolan",), ("Åsskolan",))
    assert row.promised["target_unit"] == "varv"


def test_the_same_name_is_asked_about_once_with_all_its_rows(area):
    rows = [planned(f"Vandring {n}", row=n, places=("Åsskolan",)) for n in range(5, 14)]
    question = only_question(compare(plan_of(*rows), year=2024))
    assert question.text.startswith("Rad 5, Rad 6, Rad 7, Rad 8, Rad 9 och 4 till: platsen ”Åsskolan”")


def test_rows_under_no_focus_area_are_asked_about(area):
    make_area(area.promise)
    question = only_question(compare(plan_of(planned(), title="", number=None), year=2024))
    assert question.text == "Rad 2: vilket fokusområde hör raderna till? Skriv dess rubrik."
    found = compare(plan_of(planned(), title=""), year=2024, answers={question.key: "Trafiksäkerhet"})
    assert found.areas[0].area == area


def test_a_party_that_is_not_in_the_register_stops_it(db):
    make_promise(parties=())
    assert (
        "Det finns ingen organisation för polisen"
        in compare(plan_of(planned(parties=("police",))), year=2024).faults[0]
    )


# --- How it goes ---
SAID = [
    ({"status": "ongoing"}, ("ongoing", ""), ""),
    ({"status": "ongoing", "result": "Två gjorda."}, ("ongoing", "Två gjorda."), ""),
    ({"status": "paused"}, None, "saknar ett skäl"),
    ({"status": "paused", "comment": "Sjukdom."}, ("paused", "Sjukdom."), ""),
    ({"status": "completed", "parties": ("municipality", "police")}, None, "varje part säger det själv"),
    ({}, None, ""),
]


@pytest.mark.parametrize(("fields", "said", "why_not"), SAID)
def test_a_status_in_the_file_can_be_taken_along_where_it_is_honest(area, fields, said, why_not):
    (row,) = compare(plan_of(planned(**fields)), year=2024).new
    assert row.said == said
    assert why_not in row.not_said


# --- What was seen is what is confirmed ---
def test_the_digest_tells_whether_anything_has_changed(activity):
    plan = plan_of(planned(summary="Ta med en vän."))
    before = compare(plan, year=2024).digest
    assert compare(plan, year=2024).digest == before
    activity.summary = "Något annat"
    activity.save()
    assert compare(plan, year=2024).digest != before


def test_as_many_queries_for_three_hundred_activities_as_for_three(area):
    def count():
        with CaptureQueriesContext(connection) as queries:
            compare(plan_of(*rows), year=2024)
        return len(queries)

    rows = [planned(f"Vandring nummer {n}", row=n, places=("Nytorget",), number=f"1.{n}") for n in range(1, 301)]
    place = make_place()
    make_activity(area, title="Vandring nummer 1", places=[place], participants=["housing"])
    few = count()
    for n in range(2, 41):
        make_activity(area, title=f"Vandring nummer {n}", places=[place], participants=["housing"])
    assert count() == few <= 12
