"""What somebody chooses of the plan stands in the address, and every count is true for the rest of the choice."""

import unicodedata
from datetime import date

import pytest
from django.http import QueryDict

from actionplan import followup
from actionplan.board import find_places
from actionplan.filters import PlanFilter
from actionplan.models import Activity
from actionplan.status import Status
from arboga_loften.foundation.letters import swedish
from tests.factories import make_activity, make_area, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def activities():
    """Five activities of two focus areas: by the municipality, by the police, and together."""
    traffic, youth = make_area(title="Trafik", slug="trafik"), make_area(title="Ungdomar", slug="ungdomar")
    torget = make_place("Nytorget")
    make_activity(traffic, title="Mäta farten", summary="Vid Åsgatan", due_on=date(2024, 12, 1))
    make_activity(traffic, title="Ögon på vägen", commitments=["police"], due_on=date(2024, 9, 30), places=[torget])
    make_activity(traffic, title="Äldre i trafiken", commitments=["municipality", "police"], places=[torget])
    make_activity(youth, title="Ut på kvällen", commitments=["police"])
    late = make_activity(youth, title="Åka tillsammans", due_on=date(2024, 9, 1))
    followup.report(late.commitments.get(), status=Status.ONGOING, on=date(2024, 10, 1))
    return find_places(Activity.objects.judged())


def choose(activities, query):
    return PlanFilter.parse(QueryDict(query), activities)


def titles(activities, query):
    return [activity.title for activity in choose(activities, query).apply(activities)]


def counts(activities, query, facet):
    return {choice.key: choice.count for choice in choose(activities, query).counts(activities)[facet]}


def test_without_a_choice_the_whole_plan_is_shown_in_its_order(activities):
    assert [activity.label for activity in choose(activities, "").apply(activities)] == [
        "1.1",
        "1.2",
        "1.3",
        "2.1",
        "2.2",
    ]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("fokus=ungdomar", ["Ut på kvällen", "Åka tillsammans"]),
        ("vem=polisen", ["Ögon på vägen", "Äldre i trafiken", "Ut på kvällen"]),
        ("vem=tillsammans", ["Äldre i trafiken"]),
        ("plats=nytorget", ["Ögon på vägen", "Äldre i trafiken"]),
        ("ansvarig=Samordnare, police&fokus=ungdomar", ["Ut på kvällen"]),
        ("lage=underway", ["Åka tillsammans"]),
        ("lage=atgard", ["Mäta farten", "Ögon på vägen", "Äldre i trafiken", "Ut på kvällen", "Åka tillsammans"]),
        ("lage=done", []),
        ("q=trafik", ["Äldre i trafiken"]),
        ("q=NYTORGET ögon", ["Ögon på vägen"]),
        ("q=2.2", ["Åka tillsammans"]),
    ],
)
def test_each_choice_narrows_the_plan(activities, query, shown):
    assert titles(activities, query) == shown


def test_search_knows_the_swedish_letters_in_both_cases(activities):
    assert titles(activities, "q=ÅSGATAN") == ["Mäta farten"]
    assert titles(activities, "q=" + unicodedata.normalize("NFD", "åsgatan")) == ["Mäta farten"]
    assert titles(activities, "q=asgatan") == [], "å is not a"


def test_the_order_can_be_chosen(activities):
    assert titles(activities, "ordning=klart-senast")[:2] == ["Åka tillsammans", "Ögon på vägen"]
    assert titles(activities, "ordning=uppdaterad")[0] == "Åka tillsammans"
    assert titles(activities, "ordning=rubrik") == [
        "Mäta farten",
        "Ut på kvällen",
        "Åka tillsammans",
        "Äldre i trafiken",
        "Ögon på vägen",
    ]


def test_counts_are_true_for_the_rest_of_the_choice(activities):
    assert counts(activities, "", "vem") == {"": 5, "kommunen": 3, "polisen": 3, "tillsammans": 1}
    assert counts(activities, "fokus=ungdomar", "vem") == {"": 2, "kommunen": 1, "polisen": 1, "tillsammans": 0}
    assert counts(activities, "fokus=ungdomar&vem=polisen", "fokus") == {"": 3, "trafik": 2, "ungdomar": 1}
    assert counts(activities, "q=vägen", "fokus") == {"": 1, "trafik": 1, "ungdomar": 0}


def test_every_count_is_what_following_its_address_shows(activities):
    for query in ("", "fokus=trafik", "vem=polisen&q=e", "lage=atgard&plats=nytorget"):
        for choices in choose(activities, query).counts(activities).values():
            for choice in choices:
                asked = choice.url.partition("?")[2]
                assert len(titles(activities, asked)) == choice.count, (query, choice)


def test_every_address_keeps_the_other_choices(activities):
    choice = choose(activities, "fokus=trafik&q=vägen&ordning=rubrik&gruppera=vem&vy=tidslinje&sida=4")
    assert choice.url(vem="polisen") == (
        "/handlingsplan/?fokus=trafik&q=v%C3%A4gen&gruppera=vem&ordning=rubrik&vy=tidslinje&vem=polisen"
    )
    assert choice.url(fokus="", q="", gruppera="", ordning="", vy="") == "/handlingsplan/"


def test_what_is_chosen_can_be_taken_away_one_by_one(activities):
    choice = choose(activities, "fokus=trafik&q=vägen")
    words = list(choice.chosen_words(choice.counts(activities)))
    assert [(str(each.label), each.value, each.url) for each in words] == [
        ("Fokusområde", "Trafik", "/handlingsplan/?q=v%C3%A4gen"),
        ("Sökord", "vägen", "/handlingsplan/?fokus=trafik"),
    ]


@pytest.mark.parametrize("name", ["lage", "fokus", "vem", "ansvarig", "plats", "gruppera", "ordning", "vy"])
def test_an_unknown_value_is_told_and_left_out(activities, name):
    choice = choose(activities, f"{name}=xyz")
    assert len(choice.unknown) == 1
    assert "xyz" in choice.unknown[0]
    assert len(choice.apply(activities)) == 5


def test_a_very_long_search_is_cut_and_told(activities):
    choice = choose(activities, "q=" + "trafik " * 100)
    assert len(choice.text) <= 100
    assert choice.unknown


@pytest.mark.parametrize(
    ("grouping", "headings"),
    [
        ("fokus", ["Trafik", "Ungdomar"]),
        ("lage", ["På gång", "Inte börjat"]),
        ("vem", ["Kommunen", "Polisen", "Kommunen och polisen"]),
        ("ingen", [""]),
    ],
)
def test_the_plan_can_be_grouped(activities, grouping, headings):
    choice = choose(activities, f"gruppera={grouping}")
    groups = list(choice.groups(choice.apply(activities)))
    assert [str(group.heading) for group in groups] == headings
    assert sum(len(group.activities) for group in groups) == 5


def test_a_page_that_begins_within_a_group_says_that_it_goes_on_and_keeps_the_whole_tally(activities):
    choice = choose(activities, "")
    first, second = choice.groups(activities, 2, 4)
    assert first.heading == "Trafik, fortsättning"
    assert [activity.label for activity in first.activities] == ["1.3"]
    assert first.tally.total == 3
    assert [activity.label for activity in second.activities] == ["2.1"]


def test_swedish_letters_come_last_in_the_alphabet():
    assert sorted(["Örebro", "Ängel", "Zoo", "Åka", "ada"], key=swedish) == ["ada", "Zoo", "Åka", "Ängel", "Örebro"]
